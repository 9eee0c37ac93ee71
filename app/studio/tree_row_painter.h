#pragma once

#include <QStyledItemDelegate>

#include "app/theme/theme.h"

namespace app {

/// Paints a row of the model tree: the mark of a context, the name, a word at the right.
class TreeRowPainter : public QStyledItemDelegate {
    Q_OBJECT

public:
    TreeRowPainter(const Theme& theme, QObject* parent);
    void setTheme(const Theme& theme) { m_theme = theme; }

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

private:
    Theme m_theme;
};

}  // namespace app
