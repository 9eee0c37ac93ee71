// Services whose replicas are pods.
#include <algorithm>

#include "simulator/plan/scenario_compiler.h"

namespace simulator {

namespace {

ProbeRules probeOf(const model::Probe& probe) {
    ProbeRules rules;
    rules.initialDelay = probe.initialDelay.count();
    rules.period = probe.period.count();
    rules.successThreshold = probe.successThreshold;
    rules.failureThreshold = probe.failureThreshold;
    return rules;
}

/// The most pods that an autoscaler may want.
std::uint32_t mostOf(const NoScaler&) {
    return 0;
}
std::uint32_t mostOf(const CpuScaler& scaler) {
    return static_cast<std::uint32_t>(std::max(0, scaler.rules.maxReplicas));
}

}  // namespace

// Where replicas come and go, or are started anew.
bool ScenarioCompiler::hasPods(const model::Deployment& deployment) const {
    return (m_scenario.autoscaling && deployment.autoscaling) || deployment.startup || deployment.liveness ||
           (deployment.readiness && deployment.readiness->needsWorker) || deployment.memoryUse ||
           deployment.nodePool;
}

// The replicas of such a service are places for pods.
void ScenarioCompiler::pods(const model::Deployment& deployment, ServicePlan& service) {
    if (!hasPods(deployment)) return;
    PodSetPlan plan;
    plan.scaler = scaler(deployment);
    plan.service = static_cast<Index>(m_plan.services.size());
    plan.firstPod = m_plan.pods;
    plan.initial = service.replicas;
    const std::uint32_t most = std::visit([](const auto& kind) { return mostOf(kind); }, plan.scaler);
    plan.pods = std::max(service.replicas, most);
    plan.requestMilli = deployment.cpuRequestMilli;
    plan.limitMilli = deployment.cpuLimitMilli;
    plan.startUpMilli =
        std::min<double>(deployment.startUpCpuFactor * deployment.cpuRequestMilli, deployment.cpuLimitMilli);
    plan.imagePull = deployment.imagePull.count();
    plan.startUp = service.startUp;
    plan.grace = deployment.gracePeriod.count();
    if (deployment.readiness) plan.readiness = probeOf(*deployment.readiness);
    service.podSet = static_cast<Index>(m_plan.podSets.size());
    service.replicas = plan.pods;
    m_plan.pods += plan.pods;
    m_plan.podSets.push_back(std::move(plan));
}

}  // namespace simulator
