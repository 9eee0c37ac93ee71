#pragma once

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
    Pareto,  ///< Lomax (Pareto type II) by mean and cv; cv above 1
};

/// A distribution of times, given by its mean and its coefficient of variation.
struct Distribution {
    DistributionKind kind = DistributionKind::Constant;
    Duration mean{};
    double cv = 1.0;  ///< Standard deviation over mean; unused by Constant and Exponential
    UnknownFields unknown;

    bool operator==(const Distribution&) const = default;

    static Distribution constant(Duration mean) { return {DistributionKind::Constant, mean, 1.0, {}}; }
    static Distribution exponential(Duration mean) { return {DistributionKind::Exponential, mean, 1.0, {}}; }
    static Distribution logNormal(Duration mean, double cv) {
        return {DistributionKind::LogNormal, mean, cv, {}};
    }
};

}  // namespace model
