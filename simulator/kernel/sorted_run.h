#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "simulator/kernel/event_key.h"

namespace simulator {

/// Keys of one stretch of time, gathered in any order, then sorted and taken from the front.
class SortedRun {
public:
    bool empty() const { return m_next == m_keys.size(); }
    const EventKey& front() const { return m_keys[m_next]; }
    void pop() { ++m_next; }

    /// Everything, to be filled anew; `sort` must follow.
    std::vector<EventKey>& gather() {
        m_keys.clear();
        m_next = 0;
        return m_keys;
    }
    /// Linear where the times lie evenly: they are dealt to as many slots as there are keys.
    void sort();

private:
    struct Slots {
        std::uint64_t start;
        int shift;
        std::size_t count;
        std::size_t of(const EventKey& key) const { return (key.time - start) >> shift; }
    };
    Slots equalSlots() const;
    bool areEven(const Slots& all);
    void deal(const Slots& all);

    std::vector<EventKey> m_keys;
    std::size_t m_next = 0;
    std::vector<EventKey> m_dealt;
    std::vector<std::uint32_t> m_ends;
};

}  // namespace simulator
