#pragma once

#include <QAbstractListModel>
#include <vector>

#include "app/finding/folded_text.h"

namespace app {

/// What lists with heads tell of each row.
enum GroupedRole {
    HeadRole = Qt::UserRole,  ///< Whether it is a head
    DetailRole,
    IconRole,
    CountRole,   ///< Of a head: rows in its group
    ListedRole,  ///< Of a head: how many of them are listed
    SpansRole    ///< Parts of the name to be marked: std::vector<TextSpan>
};

struct GroupedRow {
    QString name, detail, icon;
    bool head = false;
    int count = 0;
};

/// A list in groups with heads, such as where an element is used.
class GroupedListModel : public QAbstractListModel {
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    void setRows(std::vector<GroupedRow> rows, bool namesCanChange = false);
    bool isHead(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

signals:
    /// The user has typed another name; the row keeps its own until it is told.
    void renamed(int row, const QString& name);

private:
    std::vector<GroupedRow> m_rows;
    bool m_namesCanChange = false;
};

}  // namespace app
