#include <fmt/format.h>

#include <cmath>

#include "exporters/kubernetes/consistency.h"
#include "exporters/kubernetes/objects.h"
#include "exporters/names/names.h"
#include "exporters/yaml/utf8.h"

namespace exporters::kube {

namespace {

using Finding = std::optional<std::string>;

Finding imageFinding(const Workload& workload) {
    const std::string& image = workload.names.image;
    if (isImageReference(image)) return std::nullopt;
    return fmt::format("image {} found, a reference such as registry/name:tag expected",
                       yamlScalar(shortened(image, 100)));
}

Finding portFinding(const Workload& workload) {
    if (workload.names.port >= 1 && workload.names.port <= 65535) return std::nullopt;
    return fmt::format("port {} found, 1 to 65535 expected", workload.names.port);
}

Finding resourceFinding(const char* what, const char* unit, std::int32_t request, std::int32_t limit) {
    if (request <= 0) return fmt::format("{} request {} {} found, more than 0 expected", what, request, unit);
    if (request <= limit) return std::nullopt;
    return fmt::format("{} request {} {} found, at most the limit {} {} expected", what, request, unit, limit,
                       unit);
}

Finding replicasFinding(const model::Deployment& deployment) {
    if (!deployment.autoscaling) {
        if (deployment.replicas >= 1) return std::nullopt;
        return fmt::format("{} replicas found, at least 1 expected", deployment.replicas);
    }
    const model::Autoscaling& scaling = *deployment.autoscaling;
    if (scaling.concurrency)
        return "autoscaling by requests under way found, which is that of a Knative Service: autoscaling by "
               "CPU "
               "or events expected for a Deployment";
    if (scaling.minReplicas < (scaling.events ? 0 : 1))
        return fmt::format("{} fewest replicas found, at least 1 expected", scaling.minReplicas);
    if (scaling.minReplicas > scaling.maxReplicas)
        return fmt::format("{} fewest replicas found, at most the {} most replicas expected",
                           scaling.minReplicas, scaling.maxReplicas);
    if (scaling.targetCpuPercent < 1)
        return fmt::format("target of {} % CPU found, more than 0 expected", scaling.targetCpuPercent);
    return std::nullopt;
}

Finding eventsFinding(const System& system, const Workload& workload) {
    const std::optional<model::Autoscaling>& scaling = workload.deployment.autoscaling;
    if (!scaling || !scaling->events) return std::nullopt;
    const model::EventScaling& events = *scaling->events;
    const model::Channel* const channel = system.project->channels.find(events.channel);
    if (!channel || !system.names.brokers.count(channel->broker))
        return fmt::format("autoscaling by channel {} found, a channel of the model expected",
                           events.channel.value());
    if (channel->broker == model::Broker::CloudQueue)
        return "autoscaling by a cloud queue found, one by Kafka or RabbitMQ expected";
    if (!sourceGroupOf(workload, events).empty()) return std::nullopt;
    return fmt::format("autoscaling by channel {} found, an operation that consumes it expected",
                       events.channel.value());
}

Finding rolloutFinding(const model::Deployment& deployment) {
    if (deployment.serverless) return "a function found, a service that runs in a Deployment expected";
    if (!deployment.rollout) return std::nullopt;
    const model::Rollout& rollout = *deployment.rollout;
    const auto whole = [](model::Duration time) { return std::lround(model::inSeconds(time)); };
    if (whole(rollout.progressDeadline) <= whole(rollout.minReady))
        return "a progress deadline found that is not longer than min_ready_s, a longer one expected";
    const bool replaces = rollout.strategy != model::RolloutStrategy::Recreate;
    if (replaces && std::lround(rollout.maxSurge) + std::lround(rollout.maxUnavailable) == 0)
        return "a roll-out with neither more nor fewer replicas than wanted found, one of both expected";
    return std::nullopt;
}

Finding budgetFinding(const Workload& workload) {
    const std::int32_t budget = workload.deployment.maxUnavailable.value_or(1);
    const std::int32_t least = workload.leastReplicas();
    if (budget < 0) return fmt::format("disruption budget {} found, 0 or more expected", budget);
    if (least < 2 || budget < least) return std::nullopt;
    return fmt::format("disruption budget of {} found, less than the {} replicas expected", budget, least);
}

Finding stopFinding(const StopTimes& stop) {
    if (stop.grace >= stop.preStop + stop.drain) return std::nullopt;
    return fmt::format("grace period {} s found, at least {} s to pause and drain expected", stop.grace,
                       stop.preStop + stop.drain);
}

Finding findingOf(const System& system, const Workload& workload) {
    const model::Deployment& deployment = workload.deployment;
    if (Finding finding = imageFinding(workload)) return finding;
    if (Finding finding = portFinding(workload)) return finding;
    if (Finding finding = resourceFinding("CPU", "m", deployment.cpuRequest(), deployment.cpuLimitMilli))
        return finding;
    if (Finding finding =
            resourceFinding("memory", "MiB", deployment.memoryRequestMib, deployment.memoryLimitMib))
        return finding;
    if (Finding finding = replicasFinding(deployment)) return finding;
    if (Finding finding = eventsFinding(system, workload)) return finding;
    if (Finding finding = rolloutFinding(deployment)) return finding;
    if (Finding finding = budgetFinding(workload)) return finding;
    return stopFinding(workload.names.stop);
}

}  // namespace

std::optional<model::Error> firstImpossible(const System& system) {
    for (const Workload& workload : system.workloads)
        if (Finding finding = findingOf(system, workload)) {
            const std::string place = workload.isModelled ? "deployments/" + workload.deployment.id.value()
                                                          : "services/" + workload.service->id.value();
            return model::Error{place, std::move(*finding)};
        }
    return std::nullopt;
}

}  // namespace exporters::kube
