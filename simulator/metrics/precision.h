#pragma once

#include <string>

#include "simulator/run_result.h"

namespace simulator {

/// How narrow the 95 % intervals of a result are: the widest, relative to its figure, of every journey's mean
/// latency and goodput and of every objective.
struct Precision {
    double share = 0;    ///< Half-width / value; infinite where a figure is missing
    std::string figure;  ///< Whose: `mean latency of browsing.buy`
};
Precision precisionOf(const RunResult& result);

/// How many replications to add to `done`, at most so many that there are `most`: the half-width shrinks with
/// the root of their number (Law: Simulation Modeling and Analysis, 5th ed., section 9.4.1). None when the
/// precision is reached or cannot be.
int missingReplications(const Precision& reached, double wanted, int done, int most);

/// `within 1 % after 14 replications (widest: ...)`, or that it was not reached.
std::string precisionText(const Precision& reached, double wanted, int replications);

}  // namespace simulator
