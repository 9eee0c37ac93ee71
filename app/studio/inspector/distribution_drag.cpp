#include "app/studio/inspector/distribution_drag.h"

#include <algorithm>
#include <cmath>

#include "app/studio/inspector/distribution_curve.h"
#include "app/studio/inspector/row_makers.h"
#include "model/probability/unit_quantile.h"

namespace app {

namespace {

using model::Distribution;
using model::DistributionKind;

model::Duration scaledTime(model::Duration time, double factor) {
    const double longest = model::longestMilliseconds * 1e6;
    return model::Duration(
        std::llround(std::clamp(static_cast<double>(time.count()) * factor, 0.0, longest)));
}

Distribution scaled(Distribution distribution, double factor) {
    distribution.mean = scaledTime(distribution.mean, factor);
    for (model::TimeQuantile& quantile : distribution.quantiles)
        quantile.time = std::max(model::Duration(1), scaledTime(quantile.time, factor));
    for (model::Duration& sample : distribution.samples) sample = scaledTime(sample, factor);
    if (distribution.histogram)
        for (model::Duration& edge : distribution.histogram->edges) edge = scaledTime(edge, factor);
    return distribution;
}

/// Spreads among which a larger one has a larger 99th percentile over the mean; nothing without a spread.
std::optional<std::pair<double, double>> spreadsOf(DistributionKind kind) {
    switch (kind) {
        case DistributionKind::Constant:
        case DistributionKind::Exponential:
        case DistributionKind::Empirical:
            return std::nullopt;
        case DistributionKind::Uniform:
            return std::pair(0.01, 0.577);
        case DistributionKind::Erlang:
            return std::pair(0.1, 1.0);
        case DistributionKind::HyperExponential:
        case DistributionKind::Pareto:
            return std::pair(1.05, 5.0);
        default:
            return std::pair(0.02, 3.0);
    }
}

/// The spread whose 99th percentile is that many means, to three decimals.
double spreadFor(DistributionKind kind, double means, std::pair<double, double> spreads) {
    auto [low, high] = spreads;
    for (int halving = 0; halving < 50; ++halving) {
        const double middle = (low + high) / 2;
        (model::unitQuantile(kind, middle, 0.99) < means ? low : high) = middle;
    }
    return std::clamp(std::round(low * 1000) / 1000, spreads.first, spreads.second);
}

}  // namespace

Distribution withMean(const Distribution& distribution, model::Duration mean) {
    const double before = static_cast<double>(meanOf(distribution).count());
    if (before <= 0) {
        Distribution made = distribution;
        if (made.isByMean()) made.mean = mean;
        return made;
    }
    if (!distribution.isByMean()) return scaled(distribution, static_cast<double>(mean.count()) / before);
    Distribution made = distribution;
    made.mean = mean;
    return made;
}

model::Duration p99Of(const Distribution& distribution) {
    const TimeDensity density(distribution);
    return model::Duration(std::llround(density.mean() * density.p99()));
}

Distribution withP99(const Distribution& distribution, model::Duration p99) {
    const double before = static_cast<double>(p99Of(distribution).count());
    if (before <= 0 || p99.count() <= 0) return distribution;
    const double factor = static_cast<double>(p99.count()) / before;
    const auto spreads = spreadsOf(distribution.kind);
    if (!spreads) return scaled(distribution, factor);
    Distribution made = distribution;
    if (distribution.isByMean()) {
        made.cv = spreadFor(distribution.kind,
                            static_cast<double>(p99.count()) / static_cast<double>(distribution.mean.count()),
                            *spreads);
        return made;
    }
    // The upper quantile moves, and stays above the lower one.
    model::TimeQuantile& upper = made.quantiles.back();
    upper.time = scaledTime(upper.time, factor);
    if (made.quantiles.size() == 2)
        upper.time = std::max(upper.time, scaledTime(made.quantiles.front().time, 1.05));
    return made;
}

}  // namespace app
