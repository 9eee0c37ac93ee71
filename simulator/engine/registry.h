#pragma once

#include <cstdint>

#include "simulator/platform/lease_registry.h"
#include "simulator/random/philox.h"

namespace simulator {

/// The server that keeps the leases of all services which are discovered by them: of each replica one.
struct Registry {
    LeaseRegistry leases;
    RandomStream stream;
    std::int64_t firstRefresh = 0;  ///< Of what it answers to those who ask [ns]

    /// When a change can be seen.
    std::int64_t seenAt(std::int64_t now) const {
        constexpr std::int64_t period = LeaseRegistry::responseCachePeriod;
        const std::int64_t past = now - firstRefresh;
        return firstRefresh + (past < 0 ? 0 : (past / period + 1) * period);
    }
};

}  // namespace simulator
