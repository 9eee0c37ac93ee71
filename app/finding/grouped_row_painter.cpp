#include "app/finding/grouped_row_painter.h"

#include <QPainter>
#include <QTextLayout>
#include <algorithm>

#include "app/canvas/node_painter.h"
#include "app/finding/grouped_list.h"
#include "app/theme/icon.h"

namespace app {

GroupedRowPainter::GroupedRowPainter(const Theme& theme, QObject* parent)
    : QStyledItemDelegate(parent), m_theme(theme) {}

QSize GroupedRowPainter::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    return {100, 26};
}

void GroupedRowPainter::paint(QPainter* painter, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool current = option.state.testFlag(QStyle::State_Selected);
    if (current) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(m_theme.accentSurface);
        painter->drawRoundedRect(option.rect.adjusted(4, 0, -4, 0), 6, 6);
    }
    const QRect area = option.rect.adjusted(12, 0, -12, 0);
    if (index.data(HeadRole).toBool())
        paintHead(*painter, area, index);
    else
        paintHit(*painter, area, index, current);
    painter->restore();
}

void GroupedRowPainter::paintHead(QPainter& painter, QRect area, const QModelIndex& index) const {
    QFont font = interFont(11, QFont::DemiBold);
    font.setCapitalization(QFont::AllUppercase);
    font.setLetterSpacing(QFont::PercentageSpacing, 104);
    painter.setFont(font);
    painter.setPen(m_theme.secondary);
    const int count = index.data(CountRole).toInt();
    QString words = QStringLiteral("%1 %2").arg(index.data().toString()).arg(count);
    if (const int listed = index.data(ListedRole).toInt(); count > listed)
        words += tr(", the first %1").arg(listed);
    painter.drawText(area.adjusted(0, 4, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, words);
}

void GroupedRowPainter::paintHit(QPainter& painter, QRect area, const QModelIndex& index,
                                 bool current) const {
    const QIcon picture = icon(index.data(IconRole).toString(), current ? m_theme.accent : m_theme.secondary);
    picture.paint(&painter, QRect(area.left(), area.center().y() - 7, 16, 16));
    area.setLeft(area.left() + 24);
    const QFont nameFont = interFont(13);
    const QString name = index.data().toString().simplified().left(300);
    const int nameWidth = std::min(QFontMetrics(nameFont).horizontalAdvance(name), area.width() * 2 / 3);
    QTextLayout layout(QFontMetrics(nameFont).elidedText(name, Qt::ElideRight, nameWidth + 2), nameFont);
    QList<QTextLayout::FormatRange> marks;
    for (const TextSpan& span : index.data(SpansRole).value<std::vector<TextSpan>>()) {
        QTextLayout::FormatRange mark;
        mark.start = span.start;
        mark.length = span.length;
        mark.format.setBackground(withAlpha(m_theme.warning, 0.28));
        mark.format.setFontWeight(QFont::DemiBold);
        marks << mark;
    }
    layout.setFormats(marks);
    layout.beginLayout();
    QTextLine line = layout.createLine();
    line.setLineWidth(area.width());
    layout.endLayout();
    painter.setPen(current ? m_theme.accent : m_theme.text);
    layout.draw(&painter, QPointF(area.left(), area.top() + (area.height() - line.height()) / 2));
    area.setLeft(area.left() + int(line.naturalTextWidth()) + 12);
    painter.setFont(interFont(12));
    painter.setPen(m_theme.secondary);
    painter.drawText(
        area, Qt::AlignVCenter | Qt::AlignRight,
        painter.fontMetrics().elidedText(index.data(DetailRole).toString(), Qt::ElideRight, area.width()));
}

}  // namespace app
