#pragma once

#include <cstdint>
#include <variant>

#include "simulator/plan/plan.h"
#include "simulator/platform/horizontal_autoscaler.h"

namespace simulator {

/// What a pod is about. One that a fault has killed stays where it was.
enum class PodPhase : std::uint8_t {
    Absent,    ///< A place for one
    Pulling,   ///< Its image
    Starting,  ///< Until the readiness probe has seen that it has started
    Ready,     ///< Gets requests
    Draining,  ///< Ends what it has
};

/// A replica of a service that has pods, or a place for one.
struct Pod {
    PodPhase phase = PodPhase::Absent;
    bool hasBase = false;      ///< It was looked at before
    bool hasUsage = false;     ///< There are figures of it
    Index event = none;        ///< The frame of what happens to it next
    std::int64_t created = 0;  ///< Times in [ns]
    std::int64_t started = 0;  ///< Its container
    std::int64_t readinessChanged = 0;
    std::int64_t killedAt = 0;  ///< The end of its grace period
    std::int64_t baseAt = 0;    ///< When it was looked at
    double base = 0;            ///< What it had used by then [thousandths of a CPU x ns]
    std::int64_t window = 0;    ///< Of the figures
    double usage = 0;           ///< Mean of the window [thousandths of a CPU]
};

/// What an autoscaler remembers; by kind, as in ScalerPlan.
using ScalerMemory = std::variant<NoScaler, HorizontalAutoscaler>;

inline ScalerMemory memoryOf(const NoScaler&) {
    return NoScaler();
}
inline ScalerMemory memoryOf(const CpuScaler& plan) {
    return HorizontalAutoscaler(plan.rules);
}

/// The pods of a service, and what decides how many there are to be.
struct PodSet {
    explicit PodSet(const PodSetPlan& plan)
        : scaler(std::visit([](const auto& kind) { return memoryOf(kind); }, plan.scaler)),
          wanted(plan.initial) {}

    ScalerMemory scaler;
    std::uint32_t wanted;        ///< Replicas
    std::uint32_t draining = 0;  ///< Pods
};

}  // namespace simulator
