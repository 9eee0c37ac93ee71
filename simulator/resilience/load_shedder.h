#pragma once

#include <algorithm>
#include <cstdint>
#include <type_traits>

#include "model/resilience.h"

namespace simulator {

/// A limit of the calls under way at a server that finds itself: one more after a good answer while at least
/// half of it is in use, a share of it after a failed, dropped or slow one. AIMDLimit of Netflix's
/// concurrency-limits. A part of it may be kept for calls of a positive priority. A flat value.
class LoadShedder {
public:
    explicit LoadShedder(const model::LoadSheddingPolicy& policy)
        : m_least(std::max(policy.minLimit, 1)),
          m_most(std::max(policy.maxLimit, m_least)),
          m_limit(std::max(policy.initialLimit, 1)),
          m_timeout(policy.timeout.count()),
          m_backoff(policy.backoffRatio),
          m_open(1 - policy.reservedShare / 100) {}

    /// Whether a call may start, which counts it.
    bool admits(std::int32_t priority = 0) {
        const bool open = priority > 0 || m_inFlight < static_cast<std::int32_t>(m_open * m_limit);
        if (m_inFlight >= m_limit || !open) return false;
        ++m_inFlight;
        return true;
    }
    /// An admitted call has ended after `duration` [ns].
    void onEnd(std::int64_t duration, bool dropped) {
        const std::int32_t inFlight = m_inFlight--;
        if (dropped || duration > m_timeout)
            m_limit = static_cast<std::int32_t>(m_limit * m_backoff);
        else if (inFlight * std::int64_t{2} >= m_limit)
            ++m_limit;
        m_limit = std::clamp(m_limit, m_least, m_most);
    }

    std::int32_t limit() const { return m_limit; }
    std::int32_t inFlight() const { return m_inFlight; }

private:
    std::int32_t m_least;
    std::int32_t m_most;
    std::int32_t m_limit;
    std::int32_t m_inFlight = 0;
    std::int64_t m_timeout;
    double m_backoff;
    double m_open;  ///< Share of the limit for everybody
};
static_assert(std::is_trivially_copyable_v<LoadShedder>);

}  // namespace simulator
