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

/// Horizontal autoscaling by CPU (Kubernetes HPA v2); the defaults are those of its controller.
struct Autoscaling {
    std::int32_t minReplicas = 1;
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

    bool operator==(const Autoscaling&) const = default;
};

/// A probe of a container; the defaults are Kubernetes'.
struct Probe {
    Duration initialDelay = seconds(0);  ///< From the start of the container on
    Duration period = seconds(10);
    std::int32_t successThreshold = 1;  ///< In a row
    std::int32_t failureThreshold = 3;  ///< In a row
    UnknownFields unknown;

    bool operator==(const Probe&) const = default;
};

/// How clients that spread their calls themselves learn which replicas there are: from a list of addresses
/// that each of them keeps for `ttl`, as resolvers of names do.
struct Discovery {
    Duration ttl = seconds(30);
    UnknownFields unknown;

    bool operator==(const Discovery&) const = default;
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
    std::int32_t cpuRequestMilli = 250;  ///< [1/1000 core]
    std::int32_t cpuLimitMilli = 1000;   ///< [1/1000 core]
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

    bool operator==(const Deployment&) const = default;
};

/// What lies between services.
struct Network {
    std::optional<Distribution> latency;  ///< One way, between two services; none when absent
    UnknownFields unknown;
    Collection<Zone> zones{};

    bool operator==(const Network&) const = default;
};

}  // namespace model
