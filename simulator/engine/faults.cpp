// Faults of a running simulation: what they do to stations, and what becomes of those who were there.
#include <algorithm>
#include <cmath>
#include <utility>

#include "simulator/engine/simulation.h"
#include "simulator/random/ziggurat.h"

namespace simulator {

namespace {

bool isOfSpeedOrErrors(const FaultPlanEntry& fault) {
    return fault.kind == FaultPlanEntry::Kind::Slow || fault.kind == FaultPlanEntry::Kind::Error ||
           fault.kind == FaultPlanEntry::Kind::Pressure;
}

}  // namespace

void Simulation::startFaults() {
    for (Index fault = 0; fault < m_plan.faults.size(); ++fault) {
        const FaultPlanEntry& plan = m_plan.faults[fault];
        const auto streamOf = [this](const DrawPlan& draw) {
            return RandomStream(m_seed, draw.entity, draw.purpose, m_replication);
        };
        m_faultDraws.emplace_back(m_plan.faultDraws[fault].sampler, streamOf(m_plan.faultDraws[fault]));
        m_chances.push_back(streamOf(m_plan.chanceDraws[fault]));
        m_faults.push_back({plan.target, 0, 0, plan.end, plan.start, {}, false});
        if (plan.meanGap > 0) awaitChance(fault);
        scheduleFault(fault, true);
        if (plan.meanGap == 0) scheduleFault(fault, false);
    }
}

void Simulation::awaitChance(Index fault) {
    const double gap = m_plan.faults[fault].meanGap * standardExponential(m_chances[fault]);
    m_faults[fault].next = m_now + std::llround(std::min(gap, longestTime));
}

void Simulation::scheduleFault(Index fault, bool begins) {
    const std::int64_t time = begins ? m_faults[fault].next : m_faults[fault].end;
    if (!begins && time == never) return;
    schedule(newFrame(Role::Fault, fault), begins ? State::FaultBegins : State::FaultEnds,
             std::max(m_now, time), Priority::Fault);
}

void Simulation::faultBegins(Index index) {
    const Index fault = m_frames[index].operation;
    const FaultPlanEntry& plan = m_plan.faults[fault];
    m_frames.release(index);
    if (plan.meanGap > 0) {
        if (!drawTarget(fault)) {
            awaitChance(fault);
            return scheduleFault(fault, true);
        }
        scheduleFault(fault, false);
    }
    m_faults[fault].active = true;
    m_faults[fault].begun = m_now;
    m_recorder.judge().faultBegins();
    act(fault);
}

// Whom it hits: a replica among those that run.
bool Simulation::drawTarget(Index fault) {
    const FaultPlanEntry& plan = m_plan.faults[fault];
    FaultState& state = m_faults[fault];
    std::uint32_t running = 0;
    for (const Index service : plan.services) running += m_services[service].live;
    if (running == 0) return false;
    std::uint32_t chosen = m_chances[fault].below(running);
    for (const Index service : plan.services) {
        for (std::uint32_t at = 0; at < m_services[service].replicas; ++at) {
            if (!m_replicas[m_services[service].firstReplica + at].alive || chosen-- > 0) continue;
            state.target = service;
            state.first = at;
            state.end = m_now + plan.length;
            if (plan.kind == FaultPlanEntry::Kind::Kill) state.end += m_plan.services[service].startUp;
            return true;
        }
    }
    return false;
}

void Simulation::act(Index fault) {
    const FaultPlanEntry& plan = m_plan.faults[fault];
    switch (plan.kind) {
        case FaultPlanEntry::Kind::Kill:
            if (plan.pool != none) return loseNodes(fault);
            if (plan.channel != none) return loseBroker(plan.channel);
            if (!plan.store) return killReplicas(fault);
            if (isOfCluster(plan)) return killServers(fault);
            updateTrouble(true, plan.target);
            return killStore(plan.target);
        case FaultPlanEntry::Kind::Slow:
        case FaultPlanEntry::Kind::Error:
            return updateTrouble(plan.store, m_faults[fault].target);
        case FaultPlanEntry::Kind::Pause:
            return beginPauses(fault);
        case FaultPlanEntry::Kind::Pressure:
            return beginPressure(fault);
        case FaultPlanEntry::Kind::Release:
            return beginRollout(fault);
        case FaultPlanEntry::Kind::Flush:
            m_faults[fault].active = false;
            return flush(fault);
        case FaultPlanEntry::Kind::Latency:
        case FaultPlanEntry::Kind::Loss:
            return networkChanges(fault);
        case FaultPlanEntry::Kind::Names:
            return namesChange(fault);
        case FaultPlanEntry::Kind::Clock:
            return setClocks();
    }
}

void Simulation::faultEnds(Index index) {
    const Index fault = m_frames[index].operation;
    m_frames.release(index);
    m_faults[fault].active = false;
    stopActing(fault);
    if (m_plan.faults[fault].meanGap == 0) return;
    awaitChance(fault);
    scheduleFault(fault, true);
}

void Simulation::stopActing(Index fault) {
    const FaultPlanEntry& plan = m_plan.faults[fault];
    switch (plan.kind) {
        case FaultPlanEntry::Kind::Kill:
            if (plan.pool != none) return regainNodes(fault);
            if (plan.channel != none) return regainBroker(plan.channel);
            if (!plan.store) return reviveReplicas(fault);
            if (isOfCluster(plan)) return reviveServers(fault);
            return updateTrouble(true, plan.target);
        case FaultPlanEntry::Kind::Slow:
        case FaultPlanEntry::Kind::Error:
            return updateTrouble(plan.store, m_faults[fault].target);
        case FaultPlanEntry::Kind::Pause:
            if (plan.everyRequests > 0) countRequests(m_faults[fault].target);
            return;
        case FaultPlanEntry::Kind::Flush:
        case FaultPlanEntry::Kind::Release:
            return;
        case FaultPlanEntry::Kind::Pressure:
            return endPressure(fault);
        case FaultPlanEntry::Kind::Latency:
        case FaultPlanEntry::Kind::Loss:
            return networkChanges(fault);
        case FaultPlanEntry::Kind::Names:
            return namesChange(fault);
        case FaultPlanEntry::Kind::Clock:
            return setClocks();
    }
}

void Simulation::reviveReplicas(Index fault) {
    FaultState& state = m_faults[fault];
    leaveToZones(fault, m_plan.services[state.target].firstReplica);
    for (const Index replica : state.killed) {
        m_replicas[replica].alive = true;
        m_replicas[replica].gone = false;
    }
    m_services[state.target].live += static_cast<std::uint32_t>(state.killed.size());
    m_recorder.replicas(state.target).changed(m_now, static_cast<double>(state.killed.size()));
    countPods(state.target);
    const bool anyIsBack = !state.killed.empty();
    state.killed.clear();
    countConsumers();
    if (anyIsBack) regainMembers(state.target);
    endpointsChange(state.target);
    for (Index group = 0; group < m_groups.size(); ++group) dispatchWaiting(group);
}

// The fault that keeps away the zone of a replica of a service, or of a server of a store; or none.
Index Simulation::zoneLossAt(bool store, Index target, std::uint32_t at) const {
    const Index zone = store ? zoneOf(m_plan.stores[target].zones, at) : zoneAt(target, at);
    if (zone == none) return none;
    for (Index fault = 0; fault < m_faults.size(); ++fault) {
        const FaultPlanEntry& plan = m_plan.faults[fault];
        if (m_faults[fault].active && plan.zone == zone && plan.store == store &&
            (store ? plan.target : m_faults[fault].target) == target)
            return fault;
    }
    return none;
}

// What would be back while its zone is away is back with that.
void Simulation::leaveToZones(Index fault, Index first) {
    FaultState& state = m_faults[fault];
    const FaultPlanEntry& plan = m_plan.faults[fault];
    std::erase_if(state.killed, [&](Index one) {
        const Index loss = zoneLossAt(plan.store, plan.store ? plan.target : state.target, one - first);
        if (loss != none) m_faults[loss].killed.push_back(one);
        return loss != none;
    });
}

bool Simulation::isOfCluster(const FaultPlanEntry& plan) const {
    return plan.kind == FaultPlanEntry::Kind::Kill && plan.store && m_stores[plan.target].cluster != none;
}

// How much of a fault that grows there is by now.
double Simulation::strengthOf(Index fault) const {
    const std::int64_t ramp = m_plan.faults[fault].ramp;
    const std::int64_t grown = m_now - m_faults[fault].begun;
    return grown < ramp ? static_cast<double>(grown) / static_cast<double>(ramp) : 1;
}

// Several faults of one target act together.
void Simulation::updateTrouble(bool store, Index target) {
    Trouble trouble;
    for (Index fault = 0; fault < m_faults.size(); ++fault) {
        const FaultPlanEntry& plan = m_plan.faults[fault];
        trouble.divided = trouble.divided || (store && m_faults[fault].active && dividesStore(plan, target));
        if (!m_faults[fault].active || plan.store != store || m_faults[fault].target != target) continue;
        if (plan.kind == FaultPlanEntry::Kind::Kill) {
            trouble.down = store && m_stores[target].cluster == none;
        } else if (plan.kind == FaultPlanEntry::Kind::Release) {
            trouble.onSome = trouble.onSome || plan.factor != 1 || plan.rate > 0;
            trouble.slow = trouble.slow || plan.factor != 1;
        } else if (plan.replicas == 0) {
            addTrouble(trouble, fault);
        } else if (isOfSpeedOrErrors(plan)) {
            trouble.onSome = true;
            trouble.slow = trouble.slow || plan.kind != FaultPlanEntry::Kind::Error;
        }
    }
    trouble.lingers = !store && hasLingering(target);
    trouble.weighs = !store && weighsRequests(target);
    trouble.weighted = !store && isWeighted(target);
    trouble.slow = trouble.slow || trouble.divided;
    trouble.keepsOut = trouble.errorRate > 0 || trouble.ramps || trouble.onSome || trouble.lingers ||
                       trouble.divided || trouble.weighs || trouble.weighted ||
                       (!store && (hasPaused(target) || isFunction(target)));
    (store ? m_stores[target].trouble : m_services[target].trouble) = trouble;
    m_anySlow = std::ranges::any_of(m_services, [](const Service& service) { return service.trouble.slow; });
    m_anyWeighted =
        std::ranges::any_of(m_services, [](const Service& service) { return service.trouble.weighted; });
}

void Simulation::addTrouble(Trouble& trouble, Index fault) const {
    const FaultPlanEntry& plan = m_plan.faults[fault];
    const double strength = strengthOf(fault);
    if (plan.kind == FaultPlanEntry::Kind::Slow || plan.kind == FaultPlanEntry::Kind::Release) {
        trouble.factor *= strength < 1 ? 1 + (plan.factor - 1) * strength : plan.factor;
        trouble.extra += std::llround(static_cast<double>(plan.extra) * strength);
        trouble.extra = std::min(trouble.extra, static_cast<std::int64_t>(longestTime));
        trouble.slow = true;
    }
    if (plan.kind == FaultPlanEntry::Kind::Pressure && !isSqueezed(m_faults[fault].target)) {
        trouble.factor /= 1 - plan.share * strength;
        trouble.slow = true;
    }
    if (plan.kind == FaultPlanEntry::Kind::Error || plan.kind == FaultPlanEntry::Kind::Release)
        trouble.errorRate = 1 - (1 - trouble.errorRate) * (1 - plan.rate * strength);
    trouble.ramps = trouble.ramps || strength < 1;
}

// What is drawn now: while it grows it is reckoned anew each time.
const Trouble& Simulation::troubleNow(bool store, Index target) {
    const Trouble& trouble = store ? m_stores[target].trouble : m_services[target].trouble;
    if (trouble.ramps) updateTrouble(store, target);
    return trouble;
}

// That of a replica, where faults hit some of them only.
Trouble Simulation::troubleAt(Index replica) {
    const Index service = m_replicas[replica].serviceIndex;
    const Trouble& all = troubleNow(false, service);
    if (!all.onSome) return all;
    Trouble trouble;
    for (Index fault = 0; fault < m_faults.size(); ++fault)
        if (m_faults[fault].active && !m_plan.faults[fault].store && m_faults[fault].target == service &&
            strikes(fault, replica))
            addTrouble(trouble, fault);
    return trouble;
}

// The first ones of its service, or those from the drawn one on; of a release its pods.
bool Simulation::strikes(Index fault, Index replica) const {
    if (m_plan.faults[fault].kind == FaultPlanEntry::Kind::Release) return podOf(replica).version == fault;
    const ServicePlan& all = m_plan.services[m_faults[fault].target];
    const std::uint32_t place = replica - all.firstReplica + all.replicas - m_faults[fault].first;
    return place % all.replicas < struckBy(fault);
}

std::uint32_t Simulation::struckBy(Index fault) const {
    const std::uint32_t wanted = m_plan.faults[fault].replicas;
    const std::uint32_t all = m_plan.services[m_faults[fault].target].replicas;
    return wanted == 0 ? all : std::min(wanted, all);
}

std::int64_t Simulation::slowed(bool store, Index target, std::int64_t time) {
    const Trouble& trouble = troubleNow(store, target);
    return trouble.slow ? trouble.slowed(time) : time;
}

std::int64_t Simulation::slowedAt(Index replica, std::int64_t time) {
    const Trouble trouble = troubleAt(replica);
    return trouble.slow ? trouble.slowed(time) : time;
}

// By a fault, or as its turn is at a replica that pauses.
bool Simulation::isKeptOut(Index index, Service& service) {
    if (service.trouble.lingers && meetsTheDead(index, service)) return true;
    if (!service.trouble.onSome && meetsError(index, service, none)) return true;
    if (isFunction(static_cast<Index>(&service - m_services.data()))) {
        invoke(index, service);
        return true;
    }
    if (service.live == 0) return false;
    if (service.trouble.weighted && !aim(service)) {
        refuse(index, Cause::Crashed);
        return true;
    }
    if (service.trouble.weighted) follow(index, service);
    if (service.trouble.onSome && failsInTurn(index, service)) return true;
    if (service.trouble.weighs) weighInTurn(service);
    return m_paused > 0 && waitsAtDoor(index, service);
}

// The turn of a replica that lets it in is left to it.
bool Simulation::failsInTurn(Index index, Service& service) {
    const std::uint32_t turn = service.cursor;
    if (meetsError(index, service, pickReplica(service))) return true;
    service.cursor = turn;
    return false;
}

// At that replica; at any of them when none.
bool Simulation::meetsError(Index index, Service& service, Index replica) {
    const auto at = static_cast<Index>(&service - m_services.data());
    const double rate = replica == none ? troubleNow(false, at).errorRate : troubleAt(replica).errorRate;
    if (rate <= 0 || uniform(service.faultDraw) >= rate) return false;
    if (replica != none && isJudged(replica)) judge(replica, true, 0);
    if (const std::int64_t time = failureTime(at, replica); time > 0)
        schedule(index, State::Failing, m_now + time);
    else
        refuse(index, Cause::Fault);
    return true;
}

// Of several faults that of the one which takes longest.
std::int64_t Simulation::failureTime(Index service, Index replica) const {
    std::int64_t longest = 0;
    for (Index fault = 0; fault < m_faults.size(); ++fault) {
        const FaultPlanEntry& plan = m_plan.faults[fault];
        if (!m_faults[fault].active || plan.store || m_faults[fault].target != service) continue;
        if (replica == none || strikes(fault, replica)) longest = std::max(longest, plan.failureTime);
    }
    return longest;
}

void Simulation::killReplicas(Index fault) {
    const FaultPlanEntry& plan = m_plan.faults[fault];
    FaultState& state = m_faults[fault];
    const ServicePlan& service = m_plan.services[state.target];
    const std::uint32_t wanted = plan.replicas == 0 ? service.replicas : plan.replicas;
    std::vector<bool> dies(service.replicas);
    for (std::uint32_t next = 0; next < service.replicas && state.killed.size() < wanted; ++next) {
        const std::uint32_t at = (state.first + next) % service.replicas;
        if (!m_replicas[service.firstReplica + at].alive) continue;
        if (plan.zone != none && zoneAt(state.target, at) != plan.zone) continue;
        stopReplica(state.target, at);
        m_replicas[service.firstReplica + at].gone = plan.zone != none;
        dies[at] = true;
        state.killed.push_back(service.firstReplica + at);
    }
    m_services[state.target].live -= static_cast<std::uint32_t>(state.killed.size());
    m_recorder.replicas(state.target).changed(m_now, -static_cast<double>(state.killed.size()));
    countPods(state.target);
    countConsumers();
    if (!state.killed.empty()) loseMembers(state.target);
    m_isSilent = plan.zone != none;
    endWorkAt(state.target, dies);
    m_isSilent = false;
    if (isFunction(state.target)) return loseInstances(fault);
    endpointsChange(state.target);
}

// What it had is ended by whoever stops it.
void Simulation::stopReplica(Index service, std::uint32_t at) {
    const Index number = m_plan.services[service].firstReplica + at;
    Replica& replica = m_replicas[number];
    if (replica.paused) dropPause(number);
    replica.alive = false;
    replica.queue = {};
    replica.busy = 0;
    if (replica.line != none) m_lines[replica.line].clear();
    if (replica.processor != none) stopProcessor(m_processors[replica.processor]);
    flushCachesAt(service, at);
}

// Ends all that replicas have which were stopped.
void Simulation::endWorkAt(Index target, const std::vector<bool>& dies) {
    const ServicePlan& service = m_plan.services[target];
    forgetBuffered(service.firstReplica, dies);
    std::vector<Index> victims;
    for (Index index = 0; index < m_frames.used(); ++index) {
        const Frame& frame = m_frames[index];
        const Index at = frame.replica - service.firstReplica;
        const bool endsAlone = frame.role != Role::Ghost && frame.role != Role::Copy;
        if (frame.state != State::Free && endsAlone && frame.replica != none && at < service.replicas &&
            dies[at])
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
        if (dies[at]) forgetGuards(target, at);
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
    if (frame.role == Role::Probe) return probeLost(index);
    if (frame.state == State::AwaitingCall && frame.child != none) abandonChild(index);
    if (frame.guarded) {
        if (frame.state == State::AwaitingCopies) endCopies(index);
        dropGuarded(index);
    }
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
    const Index replica = std::exchange(frame.replica, none);
    if (frame.role == Role::Request) replyCrashed(index, replica);
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

// The connection breaks: the caller learns it after the network's latency; of the loss of a zone nobody is
// told.
void Simulation::replyCrashed(Index index, Index replica) {
    if (m_frames[index].underWay) addUserOf(index);
    const Index caller = m_frames[index].parent;
    if (caller == none) return;
    if (m_isSilent) return loseSilently(caller);
    const Index site = siteOf(m_frames[caller]);
    const Index network = m_sites[site].network;
    const Index reply = m_frames.allocate();
    m_frames[reply].role = Role::Reply;
    m_frames[reply].parent = caller;
    m_frames[reply].outcome = failedBy(Cause::Crashed);
    m_frames[caller].child = reply;
    m_frames[reply].site = site;
    m_frames[reply].watched = true;
    m_frames[reply].since = replica;
    if (m_sites[site].troubled) return respondInTrouble(reply);
    schedule(reply, State::Responding, network == none ? m_now : m_now + draw(network));
}

}  // namespace simulator
