#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "model/load_balancing.h"

namespace simulator {

/// The replicas of a priority: the first takes all calls as long as it can.
struct PriorityHosts {
    std::uint32_t healthy = 0;
    std::uint32_t total = 0;
};

struct PriorityLoad {
    std::uint32_t percent = 0;  ///< Of the calls
    bool panic = false;         ///< All of its replicas are used, healthy or not

    bool operator==(const PriorityLoad&) const = default;
};

/// How calls are shared between priorities, in whole percent, as in Envoy (LoadBalancerBase): each carries
/// min(100, factor x healthy share) of the calls that those before it leave; when they cannot carry all
/// together, they carry it in proportion, and those below the panic threshold panic; when all panic, they
/// share by their numbers of replicas. `loads` has as many places as there are priorities; they add up to
/// 100.
void priorityLoads(const model::LoadBalancing& policy, std::span<const PriorityHosts> priorities,
                   std::span<PriorityLoad> loads);
/// The priority that a call goes to.
std::uint32_t pickPriority(std::span<const PriorityLoad> loads, std::uint64_t random);

/// What a locality of this weight counts while only some of its replicas are healthy: its weight x
/// min(1, factor x healthy share). Envoy's locality-weighted balancing.
double effectiveWeight(const model::LoadBalancing& policy, std::uint32_t weight, PriorityHosts hosts);

/// A zone as zone-aware routing sees it.
struct ZoneHosts {
    std::uint32_t callers = 0;   ///< Replicas of the calling service
    std::uint32_t replicas = 0;  ///< Of the called service
    std::uint32_t healthy = 0;   ///< Of these
};

/// Any zone: the balancing does not tell them apart.
inline constexpr std::uint32_t anyZone = 0xFFFFFFFF;

/// Envoy's zone-aware routing, for callers of one zone: all calls stay in the zone if it has at least as
/// large a share of the healthy replicas as of the callers; otherwise as many as keep the load even, and the
/// others go to the zones that have a larger share of replicas than of callers, in proportion to what is left
/// there. Shares are in hundredths of a percent. Memory is fixed at construction.
class ZoneRouter {
public:
    ZoneRouter(const model::LoadBalancing& policy, std::uint32_t zones, std::uint32_t ownZone);

    /// After a change of the zones, of which there are as many as at construction. O(zones)
    void update(std::span<const ZoneHosts> zones);
    /// The zone that a call goes to, or `anyZone`. O(zones)
    std::uint32_t pick(std::uint64_t random) const;

    enum class Mode : std::uint8_t { AnyZone, OwnZone, Residual };
    Mode mode() const { return m_mode; }
    /// Of 10,000 calls, those that stay in the zone in mode `Residual`.
    std::uint32_t staying() const { return m_staying; }

private:
    bool isWorthIt(std::span<const ZoneHosts> zones) const;

    bool m_enabled;
    std::uint32_t m_leastReplicas;
    std::uint32_t m_own;
    Mode m_mode = Mode::AnyZone;
    std::uint32_t m_staying = 0;
    std::vector<std::uint64_t> m_residual;  ///< Cumulative, by zone
};

}  // namespace simulator
