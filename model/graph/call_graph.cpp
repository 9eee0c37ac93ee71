#include "model/graph/call_graph.h"

#include <algorithm>
#include <iterator>

#include "model/graph/digraph.h"
#include "model/references.h"

namespace model {

namespace {

/// The cycles among the ends of the edges, whatever they are.
template <class Id>
std::vector<std::vector<Id>> cyclesAmong(const std::vector<std::pair<Id, Id>>& edges) {
    std::vector<Id> ids;
    for (const auto& [from, to] : edges) {
        ids.push_back(from);
        ids.push_back(to);
    }
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    const auto index = [&](const Id& id) {
        return static_cast<std::size_t>(std::lower_bound(ids.begin(), ids.end(), id) - ids.begin());
    };
    Digraph graph{ids.size(), {}};
    for (const auto& [from, to] : edges) graph.edges.emplace_back(index(from), index(to));
    std::vector<std::vector<Id>> cycles;
    for (const std::vector<std::size_t>& cycle : shortestCycles(graph)) {
        std::vector<Id>& named = cycles.emplace_back();
        for (const std::size_t node : cycle) named.push_back(ids[node]);
    }
    return cycles;
}

}  // namespace

std::vector<std::vector<OperationId>> operationCycles(const Project& project) {
    std::vector<std::pair<OperationId, OperationId>> edges;
    for (const Interaction& interaction : interactionsOf(project))
        if (interaction.kind == Interaction::Kind::Call)
            edges.emplace_back(interaction.operation, interaction.callee);
    return cyclesAmong(edges);
}

std::vector<std::vector<ServiceId>> serviceCycles(const Project& project) {
    std::vector<std::pair<ServiceId, ServiceId>> edges;
    for (const Interaction& interaction : interactionsOf(project)) {
        if (interaction.kind != Interaction::Kind::Call) continue;
        const Service* callee = serviceOf(project, interaction.callee);
        if (callee) edges.emplace_back(interaction.service, callee->id);
    }
    return cyclesAmong(edges);
}

}  // namespace model
