#include "simulator/experiment/capacity_reason.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/references.h"

namespace simulator {

namespace {

constexpr double fullStation = 0.95;  ///< What is used so much limits the system

/// Operations that requests of a journey or an operation wait for, itself included.
std::set<model::OperationId> awaitedBy(const model::Project& project, const std::string& target,
                                       const std::vector<model::Interaction>& interactions) {
    std::vector<model::OperationId> next;
    const model::JourneyId journey(target);
    if (const model::Workload* workload = model::workloadOf(project, journey))
        for (const model::JourneyStep& step : workload->journeys.find(journey)->steps)
            next.push_back(step.operation);
    else
        next.emplace_back(target);
    std::set<model::OperationId> reached;
    while (!next.empty()) {
        const model::OperationId operation = next.back();
        next.pop_back();
        if (!reached.insert(operation).second) continue;
        for (const model::Interaction& each : interactions)
            if (each.kind == model::Interaction::Kind::Call && each.operation == operation)
                next.push_back(each.callee);
    }
    return reached;
}

/// Services and stores on the way of the target's requests, as stations are called.
std::set<std::pair<std::string, std::string>> stationsOf(const model::Project& project,
                                                         const std::string& target) {
    const std::vector<model::Interaction> interactions = model::interactionsOf(project);
    const std::set<model::OperationId> operations = awaitedBy(project, target, interactions);
    std::set<std::pair<std::string, std::string>> stations;
    for (const model::OperationId& operation : operations)
        if (const model::Service* service = model::serviceOf(project, operation))
            stations.emplace("service", service->id.value());
    for (const model::Interaction& each : interactions)
        if (each.kind == model::Interaction::Kind::Query && operations.contains(each.operation))
            stations.emplace("store", each.store.value());
    return stations;
}

std::string mostFailures(const std::vector<FlowResult>& flows, const std::string& target) {
    for (const FlowResult& flow : flows) {
        if (flow.id != target || flow.failures() == 0) continue;
        const auto most = std::ranges::max_element(flow.failed) - flow.failed.begin();
        return std::string(", most of them by ") + causeName(static_cast<Cause>(most));
    }
    return {};
}

}  // namespace

std::string whyNeverMet(const model::Project& project, const ObjectiveResult& objective,
                        const PlentyRun& run) {
    if (!run.limitReached.empty()) return "with plenty of replicas the run " + run.limitReached;
    if (objective.verdict == ObjectiveResult::Verdict::Undecided)
        return objective.observed.value ? "not decided even with plenty of replicas: its interval spans "
                                          "the limit; more replications may decide it"
                                        : "not decided: " + objective.observed.why;
    const auto onTheWay = stationsOf(project, objective.target);
    for (const StationResult& station : run.stations)
        if (onTheWay.contains({station.kind, station.id}) && !run.scaled.contains(station.id) &&
            station.utilisation.value.value_or(0) >= fullStation)
            return fmt::format("the {} {} is full ({:.0f} %): more replicas of other services do not help",
                               station.kind, station.id, 100 * *station.utilisation.value);
    if (objective.unit == "ms")
        return fmt::format(
            "with plenty of replicas it is {:.4g} ms, above {:.4g} ms: the work itself takes as long",
            objective.observed.value.value_or(0), objective.limit);
    return "with plenty of replicas requests fail all the same" + mostFailures(run.flows, objective.target);
}

}  // namespace simulator
