#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "simulator/kernel/event_key.h"

namespace simulator {

/// Keys in the order of their times, as those of timeouts of one length have it: in and out at O(1), without
/// a place in any tree. Keys of timeouts that were cancelled stay until they come up, or until there is no
/// room for more.
class TimeoutLane {
public:
    bool empty() const { return m_next == m_keys.size(); }
    const EventKey& front() const { return m_keys[m_next]; }
    void pop() { ++m_next; }

    /// Whether no key is later.
    bool takes(std::uint64_t time) const { return empty() || m_keys.back().time <= time; }
    /// `isLive` tells the keys that are still of use.
    template <typename IsLive>
    void push(const EventKey& key, IsLive isLive) {
        if (m_keys.size() == m_keys.capacity()) [[unlikely]]
            makeRoom(isLive);
        m_keys.push_back(key);
    }

private:
    // At least as much as what is left, so that each key is moved O(1) times.
    template <typename IsLive>
    [[gnu::noinline]] void makeRoom(IsLive isLive) {
        std::size_t kept = 0;
        for (std::size_t at = std::exchange(m_next, 0); at < m_keys.size(); ++at)
            if (isLive(m_keys[at])) m_keys[kept++] = m_keys[at];
        m_keys.resize(kept);
        constexpr std::size_t few = 1024;  // Most are over before there are as many
        if (2 * kept >= m_keys.capacity()) m_keys.reserve(few + 4 * kept);
    }

    std::vector<EventKey> m_keys;
    std::size_t m_next = 0;
};

}  // namespace simulator
