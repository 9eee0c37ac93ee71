#pragma once

#include <vector>

#include "simulator/metrics/recording.h"
#include "simulator/run_result.h"

namespace simulator {

/// The series of a flow (journeys, then operations), averaged over the replications.
std::vector<Series> flowSeries(const Grid& grid, const std::vector<Recording>& recordings, std::size_t flow);
/// The series of a station (services, then stores, then channels), averaged over the replications.
std::vector<Series> stationSeries(const Grid& grid, const std::vector<Recording>& recordings,
                                  std::size_t station);
/// The replicas of a service that has pods: wanted, ready; where requests wait for one that has to start for
/// them, too, cold_starts: how many did in each interval.
std::vector<Series> scalerSeries(const std::vector<Recording>& recordings, std::size_t podSet,
                                 bool coldStarts);
/// The CPU of the replicas of a service that is scaled vertically: cpu_request, cpu_recommended, evictions.
std::vector<Series> sizeSeries(const std::vector<Recording>& recordings, std::size_t podSet);
/// The series of a group of consumers, averaged over the replications.
std::vector<Series> cacheSeries(const std::vector<Recording>& recordings, std::size_t cache);
std::vector<Series> clusterSeries(const std::vector<Recording>& recordings, std::size_t cluster);
std::vector<Series> groupSeries(const std::vector<Recording>& recordings, std::size_t group);

}  // namespace simulator
