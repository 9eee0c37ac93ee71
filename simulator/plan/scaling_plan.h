#pragma once

#include <cstdint>
#include <variant>

#include "simulator/platform/horizontal_autoscaler.h"

namespace simulator {

/// There are always as many pods as were deployed.
struct NoScaler {
    bool operator==(const NoScaler&) const = default;
};

/// A HorizontalPodAutoscaler with a target for CPU.
struct CpuScaler {
    HorizontalAutoscaling rules;
    std::int32_t targetPercent = 70;  ///< Of the request
    std::int64_t metricsWindow = 0;   ///< Between two looks at what pods have used [ns]

    bool operator==(const CpuScaler&) const = default;
};

/// What decides how many pods of a service there are to be.
using ScalerPlan = std::variant<NoScaler, CpuScaler>;

}  // namespace simulator
