#pragma once

#include <QSortFilterProxyModel>
#include <QTreeView>
#include <QWidget>

#include "app/document/document.h"
#include "app/finding/document_index.h"
#include "app/studio/model_tree_model.h"
#include "app/studio/selection.h"

class QLabel;
class QLineEdit;

namespace app {

/// Lets the rows through whose elements are sought, with all around and below them.
class TreeSieve : public QSortFilterProxyModel {
    Q_OBJECT

public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    /// All rows, while nothing is sought.
    void seek(const std::optional<QSet<QString>>& keys);

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    std::optional<QSet<QString>> m_keys;
};

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
    void seek();
    void takeSelection();
    void showSelection(const QStringList& keys);
    void removeSelected();
    QStringList selectedKeys() const;

    Document& m_document;
    Selection& m_selection;
    ModelTreeModel m_model;
    DocumentIndex m_index;
    TreeSieve m_filtered;
    QLabel* m_figure;
    QLineEdit* m_filter;
    QTreeView* m_view;
    bool m_following = false;
};

}  // namespace app
