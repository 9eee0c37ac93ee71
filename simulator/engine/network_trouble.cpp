// Messages between services while the network is in trouble: later than usual, or lost.
#include <algorithm>
#include <cmath>

#include "simulator/engine/simulation.h"

namespace simulator {

// While a site is troubled its calls have no network of their own: they take the way through here instead.
void Simulation::bindSites() {
    for (Index site = 0; site < m_sites.size(); ++site) {
        const CallPlan& plan = m_plan.calls[site];
        m_sites[site].troubled = isTroubled(plan);
        m_sites[site].placed = isPlaced(plan);
        m_sites[site].network = m_sites[site].troubled ? none : plan.network;
    }
}

bool Simulation::isTroubled(const CallPlan& call) const {
    if (call.zoned || call.mesh != none) return true;
    for (Index fault = 0; fault < m_faults.size(); ++fault) {
        const FaultPlanEntry& plan = m_plan.faults[fault];
        if (!m_faults[fault].active) continue;
        const Index callee = m_plan.operations[call.operation].service;
        if (plan.kind == FaultPlanEntry::Kind::Names && m_faults[fault].target == callee &&
            call.caller != callee)
            return true;
        if (!plan.isOfNetwork()) continue;
        if (plan.isBetweenZones() ? mayDivide(plan, call)
                                  : plan.touches(m_faults[fault].target, call.caller, callee))
            return true;
    }
    return false;
}

// Of a request or an answer; none when it is lost. Extra times add, chances of loss combine.
std::optional<std::int64_t> Simulation::timeOnTheWay(const OneWay& way) {
    const CallPlan& call = m_plan.calls[way.site];
    const Index callee = m_plan.operations[call.operation].service;
    const Index from = zoneOfReplica(way.caller);
    const Index to = zoneOfReplica(way.callee);
    double time = timeOfNetwork(call, from, to);
    if (call.mesh != none) time += static_cast<double>(timeAtProxies(way));
    bool lost = false;
    for (Index fault = 0; fault < m_faults.size(); ++fault) {
        const FaultPlanEntry& plan = m_plan.faults[fault];
        if (!m_faults[fault].active || !plan.isOfNetwork()) continue;
        const bool meets = plan.isBetweenZones() ? call.caller != callee && plan.divides(from, to)
                                                 : plan.touches(m_faults[fault].target, call.caller, callee);
        if (!meets) continue;
        if (plan.kind == FaultPlanEntry::Kind::Latency)
            time += strengthOf(fault) * static_cast<double>(m_faultDraws[fault].time());
        else
            lost |= m_faultDraws[fault].stream().uniform() < plan.rate;
    }
    if (lost) return std::nullopt;
    return std::llround(std::min(time, longestTime));
}

// Whoever sends a request, and the replica that it goes to, where that is known on the way.
Index Simulation::sendInTrouble(Index request) {
    Frame& frame = m_frames[request];
    if (hasNoAddress(frame)) {
        if (frame.traced) m_tracer.lost(request);
        frame.traced = false;
        frame.outcome = failedBy(Cause::Crashed);
        makeReady(request, State::Responding);
        return none;
    }
    const bool placed = m_sites[frame.site].placed;
    if (placed) choosePlace(request);
    const Index caller = frame.parent == none ? none : m_frames[frame.parent].replica;
    const Index callee = placed ? static_cast<Index>(frame.since) : none;
    if (const auto time = timeOnTheWay({frame.site, caller, callee, false})) {
        schedule(request, frame, State::InTransit, m_now + *time);
        return none;
    }
    if (frame.traced) m_tracer.lost(request);
    loseSilently(frame.parent);
    release(request);
    return none;
}

void Simulation::respondInTrouble(Index request) {
    Frame& frame = m_frames[request];
    const bool knowsPlace = m_sites[frame.site].placed && frame.watched;
    const Index callee = knowsPlace ? static_cast<Index>(frame.since) : none;
    if (const auto time = timeOnTheWay({frame.site, m_frames[frame.parent].replica, callee, true}))
        return schedule(request, frame, State::Responding, m_now + *time);
    loseSilently(frame.parent);
    release(request);
}

// Whoever waits goes on to wait, until its patience is over.
void Simulation::loseSilently(Index caller) {
    if (caller != none) m_frames[caller].child = none;
}

}  // namespace simulator
