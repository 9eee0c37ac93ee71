#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "simulator/run_result.h"

namespace app {

/// The values of the series of that name; empty when it was not recorded.
const std::vector<double>& seriesValues(const std::vector<simulator::Series>& series,
                                        const std::string& name);
/// The value in one interval; NaN where nothing was seen.
double seriesAt(const std::vector<simulator::Series>& series, const std::string& name, std::size_t interval);
/// The sum of a series over several flows; NaN only where none of them has a value.
std::vector<double> summedSeries(const std::vector<simulator::FlowResult>& flows, const std::string& name);
/// The flow (journey or operation) of that id, or null.
const simulator::FlowResult* findFlow(const simulator::RunResult& result, const std::string& id);
const simulator::StationResult* findStation(const simulator::RunResult& result, const std::string& kind,
                                            const std::string& id);
/// The CPU of the replicas of a service that is scaled vertically.
struct CpuSizing {
    double atStart = 0;  ///< Requested by all that are paid for [cores]
    double atMost = 0;
    double atEnd = 0;
    double recommended = 0;  ///< For each, at the end; NaN before the first recommendation [cores]
    double evictions = 0;    ///< In the whole run, on average over the replications
};
/// From its series; nothing for other stations.
std::optional<CpuSizing> cpuSizing(const simulator::StationResult& station);
/// The simulated time that the counts cover, over all replications [s].
double observedSeconds(const simulator::RunResult& result);

}  // namespace app
