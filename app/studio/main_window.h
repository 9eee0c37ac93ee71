#pragma once

#include <QTimer>
#include <QWidget>
#include <map>
#include <memory>

#include "app/diagram/diagram_kind.h"
#include "app/document/document.h"
#include "app/simulate/simulate_mode.h"
#include "app/studio/busy_tasks.h"
#include "app/studio/mode.h"
#include "app/studio/model_files.h"
#include "app/studio/palette_entry.h"
#include "app/studio/selection.h"
#include "app/studio/studio_context.h"
#include "app/studio/window_memory.h"
#include "app/theme/theme.h"

class QAction;
class QStackedWidget;

namespace app {

class CommandActions;
class DropHint;
class Tour;
class Autosave;
class CommandPalette;
class ComingPage;
class ComparingPage;
class EstimateFollower;
class ExportMode;
class ModeBar;
class NoticeBar;
class ProblemFinder;
class Recovery;
class StartPage;
class StatusLine;
class TablesPage;
class TopBar;
class Workbench;

/// The window of the studio: the bars around, the page of the mode within.
class MainWindow : public QWidget {
    Q_OBJECT

public:
    explicit MainWindow(Scheme scheme);
    ~MainWindow() override;

    Document& document() { return m_document; }
    Selection& selection() { return m_selection; }
    ModelFiles& files() { return *m_files; }
    Workbench& workbench() { return *m_workbench; }
    /// Made when they are first needed.
    SimulateMode& simulateMode();
    ExportMode& exportMode();
    ComparingPage& comparingPage();
    NoticeBar& notice() { return *m_notice; }
    CommandPalette& palette() { return *m_palette; }
    ProblemFinder& problems() { return *m_problems; }
    BusyTasks& tasks() { return m_tasks; }
    EstimateFollower& estimates() { return *m_estimates; }
    /// Null when nothing was run yet.
    std::shared_ptr<const simulator::RunResult> lastRun() const;
    /// The model has changed since that.
    bool isRunOld() const { return m_runIsOld; }
    Recovery& recovery() { return *m_recovery; }
    Autosave& autosave() { return *m_autosave; }
    const Theme& theme() const { return m_theme; }

    void setMode(Mode mode);
    std::optional<Mode> mode() const { return m_mode; }
    /// Stays in a mode that edits a diagram, or goes to Design.
    void showDiagram();
    /// Prefers that scheme from now on, in all windows.
    void setScheme(Scheme scheme);
    void showStart();
    /// The elements as tables, over the mode that they are closed to.
    TablesPage& showTables();
    void openPalette();
    /// Closes every window of the program, as far as the user lets it.
    void quit();
    /// One file opens here; several open in a window each.
    void openFiles(const QStringList& paths);
    /// The tour of the studio; goes on with the step where it was left.
    Tour& tour();
    /// Offers it to those who are here for the first time.
    void offerTour();
    /// The page of the guide on where the user is.
    QString guidePage() const;
    /// How the window looks now, and looks again later.
    WindowSight sight() const;
    void restore(const WindowSight& sight);
    void reveal(const QString& key);
    /// The action with that name: `file.save`, `edit.undo`, ...
    QAction* action(const QString& name) const;

signals:
    void modeChanged();
    /// A window for each of the files; none: an empty one.
    void windowRequested(const QStringList& files);
    void quitRequested();
    void themeChanged();
    /// There is another estimate or run, or the version that they are of is another one.
    void figuresChanged();

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void moveEvent(QMoveEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    // main_window.cpp
    void buildFrame();
    void connectFrame();
    void connectStart();
    void connectMemory();
    void followPreference(const QString& key);
    void wear(const Theme& theme);
    void connectDocument();
    QWidget* pageOf(Mode mode);
    void connectDiagram();
    bool isDiagramMode() const { return m_mode == Mode::Design || m_mode == Mode::Decompose; }
    /// The diagram that was seen last in that mode.
    DiagramPlace placeIn(Mode mode) const;
    void followView(const DiagramPlace& place);
    void modelLoaded();
    void refreshPlace();
    void refreshTitle();
    void refreshStatus();
    void refreshScenario();
    QString findingsText() const;
    void refreshCommands();
    void remember();
    void lookAgain(const WindowSight& sight);
    // window_menus.cpp
    void showMainMenu(const QPoint& at);
    void showScenarioMenu();

    Theme m_theme;
    Document m_document;
    Selection m_selection;
    BusyTasks m_tasks;
    StudioContext m_context{*this};
    ModelFiles* m_files;
    std::optional<Mode> m_mode;
    model::ScenarioId m_scenario;
    bool m_closing = false;
    TopBar* m_top = nullptr;
    ModeBar* m_modes = nullptr;
    NoticeBar* m_notice = nullptr;
    QStackedWidget* m_pages = nullptr;
    StartPage* m_start = nullptr;
    Workbench* m_workbench = nullptr;
    SimulateMode* m_simulate = nullptr;
    ExportMode* m_export = nullptr;
    TablesPage* m_tables = nullptr;
    ComingPage* m_discover = nullptr;
    ComparingPage* m_compare = nullptr;
    StatusLine* m_status = nullptr;
    CommandPalette* m_palette = nullptr;
    CommandActions* m_commands = nullptr;
    ProblemFinder* m_problems = nullptr;
    std::map<Mode, DiagramPlace> m_places;  ///< Seen last, by mode
    int m_layoutTask = 0;
    Recovery* m_recovery = nullptr;
    Autosave* m_autosave = nullptr;
    QString m_runStatus;
    EstimateFollower* m_estimates = nullptr;
    DropHint* m_dropHint = nullptr;
    Tour* m_tour = nullptr;
    QTimer m_remember;        ///< Until what is to be restored is noted
    bool m_runIsOld = false;  ///< The model has changed since the last run
};

}  // namespace app
