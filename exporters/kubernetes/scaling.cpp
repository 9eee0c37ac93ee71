#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "exporters/kubernetes/objects.h"

namespace exporters::kube {

namespace {

Yaml policy(const char* type, int value, int period) {
    return Yaml::Map{{"type", type}, {"value", value}, {"periodSeconds", period}};
}

const char* selectOf(model::ScalingSelect select) {
    switch (select) {
        case model::ScalingSelect::Max:
            return "Max";
        case model::ScalingSelect::Min:
            return "Min";
        case model::ScalingSelect::Disabled:
            return "Disabled";
    }
    return "Max";
}

int wholeSecondsOf(model::Duration time) {
    return static_cast<int>(std::max(1.0, std::round(model::inSeconds(time))));
}

/// As the model has it; what it leaves open is Kubernetes' default.
Yaml stated(const model::ScalingDirection& direction) {
    Yaml rules = Yaml::Map{{"selectPolicy", selectOf(direction.select)}};
    if (direction.stabilization)
        rules.add("stabilizationWindowSeconds",
                  static_cast<int>(std::round(model::inSeconds(*direction.stabilization))));
    if (direction.policies.empty()) return rules;
    Yaml policies = Yaml::List{};
    for (const model::ScalingLimit& limit : direction.policies)
        policies.append(policy(limit.unit == model::ScalingUnit::Pods ? "Pods" : "Percent", limit.value,
                               wholeSecondsOf(limit.period)));
    rules.add("policies", policies);
    return rules;
}

/// Where the model says nothing: up at once, by doubling or by four pods every 15 s; down after five quiet
/// minutes, by a tenth a minute.
Yaml behaviour(const model::Autoscaling& scaling) {
    const Yaml up = Yaml::Map{{"stabilizationWindowSeconds", 0},
                              {"selectPolicy", "Max"},
                              {"policies", Yaml::List{policy("Percent", 100, 15), policy("Pods", 4, 15)}}};
    const Yaml down = Yaml::Map{{"stabilizationWindowSeconds", 300},
                                {"selectPolicy", "Max"},
                                {"policies", Yaml::List{policy("Percent", 10, 60), policy("Pods", 1, 60)}}};
    return Yaml::Map{{"scaleUp", scaling.scaleUp ? stated(*scaling.scaleUp) : up},
                     {"scaleDown", scaling.scaleDown ? stated(*scaling.scaleDown) : down}};
}

Yaml::Map targetOf(const Workload& workload) {
    return {{"apiVersion", "apps/v1"}, {"kind", "Deployment"}, {"name", workload.names.resource}};
}

std::string wholeNumber(double value, double least) {
    return fmt::format("{:.0f}", std::max(least, std::ceil(value)));
}

/// The lag of a group of consumers. KEDA runs in a namespace of its own: the address is a full one.
Yaml kafkaTrigger(const System& system, const model::EventScaling& events, const std::string& group) {
    const AddressNames& broker = system.names.brokers.at(model::Broker::Kafka);
    return Yaml::Map{
        {"type", "kafka"},
        {"metadata",
         Yaml::Map{{"bootstrapServers",
                    fmt::format("{}.{}.svc:{}", broker.resource, system.names.system, broker.port)},
                   {"consumerGroup", group},
                   {"topic", events.channel.value()},
                   {"lagThreshold", wholeNumber(events.threshold, 1)},
                   {"activationLagThreshold", fmt::format("{:.0f}", std::floor(events.activation))},
                   {"offsetResetPolicy", "earliest"}}}};
}

/// The length of the queue of a group of consumers, those that are handled included: the management API
/// counts them, AMQP does not. Where it is comes from a TriggerAuthentication that people write, as the
/// address has a password in it.
Yaml rabbitTrigger(const System& system, const model::EventScaling& events, const std::string& group) {
    return Yaml::Map{{"type", "rabbitmq"},
                     {"metadata", Yaml::Map{{"protocol", "http"},
                                            {"mode", "QueueLength"},
                                            {"queueName", events.channel.value() + "." + group},
                                            {"value", fmt::format("{}", events.threshold)},
                                            {"activationValue", fmt::format("{}", events.activation)}}},
                     {"authenticationRef",
                      Yaml::Map{{"name", system.names.brokers.at(model::Broker::RabbitMq).resource}}}};
}

/// A target for what pods use of their request of it [%].
Yaml resourceMetric(const char* name, int percent) {
    const Yaml::Map resource = {
        {"name", name}, {"target", Yaml::Map{{"type", "Utilization"}, {"averageUtilization", percent}}}};
    return Yaml::Map{{"type", "Resource"}, {"resource", resource}};
}

/// Of an autoscaling by events (KEDA).
Yaml scaledObject(const System& system, const Workload& workload) {
    const model::Autoscaling& scaling = *workload.deployment.autoscaling;
    const model::EventScaling& events = *scaling.events;
    const std::string group = sourceGroupOf(workload, events);
    const bool isLog = system.project->channels.find(events.channel)->broker == model::Broker::Kafka;
    const Yaml trigger = isLog ? kafkaTrigger(system, events, group) : rabbitTrigger(system, events, group);
    const Yaml::Map rules = {{"behavior", behaviour(scaling)}};
    Yaml result =
        object("keda.sh/v1alpha1", "ScaledObject", metadata(system, workload, workload.names.resource));
    result.add("spec", Yaml::Map{{"scaleTargetRef", targetOf(workload)},
                                 {"pollingInterval", wholeSecondsOf(events.polling)},
                                 {"cooldownPeriod", static_cast<int>(model::inSeconds(events.cooldown))},
                                 {"minReplicaCount", scaling.minReplicas},
                                 {"maxReplicaCount", scaling.maxReplicas},
                                 {"advanced", Yaml::Map{{"horizontalPodAutoscalerConfig", rules}}},
                                 {"triggers", Yaml::List{trigger}}});
    return result;
}

}  // namespace

std::string sourceGroupOf(const Workload& workload, const model::EventScaling& events) {
    if (!events.group.empty()) return events.group;
    for (const model::Operation& operation : workload.service->operations)
        if (operation.subscription && operation.subscription->channel == events.channel)
            return model::groupOf(*workload.service, *operation.subscription);
    return {};
}

std::optional<Yaml> autoscaler(const System& system, const Workload& workload) {
    if (!workload.deployment.autoscaling) return std::nullopt;
    const model::Autoscaling& scaling = *workload.deployment.autoscaling;
    if (scaling.events) return scaledObject(system, workload);
    Yaml::List metrics = {resourceMetric("cpu", scaling.targetCpuPercent)};
    if (scaling.targetMemoryPercent)
        metrics.push_back(resourceMetric("memory", *scaling.targetMemoryPercent));
    Yaml result = object("autoscaling/v2", "HorizontalPodAutoscaler",
                         metadata(system, workload, workload.names.resource));
    result.add("spec", Yaml::Map{{"scaleTargetRef", targetOf(workload)},
                                 {"minReplicas", scaling.minReplicas},
                                 {"maxReplicas", scaling.maxReplicas},
                                 {"metrics", metrics},
                                 {"behavior", behaviour(scaling)}});
    return result;
}

// The limit keeps its ratio to the request. A workload of fewer than two pods is left alone, as by default.
std::optional<Yaml> verticalAutoscaler(const System& system, const Workload& workload) {
    if (!workload.deployment.verticalScaling) return std::nullopt;
    const model::VerticalScaling& scaling = *workload.deployment.verticalScaling;
    const auto cpu = [](std::int32_t milli) { return Yaml::Map{{"cpu", fmt::format("{}m", milli)}}; };
    const Yaml::Map policy = {{"containerName", containerName},
                              {"minAllowed", cpu(scaling.minCpuMilli)},
                              {"maxAllowed", cpu(scaling.maxCpuMilli)},
                              {"controlledResources", Yaml::List{"cpu"}},
                              {"controlledValues", "RequestsAndLimits"}};
    Yaml result = object("autoscaling.k8s.io/v1", "VerticalPodAutoscaler",
                         metadata(system, workload, workload.names.resource));
    result.add("spec", Yaml::Map{{"targetRef", targetOf(workload)},
                                 {"updatePolicy", Yaml::Map{{"updateMode", "Recreate"}, {"minReplicas", 2}}},
                                 {"resourcePolicy", Yaml::Map{{"containerPolicies", Yaml::List{policy}}}}});
    return result;
}

std::optional<Yaml> disruptionBudget(const System& system, const Workload& workload) {
    if (workload.leastReplicas() < 2) return std::nullopt;
    Yaml result =
        object("policy/v1", "PodDisruptionBudget", metadata(system, workload, workload.names.resource));
    result.add(
        "spec",
        Yaml::Map{{"maxUnavailable", workload.deployment.maxUnavailable.value_or(1)},
                  {"unhealthyPodEvictionPolicy", "AlwaysAllow"},
                  {"selector", Yaml::Map{{"matchLabels", selectorLabels(system, workload.names.resource)}}}});
    return result;
}

}  // namespace exporters::kube
