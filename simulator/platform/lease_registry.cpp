#include "simulator/platform/lease_registry.h"

#include <algorithm>
#include <utility>

#include "simulator/resilience/mix.h"

namespace simulator {

namespace {

constexpr double renewalThreshold = 0.85;
constexpr double minute = 60e9;
/// Heartbeats before time zero, of one that has long been there.
constexpr std::int64_t earlierBeats = 1000;

}  // namespace

void LeaseRegistry::add(std::uint32_t instance, std::int64_t heartbeat, std::int64_t duration) {
    m_leases[instance].heartbeat = std::max<std::int64_t>(heartbeat, 1);
    m_leases[instance].duration = duration;
}

void LeaseRegistry::hasLongBeenThere(std::uint32_t instance, std::int64_t untilNext) {
    Lease& lease = m_leases[instance];
    lease.since = untilNext - earlierBeats * lease.heartbeat;
    lease.registered = lease.alive = lease.renewed = true;
}

void LeaseRegistry::registers(std::uint32_t instance, std::int64_t now) {
    Lease& lease = m_leases[instance];
    lease.since = lease.last = now;
    lease.registered = lease.alive = true;
    lease.renewed = false;
}

void LeaseRegistry::cancels(std::uint32_t instance, std::int64_t now) {
    stops(m_leases[instance], now);
    m_leases[instance].registered = false;
}

void LeaseRegistry::dies(std::uint32_t instance, std::int64_t now) {
    stops(m_leases[instance], now);
}

void LeaseRegistry::stops(Lease& lease, std::int64_t now) {
    if (!std::exchange(lease.alive, false)) return;
    m_renewals += beatsSinceLook(lease, now);
    const std::int64_t beats = beatsUntil(lease, now);
    lease.renewed = lease.renewed || beats > 0;
    if (beats > 0) lease.last = lease.since + beats * lease.heartbeat;
}

std::int64_t LeaseRegistry::beatsUntil(const Lease& lease, std::int64_t now) {
    return now < lease.since ? 0 : (now - lease.since) / lease.heartbeat;
}

std::int64_t LeaseRegistry::beatsSinceLook(const Lease& lease, std::int64_t now) const {
    return beatsUntil(lease, now) - beatsUntil(lease, m_looked);
}

bool LeaseRegistry::hasExpired(const Lease& lease, std::int64_t now) const {
    const std::int64_t silent = now - lease.last;
    return lease.registered && !lease.alive && silent - lease.duration > (lease.renewed ? lease.duration : 0);
}

std::span<const std::uint32_t> LeaseRegistry::evict(std::int64_t now, std::uint64_t random) {
    double expected = 0;
    std::int64_t renewals = std::exchange(m_renewals, 0);
    std::int64_t registered = 0;
    m_expired.clear();
    for (std::uint32_t instance = 0; instance < m_leases.size(); ++instance) {
        const Lease& lease = m_leases[instance];
        if (lease.alive) renewals += beatsSinceLook(lease, now);
        if (!lease.registered) continue;
        ++registered;
        expected += minute / static_cast<double>(lease.heartbeat);
        if (hasExpired(lease, now)) m_expired.push_back(instance);
    }
    m_looked = now;
    m_preserving = renewals <= static_cast<std::int64_t>(expected * renewalThreshold);
    const std::int64_t kept = static_cast<std::int64_t>(static_cast<double>(registered) * renewalThreshold);
    const std::size_t most = m_preserving ? 0 : static_cast<std::size_t>(registered - kept);
    const std::size_t count = std::min(m_expired.size(), most);
    // The first steps of a shuffle.
    for (std::size_t at = 0; at < count; ++at) {
        const auto rest = static_cast<std::uint32_t>(m_expired.size() - at);
        std::swap(m_expired[at],
                  m_expired[at + below(static_cast<std::uint32_t>(mixed(random, at) >> 32), rest)]);
        m_leases[m_expired[at]].registered = false;
    }
    m_expired.resize(count);
    return m_expired;
}

void LeaseRegistry::continueLease(std::uint32_t instance, const LeaseRegistry& before, std::uint32_t there) {
    m_leases[instance] = before.m_leases[there];
}

void LeaseRegistry::continueCounts(const LeaseRegistry& before) {
    m_looked = before.m_looked;
    m_renewals = before.m_renewals;
    m_preserving = before.m_preserving;
}

}  // namespace simulator
