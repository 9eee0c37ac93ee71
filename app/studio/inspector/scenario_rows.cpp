#include "app/studio/inspector/form.h"
#include "app/studio/inspector/subjects.h"
#include "app/studio/quantity_text.h"
#include "model/json/changes.h"
#include "model/json/pointer.h"
#include "model/references.h"

namespace app {

namespace {

/// `1 request`, `3 requests`
QString requestCountText(std::size_t count) {
    return count == 1 ? inspectorTr("1 request") : inspectorTr("%1 requests").arg(count);
}

using model::Scenario;
using model::Workload;

void appendJourneys(std::vector<Row>& rows, const Workload& workload) {
    rows.push_back(sectionRow(inspectorTr("Journeys"), QString::number(workload.journeys.size())));
    for (const model::Journey& journey : workload.journeys)
        rows.push_back(linkRow(text(journey.name),
                               inspectorTr("weight %1, %2")
                                   .arg(numberText(journey.weight), requestCountText(journey.steps.size())),
                               {text(model::elementKey(journey.id))}));
    rows.push_back(actionRow(
        inspectorTr("Add a journey"),
        [id = workload.id](const model::Project& before, const QString&) -> model::Result<model::Project> {
            const Workload* found = before.workloads.find(id);
            if (!found) return before;
            model::Journey journey;
            journey.name = "Journey " + std::to_string(found->journeys.size() + 1);
            for (const model::Service& service : before.services) {
                if (service.operations.empty()) continue;
                journey.steps.push_back({service.operations.begin()->id, 1, {}, {}, {}});
                break;
            }
            return model::putJourney(before, id, std::move(journey));
        },
        inspectorTr("Add a journey to %1").arg(text(workload.name))));
}

/// What is different in the model for the scenario, a line for each.
QString changesText(const Scenario& scenario) {
    QStringList lines;
    for (const model::ModelChange& change : model::changesOf(scenario)) {
        QStringList place;
        for (const std::string& key : change.place) place << text(model::escapedForPointer(key));
        lines << QStringLiteral("/%1: %2").arg(place.join('/'), text(change.value));
    }
    return lines.join('\n');
}

model::Result<void> takeChanges(Scenario& scenario, const QString& entered) {
    if (changesText(scenario) == entered) return {};
    std::vector<model::ModelChange> changes;
    for (const QString& line : entered.split('\n', Qt::SkipEmptyParts)) {
        const QString place = line.section(QStringLiteral(": "), 0, 0).trimmed();
        const QString value = line.section(QStringLiteral(": "), 1).trimmed();
        if (place.size() < 2 || !place.startsWith('/'))
            return model::failure({}, inspectorTr("\"%1\" is no change; lines such as "
                                                  "/deployments/orders/replicas: 5 are expected.")
                                          .arg(line.trimmed().left(60))
                                          .toStdString());
        model::ModelChange change;
        for (QString key : place.mid(1).split('/'))
            change.place.push_back(key.replace(QStringLiteral("~1"), QStringLiteral("/"))
                                       .replace(QStringLiteral("~0"), QStringLiteral("~"))
                                       .toStdString());
        change.value = value.toStdString();
        changes.push_back(std::move(change));
    }
    scenario.changes = model::patchOf(changes);
    if (changes.size() == model::changesOf(scenario).size()) return {};
    return model::failure(
        {},
        inspectorTr("A value is no JSON, or stands twice: 5, \"fifo\" or true are expected.").toStdString());
}

void appendScenarioParts(std::vector<Row>& rows, const Subject<Scenario, model::ScenarioId>& scenarios) {
    Row changes = scenarios.row(Row::Kind::Note, inspectorTr("Changes"), changesText, takeChanges);
    changes.tip = inspectorTr(
        "What is different in the model for this scenario, by its place in the file:\n"
        "/deployments/orders/replicas: 5");
    rows.push_back(std::move(changes));
    FormStyle style{QStringLiteral("Scenario"), {}, inspectorTr("More of the scenario"), false, 0, 0};
    style.skip = {"name", "description", "length_s", "replications", "seed", "faults", "autoscaling"};
    appendFormRows(rows, scenarios, style);
}

}  // namespace

void appendWorkloadRows(std::vector<Row>& rows, const model::Project& project,
                        const std::vector<model::WorkloadId>& ids) {
    const auto workloads = entitySubject(project, ids, &model::Project::workloads);
    const Workload& workload = *project.workloads.find(ids.front());
    rows.push_back(sectionRow(inspectorTr("Workload")));
    appendNameAndDescription<decltype(workloads), Workload>(rows, workloads, &Workload::description);
    appendArrivalRows(rows, workloads, workload);
    if (ids.size() == 1) appendJourneys(rows, workload);
}

void appendJourneyRows(std::vector<Row>& rows, const model::Project& project,
                       const std::vector<model::JourneyId>& ids) {
    const auto journeys = journeySubject(project, ids);
    rows.push_back(sectionRow(inspectorTr("Journey")));
    if (const Workload* workload = model::workloadOf(project, ids.front()); workload && ids.size() == 1)
        rows.push_back(linkRow(inspectorTr("Part of %1").arg(text(workload->name)), inspectorTr("workload"),
                               {text(model::elementKey(workload->id))}));
    appendNameAndDescription<decltype(journeys), model::Journey>(rows, journeys, nullptr);
    FormStyle style{QStringLiteral("Journey"), {"name"}, {}, true, 0, 0};
    appendFormRows(rows, journeys, style);
}

void appendFaultPlanRows(std::vector<Row>& rows, const model::Project& project,
                         const std::vector<model::FaultPlanId>& ids) {
    const auto plans = faultPlanSubject(project, ids);
    rows.push_back(sectionRow(inspectorTr("Fault plan")));
    appendNameAndDescription<decltype(plans), model::FaultPlan>(rows, plans, nullptr);
    FormStyle style{QStringLiteral("FaultPlan"), {"name"}, {}, true, 0, 0};
    appendFormRows(rows, plans, style);
    if (ids.size() != 1) return;
    rows.push_back(sectionRow(inspectorTr("Scenarios")));
    for (const Scenario& scenario : project.scenarios)
        if (scenario.faults == ids.front())
            rows.push_back(linkRow(text(scenario.name), inspectorTr("scenario"),
                                   {text(model::elementKey(scenario.id))}));
}

void appendScenarioRows(std::vector<Row>& rows, const model::Project& project, const model::ScenarioId& id) {
    const auto scenarios = entitySubject(project, std::vector{id}, &model::Project::scenarios);
    const Scenario& scenario = *project.scenarios.find(id);
    rows.push_back(sectionRow(inspectorTr("Scenario")));
    appendNameAndDescription<decltype(scenarios), Scenario>(rows, scenarios, &Scenario::description);
    rows.push_back(scenarios.row(
        Row::Kind::Text, inspectorTr("Length"),
        [](const Scenario& shown) { return durationText(shown.length); },
        [](Scenario& changed, const QString& entered) {
            return take(changed.length, readDuration(entered, TimeUnit::Seconds));
        }));
    rows.push_back(scenarios.row(
        Row::Kind::Text, inspectorTr("Replications"),
        [](const Scenario& shown) { return QString::number(shown.replications); },
        [](Scenario& changed, const QString& entered) {
            return take(changed.replications, readCount(entered, 1, 10'000));
        }));
    rows.push_back(scenarios.row(
        Row::Kind::Text, inspectorTr("Seed"),
        [](const Scenario& shown) { return QString::number(shown.seed); },
        [](Scenario& changed, const QString& entered) {
            return take(changed.seed, readCount(entered, 0, 2'147'483'647));
        }));
    Row faults = scenarios.row(
        Row::Kind::Choice, inspectorTr("Faults"),
        [](const Scenario& shown) { return optionalId(shown.faults); },
        [](Scenario& changed, const QString& chosen) {
            changed.faults = chosenId<model::FaultPlan>(chosen);
            return model::Result<void>();
        });
    faults.choices = entityChoices(project.faultPlans, inspectorTr("None"));
    rows.push_back(std::move(faults));
    Row replicas = scenarios.row(
        Row::Kind::Choice, inspectorTr("Replicas"),
        [](const Scenario& shown) { return QString::number(shown.autoscaling ? 1 : 0); },
        [](Scenario& changed, const QString& chosen) {
            changed.autoscaling = chosen == "1";
            return model::Result<void>();
        });
    replicas.choices = choicesOf({"As deployed", "Follow autoscaling"});
    rows.push_back(std::move(replicas));
    rows.push_back(sectionRow(inspectorTr("Load")));
    for (const model::WorkloadId& workload : scenario.workloads)
        if (const Workload* found = project.workloads.find(workload)) {
            const ArrivalWords words = arrivalWords(found->arrivals);
            rows.push_back(linkRow(text(found->name), QStringLiteral("%1 %2").arg(words.kind, words.detail),
                                   {text(model::elementKey(workload))}));
        }
    appendObjectivesOf(rows, project, id);
    appendScenarioParts(rows, scenarios);
}

}  // namespace app
