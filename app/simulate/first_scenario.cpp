#include "app/simulate/first_scenario.h"

#include <set>

#include "model/edit.h"
#include "model/references.h"

namespace app {
namespace {

/// An operation that users would call: one that nobody in the system calls, if there is one.
const model::Operation* entryOperation(const model::Project& project) {
    std::set<model::OperationId> called;
    for (const model::Interaction& interaction : model::interactionsOf(project))
        if (interaction.kind == model::Interaction::Kind::Call) called.insert(interaction.callee);
    const model::Operation* first = nullptr;
    for (const model::Service& service : project.services)
        for (const model::Operation& operation : service.operations) {
            if (operation.subscription || operation.behaviour.empty()) continue;
            if (!called.contains(operation.id)) return &operation;
            if (!first) first = &operation;
        }
    return first;
}

}  // namespace

model::Result<model::Project> withFirstScenario(const model::Project& project) {
    const model::Operation* operation = entryOperation(project);
    if (!operation)
        return model::failure("services",
                              "there is no operation with steps that users could call; add one first");
    model::Workload workload;
    workload.id = model::freeId(project.workloads, "steady-load");
    workload.name = "Steady load";
    workload.arrivals = model::PoissonArrivals{10};
    model::Journey journey;
    journey.id = model::JourneyId(workload.id.value() + ".request");
    journey.name = operation->name;
    journey.steps.push_back({operation->id, 1.0, {}, {}, {}});
    workload.journeys = workload.journeys.with(journey);
    const auto loaded = model::put(project, workload);
    if (!loaded) return loaded;
    model::Scenario scenario;
    scenario.id = model::freeId(project.scenarios, "steady-load");
    scenario.name = "Steady load";
    scenario.description = "Ten requests a second, to begin with.";
    scenario.workloads = {workload.id};
    return model::put(*loaded, scenario);
}

}  // namespace app
