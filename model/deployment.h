#pragma once

#include <cstdint>
#include <optional>

#include "model/service.h"

namespace model {

struct Deployment;
using DeploymentId = Id<Deployment>;

/// Horizontal autoscaling by CPU (Kubernetes HPA v2).
struct Autoscaling {
    std::int32_t minReplicas = 1;
    std::int32_t maxReplicas = 4;
    std::int32_t targetCpuPercent = 70;  ///< Of the requested CPU
    UnknownFields unknown;

    bool operator==(const Autoscaling&) const = default;
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

    bool operator==(const Deployment&) const = default;
};

/// What lies between services.
struct Network {
    std::optional<Distribution> latency;  ///< One way, between two services; none when absent
    UnknownFields unknown;

    bool operator==(const Network&) const = default;
};

}  // namespace model
