#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "simulator/cascade/cascade.h"

// How series of a run are searched for stretches in which something is out of the ordinary.
namespace simulator {

/// The values of the series with that name; none when there is no such series.
const std::vector<double>& seriesOf(const std::vector<Series>& all, const std::string& name);

/// Of the intervals from `from` on, before `to`; those without a value are left out. 0 when none has.
double meanOf(const std::vector<double>& values, std::size_t from, std::size_t to);
double mostOf(const std::vector<double>& values, std::size_t from, std::size_t to);

/// The means of so many intervals, from each on.
std::vector<double> smoothed(const std::vector<double>& values, std::size_t width);

/// Intervals that are taken for normal: those before the first trigger.
struct Normal {
    std::size_t from = 0;
    std::size_t to = 0;
    double interval = 1;  ///< [s]
};

/// Intervals in which something holds.
struct Stretch {
    std::size_t from;
    std::size_t to;  ///< Behind the last

    /// What holds in it, in a series of that many intervals: to the end of the run when it reaches there.
    CascadeEvent event(std::size_t count, double interval, Mechanism mechanism,
                       const std::string& entity) const;
};

/// Those in which `holds(interval)`, joined over gaps of at most `gap`, without those that are shorter.
template <class Holds>
std::vector<Stretch> stretches(std::size_t first, std::size_t count, std::size_t gap, std::size_t shortest,
                               const Holds& holds) {
    std::vector<Stretch> found;
    for (std::size_t at = first; at < count; ++at) {
        if (!holds(at)) continue;
        if (!found.empty() && at <= found.back().to + gap)
            found.back().to = at + 1;
        else
            found.push_back({at, at + 1});
    }
    std::erase_if(found, [shortest](const Stretch& stretch) { return stretch.to - stretch.from < shortest; });
    return found;
}

/// Look-ups that miss where they used to hit.
void findCacheMisses(const model::Project& project, const RunResult& result, const Normal& normal,
                     std::vector<CascadeEvent>& events);
/// Messages that wait for their consumers longer than they used to.
/// Autoscalers that want more replicas than they used to, and how often they turn round.
void findScaling(const RunResult& result, const Normal& normal, std::vector<CascadeEvent>& events);
void findBacklogs(const RunResult& result, const Normal& normal, std::vector<CascadeEvent>& events);

}  // namespace simulator
