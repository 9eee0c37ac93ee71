#include "simulator/estimate/load_profile.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace simulator::estimating {

namespace {

constexpr double mostScv = 20;

/// How many of the moments of a recording lie before `end` [s], rounds included.
double countBefore(const model::TraceArrivals& arrivals, double end) {
    const auto within = [&](double time) {
        return static_cast<double>(
            std::partition_point(arrivals.times.begin(), arrivals.times.end(),
                                 [&](model::Duration moment) { return model::inSeconds(moment) < time; }) -
            arrivals.times.begin());
    };
    const double round = arrivals.repeatAfter ? model::inSeconds(*arrivals.repeatAfter) : 0;
    if (!(round > 0)) return within(end);
    const double rounds = std::floor(end / round);
    return rounds * static_cast<double>(arrivals.times.size()) + within(end - rounds * round);
}

double mostWithin(const std::vector<model::Duration>& times, double window, double end) {
    std::size_t first = 0;
    std::size_t most = 0;
    for (std::size_t at = 0; at < times.size() && model::inSeconds(times[at]) < end; ++at) {
        while (model::inSeconds(times[at] - times[first]) >= window) ++first;
        most = std::max(most, at + 1 - first);
    }
    return static_cast<double>(most);
}

double scvOfGaps(const std::vector<model::Duration>& times) {
    if (times.size() < 3) return 1;
    const auto gaps = static_cast<double>(times.size() - 1);
    const double mean = model::inSeconds(times.back() - times.front()) / gaps;
    if (!(mean > 0)) return mostScv;
    double squares = 0;
    for (std::size_t at = 1; at < times.size(); ++at) {
        const double excess = model::inSeconds(times[at] - times[at - 1]) - mean;
        squares += excess * excess;
    }
    return std::min(mostScv, squares / gaps / (mean * mean));
}

}  // namespace

LoadProfile profileOf(const model::RampArrivals& arrivals, double length) {
    const double over = std::max(0.0, model::inSeconds(arrivals.over));
    const double reached =
        over <= length ? arrivals.to : arrivals.from + (arrivals.to - arrivals.from) * length / over;
    const double rising = std::min(over, length);
    const double journeys = rising * (arrivals.from + reached) / 2 + (length - rising) * arrivals.to;
    return {journeys / length, std::max(arrivals.from, reached)};
}

LoadProfile profileOf(const model::SpikeArrivals& arrivals, double length) {
    const double start = std::clamp(model::inSeconds(arrivals.start), 0.0, length);
    const double end = std::clamp(start + model::inSeconds(arrivals.length), start, length);
    const double mean = arrivals.base + (arrivals.peak - arrivals.base) * (end - start) / length;
    return {mean, end > start ? std::max(arrivals.base, arrivals.peak) : arrivals.base};
}

LoadProfile profileOf(const model::DiurnalArrivals& arrivals, double length) {
    const double turn = 2 * std::numbers::pi;
    const double period = std::max(1e-9, model::inSeconds(arrivals.period));
    const double from = turn * model::inSeconds(arrivals.phase) / period;
    const double to = from + turn * length / period;
    const double mean = arrivals.mean + arrivals.amplitude * (std::cos(from) - std::cos(to)) / (to - from);
    const double crest = turn * (std::ceil(from / turn - 0.25) + 0.25);  // The first from the start on
    const double highest = crest <= to ? 1 : std::max(std::sin(from), std::sin(to));
    return {mean, arrivals.mean + arrivals.amplitude * highest};
}

LoadProfile profileOf(const model::StepArrivals& arrivals, double length) {
    LoadProfile profile;
    for (std::size_t at = 0; at < arrivals.levels.size(); ++at) {
        const double start = std::clamp(model::inSeconds(arrivals.levels[at].at), 0.0, length);
        const bool isLast = at + 1 == arrivals.levels.size();
        const double end =
            isLast ? length : std::clamp(model::inSeconds(arrivals.levels[at + 1].at), start, length);
        if (!(end > start)) continue;
        profile.mean += arrivals.levels[at].rate * (end - start) / length;
        profile.peak = std::max(profile.peak, arrivals.levels[at].rate);
    }
    return profile;
}

LoadProfile profileOf(const model::CountedArrivals& arrivals, double length) {
    LoadProfile profile;
    const double interval = model::inSeconds(arrivals.interval);
    if (!(interval > 0) || arrivals.counts.empty()) return profile;
    if (arrivals.spacing == model::Spacing::Regular) profile.scv = 0;
    const double round = interval * static_cast<double>(arrivals.counts.size());
    const double rounds = arrivals.repeat ? std::floor(length / round) : 0;
    double rest = length - rounds * round;
    for (const std::int32_t count : arrivals.counts) {
        const double part = std::clamp(rest / interval, 0.0, 1.0);
        rest -= interval;
        if (rounds > 0 || part > 0) profile.peak = std::max(profile.peak, count / interval);
        profile.mean += count * (rounds + part) / length;
    }
    return profile;
}

LoadProfile profileOf(const model::TraceArrivals& arrivals, double length) {
    const double window = std::min(length, std::max(1.0, length / 100));
    const double mean = countBefore(arrivals, length) / length;
    const double peak = mostWithin(arrivals.times, window, length) / window;
    return {mean, std::max(mean, peak), scvOfGaps(arrivals.times)};
}

}  // namespace simulator::estimating
