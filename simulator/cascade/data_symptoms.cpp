// What the series of caches, of groups of consumers and of autoscalers show.
#include <fmt/format.h>

#include <cmath>

#include "model/references.h"
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

/// How long keys of a cache live, that is called `store` or `service`, with `/name` where it has one.
std::optional<model::Duration> lifeOfKeys(const model::Project& project, const std::string& cache) {
    std::optional<model::Duration> life;
    for (const model::Service& service : project.services)
        for (const model::Operation& operation : service.operations)
            model::forEachStep(operation.behaviour, [&](const model::Step& step) {
                const auto* lookup = std::get_if<model::CacheLookup>(&step.action);
                if (!lookup || !lookup->ttl) return;
                std::string id = lookup->store ? lookup->store->value() : service.id.value();
                if (!lookup->name.empty()) id += '/' + lookup->name;
                if (id == cache) life = lookup->ttl;
            });
    return life;
}

}  // namespace

void findCacheMisses(const model::Project& project, const RunResult& result, const Normal& normal,
                     std::vector<CascadeEvent>& events) {
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
            if (const auto life = lifeOfKeys(project, cache.id); life && life->count() > 0)
                event.sentence = fmt::format(" (its keys expire after {:g} s)", model::inSeconds(*life));
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

// Those that turn round once do what they are for; more often they hunt.
void findScaling(const RunResult& result, const Normal& normal, std::vector<CascadeEvent>& events) {
    for (const StationResult& station : result.stations) {
        const std::vector<double>& wanted = seriesOf(station.series, "wanted");
        if (wanted.empty()) continue;
        const double usual = mostOf(wanted, normal.from, normal.to);
        const auto first = std::find_if(wanted.begin() + static_cast<std::ptrdiff_t>(normal.to), wanted.end(),
                                        [&](double value) { return value > usual; });
        if (first == wanted.end()) continue;
        const auto from = static_cast<std::size_t>(first - wanted.begin());
        double high = *first;
        int turns = 0;
        bool goesUp = true;
        std::size_t last = from;
        for (std::size_t at = from + 1; at < wanted.size(); ++at) {
            if (wanted[at] == wanted[at - 1] || !std::isfinite(wanted[at])) continue;
            const bool up = wanted[at] > wanted[at - 1];
            turns += up != goesUp;
            goesUp = up;
            high = std::max(high, wanted[at]);
            last = at;
        }
        CascadeEvent event =
            Stretch{from, last + 1}.event(wanted.size(), normal.interval, Mechanism::Scaling, station.id);
        if (wanted.back() > usual) event.to.reset();
        event.amount = high;
        event.sentence = fmt::format("wanted up to {:.0f} replicas instead of {:.0f}", high, usual);
        if (turns > 1) event.sentence += fmt::format(" and turned round {} times", turns);
        events.push_back(event);
    }
}

}  // namespace simulator
