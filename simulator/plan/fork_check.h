#pragma once

#include <optional>

#include "model/result.h"
#include "simulator/plan/plan.h"

namespace simulator {

/// Why a run by one plan cannot go on by the other; nothing when it can. They must have the same shape: the
/// same entities, steps in the same order, and run for the same time. Numbers may differ: times, chances,
/// policies, limits, workers, pools, rates, faults to come; replicas and users may be added, but none taken
/// away, and none of a service that consumes messages or has locks of its replicas. Autoscaling
/// stays as it is.
std::optional<model::Error> whyNotForked(const Plan& from, const Plan& to);

}  // namespace simulator
