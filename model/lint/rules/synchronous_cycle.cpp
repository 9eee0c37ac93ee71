#include <fmt/format.h>

#include <algorithm>

#include "model/graph/call_graph.h"
#include "model/lint/rule.h"
#include "model/references.h"

namespace model {

/// `a -> b -> a`.
template <class Id>
static std::string circleText(const std::vector<Id>& cycle) {
    std::string text;
    for (const Id& id : cycle) text += id.value() + " -> ";
    return text + cycle.front().value();
}

static std::vector<ServiceId> servicesOnWay(const Project& project, const std::vector<OperationId>& cycle) {
    std::vector<ServiceId> services;
    for (const OperationId& operation : cycle)
        if (const Service* service = serviceOf(project, operation)) services.push_back(service->id);
    return services;
}

static std::vector<Finding> findSynchronousCycles(const Project& project) {
    std::vector<Finding> findings;
    std::vector<ServiceId> told;
    for (const auto& cycle : operationCycles(project)) {
        const auto services = servicesOnWay(project, cycle);
        told.insert(told.end(), services.begin(), services.end());
        findings.push_back(
            {"", Severity::Error, cycle.front(),
             fmt::format("These operations call each other in a circle: {}.", circleText(cycle)),
             "Break the circle: drop one of the calls, or make it an event on a channel."});
    }
    for (const auto& cycle : serviceCycles(project)) {
        const auto isTold = [&](const ServiceId& id) {
            return std::find(told.begin(), told.end(), id) != told.end();
        };
        if (std::all_of(cycle.begin(), cycle.end(), isTold)) continue;
        findings.push_back(
            {"", Severity::Warning, cycle.front(),
             fmt::format("These services call each other in a circle, through different operations: {}.",
                         circleText(cycle)),
             "Move what both need into a service below them, or turn one of the calls into an event."});
    }
    return findings;
}

LintRule synchronousCycle() {
    return {"synchronous-cycle", "Cycle of synchronous calls",
            "Operations that call each other in a circle never end. Services that do so through different "
            "operations "
            "hold each other's workers: under load all of them wait, and none can be deployed or fail alone.",
            Severity::Error, findSynchronousCycles};
}

}  // namespace model
