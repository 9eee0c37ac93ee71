#pragma once

#include <optional>

#include "exporters/kubernetes/system.h"
#include "exporters/yaml/yaml.h"

/// The objects of one service; each agrees with the others by the names and labels of its workload.
namespace exporters::kube {

/// What the selectors of a workload select: a part of the labels of its pods that never changes.
Yaml::Map selectorLabels(const System& system, const std::string& resource);
/// `apiVersion`, `kind` and `metadata` with the recommended labels; a namespace when the kind has one.
Yaml object(const char* apiVersion, const char* kind, Yaml metadata);
Yaml metadata(const System& system, const Workload& workload, const std::string& name);
/// The labels of an object that belongs to no single service.
Yaml::Map systemLabels(const System& system);

/// With the labels that make admission enforce the Pod Security profile `restricted`.
Yaml namespaceObject(const System& system);
Yaml serviceAccount(const System& system, const Workload& workload);
/// The environment of the container: addresses of what the service talks to, time limits, how it runs.
Yaml configMap(const System& system, const Workload& workload);
/// `config`: the config map, whose fingerprint makes pods restart when it changes.
Yaml deployment(const System& system, const Workload& workload, const Yaml& config);
Yaml service(const System& system, const Workload& workload);
/// A HorizontalPodAutoscaler, or by events KEDA's ScaledObject. None without autoscaling.
std::optional<Yaml> autoscaler(const System& system, const Workload& workload);
/// A VerticalPodAutoscaler for CPU; its percentile, margin, half-life and interval are flags of the cluster's
/// recommender and updater. None without vertical scaling.
std::optional<Yaml> verticalAutoscaler(const System& system, const Workload& workload);
/// The group of consumers whose backlog it looks at; empty when there is none.
std::string sourceGroupOf(const Workload& workload, const model::EventScaling& events);
/// None for a single replica: a budget could then only block every drain of a node, or none.
std::optional<Yaml> disruptionBudget(const System& system, const Workload& workload);

/// The name of the one container of a pod.
inline constexpr const char* containerName = "server";
/// The name of the one port of a pod and of its service.
inline constexpr const char* portName = "grpc";

}  // namespace exporters::kube
