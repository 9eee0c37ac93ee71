#include "simulator/estimate/modulation.h"

#include <algorithm>

namespace simulator::estimating {

namespace {

constexpr std::size_t mostLevels = 16;

/// Shares of the time in as many parts, each with its mean factor.
std::vector<Modulation::Level> fewer(const std::vector<Modulation::Level>& sorted) {
    std::vector<Modulation::Level> parts;
    double begun = 0;
    for (const Modulation::Level& level : sorted) {
        const auto part = static_cast<std::size_t>(begun * mostLevels);
        begun += level.share;
        if (!(level.share > 0)) continue;
        if (parts.empty() || part >= parts.size()) {
            parts.push_back(level);
            continue;
        }
        Modulation::Level& last = parts.back();
        const double share = last.share + level.share;
        last = {share, (last.factor * last.share + level.factor * level.share) / share};
    }
    return parts;
}

}  // namespace

double meanRate(const model::ModulatedArrivals& arrivals) {
    double journeys = 0;
    double time = 0;
    for (const model::ModulatedState& state : arrivals.states) {
        journeys += state.rate * model::inSeconds(state.meanStay);
        time += model::inSeconds(state.meanStay);
    }
    return time > 0 ? journeys / time : 0;
}

Modulation modulationOf(const model::ModulatedArrivals& arrivals) {
    const double mean = meanRate(arrivals);
    Modulation result;
    if (!(mean > 0)) return result;
    double time = 0;
    double squares = 0;
    for (const model::ModulatedState& state : arrivals.states) {
        const double stay = model::inSeconds(state.meanStay);
        const double excess = (state.rate - mean) * stay;
        time += stay;
        squares += excess * excess;
        result.levels.push_back({stay, state.rate / mean});
    }
    result.dispersion = 1 + squares / (mean * time);
    for (Modulation::Level& level : result.levels) level.share /= time;
    std::sort(result.levels.begin(), result.levels.end(),
              [](const auto& left, const auto& right) { return left.factor < right.factor; });
    if (result.levels.size() > mostLevels) result.levels = fewer(result.levels);
    return result;
}

}  // namespace simulator::estimating
