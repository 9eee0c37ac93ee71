#include "model/checking/visitor.h"

namespace model::checking {

namespace {

/// Whether there is something, and not too much.
bool checkSize(std::size_t size, std::size_t most, const char* key, const char* what, Walk& walk) {
    if (size > 0 && size <= most) return true;
    const PointerPath::Scope scope(walk.path, key);
    walk.report(size == 0 ? fmt::format("no {}, expected at least one", what)
                          : fmt::format("{} {}, expected at most {}", size, what, most));
    return false;
}

/// Arrivals that the clock cannot part.
void checkDensity(double count, Duration time, const char* key, Walk& walk) {
    const double rate = count / inSeconds(time);
    if (time.count() <= 0 || rate <= highestRate) return;
    const PointerPath::Scope scope(walk.path, key);
    walk.report(fmt::format("{} journeys in {} s, should be at most {} a second", count, inSeconds(time),
                            highestRate));
}

}  // namespace

void checkMore(const DiurnalArrivals& arrivals, Walk& walk) {
    if (arrivals.amplitude > arrivals.mean)
        walk.report(fmt::format("amplitude_per_s {} above mean_per_s {}: the rate would be negative",
                                arrivals.amplitude, arrivals.mean));
    if (arrivals.phase > arrivals.period)
        walk.report(fmt::format("phase_s {} above period_s {}", inSeconds(arrivals.phase),
                                inSeconds(arrivals.period)));
}

void checkMore(const StepArrivals& arrivals, Walk& walk) {
    if (!checkSize(arrivals.levels.size(), mostLevels, "levels", "levels", walk)) return;
    for (std::size_t at = 1; at < arrivals.levels.size(); ++at) {
        const Duration before = arrivals.levels[at - 1].at;
        if (arrivals.levels[at].at > before) continue;
        const PointerPath::Scope list(walk.path, "levels");
        const PointerPath::Scope level(walk.path, at);
        return walk.report(fmt::format("at_s {} after {}, levels should come later and later",
                                       inSeconds(arrivals.levels[at].at), inSeconds(before)));
    }
}

void checkMore(const ModulatedArrivals& arrivals, Walk& walk) {
    checkSize(arrivals.states.size(), mostLevels, "states", "states", walk);
}

void checkMore(const TraceArrivals& arrivals, Walk& walk) {
    if (!checkSize(arrivals.times.size(), mostRecorded, "times_s", "times", walk)) return;
    for (std::size_t at = 1; at < arrivals.times.size(); ++at) {
        if (arrivals.times[at] >= arrivals.times[at - 1]) continue;
        const PointerPath::Scope list(walk.path, "times_s");
        const PointerPath::Scope moment(walk.path, at);
        return walk.report(fmt::format("{} after {}, times should not go back", inSeconds(arrivals.times[at]),
                                       inSeconds(arrivals.times[at - 1])));
    }
    if (!arrivals.repeatAfter) return;
    if (*arrivals.repeatAfter < arrivals.times.back())
        walk.report(fmt::format("repeat_after_s {} before the last of the times, {}",
                                inSeconds(*arrivals.repeatAfter), inSeconds(arrivals.times.back())));
    checkDensity(static_cast<double>(arrivals.times.size()), *arrivals.repeatAfter, "repeat_after_s", walk);
}

void checkMore(const CountedArrivals& arrivals, Walk& walk) {
    if (!checkSize(arrivals.counts.size(), mostRecorded, "counts", "counts", walk)) return;
    const auto largest = std::max_element(arrivals.counts.begin(), arrivals.counts.end());
    checkDensity(*largest, arrivals.interval, "counts", walk);
    const double length = inSeconds(arrivals.interval) * static_cast<double>(arrivals.counts.size());
    if (length > longestSeconds)
        walk.report(fmt::format("{} intervals of {} s, should be at most {} s together",
                                arrivals.counts.size(), inSeconds(arrivals.interval), longestSeconds));
}

}  // namespace model::checking
