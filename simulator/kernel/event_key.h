#pragma once

#include <cstdint>

namespace simulator {

/// Time and rank of a pending event: what comes first. The rank is made of the event's priority, of its
/// sequence number, which no other event has, and of its timer.
struct alignas(16) EventKey {
    static constexpr int timerBits = 22;
    static constexpr int priorityBits = 2;
    static constexpr std::uint32_t timerMask = (1u << timerBits) - 1;
    static constexpr std::uint64_t noTime = std::uint64_t{1} << 63;  ///< Times of events are below

    std::uint64_t rank;
    std::uint64_t time;  ///< [ns]

    /// The key of nothing: later than all events. Those of different places are no two alike.
    static constexpr EventKey nothing(std::uint32_t place = 0) { return {0, noTime | place}; }
    bool isNothing() const { return time >= noTime; }

    std::uint32_t timer() const { return static_cast<std::uint32_t>(rank) & timerMask; }
    /// Which of all scheduled events it is.
    std::uint64_t sequence() const { return (rank << priorityBits) >> (priorityBits + timerBits); }
    bool isBefore(const EventKey& other) const {
        return time < other.time || (time == other.time && rank < other.rank);
    }
    bool operator==(const EventKey&) const = default;
};

}  // namespace simulator
