#pragma once

#include <QtGlobal>

#include "simulator/run_result.h"
#include "tests/simulator/queueing.h"

namespace queueing {

/// The same, with replicas that follow their autoscaling.
inline Project follow(Project project) {
    Scenario scenario = *project.scenarios.find(ScenarioId("test"));
    scenario.autoscaling = true;
    project.scenarios = project.scenarios.with(scenario);
    return project;
}

/// So many journeys a second, one second after the other, at equal distances.
inline CountedArrivals steps(const std::vector<std::pair<int, int>>& secondsAndRates) {
    CountedArrivals arrivals;
    arrivals.interval = seconds(1);
    arrivals.spacing = Spacing::Regular;
    for (const auto& [length, rate] : secondsAndRates)
        for (int second = 0; second < length; ++second) arrivals.counts.push_back(rate);
    return arrivals;
}

inline Distribution always(double milliseconds) {
    return Distribution::constant(model::milliseconds(milliseconds));
}

inline const std::vector<double>& seriesOf(const simulator::StationResult& station, const char* name) {
    for (const simulator::Series& series : station.series)
        if (series.name == name) return series.values;
    qFatal("no series %s", name);
}

/// (second, value) from where on a series has a value.
using Changes = std::vector<std::pair<int, double>>;
inline Changes changesOf(const simulator::RunResult& result, const char* name, std::size_t station = 0) {
    Changes changes;
    const std::vector<double>& values = seriesOf(result.stations.at(station), name);
    for (std::size_t at = 0; at < values.size(); ++at)
        if (changes.empty() || changes.back().second != values[at])
            changes.emplace_back(static_cast<int>(at), values[at]);
    return changes;
}

}  // namespace queueing
