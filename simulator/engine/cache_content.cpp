#include "simulator/engine/cache_content.h"

#include <algorithm>
#include <cmath>

namespace simulator {

CacheContent::CacheContent(const CachePlan& plan, Index cache)
    : m_cache(cache),
      m_capacity(plan.capacity),
      m_ttl(plan.ttl),
      m_evicts(plan.evicts),
      m_slotOf(plan.keys.keys(), none),
      m_fillOf(plan.keys.keys(), none) {
    m_slots.reserve(plan.capacity);
    if (plan.warm) warm();
}

// The most wanted is the last that was. Their ages lie evenly below the time to live, as after a long time:
// by the golden ratio, so that neighbours differ.
void CacheContent::warm() {
    constexpr double goldenRatio = 0.6180339887498949;
    for (Index key = std::min<Index>(m_capacity, static_cast<Index>(m_slotOf.size())); key-- > 0;) {
        const double share = key * goldenRatio - std::floor(key * goldenRatio);
        const double age = m_ttl == never ? 0 : share * static_cast<double>(m_ttl);
        fill(key, -static_cast<std::int64_t>(age));
    }
}

CacheContent::Found CacheContent::find(Index key, std::int64_t now) {
    const Index slot = m_slotOf[key];
    if (slot == none) return Found::Absent;
    if (m_ttl != never && now - m_slots[slot].filledAt >= m_ttl) {
        remove(slot);
        return Found::Expired;
    }
    if (slot != m_newest) {
        unlink(slot);
        link(slot);
    }
    return Found::Hit;
}

bool CacheContent::fill(Index key, std::int64_t now) {
    if (const Index held = m_slotOf[key]; held != none) {
        m_slots[held].filledAt = now;
        if (held == m_newest) return false;
        unlink(held);
        link(held);
        return false;
    }
    const bool full = m_size == m_capacity;
    if (full && !m_evicts) return false;
    if (full) remove(m_oldest);
    Index slot = m_free;
    if (slot == none) {
        slot = static_cast<Index>(m_slots.size());
        m_slots.emplace_back();
    } else {
        m_free = m_slots[slot].older;
    }
    m_slots[slot].filledAt = now;
    m_slots[slot].key = key;
    m_slotOf[key] = slot;
    link(slot);
    ++m_size;
    return full;
}

void CacheContent::continueFrom(const CacheContent& before) {
    const std::uint32_t capacity = m_capacity;
    const std::int64_t ttl = m_ttl;
    const bool evicts = m_evicts;
    *this = before;
    m_capacity = capacity;
    m_ttl = ttl;
    m_evicts = evicts;
    while (m_size > m_capacity) remove(m_oldest);
}

void CacheContent::clear() {
    m_slots.clear();
    m_size = 0;
    m_newest = m_oldest = m_free = none;
    std::fill(m_slotOf.begin(), m_slotOf.end(), none);
}

void CacheContent::drop(double share, RandomStream& stream) {
    if (share >= 1) return clear();
    for (Index slot = m_newest; slot != none;) {
        const Index next = m_slots[slot].older;
        if (stream.uniform() < share) remove(slot);
        slot = next;
    }
}

void CacheContent::link(Index slot) {
    m_slots[slot].newer = none;
    m_slots[slot].older = m_newest;
    (m_newest == none ? m_oldest : m_slots[m_newest].newer) = slot;
    m_newest = slot;
}

void CacheContent::unlink(Index slot) {
    const Slot& left = m_slots[slot];
    (left.newer == none ? m_newest : m_slots[left.newer].older) = left.older;
    (left.older == none ? m_oldest : m_slots[left.older].newer) = left.newer;
}

void CacheContent::remove(Index slot) {
    unlink(slot);
    m_slotOf[m_slots[slot].key] = none;
    m_slots[slot].older = m_free;
    m_free = slot;
    --m_size;
}

}  // namespace simulator
