#include "app/simulate/verdict_panel.h"

#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>

#include "app/preferences/unit_choices.h"
#include "app/simulate/figure_text.h"
#include "app/simulate/objective_text.h"
#include "app/studio/panel_header.h"
#include "app/theme/icon.h"
#include "simulator/footprint/footprint.h"

namespace app {
namespace {

using Verdict = simulator::ObjectiveResult::Verdict;

Tone toneOf(Verdict verdict) {
    switch (verdict) {
        case Verdict::Met:
            return Tone::Good;
        case Verdict::Missed:
            return Tone::Bad;
        case Verdict::Undecided:
            return Tone::Warning;
    }
    return Tone::Warning;
}

/// A sign and a word, so that colour is never alone.
QString verdictText(Verdict verdict) {
    switch (verdict) {
        case Verdict::Met:
            return VerdictPanel::tr("✓ met");
        case Verdict::Missed:
            return VerdictPanel::tr("✕ missed");
        case Verdict::Undecided:
            return VerdictPanel::tr("? undecided");
    }
    return {};
}

QString hashText(std::uint64_t hash) {
    return QStringLiteral("%1").arg(static_cast<qulonglong>(hash), 16, 16, QLatin1Char('0'));
}

QLabel* wrapped(QLabel* label) {
    label->setWordWrap(true);
    return label;
}

}  // namespace

VerdictPanel::VerdictPanel(QWidget* parent)
    : QWidget(parent), m_theme(Theme::of(Scheme::Light)), m_scroll(new QScrollArea(this)) {
    setProperty("look", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    auto* header = new PanelHeader(this);
    header->title()->setText(tr("Verdict"));
    m_summary = header->addBadge();
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(header);
    layout->addWidget(m_scroll, 1);
    rebuild();
}

void VerdictPanel::setTheme(const Theme& theme) {
    m_theme = theme;
    rebuild();
}

void VerdictPanel::show(std::shared_ptr<const simulator::RunResult> result, const RunNames& names,
                        std::shared_ptr<const model::Project> project, const model::ScenarioId& scenario) {
    m_result = std::move(result);
    m_names = names;
    m_project = std::move(project);
    m_scenario = scenario;
    rebuild();
}

void VerdictPanel::rebuild() {
    m_body = new QWidget;
    m_body->setProperty("look", QStringLiteral("panel"));
    m_rows = new QVBoxLayout(m_body);
    m_rows->setContentsMargins(12, 10, 12, 12);
    m_rows->setSpacing(0);
    if (m_result) {
        addObjectives();
        addCosts();
        addBusiest();
        addChecks();
        addRun();
    } else {
        addExpectedObjectives();
    }
    m_rows->addStretch();
    showSummary();
    m_scroll->setWidget(m_body);
}

void VerdictPanel::showSummary() {
    const auto count = [this](Verdict verdict) {
        return m_result ? std::count_if(m_result->objectives.begin(), m_result->objectives.end(),
                                        [verdict](const simulator::ObjectiveResult& one) {
                                            return one.verdict == verdict;
                                        })
                        : 0;
    };
    QString text;
    Tone tone = Tone::Plain;
    if (!m_result) {
        text = tr("not run yet");
    } else if (m_result->objectives.empty()) {
        text = tr("no objectives");
    } else if (const auto missed = count(Verdict::Missed); missed > 0) {
        text = tr("✕ %1 of %2 missed").arg(missed).arg(m_result->objectives.size());
        tone = Tone::Bad;
    } else if (const auto open = count(Verdict::Undecided); open > 0) {
        text = tr("? %1 undecided").arg(open);
        tone = Tone::Warning;
    } else {
        text = m_result->objectives.size() == 1 ? tr("✓ met") : tr("✓ all met");
        tone = Tone::Good;
    }
    m_summary->setText(text);
    setTone(m_summary, tone);
}

void VerdictPanel::addHead(const QString& text) {
    if (m_rows->count() > 0) m_rows->addSpacing(14);
    m_rows->addWidget(sectionHead(text, m_body));
    m_rows->addSpacing(4);
}

void VerdictPanel::addRow(const QString& name, const QString& value, Tone tone, const QString& tip) {
    auto* row = new QWidget(m_body);
    row->setMinimumHeight(22);
    row->setToolTip(tip);
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(8);
    auto* label = new QLabel(name, row);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    QLabel* figure = secondaryLabel(value, row);
    figure->setTextInteractionFlags(Qt::TextSelectableByMouse);
    if (tone != Tone::Plain) {
        setLook(figure, "figure");
        setTone(figure, tone);
    }
    line->addWidget(label, 1);
    line->addWidget(figure);
    m_rows->addWidget(row);
}

void VerdictPanel::addNote(const QString& text, const QString& tip) {
    QLabel* note = wrapped(secondaryLabel(text, m_body));
    note->setToolTip(tip);
    m_rows->addWidget(note);
}

void VerdictPanel::addExpectedObjectives() {
    addHead(tr("Objectives"));
    const model::Scenario* scenario = m_project ? m_project->scenarios.find(m_scenario) : nullptr;
    if (!scenario) return addNote(tr("A scenario names the objectives that a run is judged by."));
    if (scenario->objectives.empty()) {
        addNote(tr("This scenario has no objectives: a run shows figures, but judges none."));
        return;
    }
    for (const model::ObjectiveId& id : scenario->objectives)
        if (const model::Objective* objective = m_project->objectives.find(id)) {
            addRow(QString::fromStdString(objective->name.empty() ? id.value() : objective->name), {});
            addNote(goalText(*objective, m_project->rates ? m_project->rates->currency : std::string()));
            m_rows->addSpacing(4);
        }
    m_rows->addSpacing(4);
    addNote(tr("A run says whether they hold, and how sure that is."));
}

void VerdictPanel::addObjectives() {
    addHead(tr("Objectives"));
    if (m_result->objectives.empty())
        addNote(tr("This scenario has no objectives: the run shows figures, but judges none."));
    for (const simulator::ObjectiveResult& objective : m_result->objectives) {
        const QString tip = observedTip(objective);
        const QString name = QString::fromStdString(objective.name.empty() ? objective.id : objective.name);
        addRow(name, verdictText(objective.verdict), toneOf(objective.verdict), tip);
        addNote(observedText(objective), tip);
        m_rows->addSpacing(4);
    }
}

void VerdictPanel::addCosts() {
    const simulator::FootprintResult& footprint = m_result->footprint;
    if (!footprint.known()) return;
    addHead(tr("Costs"));
    const auto add = [this](const QString& name, const simulator::Figure& figure, const QString& unit) {
        if (!figure.value) return;
        addRow(name, valueText(*figure.value, FigureKind::Amount) + QLatin1Char(' ') + unit, Tone::Plain,
               figureTip(figure, FigureKind::Amount));
    };
    const QString currency = chosenCurrency(QString::fromStdString(footprint.currency));
    const simulator::FootprintPart& total = footprint.total;
    add(tr("A month"), simulator::scaled(total.cost, simulator::hoursPerMonth), currency);
    add(tr("A million journeys"), total.costPerMillion, currency);
    add(tr("Energy a month"), simulator::scaled(total.power, simulator::hoursPerMonth / 1000),
        QStringLiteral("kWh"));
    add(tr("Carbon a month"), simulator::scaled(total.carbon, simulator::hoursPerMonth / 1000),
        QStringLiteral("kg"));
    QStringList remarks;
    for (const std::string& remark : footprint.leftOut) remarks << QString::fromStdString(remark);
    if (!remarks.isEmpty())
        addNote(remarks.size() == 1 ? remarks.front() : tr("%1 remarks on what is in it").arg(remarks.size()),
                remarks.join(QLatin1Char('\n')));
}

void VerdictPanel::addBusiest() {
    std::vector<const simulator::StationResult*> stations;
    for (const simulator::StationResult& station : m_result->stations)
        if (station.kind != "channel" && station.utilisation.value) stations.push_back(&station);
    std::stable_sort(stations.begin(), stations.end(), [](const auto* one, const auto* other) {
        return *one->utilisation.value > *other->utilisation.value;
    });
    if (stations.empty()) return;
    addHead(tr("Busiest"));
    stations.resize(std::min<std::size_t>(4, stations.size()));
    for (const simulator::StationResult* station : stations) {
        addRow(m_names.station(*station), figureText(station->utilisation, FigureKind::Share), Tone::Plain,
               figureTip(station->utilisation, FigureKind::Share));
        QWidget* row = m_rows->itemAt(m_rows->count() - 1)->widget();
        auto* line = static_cast<QHBoxLayout*>(row->layout());
        auto* sign = new QLabel(row);
        sign->setFixedSize(9, 9);
        sign->setStyleSheet(QStringLiteral("background: %1; border-radius: 2px;")
                                .arg(m_theme.heat(*station->utilisation.value).name()));
        line->insertWidget(0, sign);
        auto* show = linkButton(tr("show"), row);
        show->setAccessibleName(tr("Show %1 on the diagram").arg(m_names.station(*station)));
        const QString key = RunNames::nodeOfStation(*station);
        connect(show, &QPushButton::clicked, this, [this, key] { emit revealRequested(key); });
        line->addWidget(show);
    }
}

void VerdictPanel::addChecks() {
    const simulator::Conservation& check = m_result->conservation;
    addHead(tr("What must hold"));
    addRow(tr("Conservation"), check.holds ? tr("✓ holds") : tr("✕ violated"),
           check.holds ? Tone::Good : Tone::Bad);
    addNote(tr("%1 arrived = %2 completed + %3 failed + %4 in flight")
                .arg(countText(check.arrived), countText(check.completed), countText(check.failed),
                     countText(check.inFlight)));
    m_rows->addSpacing(4);
    addRow(tr("Little's law"), tr("off by %1 at most").arg(percentText(check.worstLittleResidual)),
           Tone::Plain,
           check.worstLittleStation.empty()
               ? QString()
               : tr("largest at %1").arg(QString::fromStdString(check.worstLittleStation)));
}

void VerdictPanel::addRun() {
    const simulator::RunResult& run = *m_result;
    addHead(tr("How it was found"));
    addRow(tr("Warm-up left out"), clockText(run.warmUpSeconds, true), Tone::Plain,
           QString::fromStdString(run.warmUpNote));
    if (!run.warmUpNote.empty()) addNote(QString::fromStdString(run.warmUpNote));
    m_rows->addSpacing(4);
    addRow(tr("Intervals"), tr("95 %"), Tone::Plain, QString::fromStdString(run.intervalMethod));
    if (!run.intervalMethod.empty()) addNote(QString::fromStdString(run.intervalMethod));
    m_rows->addSpacing(4);
    addRow(tr("Replications"), QString::number(run.replications));
    addRow(tr("Seed"), QString::number(run.seed));
    addRow(tr("Event-log hash"), hashText(run.eventLogHash), Tone::Plain,
           tr("Equal hashes: the same events in the same order"));
    addRow(tr("Events"), largeCountText(static_cast<double>(run.engine.events)));
    addRow(tr("Speed"),
           tr("%1 events/s")
               .arg(largeCountText(run.engine.wallSeconds > 0
                                       ? static_cast<double>(run.engine.events) / run.engine.wallSeconds
                                       : 0)),
           Tone::Plain, tr("%1 events per CPU second").arg(largeCountText(run.engine.eventsPerCpuSecond())));
    addRow(tr("Time"),
           tr("%1 s on %2 threads").arg(run.engine.wallSeconds, 0, 'f', 2).arg(run.engine.threads));
    addRow(tr("Engine"), QString::fromStdString(run.engineVersion));
}

}  // namespace app
