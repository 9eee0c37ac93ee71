#include "simulator/metrics/lag_meter.h"

#include <algorithm>

namespace simulator {

void Backlog::add(std::int64_t published) {
    ++m_size;
    if (m_length > 0 && at(m_length - 1).published == published) {
        ++at(m_length - 1).count;
        return;
    }
    if (m_length == m_ring.size()) grow();
    at(m_length++) = {published, 1};
}

void Backlog::remove(std::int64_t published) {
    --at(placeOf(published)).count;
    --m_size;
    while (m_length > 0 && at(0).count == 0) {
        m_first = (m_first + 1) & (m_ring.size() - 1);
        --m_length;
    }
}

// Most messages leave near the front, so that the search gallops from there.
std::size_t Backlog::placeOf(std::int64_t published) const {
    std::size_t high = 1;
    while (high < m_length && at(high).published <= published) high *= 2;
    std::size_t low = high / 2;
    high = std::min(high, m_length);
    while (high - low > 1) {
        const std::size_t middle = low + (high - low) / 2;
        (at(middle).published <= published ? low : high) = middle;
    }
    return low;
}

void Backlog::grow() {
    std::vector<Entry> larger(std::max<std::size_t>(16, 2 * m_ring.size()));
    for (std::size_t place = 0; place < m_length; ++place) larger[place] = at(place);
    m_ring = std::move(larger);
    m_first = 0;
}

void LagMeter::published(std::int64_t now) {
    ++m_counts.published;
    m_backlog.add(now);
    m_largest = std::max(m_largest, m_backlog.size());
}

void LagMeter::left(std::int64_t now, std::int64_t published, Fate fate) {
    ++m_counts.left[static_cast<std::size_t>(fate)];
    m_oldest = std::max(m_oldest, age(now));
    m_backlog.remove(published);
}

void LagMeter::stopped(std::int64_t now, double share) {
    resumed(now);
    m_share = share;
}

void LagMeter::resumed(std::int64_t now) {
    m_counts.paused += m_share * static_cast<double>(now - m_since);
    m_since = now;
    m_share = 0;
}

GroupInterval LagMeter::closeInterval(std::int64_t start, std::int64_t end) {
    stopped(end, m_share);
    const double paused = m_counts.paused - m_pausedBefore;
    const GroupInterval interval{static_cast<float>(m_largest),
                                 static_cast<float>(static_cast<double>(std::max(m_oldest, age(end))) / 1e6),
                                 static_cast<float>(paused / static_cast<double>(end - start))};
    m_largest = m_backlog.size();
    m_oldest = 0;
    m_pausedBefore = m_counts.paused;
    return interval;
}

}  // namespace simulator
