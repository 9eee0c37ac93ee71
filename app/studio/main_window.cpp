#include "app/studio/main_window.h"

#include <QApplication>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QScreen>
#include <QSettings>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "app/canvas/canvas_view.h"
#include "app/comparing/comparing_page.h"
#include "app/export_mode/export_mode.h"
#include "app/overlays/diagram_lens.h"
#include "app/preferences/preferences.h"
#include "app/simulate/scenario_panel.h"
#include "app/studio/autosave.h"
#include "app/studio/canvas_menu.h"
#include "app/studio/coming_page.h"
#include "app/studio/command_actions.h"
#include "app/studio/command_palette.h"
#include "app/studio/drop_hint.h"
#include "app/studio/estimate_follower.h"
#include "app/studio/file_notices.h"
#include "app/studio/mode_bar.h"
#include "app/studio/notice_bar.h"
#include "app/studio/palette_entries.h"
#include "app/studio/problem_finder.h"
#include "app/studio/quantity_text.h"
#include "app/studio/recovery.h"
#include "app/studio/sheet.h"
#include "app/studio/start_page.h"
#include "app/studio/status_line.h"
#include "app/studio/status_text.h"
#include "app/studio/studio_style.h"
#include "app/studio/top_bar.h"
#include "app/studio/workbench.h"
#include "app/tables/tables_page.h"
#include "app/theme/apply_theme.h"

namespace app {

namespace {

/// A sheet keeps the focus, whatever comes up behind it.
bool hasOpenSheet(const QWidget& window) {
    const QList<Sheet*> sheets = window.findChildren<Sheet*>(Qt::FindDirectChildrenOnly);
    return std::any_of(sheets.begin(), sheets.end(), [](const Sheet* sheet) { return sheet->isVisible(); });
}

}  // namespace

MainWindow::MainWindow(Scheme scheme)
    : m_theme(Theme::of(scheme, preferredTheme().colours)), m_files(new ModelFiles(m_document, this)) {
    setObjectName(QStringLiteral("studio"));
    setAttribute(Qt::WA_StyledBackground);
    setWindowTitle(tr("Lintel"));
    setMinimumSize(900, 560);
    // Inside the screen with the frame that a window manager adds.
    resize(QSize(1600, 1000).boundedTo(screen()->availableSize() - QSize(8, 40)));
    restoreGeometry(QSettings().value(QStringLiteral("geometry")).toByteArray());
    setAcceptDrops(true);
    reduceMotion(*qApp, preferences().isOn(QStringLiteral("reducedMotion")));
    applyTheme(*qApp, m_theme);
    setStyleSheet(studioStyleSheet(m_theme));
    buildFrame();
    m_commands = new CommandActions(m_context, this);
    connectFrame();
    connectDocument();
    connectMemory();
    showStart();
}

MainWindow::~MainWindow() {
    // A field that has the focus gives what was typed to the document, while all that follows it is there.
    if (QWidget* field = focusWidget()) field->clearFocus();
    // Parts of the workbench tell how they close while they go.
    m_workbench->disconnect(this);
    m_workbench->views().disconnect(this);
    m_workbench->current().disconnect(this);
    // The stack tells that it is emptied while the document goes, when nothing here may look at it any more.
    m_document.undoStack().disconnect(this);
}

void MainWindow::buildFrame() {
    m_estimates = new EstimateFollower(m_document, this);
    m_problems = new ProblemFinder(m_document, this);
    m_top = new TopBar(this);
    m_modes = new ModeBar(m_theme, this);
    m_notice = new NoticeBar(m_theme, this);
    m_pages = new QStackedWidget(this);
    m_start = new StartPage(m_theme, m_pages);
    m_workbench = new Workbench(m_context, m_pages);
    m_pages->addWidget(m_start);
    m_pages->addWidget(m_workbench);
    m_status = new StatusLine(this);
    auto* work = new QVBoxLayout;
    work->setSpacing(0);
    work->addWidget(m_notice);
    work->addWidget(m_pages, 1);
    auto* middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(m_modes);
    middle->addLayout(work, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_top);
    layout->addLayout(middle, 1);
    layout->addWidget(m_status);
    m_palette = new CommandPalette(m_theme, this);
    m_dropHint = new DropHint(this);
}

void MainWindow::connectFrame() {
    connect(m_modes, &ModeBar::modeChosen, this, &MainWindow::setMode);
    connect(m_top, &TopBar::searchRequested, this, &MainWindow::openPalette);
    connect(m_top, &TopBar::scenarioRequested, this, &MainWindow::showScenarioMenu);
    connect(m_top, &TopBar::menuRequested, this, &MainWindow::showMainMenu);
    connectStart();
    connect(&preferences(), &Preferences::changed, this, &MainWindow::followPreference);
    connect(m_status, &StatusLine::problemsRequested, this,
            [this] { action(QStringLiteral("view.problems"))->trigger(); });
    connect(m_status, &StatusLine::historyRequested, this,
            [this] { action(QStringLiteral("view.history"))->trigger(); });
    connect(m_status, &StatusLine::zoomRequested, this,
            [this] { action(QStringLiteral("view.zoom"))->trigger(); });
    connect(m_workbench, &Workbench::panelChanged, m_status, &StatusLine::setOpenPanel);
    connect(m_workbench, &Workbench::refused, this, [this](const model::Error& error) {
        m_notice->say(Tone::Warning, QString::fromStdString(error.message), {}, true);
    });
    connect(&m_tasks, &BusyTasks::changed, this, [this] { m_status->setTasks(m_tasks.tasks()); });
    connect(m_status, &StatusLine::cancelRequested, &m_tasks, &BusyTasks::cancel);
    connectDiagram();
}

void MainWindow::connectStart() {
    connect(m_start, &StartPage::fileChosen, m_files, &ModelFiles::openFile);
    connect(m_start, &StartPage::windowChosen, this,
            [this](const QString& path) { emit windowRequested({path}); });
    connect(m_start, &StartPage::sampleChosen, m_files, &ModelFiles::openSample);
    connect(m_start, &StartPage::commandChosen, this, [this](const QString& id) { action(id)->trigger(); });
}

/// What is restored with a model is noted a moment after it has changed.
void MainWindow::connectMemory() {
    m_remember.setSingleShot(true);
    m_remember.setInterval(700);
    connect(&m_remember, &QTimer::timeout, this, &MainWindow::remember);
    const auto later = [this] { m_remember.start(); };
    connect(this, &MainWindow::modeChanged, this, later);
    connect(&m_workbench->views(), &ViewStack::changed, this, later);
    connect(&m_workbench->current(), &DiagramMode::zoomChanged, this, later);
    connect(m_workbench, &Workbench::panelChanged, this, later);
    connect(&m_document, &Document::pathChanged, this, later);
}

void MainWindow::connectDiagram() {
    DiagramMode* diagram = &m_workbench->current();
    connect(diagram, &DiagramMode::zoomChanged, this, &MainWindow::refreshStatus);
    connect(diagram, &DiagramMode::layingOut, this, [this, diagram](bool running) {
        m_tasks.end(std::exchange(m_layoutTask, 0));
        if (running)
            m_layoutTask =
                m_tasks.begin(tr("Laying out the diagram…"), [diagram] { diagram->cancelLayout(); });
    });
    connect(&diagram->canvas(), &CanvasView::menuWanted, this, [this](const QPoint& at) {
        refreshCommands();
        makeCanvasMenu(m_context, *m_commands, this)->popup(at);
    });
    connect(&m_workbench->lens(), &DiagramLens::changed, this, &MainWindow::refreshCommands);
    ViewStack* views = &m_workbench->views();
    connect(views, &ViewStack::changed, this, &MainWindow::followView);
    connect(m_top, &TopBar::placeChosen, views, &ViewStack::show);
    connect(m_top, &TopBar::viewsRequested, this, [this] { m_palette->open(viewEntries(m_context)); });
}

void MainWindow::connectDocument() {
    connect(m_estimates, &EstimateFollower::estimated, this, [this] {
        refreshStatus();
        emit figuresChanged();
    });
    connect(&m_document, &Document::changed, this, [this] {
        m_runIsOld = true;
        refreshStatus();
        refreshScenario();
        refreshPlace();
    });
    connect(&m_document, &Document::opened, this, [this] {
        m_selection.set({});
        m_places.clear();
        const DiagramKind& kind = m_workbench->current().editor().kind();
        m_workbench->views().reset({kind.rootKind.isEmpty() ? kind.id : QStringLiteral("services"), {}});
        m_scenario = {};
        m_runStatus.clear();
    });
    connect(&m_document, &Document::refused, this, [this](const model::Error& error) {
        m_notice->say(Tone::Warning, QString::fromStdString(error.message), {}, true);
    });
    connect(m_files, &ModelFiles::loaded, this, &MainWindow::modelLoaded);
    connect(m_files, &ModelFiles::titleChanged, this, [this] {
        refreshTitle();
        refreshStatus();
    });
    new FileNotices(*m_files, *m_notice);
    m_recovery = new Recovery(*m_files, *m_notice);
    m_autosave = new Autosave(*m_files);
    connect(m_problems, &ProblemFinder::found, this, &MainWindow::refreshStatus);
    connect(&m_document.undoStack(), &QUndoStack::indexChanged, this, &MainWindow::refreshCommands);
    connect(&m_selection, &Selection::changed, this, &MainWindow::refreshCommands);
    connect(this, &MainWindow::modeChanged, this, &MainWindow::refreshCommands);
}

SimulateMode& MainWindow::simulateMode() {
    if (m_simulate) return *m_simulate;
    m_simulate = new SimulateMode(m_document, m_pages);
    m_simulate->setTheme(m_theme);
    m_pages->addWidget(m_simulate);
    if (!m_scenario.empty()) m_simulate->chooseScenario(QString::fromStdString(m_scenario.value()));
    connect(m_simulate, &SimulateMode::statusChanged, this, [this](const QString& text) {
        m_runStatus = text;
        refreshStatus();
    });
    if (auto* scenarios = m_simulate->findChild<ScenarioPanel*>())
        connect(scenarios, &ScenarioPanel::scenarioChanged, this, [this, scenarios] {
            if (const model::Scenario* chosen = scenarios->scenario()) m_scenario = chosen->id;
            refreshScenario();
        });
    connect(m_simulate, &SimulateMode::resultChanged, this, [this] {
        const auto result = m_simulate->result();
        m_runIsOld = result && result->modelHash != simulator::modelHash(m_document.project());
        refreshStatus();
        emit figuresChanged();
    });
    connect(m_simulate, &SimulateMode::revealRequested, this, &MainWindow::reveal);
    return *m_simulate;
}

ExportMode& MainWindow::exportMode() {
    if (m_export) return *m_export;
    m_export = new ExportMode(m_document, m_theme, m_pages);
    m_pages->addWidget(m_export);
    return *m_export;
}

ComparingPage& MainWindow::comparingPage() {
    if (m_compare) return *m_compare;
    m_compare = new ComparingPage(m_context, m_pages);
    m_pages->addWidget(m_compare);
    return *m_compare;
}

TablesPage& MainWindow::showTables() {
    if (!m_mode) setMode(Mode::Design);
    if (!m_tables) {
        m_tables = new TablesPage(m_document, m_theme, m_pages);
        m_pages->addWidget(m_tables);
        connect(m_tables, &TablesPage::closeRequested, this, [this] { setMode(*m_mode); });
        connect(m_tables, &TablesPage::revealRequested, this, &MainWindow::reveal);
    }
    m_workbench->setActive(false);
    m_pages->setCurrentWidget(m_tables);
    return *m_tables;
}

QWidget* MainWindow::pageOf(Mode mode) {
    const auto coming = [this, mode](ComingPage*& page) {
        if (page) return page;
        page = new ComingPage(mode, m_theme, m_pages);
        m_pages->addWidget(page);
        connect(page, &ComingPage::modeRequested, this, &MainWindow::setMode);
        return page;
    };
    switch (mode) {
        case Mode::Discover:
            return coming(m_discover);
        case Mode::Compare:
            return &comparingPage();
        case Mode::Simulate:
            return &simulateMode();
        case Mode::Export:
            return &exportMode();
        case Mode::Decompose:
        case Mode::Design:
            return m_workbench;
    }
    return m_workbench;
}

void MainWindow::setMode(Mode mode) {
    m_mode = mode;
    QWidget* page = pageOf(mode);
    if (isDiagramMode()) m_workbench->views().show(placeIn(mode));
    m_workbench->setActive(isDiagramMode());
    if (m_export) m_export->setActive(mode == Mode::Export);
    if (m_compare) m_compare->setActive(mode == Mode::Compare);
    m_pages->setCurrentWidget(page);
    m_modes->setMode(mode);
    refreshPlace();
    if (page == m_workbench && !hasOpenSheet(*this)) m_workbench->current().canvas().setFocus();
    refreshTitle();
    refreshStatus();
    emit modeChanged();
}

DiagramPlace MainWindow::placeIn(Mode mode) const {
    const auto seen = m_places.find(mode);
    if (seen != m_places.end()) return seen->second;
    for (const DiagramKind& kind : diagramKinds())
        if (kind.room == modeWord(mode) && kind.rootKind.isEmpty()) return {kind.id, {}};
    return m_workbench->views().current();
}

/// The mode is that of the diagram.
void MainWindow::followView(const DiagramPlace& place) {
    const std::optional<Mode> mode = modeFromWord(diagramKind(place.kind).room);
    if (!mode) return;
    m_places[*mode] = place;
    if (isDiagramMode() && m_mode != mode) return setMode(*mode);
    refreshPlace();
    refreshStatus();
    refreshCommands();
}

void MainWindow::refreshPlace() {
    if (isDiagramMode())
        m_top->setDiagram(modeTitle(*m_mode), m_workbench->views().current(), m_document.version().project);
    else
        m_top->setPlace(m_mode ? modeTitle(*m_mode) : QString());
}

void MainWindow::showStart() {
    m_mode.reset();
    m_start->refresh();
    m_recovery->find([this](const std::vector<Leftover>& leftovers) { m_start->setRecovered(leftovers); });
    m_pages->setCurrentWidget(m_start);
    m_start->setFocus();
    m_modes->setMode(std::nullopt);
    refreshPlace();
    refreshTitle();
    refreshStatus();
    refreshScenario();
}

void MainWindow::modelLoaded() {
    m_notice->hide();
    const QString path = m_document.path();
    const auto seen = path.isEmpty() ? std::nullopt : rememberedSight(path);
    if (!m_mode) m_mode = seen ? seen->mode : Mode::Design;
    if (seen)
        restore(*seen);
    else
        setMode(*m_mode);
    refreshScenario();
}

void MainWindow::setScheme(Scheme scheme) {
    preferences().set(QStringLiteral("scheme"), schemeWord(scheme));
    wear(Theme::of(scheme, m_theme.colours));
}

void MainWindow::followPreference(const QString& key) {
    if (key == QLatin1String("scheme"))
        wear(preferredTheme());
    else if (key == QLatin1String("safeColours"))
        wear(Theme::of(m_theme.scheme, preferredTheme().colours));
    else if (key == QLatin1String("reducedMotion"))
        reduceMotion(*qApp, preferences().isOn(key));
    else if (m_simulate)
        m_simulate->setTheme(m_theme);  // Writes its figures anew, in their units
    refreshStatus();
}

void MainWindow::wear(const Theme& theme) {
    if (theme == m_theme) return;
    m_theme = theme;
    applyTheme(*qApp, m_theme);
    setStyleSheet(studioStyleSheet(m_theme));
    m_modes->setTheme(m_theme);
    m_notice->setTheme(m_theme);
    m_start->setTheme(m_theme);
    m_palette->setTheme(m_theme);
    if (m_simulate) m_simulate->setTheme(m_theme);
    if (m_export) m_export->setTheme(m_theme);
    if (m_tables) m_tables->setTheme(m_theme);
    if (m_discover) m_discover->setTheme(m_theme);
    m_commands->setTheme(m_theme);
    emit m_context.themeChanged(m_theme);
    emit themeChanged();
}

void MainWindow::showDiagram() {
    if (!isDiagramMode()) return setMode(Mode::Design);
    if (m_pages->currentWidget() != m_workbench) setMode(*m_mode);
}

QAction* MainWindow::action(const QString& name) const {
    return m_commands->find(name);
}

void MainWindow::refreshCommands() {
    m_commands->refresh();
}

void MainWindow::openPalette() {
    m_palette->open(paletteEntries(m_context, *m_commands));
}

void MainWindow::reveal(const QString& key) {
    showDiagram();
    m_workbench->reveal(key);
}

void MainWindow::refreshTitle() {
    const bool start = !m_mode.has_value() && m_document.path().isEmpty() && !m_document.isModified();
    const QString title = start ? QString() : m_files->title();
    m_top->setFile(title, m_document.isModified());
    setWindowTitle(title.isEmpty() ? tr("Lintel") : QStringLiteral("%1 — Lintel").arg(title));
}

std::shared_ptr<const simulator::RunResult> MainWindow::lastRun() const {
    return m_simulate ? m_simulate->result() : nullptr;
}

// What was found of the version that is shown: by the last run, or, once that is of another version, by
// formulas.
QString MainWindow::findingsText() const {
    const auto result = m_simulate && !m_runIsOld ? m_simulate->result() : nullptr;
    if (result) return runText(*result);
    return m_estimates->estimate() ? estimateText(*m_estimates->estimate()) : QString();
}

void MainWindow::refreshStatus() {
    const bool simulating = m_mode == Mode::Simulate && !m_runStatus.isEmpty();
    const QString findings = findingsText();
    const QString counts = countsText(m_document.project());
    m_status->setFigures(!m_mode      ? QString()
                         : simulating ? m_runStatus.toHtmlEscaped()
                         : findings.isEmpty()
                             ? counts
                             : counts + QStringLiteral(" &nbsp;&nbsp;·&nbsp;&nbsp; ") + findings);
    m_status->setModelOpen(m_mode.has_value());
    const auto count = [&problems = m_problems->latest().problems](model::Severity severity) {
        return int(std::count_if(problems.begin(), problems.end(), [severity](const Problem& problem) {
            return problem.severity == severity;
        }));
    };
    m_status->setProblems(count(model::Severity::Error), count(model::Severity::Warning));
    m_status->setSaved(!m_mode                       ? QString()
                       : m_document.isModified()     ? tr("Not saved")
                       : m_document.path().isEmpty() ? QString()
                                                     : tr("Saved"));
    m_status->setZoom(isDiagramMode() ? m_workbench->current().canvas().zoom() : 0);
}

void MainWindow::refreshScenario() {
    const model::Project& project = m_document.project();
    if (!project.scenarios.contains(m_scenario))
        m_scenario = project.scenarios.empty() ? model::ScenarioId() : project.scenarios.begin()->id;
    m_estimates->follow(m_scenario);
    const model::Scenario* scenario = project.scenarios.find(m_scenario);
    m_top->setScenario(m_mode && scenario ? QString::fromStdString(scenario->name) : QString());
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!m_closing && m_document.isModified()) {
        event->ignore();
        m_files->guarded([this] {
            m_closing = true;
            close();
        });
        return;
    }
    QSettings().setValue(QStringLiteral("geometry"), saveGeometry());
    remember();
    event->accept();
}

}  // namespace app
