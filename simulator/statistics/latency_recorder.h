#pragma once

#include <array>
#include <cstddef>
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
    /// Records a latency [ns]. The last ones are only noted: counting touches memory all over the histograms,
    /// so it is done for many at once.
    void record(std::int64_t time) {
        m_noted[m_notes++] = time;
        if (m_notes == m_noted.size()) [[unlikely]]
            countNoted();
    }

    /// Whether something was recorded since the last interval was closed.
    bool isOpen() const { return m_notes > 0 || !m_groups.empty(); }
    /// What was recorded since the last call; empties it.
    IntervalLatency closeInterval() {
        IntervalLatency interval;
        closeInterval(interval);
        return interval;
    }
    /// The same, in the memory that `interval` has.
    void closeInterval(IntervalLatency& interval);

    /// Remembers the histogram of this moment; marks are numbered from 0.
    void mark();
    std::size_t marks() const { return m_marks.size(); }
    /// Everything recorded.
    Histogram all() const;
    /// Everything recorded since that mark.
    Histogram since(std::size_t mark) const;
    /// Forgets what was recorded and marked so far: the end of a warm-up that is known beforehand.
    void clear();

private:
    [[gnu::noinline]] void countNoted();

    std::size_t m_notes = 0;
    std::array<std::int64_t, 64> m_noted;
    Histogram m_all;
    GroupCounts m_groups;              ///< Of the open interval
    __extension__ __int128 m_sum = 0;  ///< Of the open interval [ns]
    std::vector<Histogram::Sparse> m_marks;
};

}  // namespace simulator
