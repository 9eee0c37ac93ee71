#include "simulator/kernel/sorted_run.h"

#include <algorithm>
#include <bit>

namespace simulator {

namespace {

constexpr std::size_t mostByInsertion = 12;
constexpr std::uint32_t mostInSlot = 24;

void sortByInsertion(std::vector<EventKey>& keys) {
    for (std::size_t at = 1; at < keys.size(); ++at) {
        const EventKey key = keys[at];
        std::size_t gap = at;
        for (; gap > 0 && key.isBefore(keys[gap - 1]); --gap) keys[gap] = keys[gap - 1];
        keys[gap] = key;
    }
}

}  // namespace

void SortedRun::sort() {
    if (m_keys.size() <= mostByInsertion) return sortByInsertion(m_keys);
    const Slots all = equalSlots();
    if (!areEven(all)) {
        std::sort(m_keys.begin(), m_keys.end(),
                  [](const EventKey& left, const EventKey& right) { return left.isBefore(right); });
        return;
    }
    deal(all);
    sortByInsertion(m_keys);
}

SortedRun::Slots SortedRun::equalSlots() const {
    std::uint64_t first = m_keys[0].time;
    std::uint64_t last = first;
    for (const EventKey& key : m_keys) {
        first = std::min(first, key.time);
        last = std::max(last, key.time);
    }
    const int wanted = static_cast<int>(std::bit_width(m_keys.size()));
    const int shift = std::max(0, static_cast<int>(std::bit_width(last - first)) - wanted);
    return {first, shift, static_cast<std::size_t>((last - first) >> shift) + 1};
}

// Counts the keys of each slot; then the ends follow.
bool SortedRun::areEven(const Slots& all) {
    m_ends.assign(all.count, 0);
    for (const EventKey& key : m_keys) ++m_ends[all.of(key)];
    std::uint32_t most = 0;
    std::uint32_t end = 0;
    for (std::uint32_t& slot : m_ends) {
        most = std::max(most, slot);
        slot = end += slot;
    }
    return most <= mostInSlot;
}

void SortedRun::deal(const Slots& all) {
    m_dealt.resize(m_keys.size());
    for (std::size_t at = m_keys.size(); at-- > 0;) m_dealt[--m_ends[all.of(m_keys[at])]] = m_keys[at];
    m_keys.swap(m_dealt);
}

}  // namespace simulator
