#pragma once

#include <cstdint>
#include <vector>

#include "simulator/plan/plan.h"

namespace simulator {

/// What a replica does not show yet of what was written at the primary, in the order of the log. All is O(1),
/// amortised.
class ReplicaLog {
public:
    /// By row, where there are rows; by store where there are none.
    explicit ReplicaLog(std::uint32_t rows = 0) : m_rows(rows) {}

    /// When it would show a write that takes until `time`: no earlier than those before.
    std::int64_t visibleAt(std::int64_t time) const { return time < m_last ? m_last : time; }
    void add(std::int64_t acknowledged, std::int64_t visibleAt, Index row);
    /// The same of the write that was added last, when it is known later.
    void acknowledgeLast(std::int64_t acknowledged) { at(m_end - 1).acknowledged = acknowledged; }
    /// Shows what it shows by that time.
    void applyUntil(std::int64_t time);
    /// When the oldest write that it does not show, of that row where there are rows, was acknowledged to its
    /// writer; `never` when it shows all.
    std::int64_t oldest(Index row) const;
    /// Those that it does not show and that were acknowledged by that time.
    std::uint64_t missing(std::int64_t time) const;
    void clear();

private:
    struct Entry {
        std::int64_t acknowledged;
        std::int64_t visibleAt;
        std::uint32_t next;  ///< Of its row
        Index row;
    };
    struct Row {
        std::uint32_t pending = 0;
        std::uint32_t first = 0;
        std::uint32_t last = 0;
    };
    Entry& at(std::uint32_t number) { return m_ring[number & (m_ring.size() - 1)]; }
    const Entry& at(std::uint32_t number) const { return m_ring[number & (m_ring.size() - 1)]; }
    void grow();

    std::vector<Entry> m_ring;  ///< Its size is a power of two
    std::vector<Row> m_rows;
    std::uint32_t m_first = 0;  ///< Numbers of entries, modulo 2^32
    std::uint32_t m_end = 0;
    std::int64_t m_last = 0;
};

}  // namespace simulator
