// What the series of caches and of groups of consumers show.
#include <cmath>

#include "simulator/cascade/series_scan.h"

namespace simulator {

namespace {

constexpr double noticeableMisses = 0.1;  ///< Of the look-ups, beyond what is usual
constexpr double oldForMessages = 1000;   ///< At least [ms]
constexpr double longerThanUsual = 3;     ///< Times what was not exceeded in a quarter of the time before

double lowerQuartile(const std::vector<double>& values, std::size_t from, std::size_t to) {
    std::vector<double> known;
    for (std::size_t at = from; at < std::min(to, values.size()); ++at)
        if (std::isfinite(values[at])) known.push_back(values[at]);
    if (known.empty()) return 0;
    const auto quarter = known.begin() + static_cast<std::ptrdiff_t>(known.size() / 4);
    std::nth_element(known.begin(), quarter, known.end());
    return *quarter;
}

}  // namespace

void findCacheMisses(const RunResult& result, const Normal& normal, std::vector<CascadeEvent>& events) {
    for (const CacheResult& cache : result.caches) {
        const std::vector<double>& hits = seriesOf(cache.series, "hit_ratio");
        const double usual = meanOf(hits, normal.from, normal.to);
        const auto misses = [&](std::size_t at) {
            return std::isfinite(hits[at]) && hits[at] < usual - noticeableMisses;
        };
        for (const Stretch& stretch : stretches(normal.to, hits.size(), 5, 1, misses)) {
            CascadeEvent event = stretch.event(hits.size(), normal.interval, Mechanism::CacheMisses,
                                               cache.id.substr(0, cache.id.find('/')));
            for (std::size_t at = stretch.from; at < stretch.to; ++at)
                if (std::isfinite(hits[at])) event.amount = std::max(event.amount, 1 - hits[at]);
            events.push_back(event);
        }
    }
}

void findBacklogs(const RunResult& result, const Normal& normal, std::vector<CascadeEvent>& events) {
    for (const GroupResult& group : result.groups) {
        const std::vector<double>& ages = seriesOf(group.series, "oldest_ms");
        const std::vector<double>& lags = seriesOf(group.series, "lag");
        const double usual = lowerQuartile(ages, normal.from, normal.to);
        const auto grows = [&](std::size_t at) {
            return ages[at] > std::max(oldForMessages, longerThanUsual * usual);
        };
        for (const Stretch& stretch : stretches(normal.from, ages.size(), 5, 3, grows)) {
            CascadeEvent event =
                stretch.event(ages.size(), normal.interval, Mechanism::Backlog, group.channel);
            event.caller = group.id;
            event.amount = mostOf(lags, stretch.from, stretch.to);
            events.push_back(event);
        }
    }
}

}  // namespace simulator
