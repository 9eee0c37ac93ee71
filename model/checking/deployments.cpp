#include <set>

#include "model/checking/visitor.h"

namespace model::checking {

namespace {

/// Who says how many replicas there are, and how large each is.
void checkScaling(const Deployment& deployment, Walk& walk) {
    if (deployment.serverless && deployment.autoscaling)
        reportAt("serverless", "found autoscaling too, expected one of both", walk);
    if (deployment.serverless && deployment.serverless->provisioned > deployment.serverless->maxInstances)
        reportAt("serverless",
                 fmt::format("provisioned {} above max_instances {}", deployment.serverless->provisioned,
                             deployment.serverless->maxInstances),
                 walk);
    if (deployment.verticalScaling && deployment.scalesByCpu())
        reportAt("vertical_scaling", "found autoscaling by CPU too: both would answer the same load", walk);
    if (!deployment.autoscaling || !deployment.autoscaling->targetMemoryPercent || deployment.memoryUse)
        return;
    const PointerPath::Scope scope(walk.path, "autoscaling");
    reportAt("target_memory_percent", "found no memory_use, which tells how much memory requests take", walk);
}

/// A container that takes more than it may is killed before it has served anybody.
void checkMemory(const Deployment& deployment, Walk& walk) {
    if (!deployment.memoryUse || deployment.memoryUse->idleMib <= deployment.memoryLimitMib) return;
    const PointerPath::Scope scope(walk.path, "memory_use");
    reportAt("idle_mib",
             fmt::format("{}, should be at most memory_limit_mib {}: it would be killed again and again",
                         deployment.memoryUse->idleMib, deployment.memoryLimitMib),
             walk);
}

void checkProbes(const Deployment& deployment, Walk& walk) {
    const auto once = [&](const char* key, const std::optional<Probe>& probe) {
        if (!probe || probe->successThreshold == 1) return;
        const PointerPath::Scope scope(walk.path, key);
        reportAt("success_threshold", fmt::format("{}, should be 1", probe->successThreshold), walk);
    };
    once("startup", deployment.startup);
    once("liveness", deployment.liveness);
}

}  // namespace

void checkMore(const Autoscaling& autoscaling, Walk& walk) {
    if (autoscaling.minReplicas > autoscaling.maxReplicas)
        walk.report(fmt::format("min_replicas {} above max_replicas {}", autoscaling.minReplicas,
                                autoscaling.maxReplicas));
    const bool toNothing = autoscaling.events || autoscaling.concurrency;
    if (autoscaling.minReplicas < 1 && !toNothing)
        reportAt("min_replicas", "0, but only events and requests under way wake a service up: expected 1",
                 walk);
    if (autoscaling.events && autoscaling.concurrency)
        reportAt("concurrency", "found events too, expected one of both", walk);
    if (autoscaling.predictive && toNothing)
        reportAt("predictive", "beside events or concurrency, expected beside CPU", walk);
    if (autoscaling.targetMemoryPercent && toNothing)
        reportAt("target_memory_percent", "beside events or concurrency, expected beside CPU", walk);
}

void checkMore(const ScalingDirection& direction, Walk& walk) {
    if (direction.select == ScalingSelect::Disabled && !direction.policies.empty())
        walk.report("select \"disabled\" with policies, of which none would hold");
}

void checkMore(const Deployment& deployment, Walk& walk) {
    checkZones(deployment.zones, walk);
    const bool waitsForWorkers = deployment.concurrency == Concurrency::Threads &&
                                 deployment.discipline != QueueDiscipline::PreemptivePriority &&
                                 deployment.discipline != QueueDiscipline::ProcessorSharing;
    if (deployment.codel && !waitsForWorkers)
        walk.report(
            "codel without a queue for workers: event loops, processor sharing and preemptive priorities let "
            "requests in at once");
    if (deployment.nodePool && !deployment.zones.empty())
        reportAt("zones", "found a node_pool too, whose nodes are in zones: expected none", walk);
    checkScaling(deployment, walk);
    checkProbes(deployment, walk);
    checkMemory(deployment, walk);
    if (deployment.cpuRequest() > deployment.cpuLimitMilli)
        walk.report(fmt::format("cpu_request_milli {} above cpu_limit_milli {}", deployment.cpuRequest(),
                                deployment.cpuLimitMilli));
    if (deployment.memoryRequestMib > deployment.memoryLimitMib)
        walk.report(fmt::format("memory_request_mib {} above memory_limit_mib {}",
                                deployment.memoryRequestMib, deployment.memoryLimitMib));
}

void checkMore(const Rollout& rollout, Walk& walk) {
    if (rollout.strategy == RolloutStrategy::Canary && rollout.steps.empty())
        reportAt("strategy", "canary without steps, expected at least one", walk);
    if (rollout.strategy != RolloutStrategy::Canary && !rollout.steps.empty())
        reportAt("steps", fmt::format("of a {} roll-out, expected strategy canary", word(rollout.strategy)),
                 walk);
    const bool judged =
        rollout.strategy == RolloutStrategy::Canary || rollout.strategy == RolloutStrategy::BlueGreen;
    if (rollout.analysis && !judged)
        reportAt(
            "analysis",
            fmt::format("of a {} roll-out, which has no side of its own to look at", word(rollout.strategy)),
            walk);
    if (rollout.strategy == RolloutStrategy::Rolling && rollout.maxSurge == 0 && rollout.maxUnavailable == 0)
        reportAt("max_unavailable_percent", "0, and max_surge_percent 0: nothing could ever be replaced",
                 walk);
    for (std::size_t at = 1; at < rollout.steps.size(); ++at)
        if (rollout.steps[at].weight < rollout.steps[at - 1].weight) {
            reportAt("steps", fmt::format("step {} has less traffic than the one before", at), walk);
            break;
        }
}

void checkMore(const VerticalScaling& scaling, Walk& walk) {
    if (scaling.minCpuMilli > scaling.maxCpuMilli)
        walk.report(
            fmt::format("min_cpu_milli {} above max_cpu_milli {}", scaling.minCpuMilli, scaling.maxCpuMilli));
}

void checkMore(const NodePool& pool, Walk& walk) {
    checkZones(pool.zones, walk);
    if (pool.maxNodes && *pool.maxNodes < pool.nodes)
        reportAt("max_nodes", fmt::format("{}, below nodes {}", *pool.maxNodes, pool.nodes), walk);
}

namespace {

/// That none speaks of the same two, which are the same both ways.
template <class Latency>
void checkPairs(const char* key, const std::vector<Latency>& latencies, Walk& walk) {
    const PointerPath::Scope list(walk.path, key);
    std::set<std::pair<std::string, std::string>> seen;
    for (std::size_t at = 0; at < latencies.size() && !walk.full(); ++at) {
        auto pair = std::minmax(latencies[at].from.value(), latencies[at].to.value());
        if (seen.emplace(pair.first, pair.second).second) continue;
        const PointerPath::Scope scope(walk.path, at);
        walk.report(fmt::format("the latency between \"{}\" and \"{}\" is stated twice", clipped(pair.first),
                                clipped(pair.second)));
    }
}

}  // namespace

void checkMore(const Network& network, Walk& walk) {
    checkPairs("zone_latencies", network.zoneLatencies, walk);
    checkPairs("region_latencies", network.regionLatencies, walk);
}

}  // namespace model::checking
