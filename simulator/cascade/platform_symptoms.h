#pragma once

#include <vector>

#include "simulator/cascade/series_scan.h"

// What the chronicle of a run, and the series of caches and groups, tell beside failures of calls.
namespace simulator {

constexpr double mergedGap = 10;  ///< Between what is of the same kind and told as one [s]

/// Those of one client service for one other, all replicas together.
void findBreakers(const RunResult& result, std::vector<CascadeEvent>& events);
/// Containers that end, and readiness that is lost; those of one kind of one service together.
void findRestarts(const RunResult& result, std::vector<CascadeEvent>& events);
/// Replicas that outlier detection takes out, and balancers that panic; by client and service.
void findEjections(const RunResult& result, std::vector<CascadeEvent>& events);
/// Autoscalers that want more replicas than they used to.
void findScaling(const RunResult& result, const Normal& normal, std::vector<CascadeEvent>& events);
/// Look-ups that miss where they used to hit.
void findCacheMisses(const model::Project& project, const RunResult& result, const Normal& normal,
                     std::vector<CascadeEvent>& events);
/// Messages that wait for their consumers longer than they used to.
void findBacklogs(const RunResult& result, const Normal& normal, std::vector<CascadeEvent>& events);

}  // namespace simulator
