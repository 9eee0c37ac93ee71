// What decides how many replicas of a service there are to be.
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

}  // namespace

ScalerPlan ScenarioCompiler::scaler(const model::Deployment& deployment) const {
    if (!m_scenario.autoscaling || !deployment.autoscaling) return NoScaler();
    return CpuScaler{rulesOf(*deployment.autoscaling), deployment.autoscaling->targetCpuPercent,
                     deployment.autoscaling->metricsWindow.count()};
}

}  // namespace simulator
