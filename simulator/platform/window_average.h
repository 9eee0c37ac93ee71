#pragma once

#include <cstdint>
#include <vector>

namespace simulator {

/// The average of figures over a window of whole seconds, as Knative's autoscaler keeps it (serving,
/// pkg/autoscaler/aggregation, TimedFloat64Buckets): a bucket for each second, in which
/// figures add up; seconds without a figure count as nothing. While the window is not filled yet, and again
/// after a whole window without figures, it is the average since the first one. Rounded down to six decimals.
class WindowAverage {
public:
    explicit WindowAverage(std::int64_t window);  ///< [ns]

    void record(std::int64_t now, double value);
    double at(std::int64_t now) const;

private:
    double& bucket(std::int64_t second) { return m_buckets[static_cast<std::size_t>(second % size())]; }
    double bucket(std::int64_t second) const { return m_buckets[static_cast<std::size_t>(second % size())]; }
    std::int64_t size() const { return static_cast<std::int64_t>(m_buckets.size()); }

    std::vector<double> m_buckets;
    std::int64_t m_first = 0;  ///< Second of the first figure
    std::int64_t m_last = -1;  ///< Second of the last figure; none yet when negative
};

}  // namespace simulator
