#pragma once

#include "simulator/estimate/solution.h"

namespace simulator::estimating {

/// Finds how many requests can be at each station at the same time: a caller holds a worker while it waits,
/// so a callee never sees more than its callers have workers, or than there are users. Callers that may give
/// up leave work behind and bound nothing.
void boundSources(const Network& network, Solution& solution);

}  // namespace simulator::estimating
