#pragma once

#include <QSortFilterProxyModel>
#include <QTreeView>
#include <QWidget>

#include "app/document/document.h"
#include "app/studio/model_tree_model.h"
#include "app/studio/selection.h"

class QLabel;
class QLineEdit;

namespace app {

/// The panel at the left: the model as a tree, with a filter. Follows the selection and changes it.
class ModelTree : public QWidget {
    Q_OBJECT

public:
    ModelTree(Document& document, Selection& selection, const Theme& theme, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    void focusFilter();

signals:
    void removeRequested(const QStringList& keys);
    /// Double click or Enter: the canvas shall show it.
    void revealRequested(const QString& key);

private:
    void refresh();
    void openAtFirst();
    void filter(const QString& text);
    void takeSelection();
    void showSelection(const QStringList& keys);
    void removeSelected();
    QStringList selectedKeys() const;

    Document& m_document;
    Selection& m_selection;
    ModelTreeModel m_model;
    QSortFilterProxyModel m_filtered;
    QLabel* m_figure;
    QLineEdit* m_filter;
    QTreeView* m_view;
    bool m_following = false;
};

}  // namespace app
