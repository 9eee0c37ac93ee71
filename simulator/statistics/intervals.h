#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "simulator/run_result.h"
#include "simulator/statistics/sparse_histogram.h"

namespace simulator {

/// A figure that is known exactly.
Figure exactFigure(double value);
/// A figure that cannot be given: `not enough data: reason`.
Figure missingFigure(const std::string& reason);

/// The observations of one replication, gathered over equal stretches of time, in order, after the warm-up.
/// For a mean per request: the sum of the values and the number of requests in each stretch.
/// For an average over time: its integral and the length of each stretch.
struct Batches {
    std::vector<double> sums;
    std::vector<double> weights;
};

/// The ratio sum / weight over all batches with its 95 % interval: batch means with a ratio estimator. The
/// batches of each replication are grouped to 40; while their lag-1 autocorrelation r is significant they are
/// grouped further, down to 20 in all replications together. A positive r that is left widens the variance by
/// (1+r)/(1-r), as in Tafazzoli, Steiger: SBatch (2011); a significant one above 0.8 leaves no figure. Twenty
/// and more replications count as one batch each.
Figure meanInterval(std::span<const Batches> replications);

/// How `meanInterval` grouped the batches: for the report.
struct BatchPlan {
    std::size_t batches = 0;     ///< In all replications together
    double autocorrelation = 0;  ///< Lag 1, of the batches used
    bool replicationsOnly = false;
};

/// The ratio, the variance of its estimate and how it was found: what `meanInterval` is made of.
struct RatioEstimate {
    double ratio = 0;
    double variance = 0;          ///< Of `ratio`, correlation included
    double degreesOfFreedom = 0;  ///< For Student's t
    BatchPlan plan;
};
/// Fails, with the reason, when there are fewer than 10 batches with observations or they remain correlated.
std::optional<RatioEstimate> estimateRatio(std::span<const Batches> replications, std::string* why);

/// The mean of independent values (one of each replication) with its 95 % t-interval; at least two are
/// needed.
Figure meanOfReplications(std::span<const double> values);

/// A quantile [ns] with its 95 % interval, from all values in one histogram and the batches of each
/// replication. The share of values up to the quantile gets an interval by batches (as a ratio, correlation
/// included; never narrower than independent values give), in Wilson's form; it is turned into times by the
/// histogram (Woodruff: Confidence intervals for medians and other position measures, 1952). Too few values
/// give no figure.
Figure quantileInterval(double probability, const Histogram& all,
                        std::span<const std::vector<SparseHistogram>> replications);

/// The fewest independent values for a one-sided 95 % bound on a quantile: 299 for p99, 2,995 for p99.9.
std::uint64_t fewestForBound(double probability, double confidence = 0.95);

/// The 1-based ranks of the order statistics that enclose a quantile of independent values with that
/// confidence; nothing when there are too few values.
struct OrderBounds {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
};
std::optional<OrderBounds> orderBounds(double probability, std::uint64_t count, double confidence = 0.95);

/// Autocorrelation at lag 1 of a series; 0 for fewer than three values or no variance.
double lag1Autocorrelation(std::span<const double> values);

/// Where the warm-up ends.
struct Truncation {
    std::optional<std::size_t> from;  ///< The first value to keep
    std::string note;                 ///< How it was found, or why it was not
};
/// MSER-5: means of five values; the truncation that makes the standard error of the rest smallest. A minimum
/// beyond half of the series is refused: `run too short`. White: An effective truncation heuristic for bias
/// reduction in simulation output (1997). Values that are not finite count as the one before them.
Truncation mser5(std::span<const double> values);

/// Batch means in fixed memory of any number of observations: when `capacity` batches are full they are
/// paired and the batches grow to twice their size.
class GrowingBatches {
public:
    explicit GrowingBatches(std::size_t capacity = 80);

    void add(double value);
    /// Sums and sizes of the complete batches.
    Batches batches() const;
    std::uint64_t batchSize() const { return m_size; }
    std::uint64_t count() const { return m_count; }

private:
    std::vector<double> m_sums;
    std::size_t m_capacity;
    std::uint64_t m_size = 1;
    std::uint64_t m_inCurrent = 0;
    std::uint64_t m_count = 0;
    double m_current = 0;
};

}  // namespace simulator
