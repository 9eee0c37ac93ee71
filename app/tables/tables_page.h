#pragma once

#include <QWidget>

#include "app/tables/table_view.h"
#include "app/theme/widgets.h"

class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QToolButton;

namespace app {

/// Services, operations, calls, policies, channels and stores as tables that are edited like spreadsheets.
class TablesPage : public QWidget {
    Q_OBJECT

public:
    TablesPage(Document& document, const Theme& theme, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// `policies`; the first one when there is no such table.
    void showTable(const QString& id);
    TableView& view() { return *m_view; }
    BulkTableModel& table() { return *m_table; }

signals:
    void closeRequested();
    /// The user wants to see the element.
    void revealRequested(const QString& key);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QWidget* header();
    QWidget* footer();
    void showColumns();
    void offerColumns();
    void offerCellMenu(const QPoint& at);
    void refreshCount();
    void refreshProblems();
    void goTo(const CellProblem& problem);

    std::vector<TableKind> m_kinds;
    BulkTableModel* m_table;
    TableFilter* m_filter;
    TableView* m_view;
    SegmentedControl* m_choice;
    QLineEdit* m_words;
    QLabel* m_count;
    QToolButton* m_columns;
    QToolButton* m_close;
    QLabel* m_hint;
    QLabel* m_complaint;
    QListWidget* m_problems;
    QHash<QString, QStringList> m_shown;  ///< Columns that the user chose, by table
};

}  // namespace app
