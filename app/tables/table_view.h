#pragma once

#include <QSortFilterProxyModel>
#include <QTableView>

#include "app/tables/bulk_table_model.h"
#include "app/theme/theme.h"

namespace app {

/// Lines whose cells hold all the words of the filter, in the order of one column.
class TableFilter : public QSortFilterProxyModel {
    Q_OBJECT

public:
    explicit TableFilter(BulkTableModel& table, QObject* parent = nullptr);

    void setWords(const QString& text);
    BulkTableModel& table() const { return m_table; }

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    BulkTableModel& m_table;
    QStringList m_words;
};

/// Cells to be edited as in a spreadsheet: typed over, copied, pasted, filled down.
class TableView : public QTableView {
    Q_OBJECT

public:
    TableView(TableFilter& filter, const Theme& theme, QWidget* parent);

    void setTheme(const Theme& theme);
    /// The selected cells as lines of a spreadsheet.
    QString copied(bool withTitles = false) const;
    /// Enters the cells of the text from the first selected cell on; one cell fills the whole selection. A
    /// first line of nothing but titles of columns says which columns the others are.
    void paste(const QString& text);
    /// Copies the first selected cell of each column into those below it.
    void fillDown();
    /// Enters the text into all selected cells.
    void enterEverywhere(const QString& text);
    void clearCells();

signals:
    /// What is wrong with what is being typed; empty when nothing is.
    void complained(const QString& message);
    /// Something to say about what was pasted: lines that did not fit.
    void said(const QString& message);

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    /// The columns that are to be seen, from left to right.
    std::vector<int> shownColumns() const;
    QModelIndexList chosenCells() const;
    /// Columns that the titles in the line name; nothing when it is no line of titles.
    std::optional<std::vector<int>> titledColumns(const QStringList& line) const;
    CellEntry entryAt(int row, int column, const QString& text) const;
    void enterAll(const std::vector<CellEntry>& entries, const QString& label);

    TableFilter& m_filter;
};

}  // namespace app
