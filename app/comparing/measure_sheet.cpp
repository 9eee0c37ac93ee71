#include "app/comparing/measure_sheet.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QProgressBar>
#include <QTableView>
#include <QVBoxLayout>
#include <utility>

#include "app/simulate/figure_text.h"
#include "app/studio/busy_tasks.h"
#include "app/theme/widgets.h"
#include "model/edit.h"

namespace app {

namespace {

constexpr int measureSheetWidth = 860;
constexpr int figuresHeight = 340;

QString amountText(const simulator::ComparedFigure& figure, double value) {
    if (figure.unit == "share") return percentText(value);
    if (figure.unit == "ms") return latencyText(value);
    if (figure.unit == "requests/s") return rateText(value);
    const QString unit = QString::fromStdString(figure.unit);
    return unit.isEmpty() ? plainText(value) : QStringLiteral("%1 %2").arg(plainText(value), unit);
}

/// The sign stands before the amount.
QString differenceText(const simulator::ComparedFigure& figure, double value) {
    return (value > 0   ? QStringLiteral("+")
            : value < 0 ? QStringLiteral("−")
                        : QString()) +
           amountText(figure, std::abs(value));
}

QString verdictWords(const simulator::ComparedFigure& figure) {
    switch (figure.preference) {
        case simulator::Preference::Better:
            return MeasureSheet::tr("better");
        case simulator::Preference::Worse:
            return MeasureSheet::tr("worse");
        case simulator::Preference::Same:
            return MeasureSheet::tr("same");
        case simulator::Preference::Unknown:
            return QString::fromStdString(figure.why);
        case simulator::Preference::NotDistinguishable:
            break;
    }
    return figure.moreReplications ? MeasureSheet::tr("not distinguishable; %1 more runs would tell")
                                         .arg(countText(static_cast<std::uint64_t>(*figure.moreReplications)))
                                   : MeasureSheet::tr("not distinguishable");
}

}  // namespace

void MeasuredFigures::setFigures(std::vector<simulator::ComparedFigure> figures,
                                 const model::Project& project) {
    beginResetModel();
    m_figures = std::move(figures);
    m_project = std::make_shared<const model::Project>(project);
    endResetModel();
}

int MeasuredFigures::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_figures.size());
}

int MeasuredFigures::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QString MeasuredFigures::nameOf(const simulator::ComparedFigure& figure) const {
    if (figure.subject.empty()) return tr("All journeys: %1").arg(QString::fromStdString(figure.measure));
    const auto element = model::elementFromKey(figure.kind + ":" + figure.subject);
    const QString name = QString::fromStdString(
        element && m_project ? model::displayName(*m_project, *element) : figure.subject);
    return figure.kind == "objective"
               ? tr("Objective: %1").arg(name)
               : QStringLiteral("%1: %2").arg(name, QString::fromStdString(figure.measure));
}

QString MeasuredFigures::text(const simulator::ComparedFigure& figure, int column) const {
    const bool known = figure.preference != simulator::Preference::Unknown;
    switch (column) {
        case FigureColumn:
            return nameOf(figure);
        case BeforeColumn:
            return known ? amountText(figure, figure.difference.base) : QString();
        case AfterColumn:
            return known ? amountText(figure, figure.difference.other) : QString();
        case DifferenceColumn:
            return known ? differenceText(figure, figure.difference.mean) : QString();
        case VerdictColumn:
            return verdictWords(figure);
        default:
            return {};
    }
}

QVariant MeasuredFigures::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const simulator::ComparedFigure& figure = m_figures[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
            return text(figure, index.column());
        case Qt::ToolTipRole:
            return index.column() == DifferenceColumn
                       ? tr("From %1 to %2, all figures together with 95 % confidence")
                             .arg(differenceText(figure, figure.low), differenceText(figure, figure.high))
                       : text(figure, index.column());
        case Qt::TextAlignmentRole: {
            const bool number = index.column() > FigureColumn && index.column() < VerdictColumn;
            return QVariant(Qt::AlignVCenter | (number ? Qt::AlignRight : Qt::AlignLeft));
        }
        case PreferenceRole:
            return static_cast<int>(figure.preference);
        default:
            return {};
    }
}

QVariant MeasuredFigures::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    const QString titles[] = {tr("Figure"), tr("Before"), tr("After"), tr("Difference"), tr("Verdict")};
    return titles[section];
}

MeasureSheet::MeasureSheet(Version before, Version after, BusyTasks& tasks, QWidget* window)
    : Sheet(tr("Measure both"), measureSheetWidth, window),
      m_before(std::move(before)),
      m_after(std::move(after)),
      m_tasks(&tasks),
      m_scenarios(new CalmComboBox(card())),
      m_run(primaryButton(tr("Measure"), card())),
      m_progress(new QProgressBar(card())),
      m_message(secondaryLabel({}, card())),
      m_table(new QTableView(card())) {
    build();
    refresh();
}

MeasureSheet::~MeasureSheet() {
    endTask();
}

void MeasureSheet::endTask() {
    const int task = std::exchange(m_task, 0);
    if (m_tasks && task != 0) m_tasks->end(task);
}

void MeasureSheet::build() {
    for (const model::Scenario& scenario : m_after.project->scenarios)
        if (m_before.project->scenarios.contains(scenario.id))
            m_scenarios->addItem(QString::fromStdString(scenario.name),
                                 QString::fromStdString(scenario.id.value()));
    m_scenarios->setAccessibleName(tr("Scenario"));
    m_scenarios->setMinimumWidth(220);
    m_run->setObjectName(QStringLiteral("measure"));
    m_message->setWordWrap(true);
    m_message->setText(
        m_scenarios->count() > 0
            ? tr("Both sides run by the same scenario with the same random numbers, so that a difference is "
                 "theirs and not chance.")
            : tr("The two sides have no scenario in common: add one in Simulate."));
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(4);
    m_table->setModel(&m_figures);
    m_table->setFixedHeight(figuresHeight);
    m_table->setAccessibleName(tr("Figures of both sides"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setShowGrid(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(26);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->setColumnWidth(MeasuredFigures::FigureColumn, 240);
    auto* line = new QHBoxLayout;
    line->addWidget(m_scenarios);
    line->addStretch();
    line->addWidget(m_run);
    content()->addWidget(m_message);
    content()->addLayout(line);
    content()->addWidget(m_progress);
    content()->addWidget(m_table);
    connect(m_run, &QPushButton::clicked, this, &MeasureSheet::toggle);
    m_run->setFocus();
}

QString MeasureSheet::message() const {
    return m_message->text();
}

void MeasureSheet::refresh() {
    const bool running = isRunning();
    m_run->setText(running ? tr("Stop") : tr("Measure"));
    m_run->setEnabled(m_scenarios->count() > 0);
    m_scenarios->setEnabled(!running);
    m_progress->setValue(running ? m_progress->value() : 0);
}

void MeasureSheet::toggle() {
    if (isRunning())
        stop();
    else
        start();
}

void MeasureSheet::stop() {
    m_work.cancel();
    endTask();
    m_message->setText(tr("Stopped: nothing was measured to the end."));
    refresh();
}

void MeasureSheet::start() {
    const model::ScenarioId scenario(m_scenarios->currentData().toString().toStdString());
    m_task = m_tasks->begin(tr("Measuring both sides…"), [this] { stop(); });
    m_progress->setValue(0);
    m_work.begin([this, before = m_before.project, after = m_after.project, scenario,
                  replications = m_replications](const BackgroundTask::Worker& worker) {
        simulator::ComparisonOptions options;
        options.replications = replications;
        options.experiment.stop = worker.stop;
        options.experiment.progress = [this, &worker](const simulator::Progress& progress) {
            worker.report([this, share = progress.share] {
                m_progress->setValue(static_cast<int>(1000 * share));
                if (m_tasks) m_tasks->setProgress(m_task, share);
            });
        };
        auto found = std::make_shared<model::Result<simulator::Comparison>>(simulator::compareVariants(
            {{"before", *before, scenario}, {"after", *after, scenario}}, options));
        return [this, found] { finish(*found); };
    });
    m_message->setText(tr("Running %1 pairs…").arg(m_replications));
    refresh();
}

void MeasureSheet::finish(const model::Result<simulator::Comparison>& comparison) {
    endTask();
    if (!comparison) {
        m_message->setText(
            tr("Nothing was measured. %1").arg(QString::fromStdString(comparison.error().text())));
    } else if (!comparison->others.empty()) {
        const auto& figures = comparison->others.front().figures;
        const auto count = [&](simulator::Preference preference) {
            return std::count_if(figures.begin(), figures.end(),
                                 [&](const auto& one) { return one.preference == preference; });
        };
        m_figures.setFigures(figures, *m_after.project);
        m_message->setText(tr("After %1 pairs of runs the later side is better in %2 figures, worse in %3; "
                              "of the others no difference can be told.")
                               .arg(comparison->replications)
                               .arg(count(simulator::Preference::Better))
                               .arg(count(simulator::Preference::Worse)));
    }
    refresh();
}

}  // namespace app
