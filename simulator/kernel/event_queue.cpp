#include "simulator/kernel/event_queue.h"

#include <algorithm>
#include <utility>

namespace simulator {

// The places of a bucket's timers lie anywhere in memory: they are asked for some steps ahead.
template <typename Action>
void EventQueue::forEach(const Bucket& bucket, Action action) {
    constexpr std::size_t ahead = 12;
    for (std::size_t at = 0; at < bucket.size(); ++at) {
        if (at + ahead < bucket.size()) __builtin_prefetch(&m_places[bucket[at + ahead].timer()], 1);
        action(bucket[at]);
    }
}

EventQueue::EventQueue() : m_buckets(levels * digits) {
    resize(2);
}

EventQueue::Timer EventQueue::newTimer() {
    if (m_freeTimer == none) {
        m_places.push_back({none, nearBucket, 0});
        return static_cast<Timer>(m_places.size() - 1);
    }
    const Timer timer = m_freeTimer;
    m_freeTimer = m_places[timer].owner;
    return timer;
}

void EventQueue::freeTimer(Timer timer) {
    m_places[timer].owner = m_freeTimer;
    m_freeTimer = timer;
}

EventQueue::Timer EventQueue::insert(std::uint32_t owner, std::uint64_t time, Priority priority) {
    const Timer timer = newTimer();
    m_places[timer].owner = owner;
    const Key key = keyOf(timer, time, priority);
    if (goesFar(time))
        addFar(key);
    else
        addNear(key);
    return timer;
}

void EventQueue::remove(Timer timer) {
    if (m_places[timer].bucket == nearBucket)
        freeLeaf(m_places[timer].position);
    else
        removeFar(timer);
    freeTimer(timer);
}

void EventQueue::discardVacant() {
    remove(std::exchange(m_vacant, none));
}

void EventQueue::addNear(Key key) {
    if (m_freeLeaves.empty()) resize(2 * m_leaves);
    const std::uint32_t leaf = m_freeLeaves.back();
    m_freeLeaves.pop_back();
    ++m_near;
    Place& place = m_places[key.timer()];
    place.bucket = nearBucket;
    place.position = leaf;
    replay(leaf, key);
}

void EventQueue::freeLeaf(std::uint32_t leaf) {
    replay(leaf, never);
    m_freeLeaves.push_back(leaf);
    --m_near;
}

// Moves the events to the first leaves of a tree with that many, and plays all matches.
void EventQueue::resize(std::uint32_t leaves) {
    std::vector<Key> nodes(2 * static_cast<std::size_t>(leaves), never);
    std::uint32_t used = 0;
    for (std::uint32_t leaf = 0; leaf < m_leaves; ++leaf) {
        const Key& key = m_nodes[m_leaves + leaf];
        if (key == never) continue;
        m_places[key.timer()].position = used;
        nodes[leaves + used++] = key;
    }
    for (std::uint32_t node = leaves - 1; node >= 1; --node) {
        nodes[node] = nodes[2 * node];
        takeEarlier(nodes[node].rank, nodes[node].time, nodes[2 * node + 1]);
    }
    m_nodes = std::move(nodes);
    m_leaves = leaves;
    m_freeLeaves.clear();
    for (std::uint32_t leaf = leaves; leaf > used; --leaf) m_freeLeaves.push_back(leaf - 1);
}

void EventQueue::moveFar(Timer timer, std::uint64_t time, Priority priority) {
    removeFar(timer);
    const Key key = keyOf(timer, time, priority);
    if (goesFar(time))
        addFar(key);
    else
        addNear(key);
}

// The event had a leaf.
void EventQueue::sendFar(Key key) {
    freeLeaf(m_places[key.timer()].position);
    addFar(key);
}

// An empty wheel may stand at any time up to the next event.
void EventQueue::addFar(Key key) {
    if (m_far == 0) m_cursor = std::max(m_cursor, std::min(m_nodes[1].time, key.time) >> bucketShift);
    putIntoBucket(key);
}

// The level is that of the highest digit in which the time differs from the cursor.
void EventQueue::putIntoBucket(Key key) {
    const std::uint64_t slot = key.time >> bucketShift;
    const std::uint64_t differs = slot ^ m_cursor;
    const std::uint32_t level =
        differs ? static_cast<std::uint32_t>(std::bit_width(differs) - 1) / digitBits : 0;
    const std::uint32_t digit = digitOf(slot, level);
    Bucket& bucket = m_buckets[level * digits + digit];
    Place& place = m_places[key.timer()];
    place.bucket = level * digits + digit;
    place.position = static_cast<std::uint32_t>(bucket.size());
    bucket.push_back(key);
    m_used[level][digit / 64] |= 1ull << (digit % 64);
    ++m_far;
    const int shift = bucketShift + static_cast<int>(level) * digitBits;
    m_horizon = std::min(m_horizon, key.time >> shift << shift);
}

void EventQueue::removeFar(Timer timer) {
    const Place place = m_places[timer];
    Bucket& bucket = m_buckets[place.bucket];
    bucket[place.position] = bucket.back();
    m_places[bucket[place.position].timer()].position = place.position;
    bucket.pop_back();
    --m_far;
    if (!bucket.empty()) return;
    const std::uint32_t digit = place.bucket % digits;
    m_used[place.bucket / digits][digit / 64] &= ~(1ull << (digit % 64));
    if (m_far == 0) m_horizon = always;
}

// Brings the earliest far events nearer: those of a finest bucket into the tree, those of a coarser one into
// finer buckets. The horizon may be too early, where an event was cancelled; then it is only found anew.
void EventQueue::openBucket() {
    for (std::uint32_t level = 0; level < levels; ++level) {
        const std::uint32_t here = digitOf(m_cursor, level);
        const std::uint32_t digit = nextUsed(level, level == 0 ? here : here + 1);
        if (digit == digits) continue;
        const int shift = static_cast<int>(level) * digitBits;
        const std::uint64_t start = ((m_cursor >> shift >> digitBits << digitBits) | digit) << shift;
        if (level > 0) {
            m_cursor = start;
            spread(level, digit);
        } else {
            Bucket bucket;
            bucket.swap(m_buckets[digit]);
            m_used[0][digit / 64] &= ~(1ull << (digit % 64));
            m_far -= bucket.size();
            if (m_leaves > 8 * nearLimit && m_near + bucket.size() < m_leaves / 8) resize(m_leaves / 4);
            forEach(bucket, [this](Key key) { addNear(key); });
            bucket.clear();
            bucket.swap(m_buckets[digit]);
            enter(start + 1);
        }
        break;
    }
    findHorizon();
}

// Where the cursor enters a coarser bucket, that is spread at once.
void EventQueue::enter(std::uint64_t cursor) {
    const std::uint64_t changed = m_cursor ^ cursor;
    m_cursor = cursor;
    for (std::uint32_t level = levels - 1; level > 0; --level)
        if (changed >> (level * digitBits)) spread(level, digitOf(cursor, level));
}

void EventQueue::spread(std::uint32_t level, std::uint32_t digit) {
    Bucket bucket;
    bucket.swap(m_buckets[level * digits + digit]);
    m_used[level][digit / 64] &= ~(1ull << (digit % 64));
    m_far -= bucket.size();
    forEach(bucket, [this](Key key) { putIntoBucket(key); });
}

void EventQueue::findHorizon() {
    m_horizon = always;
    for (std::uint32_t level = 0; level < levels; ++level) {
        const std::uint32_t here = digitOf(m_cursor, level);
        const std::uint32_t digit = nextUsed(level, level == 0 ? here : here + 1);
        if (digit == digits) continue;
        const int shift = static_cast<int>(level) * digitBits;
        m_horizon = ((m_cursor >> shift >> digitBits << digitBits) | digit) << shift << bucketShift;
        return;
    }
}

std::uint32_t EventQueue::nextUsed(std::uint32_t level, std::uint32_t from) const {
    for (std::uint32_t word = from / 64; word < digits / 64; ++word) {
        std::uint64_t bits = m_used[level][word];
        if (word == from / 64) bits &= ~0ull << (from % 64);
        if (bits) return word * 64 + static_cast<std::uint32_t>(std::countr_zero(bits));
    }
    return digits;
}

}  // namespace simulator
