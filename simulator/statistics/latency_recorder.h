#pragma once

#include <cstdint>
#include <vector>

#include "simulator/statistics/intervals.h"

namespace simulator {

/// What one flow's latencies were in one interval of the series.
struct IntervalLatency {
    std::uint64_t count = 0;
    double sum = 0;             ///< [ns]
    SparseHistogram histogram;  ///< Gives p50, p99, ...
};

/// Records the latencies of one flow of one replication: all of them in a histogram with 3 significant
/// digits, and per interval of time with two, at the cost of two increments. Call `closeInterval` at the end
/// of each interval. The intervals give the series, MSER-5's input, and, grouped, the batches of the
/// confidence intervals.
///
/// A warm-up that is found after the run is taken away again: call `mark` at the few moments where it may
/// end.
///
/// Memory: a few octaves of the histogram, about 3 KB for each interval of some thousand latencies (less for
/// fewer), about 30 KB for each mark; so an engine keeps some hundreds of intervals and about ten marks,
/// however long it runs.
class LatencyRecorder {
public:
    LatencyRecorder() : m_groups(SparseHistogram::groupCount) {}

    /// Records a latency [ns].
    void record(std::int64_t time) {
        const std::uint32_t bucket = m_all.record(time);
        ++m_groups[bucket >> SparseHistogram::groupBits];
        ++m_count;
        m_sum += static_cast<double>(time);
    }

    /// What was recorded since the last call; empties it.
    IntervalLatency closeInterval();

    /// Remembers the histogram of this moment; marks are numbered from 0.
    void mark();
    std::size_t marks() const { return m_marks.size(); }
    /// Everything recorded.
    const Histogram& all() const { return m_all; }
    /// Everything recorded since that mark.
    Histogram since(std::size_t mark) const;
    /// Forgets what was recorded and marked so far: the end of a warm-up that is known beforehand.
    void clear();

private:
    Histogram m_all;
    std::vector<std::uint32_t> m_groups;
    std::vector<Histogram::Sparse> m_marks;
    std::uint64_t m_count = 0;
    double m_sum = 0;  ///< Of the open interval [ns]
};

}  // namespace simulator
