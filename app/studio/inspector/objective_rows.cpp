#include "app/studio/inspector/row_makers.h"
#include "app/studio/quantity_text.h"
#include "model/references.h"

namespace app {

namespace {

using model::Objective;
using Objectives = Subject<Objective, model::ObjectiveId>;

constexpr double highestLimit = 1e15;

bool isOfRequests(const Objective& objective) {
    return objective.goal.index() < 2;
}

/// What requests an objective may be about, by key.
std::vector<Choice> targetChoices(const model::Project& project) {
    std::vector<Choice> choices;
    for (const model::Workload& workload : project.workloads)
        for (const model::Journey& journey : workload.journeys)
            choices.push_back({text(model::elementKey(journey.id)), text(journey.name)});
    for (const model::Service& service : project.services)
        for (const model::Operation& operation : service.operations)
            choices.push_back({text(model::elementKey(operation.id)),
                               text(service.name) + QStringLiteral(".") + text(operation.name)});
    return choices;
}

QString targetKey(const Objective& objective) {
    if (const auto* journey = std::get_if<model::JourneyId>(&objective.target))
        return text(model::elementKey(*journey));
    if (const auto* operation = std::get_if<model::OperationId>(&objective.target))
        return text(model::elementKey(*operation));
    return {};
}

void aimAt(Objective& objective, const QString& key) {
    const auto element = model::elementFromKey(key.toStdString());
    if (!element) return;
    if (const auto* journey = std::get_if<model::JourneyId>(&*element)) objective.target = *journey;
    if (const auto* operation = std::get_if<model::OperationId>(&*element)) objective.target = *operation;
}

/// The goal of that kind, about what it can be about.
void changeGoal(Objective& objective, std::size_t kind, const std::vector<Choice>& targets) {
    if (kind == objective.goal.index()) return;
    const model::ObjectiveGoal goals[] = {model::LatencyObjective{}, model::AvailabilityObjective{},
                                          model::CostObjective{}, model::CarbonObjective{}};
    objective.goal = goals[std::min<std::size_t>(kind, 3)];
    if (!isOfRequests(objective))
        objective.target = model::WholeSystem{};
    else if (std::holds_alternative<model::WholeSystem>(objective.target) && !targets.empty())
        aimAt(objective, targets.front().id);
}

/// The rows of one kind of goal.
class GoalRows {
public:
    GoalRows(std::vector<Row>& rows, const Objectives& objectives, QString currency)
        : m_rows(rows), m_objectives(objectives), m_currency(std::move(currency)) {}

    void operator()(const model::LatencyObjective&) {
        using Goal = model::LatencyObjective;
        field<Goal>(
            inspectorTr("Quantile"), [](const Goal& goal) { return shareText(goal.quantile); },
            [](Goal& goal, const QString& entered) { return take(goal.quantile, readShare(entered)); },
            QString());
        field<Goal>(
            inspectorTr("At most"), [](const Goal& goal) { return durationText(goal.limit); },
            [](Goal& goal, const QString& entered) { return take(goal.limit, readDuration(entered)); },
            QString());
    }
    void operator()(const model::AvailabilityObjective&) {
        using Goal = model::AvailabilityObjective;
        field<Goal>(
            inspectorTr("At least"), [](const Goal& goal) { return shareText(goal.share); },
            [](Goal& goal, const QString& entered) { return take(goal.share, readShare(entered)); },
            inspectorTr("succeed"));
    }
    void operator()(const model::CostObjective&) {
        limit<model::CostObjective>(m_currency, {"Month", "Million requests"});
    }
    void operator()(const model::CarbonObjective&) {
        limit<model::CarbonObjective>(inspectorTr("g CO2e"), {"Month", "Request"});
    }

private:
    template <class Goal, class Read, class Set>
    void field(const QString& label, Read read, Set set, const QString& hint,
               Row::Kind kind = Row::Kind::Text) {
        Row row = m_objectives.row(
            kind, label,
            [read](const Objective& objective) {
                const auto* goal = std::get_if<Goal>(&objective.goal);
                return goal ? read(*goal) : QString();
            },
            [set](Objective& objective, const QString& entered) {
                auto* goal = std::get_if<Goal>(&objective.goal);
                return goal ? set(*goal, entered) : model::Result<void>();
            });
        row.hint = hint;
        m_rows.push_back(std::move(row));
    }

    template <class Goal>
    void limit(const QString& unit, std::initializer_list<const char*> bases) {
        field<Goal>(
            inspectorTr("At most"), [](const Goal& goal) { return numberText(goal.limit); },
            [](Goal& goal, const QString& entered) {
                return take(goal.limit, readNumber(entered, 0, highestLimit));
            },
            unit);
        using Basis = decltype(Goal::per);
        field<Goal>(
            inspectorTr("For each"), [](const Goal& goal) { return choiceId(goal.per); },
            [](Goal& goal, const QString& id) {
                goal.per = chosen<Basis>(id);
                return model::Result<void>();
            },
            QString(), Row::Kind::Choice);
        m_rows.back().choices = choicesOf(bases);
    }

    std::vector<Row>& m_rows;
    const Objectives& m_objectives;
    QString m_currency;
};

/// A new objective of that kind for a scenario.
model::Result<model::Project> withNewObjective(const model::Project& before, const model::ScenarioId& id,
                                               std::size_t kind) {
    const char* const names[] = {"Latency", "Availability", "Budget", "Carbon"};
    const std::vector<Choice> targets = targetChoices(before);
    Objective objective;
    objective.name = names[std::min<std::size_t>(kind, 3)];
    if (!targets.empty()) aimAt(objective, targets.front().id);
    changeGoal(objective, kind, targets);
    objective.id = model::freeId(before.objectives, model::slug(objective.name));
    auto after = model::put(before, objective);
    if (!after) return after;
    model::Scenario scenario = *after->scenarios.find(id);
    scenario.objectives.push_back(objective.id);
    return model::put(*after, std::move(scenario));
}

}  // namespace

void appendObjectiveRows(std::vector<Row>& rows, const model::Project& project,
                         const std::vector<model::ObjectiveId>& ids) {
    const auto objectives = entitySubject(project, ids, &model::Project::objectives);
    const Objective& objective = *project.objectives.find(ids.front());
    rows.push_back(sectionRow(inspectorTr("Objective")));
    appendNameAndDescription<Objectives, Objective>(rows, objectives, nullptr);
    const std::vector<Choice> targets = targetChoices(project);
    Row kind = objectives.row(
        Row::Kind::Choice, inspectorTr("Goal"),
        [](const Objective& shown) { return QString::number(shown.goal.index()); },
        [targets](Objective& changed, const QString& chosenKind) {
            changeGoal(changed, chosenKind.toUInt(), targets);
            return model::Result<void>();
        });
    kind.choices = choicesOf({"Latency", "Availability", "Cost", "Carbon"});
    kind.tip = inspectorTr("Cost and carbon are those of the whole system, by the rates of the model");
    rows.push_back(std::move(kind));
    if (isOfRequests(objective)) {
        Row target = objectives.row(
            Row::Kind::Choice, inspectorTr("Of"), [](const Objective& shown) { return targetKey(shown); },
            [](Objective& changed, const QString& key) {
                aimAt(changed, key);
                return model::Result<void>();
            });
        target.choices = targets;
        rows.push_back(std::move(target));
    }
    std::visit(GoalRows(rows, objectives, project.rates ? text(project.rates->currency) : QString()),
               objective.goal);
}

void appendObjectivesOf(std::vector<Row>& rows, const model::Project& project, const model::ScenarioId& id) {
    const model::Scenario& scenario = *project.scenarios.find(id);
    rows.push_back(sectionRow(inspectorTr("Objectives")));
    for (const model::ObjectiveId& each : scenario.objectives)
        if (const Objective* found = project.objectives.find(each))
            rows.push_back(
                linkRow(text(found->name),
                        choicesOf({"latency", "availability", "cost", "carbon"})[found->goal.index()].text,
                        {text(model::elementKey(each))}));
    rows.push_back(actionRow(
        inspectorTr("Add an objective"),
        [id](const model::Project& before, const QString& kind) {
            return withNewObjective(before, id, kind.toUInt());
        },
        inspectorTr("Add an objective"), choicesOf({"Latency", "Availability", "Cost", "Carbon"})));
}

}  // namespace app
