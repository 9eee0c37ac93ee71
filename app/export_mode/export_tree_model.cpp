#include "app/export_mode/export_tree_model.h"

#include <QStringList>
#include <algorithm>

namespace app {

struct ExportTreeModel::Node {
    QString name;
    int file = -1;
    Node* parent = nullptr;
    int row = 0;
    std::vector<std::unique_ptr<Node>> children;
};

QString actionWord(FileAction action) {
    switch (action) {
        case FileAction::Create:
            return ExportTreeModel::tr("new");
        case FileAction::Overwrite:
            return ExportTreeModel::tr("overwritten");
        case FileAction::Unchanged:
            return ExportTreeModel::tr("unchanged");
        case FileAction::Keep:
            return ExportTreeModel::tr("kept");
        case FileAction::Remove:
            return ExportTreeModel::tr("removed");
        case FileAction::WriteNew:
            return ExportTreeModel::tr("beside, as .new");
        case FileAction::Leave:
            return ExportTreeModel::tr("left");
    }
    return {};
}

QString actionMeaning(FileAction action) {
    switch (action) {
        case FileAction::Create:
            return ExportTreeModel::tr("The file is not there yet");
        case FileAction::Overwrite:
            return ExportTreeModel::tr("Generated last time and not edited: replaced");
        case FileAction::Unchanged:
            return ExportTreeModel::tr("The same bytes are there");
        case FileAction::Keep:
            return ExportTreeModel::tr("Yours to edit: written once, never touched again");
        case FileAction::Remove:
            return ExportTreeModel::tr("Generated last time, no longer part of the export");
        case FileAction::WriteNew:
            return ExportTreeModel::tr("Edited by hand: the new version is put beside it");
        case FileAction::Leave:
            return ExportTreeModel::tr("No longer part of the export, but edited by hand: stays");
    }
    return {};
}

ExportTreeModel::ExportTreeModel(QObject* parent)
    : QAbstractItemModel(parent), m_root(std::make_unique<Node>()) {}

ExportTreeModel::~ExportTreeModel() = default;

void ExportTreeModel::show(std::vector<PlannedFile> plan, bool known) {
    const bool samePaths =
        plan.size() == m_plan.size() &&
        std::equal(plan.begin(), plan.end(), m_plan.begin(),
                   [](const auto& left, const auto& right) { return left.file.path == right.file.path; });
    m_known = known;
    if (samePaths) {
        m_plan = std::move(plan);
        std::vector<Node*> open{m_root.get()};
        while (!open.empty()) {
            const Node* node = open.back();
            open.pop_back();
            for (const auto& child : node->children) open.push_back(child.get());
            if (!node->children.empty())
                emit dataChanged(createIndex(0, 0, node->children.front().get()),
                                 createIndex(node->children.back()->row, 1, node->children.back().get()));
        }
        return;
    }
    beginResetModel();
    m_plan = std::move(plan);
    m_root = std::make_unique<Node>();
    for (std::size_t file = 0; file < m_plan.size(); ++file)
        insert(QString::fromStdString(m_plan[file].file.path), static_cast<int>(file));
    endResetModel();
}

void ExportTreeModel::insert(const QString& path, int file) {
    Node* at = m_root.get();
    const QStringList parts = path.split('/', Qt::SkipEmptyParts);
    for (int depth = 0; depth < parts.size(); ++depth) {
        const auto found = std::find_if(at->children.begin(), at->children.end(), [&](const auto& child) {
            return child->name == parts[depth] && (child->file < 0) == (depth + 1 < parts.size());
        });
        if (found != at->children.end()) {
            at = found->get();
            continue;
        }
        auto made = std::make_unique<Node>();
        made->name = parts[depth];
        made->parent = at;
        made->row = static_cast<int>(at->children.size());
        at->children.push_back(std::move(made));
        at = at->children.back().get();
    }
    at->file = file;
}

ExportTreeModel::Node* ExportTreeModel::nodeOf(const QModelIndex& index) const {
    return index.isValid() ? static_cast<Node*>(index.internalPointer()) : m_root.get();
}

QModelIndex ExportTreeModel::firstFile() const {
    QModelIndex index = this->index(0, 0);
    while (index.isValid() && rowCount(index) > 0) index = this->index(0, 0, index);
    return index;
}

QModelIndex ExportTreeModel::indexOfPath(const QString& path) const {
    QModelIndex at;
    for (const QString& part : path.split('/', Qt::SkipEmptyParts)) {
        QModelIndex next;
        for (int row = 0; row < rowCount(at) && !next.isValid(); ++row)
            if (nodeOf(index(row, 0, at))->name == part) next = index(row, 0, at);
        if (!next.isValid()) return {};
        at = next;
    }
    return at;
}

QModelIndex ExportTreeModel::index(int row, int column, const QModelIndex& parent) const {
    if (!hasIndex(row, column, parent)) return {};
    return createIndex(row, column, nodeOf(parent)->children[static_cast<std::size_t>(row)].get());
}

QModelIndex ExportTreeModel::parent(const QModelIndex& child) const {
    const Node* node = nodeOf(child);
    if (!child.isValid() || !node->parent || !node->parent->parent) return {};
    return createIndex(node->parent->row, 0, node->parent);
}

int ExportTreeModel::rowCount(const QModelIndex& parent) const {
    return parent.column() > 0 ? 0 : static_cast<int>(nodeOf(parent)->children.size());
}

int ExportTreeModel::columnCount(const QModelIndex&) const {
    return 2;
}

QVariant ExportTreeModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const Node* node = nodeOf(index);
    if (role == FileRole) return node->file;
    const PlannedFile* planned = node->file >= 0 ? &m_plan[static_cast<std::size_t>(node->file)] : nullptr;
    if (role == ActionRole)
        return planned && m_known ? QVariant(static_cast<int>(planned->action)) : QVariant();
    if (role == Qt::ToolTipRole && planned)
        return m_known ? actionMeaning(planned->action) : QString::fromStdString(planned->file.path);
    if (role != Qt::DisplayRole) return {};
    if (index.column() == 0) return node->name;
    return planned && m_known ? actionWord(planned->action) : QString();
}

QVariant ExportTreeModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    return section == 0 ? tr("File") : tr("What happens");
}

}  // namespace app
