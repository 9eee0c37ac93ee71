#include "simulator/resilience/concurrency_limits.h"

namespace simulator {

namespace {

std::uint32_t atLeastNone(std::int32_t limit) {
    return static_cast<std::uint32_t>(std::max(limit, 0));
}

}  // namespace

ConcurrencyLimits::ConcurrencyLimits(const model::ConcurrencyLimits& policy)
    : m_maxConnections(atLeastNone(policy.maxConnections)),
      m_maxPending(atLeastNone(policy.maxPendingRequests)),
      m_maxRequests(atLeastNone(policy.maxRequests)),
      m_multiplexed(policy.multiplexed) {}

Entry ConcurrencyLimits::attach() {
    if (m_active >= m_maxRequests) return Entry::Refused;
    ++m_active;
    return Entry::Enters;
}

Entry ConcurrencyLimits::enter() {
    if (m_connections > 0 && (m_multiplexed || m_active < m_connections)) return attach();
    if (m_pending >= m_maxPending) return Entry::Refused;
    if (m_connections == 0 || m_connections < m_maxConnections) {
        ++m_connections;
        return attach();
    }
    ++m_pending;
    return Entry::Waits;
}

bool ConcurrencyLimits::leave() {
    if (m_pending == 0) {
        --m_active;
        return false;
    }
    --m_pending;
    return true;
}

}  // namespace simulator
