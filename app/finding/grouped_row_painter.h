#pragma once

#include <QStyledItemDelegate>

#include "app/theme/theme.h"

namespace app {

/// Draws the rows of lists with heads: heads with their counts, names with what is marked in them, details.
class GroupedRowPainter : public QStyledItemDelegate {
    Q_OBJECT

public:
    GroupedRowPainter(const Theme& theme, QObject* parent);

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

private:
    void paintHead(QPainter& painter, QRect area, const QModelIndex& index) const;
    void paintHit(QPainter& painter, QRect area, const QModelIndex& index, bool current) const;

    Theme m_theme;
};

}  // namespace app
