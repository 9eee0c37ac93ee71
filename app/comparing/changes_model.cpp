#include "app/comparing/changes_model.h"

namespace app {

void ChangesModel::setEntries(std::vector<ChangeEntry> entries) {
    if (entries == m_entries) return;
    beginResetModel();
    m_entries = std::move(entries);
    m_lines.clear();
    m_top.clear();
    addLines(m_entries, -1);
    endResetModel();
}

void ChangesModel::addLines(const std::vector<ChangeEntry>& entries, int parent) {
    int row = 0;
    for (const ChangeEntry& entry : entries) {
        const int number = static_cast<int>(m_lines.size());
        m_lines.push_back({&entry, parent, row++, {}});
        (parent < 0 ? m_top : m_lines[static_cast<std::size_t>(parent)].children).push_back(number);
        addLines(entry.children, number);
    }
}

const ChangesModel::Line* ChangesModel::lineOf(const QModelIndex& index) const {
    return index.isValid() ? &m_lines[index.internalId()] : nullptr;
}

const ChangeEntry* ChangesModel::entry(const QModelIndex& index) const {
    const Line* line = lineOf(index);
    return line ? line->entry : nullptr;
}

QModelIndex ChangesModel::indexOf(const QString& key) const {
    for (std::size_t number = 0; number < m_lines.size(); ++number) {
        const Line& line = m_lines[number];
        const bool isTop = line.parent >= 0 && m_lines[static_cast<std::size_t>(line.parent)].parent < 0;
        if (isTop && line.entry->key == key) return createIndex(line.row, 0, number);
    }
    return {};
}

QModelIndex ChangesModel::index(int row, int column, const QModelIndex& parent) const {
    if (column < 0 || column >= ColumnCount || (parent.isValid() && parent.column() != 0)) return {};
    const Line* line = lineOf(parent);
    const std::vector<int>& children = line ? line->children : m_top;
    if (row < 0 || static_cast<std::size_t>(row) >= children.size()) return {};
    return createIndex(row, column, static_cast<quintptr>(children[static_cast<std::size_t>(row)]));
}

QModelIndex ChangesModel::parent(const QModelIndex& child) const {
    const Line* line = lineOf(child);
    if (!line || line->parent < 0) return {};
    const Line& above = m_lines[static_cast<std::size_t>(line->parent)];
    return createIndex(above.row, 0, static_cast<quintptr>(line->parent));
}

int ChangesModel::rowCount(const QModelIndex& parent) const {
    if (parent.isValid() && parent.column() != 0) return 0;
    const Line* line = lineOf(parent);
    return static_cast<int>(line ? line->children.size() : m_top.size());
}

int ChangesModel::columnCount(const QModelIndex&) const {
    return ColumnCount;
}

QVariant ChangesModel::data(const QModelIndex& index, int role) const {
    const ChangeEntry* entry = this->entry(index);
    if (!entry) return {};
    const bool group = entry->kind == ChangeEntry::Kind::Group;
    switch (role) {
        case Qt::DisplayRole:
        case Qt::ToolTipRole:
            return index.column() == WhatColumn     ? entry->text
                   : index.column() == BeforeColumn ? entry->before
                                                    : entry->after;
        case Qt::AccessibleTextRole: {
            if (index.column() != WhatColumn) return data(index, Qt::DisplayRole);
            if (!entry->sign) return entry->text;
            return QStringLiteral("%1, %2").arg(entry->text, signWord(*entry->sign));
        }
        case KeyRole:
            return entry->key;
        case SignRole:
            return entry->sign ? QVariant(static_cast<int>(*entry->sign)) : QVariant();
        case GroupRole:
            return group;
        default:
            return {};
    }
}

QVariant ChangesModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    return section == WhatColumn ? tr("What differs") : section == BeforeColumn ? tr("Before") : tr("After");
}

}  // namespace app
