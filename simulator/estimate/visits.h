#pragma once

#include "simulator/estimate/solution.h"

namespace simulator::estimating {

/// How often each station is visited for one journey of a workload, as the flows have it; retries and
/// messages included.
std::vector<double> visitsOf(const Network& network, const Solution& solution, Index workload);

}  // namespace simulator::estimating
