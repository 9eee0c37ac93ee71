#include "app/simulate/simulate_mode.h"

#include <QAction>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

#include "app/canvas/canvas_view.h"
#include "app/document/document.h"
#include "app/simulate/cascade_panel.h"
#include "app/simulate/chart_grid.h"
#include "app/simulate/error_place.h"
#include "app/simulate/figure_text.h"
#include "app/simulate/first_scenario.h"
#include "app/simulate/result_table.h"
#include "app/simulate/run_bar.h"
#include "app/simulate/scenario_panel.h"
#include "app/simulate/scenario_variant.h"
#include "app/simulate/timeline.h"
#include "app/simulate/verdict_panel.h"

namespace app {

SimulateMode::SimulateMode(Document& document, QWidget* parent)
    : QWidget(parent),
      m_document(document),
      m_theme(Theme::of(Scheme::Light)),
      m_scenarios(new ScenarioPanel(document, this)),
      m_canvas(new CanvasView(this)),
      m_runBar(new RunBar(this)),
      m_failure(new InlineMessage(this)),
      m_stale(new InlineMessage(this)),
      m_timeline(new Timeline(this)),
      m_charts(new ChartGrid(this)),
      m_table(new ResultTable(this)),
      m_cascade(new CascadePanel(this)),
      m_verdict(new VerdictPanel(this)) {
    m_canvas->setEditable(false);
    m_failureLink = m_failure->addAction(tr("Show it"));
    buildLayout();
    connectPanels();
    connectController();
    for (QAction* action : {runAction(), cancelAction()}) addAction(action);
    connect(&m_document, &Document::changed, this, &SimulateMode::documentChanged);
    connect(&m_document, &Document::opened, this, &SimulateMode::documentOpened);
    m_failure->hide();
    m_stale->hide();
    refresh();
}

SimulateMode::~SimulateMode() = default;

QAction* SimulateMode::runAction() const {
    return m_runBar->runAction();
}
QAction* SimulateMode::cancelAction() const {
    return m_runBar->cancelAction();
}

void SimulateMode::buildLayout() {
    m_scenarios->setFixedWidth(231);
    auto* centre = new QVBoxLayout;
    centre->setContentsMargins(0, 0, 0, 0);
    centre->setSpacing(0);
    buildCentre(centre);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_scenarios);
    layout->addWidget(separatorLine(Qt::Vertical, this));
    layout->addLayout(centre, 1);
    layout->addWidget(separatorLine(Qt::Vertical, this));
    auto* answers = new QSplitter(Qt::Vertical, this);
    answers->setFixedWidth(299);
    answers->setChildrenCollapsible(false);
    answers->setHandleWidth(1);
    for (QWidget* panel : {static_cast<QWidget*>(m_cascade), static_cast<QWidget*>(m_verdict)}) {
        panel->setMinimumHeight(120);
        answers->addWidget(panel);
    }
    answers->setStretchFactor(0, 3);
    answers->setStretchFactor(1, 2);
    layout->addWidget(answers);
}

void SimulateMode::buildCentre(QVBoxLayout* layout) {
    auto* stage = new QWidget(this);
    stage->setProperty("look", QStringLiteral("canvas"));
    stage->setAttribute(Qt::WA_StyledBackground);
    auto* stageLayout = new QGridLayout(stage);
    stageLayout->setContentsMargins(0, 0, 0, 0);
    stageLayout->setSpacing(0);
    auto* tools = new QHBoxLayout;  // A strip of its own: the bar never covers what the user arranged
    tools->setContentsMargins(12, 6, 12, 2);
    tools->addWidget(m_runBar);
    tools->addStretch();
    stageLayout->addLayout(tools, 0, 0);
    stageLayout->addWidget(m_canvas, 1, 0);
    stageLayout->setRowStretch(1, 1);
    auto* floating = new QVBoxLayout;
    floating->setContentsMargins(12, 4, 12, 16);
    floating->setSpacing(8);
    floating->addWidget(m_stale, 0, Qt::AlignLeft);
    floating->addWidget(m_failure, 0, Qt::AlignLeft);
    stageLayout->addLayout(floating, 1, 0, Qt::AlignLeft | Qt::AlignTop);
    for (InlineMessage* message : {m_stale, m_failure}) message->setFixedWidth(400);
    for (QWidget* above : {static_cast<QWidget*>(m_runBar), static_cast<QWidget*>(m_stale),
                           static_cast<QWidget*>(m_failure)}) {
        above->setParent(stage);
        above->raise();
    }

    auto* figures = new QWidget(this);
    figures->setProperty("look", QStringLiteral("canvas"));
    figures->setAttribute(Qt::WA_StyledBackground);
    auto* figuresLayout = new QVBoxLayout(figures);
    figuresLayout->setContentsMargins(0, 0, 0, 0);
    figuresLayout->setSpacing(0);
    figuresLayout->addWidget(m_timeline);
    figuresLayout->addWidget(separatorLine(Qt::Horizontal, figures));
    figuresLayout->addWidget(m_charts, 1);

    auto* split = new QSplitter(Qt::Vertical, this);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(1);
    split->addWidget(stage);
    split->addWidget(figures);
    split->addWidget(m_table);
    split->setStretchFactor(0, 52);
    split->setStretchFactor(1, 31);
    split->setStretchFactor(2, 17);
    split->setSizes({490, 285, 160});
    layout->addWidget(split, 1);
}

void SimulateMode::connectPanels() {
    connect(runAction(), &QAction::triggered, this, &SimulateMode::run);
    connect(cancelAction(), &QAction::triggered, this, &SimulateMode::cancel);
    connect(m_stale->addAction(tr("Run again")), &QPushButton::clicked, this, &SimulateMode::run);
    connect(m_failureLink, &QPushButton::clicked, this, [this] {
        reveal(m_failedNode);
        emit revealRequested(m_failedNode);
    });
    connect(m_failure->addAction(tr("Close")), &QPushButton::clicked, m_failure, &QWidget::hide);
    connect(m_scenarios, &ScenarioPanel::createRequested, this, &SimulateMode::createScenario);
    connect(m_scenarios, &ScenarioPanel::scenarioChanged, this, [this] {
        clearResult();
        refresh();
    });
    connect(m_scenarios, &ScenarioPanel::quantityChanged, this, [this](HeatQuantity quantity) {
        m_quantity = quantity;
        refreshOverlay();
    });
    connect(m_timeline, &Timeline::momentChanged, this, &SimulateMode::lookAt);
    connect(m_charts, &ChartGrid::picked, m_timeline,
            [this](double seconds) { m_timeline->setMoment(seconds); });
    connect(m_table, &ResultTable::flowChosen, this,
            [this](const QString& id) { m_charts->setFlow(id.toStdString()); });
    connect(m_table, &ResultTable::nodeChosen, this, [this](const QString& key) {
        const QSignalBlocker quiet(m_canvas);
        m_canvas->setSelection({key});
    });
    connect(m_canvas, &CanvasView::selectionChanged, this,
            [this](const QStringList& keys) { m_table->selectNode(keys.value(0)); });
    connect(m_canvas, &CanvasView::activated, this, &SimulateMode::revealRequested);
    connect(m_table, &ResultTable::revealRequested, this, &SimulateMode::reveal);
    connect(m_verdict, &VerdictPanel::revealRequested, this, &SimulateMode::reveal);
    connect(m_cascade, &CascadePanel::revealRequested, this, [this](const QString& key) {
        m_canvas->setSelection({key});
        reveal(key);
    });
    connect(m_cascade, &CascadePanel::momentRequested, m_timeline,
            [this](double seconds) { m_timeline->setMoment(seconds); });
    connect(m_cascade, &CascadePanel::variantRequested, this, &SimulateMode::createVariant);
}

void SimulateMode::connectController() {
    connect(&m_controller, &RunController::progressed, this, [this](const simulator::Progress& progress) {
        m_runBar->showProgress(progress);
        emit statusChanged(tr("Running · %1 · %2 left · Esc cancels")
                               .arg(percentText(progress.share), waitText(progress.secondsLeft)));
    });
    connect(&m_controller, &RunController::finished, this, &SimulateMode::showResult);
    connect(&m_controller, &RunController::failed, this, &SimulateMode::showFailure);
    connect(&m_controller, &RunController::storeFailed, this, [this](const model::Error& error) {
        emit statusChanged(tr("The run is not stored: %1").arg(QString::fromStdString(error.text())));
    });
}

void SimulateMode::setTheme(const Theme& theme) {
    m_theme = theme;
    m_scenarios->setTheme(theme);
    m_canvas->setTheme(theme);
    m_runBar->setTheme(theme);
    m_timeline->setTheme(theme);
    m_charts->setTheme(theme);
    m_table->setTheme(theme);
    m_cascade->setTheme(theme);
    m_verdict->setTheme(theme);
}

void SimulateMode::run() {
    if (m_dirty) refresh();
    const model::Scenario* scenario = m_scenarios->scenario();
    if (!scenario) return;
    m_failure->hide();
    m_stale->hide();
    m_running = m_document.version().project;
    m_controller.setStorePath(RunController::storePathOf(m_document.path()));
    m_runBar->showRunning();
    emit statusChanged(tr("Running · Esc cancels"));
    m_controller.start(m_running, scenario->id);
}

void SimulateMode::cancel() {
    m_controller.cancel();
}

void SimulateMode::chooseScenario(const QString& id) {
    m_scenarios->choose(model::ScenarioId(id.toStdString()));
}

void SimulateMode::reveal(const QString& key) {
    if (!key.isEmpty()) m_canvas->reveal(key);
}

void SimulateMode::documentChanged() {
    m_dirty = true;
    if (isVisible()) refresh();
}

void SimulateMode::documentOpened() {
    m_controller.cancel();
    m_running = nullptr;
    m_fitted = false;
    m_failure->hide();
    clearResult();
    documentChanged();
}

void SimulateMode::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (m_dirty) refresh();
    if (!focusWidget()) m_canvas->setFocus();
    if (!m_fitted)
        QMetaObject::invokeMethod(
            this, [this] { m_canvas->fitAll(); }, Qt::QueuedConnection);
    m_fitted = true;
}

void SimulateMode::refresh() {
    m_dirty = false;
    m_scenarios->refresh();
    refreshDiagram();
    refreshStale();
    refreshVerdict();
    if (!m_result && !m_controller.isRunning()) showReady();
}

void SimulateMode::refreshDiagram() {
    m_canvas->setDiagram(serviceDiagram(m_document.project(), m_document.layout()));
}

void SimulateMode::refreshVerdict() {
    const model::Scenario* scenario = m_scenarios->scenario();
    if (m_result) return;
    m_verdict->show(nullptr, m_names, m_document.version().project,
                    scenario ? scenario->id : model::ScenarioId());
}

void SimulateMode::showReady() {
    const model::Scenario* scenario = m_scenarios->scenario();
    m_runBar->showReady(scenario
                            ? tr("%1 of simulated time").arg(clockText(model::inSeconds(scenario->length)))
                            : tr("needs a scenario"),
                        scenario != nullptr);
    m_timeline->setTimes(scenario ? model::inSeconds(scenario->length) : 0, 0, 1,
                         scenario ? timeMarks(m_document.project(), *scenario) : std::vector<TimeMark>());
    m_timeline->setEnabled(false);
    emit statusChanged(scenario ? tr("Ready to simulate %1").arg(QString::fromStdString(scenario->name))
                                : tr("Create a scenario to simulate this model"));
}

void SimulateMode::refreshStale() {
    const bool same = !m_result || m_document.version().project == m_simulated ||
                      simulator::modelHash(m_document.project()) == m_result->modelHash;
    if (!same)
        m_stale->setMessage(Tone::Warning, tr("The model has changed since this run"),
                            tr("The figures are those of the model before."));
    m_stale->setVisible(!same && !m_controller.isRunning());
}

void SimulateMode::showResult(std::shared_ptr<const simulator::RunResult> result) {
    if (!m_running) return showReady();  // Another model was opened meanwhile
    m_result = std::move(result);
    m_simulated = m_running;
    m_names = RunNames(*m_simulated);
    const model::Scenario* scenario = m_simulated->scenarios.find(model::ScenarioId(m_result->scenario));
    const std::vector<TimeMark> marks =
        scenario ? timeMarks(*m_simulated, *scenario) : std::vector<TimeMark>();
    m_moment.reset();
    m_timeline->setEnabled(true);
    m_timeline->setTimes(m_result->simulatedSeconds, m_result->warmUpSeconds, m_result->seriesInterval,
                         marks);
    m_charts->setResult(m_result, m_names, marks);
    m_charts->setCursor(m_moment);
    m_table->setResult(m_result, m_names);
    m_verdict->show(m_result, m_names, m_simulated, model::ScenarioId(m_result->scenario));
    m_runBar->showFinished(*m_result);
    explainCascade();
    refreshOverlay();
    refreshStale();
    emit statusChanged(!m_result->limitReached.empty()
                           ? tr("Partial: %1").arg(QString::fromStdString(m_result->limitReached))
                       : m_result->cancelled
                           ? tr("Cancelled: the figures cover what was run")
                           : tr("Simulated %1 in %2 s · conservation %3")
                                 .arg(QString::fromStdString(m_result->scenarioName))
                                 .arg(m_result->engine.wallSeconds, 0, 'f', 1)
                                 .arg(m_result->conservation.holds ? tr("holds") : tr("is violated")));
    emit resultChanged();
}

void SimulateMode::showFailure(const model::Error& error) {
    m_failedNode = m_running ? nodeOfPlace(*m_running, error.place) : QString();
    m_failureLink->setVisible(!m_failedNode.isEmpty());
    m_failure->setMessage(Tone::Bad, tr("This cannot be simulated"), QString::fromStdString(error.text()));
    m_failure->show();
    if (m_result)
        m_runBar->showFinished(*m_result);
    else
        showReady();
    refreshStale();
    emit statusChanged(tr("Not simulated: %1").arg(QString::fromStdString(error.text())));
}

void SimulateMode::clearResult() {
    m_result = nullptr;
    m_simulated = nullptr;
    m_moment.reset();
    m_stale->hide();
    m_charts->setResult(nullptr, {}, {});
    m_table->setResult(nullptr, {});
    m_cascade->clear();
    m_canvas->setOverlay({});
    emit resultChanged();
}

void SimulateMode::createScenario() {
    if (m_document.apply(withFirstScenario(m_document.project()), tr("Create a scenario"))) return;
    m_failure->setMessage(Tone::Info, tr("No operation to call yet"),
                          tr("Add a service with an operation in Design; then a scenario can call it."));
    m_failureLink->hide();
    m_failure->show();
}

// Of one that was cancelled there is no whole course to explain.
void SimulateMode::explainCascade() {
    if (m_result->cancelled)
        m_cascade->clear();
    else
        m_cascade->explain(m_simulated, model::ScenarioId(m_result->scenario));
}

void SimulateMode::createVariant(const QString& title, const std::vector<model::ModelChange>& changes) {
    const model::Scenario* scenario = m_scenarios->scenario();
    if (!scenario) return;
    auto variant = withVariant(m_document.project(), scenario->id, title.toStdString(), changes);
    if (!variant) return showFailure(variant.error());
    const model::ScenarioId id = variant->scenario;
    m_document.apply(std::move(variant->project), tr("Create a variant"));
    m_scenarios->choose(id);
}

void SimulateMode::lookAt(std::optional<double> seconds) {
    m_moment = seconds;
    m_charts->setCursor(seconds);
    refreshOverlay();
}

void SimulateMode::refreshOverlay() {
    if (!m_result) return;
    std::optional<std::size_t> interval;
    if (m_moment) interval = static_cast<std::size_t>(*m_moment / m_result->seriesInterval);
    m_canvas->setOverlay(overlayOf(*m_result, m_names, m_quantity, interval));
}

}  // namespace app
