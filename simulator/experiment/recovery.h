#pragma once

#include <optional>

#include "simulator/run_result.h"

namespace simulator {

/// How a run went after a moment: whether it is well again.
struct Recovery {
    bool isWell = false;  ///< Users are served and nothing piles up; or what has piled up is being worked off
    std::optional<double> after;  ///< From that moment until users are served, to the end [s]
    double served = 0;  ///< Of the journeys that started in the last third of the time, the share that ended
                        ///< well

    bool operator==(const Recovery&) const = default;
};

/// What counts as being served: so much of what is usual.
inline constexpr double servedShare = 0.9;

/// Of a run of one replication. `since` [s] is the end of the trigger; `usual` is the share of journeys that
/// end well in a system with little to do.
///
/// Journeys that end well, of those that started, smoothed over 5 s or the time of 200 journeys, are 0.9 of
/// the usual share. What piles up is what waits in all stations: its mean in the first third of the time
/// against that in the last. More than 1 % of the load piling up, and five requests, is a system that is
/// going to fail; a backlog of a second of load or more that has become a sixteenth smaller is one that will
/// recover.
Recovery recoveryOf(const RunResult& result, double since, double usual);

/// Share of the journeys that ended well in the second half of a run.
double usualShareOf(const RunResult& result);

}  // namespace simulator
