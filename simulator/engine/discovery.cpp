// Who clients believe to be there: the platform finds out by probes who is dead, and clients ask it again and
// again.
#include <algorithm>
#include <cmath>

#include "simulator/engine/simulation.h"

namespace simulator {

void Simulation::buildEndpoints() {
    if (std::ranges::any_of(m_plan.services, &ServicePlan::isDiscovered)) m_endpoints.resize(m_plan.replicas);
    for (Index replica = 0; replica < m_endpoints.size(); ++replica)
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

// After replicas died or came back. The first probe that fails comes within a period; it takes some in a row.
void Simulation::endpointsChange(Index service) {
    const ServicePlan& plan = m_plan.services[service];
    if (!plan.isDiscovered()) return tellClients(service);
    for (Index replica = plan.firstReplica; replica < plan.firstReplica + plan.replicas; ++replica) {
        Endpoint& endpoint = m_endpoints[replica];
        if (m_replicas[replica].alive) {
            if (endpoint.timer != none) release(endpoint.timer);
            endpoint = {};
        } else if (endpoint.listed && !isUnnoticed(plan, replica)) {
            if (endpoint.timer != none) release(endpoint.timer);
            endpoint = {false, none};
        } else if (endpoint.listed && endpoint.timer == none && m_replicas[replica].gone &&
                   plan.podSet != none) {
            endpoint.timer = newFrame(Role::Endpoint, service);
            m_frames[endpoint.timer].pc = replica;
            const NodePoolPlan& pool = m_plan.nodePools[m_plan.podSets[plan.podSet].nodePool];
            schedule(endpoint.timer, State::EndpointEnds, m_now + pool.rules.detection, Priority::Fault);
        } else if (endpoint.listed && endpoint.timer == none) {
            endpoint.timer = newFrame(Role::Endpoint, service);
            m_frames[endpoint.timer].pc = replica;
            const double first = uniform(plan.faultDraw) * static_cast<double>(plan.probePeriod);
            schedule(endpoint.timer, State::EndpointEnds,
                     m_now + std::llround(first) + (plan.probeFailures - 1) * plan.probePeriod,
                     Priority::Fault);
        }
    }
    updateTrouble(false, service);
    tellClients(service);
}

// Of what happens to a container the platform learns at once, not so of the loss of its node.
bool Simulation::isUnnoticed(const ServicePlan& plan, Index replica) const {
    if (plan.podSet == none) return plan.probePeriod > 0;
    const Pod& pod = podOf(replica);
    return pod.phase == PodPhase::Ready && m_replicas[replica].gone && pod.node != noNode;
}

void Simulation::endpointEnds(Index event) {
    const Index service = m_frames[event].operation;
    m_endpoints[m_frames[event].pc] = {false, none};
    m_frames.release(event);
    updateTrouble(false, service);
    tellClients(service);
}

// Those who spread their calls themselves; at once, or when they ask the next time.
void Simulation::tellClients(Index service) {
    const ServicePlan& plan = m_plan.services[service];
    if (plan.podSet != none && m_plan.podSets[plan.podSet].hasActivator()) openActivator(service);
    for (Index at = 0; at < m_guards.size(); ++at) {
        Guard& guard = m_guards[at];
        if (m_plan.guards[guard.plan].client == service) countZones(guard);
        if (!guard.balancer || m_plan.guards[guard.plan].service != service) continue;
        if (plan.isDiscovered() && plan.ttl > 0)
            awaitResolution(at);
        else
            readEndpoints(guard);
    }
}

void Simulation::readEndpoints(Guard& guard) {
    const ServicePlan& plan = m_plan.services[m_plan.guards[guard.plan].service];
    for (std::uint32_t host = 0; host < plan.replicas; ++host) {
        const bool isThere = isListed(plan.firstReplica + host);
        if (isThere == (guard.balancer->state(host) != HostState::Absent)) continue;
        guard.setHost(host, isThere ? HostState::Healthy : HostState::Absent, zoneOf(plan.zones, host));
        if (!guard.outliers) continue;
        if (isThere)
            guard.outliers->join(host);
        else
            guard.outliers->part(host);
    }
    countZones(guard);
}

// A client knows at once how many of its own kind live, and where.
void Simulation::countZones(Guard& guard) {
    if (!guard.zones) return;
    const GuardPlan& plan = m_plan.guards[guard.plan];
    std::vector<ZoneHosts>& zones = guard.zones->hosts;
    zones.assign(zones.size(), {});
    const ServicePlan& callers = m_plan.services[plan.client];
    for (std::uint32_t at = 0; at < callers.replicas; ++at)
        if (m_replicas[callers.firstReplica + at].alive) ++zones[zoneOf(callers.zones, at)].callers;
    const ServicePlan& service = m_plan.services[plan.service];
    for (std::uint32_t host = 0; host < service.replicas; ++host) {
        const HostState state = guard.balancer->state(host);
        ZoneHosts& zone = zones[zoneOf(service.zones, host)];
        zone.replicas += state != HostState::Absent;
        zone.healthy += state == HostState::Healthy;
    }
    guard.zones->router.update(zones);
}

// Of the zone that the call goes to, where the client tells zones apart and does not panic.
std::uint32_t Simulation::chooseHost(Guard& guard, RandomStream& stream, std::uint32_t attempt) {
    if (m_services[m_plan.guards[guard.plan].service].trouble.weighted)
        return hostOfVersion(guard, stream, attempt);
    return pickHost(guard, stream, attempt);
}

std::uint32_t Simulation::pickHost(Guard& guard, RandomStream& stream, std::uint32_t attempt) {
    const std::uint64_t random = stream.next64();
    const std::uint64_t hash = stream.next64();
    if (guard.zones) {
        const std::uint32_t zone = guard.zones->router.pick(stream.next64());
        if (zone != anyZone && !guard.balancer->willPanic()) {
            const HostPick there = guard.zones->balancers[zone].pick(guard.active, random, hash, attempt);
            if (there.host != noHost) return there.host;
        }
    }
    return guard.balancer->pick(guard.active, random, hash, attempt).host;
}

void Simulation::awaitResolution(Index at) {
    Guard& guard = m_guards[at];
    const std::int64_t ttl = m_plan.services[m_plan.guards[guard.plan].service].ttl;
    if (guard.resolveTimer == none) guard.resolveTimer = newFrame(Role::Guard, at);
    if (m_frames[guard.resolveTimer].timed) return;
    const std::int64_t asked = (m_now - guard.resolvedAt) / ttl;
    schedule(guard.resolveTimer, State::Resolves, guard.resolvedAt + (asked + 1) * ttl);
}

void Simulation::resolves(Index event) {
    readEndpoints(m_guards[m_frames[event].operation]);
}

// Of those who are in turn. The turn of one that lives is left to it.
bool Simulation::meetsTheDead(Index index, Service& service) {
    const std::uint32_t turn = service.cursor;
    for (;;) {
        const Index replica = service.firstReplica + service.cursor;
        if (++service.cursor == service.replicas) service.cursor = 0;
        if (m_replicas[replica].alive) break;
        if (!m_endpoints[replica].listed) continue;
        goesToTheDead(index, replica);
        return true;
    }
    service.cursor = turn;
    return false;
}

// The connection is refused; where the whole zone is gone nothing comes back.
void Simulation::goesToTheDead(Index index, Index replica) {
    if (!m_replicas[replica].gone) return refuse(index, Cause::Crashed);
    const Frame& frame = m_frames[index];
    m_operations[frame.operation].flow->failed(Cause::Crashed);
    if (frame.traced) m_tracer.handled(index, failedBy(Cause::Crashed), m_now);
    loseSilently(frame.parent);
    release(index);
}

void Simulation::continueEndpoints(const Simulation& before) {
    for (Index at = 0; at < before.m_endpoints.size(); ++at)
        m_endpoints[replicaOf(before, at)] = before.m_endpoints[at];
    for (Index index = 0; index < m_frames.used(); ++index) {
        Frame& frame = m_frames[index];
        if (frame.role == Role::Endpoint && frame.state != State::Free)
            frame.pc = replicaOf(before, frame.pc);
    }
}

}  // namespace simulator
