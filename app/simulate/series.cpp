#include "app/simulate/series.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace app {

const std::vector<double>& seriesValues(const std::vector<simulator::Series>& series,
                                        const std::string& name) {
    static const std::vector<double> none;
    const auto found = std::find_if(series.begin(), series.end(),
                                    [&name](const simulator::Series& one) { return one.name == name; });
    return found == series.end() ? none : found->values;
}

double seriesAt(const std::vector<simulator::Series>& series, const std::string& name, std::size_t interval) {
    const std::vector<double>& values = seriesValues(series, name);
    return interval < values.size() ? values[interval] : std::numeric_limits<double>::quiet_NaN();
}

std::vector<double> summedSeries(const std::vector<simulator::FlowResult>& flows, const std::string& name) {
    std::vector<double> sum;
    for (const simulator::FlowResult& flow : flows) {
        const std::vector<double>& values = seriesValues(flow.series, name);
        if (sum.size() < values.size()) sum.resize(values.size(), std::numeric_limits<double>::quiet_NaN());
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (std::isnan(values[i])) continue;
            sum[i] = std::isnan(sum[i]) ? values[i] : sum[i] + values[i];
        }
    }
    return sum;
}

const simulator::FlowResult* findFlow(const simulator::RunResult& result, const std::string& id) {
    for (const auto* const flows : {&result.journeys, &result.operations})
        for (const simulator::FlowResult& flow : *flows)
            if (flow.id == id) return &flow;
    return nullptr;
}

const simulator::StationResult* findStation(const simulator::RunResult& result, const std::string& kind,
                                            const std::string& id) {
    for (const simulator::StationResult& station : result.stations)
        if (station.kind == kind && station.id == id) return &station;
    return nullptr;
}

std::optional<CpuSizing> cpuSizing(const simulator::StationResult& station) {
    const std::vector<double>& requested = seriesValues(station.series, "cpu_request");
    const std::vector<double>& recommended = seriesValues(station.series, "cpu_recommended");
    const std::vector<double>& evictions = seriesValues(station.series, "evictions");
    if (requested.empty() || recommended.empty()) return std::nullopt;
    return CpuSizing{requested.front(), *std::max_element(requested.begin(), requested.end()),
                     requested.back(), recommended.back(),
                     std::accumulate(evictions.begin(), evictions.end(), 0.0)};
}

double observedSeconds(const simulator::RunResult& result) {
    return std::max(0.0, result.simulatedSeconds - result.warmUpSeconds) * std::max(1, result.replications);
}

}  // namespace app
