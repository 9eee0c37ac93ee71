#include "simulator/statistics/latency_recorder.h"

#include <numeric>
#include <span>
#include <utility>

namespace simulator {

namespace {

__extension__ using Sum = __int128;

// In 64 bits where none is large.
Sum sumOf(std::span<const std::int64_t> times) {
    if (Histogram::areInRange(times)) return std::accumulate(times.begin(), times.end(), std::int64_t{0});
    return std::accumulate(times.begin(), times.end(), Sum{0});
}

}  // namespace

void LatencyRecorder::countNoted() {
    const std::span noted(m_noted.data(), m_notes);
    std::uint32_t* const groups = m_groups.counts();
    m_groups.use(m_all.record(
        noted, [groups](std::uint32_t bucket) { ++groups[bucket >> SparseHistogram::groupBits]; }));
    m_sum += sumOf(noted);
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
