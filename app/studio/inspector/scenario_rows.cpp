#include "app/studio/inspector/row_makers.h"
#include "app/studio/quantity_text.h"

namespace app {

namespace {

using model::Scenario;
using model::Workload;

void appendJourneys(std::vector<Row>& rows, const model::Project& project, const Workload& workload) {
    for (const model::Journey& journey : workload.journeys) {
        rows.push_back(
            sectionRow(text(journey.name), inspectorTr("weight %1").arg(numberText(journey.weight))));
        for (const model::JourneyStep& step : journey.steps)
            rows.push_back(linkRow(text(model::displayName(project, step.operation)),
                                   step.probability < 1 ? shareText(step.probability) : QString(),
                                   {text(model::elementKey(step.operation))}));
    }
}

}  // namespace

void appendWorkloadRows(std::vector<Row>& rows, const model::Project& project, const model::WorkloadId& id) {
    const auto workloads = entitySubject(project, std::vector{id}, &model::Project::workloads);
    const Workload& workload = *project.workloads.find(id);
    rows.push_back(sectionRow(inspectorTr("Workload")));
    appendNameAndDescription<decltype(workloads), Workload>(rows, workloads, &Workload::description);
    appendArrivalRows(rows, workloads, workload);
    appendJourneys(rows, project, workload);
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
}

}  // namespace app
