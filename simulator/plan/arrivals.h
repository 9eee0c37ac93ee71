#pragma once

#include "model/result.h"
#include "model/scenario.h"
#include "simulator/plan/plan.h"

namespace simulator {

/// How the journeys of a workload begin: at a rate, as recorded, or by users.
/// Fails on load that never comes, comes faster than time can be divided, or changes without end.
model::Result<WorkloadPlan> compileArrivals(const model::Workload& workload, std::int64_t length);

/// Whether the load changes on a schedule, so that no run of it has a steady state.
bool isScheduled(const model::Arrivals& arrivals);

}  // namespace simulator
