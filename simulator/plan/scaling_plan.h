#pragma once

#include <cstdint>
#include <optional>
#include <variant>

#include "simulator/platform/concurrency_autoscaler.h"
#include "simulator/platform/event_autoscaler.h"
#include "simulator/platform/horizontal_autoscaler.h"
#include "simulator/platform/instance_pool.h"
#include "simulator/platform/load_forecast.h"
#include "simulator/platform/vertical_autoscaler.h"

namespace simulator {

/// There are always as many pods as were deployed.
struct NoScaler {
    bool operator==(const NoScaler&) const = default;
};

/// A HorizontalPodAutoscaler with a target for CPU, and one for memory.
struct CpuScaler {
    HorizontalAutoscaling rules;
    std::int32_t targetPercent = 70;  ///< Of the request
    std::int64_t metricsWindow = 0;   ///< Between two looks at what pods have used [ns]
    std::int32_t memoryPercent = 0;   ///< Target, of the request; none when 0

    bool operator==(const CpuScaler&) const = default;
};

/// The same, and ahead of a load that comes again: whichever wants more.
struct PredictiveScaler {
    CpuScaler cpu;
    ForecastRules forecast;

    bool operator==(const PredictiveScaler&) const = default;
};

/// KEDA, with the backlog of a group of consumers as its source.
struct EventScaler {
    EventScaling rules;
    HorizontalAutoscaling hpa;
    std::uint32_t group = 0;
    double threshold = 5;  ///< Messages of each pod

    bool operator==(const EventScaler&) const = default;
};

/// Knative's KPA.
struct ConcurrencyScaler {
    ConcurrencyScaling rules;
    std::int64_t zeroGrace = 0;  ///< That the last pod stays [ns]

    bool operator==(const ConcurrencyScaler&) const = default;
};

/// Instances of a function, each made for a request.
struct FunctionScaler {
    InstanceRules rules;

    bool operator==(const FunctionScaler&) const = default;
};

/// What decides how many pods of a service there are to be.
using ScalerPlan =
    std::variant<NoScaler, CpuScaler, PredictiveScaler, EventScaler, ConcurrencyScaler, FunctionScaler>;

/// A VerticalPodAutoscaler in update mode "Recreate": what decides how large pods are.
struct VerticalScaler {
    VerticalRules rules;
    std::optional<std::int32_t> maxUnavailable;  ///< Of the disruption budget; a single pod has none

    bool operator==(const VerticalScaler&) const = default;
};

}  // namespace simulator
