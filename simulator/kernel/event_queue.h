#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace simulator {

/// The pending events of a replication, in a total order: by (time, priority, sequence).
///
/// An event is a timer, which knows its owner and can be moved and cancelled. What comes next is kept in a
/// winner (tournament) tree; once that holds `nearLimit` events, those beyond its horizon go to a
/// hierarchical timing wheel, whose buckets are emptied into the tree when time gets there. So a step costs
/// the logarithm of what is near, and a timeout that is cancelled long before it is due never sees the tree.
/// | operation                    | cost                                            |
/// |------------------------------|-------------------------------------------------|
/// | first                        | O(1)                                            |
/// | schedule, move, cancel: near | O(log near), without an unpredictable branch    |
/// | schedule, move, cancel: far  | O(1), and once a bucket for each level passed   |
/// | memory                       | 48 bytes a near event, 32 a far one             |
/// The timer of the event that was taken last, or that was cancelled since, is used for the next that is
/// scheduled: one match up the tree instead of two. A cancelled event leaves nothing behind. Knuth, The Art
/// of Computer Programming 3, 5.4.1; Varghese, Lauck: Hashed and hierarchical timing wheels (SOSP 1987).
class EventQueue {
public:
    using Timer = std::uint32_t;
    static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

    /// Later in the enumeration is later at the same time.
    enum class Priority : std::uint64_t { Fault, Work, Timeout };

    /// Time and rank of an event; the timer is part of the rank.
    struct alignas(16) Key {
        std::uint64_t rank;
        std::uint64_t time;  ///< [ns]

        Timer timer() const { return static_cast<Timer>(rank) & timerMask; }
        /// Which of all scheduled events it is.
        std::uint64_t sequence() const { return (rank << priorityBits) >> (priorityBits + timerBits); }
        bool operator==(const Key&) const = default;
    };

    static constexpr int timerBits = 22;
    static constexpr int priorityBits = 2;
    static constexpr Timer timerMask = (1u << timerBits) - 1;
    static constexpr Key never{~0ull, ~0ull};
    static constexpr std::uint32_t nearLimit = 4096;

    EventQueue();

    /// The earliest event; `never` when there is none.
    const Key& first() {
        if (m_vacant != none) discardVacant();
        while (m_nodes[1].time >= m_horizon && m_far != 0) [[unlikely]] openBucket();
        return m_nodes[1];
    }
    /// Takes away the event that `first` just gave.
    void take(const Key& first) { m_vacant = first.timer(); }

    std::uint32_t owner(Timer timer) const { return m_places[timer].owner; }

    /// Schedules an event of that owner. There must be no more than 2^22 at a time.
    Timer schedule(std::uint32_t owner, std::int64_t time, Priority priority) {
        const auto when = static_cast<std::uint64_t>(time);
        if (m_vacant == none) [[unlikely]]
            return insert(owner, when, priority);
        const Timer timer = m_vacant;
        m_vacant = none;
        m_places[timer].owner = owner;
        reschedule(timer, when, priority);
        return timer;
    }
    /// Gives the pending event of the timer another time and rank.
    void move(Timer timer, std::int64_t time, Priority priority) {
        const auto when = static_cast<std::uint64_t>(time);
        if (m_places[timer].bucket == nearBucket) [[likely]]
            reschedule(timer, when, priority);
        else
            moveFar(timer, when, priority);
    }
    void cancel(Timer timer) {
        if (m_vacant == none && m_places[timer].bucket == nearBucket)
            m_vacant = timer;
        else
            remove(timer);
    }

    std::uint64_t pending() const { return m_near + m_far - (m_vacant != none ? 1 : 0); }

private:
    static constexpr int bucketShift = 20;  ///< The finest buckets are about a millisecond wide
    static constexpr int digitBits = 8;
    static constexpr std::uint32_t digits = 1u << digitBits;
    static constexpr std::uint32_t levels = 6;
    static constexpr std::uint32_t nearBucket = levels * digits;
    static constexpr std::uint64_t always = std::numeric_limits<std::uint64_t>::max();

    struct Place {
        std::uint32_t owner;     ///< Of a free timer: the next free one
        std::uint32_t bucket;    ///< Or near
        std::uint32_t position;  ///< In the bucket; of a near event: its leaf
    };
    using Bucket = std::vector<Key>;

    Key keyOf(Timer timer, std::uint64_t time, Priority priority) {
        return {(static_cast<std::uint64_t>(priority) << (64 - priorityBits)) | (m_sequence++ << timerBits) |
                    timer,
                time};
    }
    bool goesFar(std::uint64_t time) const { return m_near >= nearLimit && time >= m_cursor << bucketShift; }
    /// Of a timer that has a leaf.
    void reschedule(Timer timer, std::uint64_t time, Priority priority) {
        const Key key = keyOf(timer, time, priority);
        if (goesFar(time))
            sendFar(key);
        else
            replay(m_places[timer].position, key);
    }

    // The winner tree
    /// Plays the matches from the leaf up to the root again. Nodes are addressed by their offsets in memory.
    void replay(std::uint32_t leaf, Key key) {
        auto* const nodes = reinterpret_cast<std::byte*>(m_nodes.data());
        constexpr std::size_t size = sizeof(Key);
        std::size_t node = (m_leaves + std::size_t{leaf}) * size;
        std::uint64_t rank = key.rank;
        std::uint64_t time = key.time;
        const auto store = [&] {
            Key& stored = *reinterpret_cast<Key*>(nodes + node);
            stored.rank = rank;
            stored.time = time;
        };
        store();
        while (node != size) {
            takeEarlier(rank, time, *reinterpret_cast<const Key*>(nodes + (node ^ size)));
            node = node / 2 & ~(size - 1);
            store();
        }
    }
    static void takeEarlier(std::uint64_t& rank, std::uint64_t& time, const Key& rival);
    void addNear(Key key);
    void freeLeaf(std::uint32_t leaf);
    void resize(std::uint32_t leaves);

    // The wheel
    [[gnu::noinline]] Timer insert(std::uint32_t owner, std::uint64_t time, Priority priority);
    [[gnu::noinline, gnu::flatten]] void remove(Timer timer);
    [[gnu::noinline]] void discardVacant();
    [[gnu::noinline]] void moveFar(Timer timer, std::uint64_t time, Priority priority);
    [[gnu::noinline]] void sendFar(Key key);
    void addFar(Key key);
    void putIntoBucket(Key key);
    void removeFar(Timer timer);
    [[gnu::noinline]] void openBucket();
    void enter(std::uint64_t cursor);
    void spread(std::uint32_t level, std::uint32_t digit);
    void findHorizon();
    template <typename Action>
    void forEach(const Bucket& bucket, Action action);
    std::uint32_t digitOf(std::uint64_t slot, std::uint32_t level) const {
        return static_cast<std::uint32_t>(slot >> (level * digitBits)) & (digits - 1);
    }
    std::uint32_t nextUsed(std::uint32_t level, std::uint32_t from) const;
    Timer newTimer();
    void freeTimer(Timer timer);

    std::vector<Key> m_nodes;  ///< Heap order: children of n at 2n and 2n + 1; leaves at the end
    std::uint32_t m_leaves = 0;
    std::uint32_t m_near = 0;  ///< Leaves in use
    Timer m_vacant = none;     ///< Has a leaf whose event is over
    std::uint64_t m_sequence = 0;
    std::uint64_t m_horizon = always;  ///< No far event is earlier [ns]
    std::uint64_t m_cursor = 0;        ///< The first finest bucket that was not emptied into the tree
    std::vector<Place> m_places;       ///< By timer
    std::vector<std::uint32_t> m_freeLeaves;
    Timer m_freeTimer = none;
    std::uint64_t m_far = 0;
    std::vector<Bucket> m_buckets;
    std::array<std::array<std::uint64_t, digits / 64>, levels> m_used{};  ///< Buckets that are not empty
};

/// The earlier of both into `rank` and `time`, without a branch: which one wins is as good as random.
inline void EventQueue::takeEarlier(std::uint64_t& rank, std::uint64_t& time, const Key& rival) {
#if defined(__x86_64__) && defined(__GNUC__)
    std::uint64_t scratch;
    asm("mov %[rivalRank], %[scratch]\n\t"
        "cmp %[rank], %[scratch]\n\t"
        "mov %[rivalTime], %[scratch]\n\t"
        "sbb %[time], %[scratch]\n\t"
        "cmovb %[rivalRank], %[rank]\n\t"
        "cmovb %[rivalTime], %[time]"
        : [time] "+&r"(time), [rank] "+&r"(rank), [scratch] "=&r"(scratch)
        : [rivalTime] "m"(rival.time), [rivalRank] "m"(rival.rank)
        : "cc");
#else
    if (rival.time != time ? rival.time > time : rival.rank >= rank) return;
    rank = rival.rank;
    time = rival.time;
#endif
}

}  // namespace simulator
