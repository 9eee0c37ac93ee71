#pragma once

#include <cstdint>
#include <variant>

#include "simulator/engine/frame_queue.h"
#include "simulator/kernel/clock.h"
#include "simulator/metrics/count_meter.h"
#include "simulator/plan/plan.h"
#include "simulator/platform/window_average.h"

namespace simulator {

/// A HorizontalPodAutoscaler, and what it knows of the load.
struct PredictiveMemory {
    HorizontalAutoscaler machine;
    LoadForecast forecast;
};

/// KEDA, and the HorizontalPodAutoscaler that it made.
struct EventMemory {
    EventAutoscaler keda;
    HorizontalAutoscaler hpa;
};

/// Knative's autoscaler, and its activator.
struct ConcurrencyMemory {
    explicit ConcurrencyMemory(const ConcurrencyScaling& rules)
        : machine(rules), stable(rules.stableWindow), panic(rules.panicWindow) {}

    ConcurrencyAutoscaler machine;
    WindowAverage stable;
    WindowAverage panic;
    double area = 0;                 ///< Under the requests under way, at the last look [ns]
    std::int64_t lookedAt = 0;       ///< [ns]
    std::int64_t activeSince = 0;    ///< When something was wanted again [ns]
    std::int64_t idleSince = never;  ///< When it became inactive, unless it is active [ns]
    FrameQueue door;                 ///< Requests at the activator
    CountMeter atDoor;
};

/// The instances of a function.
struct FunctionMemory {
    InstancePool pool;
    Index timer = none;  ///< Frame of the moment when one may have been idle for too long
};

/// What an autoscaler remembers; by kind, as in ScalerPlan.
using ScalerMemory = std::variant<NoScaler, HorizontalAutoscaler, PredictiveMemory, EventMemory,
                                  ConcurrencyMemory, FunctionMemory>;

inline ScalerMemory memoryOf(const NoScaler&, std::int64_t) {
    return NoScaler();
}
inline ScalerMemory memoryOf(const CpuScaler& plan, std::int64_t) {
    return HorizontalAutoscaler(plan.rules);
}
inline ScalerMemory memoryOf(const PredictiveScaler& plan, std::int64_t length) {
    return PredictiveMemory{HorizontalAutoscaler(plan.cpu.rules), LoadForecast(plan.forecast, length)};
}
inline ScalerMemory memoryOf(const EventScaler& plan, std::int64_t) {
    return EventMemory{EventAutoscaler(plan.rules, 0), HorizontalAutoscaler(plan.hpa)};
}
inline ScalerMemory memoryOf(const ConcurrencyScaler& plan, std::int64_t) {
    return ConcurrencyMemory(plan.rules);
}
inline ScalerMemory memoryOf(const FunctionScaler& plan, std::int64_t) {
    return FunctionMemory{InstancePool(plan.rules)};
}

}  // namespace simulator
