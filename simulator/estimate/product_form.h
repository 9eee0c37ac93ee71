#pragma once

#include "simulator/estimate/evaluation.h"

namespace simulator::estimating {

/// Solves the network exactly where it has a product form: closed workloads only, no failures and no branches
/// in parallel, and each station either has a worker for every user or is the place of one exponential
/// service that is the same for all. Sets the rates of the workloads and the waits of the stations. False
/// when there is no product form, or when it would take too long.
bool solveProductForm(const Network& network, Solution& solution);

}  // namespace simulator::estimating
