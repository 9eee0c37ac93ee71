#include "app/export_mode/export_row_painter.h"

#include <QPainter>

#include "app/export_mode/export_tree_model.h"
#include "app/theme/icon.h"

namespace app {

QSize ExportRowPainter::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    return {80, 24};
}

QColor ExportRowPainter::colourOf(const QModelIndex& index) const {
    switch (static_cast<FileAction>(index.data(ExportTreeModel::ActionRole).toInt())) {
        case FileAction::Create:
            return m_theme.good;
        case FileAction::Overwrite:
            return m_theme.accent;
        case FileAction::WriteNew:
            return m_theme.warning;
        case FileAction::Remove:
            return m_theme.bad;
        default:
            return m_theme.faint;
    }
}

void ExportRowPainter::paint(QPainter* painter, const QStyleOptionViewItem& option,
                             const QModelIndex& index) const {
    painter->save();
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    if (selected) painter->fillRect(option.rect, m_theme.accentSurface);
    QRect area = option.rect.adjusted(2, 0, -12, 0);
    const bool file = index.data(ExportTreeModel::FileRole).toInt() >= 0;
    if (index.column() == 0) {
        const QIcon picture = icon(file ? QStringLiteral("file-code") : QStringLiteral("folder"),
                                   selected ? m_theme.accent : m_theme.faint);
        picture.paint(painter, QRect(area.left(), area.center().y() - 6, 14, 14));
        area.setLeft(area.left() + 20);
        painter->setFont(interFont(13));
        painter->setPen(selected ? m_theme.accent : m_theme.text);
        painter->drawText(
            area, Qt::AlignVCenter | Qt::AlignLeft,
            painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideMiddle, area.width()));
    } else {
        painter->setFont(interFont(12));
        painter->setPen(colourOf(index));
        painter->drawText(area, Qt::AlignVCenter | Qt::AlignRight, index.data().toString());
    }
    painter->restore();
}

}  // namespace app
