#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/service.h"

namespace model {

struct Deployment;
using DeploymentId = Id<Deployment>;

/// What the value of a limit of scaling counts.
enum class ScalingUnit { Pods, Percent };

/// How far the number of replicas may change within a period.
struct ScalingLimit {
    ScalingUnit unit = ScalingUnit::Percent;
    std::int32_t value = 100;
    Duration period = seconds(15);
    UnknownFields unknown;

    bool operator==(const ScalingLimit&) const = default;
};

/// Which of several limits holds: that of the largest change, that of the smallest, or no change at all.
enum class ScalingSelect { Max, Min, Disabled };

/// How an autoscaler goes in one direction. What is absent is as Kubernetes has it: up at once, by 100 % or 4
/// pods in 15 s; down to the highest recommendation of the last 300 s, by 100 % in 15 s.
struct ScalingDirection {
    ScalingSelect select = ScalingSelect::Max;
    std::optional<Duration> stabilization;
    std::vector<ScalingLimit> policies;
    UnknownFields unknown;

    bool operator==(const ScalingDirection&) const = default;
};

/// Autoscaling by the backlog of a channel (KEDA); the defaults are KEDA's. Between nothing and one replica
/// it decides itself, beyond by a HorizontalPodAutoscaler with the average for each replica as target.
struct EventScaling {
    ChannelId channel;
    std::string group;      ///< Of consumers; the one of the service when empty
    double threshold = 5;   ///< Messages that wait or are handled, for each replica
    double activation = 0;  ///< More of them wake it up
    Duration polling = seconds(30);
    Duration cooldown = seconds(300);  ///< Without work before the last replica goes
    UnknownFields unknown;

    bool operator==(const EventScaling&) const = default;
};

/// Autoscaling by the number of requests under way (Knative's KPA); the defaults are Knative's.
struct ConcurrencyScaling {
    double target = 100;      ///< Requests under way for each replica
    double utilization = 70;  ///< Of the target that is aimed at [%]
    Duration stableWindow = seconds(60);
    double panicWindow = 10;           ///< Of the stable one [%]
    double panicThreshold = 200;       ///< Of what the replicas can take [%]
    double maxUpRate = 1000;           ///< In one step
    double maxDownRate = 2;            ///< In one step
    Duration zeroGrace = seconds(30);  ///< That the last replica stays
    UnknownFields unknown;

    bool operator==(const ConcurrencyScaling&) const = default;
};

/// Autoscaling ahead of a load that comes again: at each look the replicas that the load needs which came one
/// `period` ago and will come within `lookAhead`, or that the metric wants now, whichever are more.
struct PredictiveScaling {
    Duration period = seconds(86400);   ///< After which the load comes again
    Duration lookAhead = seconds(300);  ///< That replicas are ready before
    double headroom = 10;               ///< More than the load needs [%]
    UnknownFields unknown;

    bool operator==(const PredictiveScaling&) const = default;
};

/// Horizontal autoscaling by CPU (Kubernetes HPA v2), unless it says by what else; the defaults are those of
/// its controller.
struct Autoscaling {
    std::int32_t minReplicas = 1;  ///< 0 only by events or requests under way
    std::int32_t maxReplicas = 4;
    std::int32_t targetCpuPercent = 70;  ///< Of the requested CPU
    UnknownFields unknown;
    double tolerance = 0.1;                        ///< No change while usage / target is that near to 1
    Duration syncPeriod = seconds(15);             ///< Between two looks at the replicas
    Duration metricsWindow = seconds(15);          ///< That CPU figures are of, and between two of them
    Duration cpuInitialization = seconds(300);     ///< Figures of pods that are not ready count after it only
    Duration initialReadinessDelay = seconds(30);  ///< A pod that was ready by then counts when it is not
    std::optional<ScalingDirection> scaleUp{};
    std::optional<ScalingDirection> scaleDown{};
    std::optional<EventScaling> events{};             ///< In place of CPU
    std::optional<ConcurrencyScaling> concurrency{};  ///< In place of CPU
    std::optional<PredictiveScaling> predictive{};    ///< Beside CPU
    /// Of the requested memory, beside CPU: whichever wants more. None when absent.
    std::optional<std::int32_t> targetMemoryPercent{};

    bool operator==(const Autoscaling&) const = default;
};

/// A probe of a container; the defaults are Kubernetes'.
struct Probe {
    Duration initialDelay = seconds(0);  ///< From the start of the container on
    Duration period = seconds(10);
    std::int32_t successThreshold = 1;  ///< In a row
    std::int32_t failureThreshold = 3;  ///< In a row
    UnknownFields unknown;
    Duration timeout = seconds(1);  ///< Of one probe
    /// It waits for a worker as requests do, so that it fails under load; else only where the replica pauses,
    /// is dead or has not started up.
    bool needsWorker = false;

    bool operator==(const Probe&) const = default;
};

/// Where clients have their addresses from.
enum class DiscoveryKind {
    Dns,     ///< Names, whose addresses are kept for a time to live
    Consul,  ///< Agents with health checks; clients are told of each change
    Eureka,  ///< Leases that heartbeats renew, and lists that are fetched again and again
};

/// How clients that spread their calls themselves learn which replicas there are: from a list of addresses
/// that each of them keeps for `ttl`, as resolvers of names do.
struct Discovery {
    Duration ttl = seconds(30);  ///< Of Dns and Eureka
    UnknownFields unknown;
    DiscoveryKind kind = DiscoveryKind::Dns;
    Duration check = seconds(10);   ///< Consul: between two health checks; Eureka: between two heartbeats
    Duration expiry = seconds(90);  ///< Eureka: a lease without heartbeats, before it is evicted

    bool operator==(const Discovery&) const = default;
};

/// How a new version takes the place of the old one.
enum class RolloutStrategy {
    Rolling,    ///< Replica by replica, within `maxSurge` and `maxUnavailable`
    Recreate,   ///< All old ones go, then all new ones come
    BlueGreen,  ///< As many new ones beside the old ones, and then all traffic at once
    Canary,     ///< A few new ones, with a share of the traffic that grows step by step
};

/// A step of a canary.
struct CanaryStep {
    double weight = 10;            ///< Of the traffic [%]
    Duration pause = seconds(60);  ///< In which it is looked at, before the next step
    UnknownFields unknown;

    bool operator==(const CanaryStep&) const = default;
};

/// What a canary, or the green side, is held against before it goes on: looked at every `interval`, and
/// aborted when more looks than `failureLimit` found it bad, as Argo Rollouts does.
struct RolloutAnalysis {
    double maxErrorRate = 5;             ///< Of its requests [%]
    std::optional<Duration> maxLatency;  ///< Of their 99th percentile
    Duration interval = seconds(10);
    std::int32_t failureLimit = 0;
    std::int32_t minRequests = 10;  ///< Fewer in an interval say nothing
    UnknownFields unknown;

    bool operator==(const RolloutAnalysis&) const = default;
};

/// How releases of a service are rolled out. The defaults are those of Kubernetes' Deployment.
struct Rollout {
    RolloutStrategy strategy = RolloutStrategy::Rolling;
    double maxSurge = 25;                      ///< More replicas than wanted, rounded up [%]
    double maxUnavailable = 25;                ///< Fewer ready ones than wanted, rounded down [%]
    Duration minReady = seconds(0);            ///< That a replica is ready before it counts
    Duration progressDeadline = seconds(600);  ///< Without progress the roll-out has failed
    std::vector<CanaryStep> steps;             ///< Of a canary
    std::optional<RolloutAnalysis> analysis;   ///< Of a canary and of the green side
    Duration promotion = seconds(30);          ///< Of the green side: from all ready to the switch
    UnknownFields unknown;

    bool operator==(const Rollout&) const = default;
};

/// What proxies between services are.
enum class MeshKind {
    Sidecar,  ///< One beside each replica, that all it sends and gets passes
    Ambient,  ///< One on each node; a way point where the policies are
};

/// What a mesh of services costs at this service: both ends of a call pass a proxy of theirs.
struct Mesh {
    MeshKind kind = MeshKind::Sidecar;
    std::optional<Distribution> latency;  ///< That each passage adds; none when absent
    Duration cpu{};                       ///< That each passage takes of the replica's, for sidecars
    bool mutualTls = true;
    Duration handshake = milliseconds(2);       ///< CPU of a new connection, at each end
    std::int32_t requestsPerConnection = 1000;  ///< Until the next handshake
    UnknownFields unknown;

    bool operator==(const Mesh&) const = default;
};

/// A service that runs as a function: an instance for each request under way, made when there is none that is
/// idle. Starting one takes `imagePull` and `startUp` of the deployment.
struct Serverless {
    std::int32_t maxInstances = 1000;  ///< A request beyond is refused
    Duration idle = seconds(600);      ///< Before an instance is taken away
    std::int32_t provisioned = 0;      ///< Instances that are always there
    UnknownFields unknown;

    bool operator==(const Serverless&) const = default;
};

/// Vertical autoscaling: replicas get the CPU that they need (Kubernetes VPA, update mode "Recreate"). The
/// defaults are those of its recommender and its updater.
struct VerticalScaling {
    std::int32_t minCpuMilli = 25;       ///< [1/1000 core]
    std::int32_t maxCpuMilli = 8000;     ///< [1/1000 core]
    double percentile = 90;              ///< Of what was used
    double margin = 15;                  ///< More than that [%]
    Duration halfLife = seconds(86400);  ///< Of the weight of what was used
    Duration interval = seconds(60);     ///< Between two looks
    UnknownFields unknown;

    bool operator==(const VerticalScaling&) const = default;
};

/// The memory that a replica takes. Beyond its limit it is killed.
struct MemoryUse {
    double idleMib = 64;
    double perRequestMib = 0;  ///< For each request that is there, waiting or served
    UnknownFields unknown;

    bool operator==(const MemoryUse&) const = default;
};

/// How a replica serves several requests at the same time.
enum class Concurrency {
    Threads,    ///< A request holds a worker until it is over, also while it waits for others
    EventLoop,  ///< A request holds a worker, a loop, only while it computes
};

/// The order in which waiting requests are served.
enum class QueueDiscipline {
    Fifo,
    Lifo,
    AdaptiveLifo,        ///< FIFO; those that arrive while the queue has not been empty for long go first
    Priority,            ///< By the operation's priority; within one FIFO
    PreemptivePriority,  ///< The same, and whoever computes with a lower priority is interrupted for it
    ProcessorSharing,    ///< None waits: all compute at once and share the workers evenly
};

/// Controlled delay: when requests have waited longer than `target` for an `interval`, some are refused as
/// their turn comes, more and more often, until the wait is below the target again (RFC 8289).
struct CoDel {
    Duration target = milliseconds(5);
    Duration interval = milliseconds(100);
    UnknownFields unknown;

    bool operator==(const CoDel&) const = default;
};

/// How a service runs. A service without one runs as one replica with the defaults below.
struct Deployment {
    DeploymentId id;
    ServiceId service;
    std::int32_t replicas = 1;
    Concurrency concurrency = Concurrency::Threads;
    std::int32_t workers = 16;               ///< Threads or event loops of one replica
    std::optional<std::int32_t> queueLimit;  ///< Requests that may wait at one replica; unlimited when absent
    QueueDiscipline discipline = QueueDiscipline::Fifo;
    std::optional<CoDel> codel;
    std::optional<std::int32_t> cpuRequestMilli;  ///< 250 when absent [1/1000 core]
    std::int32_t cpuLimitMilli = 1000;            ///< [1/1000 core]
    std::int32_t memoryRequestMib = 128;
    std::int32_t memoryLimitMib = 256;
    Duration startUp = seconds(5);
    Duration gracePeriod = seconds(30);  ///< From the request to stop until it is killed
    std::int32_t port = 8080;
    std::string image;  ///< Container image; made from the service's id when empty
    std::optional<Autoscaling> autoscaling;
    std::optional<std::int32_t> maxUnavailable;  ///< Of the disruption budget; 1 when absent
    UnknownFields unknown;
    std::optional<double> pricePerReplicaHour{};  ///< In place of those of vCPUs and memory [currency/h]
    Duration imagePull{};                         ///< Until the container of a new replica starts
    double startUpCpuFactor = 0;                  ///< CPU that starting up takes, in CPU requests
    std::optional<Probe> readiness{};  ///< Finds out when a new replica has started up; at once when absent
    std::vector<ZoneId> zones{};       ///< Its replicas are dealt out to them in turn; in none when empty
    std::optional<Discovery> discovery{};  ///< Clients know at once who is there when absent
    std::optional<Probe> startup{};        ///< Holds the other probes back until it has passed
    std::optional<Probe> liveness{};       ///< The container is started anew when it fails
    std::optional<Rollout> rollout{};      ///< As Kubernetes has it when absent
    std::optional<NodePoolId> nodePool{};  ///< That its replicas find room in; there is room when absent
    std::optional<Mesh> mesh{};
    std::optional<Serverless> serverless{};
    std::optional<VerticalScaling> verticalScaling{};
    std::optional<MemoryUse> memoryUse{};

    std::int32_t cpuRequest() const { return cpuRequestMilli.value_or(250); }  ///< [1/1000 core]
    /// By the share of the CPU request that is used, and not by events or requests under way.
    bool scalesByCpu() const { return autoscaling && !autoscaling->events && !autoscaling->concurrency; }
    bool operator==(const Deployment&) const = default;
};

/// What lies between services.
struct Network {
    std::optional<Distribution> latency;  ///< One way, between two services; none when absent
    UnknownFields unknown;
    Collection<Zone> zones{};
    Collection<Region> regions{};
    std::vector<ZoneLatency> zoneLatencies{};
    std::vector<RegionLatency> regionLatencies{};
    Collection<NodePool> nodePools{};

    bool operator==(const Network&) const = default;
};

}  // namespace model
