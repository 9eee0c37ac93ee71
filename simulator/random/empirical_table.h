#pragma once

#include <vector>

#include "model/distribution.h"

namespace simulator {

/// Measured times, prepared for drawing: immutable, shared by all samplers of a plan.
class EmpiricalTable {
public:
    /// Of an empirical distribution; of one that `shapeOf` fails on, it is the constant zero.
    explicit EmpiricalTable(const model::Distribution& distribution);

    /// The time [ns] that the share `at`, in [0, 1), of the times lies below: one of the samples, or a place
    /// in a bucket. O(1) for samples, O(log buckets) for a histogram.
    double quantile(double at) const;
    /// The share of times of at most `time` [ns].
    double cumulative(double time) const;

    double mean() const { return m_mean; }  ///< [ns]
    double cv() const { return m_cv; }

private:
    std::vector<double> m_times;       ///< Sorted samples, or the edges of the buckets [ns]
    std::vector<double> m_cumulative;  ///< At each edge; empty for samples
    double m_mean = 0;
    double m_cv = 0;
};

}  // namespace simulator
