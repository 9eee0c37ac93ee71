#pragma once

#include <QAbstractTableModel>
#include <QPointer>

#include "app/document/version.h"
#include "app/running/background_task.h"
#include "app/studio/sheet.h"
#include "simulator/experiment/comparison.h"

class QLabel;
class QProgressBar;
class QPushButton;
class QTableView;

namespace app {

class BusyTasks;
class CalmComboBox;

/// The figures of two designs side by side, with what can be said of their difference.
class MeasuredFigures : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { FigureColumn, BeforeColumn, AfterColumn, DifferenceColumn, VerdictColumn, ColumnCount };
    enum Role { PreferenceRole = Qt::UserRole };
    using QAbstractTableModel::QAbstractTableModel;

    /// Names of journeys and objectives are those of the project.
    void setFigures(std::vector<simulator::ComparedFigure> figures, const model::Project& project);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const simulator::ComparedFigure& figure, int column) const;
    QString nameOf(const simulator::ComparedFigure& figure) const;

    std::vector<simulator::ComparedFigure> m_figures;
    std::shared_ptr<const model::Project> m_project;
};

/// Measures both sides of a comparison by the same scenario and the same random numbers, in the background,
/// and says in what the later one is better, worse, or not to be told apart.
class MeasureSheet : public Sheet {
    Q_OBJECT

public:
    MeasureSheet(Version before, Version after, BusyTasks& tasks, QWidget* window);
    ~MeasureSheet() override;

    /// Starts, or stops what was started.
    void toggle();
    bool isRunning() const { return m_work.isRunning(); }
    const MeasuredFigures& figures() const { return m_figures; }
    QString message() const;
    /// Of each side; fewer are quicker and tell less.
    void setReplications(int replications) { m_replications = replications; }

private:
    void build();
    void start();
    void finish(const model::Result<simulator::Comparison>& comparison);
    void stop();
    void refresh();
    void endTask();

    Version m_before, m_after;
    QPointer<BusyTasks> m_tasks;
    int m_task = 0;
    int m_replications = 20;
    MeasuredFigures m_figures;
    BackgroundTask m_work;
    CalmComboBox* m_scenarios;
    QPushButton* m_run;
    QProgressBar* m_progress;
    QLabel* m_message;
    QTableView* m_table;
};

}  // namespace app
