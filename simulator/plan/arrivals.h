#pragma once

#include "model/result.h"
#include "model/scenario.h"
#include "simulator/plan/plan.h"

namespace simulator {

/// How the journeys of a workload begin: pieces of time with a linear rate, or users.
/// Fails on load that never comes, or comes faster than time can be divided.
model::Result<WorkloadPlan> compileArrivals(const model::Workload& workload, std::int64_t length);

}  // namespace simulator
