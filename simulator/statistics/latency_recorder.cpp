#include "simulator/statistics/latency_recorder.h"

#include <span>
#include <utility>

namespace simulator {

void LatencyRecorder::countNoted() {
    const std::span noted(m_noted.data(), m_notes);
    std::uint32_t* const groups = m_groups.counts();
    const Histogram::Batch batch = m_all.record(
        noted, [groups](std::uint32_t bucket) { ++groups[bucket >> SparseHistogram::groupBits]; });
    m_groups.use(batch.blocks);
    m_sum += batch.sum;
    m_notes = 0;
}

void LatencyRecorder::closeInterval(IntervalLatency& interval) {
    countNoted();
    m_groups.moveTo(interval.histogram);
    interval.count = interval.histogram.total();
    interval.sum = static_cast<double>(std::exchange(m_sum, 0));
}

void LatencyRecorder::mark() {
    countNoted();
    m_marks.push_back(m_all.sparse());
}

Histogram LatencyRecorder::all() const {
    Histogram all = m_all;
    all.record(std::span(m_noted.data(), m_notes));
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
