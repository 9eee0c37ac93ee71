#include "simulator/statistics/latency_recorder.h"

#include <utility>

namespace simulator {

IntervalLatency LatencyRecorder::closeInterval() {
    IntervalLatency interval;
    interval.count = std::exchange(m_count, 0);
    interval.sum = std::exchange(m_sum, 0.0);
    if (interval.count) interval.histogram = SparseHistogram::take(m_groups);
    return interval;
}

void LatencyRecorder::mark() {
    m_marks.push_back(m_all.sparse());
}

Histogram LatencyRecorder::since(std::size_t mark) const {
    Histogram rest = m_all;
    rest.subtract(m_marks.at(mark));
    return rest;
}

void LatencyRecorder::clear() {
    closeInterval();
    m_marks.clear();
    m_all.clear();
}

}  // namespace simulator
