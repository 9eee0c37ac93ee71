// Meshes of services: whose calls pass proxies, and what these take, in the plan.
#include <algorithm>

#include "simulator/plan/scenario_compiler.h"

namespace simulator {

namespace {

std::int64_t proxyTime(model::Duration time) {
    return std::clamp<std::int64_t>(time.count(), 0, std::int64_t{1} << 60);
}

}  // namespace

// Of a mesh without sidecars the proxies are of the nodes: they take nobody's CPU.
MeshPlan::End ScenarioCompiler::proxiesOf(Index service, bool isMutual) {
    MeshPlan::End end;
    const model::Mesh* const mesh = service == none ? nullptr : m_meshes[service];
    if (!mesh) return end;
    const ServicePlan& plan = m_plan.services[service];
    if (mesh->latency) {
        const auto [draw, isNew] = m_proxyDraws.try_emplace(service, none);
        if (isNew) draw->second = m_behaviours.draw("mesh " + plan.id, Purpose::Network, *mesh->latency);
        end.latency = draw->second;
    }
    if (mesh->kind != model::MeshKind::Sidecar) return end;
    end.cpu = proxyTime(mesh->cpu);
    if (isMutual) end.handshake = proxyTime(mesh->handshake);
    end.computes = plan.processor != ProcessorKind::None;
    return end;
}

// The calls of one service to another have connections of their own. Both ends shake hands where both are in
// the mesh.
void ScenarioCompiler::meshes() {
    std::map<std::pair<Index, Index>, Index> known;
    for (CallPlan& call : m_plan.calls) {
        const Index callee = m_plan.operations[call.operation].service;
        const model::Mesh* const there = m_meshes[callee];
        const model::Mesh* const here = call.caller == none ? nullptr : m_meshes[call.caller];
        if (call.caller == callee || (!here && !there)) continue;
        const auto [found, isNew] =
            known.try_emplace({call.caller, callee}, static_cast<Index>(m_plan.meshes.size()));
        call.mesh = found->second;
        if (!isNew) continue;
        const bool isMutual = here && there && here->mutualTls && there->mutualTls;
        MeshPlan plan;
        plan.caller = call.caller;
        plan.callee = callee;
        plan.atCaller = proxiesOf(call.caller, isMutual);
        plan.atCallee = proxiesOf(callee, isMutual);
        if (isMutual)
            plan.perConnection = static_cast<std::uint32_t>(std::max(1, here->requestsPerConnection));
        plan.firstCaller = m_plan.meshCounters;
        if (call.caller != none) m_plan.meshCounters += m_plan.services[call.caller].replicas;
        plan.firstCallee = m_plan.meshCounters;
        m_plan.meshCounters += m_plan.services[callee].replicas;
        m_plan.meshes.push_back(plan);
    }
}

}  // namespace simulator
