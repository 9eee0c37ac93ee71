// What the series of caches and of groups of consumers show.
#include <fmt/format.h>

#include <cmath>

#include "model/references.h"
#include "simulator/cascade/platform_symptoms.h"
#include "simulator/cascade/words.h"

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

/// How many asked for one key at the same time, where that is more than a few.
std::string stampedeText(const CacheResult& cache) {
    constexpr std::uint64_t few = 50;
    if (cache.stampede < few) return {};
    const std::string many = countText(static_cast<double>(cache.stampede));
    if (cache.coalesced > cache.misses)
        return " Up to " + many + " asked for one key at the same time: one made it, and the others waited.";
    return " Up to " + many + " asked for one key at the same time, and each of them made it anew.";
}

/// A group that shares its partitions out again and again handles little.
std::string rebalancesText(const GroupResult& group) {
    if (group.rebalances == 0) return {};
    return fmt::format(
        " Its consumers shared the partitions out anew {} times in the run, and stood still for {:.3g} s.",
        countText(static_cast<double>(group.rebalances)), group.pausedSeconds);
}

const StationResult* channelOf(const RunResult& result, const std::string& channel) {
    for (const StationResult& station : result.stations)
        if (station.id == channel && station.kind == "channel") return &station;
    return nullptr;
}

/// What came and what was handed to consumers while the line grew, and how late the oldest was.
std::string ratesText(const RunResult& result, const GroupResult& group, const Stretch& stretch) {
    const std::vector<double>& lag = seriesOf(group.series, "lag");
    std::size_t peak = stretch.from;
    for (std::size_t at = stretch.from; at < std::min(stretch.to, lag.size()); ++at)
        if (lag[at] > lag[peak]) peak = at;
    const double late = mostOf(seriesOf(group.series, "oldest_ms"), stretch.from, stretch.to) / 1000;
    const std::string lateText = fmt::format(" The oldest waited {:.3g} s at the worst.", late);
    const StationResult* const station = channelOf(result, group.channel);
    if (!station || peak < stretch.from + 3) return lateText;
    const double came = meanOf(seriesOf(station->series, "offered_rps"), stretch.from, peak);
    const double handed = meanOf(seriesOf(station->series, "served_rps"), stretch.from, peak);
    if (came < 1.02 * handed) return lateText;
    return fmt::format(" While it grew {} came, and the {} of {} took {}.", rateText(came),
                       countText(static_cast<double>(group.members), "consumer"), group.id,
                       rateText(handed)) +
           lateText;
}

/// Who reads what the group writes sees old content.
std::string readersText(const RunResult& result, const GroupResult& group, const Stretch& stretch) {
    std::string text;
    for (const ProjectionResult& projection : result.projections) {
        if (projection.channel != group.channel || projection.group != group.id) continue;
        const double late =
            mostOf(seriesOf(projection.series, "staleness_p99_ms"), stretch.from, stretch.to) / 1000;
        if (late > 0)
            text += fmt::format(" Who read {} saw what was up to {:.3g} s old.", projection.id, late);
    }
    return text;
}

CascadeEvent missesOf(const model::Project& project, const CacheResult& cache, const Stretch& stretch,
                      const Normal& normal) {
    const std::vector<double>& hits = seriesOf(cache.series, "hit_ratio");
    CascadeEvent event = stretch.event(hits.size(), normal.interval, Mechanism::CacheMisses,
                                       cache.id.substr(0, cache.id.find('/')));
    event.usual = 1 - meanOf(hits, normal.from, normal.to);
    for (std::size_t at = stretch.from; at < stretch.to; ++at)
        if (std::isfinite(hits[at])) event.amount = std::max(event.amount, 1 - hits[at]);
    event.clause = "look-ups in the cache " + event.entity + " missed";
    if (const auto life = lifeOfKeys(project, cache.id); life && life->count() > 0)
        event.detail = fmt::format(" In this cache its keys expire after {:g} s.", model::inSeconds(*life));
    event.detail += stampedeText(cache);
    const Shown shown{cache.series, cache.id, normal};
    event.evidence = {shown.mean("hit_ratio", {stretch}, "share"),
                      shown.mean("fills_rps", {stretch}, "fills/s")};
    event.evidence.push_back({"figures",
                              cache.id,
                              "stampede",
                              "look-ups of one key",
                              event.from,
                              event.from,
                              static_cast<double>(cache.stampede),
                              {}});
    return event;
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
        for (const Stretch& stretch : stretches(normal.to, hits.size(), 5, 1, misses))
            events.push_back(missesOf(project, cache, stretch, normal));
    }
}

void findBacklogs(const RunResult& result, const Normal& normal, std::vector<CascadeEvent>& events) {
    for (const GroupResult& group : result.groups) {
        const std::vector<double>& ages = seriesOf(group.series, "oldest_ms");
        const double usual = lowerQuartile(ages, normal.from, normal.to);
        const auto grows = [&](std::size_t at) {
            return ages[at] > std::max(oldForMessages, longerThanUsual * usual);
        };
        for (const Stretch& stretch : stretches(normal.from, ages.size(), 5, 3, grows)) {
            CascadeEvent event =
                stretch.event(ages.size(), normal.interval, Mechanism::Backlog, group.channel);
            event.caller = group.id;
            event.amount = mostOf(seriesOf(group.series, "lag"), stretch.from, stretch.to);
            event.clause = "messages for " + group.id + " waited in " + group.channel;
            event.detail = ratesText(result, group, stretch) + readersText(result, group, stretch) +
                           rebalancesText(group);
            const Shown shown{group.series, group.channel + " / " + group.id, normal};
            event.evidence = {shown.most("lag", {stretch}, "messages"),
                              shown.most("oldest_ms", {stretch}, "ms")};
            events.push_back(event);
        }
    }
}

}  // namespace simulator
