#include "simulator/statistics/latency_recorder.h"

#include <algorithm>
#include <utility>

namespace simulator {

void LatencyRecorder::countNoted() {
    for (std::uint32_t at = 0; at < m_notes; ++at) {
        const std::uint32_t bucket = m_all.record(m_noted[at]);
        const std::uint32_t group = bucket >> SparseHistogram::groupBits;
        ++m_groups[group];
        m_firstGroup = std::min(m_firstGroup, group);
        m_lastGroup = std::max(m_lastGroup, group);
        m_sum += m_noted[at];
    }
    m_count += m_notes;
    m_notes = 0;
}

IntervalLatency LatencyRecorder::closeInterval() {
    countNoted();
    IntervalLatency interval;
    interval.count = std::exchange(m_count, 0);
    interval.sum = static_cast<double>(std::exchange(m_sum, 0));
    if (interval.count) interval.histogram = SparseHistogram::take(m_groups, m_firstGroup, m_lastGroup);
    m_firstGroup = SparseHistogram::groupCount;
    m_lastGroup = 0;
    return interval;
}

void LatencyRecorder::mark() {
    countNoted();
    m_marks.push_back(m_all.sparse());
}

Histogram LatencyRecorder::all() const {
    Histogram all = m_all;
    for (std::uint32_t at = 0; at < m_notes; ++at) all.record(m_noted[at]);
    return all;
}

Histogram LatencyRecorder::since(std::size_t mark) const {
    Histogram rest = all();
    rest.subtract(m_marks.at(mark));
    return rest;
}

void LatencyRecorder::clear() {
    closeInterval();
    m_marks.clear();
    m_all.clear();
}

}  // namespace simulator
