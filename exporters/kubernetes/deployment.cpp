#include <algorithm>
#include <cmath>

#include "exporters/kubernetes/objects.h"
#include "exporters/names/names.h"

namespace exporters::kube {

namespace {

/// The user `nonroot` of distroless images; beyond the users of a node.
constexpr int nonRootUser = 65532;
constexpr const char* temporaryVolume = "tmp";

Yaml podSecurity() {
    return Yaml::Map{{"runAsNonRoot", true},
                     {"runAsUser", nonRootUser},
                     {"runAsGroup", nonRootUser},
                     {"fsGroup", nonRootUser},
                     {"seccompProfile", Yaml::Map{{"type", "RuntimeDefault"}}}};
}

Yaml containerSecurity() {
    return Yaml::Map{{"allowPrivilegeEscalation", false},
                     {"privileged", false},
                     {"readOnlyRootFilesystem", true},
                     {"runAsNonRoot", true},
                     {"runAsUser", nonRootUser},
                     {"runAsGroup", nonRootUser},
                     {"capabilities", Yaml::Map{{"drop", Yaml::List{"ALL"}}}}};
}

std::string milli(std::int32_t value) {
    return std::to_string(value) + "m";
}
std::string mebibytes(std::int32_t value) {
    return std::to_string(value) + "Mi";
}

Yaml resources(const model::Deployment& deployment) {
    return Yaml::Map{{"requests", Yaml::Map{{"cpu", milli(deployment.cpuRequest())},
                                            {"memory", mebibytes(deployment.memoryRequestMib)},
                                            {"ephemeral-storage", "64Mi"}}},
                     {"limits", Yaml::Map{{"cpu", milli(deployment.cpuLimitMilli)},
                                          {"memory", mebibytes(deployment.memoryLimitMib)},
                                          {"ephemeral-storage", "256Mi"}}}};
}

std::int64_t secondsOf(model::Duration time) {
    return std::lround(model::inSeconds(time));
}

/// When a probe is sent, and how often it may fail.
struct ProbeTimes {
    std::int64_t period;
    std::int64_t failures;
    std::int64_t timeout = 2;
};

/// A gRPC health check; of the whole process when `service` is empty. As the model says, where it does.
Yaml probe(const Workload& workload, const std::string& service, const std::optional<model::Probe>& stated,
           ProbeTimes times) {
    if (stated)
        times = {std::max<std::int64_t>(1, secondsOf(stated->period)), stated->failureThreshold,
                 std::max<std::int64_t>(1, secondsOf(stated->timeout))};
    Yaml result = Yaml::Map{{"grpc", Yaml::Map{{"port", workload.names.port}, {"service", service}}},
                            {"periodSeconds", times.period},
                            {"timeoutSeconds", times.timeout},
                            {"failureThreshold", times.failures}};
    if (!stated) return result;
    result.add("initialDelaySeconds", secondsOf(stated->initialDelay));
    result.add("successThreshold", stated->successThreshold);
    return result;
}

/// Three times the modelled start, and half a minute for a busy node.
std::int64_t startAttempts(const model::Deployment& deployment, int period) {
    const double allowed = 3 * std::clamp(model::inSeconds(deployment.startUp), 0.0, 86400.0) + 30;
    return static_cast<std::int64_t>(allowed) / period + 1;
}

Yaml container(const Workload& workload) {
    constexpr int startPeriod = 2;
    const Yaml::Map port = {{"name", portName}, {"containerPort", workload.names.port}, {"protocol", "TCP"}};
    const Yaml::Map pause = {{"sleep", Yaml::Map{{"seconds", workload.names.stop.preStop}}}};
    const Yaml::Map environment = {{"configMapRef", Yaml::Map{{"name", workload.names.configMap}}}};
    return Yaml::Map{
        {"name", containerName},
        {"image", workload.names.image},
        {"imagePullPolicy", "Always"},
        {"ports", Yaml::List{port}},
        {"envFrom", Yaml::List{environment}},
        {"resources", resources(workload.deployment)},
        {"startupProbe", probe(workload, "", workload.deployment.startup,
                               {startPeriod, startAttempts(workload.deployment, startPeriod)})},
        {"readinessProbe",
         probe(workload, workload.names.healthService(), workload.deployment.readiness, {5, 2})},
        {"livenessProbe", probe(workload, "", workload.deployment.liveness, {10, 3})},
        {"lifecycle", Yaml::Map{{"preStop", pause}}},
        {"securityContext", containerSecurity()},
        {"volumeMounts", Yaml::List{Yaml::Map{{"name", temporaryVolume}, {"mountPath", "/tmp"}}}}};
}

/// Spread evenly over zones, as far as there are any.
Yaml zoneSpread(const System& system, const Workload& workload) {
    return Yaml::List{Yaml::Map{
        {"maxSkew", 1},
        {"topologyKey", "topology.kubernetes.io/zone"},
        {"whenUnsatisfiable", "ScheduleAnyway"},
        {"labelSelector", Yaml::Map{{"matchLabels", selectorLabels(system, workload.names.resource)}}}}};
}

/// Each replica on a node of its own, where there are enough.
Yaml nodeAffinity(const System& system, const Workload& workload) {
    const Yaml::Map term = {
        {"topologyKey", "kubernetes.io/hostname"},
        {"labelSelector", Yaml::Map{{"matchLabels", selectorLabels(system, workload.names.resource)}}}};
    const Yaml::Map preference = {{"weight", 100}, {"podAffinityTerm", term}};
    return Yaml::Map{{"podAntiAffinity", Yaml::Map{{"preferredDuringSchedulingIgnoredDuringExecution",
                                                    Yaml::List{preference}}}}};
}

Yaml podTemplate(const System& system, const Workload& workload, const Yaml& config) {
    const Yaml object = metadata(system, workload, workload.names.resource);
    const Yaml::Map annotations = {{"checksum/config", longHash(writeYaml(config["data"]))},
                                   {"kubectl.kubernetes.io/default-container", "server"}};
    const Yaml::Map temporary = {{"name", temporaryVolume}, {"emptyDir", Yaml::Map{{"sizeLimit", "64Mi"}}}};
    const Yaml::Map spec = {{"serviceAccountName", workload.names.resource},
                            {"automountServiceAccountToken", false},
                            {"enableServiceLinks", false},
                            {"terminationGracePeriodSeconds", workload.names.stop.grace},
                            {"securityContext", podSecurity()},
                            {"affinity", nodeAffinity(system, workload)},
                            {"topologySpreadConstraints", zoneSpread(system, workload)},
                            {"containers", Yaml::List{container(workload)}},
                            {"volumes", Yaml::List{temporary}}};
    return Yaml::Map{{"metadata", Yaml::Map{{"labels", object["labels"]}, {"annotations", annotations}}},
                     {"spec", spec}};
}

std::string percent(double value) {
    return std::to_string(std::lround(value)) + "%";
}

/// Where the model says nothing, no replica is missed. Blue-green and canary are not a Deployment's: it goes
/// replica by replica.
Yaml strategyOf(const model::Deployment& deployment) {
    const std::optional<model::Rollout>& rollout = deployment.rollout;
    if (rollout && rollout->strategy == model::RolloutStrategy::Recreate)
        return Yaml::Map{{"type", "Recreate"}};
    const Yaml::Map limits = rollout ? Yaml::Map{{"maxSurge", percent(rollout->maxSurge)},
                                                 {"maxUnavailable", percent(rollout->maxUnavailable)}}
                                     : Yaml::Map{{"maxSurge", "25%"}, {"maxUnavailable", 0}};
    return Yaml::Map{{"type", "RollingUpdate"}, {"rollingUpdate", limits}};
}

}  // namespace

Yaml deployment(const System& system, const Workload& workload, const Yaml& config) {
    Yaml spec;
    if (!workload.deployment.autoscaling) spec.add("replicas", workload.deployment.replicas);
    spec.add("revisionHistoryLimit", 5);
    spec.add("strategy", strategyOf(workload.deployment));
    if (const std::optional<model::Rollout>& rollout = workload.deployment.rollout) {
        spec.add("minReadySeconds", secondsOf(rollout->minReady));
        spec.add("progressDeadlineSeconds", secondsOf(rollout->progressDeadline));
    }
    spec.add("selector", Yaml::Map{{"matchLabels", selectorLabels(system, workload.names.resource)}});
    spec.add("template", podTemplate(system, workload, config));
    Yaml result = object("apps/v1", "Deployment", metadata(system, workload, workload.names.resource));
    result.add("spec", std::move(spec));
    return result;
}

}  // namespace exporters::kube
