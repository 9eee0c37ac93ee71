// Who clients believe to be there: somebody finds out who is dead, and clients ask anew, or are told.
#include <algorithm>
#include <cmath>

#include "simulator/engine/simulation.h"

namespace simulator {

// Those who spread their calls themselves; at once, or when they ask the next time.
void Simulation::tellClients(Index service) {
    const ServicePlan& plan = m_plan.services[service];
    if (plan.podSet != none && m_plan.podSets[plan.podSet].hasActivator()) openActivator(service);
    for (Index at = 0; at < m_guards.size(); ++at) {
        const GuardPlan& guard = m_plan.guards[m_guards[at].plan];
        if (guard.client == service) countZones(m_guards[at]);
        if (m_guards[at].balances() && guard.service == service) tell(at, plan);
    }
}

void Simulation::tell(Index at, const ServicePlan& service) {
    if (service.isDiscovered() && service.ttl > 0)
        awaitResolution(at);
    else if (!keepsAddresses(m_plan.guards[m_guards[at].plan].service))
        readEndpoints(m_guards[at]);
}

void Simulation::readEndpoints(Guard& guard) {
    const ServicePlan& plan = m_plan.services[m_plan.guards[guard.plan].service];
    for (std::uint32_t host = 0; host < plan.replicas; ++host) {
        const bool isThere = isResolved(plan.firstReplica + host);
        if (isThere == (guard.balancer->state(host) != HostState::Absent)) continue;
        guard.setHost(host, isThere ? HostState::Healthy : HostState::Absent, zoneOf(plan.zones, host));
        if (!guard.outliers) continue;
        if (isThere)
            guard.outliers->join(host);
        else
            guard.outliers->part(host);
    }
    countZones(guard);
    if (guard.outliers) notePanic(guard);
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

// Of the zone that the call goes to, where the client tells zones apart and does not panic. The numbers that
// the kind of balancing needs are drawn, and no others.
std::uint32_t Simulation::chooseOtherwise(Guard& guard, std::uint32_t attempt) {
    RandomStream& stream = m_draws[guard.chance].stream();
    const std::uint64_t random = guard.balancer->needsRandom() ? stream.next64() : 0;
    const std::uint64_t hash = guard.balancer->needsHash() ? stream.next64() : 0;
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
    Guard& guard = m_guards[m_frames[event].operation];
    if (!keepsAddresses(m_plan.guards[guard.plan].service)) readEndpoints(guard);
}

// Of those who are in turn. The turn of one that lives is left to it.
bool Simulation::meetsTheDead(Index index, Service& service) {
    const std::uint32_t turn = service.cursor;
    for (;;) {
        const Index replica = service.firstReplica + service.cursor;
        if (++service.cursor == service.replicas) service.cursor = 0;
        if (m_replicas[replica].alive) break;
        if (!m_endpoints[replica].listed) {
            if (service.live == 0 && service.cursor == turn) break;
            continue;
        }
        if (m_replicas[replica].draining)
            goesToTheDraining(index, replica);
        else
            goesToTheDead(index, replica);
        return true;
    }
    service.cursor = turn;
    return false;
}

// It is to go, but takes what comes until then.
void Simulation::goesToTheDraining(Index index, Index replica) {
    Frame& frame = m_frames[index];
    LoadShedder* const shedder = frame.watched ? shedderOf(frame, replica) : nullptr;
    if (frame.watched) frame.since = replica;
    if (shedder && !shedder->admits(m_plan.operations[frame.operation].priority))
        return refuse(index, Cause::Shed);
    if (m_replicas[replica].paused) return waitAtDoor(index, replica);
    const Index next = enter(index, frame, m_operations[frame.operation], replica);
    if (shedder && frame.replica == none) shedder->onEnd(0, true);
    if (next != none) makeReady(next, State::Ready);
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

}  // namespace simulator
