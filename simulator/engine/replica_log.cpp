#include "simulator/engine/replica_log.h"

#include <algorithm>

namespace simulator {

void ReplicaLog::add(std::int64_t acknowledged, std::int64_t visibleAt, Index row) {
    if (m_end - m_first == m_ring.size()) grow();
    const std::uint32_t number = m_end++;
    at(number) = {acknowledged, visibleAt, number, row};
    m_last = visibleAt;
    if (m_rows.empty() || row == none) return;
    Row& of = m_rows[row];
    if (of.pending++ == 0)
        of.first = number;
    else
        at(of.last).next = number;
    of.last = number;
}

void ReplicaLog::applyUntil(std::int64_t time) {
    for (; m_first != m_end && at(m_first).visibleAt <= time; ++m_first) {
        const Entry& applied = at(m_first);
        if (m_rows.empty() || applied.row == none) continue;
        Row& of = m_rows[applied.row];
        --of.pending;
        of.first = applied.next;
    }
}

std::int64_t ReplicaLog::oldest(Index row) const {
    if (m_rows.empty() || row == none) return m_first == m_end ? never : at(m_first).acknowledged;
    return m_rows[row].pending == 0 ? never : at(m_rows[row].first).acknowledged;
}

std::uint64_t ReplicaLog::missing(std::int64_t time) const {
    std::uint64_t count = 0;
    for (std::uint32_t number = m_first; number != m_end; ++number)
        if (at(number).acknowledged <= time) ++count;
    return count;
}

void ReplicaLog::clear() {
    m_first = m_end = 0;
    m_last = 0;
    std::fill(m_rows.begin(), m_rows.end(), Row{});
}

void ReplicaLog::grow() {
    std::vector<Entry> wider(std::max<std::size_t>(16, 2 * m_ring.size()));
    for (std::uint32_t number = m_first; number != m_end; ++number)
        wider[number & (wider.size() - 1)] = at(number);
    m_ring = std::move(wider);
}

}  // namespace simulator
