#include "simulator/estimate/moments.h"

#include <algorithm>
#include <cmath>

#include "model/probability/time_shape.h"
#include "simulator/estimate/fitted_time.h"

namespace simulator::estimating {

namespace {

constexpr double largestCv = 1e4;

/// The skewness that a kind has at that coefficient of variation.
double skewnessOf(model::DistributionKind kind, double cv) {
    using model::DistributionKind;
    switch (kind) {
        case DistributionKind::Uniform:
            return 0;
        case DistributionKind::LogNormal:
            return cv * (3 + cv * cv);
        case DistributionKind::Weibull:
            return FittedTime::weibullSkewness(cv);
        case DistributionKind::HyperExponential: {
            // Balanced means: both phases contribute half of the mean, so E[X^3] is 6 (p m1^3 + q m2^3).
            const double share = 0.5 * (1 + std::sqrt((cv * cv - 1) / (cv * cv + 1)));
            const double cube = 0.75 * (1 / (share * share) + 1 / ((1 - share) * (1 - share)));
            return (cube - 3 * cv * cv - 1) / (cv * cv * cv);
        }
        case DistributionKind::Pareto: {
            // Lomax has a third moment for a shape above 3; a heavier tail counts as log-normal.
            const double shape = 2 * cv * cv / (cv * cv - 1);
            if (shape > 3.5) return 2 * (1 + shape) / (shape - 3) * std::sqrt((shape - 2) / shape);
            return cv * (3 + cv * cv);
        }
        default:
            return 2 * cv;
    }
}

double possibleCv(model::DistributionKind kind, double stated) {
    using model::DistributionKind;
    const double cv = std::clamp(stated, 0.0, largestCv);
    switch (kind) {
        case DistributionKind::Constant:
            return 0;
        case DistributionKind::Exponential:
            return 1;
        case DistributionKind::Uniform:
            return std::min(cv, 1 / std::sqrt(3.0));
        case DistributionKind::Erlang:
            return cv > 0 ? 1 / std::sqrt(std::max(1.0, std::round(1 / (cv * cv)))) : 0;
        case DistributionKind::HyperExponential:
        case DistributionKind::Pareto:
            return std::max(cv, 1.0);
        default:
            return cv;
    }
}

}  // namespace

Moments momentsOf(const model::Distribution& distribution) {
    model::TimeShape shape{distribution.kind, static_cast<double>(distribution.mean.count()),
                           distribution.cv};
    if (!distribution.isByMean()) shape = model::shapeOf(distribution).value_or(model::TimeShape{});
    const double mean = shape.mean / 1e9;
    if (!(mean > 0)) return {};
    const double cv = possibleCv(shape.kind, shape.cv);
    if (!(cv > 1e-9)) return Moments::constant(mean);
    if (cv == 1 && shape.kind != model::DistributionKind::LogNormal) return Moments::gamma(mean, 1);
    const double deviation = cv * mean;
    return {mean, deviation * deviation, skewnessOf(shape.kind, cv) * deviation * deviation * deviation};
}

}  // namespace simulator::estimating
