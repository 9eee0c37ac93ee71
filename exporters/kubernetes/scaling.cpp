#include "exporters/kubernetes/objects.h"

namespace exporters::kube {

namespace {

Yaml policy(const char* type, int value, int period) {
    return Yaml::Map{{"type", type}, {"value", value}, {"periodSeconds", period}};
}

/// Up at once, by doubling or by four pods every 15 s; down after five quiet minutes, by a tenth a minute.
Yaml behaviour() {
    return Yaml::Map{
        {"scaleUp", Yaml::Map{{"stabilizationWindowSeconds", 0},
                              {"selectPolicy", "Max"},
                              {"policies", Yaml::List{policy("Percent", 100, 15), policy("Pods", 4, 15)}}}},
        {"scaleDown", Yaml::Map{{"stabilizationWindowSeconds", 300},
                                {"selectPolicy", "Max"},
                                {"policies", Yaml::List{policy("Percent", 10, 60), policy("Pods", 1, 60)}}}}};
}

}  // namespace

std::optional<Yaml> autoscaler(const System& system, const Workload& workload) {
    if (!workload.deployment.autoscaling) return std::nullopt;
    const model::Autoscaling& scaling = *workload.deployment.autoscaling;
    const Yaml::Map target = {
        {"apiVersion", "apps/v1"}, {"kind", "Deployment"}, {"name", workload.names.resource}};
    const Yaml::Map cpu = {
        {"name", "cpu"},
        {"target", Yaml::Map{{"type", "Utilization"}, {"averageUtilization", scaling.targetCpuPercent}}}};
    Yaml result = object("autoscaling/v2", "HorizontalPodAutoscaler",
                         metadata(system, workload, workload.names.resource));
    result.add("spec", Yaml::Map{{"scaleTargetRef", target},
                                 {"minReplicas", scaling.minReplicas},
                                 {"maxReplicas", scaling.maxReplicas},
                                 {"metrics", Yaml::List{Yaml::Map{{"type", "Resource"}, {"resource", cpu}}}},
                                 {"behavior", behaviour()}});
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
