#include "app/finding/grouped_list.h"

namespace app {

void GroupedListModel::setRows(std::vector<GroupedRow> rows, bool namesCanChange) {
    beginResetModel();
    m_rows = std::move(rows);
    m_namesCanChange = namesCanChange;
    endResetModel();
}

bool GroupedListModel::isHead(int row) const {
    return row < 0 || row >= rowCount() || m_rows[std::size_t(row)].head;
}

int GroupedListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant GroupedListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const GroupedRow& row = m_rows[std::size_t(index.row())];
    switch (role) {
        case Qt::DisplayRole:
        case Qt::EditRole:
            return row.name;
        case HeadRole:
            return row.head;
        case DetailRole:
            return row.detail;
        case IconRole:
            return row.icon;
        case CountRole:
        case ListedRole:
            return row.count;
        case Qt::ToolTipRole:
            return row.head || row.detail.isEmpty() ? QVariant()
                                                    : QStringLiteral("%1\n%2").arg(row.name, row.detail);
        case Qt::AccessibleTextRole:
            return QStringLiteral("%1, %2").arg(row.name, row.head ? QString::number(row.count) : row.detail);
        default:
            return {};
    }
}

bool GroupedListModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (!index.isValid() || role != Qt::EditRole || isHead(index.row())) return false;
    const QString name = value.toString().trimmed();
    if (name.isEmpty() || name == data(index, Qt::EditRole).toString()) return false;
    emit renamed(index.row(), name);
    return true;
}

Qt::ItemFlags GroupedListModel::flags(const QModelIndex& index) const {
    if (!index.isValid()) return Qt::NoItemFlags;
    if (isHead(index.row())) return Qt::ItemIsEnabled | Qt::ItemNeverHasChildren;
    const Qt::ItemFlags row = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    return m_namesCanChange ? row | Qt::ItemIsEditable : row;
}

}  // namespace app
