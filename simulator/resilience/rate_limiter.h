#pragma once

#include <cstdint>
#include <type_traits>

#include "model/resilience.h"

namespace simulator {

/// Whether a call may be made, and after which wait; a refused call fails after its wait.
struct RateDecision {
    bool permitted = true;
    std::int64_t wait = 0;  ///< [ns]
};

/// Resilience4j's AtomicRateLimiter: time is cut into cycles from zero on; each brings `limit` permits, of
/// which never more than that are kept. A call without a permit reserves one of a coming cycle, so that their
/// number goes below zero, and waits for it; if that is longer than it may wait it reserves none and fails
/// after the longest wait. A flat value.
class CycleRateLimiter {
public:
    explicit CycleRateLimiter(const model::RateLimitPolicy& policy);

    RateDecision acquire(std::int64_t now, std::int32_t permits = 1);
    /// Left in the cycle of the last call; below zero when reserved ahead.
    std::int64_t permits() const { return m_permits; }

private:
    std::int64_t untilPermit(std::int64_t now, std::int32_t permits) const;

    std::int64_t m_limit;
    std::int64_t m_period;
    std::int64_t m_maxWait;
    std::int64_t m_cycle = 0;
    std::int64_t m_permits;
};
static_assert(std::is_trivially_copyable_v<CycleRateLimiter>);

/// A bucket that starts full of `burst` tokens and gets `limit` of them in each period, evenly. A call takes
/// a token or is refused. Exact: it counts in units of one token / period [1/ns]. A flat value.
class TokenBucket {
public:
    explicit TokenBucket(const model::RateLimitPolicy& policy, std::int64_t now = 0);

    bool take(std::int64_t now);
    /// When the next token is there [ns], counted from the last call.
    std::int64_t nextToken() const;
    double tokens() const { return static_cast<double>(m_level) / static_cast<double>(m_period); }

private:
    void fill(std::int64_t now);

    std::int64_t m_limit;
    std::int64_t m_period;
    std::int64_t m_full;   ///< [tokens x period]
    std::int64_t m_level;  ///< [tokens x period]
    std::int64_t m_at;     ///< [ns]
};
static_assert(std::is_trivially_copyable_v<TokenBucket>);

}  // namespace simulator
