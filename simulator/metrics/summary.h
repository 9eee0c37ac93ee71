#pragma once

#include <vector>

#include "simulator/metrics/recording.h"
#include "simulator/metrics/warm_up.h"
#include "simulator/plan/plan.h"
#include "simulator/run_result.h"

namespace simulator {

/// The results of a plan from the recordings of its replications, in their order: warm-up, figures with
/// intervals, series, objectives, and what must hold in every run. Engine figures and time are left to the
/// caller.
RunResult summarise(const Plan& plan, const Grid& grid, const std::vector<Recording>& recordings);
/// The same with a warm-up that somebody else found, in recordings on the same grid.
RunResult summarise(const Plan& plan, const Grid& grid, const std::vector<Recording>& recordings,
                    const WarmUp& warmUp);

}  // namespace simulator
