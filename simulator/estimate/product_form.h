#pragma once

#include "simulator/estimate/evaluation.h"

namespace simulator::estimating {

/// Solves the network where it has a product form: users of a fixed number and Poisson streams beside them,
/// no failures that depend on time and no branches in parallel, and each station either has a worker for
/// everybody or is the place of one exponential service that is the same for all, by one server if streams
/// come to it. Exactly (`exact`) unless the populations are too large for that. Sets the rates of the
/// workloads and the waits of the stations. False when there is no product form.
bool solveProductForm(const Network& network, Solution& solution);

}  // namespace simulator::estimating
