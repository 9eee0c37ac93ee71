#include "app/studio/model_tree_model.h"

#include <QSet>
#include <algorithm>

#include "app/theme/theme.h"

namespace app {

struct ModelTreeModel::Node {
    TreeEntry entry;  ///< Without its children
    Node* parent = nullptr;
    std::vector<std::unique_ptr<Node>> children;

    /// Where it stood when it was last asked for.
    mutable int place = 0;

    int row() const {
        const auto& siblings = parent->children;
        const auto isHere = [&] {
            return place < static_cast<int>(siblings.size()) &&
                   siblings[static_cast<std::size_t>(place)].get() == this;
        };
        for (std::size_t at = 0; !isHere() && at < siblings.size(); ++at)
            siblings[at]->place = static_cast<int>(at);
        return place;
    }
};

ModelTreeModel::ModelTreeModel(QObject* parent)
    : QAbstractItemModel(parent), m_root(std::make_unique<Node>()) {}

ModelTreeModel::~ModelTreeModel() = default;

void ModelTreeModel::show(const model::Project& project) {
    merge(*m_root, treeEntries(project));
}

ModelTreeModel::Node* ModelTreeModel::nodeOf(const QModelIndex& index) const {
    return index.isValid() ? static_cast<Node*>(index.internalPointer()) : m_root.get();
}

QModelIndex ModelTreeModel::indexOf(const Node& node) const {
    return node.parent ? createIndex(node.row(), 0, &node) : QModelIndex();
}

QModelIndex ModelTreeModel::indexOf(const QString& key) const {
    const Node* node = m_nodes.value(key);
    return node ? indexOf(*node) : QModelIndex();
}

void ModelTreeModel::removeMissing(Node& node, const std::vector<TreeEntry>& entries) {
    QSet<QString> wanted;
    for (const TreeEntry& entry : entries) wanted.insert(entry.key);
    for (int row = static_cast<int>(node.children.size()) - 1; row >= 0; --row) {
        const auto place = node.children.begin() + row;
        if (wanted.contains((*place)->entry.key)) continue;
        beginRemoveRows(indexOf(node), row, row);
        std::vector<Node*> gone{place->get()};
        while (!gone.empty()) {
            const Node* last = gone.back();
            gone.pop_back();
            for (const auto& child : last->children) gone.push_back(child.get());
            if (m_nodes.value(last->entry.key) == last) m_nodes.remove(last->entry.key);
        }
        node.children.erase(place);
        endRemoveRows();
    }
}

void ModelTreeModel::merge(Node& node, std::vector<TreeEntry>&& entries) {
    removeMissing(node, entries);
    for (std::size_t row = 0; row < entries.size(); ++row) {
        TreeEntry& entry = entries[row];
        auto children = std::exchange(entry.children, {});
        auto& siblings = node.children;
        const auto place = std::find_if(siblings.begin() + static_cast<std::ptrdiff_t>(row), siblings.end(),
                                        [&](const auto& child) { return child->entry.key == entry.key; });
        const int at = static_cast<int>(row);
        if (place == siblings.end()) {
            beginInsertRows(indexOf(node), at, at);
            auto made = std::make_unique<Node>();
            made->entry = std::move(entry);
            made->parent = &node;
            m_nodes.insert(made->entry.key, made.get());
            siblings.insert(siblings.begin() + at, std::move(made));
            endInsertRows();
        } else {
            const int from = static_cast<int>(place - siblings.begin());
            if (from != at) {
                beginMoveRows(indexOf(node), from, from, indexOf(node), at);
                std::rotate(siblings.begin() + at, siblings.begin() + from, siblings.begin() + from + 1);
                endMoveRows();
            }
            const bool same = siblings[row]->entry.name == entry.name &&
                              siblings[row]->entry.word == entry.word &&
                              siblings[row]->entry.context == entry.context;
            siblings[row]->entry = std::move(entry);
            if (!same) emit dataChanged(indexOf(*siblings[row]), indexOf(*siblings[row]));
        }
        merge(*siblings[row], std::move(children));
    }
}

QModelIndex ModelTreeModel::index(int row, int column, const QModelIndex& parent) const {
    if (!hasIndex(row, column, parent)) return {};
    return createIndex(row, column, nodeOf(parent)->children[static_cast<std::size_t>(row)].get());
}

QModelIndex ModelTreeModel::parent(const QModelIndex& child) const {
    const Node* node = nodeOf(child);
    return child.isValid() && node->parent ? indexOf(*node->parent) : QModelIndex();
}

int ModelTreeModel::rowCount(const QModelIndex& parent) const {
    return parent.column() > 0 ? 0 : static_cast<int>(nodeOf(parent)->children.size());
}

int ModelTreeModel::columnCount(const QModelIndex&) const {
    return 1;
}

QVariant ModelTreeModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const TreeEntry& entry = nodeOf(index)->entry;
    switch (role) {
        case Qt::DisplayRole:
            return entry.name;
        case Qt::ToolTipRole:
            return entry.word.isEmpty() ? entry.name : QStringLiteral("%1 · %2").arg(entry.name, entry.word);
        case KeyRole:
            return entry.key;
        case WordRole:
            return entry.word;
        case ContextRole:
            return entry.context;
        case HeadingRole:
            return entry.heading;
        default:
            return {};
    }
}

}  // namespace app
