#pragma once

#include "simulator/metrics/recording.h"
#include "simulator/plan/plan.h"

namespace simulator {

/// The result of replications, as far as they came: all but what it took to run them.
RunResult outcome(const Plan& plan, const Grid& grid, const std::vector<Recording>& recordings);

/// Whether a replication ended before its time because the system had no more memory: where, depends on the
/// machine and on what runs beside.
bool lackedMemory(const RunResult& result);

}  // namespace simulator
