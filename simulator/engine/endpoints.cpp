// What is known of the replicas of services that are discovered: by probes of the platform, by the checks of
// agents, or by leases.
#include <algorithm>
#include <cmath>

#include "simulator/engine/simulation.h"

namespace simulator {

void Simulation::buildEndpoints() {
    if (!std::ranges::any_of(m_plan.services, &ServicePlan::isDiscovered)) return;
    m_endpoints.resize(m_plan.replicas);
    for (Index replica = 0; replica < m_plan.replicas; ++replica)
        m_endpoints[replica].listed = m_replicas[replica].alive;
}

bool Simulation::isListed(Index replica) const {
    return m_plan.services[m_replicas[replica].serviceIndex].isDiscovered() ? m_endpoints[replica].listed
                                                                            : m_replicas[replica].alive;
}

bool Simulation::hasLingering(Index at) const {
    const ServicePlan& service = m_plan.services[at];
    if (!service.isDiscovered()) return false;
    for (Index replica = service.firstReplica; replica < service.firstReplica + service.replicas; ++replica)
        if (m_endpoints[replica].listed && !m_replicas[replica].alive) return true;
    return false;
}

// After replicas died, came back, came up, or were told to go.
void Simulation::endpointsChange(Index service) {
    const ServicePlan& plan = m_plan.services[service];
    if (!plan.isDiscovered()) return tellClients(service);
    for (Index replica = plan.firstReplica; replica < plan.firstReplica + plan.replicas; ++replica) {
        if (plan.discovery == Discovery::Platform) noticeByProbes(replica);
        if (plan.discovery == Discovery::Agents) noticeByChecks(replica);
        if (plan.discovery == Discovery::Leases) noticeByLeases(replica);
    }
    countPods(service);
    updateTrouble(false, service);
    tellClients(service);
}

// What happens to a container the platform knows at once; not so the loss of its node.
bool Simulation::isUnnoticed(const ServicePlan& plan, Index replica) const {
    if (m_replicas[replica].draining) return false;
    return isOnLostNode(plan, replica) ||
           (plan.probePeriod > 0 && (plan.podSet == none || podOf(replica).phase == PodPhase::Ready));
}

bool Simulation::isOnLostNode(const ServicePlan& plan, Index replica) const {
    return m_replicas[replica].gone && plan.podSet != none && podOf(replica).node != noNode &&
           podOf(replica).phase == PodPhase::Ready;
}

// The first probe that fails comes within a period; it takes some in a row. Nodes have a time of their own.
void Simulation::noticeByProbes(Index replica) {
    Endpoint& endpoint = m_endpoints[replica];
    const ServicePlan& plan = m_plan.services[m_replicas[replica].serviceIndex];
    const bool alive = m_replicas[replica].alive;
    if (alive || !isUnnoticed(plan, replica)) {
        if (endpoint.timer != none) release(endpoint.timer);
        endpoint = {alive, none};
    } else if (endpoint.listed && endpoint.timer == none && isOnLostNode(plan, replica)) {
        const NodePoolPlan& pool = m_plan.nodePools[m_plan.podSets[plan.podSet].nodePool];
        awaitEndpoint(replica, m_now + pool.rules.detection);
    } else if (endpoint.listed && endpoint.timer == none) {
        const double first = uniform(plan.faultDraw) * static_cast<double>(plan.probePeriod);
        awaitEndpoint(replica, m_now + std::llround(first) + (plan.probeFailures - 1) * plan.probePeriod);
    }
}

// One check that fails is enough, and so is one that passes; who goes in good order says so.
void Simulation::noticeByChecks(Index replica) {
    Endpoint& endpoint = m_endpoints[replica];
    const ServicePlan& plan = m_plan.services[m_replicas[replica].serviceIndex];
    if (m_replicas[replica].draining) {
        endpoint.listed = false;
    } else if (endpoint.listed != m_replicas[replica].alive && endpoint.timer == none) {
        const double first = uniform(plan.faultDraw) * static_cast<double>(plan.probePeriod);
        awaitEndpoint(replica, m_now + std::llround(first));
    }
}

// What the registry knows is seen by others when its answers are made anew.
void Simulation::noticeByLeases(Index replica) {
    LeaseRegistry& leases = m_registry.leases;
    const Replica& is = m_replicas[replica];
    Endpoint& endpoint = m_endpoints[replica];
    if (is.alive != std::exchange(endpoint.beats, is.alive)) {
        if (is.alive)
            leases.registers(replica, m_now);
        else if (is.draining)
            leases.cancels(replica, m_now);
        else
            leases.dies(replica, m_now);
    }
    if (leases.isRegistered(replica) != endpoint.listed && endpoint.timer == none)
        awaitEndpoint(replica, m_registry.seenAt(m_now));
}

void Simulation::awaitEndpoint(Index replica, std::int64_t time) {
    const Index event = newFrame(Role::Endpoint, m_replicas[replica].serviceIndex);
    m_frames[event].pc = replica;
    m_endpoints[replica].timer = event;
    schedule(event, State::EndpointEnds, time, Priority::Fault);
}

void Simulation::endpointEnds(Index event) {
    const Index service = m_frames[event].operation;
    const Index replica = m_frames[event].pc;
    const bool byLease = m_plan.services[service].discovery == Discovery::Leases;
    m_endpoints[replica].listed =
        byLease ? m_registry.leases.isRegistered(replica) : m_replicas[replica].alive;
    m_endpoints[replica].timer = none;
    m_frames.release(event);
    if (!m_endpoints[replica].listed) noteUnlisted(service, replica);
    countPods(service);
    updateTrouble(false, service);
    tellClients(service);
}

void Simulation::noteUnlisted(Index service, Index replica) {
    m_recorder.platformChanged(
        {m_now, service, replica - m_plan.services[service].firstReplica, PlatformEvent::Unlisted});
}

// Who is there at time zero has been there for long.
void Simulation::startRegistry() {
    const auto isLeased = [](const ServicePlan& plan) { return plan.discovery == Discovery::Leases; };
    if (std::ranges::none_of(m_plan.services, isLeased)) return;
    m_registry.stream = RandomStream(m_seed, entityKey("registry"), Purpose::Discovery, m_replication);
    const auto phase = [this](std::int64_t period) {
        return static_cast<std::int64_t>(m_registry.stream.uniform() * static_cast<double>(period));
    };
    const std::int64_t firstLook = phase(LeaseRegistry::evictionPeriod);
    m_registry.firstRefresh = phase(LeaseRegistry::responseCachePeriod);
    m_registry.leases = LeaseRegistry(m_plan.replicas, firstLook);
    for (const ServicePlan& plan : m_plan.services) {
        if (!isLeased(plan)) continue;
        for (Index replica = plan.firstReplica; replica < plan.firstReplica + plan.replicas; ++replica) {
            m_registry.leases.add(replica, plan.heartbeat, plan.lease);
            m_endpoints[replica].beats = m_replicas[replica].alive;
            if (m_replicas[replica].alive) m_registry.leases.hasLongBeenThere(replica, phase(plan.heartbeat));
        }
    }
    schedule(newFrame(Role::Registry, none), State::LeasesExpire, firstLook, Priority::Fault);
}

void Simulation::leasesExpire(Index event) {
    for (const Index replica : m_registry.leases.evict(m_now, m_registry.stream.next64()))
        noticeByLeases(replica);
    schedule(event, State::LeasesExpire, m_now + LeaseRegistry::evictionPeriod, Priority::Fault);
}

void Simulation::continueEndpoints(const Simulation& before) {
    for (Index at = 0; at < before.m_endpoints.size(); ++at)
        m_endpoints[replicaOf(before, at)] = before.m_endpoints[at];
    m_registry.stream = before.m_registry.stream;
    m_registry.firstRefresh = before.m_registry.firstRefresh;
    m_registry.leases.continueCounts(before.m_registry.leases);
    for (Index at = 0; at < before.m_endpoints.size(); ++at)
        if (m_plan.services[before.m_replicas[at].serviceIndex].discovery == Discovery::Leases)
            m_registry.leases.continueLease(replicaOf(before, at), before.m_registry.leases, at);
    for (Index index = 0; index < m_frames.used(); ++index) {
        Frame& frame = m_frames[index];
        if (frame.role == Role::Endpoint && frame.state != State::Free)
            frame.pc = replicaOf(before, frame.pc);
    }
}

}  // namespace simulator
