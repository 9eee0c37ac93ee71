// Nodes, and how they are lost.
#include <algorithm>

#include "simulator/plan/scenario_compiler.h"

namespace simulator {

void ScenarioCompiler::nodePools() {
    for (const model::NodePool& pool : m_project.network.nodePools) {
        NodePoolPlan plan{pool.id.value(), {}};
        plan.rules.nodes = static_cast<std::uint32_t>(std::max(0, pool.nodes));
        plan.rules.mostNodes = static_cast<std::uint32_t>(std::max(0, pool.maxNodes.value_or(pool.nodes)));
        plan.rules.cpuMilli = pool.cpuMilli;
        plan.rules.memoryMib = pool.memoryMib;
        plan.rules.zones = zonesOf(pool.zones);
        plan.rules.provision = pool.provision.count();
        plan.rules.idle = pool.idle.count();
        plan.rules.detection = pool.detection.count();
        plan.rules.eviction = pool.eviction.count();
        m_plan.nodePools.push_back(std::move(plan));
    }
}

// All that is there at time zero has run for long.
ScenarioCompiler::Done ScenarioCompiler::checkNodes() const {
    std::vector<NodePool> pools;
    for (const NodePoolPlan& plan : m_plan.nodePools) pools.emplace_back(plan.rules);
    for (const PodSetPlan& set : m_plan.podSets)
        for (std::uint32_t pod = 0; set.nodePool != none && pod < set.initial; ++pod) {
            const std::uint32_t node = pools[set.nodePool].choose(set.request(), {});
            if (node == noNode)
                return model::failure(m_plan.services[set.service].place + "/node_pool",
                                      "the nodes of `" + m_plan.nodePools[set.nodePool].id +
                                          "` have room for " + std::to_string(pod) +
                                          " of its replicas, beside those of others: expected room for " +
                                          std::to_string(set.initial));
            pools[set.nodePool].add(node, set.request(), 0);
        }
    return true;
}

ScenarioCompiler::Done ScenarioCompiler::nodeFault(const model::Fault& fault, const std::string& place) {
    const auto* kill = std::get_if<model::KillFault>(&fault.effect);
    if (!kill) return model::failure(place, "only the loss of nodes can be simulated");
    const std::string& id = std::get<model::NodePoolId>(fault.target).value();
    FaultPlanEntry plan;
    plan.target = none;
    for (Index at = 0; at < m_plan.nodePools.size(); ++at)
        if (m_plan.nodePools[at].id == id) plan.pool = at;
    if (plan.pool == none) return model::failure(place, "its target is not in the model");
    if (fault.chance)
        return model::failure(place + "/chance", "found nodes, expected none that are lost by chance");
    plan.replicas = static_cast<std::uint32_t>(std::max(0, kill->replicas));
    plan.start = fault.start.count();
    if (fault.length) plan.end = plan.start + fault.length->count();
    if (Done done = checkPatience(plan, place); !done) return done;
    return addFault(std::move(plan), "fault nodes " + id, {});
}

}  // namespace simulator
