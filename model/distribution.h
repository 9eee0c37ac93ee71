#pragma once

#include <optional>
#include <vector>

#include "model/quantity.h"
#include "model/unknown.h"

namespace model {

enum class DistributionKind {
    Constant,
    Uniform,      ///< On [mean (1 - sqrt(3) cv), mean (1 + sqrt(3) cv)]; cv at most 1/sqrt(3)
    Exponential,  ///< cv is 1
    Erlang,       ///< cv is 1/sqrt(k) for the whole number k nearest to 1/cv^2
    Gamma,
    HyperExponential,  ///< Two phases with balanced means; cv at least 1
    LogNormal,
    Weibull,
    Pareto,     ///< Lomax (Pareto type II) by mean and cv; cv above 1
    Empirical,  ///< As measured: by samples or by a histogram
};

/// The time that a share of all times does not exceed.
struct TimeQuantile {
    double probability = 0.5;
    Duration time{};
    UnknownFields unknown;

    bool operator==(const TimeQuantile&) const = default;
};

/// Weights of the buckets between edges; within a bucket all times are as likely as each other.
struct TimeHistogram {
    std::vector<Duration> edges;  ///< Rising; one more than there are weights
    std::vector<double> weights;
    UnknownFields unknown;

    bool operator==(const TimeHistogram&) const = default;
};

/// The most samples of one distribution.
inline constexpr std::size_t mostSamples = 100'000;
/// The most buckets of one histogram.
inline constexpr std::size_t mostBuckets = 10'000;

/// A distribution of times, given in one way: by mean and coefficient of variation; by quantiles, one where
/// the kind has one parameter, else two; or, empirical, by samples (each as likely as any other) or by a
/// histogram. `shapeOf` turns each into mean and coefficient of variation.
struct Distribution {
    DistributionKind kind = DistributionKind::Constant;
    Duration mean{};
    double cv = 1.0;  ///< Standard deviation over mean; unused by Constant and Exponential
    UnknownFields unknown{};
    std::vector<TimeQuantile> quantiles{};
    std::vector<Duration> samples{};
    std::optional<TimeHistogram> histogram{};

    bool operator==(const Distribution&) const = default;

    bool isByMean() const { return quantiles.empty() && samples.empty() && !histogram; }

    static Distribution constant(Duration mean) { return {DistributionKind::Constant, mean, 1.0, {}}; }
    static Distribution exponential(Duration mean) { return {DistributionKind::Exponential, mean, 1.0, {}}; }
    static Distribution logNormal(Duration mean, double cv) {
        return {DistributionKind::LogNormal, mean, cv, {}};
    }
    /// The low quantile first.
    static Distribution byQuantiles(DistributionKind kind, std::vector<TimeQuantile> quantiles) {
        Distribution made;
        made.kind = kind;
        made.quantiles = std::move(quantiles);
        return made;
    }
    static Distribution ofSamples(std::vector<Duration> samples) {
        Distribution made;
        made.kind = DistributionKind::Empirical;
        made.samples = std::move(samples);
        return made;
    }
    static Distribution ofHistogram(std::vector<Duration> edges, std::vector<double> weights) {
        Distribution made;
        made.kind = DistributionKind::Empirical;
        made.histogram = TimeHistogram{std::move(edges), std::move(weights), {}};
        return made;
    }
};

}  // namespace model
