#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "model/load_balancing.h"
#include "simulator/resilience/edf_schedule.h"
#include "simulator/resilience/maglev.h"
#include "simulator/resilience/ring_hash.h"

namespace simulator {

enum class HostState : std::uint8_t {
    Absent,
    Unhealthy,  ///< There, but not to be used: not ready, or ejected
    Healthy,
};

/// Where a call goes.
struct HostPick {
    std::uint32_t host = noHost;
    bool panic = false;  ///< Too few are healthy: all are used
};

/// Spreads the calls of one client over the replicas of a service, as Envoy's load balancers of one priority:
/// - round robin and least request go by an earliest-deadline schedule when weights are unequal;
/// - least request with equal weights: the least busy of some random choices, the first on a tie;
/// - random ignores weights; ring hash and Maglev look up the hash of the call;
/// - when less than the panic threshold of the replicas are healthy, all are used.
/// Lists and tables are made anew at the first call after a change. O(1), or O(log replicas) with unequal
/// weights or a ring; a call takes no memory, a change of a ring or of Maglev's table may.
class LoadBalancer {
public:
    /// `hosts` must outlive the balancer and its copies; none is there before `set`. The seed decides where
    /// round robin starts, so that clients do not go in step.
    LoadBalancer(const model::LoadBalancing& policy, std::span<const BalancedHost> hosts, std::uint64_t seed);

    void set(std::uint32_t host, HostState state);
    HostState state(std::uint32_t host) const { return m_states[host]; }
    /// `active`: requests under way from this client, by host; only least request looks at it. `random`: for
    /// least request and random; `hash`: that of the call, for ring hash and Maglev. `attempt`: 0, or the
    /// number of the retry.
    HostPick pick(std::span<const std::uint32_t> active, std::uint64_t random, std::uint64_t hash = 0,
                  std::uint32_t attempt = 0) {
        if (m_stale) [[unlikely]]
            refresh();
        if (!m_takesTurns) return pickOtherwise(active, random, hash, attempt);
        const Members& members = m_panic ? m_present : m_healthy;
        const std::uint32_t at = m_at;
        m_at = at + 1 == members.size() ? 0 : at + 1;
        ++m_turn[m_panic];
        return {members[at], m_panic};
    }
    bool needsRandom() const {
        return m_kind == model::BalancingKind::LeastRequest || m_kind == model::BalancingKind::Random;
    }
    bool needsHash() const {
        return m_kind == model::BalancingKind::RingHash || m_kind == model::BalancingKind::Maglev;
    }
    bool needsActive() const { return m_kind == model::BalancingKind::LeastRequest; }

    std::span<const std::uint32_t> healthy() const { return m_healthy; }
    std::span<const std::uint32_t> present() const { return m_present; }
    bool isPanicking() const { return m_panic; }
    std::uint32_t countOf(HostState state) const;
    /// Too few are healthy for the next call.
    bool hasTooFew() const;
    /// The same of the next call.
    bool willPanic() {
        if (m_stale) refresh();
        return m_panic;
    }

private:
    using Members = std::vector<std::uint32_t>;

    [[gnu::noinline]] HostPick pickOtherwise(std::span<const std::uint32_t> active, std::uint64_t random,
                                             std::uint64_t hash, std::uint32_t attempt);
    [[gnu::noinline]] void refresh();
    void schedule();
    double weight(std::uint32_t host, std::span<const std::uint32_t> active) const;
    std::uint32_t leastBusy(const Members& members, std::span<const std::uint32_t> active,
                            std::uint64_t random) const;
    std::uint32_t scheduled(std::span<const std::uint32_t> active);

    Members m_healthy;
    bool m_stale = true;
    bool m_panic = false;
    bool m_takesTurns = false;  ///< Round robin, with equal weights
    std::uint32_t m_at = 0;     ///< Whose turn it is, of those that are used
    std::uint64_t m_turn[2];    ///< Of round robin, over the healthy and over all
    Members m_present;
    model::BalancingKind m_kind;
    std::uint32_t m_choices;
    double m_bias;
    double m_panicThreshold;
    std::uint64_t m_seed;
    std::span<const BalancedHost> m_hosts;
    std::vector<HostState> m_states;
    EdfSchedule m_schedule;  ///< Empty when weights are equal
    HashRing m_ring;
    MaglevTable m_maglev;
};

}  // namespace simulator
