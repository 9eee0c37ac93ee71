#pragma once

#include <QAbstractItemModel>
#include <memory>
#include <vector>

#include "app/theme/theme.h"
#include "model/project.h"

namespace app {

/// What a row of the tree says.
struct TreeEntry {
    QString key;  ///< Of the element; `group:channels` for a heading
    QString name;
    QString word;      ///< At the right: `3 ops`
    int context = -1;  ///< Colour of a bounded context
    bool heading = false;
    std::vector<TreeEntry> children;
};

/// The model as a tree: contexts with their services, then channels, stores, teams, messages, policies,
/// scenarios. A new version changes only the rows that differ, so that what is open and selected stays so.
class ModelTreeModel : public QAbstractItemModel {
    Q_OBJECT

public:
    enum Role { KeyRole = Qt::UserRole, WordRole, ContextRole, HeadingRole };

    explicit ModelTreeModel(QObject* parent = nullptr);
    ~ModelTreeModel() override;

    void show(const model::Project& project);
    QModelIndex indexOf(const QString& key) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    struct Node;
    Node* nodeOf(const QModelIndex& index) const;
    QModelIndex indexOf(const Node& node) const;
    void merge(Node& node, std::vector<TreeEntry>&& entries);
    void removeMissing(Node& node, const std::vector<TreeEntry>& entries);

    std::unique_ptr<Node> m_root;
    QHash<QString, Node*> m_nodes;
};

/// The rows that a project has.
std::vector<TreeEntry> treeEntries(const model::Project& project);

}  // namespace app
