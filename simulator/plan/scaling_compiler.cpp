// What decides how many replicas of a service there are to be.
#include <algorithm>
#include <cmath>

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

EventScaler eventScaler(const model::Autoscaling& scaling) {
    const model::EventScaling& events = *scaling.events;
    EventScaler plan;
    plan.rules.pollingInterval = events.polling.count();
    plan.rules.cooldown = events.cooldown.count();
    plan.rules.minReplicas = scaling.minReplicas;
    plan.rules.maxReplicas = scaling.maxReplicas;
    plan.rules.activation = events.activation;
    plan.hpa = rulesOf(scaling);
    plan.hpa.minReplicas = std::max(1, scaling.minReplicas);
    plan.threshold = events.threshold;
    return plan;
}

ConcurrencyScaler concurrencyScaler(const model::Autoscaling& scaling) {
    constexpr double second = 1e9;
    const model::ConcurrencyScaling& concurrency = *scaling.concurrency;
    ConcurrencyScaler plan;
    plan.rules.target = concurrency.target;
    plan.rules.utilization = concurrency.utilization;
    plan.rules.stableWindow = concurrency.stableWindow.count();
    const double panic = static_cast<double>(plan.rules.stableWindow) * concurrency.panicWindow / 100;
    plan.rules.panicWindow = static_cast<std::int64_t>(std::max(1.0, std::round(panic / second)) * second);
    plan.rules.panicThreshold = concurrency.panicThreshold;
    plan.rules.maxUpRate = concurrency.maxUpRate;
    plan.rules.maxDownRate = concurrency.maxDownRate;
    plan.rules.minReplicas = scaling.minReplicas;
    plan.rules.maxReplicas = scaling.maxReplicas;
    plan.zeroGrace = concurrency.zeroGrace.count();
    return plan;
}

ForecastRules forecastOf(const model::Autoscaling& scaling) {
    const model::PredictiveScaling& predictive = *scaling.predictive;
    return {predictive.period.count(), std::min(predictive.lookAhead, predictive.period).count(),
            scaling.syncPeriod.count(), predictive.headroom / 100};
}

}  // namespace

ScalerPlan ScenarioCompiler::scaler(const model::Deployment& deployment) const {
    if (deployment.serverless) {
        const auto countOf = [](std::int32_t count) {
            return static_cast<std::uint32_t>(std::max(0, count));
        };
        const model::Serverless& serverless = *deployment.serverless;
        return FunctionScaler{{std::max(1u, countOf(serverless.maxInstances)),
                               countOf(serverless.provisioned), serverless.idle.count()}};
    }
    if (!m_scenario.autoscaling || !deployment.autoscaling) return NoScaler();
    const model::Autoscaling& scaling = *deployment.autoscaling;
    if (scaling.events) return eventScaler(scaling);
    if (scaling.concurrency) return concurrencyScaler(scaling);
    const CpuScaler cpu{rulesOf(scaling), scaling.targetCpuPercent, scaling.metricsWindow.count(),
                        scaling.targetMemoryPercent.value_or(0)};
    if (scaling.predictive) return PredictiveScaler{cpu, forecastOf(scaling)};
    return cpu;
}

// A single replica has no disruption budget, which could only block all or nothing.
std::optional<VerticalScaler> ScenarioCompiler::verticalScaler(const model::Deployment& deployment) const {
    if (!m_scenario.autoscaling || !deployment.verticalScaling) return std::nullopt;
    const model::VerticalScaling& scaling = *deployment.verticalScaling;
    VerticalScaler plan;
    plan.rules = {scaling.minCpuMilli,  scaling.maxCpuMilli,      scaling.percentile / 100,
                  scaling.margin / 100, scaling.halfLife.count(), scaling.interval.count()};
    const std::int32_t least =
        deployment.autoscaling ? deployment.autoscaling->minReplicas : deployment.replicas;
    if (least >= 2) plan.maxUnavailable = deployment.maxUnavailable.value_or(1);
    return plan;
}

// The group of consumers whose backlog an autoscaler looks at; and what cannot go together.
ScenarioCompiler::Done ScenarioCompiler::scalers() {
    for (const model::Deployment& deployment : m_project.deployments) {
        const Index service = m_entities.services.find(deployment.service);
        const Index set = service == none ? none : m_plan.services[service].podSet;
        if (set == none || m_plan.services[service].place != "/deployments/" + deployment.id.value())
            continue;
        PodSetPlan& plan = m_plan.podSets[set];
        if (auto* const events = std::get_if<EventScaler>(&plan.scaler)) {
            const model::Result<Index> group = sourceOf(*deployment.autoscaling->events, service);
            if (!group)
                return model::failure(m_plan.services[service].place + "/autoscaling/events",
                                      group.error().message);
            events->group = *group;
        }
        if (Done done = checkWaking(deployment, plan); !done) return done;
    }
    return true;
}

// Without a name, the group that the service itself consumes in.
model::Result<Index> ScenarioCompiler::sourceOf(const model::EventScaling& events, Index service) const {
    const Index channel = m_entities.channels.find(events.channel);
    if (channel == none)
        return model::failure("", "channel `" + events.channel.value() + "` is not in the model");
    for (const Index group : m_plan.channels[channel].groups) {
        const GroupPlan& plan = m_plan.groups[group];
        const bool isOwn = std::ranges::any_of(
            plan.subscribers, [service](const SubscriberPlan& one) { return one.service == service; });
        if (events.group.empty() ? isOwn : plan.id == events.group) return group;
    }
    return model::failure("", events.group.empty()
                                  ? "found no operation of the service that consumes channel `" +
                                        events.channel.value() + "`, expected one, or the name of a group"
                                  : "found no group `" + events.group + "` of consumers of channel `" +
                                        events.channel.value() + "`");
}

// Where there may be no replica, requests have to wait where they come in.
ScenarioCompiler::Done ScenarioCompiler::checkWaking(const model::Deployment& deployment,
                                                     const PodSetPlan& plan) const {
    const std::string place = m_plan.services[plan.service].place;
    const std::string part = plan.isFunction() ? "/serverless" : "/autoscaling/concurrency";
    const auto* const events = std::get_if<EventScaler>(&plan.scaler);
    if (plan.rollout && (plan.goesToNothing() || (events && events->rules.minReplicas == 0)))
        return model::failure(place + (plan.isFunction() ? part : "/autoscaling/min_replicas"),
                              "found a release of a service that may have no replica: expected at least one");
    if (!plan.goesToNothing()) return true;
    for (const GroupPlan& group : m_plan.groups)
        for (const SubscriberPlan& subscriber : group.subscribers)
            if (subscriber.service == plan.service)
                return model::failure(place + part,
                                      "found consumers of channel `" + m_plan.channels[group.channel].id +
                                          "`, whose messages wake up no replica: expected operations that "
                                          "are called, or autoscaling by events");
    for (const GuardPlan& guard : m_plan.guards) {
        const model::CallPolicy& policy = m_plan.policies[guard.policy].guard->policy;
        const bool choose = m_plan.policies[guard.policy].guard->balances() || guard.shedder != none;
        if (guard.service == plan.service && choose)
            return model::failure(place + part,
                                  "is called by policy `" + policy.id.value() +
                                      "`, whose clients know the replicas themselves: expected one "
                                      "without load_balancing, outlier_detection and load_shedding");
    }
    if (!plan.isFunction()) return true;
    const std::pair<bool, const char*> others[] = {
        {deployment.startup.has_value(), "/startup"},
        {deployment.liveness.has_value(), "/liveness"},
        {deployment.readiness.has_value(), "/readiness"},
        {deployment.nodePool.has_value(), "/node_pool"},
        {deployment.memoryUse.has_value(), "/memory_use"},
        {deployment.rollout.has_value(), "/rollout"},
        {deployment.verticalScaling.has_value(), "/vertical_scaling"},
        {!deployment.zones.empty(), "/zones"},
        {deployment.discovery.has_value(), "/discovery"}};
    for (const auto& [there, other] : others)
        if (there)
            return model::failure(
                place + other, "beside serverless, whose instances the platform looks after: expected none");
    return true;
}

}  // namespace simulator
