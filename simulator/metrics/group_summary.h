#pragma once

#include <vector>

#include "simulator/metrics/recording.h"
#include "simulator/plan/plan.h"
#include "simulator/run_result.h"

namespace simulator {

/// What was found of the groups of consumers. The worst lag is that of the intervals from `firstInterval` on.
std::vector<GroupResult> groupResults(const Plan& plan, const std::vector<Recording>& recordings,
                                      std::size_t firstInterval);

/// Whether every message that a group got has left it once, or is inside.
bool groupsConserve(const Recording& recording);

}  // namespace simulator
