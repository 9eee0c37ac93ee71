// The network between zones: what a message takes depends on where the replicas at both ends stand, and
// faults may lie between zones, for queries of stores, too.
#include <algorithm>

#include "simulator/engine/simulation.h"

namespace simulator {

Index Simulation::zoneOfReplica(Index replica) const {
    if (replica == none) return none;
    const Index service = m_replicas[replica].serviceIndex;
    return zoneAt(service, replica - m_plan.services[service].firstReplica);
}

bool Simulation::mayDivide(const FaultPlanEntry& fault, const CallPlan& call) const {
    const Index callee = m_plan.operations[call.operation].service;
    if (call.caller == callee) return false;
    return fault.mayDivide(call.caller == none ? nullptr : &m_plan.services[call.caller],
                           &m_plan.services[callee]);
}

// Whether the replica that a request goes to has to be known when it is sent.
bool Simulation::isPlaced(const CallPlan& call) const {
    if (call.zoned || call.mesh != none) return true;
    for (Index fault = 0; fault < m_faults.size(); ++fault)
        if (m_faults[fault].active && m_plan.faults[fault].isBetweenZones() &&
            mayDivide(m_plan.faults[fault], call))
            return true;
    return false;
}

double Simulation::timeOfNetwork(const CallPlan& call, Index from, Index to) {
    Index chosen = none;
    if (call.zoned && from != none && to != none) chosen = m_plan.zoneNetwork.between(from, to);
    if (chosen == none) chosen = call.network;
    return chosen == none ? 0 : static_cast<double>(draw(chosen));
}

// Where its client does not choose it, the one whose turn it is, dead ones that are still in turn among them.
void Simulation::choosePlace(Index request) {
    Frame& frame = m_frames[request];
    if (frame.watched && static_cast<Index>(frame.since) != none) return;
    Service& service = *m_operations[frame.operation].service;
    frame.watched = true;
    frame.since = none;
    if (isFunction(static_cast<Index>(&service - m_services.data()))) return;  // The platform chooses there
    if (!service.trouble.lingers) {
        if (service.live > 0 && (!service.trouble.weighted || aim(service)))
            frame.since = pickReplica(service);
        return;
    }
    for (;;) {
        const Index replica = service.firstReplica + service.cursor;
        if (++service.cursor == service.replicas) service.cursor = 0;
        if (!m_replicas[replica].alive && !m_endpoints[replica].listed) continue;
        frame.since = replica;
        return;
    }
}

// Those that are under way when it begins to matter where they go to, or come from.
void Simulation::networkChanges(Index fault) {
    bindSites();
    if (!m_plan.faults[fault].isBetweenZones()) return;
    for (Index index = 0; index < m_frames.used(); ++index) {
        Frame& frame = m_frames[index];
        if (frame.state == State::Free || frame.role != Role::Request || frame.watched) continue;
        if (!m_sites[frame.site].placed) continue;
        if (frame.state != State::InTransit && frame.replica == none) continue;
        frame.watched = true;
        if (frame.state == State::InTransit) frame.since = none;
    }
    for (Index store = 0; store < m_stores.size(); ++store) updateTrouble(true, store);
}

// Latency and partitions lie between stores and those who query them; stores in no zone have all that in
// their times.
bool Simulation::dividesStore(const FaultPlanEntry& fault, Index at) const {
    if (!fault.isBetweenZones() || m_plan.stores[at].zones.empty()) return false;
    if (fault.kind != FaultPlanEntry::Kind::Latency && fault.rate < 1) return false;
    const StorePlan& store = m_plan.stores[at];
    return store.standsIn(fault.near) ||
           (fault.far == none ? store.standsBeside(fault.near) : store.standsIn(fault.far));
}

bool Simulation::isCutOff(Index reader, Index store, Index server) const {
    const Index from = zoneOfReplica(m_frames[reader].replica);
    const Index to = zoneOf(m_plan.stores[store].zones, server);
    for (Index fault = 0; fault < m_faults.size(); ++fault) {
        const FaultPlanEntry& plan = m_plan.faults[fault];
        if (m_faults[fault].active && plan.kind == FaultPlanEntry::Kind::Loss && dividesStore(plan, store) &&
            plan.divides(from, to))
            return true;
    }
    return false;
}

// The query goes there and its answer comes back.
double Simulation::delayOfZones(Index reader, Index store, Index server) {
    const Index from = zoneOfReplica(m_frames[reader].replica);
    const Index to = zoneOf(m_plan.stores[store].zones, server);
    double time = 0;
    for (Index fault = 0; fault < m_faults.size(); ++fault) {
        const FaultPlanEntry& plan = m_plan.faults[fault];
        if (!m_faults[fault].active || plan.kind != FaultPlanEntry::Kind::Latency) continue;
        if (!dividesStore(plan, store) || !plan.divides(from, to)) continue;
        for (int way = 0; way < 2; ++way)
            time += strengthOf(fault) * static_cast<double>(m_faultDraws[fault].time());
    }
    return time;
}

}  // namespace simulator
