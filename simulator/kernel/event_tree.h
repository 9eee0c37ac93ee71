#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace simulator {

/// The pending events: a winner (tournament) tree over slots, each of which holds at most one event.
///
/// Events are ordered by (time, priority, sequence), all in one 128-bit key, so that the order is total.
/// | operation          | cost                                       |
/// |--------------------|--------------------------------------------|
/// | first              | O(1)                                       |
/// | schedule, cancel   | O(log slots), without unpredictable branch |
/// | memory             | 32 bytes a slot                            |
/// A cancelled event leaves nothing behind. See Knuth, The Art of Computer Programming 3, 5.4.1.
class EventTree {
public:
    /// Later in the enumeration is later at the same time.
    enum class Priority : std::uint64_t { Fault, Work, Timeout };

    /// Time and rank of an event; the slot is part of the rank.
    struct Key {
        std::uint64_t rank;
        std::uint64_t time;  ///< [ns]

        std::uint32_t slot() const { return static_cast<std::uint32_t>(rank) & slotMask; }
        /// Which of all scheduled events it is.
        std::uint64_t sequence() const { return (rank << priorityBits) >> (priorityBits + slotBits); }
        bool operator==(const Key&) const = default;
    };

    static constexpr int slotBits = 22;
    static constexpr int priorityBits = 2;
    static constexpr std::uint32_t slotMask = (1u << slotBits) - 1;
    static constexpr Key never{~0ull, ~0ull};

    explicit EventTree(std::uint32_t slots = 64) { grow(slots); }

    /// Makes room for the slots below `slots`; others must not be asked for.
    void reserve(std::uint32_t slots) {
        if (slots > m_leaves) [[unlikely]]
            grow(slots);
    }

    /// The earliest event; `never` when there is none.
    const Key& first() const { return m_nodes[1]; }
    /// The event of the slot; `never` when there is none.
    const Key& at(std::uint32_t slot) const { return m_nodes[m_leaves + slot]; }
    bool isPending(std::uint32_t slot) const { return at(slot).time != never.time; }

    /// Schedules the event of the slot, in place of the one that it holds.
    void schedule(std::uint32_t slot, std::int64_t time, Priority priority) {
        const std::uint64_t rank =
            (static_cast<std::uint64_t>(priority) << (64 - priorityBits)) | (m_sequence++ << slotBits) | slot;
        replay(slot, {rank, static_cast<std::uint64_t>(time)});
    }
    void cancel(std::uint32_t slot) { replay(slot, never); }

private:
    void grow(std::uint32_t slots) {
        std::uint32_t leaves = std::max<std::uint32_t>(m_leaves, 64);
        while (leaves < slots) leaves *= 2;
        std::vector<Key> nodes(2 * static_cast<std::size_t>(leaves), never);
        if (m_leaves) std::copy_n(m_nodes.begin() + m_leaves, m_leaves, nodes.begin() + leaves);
        for (std::uint32_t node = leaves - 1; node >= 1; --node)
            nodes[node] = earlier(nodes[2 * node], nodes[2 * node + 1]);
        m_nodes = std::move(nodes);
        m_leaves = leaves;
    }

    __extension__ using Wide = unsigned __int128;
    static bool precedes(const Key& left, const Key& right) {
        return ((static_cast<Wide>(left.time) << 64) | left.rank) <
               ((static_cast<Wide>(right.time) << 64) | right.rank);
    }
    static const Key& earlier(const Key& left, const Key& right) {
        return precedes(right, left) ? right : left;
    }

    /// Plays the matches from the slot's leaf up to the root again.
    void replay(std::uint32_t slot, Key key) {
        Key* const nodes = m_nodes.data();
        std::size_t node = m_leaves + slot;
        nodes[node] = key;
        while (node > 1) {
            takeEarlier(key, nodes[node ^ 1]);
            node >>= 1;
            nodes[node] = key;
        }
    }

    /// The earlier of both into `key`, without a branch: which one wins is as good as random.
    static void takeEarlier(Key& key, const Key& rival) {
#if defined(__x86_64__) && defined(__GNUC__)
        std::uint64_t scratch;
        asm("mov %[rivalRank], %[scratch]\n\t"
            "cmp %[rank], %[scratch]\n\t"
            "mov %[rivalTime], %[scratch]\n\t"
            "sbb %[time], %[scratch]\n\t"
            "cmovb %[rivalRank], %[rank]\n\t"
            "cmovb %[rivalTime], %[time]"
            : [time] "+&r"(key.time), [rank] "+&r"(key.rank), [scratch] "=&r"(scratch)
            : [rivalTime] "r"(rival.time), [rivalRank] "r"(rival.rank)
            : "cc");
#else
        if (precedes(rival, key)) key = rival;
#endif
    }

    std::vector<Key> m_nodes;  ///< Heap order: children of n at 2n and 2n + 1; leaves at the end
    std::uint32_t m_leaves = 0;
    std::uint64_t m_sequence = 0;
};

}  // namespace simulator
