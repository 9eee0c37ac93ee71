#include "model/probability/time_shape.h"

#include <fmt/format.h>

#include <cmath>

#include "model/probability/special_functions.h"
#include "model/probability/unit_quantile.h"

namespace model {

namespace {

/// Two quantiles of a distribution that is sought.
struct Pair {
    DistributionKind kind;
    double lowProbability, highProbability;
    double low, high;  ///< [ns]

    double ratio() const { return high / low; }
    /// How far rounding to whole nanoseconds can have moved the ratio, relatively.
    double rounding() const { return 1e-9 + 0.5 / low + 0.5 / high; }
    double ratioAt(double cv) const {
        return std::exp(logUnitQuantile(kind, cv, highProbability) -
                        logUnitQuantile(kind, cv, lowProbability));
    }
    TimeShape shape(double cv) const { return {kind, low / unitQuantile(kind, cv, lowProbability), cv}; }
};

std::string timesText(const Pair& pair) {
    return fmt::format("{} = {} ms and {} = {} ms", quantileName(pair.lowProbability), pair.low / 1e6,
                       quantileName(pair.highProbability), pair.high / 1e6);
}

tl::unexpected<Error> outOfReach(const Pair& pair, double smallest, double largest) {
    const std::string reach = std::isinf(largest) ? fmt::format("{:.4g} or more", smallest)
                                                  : fmt::format("from {:.4g} to {:.4g}", smallest, largest);
    return failure({}, fmt::format("{}: the ratio is {:.4g}, should be {} for this kind", timesText(pair),
                                   pair.ratio(), reach));
}

/// The coefficient of variation at which the ratio, which grows from `low` to `high`, is that of the pair.
double bisected(const Pair& pair, double low, double high) {
    low = std::log(low);
    high = std::log(high);
    for (int step = 0; step < 60; ++step) {
        const double middle = 0.5 * (low + high);
        (pair.ratioAt(std::exp(middle)) < pair.ratio() ? low : high) = middle;
    }
    return std::exp(0.5 * (low + high));
}

Result<TimeShape> within(const Pair& pair, double lowCv, double highCv) {
    const double smallest = pair.ratioAt(lowCv);
    const double largest = pair.ratioAt(highCv);
    if (!(pair.ratio() >= smallest * (1 - pair.rounding()) &&
          pair.ratio() <= largest * (1 + pair.rounding())))
        return outOfReach(pair, smallest, largest);
    return pair.shape(bisected(pair, lowCv, highCv));
}

Result<TimeShape> uniform(const Pair& pair) {
    const double slope = (pair.high - pair.low) / (pair.highProbability - pair.lowProbability);
    const double start = pair.low - pair.lowProbability * slope;
    if (start < -pair.rounding() * slope)
        return outOfReach(pair, 1, pair.highProbability / pair.lowProbability);
    const double mean = std::max(0.0, start) + 0.5 * slope;
    return TimeShape{pair.kind, mean, std::min(1.0, 0.5 * slope / mean) / std::sqrt(3.0)};
}

Result<TimeShape> logNormal(const Pair& pair) {
    const double deviation =
        std::log(pair.ratio()) / (normalQuantile(pair.highProbability) - normalQuantile(pair.lowProbability));
    const double cv = std::sqrt(std::expm1(deviation * deviation));
    if (!(cv >= smallestFreeCv && cv <= largestFreeCv))
        return outOfReach(pair, pair.ratioAt(smallestFreeCv), pair.ratioAt(largestFreeCv));
    return pair.shape(cv);
}

Result<TimeShape> weibull(const Pair& pair) {
    const double shape = std::log(std::log1p(-pair.highProbability) / std::log1p(-pair.lowProbability)) /
                         std::log(pair.ratio());
    const double cv = std::sqrt(weibullVariation(shape));
    if (!(cv >= smallestFreeCv && cv <= largestFreeCv))
        return outOfReach(pair, pair.ratioAt(smallestFreeCv), pair.ratioAt(largestFreeCv));
    return TimeShape{
        pair.kind,
        pair.low * std::exp(logGamma(1 + 1 / shape)) / std::pow(-std::log1p(-pair.lowProbability), 1 / shape),
        cv};
}

/// The scale keeps the lower quantile; whole numbers of phases have ratios of their own only.
Result<TimeShape> erlang(const Pair& pair) {
    Pair gamma = pair;
    gamma.kind = DistributionKind::Gamma;
    const Result<TimeShape> found = within(gamma, smallestFreeCv, 1);
    if (!found) return found;
    const double phases = std::max(1.0, std::round(1 / (found->cv * found->cv)));
    return pair.shape(1 / std::sqrt(phases));
}

/// The ratio grows with the spread up to a peak: beyond it the slow phase is so rare that no quantile sees
/// it.
Result<TimeShape> hyperExponential(const Pair& pair) {
    constexpr int points = 60;
    double peak = 1;
    double largest = pair.ratioAt(1);
    for (int point = 1; point <= points; ++point) {
        const double cv = std::pow(largestHyperExponentialCv, static_cast<double>(point) / points);
        const double ratio = pair.ratioAt(cv);
        if (ratio <= largest) break;
        largest = ratio;
        peak = cv;
    }
    return within(pair, 1, peak);
}

Result<TimeShape> ofPair(const Pair& pair) {
    switch (pair.kind) {
        case DistributionKind::Uniform:
            return uniform(pair);
        case DistributionKind::LogNormal:
            return logNormal(pair);
        case DistributionKind::Weibull:
            return weibull(pair);
        case DistributionKind::Erlang:
            return erlang(pair);
        case DistributionKind::Gamma:
            return within(pair, smallestFreeCv, largestFreeCv);
        case DistributionKind::HyperExponential:
            return hyperExponential(pair);
        case DistributionKind::Pareto:
            return within(pair, smallestParetoCv, largestParetoCv);
        default:
            return failure({}, "two quantiles, should be one for this kind");
    }
}

Result<TimeShape> ofQuantiles(const Distribution& distribution) {
    const std::vector<TimeQuantile>& given = distribution.quantiles;
    const bool one =
        distribution.kind == DistributionKind::Constant || distribution.kind == DistributionKind::Exponential;
    if (given.size() != (one ? 1u : 2u))
        return failure(
            {}, fmt::format("{} quantiles, should be {} for this kind", given.size(), one ? "one" : "two"));
    for (const TimeQuantile& quantile : given)
        if (!(quantile.probability > 0 && quantile.probability < 1) || quantile.time.count() <= 0)
            return failure({}, "a quantile without a probability between 0 and 1 and a time above 0");
    const auto time = [](const TimeQuantile& quantile) { return static_cast<double>(quantile.time.count()); };
    const TimeQuantile& low = given.front();
    if (distribution.kind == DistributionKind::Constant) return TimeShape{distribution.kind, time(low), 0};
    if (one) return TimeShape{distribution.kind, time(low) / -std::log1p(-low.probability), 1};
    const TimeQuantile& high = given.back();
    const Pair pair{distribution.kind, low.probability, high.probability, time(low), time(high)};
    if (!(low.probability < high.probability) || low.time >= high.time)
        return failure({}, fmt::format("{}: probabilities and times should rise", timesText(pair)));
    return ofPair(pair);
}

/// Sums of weighted times, for their mean and deviation.
struct Moments {
    double weight = 0, first = 0, second = 0;

    TimeShape shape() const {
        const double mean = first / weight;
        const double variance = std::max(0.0, second / weight - mean * mean);
        return {DistributionKind::Empirical, mean, mean > 0 ? std::sqrt(variance) / mean : 0};
    }
};

Result<TimeShape> ofSamples(const std::vector<Duration>& samples) {
    if (samples.empty()) return failure({}, "an empirical distribution with neither samples nor histogram");
    Moments sums;
    for (const Duration sample : samples) {
        const auto time = static_cast<double>(sample.count());
        sums.weight += 1;
        sums.first += time;
        sums.second += time * time;
    }
    return sums.shape();
}

Result<TimeShape> ofHistogram(const TimeHistogram& histogram) {
    if (histogram.edges.size() != histogram.weights.size() + 1)
        return failure({}, fmt::format("{} edges for {} weights, expected one more", histogram.edges.size(),
                                       histogram.weights.size()));
    Moments sums;
    for (std::size_t at = 0; at < histogram.weights.size(); ++at) {
        const auto from = static_cast<double>(histogram.edges[at].count());
        const auto to = static_cast<double>(histogram.edges[at + 1].count());
        if (!(from < to)) return failure({}, "the edges of a histogram should rise");
        const double weight = histogram.weights[at];
        sums.weight += weight;
        sums.first += weight * (from + to) / 2;
        sums.second += weight * (from * from + from * to + to * to) / 3;
    }
    if (!(sums.weight > 0)) return failure({}, "a histogram without weight");
    return sums.shape();
}

}  // namespace

std::string quantileName(double probability) {
    return fmt::format("p{:.6g}", 100 * probability);
}

Result<TimeShape> shapeOf(const Distribution& distribution) {
    if (distribution.kind == DistributionKind::Empirical)
        return distribution.histogram ? ofHistogram(*distribution.histogram)
                                      : ofSamples(distribution.samples);
    if (!distribution.quantiles.empty()) return ofQuantiles(distribution);
    return TimeShape{distribution.kind, static_cast<double>(distribution.mean.count()), distribution.cv};
}

}  // namespace model
