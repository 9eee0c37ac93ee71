#include "simulator/resilience/locality.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "simulator/resilience/mix.h"

namespace simulator {

namespace {

constexpr std::uint64_t wholeLoad = 10000;

std::uint32_t factorPercent(const model::LoadBalancing& policy) {
    return static_cast<std::uint32_t>(std::lround(std::max(policy.overProvisioning, 0.0) * 100));
}

std::uint32_t carriedPercent(PriorityHosts hosts, std::uint32_t factor) {
    if (hosts.total == 0) return 0;
    return static_cast<std::uint32_t>(
        std::min<std::uint64_t>(100, std::uint64_t{factor} * hosts.healthy / hosts.total));
}

bool panics(PriorityHosts hosts, double threshold) {
    const double healthy = hosts.total == 0 ? 0.0 : 100.0 * hosts.healthy / hosts.total;
    return healthy < threshold;
}

/// Whole percents lose some; the first that has any gets what is left.
void giveRest(std::span<PriorityLoad> loads, std::uint32_t rest, std::size_t first) {
    if (first < loads.size()) loads[first].percent += rest;
}

void shareByNumbers(std::span<const PriorityHosts> priorities, std::span<PriorityLoad> loads) {
    std::uint64_t all = 0;
    for (const PriorityHosts& hosts : priorities) all += hosts.total;
    std::uint32_t rest = 100;
    std::size_t first = all == 0 ? 0 : priorities.size();
    for (std::size_t i = 0; i < priorities.size(); ++i) {
        if (first == priorities.size() && priorities[i].total > 0) first = i;
        loads[i].percent =
            all == 0 ? 0 : static_cast<std::uint32_t>(std::uint64_t{100} * priorities[i].total / all);
        rest -= loads[i].percent;
    }
    giveRest(loads, rest, first);
}

}  // namespace

void priorityLoads(const model::LoadBalancing& policy, std::span<const PriorityHosts> priorities,
                   std::span<PriorityLoad> loads) {
    const std::uint32_t factor = factorPercent(policy);
    std::uint32_t all = 0;
    for (const PriorityHosts& hosts : priorities) all += carriedPercent(hosts, factor);
    all = std::min(all, 100u);
    const double threshold = std::min(policy.panicThreshold, 100.0);
    bool allPanic = true;
    std::uint32_t rest = 100;
    std::size_t first = priorities.size();
    for (std::size_t i = 0; i < priorities.size(); ++i) {
        const std::uint32_t carried = carriedPercent(priorities[i], factor);
        loads[i] = {all == 0 ? 0 : std::min(rest, carried * 100 / all),
                    all < 100 && panics(priorities[i], threshold)};
        rest -= loads[i].percent;
        allPanic = allPanic && loads[i].panic;
        if (first == priorities.size() && carried > 0) first = i;
    }
    if (allPanic) return shareByNumbers(priorities, loads);
    // Nobody is healthy and panic is off: the first gets all of it, for nothing.
    giveRest(loads, rest, all == 0 ? 0 : first);
}

std::uint32_t pickPriority(std::span<const PriorityLoad> loads, std::uint64_t random) {
    const auto number = static_cast<std::uint32_t>(random % 100) + 1;
    std::uint32_t sum = 0;
    for (std::uint32_t i = 0; i < loads.size(); ++i) {
        sum += loads[i].percent;
        if (number <= sum) return i;
    }
    return 0;
}

double effectiveWeight(const model::LoadBalancing& policy, std::uint32_t weight, PriorityHosts hosts) {
    if (hosts.total == 0 || hosts.healthy == 0) return 0;
    const double share = static_cast<double>(hosts.healthy) / hosts.total;
    return weight * std::min(1.0, factorPercent(policy) / 100.0 * share);
}

ZoneRouter::ZoneRouter(const model::LoadBalancing& policy, std::uint32_t zones, std::uint32_t ownZone)
    : m_enabled(policy.zoneAware),
      m_leastReplicas(static_cast<std::uint32_t>(std::max(policy.minZoneAwareReplicas, 0))),
      m_own(ownZone),
      m_residual(zones) {}

bool ZoneRouter::isWorthIt(std::span<const ZoneHosts> zones) const {
    if (!m_enabled || zones[m_own].callers == 0) return false;
    std::uint32_t withReplicas = 0;
    std::uint32_t withCallers = 0;
    std::uint64_t healthy = 0;
    for (const ZoneHosts& zone : zones) {
        withReplicas += zone.replicas > 0;
        withCallers += zone.callers > 0;
        healthy += zone.healthy;
    }
    return withReplicas >= 2 && withCallers >= 2 && healthy >= m_leastReplicas;
}

void ZoneRouter::update(std::span<const ZoneHosts> zones) {
    m_mode = Mode::AnyZone;
    if (!isWorthIt(zones)) return;
    std::uint64_t callers = 0;
    std::uint64_t healthy = 0;
    for (const ZoneHosts& zone : zones) {
        callers += zone.callers;
        healthy += zone.healthy;
    }
    if (callers == 0 || healthy == 0) return;
    const auto callerShare = [&](const ZoneHosts& zone) { return wholeLoad * zone.callers / callers; };
    const auto healthyShare = [&](const ZoneHosts& zone) { return wholeLoad * zone.healthy / healthy; };
    const std::uint64_t here = healthyShare(zones[m_own]);
    const std::uint64_t asked = callerShare(zones[m_own]);
    m_mode = here > 0 && here >= asked ? Mode::OwnZone : Mode::Residual;
    m_staying = asked > 0 ? static_cast<std::uint32_t>(std::min(here * wholeLoad / asked, wholeLoad)) : 0;
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < zones.size(); ++i) {
        const std::uint64_t has = healthyShare(zones[i]);
        const std::uint64_t needs = zones[i].healthy > 0 ? callerShare(zones[i]) : 0;
        if (i != m_own && has > needs) sum += has - needs;
        m_residual[i] = sum;
    }
}

std::uint32_t ZoneRouter::pick(std::uint64_t random) const {
    if (m_mode == Mode::AnyZone) return anyZone;
    if (m_mode == Mode::OwnZone) return m_own;
    if (below(static_cast<std::uint32_t>(random >> 32), wholeLoad) < m_staying) return m_own;
    const std::uint64_t left = m_residual.back();
    const auto bits = static_cast<std::uint32_t>(random);
    // Shares are rounded down: all that is left may have gone that way.
    if (left == 0) return below(bits, static_cast<std::uint32_t>(m_residual.size()));
    const std::uint64_t threshold = below(bits, static_cast<std::uint32_t>(left));
    std::uint32_t zone = 0;
    while (threshold >= m_residual[zone]) ++zone;
    return zone;
}

}  // namespace simulator
