#include "simulator/resilience/load_balancer.h"

#include <algorithm>
#include <cmath>

#include "simulator/resilience/mix.h"

namespace simulator {

using model::BalancingKind;

namespace {

std::uint32_t count(std::int32_t value) {
    return static_cast<std::uint32_t>(std::max(value, 1));
}

}  // namespace

LoadBalancer::LoadBalancer(const model::LoadBalancing& policy, std::span<const BalancedHost> hosts,
                           std::uint64_t seed)
    : m_turn{seed, seed},
      m_kind(policy.kind),
      m_choices(count(policy.choices)),
      m_bias(policy.activeRequestBias),
      m_panicThreshold(std::min(policy.panicThreshold, 100.0)),
      m_seed(seed),
      m_hosts(hosts),
      m_states(hosts.size(), HostState::Absent),
      m_ring(count(policy.minRingSize), count(policy.maxRingSize)),
      m_maglev(policy.kind == BalancingKind::Maglev ? count(policy.tableSize) : 0) {
    m_present.reserve(hosts.size());
    m_healthy.reserve(hosts.size());
    m_schedule.reserve(hosts.size());
}

void LoadBalancer::set(std::uint32_t host, HostState state) {
    if (m_states[host] == state) return;
    m_states[host] = state;
    m_stale = true;
}

std::uint32_t LoadBalancer::countOf(HostState state) const {
    return static_cast<std::uint32_t>(std::ranges::count(m_states, state));
}

bool LoadBalancer::hasTooFew() const {
    const auto healthy = static_cast<double>(countOf(HostState::Healthy));
    const auto present = static_cast<double>(m_states.size() - countOf(HostState::Absent));
    return 100.0 * healthy < m_panicThreshold * present;
}

void LoadBalancer::refresh() {
    m_stale = false;
    m_present.clear();
    m_healthy.clear();
    for (std::uint32_t host = 0; host < m_hosts.size(); ++host) {
        if (m_states[host] == HostState::Absent) continue;
        m_present.push_back(host);
        if (m_states[host] == HostState::Healthy) m_healthy.push_back(host);
    }
    m_panic = 100.0 * static_cast<double>(m_healthy.size()) <
              m_panicThreshold * static_cast<double>(m_present.size());
    const Members& members = m_panic ? m_present : m_healthy;
    if (m_kind == BalancingKind::RingHash) m_ring.build(m_hosts, members);
    if (m_kind == BalancingKind::Maglev) m_maglev.build(m_hosts, members);
    if (m_kind == BalancingKind::RoundRobin || m_kind == BalancingKind::LeastRequest) schedule();
    m_takesTurns = m_kind == BalancingKind::RoundRobin && m_schedule.empty() && !members.empty();
    if (m_takesTurns) m_at = static_cast<std::uint32_t>(m_turn[m_panic] % members.size());
}

// Unequal weights need a schedule; it starts at a place of its own for each client.
void LoadBalancer::schedule() {
    const Members& members = m_panic ? m_present : m_healthy;
    m_schedule.clear();
    const auto differs = [&](std::uint32_t host) {
        return m_hosts[host].weight != m_hosts[members[0]].weight;
    };
    if (std::none_of(members.begin(), members.end(), differs)) return;
    for (const std::uint32_t host : members) m_schedule.add(host, m_hosts[host].weight);
    for (std::uint64_t steps = m_seed % members.size(); steps > 0; --steps)
        m_schedule.advance(m_hosts[m_schedule.next()].weight);
}

HostPick LoadBalancer::pickOtherwise(std::span<const std::uint32_t> active, std::uint64_t random,
                                     std::uint64_t hash, std::uint32_t attempt) {
    const Members& members = m_panic ? m_present : m_healthy;
    HostPick pick{noHost, m_panic};
    if (members.empty()) return pick;
    switch (m_kind) {
        case BalancingKind::RoundRobin:
            pick.host = scheduled(active);
            break;
        case BalancingKind::LeastRequest:
            pick.host = m_schedule.empty() ? leastBusy(members, active, random) : scheduled(active);
            break;
        case BalancingKind::Random:
            pick.host = members[below(static_cast<std::uint32_t>(random >> 32),
                                      static_cast<std::uint32_t>(members.size()))];
            break;
        case BalancingKind::RingHash:
            pick.host = m_ring.pick(hash, attempt);
            break;
        case BalancingKind::Maglev:
            pick.host = m_maglev.pick(hash, attempt);
            break;
    }
    return pick;
}

double LoadBalancer::weight(std::uint32_t host, std::span<const std::uint32_t> active) const {
    const double weight = m_hosts[host].weight;
    if (m_kind == BalancingKind::RoundRobin || m_bias == 0) return weight;
    const double busy = static_cast<double>(active[host]) + 1;
    return weight / (m_bias == 1 ? busy : std::pow(busy, m_bias));
}

std::uint32_t LoadBalancer::scheduled(std::span<const std::uint32_t> active) {
    const std::uint32_t host = m_schedule.next();
    m_schedule.advance(weight(host, active));
    return host;
}

std::uint32_t LoadBalancer::leastBusy(const Members& members, std::span<const std::uint32_t> active,
                                      std::uint64_t random) const {
    const auto number = static_cast<std::uint32_t>(members.size());
    std::uint32_t best = noHost;
    for (std::uint32_t choice = 0; choice < m_choices; ++choice) {
        // One number is enough for two choices.
        const std::uint64_t bits = choice < 2 ? random << (32 * choice) : mixed(random, choice);
        const std::uint32_t host = members[below(static_cast<std::uint32_t>(bits >> 32), number)];
        if (best == noHost || active[host] < active[best]) best = host;
    }
    return best;
}

}  // namespace simulator
