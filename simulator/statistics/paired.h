#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace simulator {

/// How much one figure of two designs differs over replications that belong together in pairs, because both
/// designs were run with the same random numbers.
struct PairedDifference {
    int pairs = 0;
    double base = 0;       ///< Mean of the first design
    double other = 0;      ///< Mean of the second
    double mean = 0;       ///< Of the differences second - first
    double deviation = 0;  ///< Standard deviation of the differences
    /// (variance of the first + variance of the second) / variance of the differences: how many times as many
    /// replications independent random numbers would take. Nothing where the differences do not vary.
    std::optional<double> gain;
};

/// The paired differences of at least two replications (Law: Simulation Modeling and Analysis, 5th ed.,
/// sections 10.2.1 and 11.2). Values that are known to `resolution` only, such as the middle of a histogram's
/// bucket, have differences that deviate by no less.
PairedDifference pairedDifference(std::span<const double> base, std::span<const double> other,
                                  double resolution = 0);

/// Half the width of the t-interval of the mean difference; 0 where the differences do not vary.
double halfWidth(const PairedDifference& difference, double significance);
/// The two-sided p-value of no difference: 1 where all differences are 0.
double pValue(const PairedDifference& difference);

/// The fewest pairs with which the mean and the deviation that were seen would be told from no difference, at
/// that significance; nothing when there is no mean difference, or more than `most` are needed.
std::optional<std::int64_t> pairsToDistinguish(const PairedDifference& difference, double significance,
                                               std::int64_t most = 1'000'000);

}  // namespace simulator
