#pragma once

#include <QStyledItemDelegate>

#include "app/theme/theme.h"

namespace app {

/// Paints a row of the export tree: folder or file, and what would happen to it, in words and colour.
class ExportRowPainter : public QStyledItemDelegate {
    Q_OBJECT

public:
    ExportRowPainter(const Theme& theme, QObject* parent) : QStyledItemDelegate(parent), m_theme(theme) {}

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

private:
    QColor colourOf(const QModelIndex& index) const;

    Theme m_theme;
};

}  // namespace app
