#include "app/studio/tree_row_painter.h"

#include <QPainter>

#include "app/studio/model_tree_model.h"

namespace app {

TreeRowPainter::TreeRowPainter(const Theme& theme, QObject* parent)
    : QStyledItemDelegate(parent), m_theme(theme) {}

QSize TreeRowPainter::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    return {80, 24};
}

void TreeRowPainter::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const bool heading = index.data(ModelTreeModel::HeadingRole).toBool();
    QRect area = option.rect;
    if (selected) painter->fillRect(area, m_theme.accentSurface);
    area.adjust(2, 0, -12, 0);
    const int context = index.data(ModelTreeModel::ContextRole).toInt();
    if (context >= 0) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(m_theme.context(context));
        painter->drawRoundedRect(QRectF(area.left() + 2, area.center().y() - 4, 9, 9), 3, 3);
        area.setLeft(area.left() + 18);
    }
    const QString word = index.data(ModelTreeModel::WordRole).toString();
    painter->setFont(interFont(12));
    painter->setPen(m_theme.faint);
    painter->drawText(area, Qt::AlignVCenter | Qt::AlignRight, word);
    area.setRight(area.right() - painter->fontMetrics().horizontalAdvance(word) - 8);
    painter->setFont(interFont(13, heading ? QFont::DemiBold : QFont::Normal));
    painter->setPen(selected ? m_theme.accent : m_theme.text);
    const QString name = index.data(Qt::DisplayRole).toString().simplified();
    painter->drawText(area, Qt::AlignVCenter | Qt::AlignLeft,
                      painter->fontMetrics().elidedText(name.left(300), Qt::ElideRight, area.width()));
    painter->restore();
}

}  // namespace app
