#pragma once

#include <string>
#include <vector>

#include "simulator/metrics/recording.h"
#include "simulator/plan/plan.h"

namespace simulator {

/// What is discarded at the start of each replication.
struct WarmUp {
    std::size_t chunk = 0;  ///< The first chunk that counts
    int mark = -1;          ///< Of the latency recorders, where they begin to count; -1: from their start
    double seconds = 0;
    std::string note;
};

/// The warm-up as the scenario states it; none for a run that follows a schedule; else the longest that
/// MSER-5 finds in the journeys' latencies of any replication, rounded up to the next mark.
WarmUp findWarmUp(const Plan& plan, const Grid& grid, const std::vector<Recording>& recordings);

/// Welch's curve: the mean latency [ms] of the journeys that end in each interval of the series, averaged
/// over the replications, then over a window of a twentieth of the run to each side, smaller near the start
/// (Welch: The statistical analysis of simulation results, 1983). Flat from the end of the warm-up on. NaN
/// where no journey ended; the last twentieth is left out.
std::vector<double> welchCurve(const Grid& grid, const std::vector<Recording>& recordings);

}  // namespace simulator
