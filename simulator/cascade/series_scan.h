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
using Stretches = std::vector<Stretch>;

/// From the first to the last.
Stretch hullOf(const Stretches& parts);
double meanOf(const std::vector<double>& values, const Stretches& parts);
double mostOf(const std::vector<double>& values, const Stretches& parts);

/// Those in which `holds(interval)`, joined over gaps of at most `gap`, without those that are shorter.
template <class Holds>
Stretches stretches(std::size_t first, std::size_t count, std::size_t gap, std::size_t shortest,
                    const Holds& holds) {
    Stretches found;
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

/// How long something may be gone and still be told as one that comes and goes: of the run.
constexpr double comesAgain = 0.25;
/// Those that come again within that time, together.
std::vector<Stretches> comingAndGoing(const Stretches& all, std::size_t count);

/// What a series shows, where it is of one entity.
struct Shown {
    const std::vector<Series>& series;
    std::string entity;
    const Normal& normal;

    Evidence most(const std::string& name, const Stretches& parts, const char* unit = "") const;
    Evidence mean(const std::string& name, const Stretches& parts, const char* unit = "") const;

private:
    Evidence figure(const std::string& name, const Stretches& parts, const char* unit) const;
};

}  // namespace simulator
