// Services whose replicas follow an autoscaler.
#include <algorithm>

#include "simulator/plan/scenario_compiler.h"

namespace simulator {

namespace {

ScalingRules directionOf(const std::optional<model::ScalingDirection>& direction, ScalingRules rules) {
    if (!direction) return rules;
    rules.select = static_cast<ScalingRules::Select>(direction->select);
    if (direction->stabilization) rules.stabilization = direction->stabilization->count();
    if (direction->policies.empty()) return rules;
    rules.policies.clear();
    for (const model::ScalingLimit& limit : direction->policies) {
        using Kind = ScalingPolicy::Kind;
        const Kind kind = limit.unit == model::ScalingUnit::Pods ? Kind::Pods : Kind::Percent;
        rules.policies.push_back({kind, limit.value, limit.period.count()});
    }
    return rules;
}

HorizontalAutoscaling rulesOf(const model::Autoscaling& scaling) {
    HorizontalAutoscaling rules;
    rules.minReplicas = scaling.minReplicas;
    rules.maxReplicas = scaling.maxReplicas;
    rules.tolerance = scaling.tolerance;
    rules.syncPeriod = scaling.syncPeriod.count();
    rules.cpuInitialization = scaling.cpuInitialization.count();
    rules.initialReadinessDelay = scaling.initialReadinessDelay.count();
    rules.up = directionOf(scaling.scaleUp, HorizontalAutoscaling::defaultUp());
    rules.down = directionOf(scaling.scaleDown, HorizontalAutoscaling::defaultDown());
    return rules;
}

ProbeRules probeOf(const model::Probe& probe) {
    ProbeRules rules;
    rules.initialDelay = probe.initialDelay.count();
    rules.period = probe.period.count();
    rules.successThreshold = probe.successThreshold;
    rules.failureThreshold = probe.failureThreshold;
    return rules;
}

}  // namespace

// The replicas of such a service are places for pods.
void ScenarioCompiler::scaling(const model::Deployment& deployment, ServicePlan& service) {
    if (!m_scenario.autoscaling || !deployment.autoscaling) return;
    ScalingPlan plan;
    plan.rules = rulesOf(*deployment.autoscaling);
    plan.service = static_cast<Index>(m_plan.services.size());
    plan.firstPod = m_plan.pods;
    plan.initial = service.replicas;
    plan.pods = std::max(service.replicas, static_cast<std::uint32_t>(std::max(0, plan.rules.maxReplicas)));
    plan.targetPercent = deployment.autoscaling->targetCpuPercent;
    plan.requestMilli = deployment.cpuRequestMilli;
    plan.limitMilli = deployment.cpuLimitMilli;
    plan.startUpMilli =
        std::min<double>(deployment.startUpCpuFactor * deployment.cpuRequestMilli, deployment.cpuLimitMilli);
    plan.metricsWindow = deployment.autoscaling->metricsWindow.count();
    plan.imagePull = deployment.imagePull.count();
    plan.startUp = service.startUp;
    plan.grace = deployment.gracePeriod.count();
    if (deployment.readiness) plan.readiness = probeOf(*deployment.readiness);
    service.scaling = static_cast<Index>(m_plan.scalings.size());
    service.replicas = plan.pods;
    m_plan.pods += plan.pods;
    m_plan.scalings.push_back(std::move(plan));
}

}  // namespace simulator
