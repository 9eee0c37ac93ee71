// Faults of a running simulation: what they do to stations, and what becomes of those who were there.
#include <algorithm>

#include "simulator/engine/simulation.h"

namespace simulator {

void Simulation::startFaults() {
    m_killed.resize(m_plan.faults.size());
    m_faultActive.resize(m_plan.faults.size());
    for (Index fault = 0; fault < m_plan.faults.size(); ++fault)
        for (const bool begins : {true, false}) scheduleFault(fault, begins);
}

void Simulation::scheduleFault(Index fault, bool begins) {
    const FaultPlanEntry& plan = m_plan.faults[fault];
    if (!begins && plan.end == never) return;
    schedule(newFrame(Role::Fault, fault), begins ? State::FaultBegins : State::FaultEnds,
             std::max(m_now, begins ? plan.start : plan.end), Priority::Fault);
}

void Simulation::faultBegins(Index index) {
    const Index fault = m_frames[index].operation;
    const FaultPlanEntry& plan = m_plan.faults[fault];
    m_faultActive[fault] = true;
    m_frames.release(index);
    if (plan.kind == FaultPlanEntry::Kind::Kill && !plan.store) return killReplicas(fault);
    if (isOfCluster(plan)) return killServers(fault);
    if (plan.kind == FaultPlanEntry::Kind::Pause) return beginPauses(fault);
    updateTrouble(plan.store, plan.target);
    if (plan.kind == FaultPlanEntry::Kind::Kill) killStore(plan.target);
}

void Simulation::faultEnds(Index index) {
    const Index fault = m_frames[index].operation;
    const FaultPlanEntry& plan = m_plan.faults[fault];
    m_faultActive[fault] = false;
    m_frames.release(index);
    if (isOfCluster(plan)) return reviveServers(fault);
    if (plan.kind == FaultPlanEntry::Kind::Pause) {
        if (plan.everyRequests > 0) countRequests(plan.target, none);
        return;
    }
    if (plan.kind != FaultPlanEntry::Kind::Kill || plan.store) return updateTrouble(plan.store, plan.target);
    for (const Index replica : m_killed[fault]) m_replicas[replica].alive = true;
    m_services[plan.target].live += static_cast<std::uint32_t>(m_killed[fault].size());
    m_recorder.replicas(plan.target).changed(m_now, static_cast<double>(m_killed[fault].size()));
    const bool anyIsBack = !m_killed[fault].empty();
    m_killed[fault].clear();
    countConsumers();
    if (anyIsBack) regainMembers(plan.target);
    tellClients(plan.target);
    for (Index group = 0; group < m_groups.size(); ++group) dispatchWaiting(group);
}

bool Simulation::isOfCluster(const FaultPlanEntry& plan) const {
    return plan.kind == FaultPlanEntry::Kind::Kill && plan.store && m_stores[plan.target].cluster != none;
}

// Several faults of one target act together.
void Simulation::updateTrouble(bool store, Index target) {
    Trouble trouble;
    for (std::size_t fault = 0; fault < m_plan.faults.size(); ++fault) {
        const FaultPlanEntry& plan = m_plan.faults[fault];
        if (!m_faultActive[fault] || plan.store != store || plan.target != target) continue;
        switch (plan.kind) {
            case FaultPlanEntry::Kind::Kill:
                trouble.down = plan.store && m_stores[plan.target].cluster == none;
                break;
            case FaultPlanEntry::Kind::Slow:
                trouble.factor *= plan.factor;
                trouble.extra = std::min(trouble.extra + plan.extra, static_cast<std::int64_t>(longestTime));
                trouble.slow = true;
                break;
            case FaultPlanEntry::Kind::Error:
                trouble.errorRate = 1 - (1 - trouble.errorRate) * (1 - plan.rate);
                break;
            case FaultPlanEntry::Kind::Pause:
                break;
        }
    }
    trouble.keepsOut = trouble.errorRate > 0 || (!store && hasPaused(target));
    (store ? m_stores[target].trouble : m_services[target].trouble) = trouble;
    m_anySlow = std::ranges::any_of(m_services, [](const Service& service) { return service.trouble.slow; });
}

// By a fault, or as its turn is at a replica that pauses.
bool Simulation::isKeptOut(Index index, Service& service) {
    if (service.trouble.errorRate > 0 && uniform(service.faultDraw) < service.trouble.errorRate) {
        refuse(index, Cause::Fault);
        return true;
    }
    return m_paused > 0 && service.live > 0 && waitsAtDoor(index, service);
}

void Simulation::killReplicas(Index fault) {
    const FaultPlanEntry& plan = m_plan.faults[fault];
    const ServicePlan& service = m_plan.services[plan.target];
    const std::uint32_t wanted = plan.replicas == 0 ? service.replicas : plan.replicas;
    std::vector<bool> dies(service.replicas);
    for (Index at = 0; at < service.replicas && m_killed[fault].size() < wanted; ++at) {
        Replica& replica = m_replicas[service.firstReplica + at];
        if (!replica.alive) continue;
        if (replica.paused) dropPause(service.firstReplica + at);
        replica.alive = false;
        replica.queue = {};
        replica.busy = 0;
        if (replica.line != none) m_lines[replica.line].clear();
        if (replica.processor != none) stopProcessor(m_processors[replica.processor]);
        flushCachesAt(plan.target, at);
        dies[at] = true;
        m_killed[fault].push_back(service.firstReplica + at);
    }
    m_services[plan.target].live -= static_cast<std::uint32_t>(m_killed[fault].size());
    m_recorder.replicas(plan.target).changed(m_now, -static_cast<double>(m_killed[fault].size()));
    countConsumers();
    if (!m_killed[fault].empty()) loseMembers(plan.target);
    std::vector<Index> victims;
    for (Index index = 0; index < m_frames.used(); ++index) {
        const Frame& frame = m_frames[index];
        const Index at = frame.replica - service.firstReplica;
        if (frame.state != State::Free && frame.role != Role::Ghost && frame.replica != none &&
            at < service.replicas && dies[at])
            victims.push_back(index);
    }
    // No lock is granted to those who end in this moment, nor do they fill a key in.
    for (const Index victim : victims) {
        const Frame& frame = m_frames[victim];
        if (frame.state == State::AwaitingLock) m_frames[frame.child].cancelled = true;
        if (frame.state == State::AwaitingFill) forgetWaiting(frame.child);
    }
    for (const Index victim : victims)
        if (m_frames[victim].state == State::Prepared) awaitRecovery(victim);
    for (const Index victim : victims) terminate(victim);
    for (std::uint32_t at = 0; at < service.replicas; ++at)
        if (dies[at]) forgetGuards(plan.target, at);
    tellClients(plan.target);
}

// What has voted does not know the decision until the coordinator is back.
void Simulation::awaitRecovery(Index participant) {
    m_frames[participant].link = none;
    schedule(participant, State::Querying, m_now + participantAt(m_frames[participant]).recovery);
}

// Ends a request, message or branch whose replica died. What it had called goes on without it; what it has in
// a store stays there as a ghost until its turn is over.
void Simulation::terminate(Index index) {
    Frame& frame = m_frames[index];
    if (frame.state == State::AwaitingCall && frame.child != none) abandonChild(index);
    if (frame.guarded) dropGuarded(index);
    if (frame.role == Role::Branch && frame.holdsLock) unlock(frame.ticket);
    if (frame.role == Role::Branch && frame.fills) endFill(frame.ticket, FillEnd::Died);
    const bool inStore = isInStore(frame.state);
    frame.halted = false;
    Index heir = none;
    if (frame.role != Role::Branch) {
        StationMeter& meter = *m_replicas[frame.replica].meter;
        if (frame.state == State::QueuedAtService)
            meter.unqueued(m_now);
        else
            meter.stopped(m_now);
        meter.departed(m_now - frame.arrivedAt);
        m_recorder.operation(frame.operation).failed(Cause::Crashed);
    }
    frame.replica = none;
    if (frame.role == Role::Request) replyCrashed(index);
    if (frame.role == Role::Message) {
        endTransaction(index, false);
        heir = index;
        if (inStore) {
            heir = m_frames.allocate();
            m_frames[heir] = frame;
            m_frames[heir].timed = false;  // the ghost keeps the timer
        }
    }
    if (frame.traced) m_tracer.killed(index, heir, inStore, m_now);
    if (inStore)
        frame.role = Role::Ghost;
    else if (frame.role != Role::Message)
        release(index);
    if (heir != none) {
        waitWithoutTimer(heir, State::Dispatched);
        messageHandled(heir, failedBy(Cause::Crashed));
    }
}

// The connection breaks: the caller learns it after the network's latency.
void Simulation::replyCrashed(Index index) {
    const Index caller = m_frames[index].parent;
    if (caller == none) return;
    const Index site = siteOf(m_frames[caller]);
    const Index network = m_sites[site].network;
    const Index reply = m_frames.allocate();
    m_frames[reply].role = Role::Reply;
    m_frames[reply].parent = caller;
    m_frames[reply].outcome = failedBy(Cause::Crashed);
    m_frames[caller].child = reply;
    m_frames[reply].site = site;
    schedule(reply, State::Responding, network == none ? m_now : m_now + draw(network));
}

}  // namespace simulator
