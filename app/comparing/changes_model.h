#pragma once

#include <QAbstractItemModel>

#include "app/comparing/change_entries.h"

namespace app {

/// What differs between two versions, as a tree: kinds, elements, fields with both values.
class ChangesModel : public QAbstractItemModel {
    Q_OBJECT

public:
    enum Column { WhatColumn, BeforeColumn, AfterColumn, ColumnCount };
    enum Role { KeyRole = Qt::UserRole, SignRole, GroupRole };
    using QAbstractItemModel::QAbstractItemModel;

    void setEntries(std::vector<ChangeEntry> entries);
    const std::vector<ChangeEntry>& entries() const { return m_entries; }
    const ChangeEntry* entry(const QModelIndex& index) const;
    /// The line of that element, in the first column; invalid when it did not change.
    QModelIndex indexOf(const QString& key) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    /// An entry and where it stands; `internalId` of an index is its number.
    struct Line {
        const ChangeEntry* entry = nullptr;
        int parent = -1;
        int row = 0;
        std::vector<int> children;
    };
    void addLines(const std::vector<ChangeEntry>& entries, int parent);
    const Line* lineOf(const QModelIndex& index) const;

    std::vector<ChangeEntry> m_entries;
    std::vector<Line> m_lines;
    std::vector<int> m_top;
};

}  // namespace app
