#include "simulator/metrics/recording.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace simulator {

namespace {

constexpr std::int64_t second = 1'000'000'000;
constexpr std::int64_t longestInterval = 3600 * second;
constexpr std::size_t mostIntervals = 600;
constexpr std::size_t mostChunks = 120;
constexpr std::size_t marksInRun = 20;

// The smallest of 1, 2, 5, 10, 20, ... nanoseconds, or 1, 2, 5, 10, 30 s, ..., with at most `most` in the
// length.
std::int64_t niceInterval(std::int64_t length, std::size_t most) {
    const double least = static_cast<double>(length) / static_cast<double>(most);
    const double decade = std::pow(10.0, std::floor(std::log10(std::max(1.0, least))));
    for (const double step : {1.0, 2.0, 5.0, 10.0})
        if (step * decade >= least) return std::max<std::int64_t>(1, std::llround(step * decade));
    return std::llround(10 * decade);
}

}  // namespace

Grid Grid::of(std::int64_t length, std::int64_t warmUp) {
    Grid grid;
    grid.length = std::max<std::int64_t>(1, length);
    grid.interval = length < 60 * second ? niceInterval(grid.length, mostChunks)
                                         : std::max(second, niceInterval(grid.length, mostIntervals));
    grid.interval = std::min(grid.interval, longestInterval);
    grid.intervals = static_cast<std::size_t>((grid.length + grid.interval - 1) / grid.interval);
    if (warmUp > 0)
        grid.warmUp = std::min(grid.intervals - 1,
                               static_cast<std::size_t>((warmUp + grid.interval - 1) / grid.interval));
    grid.perChunk = (grid.intervals - grid.warmUp + mostChunks - 1) / mostChunks;
    grid.perMark = std::max<std::size_t>(1, grid.chunks() / marksInRun);
    return grid;
}

std::int64_t Grid::endOf(std::size_t index) const {
    return std::min(length, static_cast<std::int64_t>(index + 1) * interval);
}

FlowCounts& FlowCounts::operator+=(const FlowCounts& other) {
    arrivals += other.arrivals;
    completed += other.completed;
    for (std::size_t cause = 0; cause < failed.size(); ++cause) failed[cause] += other.failed[cause];
    return *this;
}

std::uint64_t FlowCounts::failures() const {
    return std::accumulate(failed.begin(), failed.end(), std::uint64_t{0});
}

StationCounts& StationCounts::operator+=(const StationCounts& other) {
    arrivals += other.arrivals;
    rejected += other.rejected;
    starts += other.starts;
    departures += other.departures;
    waited += other.waited;
    stayed += other.stayed;
    queueArea += other.queueArea;
    serviceArea += other.serviceArea;
    processorArea += other.processorArea;
    replicaArea += other.replicaArea;
    servingArea += other.servingArea;
    return *this;
}

EdgeCounts& EdgeCounts::operator+=(const EdgeCounts& other) {
    calls += other.calls;
    retries += other.retries;
    for (std::size_t cause = 0; cause < failed.size(); ++cause) failed[cause] += other.failed[cause];
    return *this;
}

void WarmUpSamples::close(std::int64_t now) {
    m_open.end = now;
    m_batches.push_back(m_open);
    m_open = {};
    m_inOpen = 0;
    if (m_batches.size() < capacity) return;
    for (std::size_t pair = 0; pair < capacity / 2; ++pair)
        m_batches[pair] = {m_batches[2 * pair + 1].end,
                           m_batches[2 * pair].sum + m_batches[2 * pair + 1].sum};
    m_batches.resize(capacity / 2);
    m_size *= 2;
}

}  // namespace simulator
