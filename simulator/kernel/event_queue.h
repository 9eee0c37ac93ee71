#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "simulator/kernel/event_key.h"
#include "simulator/kernel/sorted_run.h"
#include "simulator/kernel/timeout_lane.h"
#include "simulator/kernel/timing_wheel.h"

namespace simulator {

/// The pending events of a replication, in a total order: by (time, priority, sequence).
///
/// An event is a timer, which knows its owner and can be moved and cancelled. Few events are kept in a winner
/// (tournament) tree. Once that has `nearLimit` leaves, later events go to a timing wheel; when time gets
/// there, the keys of its earliest bucket are sorted and taken in order, beside the tree, which then holds
/// only what was scheduled before their end.
///
/// The wheel does not learn of timers that are cancelled or moved. The key of such a timer remains, and when
/// it comes up it is dropped, or put where the timer is now. So a timeout that is set again and again, always
/// later, or cancelled and used for another one, costs the wheel nothing: timers whose keys remain are
/// preferred for later events. Keys that are of no use are swept out when they are the most.
///
/// Timeouts that nearly always are cancelled, and of which each ends later than those that began before it,
/// can be kept in a lane of their own: it costs little to begin and to cancel them, and they are not in the
/// way of other events.
///
/// | operation                    | cost                                                          |
/// |------------------------------|---------------------------------------------------------------|
/// | first                        | O(1), and the sorting of few keys at a time                   |
/// | schedule, move, cancel: near | O(log near), without an unpredictable branch                  |
/// | schedule, move, cancel: far  | O(1), and once a bucket for each level that it is spread from |
/// | the same in a lane           | O(1), and O(lanes) once for the first of each, if it comes up |
/// | memory                       | 64 bytes a near event, about 50 a far one                     |
///
/// The timer of the event that was taken last, or that was cancelled since, is used for the next near one
/// that is scheduled: one match up the tree instead of two. Knuth, The Art of Computer Programming 3, 5.4.1.
class EventQueue {
public:
    using Timer = std::uint32_t;
    using Key = EventKey;
    static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

    /// Later in the enumeration is later at the same time.
    enum class Priority : std::uint64_t { Fault, Work, Timeout };

    static constexpr std::uint32_t nearLimit = 2048;

    EventQueue();

    /// The earliest event; `Key::nothing` when there is none.
    const Key& first() {
        if (m_vacant != none) discardVacant();
        if (m_nodes[1].time < m_soonest) [[likely]]
            return m_nodes[1];
        return firstOfAll();
    }
    /// Takes away the event that `first` just gave.
    void take(const Key& first) { m_vacant = first.timer(); }

    std::uint32_t owner(Timer timer) const { return m_timers[timer].owner; }

    /// Schedules an event of that owner. There must be no more than 2^22 at a time.
    Timer schedule(std::uint32_t owner, std::int64_t time, Priority priority) {
        const auto when = static_cast<std::uint64_t>(time);
        if (m_vacant == none || when >= m_farFrom) [[unlikely]]
            return insert(owner, when, priority);
        const Timer timer = m_vacant;
        TimerState& state = m_timers[timer];
        if (!hasLeaf(state)) [[unlikely]]
            return insert(owner, when, priority);
        m_vacant = none;
        state.owner = owner;
        replay(state.leaf, keyOf(timer, when, priority));
        return timer;
    }
    /// Gives the pending event of the timer another time and rank; the timer that it has from now on.
    Timer move(Timer timer, std::int64_t time, Priority priority) {
        const auto when = static_cast<std::uint64_t>(time);
        if (!hasLeaf(m_timers[timer]) || when >= m_farFrom) [[unlikely]]
            return moveFar(timer, when, priority);
        replay(m_timers[timer].leaf, keyOf(timer, when, priority));
        return timer;
    }
    /// From now on there are that many lanes, or more.
    void addLanes(std::size_t lanes) { m_lanes.resize(std::max(m_lanes.size(), lanes)); }
    /// The same as `schedule` with Priority::Timeout; it costs more when it ends before another one that is
    /// in the lane.
    Timer scheduleInLane(std::size_t lane, std::uint32_t owner, std::int64_t time) {
        const auto when = static_cast<std::uint64_t>(time);
        if (!m_lanes[lane].takes(when)) [[unlikely]]
            return schedule(owner, time, Priority::Timeout);
        const Timer timer = m_idle.first != none ? pop(m_idle) : timerForNear();
        m_timers[timer].owner = owner;
        enterLane(m_lanes[lane], keyOf(timer, when, Priority::Timeout));
        return timer;
    }
    /// The same as `move` with Priority::Timeout.
    Timer moveToLane(std::size_t lane, Timer timer, std::int64_t time) {
        const auto when = static_cast<std::uint64_t>(time);
        if (m_timers[timer].leaf == inLane && m_lanes[lane].takes(when)) [[likely]] {
            enterLane(m_lanes[lane], keyOf(timer, when, Priority::Timeout));
            return timer;
        }
        const std::uint32_t owner = m_timers[timer].owner;
        cancel(timer);
        return scheduleInLane(lane, owner, time);
    }
    void cancel(Timer timer) {
        if (m_vacant == none && hasLeaf(m_timers[timer]))
            m_vacant = timer;
        else
            remove(timer);
    }

    /// When the pending event of the timer is [ns].
    std::int64_t timeOf(Timer timer) const;

    std::uint64_t pending() const {
        return m_timers.size() - m_idleWithLeaf.size - m_idle.size - m_ghosts.size -
               (m_vacant != none ? 1 : 0);
    }

private:
    static constexpr std::uint64_t always = std::numeric_limits<std::uint64_t>::max();
    // Where a timer is that has no leaf of the tree
    static constexpr std::uint32_t inLane = none - 4;     ///< Its key is in a lane
    static constexpr std::uint32_t inRun = none - 3;      ///< Its key is in the sorted run
    static constexpr std::uint32_t inWheel = none - 2;    ///< Its key is in the wheel
    static constexpr std::uint32_t postponed = none - 1;  ///< An earlier key is in the wheel
    static constexpr std::uint32_t idle = none;

    struct alignas(32) TimerState {
        std::uint32_t owner;   ///< Of an idle timer: the next of its list
        std::uint32_t leaf;    ///< Or where else it is
        std::uint64_t inTime;  ///< Of its key in the wheel, present or past; `always` when it has none
        std::uint64_t rank;    ///< Of those in the wheel and in lanes, and of the postponed
        std::uint64_t time;    ///< Of the postponed, and of those in the run and in lanes [ns]
    };
    struct IdleList {
        Timer first = none;
        std::uint32_t size = 0;
    };

    static constexpr std::uint64_t rankOf(Priority priority) {
        return static_cast<std::uint64_t>(priority) << (64 - Key::priorityBits);
    }
    Key keyOf(Timer timer, std::uint64_t time, Priority priority) {
        const std::uint64_t rank = (m_rank ^ rankOf(priority)) | timer;
        m_rank += std::uint64_t{1} << Key::timerBits;
        return {rank, time};
    }

    // Timers
    static bool hasLeaf(const TimerState& state) { return state.leaf < inLane; }
    Timer newTimer();
    void push(IdleList& list, Timer timer);
    Timer pop(IdleList& list) {
        const Timer timer = list.first;
        list.first = m_timers[timer].owner;
        --list.size;
        return timer;
    }
    void free(Timer timer);
    [[gnu::noinline]] Timer insert(std::uint32_t owner, std::uint64_t time, Priority priority);
    bool hasVacantWithoutLeaf() const;
    Timer timerForNear();
    Timer timerForFar(std::uint64_t time);
    [[gnu::noinline]] void remove(Timer timer);
    [[gnu::noinline]] void discardVacant();
    [[gnu::noinline]] Timer moveFar(Timer timer, std::uint64_t time, Priority priority);
    void place(Key key);
    void placeFar(Key key);

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
    void empty(std::uint32_t leaf) { replay(leaf, Key::nothing(leaf)); }
    static void takeEarlier(std::uint64_t& rank, std::uint64_t& time, const Key& rival);
    std::uint32_t freeLeaf();
    std::uint32_t nearEvents() const;
    void resize(std::uint32_t leaves);

    // Lanes
    bool isLive(const Key& key) const {
        const TimerState& state = m_timers[key.timer()];
        return state.leaf == inLane && state.rank == key.rank;
    }
    void enterLane(TimeoutLane& lane, const Key& key) {
        TimerState& state = m_timers[key.timer()];
        state.leaf = inLane;
        state.rank = key.rank;
        state.time = key.time;
        lane.push(key, [this](const Key& other) { return isLive(other); });
        m_soonest = std::min(m_soonest, key.time);
    }
    const Key& firstInLanes();

    // The wheel and the run that is taken from it
    [[gnu::noinline]] const Key& firstOfAll();
    bool findInRun();
    void startWheel();
    void stopWheel();
    void refillRun();
    void keepLive(std::vector<Key>& keys);
    bool bringUp(Key& key);
    void sweep();

    std::vector<Key> m_nodes;  ///< Heap order: children of n at 2n and 2n + 1; leaves at the end
    std::uint32_t m_leaves = 0;
    Timer m_vacant = none;             ///< Its event is over; most have a leaf
    std::uint64_t m_rank = 0;          ///< Of the next event, without its priority and timer
    std::uint64_t m_soonest = always;  ///< No event outside of the tree is earlier [ns]
    std::uint64_t m_farFrom = always;  ///< Events from there on go to the wheel, when it is in use [ns]
    std::vector<TimerState> m_timers;
    IdleList m_idleWithLeaf;  ///< Of these, the leaves are empty
    IdleList m_idle;
    IdleList m_ghosts;                        ///< May have a key in the wheel
    std::vector<std::uint32_t> m_freeLeaves;  ///< Of no timer
    std::vector<TimeoutLane> m_lanes;
    TimingWheel m_wheel;
    SortedRun m_run;
};

/// The earlier of both into `rank` and `time`. Without a branch on that, as which one wins is as good as
/// random; that both are at the same time is seldom, and empty leaves are no two alike.
inline void EventQueue::takeEarlier(std::uint64_t& rank, std::uint64_t& time, const Key& rival) {
#if defined(__x86_64__) && defined(__GNUC__)
    asm("cmp %[time], %[rivalTime]\n\t"
        "je 2f\n\t"
        "cmovb %[rivalTime], %[time]\n\t"
        "cmovb %[rivalRank], %[rank]\n"
        "1:\n\t"
        ".subsection 1\n"
        "2:\n\t"
        "cmp %[rank], %[rivalRank]\n\t"
        "cmovb %[rivalRank], %[rank]\n\t"
        "jmp 1b\n\t"
        ".previous"
        : [time] "+&r"(time), [rank] "+&r"(rank)
        : [rivalTime] "m"(rival.time), [rivalRank] "m"(rival.rank)
        : "cc");
#else
    if (rival.time != time ? rival.time > time : rival.rank >= rank) return;
    rank = rival.rank;
    time = rival.time;
#endif
}

}  // namespace simulator
