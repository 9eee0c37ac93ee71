#pragma once

#include "app/finding/element_index.h"
#include "app/finding/grouped_list.h"

namespace app {

/// What was found, in groups by kind below their heads; the group of the best comes first.
class FoundModel : public QAbstractListModel {
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    /// So many of a group are listed; more are counted.
    static constexpr int mostOfKind = 200;

    void show(const ElementIndex& index, const FindQuery& query);
    /// All that was found, listed or not, in the order of the list.
    const QStringList& keys() const { return m_keys; }
    /// With each of them, what it is a part of.
    const QStringList& hosts() const { return m_hosts; }
    /// The row of what was found as that number of all; -1 where it is not listed.
    int rowOf(int hit) const;
    /// The number among all that were found; -1 for heads.
    int hitAt(int row) const;
    std::vector<TextSpan> spansAt(int row) const;
    /// Kinds with the number of elements found of each, the best first.
    const std::vector<std::pair<QString, int>>& kinds() const { return m_kinds; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    struct Row {
        QString name, detail, kind;
        int hit = -1;   ///< Heads have none
        int count = 0;  ///< Of a head: in its group
    };
    void addKind(const ElementIndex& index, const QString& kind, const std::vector<int>& elements);

    std::vector<Row> m_rows;
    QStringList m_keys, m_hosts, m_words;
    std::vector<std::pair<QString, int>> m_kinds;
};

}  // namespace app
