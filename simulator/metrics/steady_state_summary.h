#pragma once

#include <vector>

#include "simulator/metrics/recording.h"

namespace simulator {

/// Whether the hypothesis of the plan held in the replications: it passes when no window missed an objective
/// and some were judged after the faults, or with `throughout` while they acted. A run that was ended by its
/// abort condition has failed.
SteadyStateResult steadyStateResult(const Plan& plan, const std::vector<Recording>& recordings);

}  // namespace simulator
