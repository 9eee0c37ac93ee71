#pragma once

#include <cstdint>
#include <type_traits>

#include "model/resilience.h"
#include "simulator/resilience/bulkhead.h"

namespace simulator {

/// Envoy's circuit breaker: the limits of one client's connections and requests to one service (resource
/// manager and connection pool). Without multiplexing, a request takes an idle connection; else it needs a
/// place among the pending, if only for as long as a new connection takes; connections are limited, but the
/// first is always made, and here they are made in no time. Then the limit of requests is asked. Connections
/// stay open. A flat value.
class ConcurrencyLimits {
public:
    explicit ConcurrencyLimits(const model::ConcurrencyLimits& policy);

    /// `Waits` is pending, for a connection.
    Entry enter();
    /// A request has ended; true: its connection goes to the first of the pending, which enters now.
    bool leave();
    /// One of the pending has gone.
    void giveUp() { --m_pending; }

    std::uint32_t active() const { return m_active; }
    std::uint32_t pending() const { return m_pending; }
    std::uint32_t connections() const { return m_connections; }

private:
    Entry attach();

    std::uint32_t m_maxConnections;
    std::uint32_t m_maxPending;
    std::uint32_t m_maxRequests;
    bool m_multiplexed;
    std::uint32_t m_active = 0;
    std::uint32_t m_pending = 0;
    std::uint32_t m_connections = 0;
};
static_assert(std::is_trivially_copyable_v<ConcurrencyLimits>);

}  // namespace simulator
