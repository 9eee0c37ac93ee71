#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "simulator/kernel/event_key.h"

namespace simulator {

/// A hierarchical timing wheel: keys in buckets, of a nanosecond at level 0 and 256 times as wide at each
/// further level, so that it takes any time. It is emptied from the front, by whole buckets: where these are
/// large, by finer ones into which they are spread first. So it adapts to any density of events, and no key
/// is moved more often than the density asks for. Varghese, Lauck: Hashed and hierarchical timing wheels
/// (SOSP 1987); Tang, Goh, Thng: Ladder queue (2005).
class TimingWheel {
public:
    TimingWheel() : m_buckets(levels * digits) {}
    TimingWheel(const TimingWheel& other);
    TimingWheel(TimingWheel&&) = default;
    TimingWheel& operator=(TimingWheel&&) = default;
    ~TimingWheel() = default;

    std::uint64_t size() const { return m_size; }
    /// All keys are later; keys up to here belong elsewhere.
    std::uint64_t passed() const { return m_passed; }
    /// An empty wheel may stand at any time.
    void turnTo(std::uint64_t time) { m_passed = std::max(m_passed, time); }

    /// The key's time must be later than `passed`.
    void put(EventKey key) {
        ++m_size;
        drop(key);
    }
    /// No key is earlier; not for an empty wheel.
    std::uint64_t horizon() const;
    /// Moves the keys of the earliest bucket to the end of `keys`; it is spread before where it has more than
    /// `most` keys, and is no finest one. Then those of its neighbours, as long as these are `enough`
    /// together.
    void takeEarliest(std::size_t most, std::size_t enough, std::vector<EventKey>& keys);
    /// Moves all keys to the end of `keys`.
    void takeAll(std::vector<EventKey>& keys);
    /// Takes each key out and gives it to `action`, which may put it back, or put another one.
    template <typename Action>
    void replace(Action action);

private:
    static constexpr int digitBits = 8;
    static constexpr std::uint32_t digits = 1u << digitBits;
    static constexpr std::uint32_t levels = 8;

    struct Chunk {
        static constexpr std::uint32_t capacity = 31;
        Chunk* next;
        std::array<EventKey, capacity> keys;
    };
    struct Bucket {
        Chunk* chunk = nullptr;  ///< The last; the others are full
        std::uint32_t inChunk = Chunk::capacity;
        std::uint32_t size = 0;
    };
    struct Place {
        std::uint32_t level;
        std::uint32_t digit;
        std::uint64_t start;  ///< [ns]
    };

    /// The level is that of the highest digit in which the time differs from `passed`.
    void drop(EventKey key) {
        const std::uint64_t differs = (key.time ^ m_passed) | 1;
        const auto level = static_cast<std::uint32_t>(std::bit_width(differs) - 1) / digitBits;
        const std::uint32_t digit = digitOf(key.time, level);
        Bucket& bucket = m_buckets[level * digits + digit];
        if (bucket.inChunk == Chunk::capacity) [[unlikely]]
            grow(bucket, level, digit);
        bucket.chunk->keys[bucket.inChunk++] = key;
        ++bucket.size;
    }
    static std::uint32_t digitOf(std::uint64_t time, std::uint32_t level) {
        return static_cast<std::uint32_t>(time >> (level * digitBits)) & (digits - 1);
    }
    Place earliest() const;
    std::uint32_t nextUsed(std::uint32_t level, std::uint32_t from) const;
    void takeNeighbours(Place place, std::size_t enough, std::vector<EventKey>& keys);
    void take(const Bucket& bucket, std::vector<EventKey>& keys);
    Bucket emptied(const Place& place);
    template <typename Action>
    void forEach(Bucket bucket, Action action);
    [[gnu::noinline]] void grow(Bucket& bucket, std::uint32_t level, std::uint32_t digit);
    void makeChunks();

    std::uint64_t m_passed = 0;
    std::uint64_t m_size = 0;
    std::vector<Bucket> m_buckets;
    std::array<std::array<std::uint64_t, digits / 64>, levels> m_used{};  ///< Buckets that are not empty
    Chunk* m_free = nullptr;
    std::vector<std::unique_ptr<Chunk[]>> m_chunks;
    std::size_t m_made = 0;
};

// A chunk is free again when its keys were seen; these may go to other buckets meanwhile.
template <typename Action>
void TimingWheel::forEach(Bucket bucket, Action action) {
    while (Chunk* const chunk = bucket.chunk) {
        for (std::uint32_t at = 0; at < bucket.inChunk; ++at) action(chunk->keys[at]);
        bucket.chunk = chunk->next;
        bucket.inChunk = Chunk::capacity;
        chunk->next = m_free;
        m_free = chunk;
    }
}

template <typename Action>
void TimingWheel::replace(Action action) {
    for (std::uint32_t level = 0; level < levels; ++level)
        for (std::uint32_t digit = 0; digit < digits; ++digit) {
            const Bucket bucket = emptied({level, digit, 0});
            m_size -= bucket.size;
            forEach(bucket, action);
        }
}

}  // namespace simulator
