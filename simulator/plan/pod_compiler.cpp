// Services whose replicas are pods.
#include <algorithm>

#include "simulator/plan/scenario_compiler.h"

namespace simulator {

namespace {

ProbeRules probeOf(const model::Probe& probe) {
    ProbeRules rules;
    rules.initialDelay = probe.initialDelay.count();
    rules.period = probe.period.count();
    rules.timeout = probe.timeout.count();
    rules.needsWorker = probe.needsWorker;
    rules.successThreshold = probe.successThreshold;
    rules.failureThreshold = probe.failureThreshold;
    return rules;
}

RolloutRules rolloutOf(const model::Rollout& rollout) {
    RolloutRules rules;
    rules.kind = static_cast<RolloutKind>(rollout.strategy);
    rules.maxSurge = rollout.maxSurge;
    rules.maxUnavailable = rollout.maxUnavailable;
    rules.minReady = rollout.minReady.count();
    rules.progressDeadline = rollout.progressDeadline.count();
    rules.promotion = rollout.promotion.count();
    for (const model::CanaryStep& step : rollout.steps)
        rules.steps.push_back({step.weight, step.pause.count()});
    if (!rollout.analysis) return rules;
    const model::RolloutAnalysis& analysis = *rollout.analysis;
    rules.analysis = RolloutAnalysisRules{
        analysis.maxErrorRate, {}, analysis.interval.count(), analysis.failureLimit, analysis.minRequests};
    if (analysis.maxLatency) rules.analysis->maxLatency = analysis.maxLatency->count();
    return rules;
}

/// The most pods that an autoscaler may want.
std::uint32_t mostOf(const NoScaler&) {
    return 0;
}
std::uint32_t mostOf(const CpuScaler& scaler) {
    return static_cast<std::uint32_t>(std::max(0, scaler.rules.maxReplicas));
}
std::uint32_t mostOf(const PredictiveScaler& scaler) {
    return mostOf(scaler.cpu);
}
std::uint32_t mostOf(const EventScaler& scaler) {
    return static_cast<std::uint32_t>(std::max(0, scaler.rules.maxReplicas));
}
std::uint32_t mostOf(const ConcurrencyScaler& scaler) {
    return static_cast<std::uint32_t>(std::max(0, scaler.rules.maxReplicas));
}
std::uint32_t mostOf(const FunctionScaler& scaler) {
    return scaler.rules.most;
}

/// Those that go and those that come in their place are there together.
std::uint32_t placesForSuccessors(const VerticalScaler& scaler, std::uint32_t pods) {
    const std::uint32_t tolerated = pods / 2;
    if (!scaler.maxUnavailable) return tolerated;
    return std::min(tolerated, static_cast<std::uint32_t>(std::max(1, *scaler.maxUnavailable)));
}

}  // namespace

// Where replicas come and go, or are started anew.
bool ScenarioCompiler::hasPods(const model::Deployment& deployment) const {
    return (m_scenario.autoscaling && (deployment.autoscaling || deployment.verticalScaling)) ||
           deployment.serverless || deployment.startup || deployment.liveness ||
           (deployment.readiness && deployment.readiness->needsWorker) || deployment.memoryUse ||
           deployment.nodePool || isReleased(deployment.service);
}

bool ScenarioCompiler::isReleased(const model::ServiceId& service) const {
    const model::FaultPlan* const found =
        m_scenario.faults ? m_project.faultPlans.find(*m_scenario.faults) : nullptr;
    return found && std::ranges::any_of(found->faults, [&](const model::Fault& fault) {
               const auto* target = std::get_if<model::ServiceId>(&fault.target);
               return target && *target == service &&
                      std::holds_alternative<model::ReleaseFault>(fault.effect);
           });
}

// The replicas of such a service are places for pods.
void ScenarioCompiler::pods(const model::Deployment& deployment, ServicePlan& service) {
    if (!hasPods(deployment)) return;
    PodSetPlan plan;
    plan.scaler = scaler(deployment);
    plan.service = static_cast<Index>(m_plan.services.size());
    plan.firstPod = m_plan.pods;
    const auto* const function = std::get_if<FunctionScaler>(&plan.scaler);
    plan.initial = function ? function->rules.provisioned : service.replicas;
    const std::uint32_t most = std::visit([](const auto& kind) { return mostOf(kind); }, plan.scaler);
    plan.pods = std::max(plan.initial, most);
    plan.vertical = verticalScaler(deployment);
    const std::uint32_t successors = plan.vertical ? placesForSuccessors(*plan.vertical, plan.pods) : 0;
    if (isReleased(deployment.service)) {
        plan.rollout = rolloutOf(deployment.rollout.value_or(model::Rollout{}));
        plan.pods = mostPods(*plan.rollout, plan.pods);
    }
    plan.pods += successors;
    plan.requestMilli = deployment.cpuRequest();
    plan.limitMilli = deployment.cpuLimitMilli;
    plan.startUpMilli =
        std::min<double>(deployment.startUpCpuFactor * deployment.cpuRequest(), deployment.cpuLimitMilli);
    plan.imagePull = deployment.imagePull.count();
    plan.startUp = service.startUp;
    plan.grace = deployment.gracePeriod.count();
    if (deployment.startup) plan.probes.startup = probeOf(*deployment.startup);
    if (deployment.liveness) plan.probes.liveness = probeOf(*deployment.liveness);
    if (deployment.readiness) plan.probes.readiness = probeOf(*deployment.readiness);
    plan.isProbed = deployment.startup || deployment.liveness ||
                    (deployment.readiness && deployment.readiness->needsWorker);
    while (plan.probeOperation + 1 < m_plan.operations.size() &&
           m_plan.operations[plan.probeOperation].service != plan.service)
        ++plan.probeOperation;
    plan.memoryRequestMib = deployment.memoryRequestMib;
    if (deployment.nodePool)
        for (Index at = 0; at < m_plan.nodePools.size(); ++at)
            if (m_plan.nodePools[at].id == deployment.nodePool->value()) plan.nodePool = at;
    if (plan.nodePool != none && !deployment.discovery) service.ttl = 0;
    if (deployment.memoryUse)
        plan.memory = {deployment.memoryUse->idleMib, deployment.memoryUse->perRequestMib,
                       static_cast<double>(deployment.memoryLimitMib)};
    service.podSet = static_cast<Index>(m_plan.podSets.size());
    service.replicas = plan.pods;
    m_plan.pods += plan.pods;
    m_plan.podSets.push_back(std::move(plan));
}

// The answer of probes that wait for an event loop.
void ScenarioCompiler::probeEnd() {
    const auto waits = [this](const PodSetPlan& set) {
        return m_plan.services[set.service].computesThere && set.isProbed;
    };
    if (std::ranges::none_of(m_plan.podSets, waits)) return;
    m_plan.probeEnd = static_cast<Index>(m_plan.code.size());
    m_plan.code.push_back({Code::Probed});
}

}  // namespace simulator
