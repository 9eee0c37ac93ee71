#pragma once

#include <cstdint>
#include <optional>

#include "simulator/plan/scaling_plan.h"
#include "simulator/platform/node_pool.h"
#include "simulator/platform/pod_probes.h"
#include "simulator/platform/rollout.h"

namespace simulator {

/// The memory of a container [MiB].
struct MemoryPlan {
    double idle = 0;
    double perRequest = 0;  ///< That is there
    double limit = 0;       ///< Beyond it the container is killed

    bool operator==(const MemoryPlan&) const = default;
};

/// A service whose replicas are pods: they come and go, start up and are started anew. Its replicas are as
/// many as there can be: places for pods. Times are in [ns], CPU in thousandths of a core.
struct PodSetPlan {
    std::uint32_t service = 0;
    std::uint32_t firstPod = 0;  ///< Among the pods of all such services
    std::uint32_t pods = 1;      ///< The most that there can be
    std::uint32_t initial = 1;   ///< At time zero, ready for a long time
    ScalerPlan scaler;
    std::optional<VerticalScaler> vertical;
    std::int32_t requestMilli = 250;
    std::int32_t limitMilli = 1000;
    double startUpMilli = 0;  ///< That starting up takes
    std::int64_t imagePull = 0;
    std::int64_t startUp = 0;
    std::int64_t grace = 0;
    PodProbes::Rules probes;
    /// Each probe is sent; else there is readiness at most, which only finds out when a pod has started up.
    bool isProbed = false;
    std::optional<MemoryPlan> memory;
    std::optional<RolloutRules> rollout;  ///< Where releases come
    std::uint32_t nodePool = noNode;      ///< Whose nodes they run on; there is always room when none
    std::int32_t memoryRequestMib = 0;
    std::uint32_t probeOperation = 0;  ///< Whose priority probes have that need a worker

    /// Its containers may be started anew.
    bool isTended() const { return isProbed || memory || rollout; }
    PodRequest request() const { return {service, requestMilli, memoryRequestMib}; }
    bool isScaled() const { return !std::holds_alternative<NoScaler>(scaler); }
    bool isFunction() const { return std::holds_alternative<FunctionScaler>(scaler); }
    /// Whether requests wait for a pod where there is none.
    bool hasActivator() const { return std::holds_alternative<ConcurrencyScaler>(scaler); }
    /// Whether there are times without a pod.
    bool goesToNothing() const {
        const auto* const byRequests = std::get_if<ConcurrencyScaler>(&scaler);
        return isFunction() || (byRequests && byRequests->rules.minReplicas == 0);
    }
    bool operator==(const PodSetPlan&) const = default;
};

}  // namespace simulator
