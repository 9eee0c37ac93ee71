#include "simulator/statistics/paired.h"

#include <algorithm>
#include <cmath>

#include "model/probability/special_functions.h"

namespace simulator {

namespace {

struct Moments {
    double mean = 0;
    double variance = 0;
};

template <class Value>
Moments momentsOf(std::size_t count, const Value& value) {
    const auto n = static_cast<double>(count);
    Moments moments;
    for (std::size_t at = 0; at < count; ++at) moments.mean += value(at) / n;
    for (std::size_t at = 0; at < count; ++at)
        moments.variance += (value(at) - moments.mean) * (value(at) - moments.mean) / (n - 1);
    return moments;
}

double halfWidthOf(double deviation, double pairs, double significance) {
    return model::studentQuantile(1 - significance / 2, pairs - 1) * deviation / std::sqrt(pairs);
}

}  // namespace

PairedDifference pairedDifference(std::span<const double> base, std::span<const double> other,
                                  double resolution) {
    const std::size_t count = std::min(base.size(), other.size());
    PairedDifference difference;
    difference.pairs = static_cast<int>(count);
    if (count < 2) return difference;
    const Moments first = momentsOf(count, [&](std::size_t at) { return base[at]; });
    const Moments second = momentsOf(count, [&](std::size_t at) { return other[at]; });
    const Moments between = momentsOf(count, [&](std::size_t at) { return other[at] - base[at]; });
    difference.base = first.mean;
    difference.other = second.mean;
    difference.mean = between.mean;
    // Equal differences, but for what the arithmetic leaves.
    const double noise = 1e-12 * std::max(std::abs(first.mean), std::abs(second.mean));
    const double deviation = std::sqrt(between.variance);
    const bool same = std::abs(between.mean) <= noise && deviation <= noise;
    if (same)
        difference.mean = 0;
    else
        difference.deviation = std::max(deviation <= noise ? 0 : deviation, resolution);
    if (difference.deviation > 0)
        difference.gain = (first.variance + second.variance) / (difference.deviation * difference.deviation);
    return difference;
}

double halfWidth(const PairedDifference& difference, double significance) {
    if (difference.pairs < 2 || difference.deviation == 0) return 0;
    return halfWidthOf(difference.deviation, difference.pairs, significance);
}

double pValue(const PairedDifference& difference) {
    if (difference.pairs < 2 || difference.mean == 0) return 1;
    if (difference.deviation == 0) return 0;
    const double pairs = difference.pairs;
    const double t = std::abs(difference.mean) / (difference.deviation / std::sqrt(pairs));
    return 2 * model::studentCumulative(-t, pairs - 1);
}

std::optional<std::int64_t> pairsToDistinguish(const PairedDifference& difference, double significance,
                                               std::int64_t most) {
    const double mean = std::abs(difference.mean);
    const auto suffice = [&](std::int64_t pairs) {
        return halfWidthOf(difference.deviation, static_cast<double>(pairs), significance) < mean;
    };
    if (mean == 0 || !suffice(most)) return std::nullopt;
    std::int64_t few = 1;
    for (std::int64_t many = most; many - few > 1;) {
        const std::int64_t middle = few + (many - few) / 2;
        (suffice(middle) ? many : few) = middle;
        most = many;
    }
    return most;
}

}  // namespace simulator
