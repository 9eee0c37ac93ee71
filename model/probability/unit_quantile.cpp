#include "model/probability/unit_quantile.h"

#include <cmath>

#include "model/probability/special_functions.h"

namespace model {

namespace {

/// The logarithm of where a function that falls from `low` to `high` (logarithms) passes zero.
template <class Falling>
double logarithmicRoot(double low, double high, Falling falling) {
    for (int step = 0; step < 100 && high - low > 1e-15; ++step) {
        const double middle = 0.5 * (low + high);
        (falling(std::exp(middle)) > 0 ? low : high) = middle;
    }
    return 0.5 * (low + high);
}

// P(a, x) approaches x^a / Gamma(a + 1) near zero, where no double holds x itself.
double logGammaQuantile(double shape, double probability) {
    constexpr double small = -40;
    const double nearZero = (std::log(probability) + logGamma(shape + 1)) / shape;
    if (nearZero < small) return nearZero - std::log(shape);
    const double farthest = std::log(shape + 40 * std::sqrt(shape) + 50);
    return logarithmicRoot(small, farthest,
                           [&](double x) { return probability - regularizedGamma(shape, x); }) -
           std::log(shape);
}

double hyperExponentialQuantile(double cv, double probability) {
    const double first = 0.5 * (1 + std::sqrt((cv * cv - 1) / (cv * cv + 1)));
    const double beyond = 1 - probability;
    return std::exp(logarithmicRoot(-60, std::log(30 * cv * cv + 30), [&](double x) {
        return first * std::exp(-2 * first * x) + (1 - first) * std::exp(-2 * (1 - first) * x) - beyond;
    }));
}

double paretoQuantile(double cv, double probability) {
    const double shape = 2 * cv * cv / (cv * cv - 1);
    return (shape - 1) * std::expm1(-std::log1p(-probability) / shape);
}

}  // namespace

double weibullVariation(double shape) {
    return std::exp(logGamma(1 + 2 / shape) - 2 * logGamma(1 + 1 / shape)) - 1;
}

// The coefficient of variation falls strictly with the shape.
double weibullShape(double cv) {
    double low = std::log(0.05);
    double high = std::log(1e6);
    for (int step = 0; step < 200; ++step) {
        const double middle = 0.5 * (low + high);
        (weibullVariation(std::exp(middle)) > cv * cv ? low : high) = middle;
    }
    return std::exp(0.5 * (low + high));
}

double unitQuantile(DistributionKind kind, double cv, double probability) {
    const double exponential = -std::log1p(-probability);
    switch (kind) {
        case DistributionKind::Constant:
        case DistributionKind::Empirical:
            return 1;
        case DistributionKind::Uniform:
            return 1 + std::sqrt(3.0) * cv * (2 * probability - 1);
        case DistributionKind::Exponential:
            return exponential;
        case DistributionKind::Erlang:
        case DistributionKind::Gamma:
            return std::exp(logGammaQuantile(1 / (cv * cv), probability));
        case DistributionKind::HyperExponential:
            return hyperExponentialQuantile(cv, probability);
        case DistributionKind::LogNormal: {
            const double variance = std::log1p(cv * cv);
            return std::exp(std::sqrt(variance) * normalQuantile(probability) - 0.5 * variance);
        }
        case DistributionKind::Weibull: {
            const double shape = weibullShape(cv);
            return std::pow(exponential, 1 / shape) * std::exp(-logGamma(1 + 1 / shape));
        }
        case DistributionKind::Pareto:
            return paretoQuantile(cv, probability);
    }
    return 1;
}

double logUnitQuantile(DistributionKind kind, double cv, double probability) {
    if (kind == DistributionKind::Gamma || kind == DistributionKind::Erlang)
        return logGammaQuantile(1 / (cv * cv), probability);
    return std::log(unitQuantile(kind, cv, probability));
}

}  // namespace model
