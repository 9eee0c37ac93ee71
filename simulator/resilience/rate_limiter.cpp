#include "simulator/resilience/rate_limiter.h"

#include <algorithm>

namespace simulator {

namespace {

/// So that `tokens x period` stays below 2^62.
constexpr std::int64_t mostLevel = std::int64_t{1} << 61;

}  // namespace

CycleRateLimiter::CycleRateLimiter(const model::RateLimitPolicy& policy)
    : m_limit(std::max(policy.limit, 1)),
      m_period(std::max<std::int64_t>(policy.period.count(), 1)),
      m_maxWait(policy.maxWait.count()),
      m_permits(m_limit) {}

RateDecision CycleRateLimiter::acquire(std::int64_t now, std::int32_t permits) {
    const std::int64_t cycle = now / m_period;
    if (cycle != m_cycle) {
        // Enough cycles fill it from any reservation; more would overflow.
        const std::int64_t missing = (m_limit - m_permits + m_limit - 1) / m_limit;
        m_permits =
            cycle - m_cycle >= missing ? m_limit : std::min(m_permits + (cycle - m_cycle) * m_limit, m_limit);
        m_cycle = cycle;
    }
    const std::int64_t wait = untilPermit(now, permits);
    if (wait > m_maxWait) return {false, m_maxWait};
    m_permits -= permits;
    return {true, wait};
}

std::int64_t CycleRateLimiter::untilPermit(std::int64_t now, std::int32_t permits) const {
    if (m_permits >= permits) return 0;
    const std::int64_t toNextCycle = (m_cycle + 1) * m_period - now;
    const std::int64_t missing = permits - (m_permits + m_limit);
    const std::int64_t fullCycles = missing > 0 ? (missing + m_limit - 1) / m_limit : 0;
    return fullCycles * m_period + toNextCycle;
}

TokenBucket::TokenBucket(const model::RateLimitPolicy& policy, std::int64_t now)
    : m_limit(std::max(policy.limit, 1)),
      m_period(std::max<std::int64_t>(policy.period.count(), 1)),
      m_at(now) {
    const std::int64_t most = std::max<std::int64_t>(mostLevel / m_period, 1);
    m_full = std::min<std::int64_t>(std::max(policy.burst.value_or(policy.limit), 1), most) * m_period;
    m_level = m_full;
}

void TokenBucket::fill(std::int64_t now) {
    const std::int64_t untilFull = (m_full - m_level + m_limit - 1) / m_limit;
    m_level = now - m_at >= untilFull ? m_full : m_level + (now - m_at) * m_limit;
    m_at = now;
}

bool TokenBucket::take(std::int64_t now) {
    fill(now);
    if (m_level < m_period) return false;
    m_level -= m_period;
    return true;
}

std::int64_t TokenBucket::nextToken() const {
    return m_at + std::max<std::int64_t>((m_period - m_level + m_limit - 1) / m_limit, 0);
}

}  // namespace simulator
