#pragma once

#include <QAbstractTableModel>
#include <QHash>

#include "app/document/document.h"
#include "app/tables/table_edit.h"

namespace app {

/// The lines of one kind of a document, edited cell by cell or many at once.
class BulkTableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Role { SortRole = Qt::UserRole, KeyRole, ChoicesRole, ProblemRole };

    explicit BulkTableModel(Document& document, QObject* parent = nullptr);

    void setKind(const TableKind& kind);
    const TableKind& kind() const { return m_kind; }
    const std::vector<TableColumn>& columns() const { return m_columns; }
    const TableColumn& column(int index) const { return m_columns[static_cast<std::size_t>(index)]; }
    QString keyAt(int row) const { return m_keys.value(row); }
    int rowOf(const QString& key) const { return m_rows.value(key, -1); }
    /// Whether the lines follow the document; a table that is not seen need not.
    void setActive(bool active);

    /// Enters the texts as one undo step. What was not taken is kept as problems of the cells, and reported.
    void enter(const std::vector<CellEntry>& entries, const QString& label);
    const std::vector<CellProblem>& problems() const { return m_problems; }
    void clearProblems();
    /// Whether the cell would take the text, so far as the cell alone can tell; else why not.
    std::optional<QString> complaint(int row, int column, const QString& text) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

signals:
    /// After an edit: the cells that were not taken.
    void problemsChanged();

private:
    void refresh();
    std::shared_ptr<void> line(int row) const;
    QString shown(const QModelIndex& index) const;
    const CellProblem* problemAt(const QModelIndex& index) const;

    Document& m_document;
    TableKind m_kind;
    std::vector<TableColumn> m_columns;
    QStringList m_keys;
    QHash<QString, int> m_rows;
    mutable std::vector<std::shared_ptr<void>> m_lines;  ///< Made when they are first asked for
    std::vector<CellProblem> m_problems;
    bool m_active = true;
    bool m_entering = false;
};

}  // namespace app
