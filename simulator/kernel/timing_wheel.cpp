#include "simulator/kernel/timing_wheel.h"

#include <algorithm>
#include <utility>

namespace simulator {

// Keys stand in their buckets in any order.
TimingWheel::TimingWheel(const TimingWheel& other) : TimingWheel() {
    m_passed = other.m_passed;
    for (const Bucket& bucket : other.m_buckets) {
        std::uint32_t inChunk = bucket.inChunk;
        for (const Chunk* chunk = bucket.chunk; chunk; chunk = chunk->next) {
            for (std::uint32_t at = 0; at < inChunk; ++at) put(chunk->keys[at]);
            inChunk = Chunk::capacity;
        }
    }
}

std::uint64_t TimingWheel::horizon() const {
    return earliest().start;
}

// Keys of a finer level are earlier than those of any coarser one.
TimingWheel::Place TimingWheel::earliest() const {
    for (std::uint32_t level = 0; level < levels; ++level) {
        const std::uint32_t here = digitOf(m_passed, level);
        const std::uint32_t digit = nextUsed(level, level == 0 ? here : here + 1);
        if (digit == digits) continue;
        const auto shift = static_cast<int>(level) * digitBits;
        return {level, digit, ((m_passed >> shift >> digitBits << digitBits) | digit) << shift};
    }
    return {0, 0, ~0ull};
}

void TimingWheel::takeEarliest(std::size_t most, std::size_t enough, std::vector<EventKey>& keys) {
    for (;;) {
        const Place place = earliest();
        const Bucket bucket = emptied(place);
        m_passed = place.start;
        if (bucket.size <= most || place.level == 0) {
            take(bucket, keys);
            return takeNeighbours(place, enough, keys);
        }
        forEach(bucket, [this](const EventKey& key) { drop(key); });
    }
}

void TimingWheel::takeNeighbours(Place place, std::size_t enough, std::vector<EventKey>& keys) {
    const std::uint64_t width = std::uint64_t{1} << (place.level * digitBits);
    for (++place.digit; place.digit < digits; ++place.digit) {
        const Bucket& next = m_buckets[place.level * digits + place.digit];
        if (next.size == 0 || keys.size() + next.size > enough) break;
        take(emptied(place), keys);
        m_passed += width;
    }
    m_passed |= width - 1;
}

void TimingWheel::take(const Bucket& bucket, std::vector<EventKey>& keys) {
    m_size -= bucket.size;
    keys.reserve(keys.size() + bucket.size);
    forEach(bucket, [&keys](const EventKey& key) { keys.push_back(key); });
}

void TimingWheel::takeAll(std::vector<EventKey>& keys) {
    while (m_size > 0) takeEarliest(m_size, 0, keys);
}

TimingWheel::Bucket TimingWheel::emptied(const Place& place) {
    m_used[place.level][place.digit / 64] &= ~(1ull << (place.digit % 64));
    return std::exchange(m_buckets[place.level * digits + place.digit], Bucket{});
}

std::uint32_t TimingWheel::nextUsed(std::uint32_t level, std::uint32_t from) const {
    for (std::uint32_t word = from / 64; word < digits / 64; ++word) {
        std::uint64_t bits = m_used[level][word];
        if (word == from / 64) bits &= ~0ull << (from % 64);
        if (bits) return word * 64 + static_cast<std::uint32_t>(std::countr_zero(bits));
    }
    return digits;
}

void TimingWheel::grow(Bucket& bucket, std::uint32_t level, std::uint32_t digit) {
    if (!m_free) makeChunks();
    Chunk* const chunk = m_free;
    m_free = chunk->next;
    chunk->next = bucket.chunk;
    bucket.chunk = chunk;
    bucket.inChunk = 0;
    m_used[level][digit / 64] |= 1ull << (digit % 64);
}

// As many as there are, so that they are asked for seldom.
void TimingWheel::makeChunks() {
    const std::size_t count = std::clamp<std::size_t>(m_made, 64, 4096);
    m_chunks.push_back(std::make_unique_for_overwrite<Chunk[]>(count));
    m_made += count;
    for (std::size_t at = count; at-- > 0;) {
        m_chunks.back()[at].next = m_free;
        m_free = &m_chunks.back()[at];
    }
}

}  // namespace simulator
