#include "app/simulate/scenario_panel.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QStyle>
#include <QVBoxLayout>

#include "app/document/document.h"
#include "app/simulate/figure_text.h"
#include "app/simulate/heat_legend.h"
#include "app/simulate/time_marks.h"
#include "app/studio/quantity_text.h"
#include "app/theme/icon.h"
#include "app/theme/widgets.h"
#include "model/json/json.h"

namespace app {
namespace {

void clearLayout(QLayout* layout) {
    while (QLayoutItem* item = layout->takeAt(0)) {
        if (item->widget()) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
}

/// A name that gives way to the value beside it; the tip has all of it.
class FactName : public QLabel {
public:
    using QLabel::QLabel;
    QSize minimumSizeHint() const override { return {0, QLabel::minimumSizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        style()->drawItemText(
            &painter, contentsRect(), Qt::AlignLeft | Qt::AlignVCenter, palette(), isEnabled(),
            fontMetrics().elidedText(text(), Qt::ElideRight, contentsRect().width()), foregroundRole());
    }
};

QVBoxLayout* factColumn() {
    auto* column = new QVBoxLayout;
    column->setSpacing(0);
    return column;
}

}  // namespace

ScenarioPanel::ScenarioPanel(Document& document, QWidget* parent)
    : QWidget(parent),
      m_document(document),
      m_theme(Theme::of(Scheme::Light)),
      m_choice(new CalmComboBox(this)),
      m_description(secondaryLabel({}, this)),
      m_empty(new QWidget(this)),
      m_content(new QWidget(this)),
      m_load(factColumn()),
      m_faults(factColumn()),
      m_changesHead(sectionHead(tr("Changes"), m_content)),
      m_changes(factColumn()),
      m_legend(new HeatLegend(this)) {
    setProperty("look", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    m_description->setWordWrap(true);
    m_choice->setAccessibleName(tr("Scenario"));
    auto* head = new QHBoxLayout;
    head->setContentsMargins(12, 0, 12, 0);
    head->addWidget(nameLabel(tr("Scenario"), this));
    auto* headFrame = new QWidget(this);
    headFrame->setFixedHeight(36);
    headFrame->setLayout(head);

    auto* emptyLayout = new QVBoxLayout(m_empty);
    emptyLayout->setContentsMargins(12, 12, 12, 12);
    auto* why = new QLabel(
        tr("A scenario says which load arrives, what fails, and for how long. This model has none yet."),
        m_empty);
    why->setWordWrap(true);
    QPushButton* create = primaryButton(tr("Create a scenario"), m_empty);
    emptyLayout->addWidget(why);
    emptyLayout->addSpacing(8);
    emptyLayout->addWidget(create);
    connect(create, &QPushButton::clicked, this, &ScenarioPanel::createRequested);

    auto* content = new QVBoxLayout(m_content);
    content->setContentsMargins(12, 10, 12, 0);
    content->setSpacing(0);
    content->addWidget(m_choice);
    content->addSpacing(6);
    content->addWidget(m_description);
    content->addSpacing(12);
    content->addWidget(sectionHead(tr("Load"), m_content));
    content->addSpacing(2);
    content->addLayout(m_load);
    content->addSpacing(12);
    content->addWidget(sectionHead(tr("Faults"), m_content));
    content->addSpacing(2);
    content->addLayout(m_faults);
    content->addSpacing(12);
    content->addWidget(m_changesHead);
    content->addLayout(m_changes);
    buildRunSection(content);

    auto* layout = new QVBoxLayout;
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(headFrame);
    layout->addWidget(separatorLine(Qt::Horizontal, this));
    layout->addWidget(m_empty);
    layout->addWidget(m_content);
    layout->addSpacing(12);
    buildHeatSection(layout);
    setLayout(layout);
    connect(m_choice, &QComboBox::activated, this, [this](int index) {
        choose(model::ScenarioId(m_choice->itemData(index).toString().toStdString()));
    });
    refresh();
}

void ScenarioPanel::buildRunSection(QVBoxLayout* layout) {
    layout->addWidget(sectionHead(tr("Run"), m_content));
    layout->addSpacing(4);
    m_length = parameterField(layout, tr("duration"),
                              tr("Simulated time of one replication, such as 2 min or 90 s"));
    m_replications =
        parameterField(layout, tr("replications"),
                       tr("Independent repetitions with other random numbers: narrower intervals"));
    m_seed = parameterField(layout, tr("seed"), tr("The same seed gives the same run, to the last event"));
    connect(m_length, &QLineEdit::editingFinished, this, &ScenarioPanel::editLength);
    connect(m_replications, &QLineEdit::editingFinished, this, &ScenarioPanel::editReplications);
    connect(m_seed, &QLineEdit::editingFinished, this, &ScenarioPanel::editSeed);
    m_refusal = secondaryLabel({}, m_content);
    setTone(m_refusal, Tone::Bad);
    m_refusal->setWordWrap(true);
    m_refusal->hide();
    layout->addWidget(m_refusal);
}

QLineEdit* ScenarioPanel::parameterField(QVBoxLayout* layout, const QString& name, const QString& tip) {
    auto* field = new QLineEdit(m_content);
    field->setFixedWidth(88);
    field->setAlignment(Qt::AlignRight);
    field->setAccessibleName(name);
    field->setToolTip(tip);
    auto* label = new QLabel(name, m_content);
    label->setBuddy(field);
    label->setToolTip(tip);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(0, 2, 0, 2);
    row->addWidget(label);
    row->addStretch();
    row->addWidget(field);
    layout->addLayout(row);
    return field;
}

void ScenarioPanel::buildHeatSection(QVBoxLayout* layout) {
    QLabel* head = sectionHead(tr("Show on the diagram"), this);
    head->setContentsMargins(12, 0, 0, 2);
    layout->addWidget(head);
    auto* group = new QButtonGroup(this);
    const QStringList words{tr("utilisation"), tr("p99 latency"), tr("errors")};
    for (int i = 0; i < words.size(); ++i) {
        auto* button = new QPushButton(words[i], this);
        button->setProperty("look", QStringLiteral("row"));
        button->setCheckable(true);
        button->setChecked(i == 0);
        group->addButton(button, i);
        layout->addWidget(button);
    }
    connect(group, &QButtonGroup::idToggled, this, [this](int id, bool checked) {
        if (!checked) return;
        m_legend->setQuantity(static_cast<HeatQuantity>(id));
        emit quantityChanged(static_cast<HeatQuantity>(id));
    });
    layout->addStretch(1);
    auto* legendRow = new QHBoxLayout;
    legendRow->setContentsMargins(12, 8, 12, 12);
    legendRow->addWidget(m_legend);
    layout->addLayout(legendRow);
}

void ScenarioPanel::setTheme(const Theme& theme) {
    m_theme = theme;
    m_legend->setTheme(theme);
    fillFacts();
}

const model::Scenario* ScenarioPanel::scenario() const {
    return m_document.project().scenarios.find(m_chosen);
}

void ScenarioPanel::choose(const model::ScenarioId& id) {
    if (m_chosen == id) return;
    m_chosen = id;
    refresh();
    emit scenarioChanged();
}

void ScenarioPanel::refresh() {
    const auto& scenarios = m_document.project().scenarios;
    if (!scenarios.contains(m_chosen))
        m_chosen = scenarios.empty() ? model::ScenarioId() : scenarios.at(0).id;
    m_empty->setVisible(scenarios.empty());
    m_content->setVisible(!scenarios.empty());
    fillChoice();
    fillFacts();
    fillParameters();
}

void ScenarioPanel::fillChoice() {
    const QSignalBlocker quiet(m_choice);
    m_choice->clear();
    for (const model::Scenario& one : m_document.project().scenarios)
        m_choice->addItem(QString::fromStdString(one.name.empty() ? one.id.value() : one.name),
                          QString::fromStdString(one.id.value()));
    m_choice->setCurrentIndex(m_choice->findData(QString::fromStdString(m_chosen.value())));
    const model::Scenario* chosen = scenario();
    const QString description = chosen ? QString::fromStdString(chosen->description) : QString();
    m_description->setText(description);
    m_description->setVisible(!description.isEmpty());
}

void ScenarioPanel::fillFacts() {
    clearLayout(m_load);
    clearLayout(m_faults);
    clearLayout(m_changes);
    const model::Scenario* chosen = scenario();
    if (!chosen) return;
    const model::Project project =
        model::withChanges(m_document.project(), m_chosen).value_or(m_document.project());
    for (const model::WorkloadId& id : chosen->workloads)
        if (const model::Workload* workload = project.workloads.find(id))
            addFact(m_load, QString::fromStdString(workload->name.empty() ? id.value() : workload->name),
                    arrivalsText(*workload), QString::fromStdString(workload->description));
    if (m_load->count() == 0) addFact(m_load, tr("none: nothing would arrive"), {}, {});
    const model::FaultPlan* plan = chosen->faults ? project.faultPlans.find(*chosen->faults) : nullptr;
    if (plan)
        for (const model::Fault& fault : plan->faults) addFault(fault);
    if (m_faults->count() == 0) addFact(m_faults, tr("none"), {}, tr("Everything works in this scenario"));
    for (const model::ModelChange& change : model::changesOf(*chosen)) addChange(change);
    m_changesHead->setVisible(m_changes->count() > 0);
    if (m_changes->count() > 0) m_changes->addSpacing(12);
}

// `orders: queue_limit` and its value; all of its place as the tip.
void ScenarioPanel::addChange(const model::ModelChange& change) {
    QStringList place;
    for (const std::string& part : change.place) place << QString::fromStdString(part);
    const QString name = place.size() > 2 ? place[1] + QStringLiteral(": ") + place.last() : place.last();
    const QString value = change.value.empty() ? tr("none") : QString::fromStdString(change.value);
    constexpr int mostLetters = 16;
    const QString shown = value.size() > mostLetters ? value.left(mostLetters - 1) + QChar(0x2026) : value;
    addFact(m_changes, name, shown, place.join(QStringLiteral(" › ")) + QStringLiteral(": ") + value);
}

void ScenarioPanel::addFact(QVBoxLayout* layout, const QString& name, const QString& value,
                            const QString& tip) {
    auto* row = new QWidget(m_content);
    row->setFixedHeight(24);
    row->setToolTip(tip.isEmpty() ? name : tip);
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(8);
    auto* label = new FactName(name, row);
    label->setTextFormat(Qt::PlainText);
    if (value.isEmpty()) setLook(label, "secondary");
    line->addWidget(label, 1);
    line->addWidget(secondaryLabel(value, row));
    layout->addWidget(row);
}

void ScenarioPanel::addFault(const model::Fault& fault) {
    const double start = model::inSeconds(fault.start);
    const bool once = std::holds_alternative<model::FlushFault>(fault.effect) ||
                      std::holds_alternative<model::ReleaseFault>(fault.effect);
    const QString end = fault.length ? clockText(start + model::inSeconds(*fault.length)) : tr("end");
    QString times = clockText(start);
    if (!once) times += QStringLiteral(" – ") + end;
    if (fault.chance)
        times =
            tr("by chance, about every %1").arg(clockText(model::inSeconds(fault.chance->meanTimeBetween)));
    addFact(m_faults, faultText(m_document.project(), fault), times, {});
    QWidget* row = m_faults->itemAt(m_faults->count() - 1)->widget();
    auto* sign = new QLabel(row);
    sign->setFixedSize(9, 9);
    sign->setStyleSheet(QStringLiteral("background: %1; border-radius: 2px;").arg(m_theme.bad.name()));
    static_cast<QHBoxLayout*>(row->layout())->insertWidget(0, sign);
}

void ScenarioPanel::fillParameters() {
    const model::Scenario* chosen = scenario();
    if (!chosen) return;
    m_length->setText(durationText(chosen->length));
    m_replications->setText(QString::number(chosen->replications));
    m_seed->setText(QString::number(chosen->seed));
    m_refusal->hide();
    for (QLineEdit* field : {m_length, m_replications, m_seed}) {
        field->setModified(false);
        setInvalid(field, false);
    }
}

void ScenarioPanel::editLength() {
    if (!m_length->isModified() || !scenario()) return;
    const auto length = readDuration(m_length->text(), TimeUnit::Seconds);
    if (!length) return refuse(m_length, QString::fromStdString(length.error().message));
    model::Scenario next = *scenario();
    next.length = *length;
    apply(next, tr("Change the duration"), m_length);
}

void ScenarioPanel::editReplications() {
    if (!m_replications->isModified() || !scenario()) return;
    const auto count = readCount(m_replications->text(), 1, 10'000);
    if (!count) return refuse(m_replications, QString::fromStdString(count.error().message));
    model::Scenario next = *scenario();
    next.replications = *count;
    apply(next, tr("Change the replications"), m_replications);
}

void ScenarioPanel::editSeed() {
    if (!m_seed->isModified() || !scenario()) return;
    bool whole = false;
    const qulonglong seed = m_seed->text().trimmed().toULongLong(&whole);
    if (!whole) return refuse(m_seed, tr("A seed is a whole number that is not negative."));
    model::Scenario next = *scenario();
    next.seed = seed;
    apply(next, tr("Change the seed"), m_seed);
}

void ScenarioPanel::apply(model::Scenario next, const QString& label, QLineEdit* field) {
    auto edited = model::put(m_document.project(), std::move(next));
    if (!edited) return refuse(field, QString::fromStdString(edited.error().text()));
    m_document.apply(std::move(*edited), label);
    fillParameters();
}

void ScenarioPanel::refuse(QLineEdit* field, const QString& why) {
    setInvalid(field, true);
    m_refusal->setText(why);
    m_refusal->show();
}

}  // namespace app
