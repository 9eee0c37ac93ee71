// The machines that protect calls: where they are made, and what they do by themselves; and replicas that
// shed load.
#include <algorithm>
#include <cmath>

#include "simulator/engine/simulation.h"

namespace simulator {

void Simulation::buildGuards() {
    m_guardStates.assign(m_plan.guardStates, none);
    for (const ShedderPlan& shedder : m_plan.shedders) {
        const LoadShedder fresh(*m_plan.policies[shedder.policy].guard->policy.loadShedding);
        m_shedders.insert(m_shedders.end(), m_plan.services[shedder.service].replicas, fresh);
    }
    m_retryThrottles.reserve(m_plan.tokenStates);
    for (std::size_t at = 0; at < m_plan.retryTokens.size(); ++at) {
        const Index end =
            at + 1 < m_plan.retryTokens.size() ? m_plan.retryTokens[at + 1].firstState : m_plan.tokenStates;
        m_retryThrottles.resize(end, RetryThrottle(m_plan.retryTokens[at].tokens));
    }
}

RetryThrottle* Simulation::throttleOf(const Guard& guard) {
    const Index at = m_plan.guards[guard.plan].tokens;
    if (at == none) return nullptr;
    return &m_retryThrottles[m_plan.retryTokens[at].firstState + guard.client];
}

// Where the guard of a client is found by its replica; that of users stands there itself.
Index Simulation::firstGuardState(const GuardPlan& plan) const {
    return plan.firstState - (plan.client == none ? 0 : m_plan.services[plan.client].firstReplica);
}

// That of the client which the caller is part of, when it is first needed.
Index Simulation::makeGuard(Index caller, Index at) {
    const GuardPlan& plan = m_plan.guards[at];
    const std::uint32_t client =
        plan.client == none ? 0 : m_frames[caller].replica - m_plan.services[plan.client].firstReplica;
    const auto guard = static_cast<Index>(m_guards.size());
    m_guards.push_back(newGuard(at, client));
    awaitEvents(guard);
    return guard;
}

Guard Simulation::newGuard(Index at, std::uint32_t client) {
    const GuardPlan& plan = m_plan.guards[at];
    const ServicePlan& service = m_plan.services[plan.service];
    const GuardRules& rules = *m_plan.policies[plan.policy].guard;
    const std::uint64_t seed = rules.balances() ? m_draws[plan.chance].stream().next64() : 0;
    Guard guard(rules, service, seed, m_now);
    guard.plan = at;
    guard.client = client;
    guard.chance = plan.chance;
    guard.timeout = m_plan.policies[plan.policy].timeout;
    guard.deadline = m_plan.policies[plan.policy].deadline;
    guard.setPlain();
    if (guard.threads && plan.client != none)
        guard.threads.emplace(*rules.policy.threadPool, m_plan.services[plan.client].cpus);
    const Index zone = plan.client == none ? none : zoneOf(m_plan.services[plan.client].zones, client);
    if (zone != none && !service.zones.empty() && rules.policy.loadBalancing &&
        rules.policy.loadBalancing->zoneAware)
        guard.balanceByZones(rules, m_plan.zones, zone, seed);
    if (guard.balancer)
        for (std::uint32_t host = 0; host < service.replicas; ++host) {
            if (guard.outliers) guard.outliers->join(host);
            const bool isThere = isResolved(service.firstReplica + host);
            guard.setHost(host, isThere ? HostState::Healthy : HostState::Absent,
                          zoneOf(service.zones, host));
        }
    countZones(guard);
    if (guard.balancer && service.isDiscovered())
        guard.resolvedAt = m_now - std::llround(uniform(plan.chance) * static_cast<double>(service.ttl));
    return guard;
}

// Of those that happen by themselves.
void Simulation::awaitEvents(Index at) {
    awaitBreaker(at);
    if (!m_guards[at].outliers) return;
    const Index event = newFrame(Role::Guard, at);
    m_guards[at].sweepTimer = event;
    schedule(event, State::OutlierSweep, m_now + m_guards[at].outliers->interval());
}

void Simulation::awaitBreaker(Index at) {
    Guard& guard = m_guards[at];
    const std::int64_t next = guard.breaker ? guard.breaker->timer() : never;
    if (next == never) {
        if (guard.breakerTimer != none) stopTimer(m_frames[guard.breakerTimer]);
        return;
    }
    if (guard.breakerTimer == none) guard.breakerTimer = newFrame(Role::Guard, at);
    schedule(guard.breakerTimer, State::BreakerTimer, next);
}

void Simulation::breakerTimer(Index event) {
    const Index at = m_frames[event].operation;
    if (const BreakerTransition transition = m_guards[at].breaker->onTimer(m_now))
        breakerChanged(at, transition);
    else
        awaitBreaker(at);
}

void Simulation::breakerChanged(Index at, const BreakerTransition& transition) {
    m_recorder.breakerChanged({m_now, m_guards[at].plan, m_guards[at].client, transition});
    m_guards[at].setPlain();
    awaitBreaker(at);
}

void Simulation::sweepOutliers(Index event) {
    const Index at = m_frames[event].operation;
    Guard& guard = m_guards[at];
    const std::uint64_t random = m_draws[guard.chance].stream().next64();
    for (const OutlierEvent& found : guard.outliers->sweep(m_now, random)) applyOutlier(guard, found);
    schedule(event, State::OutlierSweep, m_now + guard.outliers->interval());
}

void Simulation::applyOutlier(Guard& guard, const OutlierEvent& event) {
    if (event.kind != OutlierEvent::Kind::Ejected && event.kind != OutlierEvent::Kind::Returned) return;
    if (guard.balancer->state(event.host) == HostState::Absent) return;
    const bool isOut = event.kind == OutlierEvent::Kind::Ejected;
    const Index zone = zoneOf(m_plan.services[m_plan.guards[guard.plan].service].zones, event.host);
    guard.setHost(event.host, isOut ? HostState::Unhealthy : HostState::Healthy, zone);
    countZones(guard);
    using Kind = OutlierRecord::Kind;
    note(guard, isOut ? Kind::Ejected : Kind::Returned, event);
    notePanic(guard);
}

void Simulation::note(const Guard& guard, OutlierRecord::Kind kind, const OutlierEvent& event) {
    const std::uint32_t left = guard.balancer->countOf(HostState::Healthy);
    m_recorder.outliersChanged({m_now, guard.plan, guard.client, kind, event, left,
                                left + guard.balancer->countOf(HostState::Unhealthy)});
}

// Only where some may be taken out: who is absent is no reason.
void Simulation::notePanic(Guard& guard) {
    const bool panics = guard.balancer->hasTooFew();
    if (panics == std::exchange(guard.panics, panics)) return;
    note(guard, panics ? OutlierRecord::Kind::PanicBegan : OutlierRecord::Kind::PanicEnded, {});
}

// What a process knew is gone with it. Its calls are no more by then.
void Simulation::forgetGuards(Index service, std::uint32_t replica) {
    for (Index at = 0; at < m_guards.size(); ++at) {
        Guard& guard = m_guards[at];
        if (m_plan.guards[guard.plan].client != service || guard.client != replica) continue;
        for (const Index timer : {guard.breakerTimer, guard.sweepTimer, guard.resolveTimer})
            if (timer != none) release(timer);
        guard = newGuard(guard.plan, guard.client);
        if (RetryThrottle* const throttle = throttleOf(guard))
            *throttle = RetryThrottle(m_plan.retryTokens[m_plan.guards[guard.plan].tokens].tokens);
        awaitEvents(at);
    }
    for (const ShedderPlan& shedder : m_plan.shedders)
        if (shedder.service == service)
            m_shedders[shedder.firstState + replica] =
                LoadShedder(*m_plan.policies[shedder.policy].guard->policy.loadShedding);
}

// A request whose client chose its replica, or whose load may be shed.
Index Simulation::admitWatched(Index index) {
    Frame& frame = m_frames[index];
    const Operation& operation = m_operations[frame.operation];
    Service& service = *operation.service;
    const auto chosen = static_cast<Index>(frame.since);
    if (service.trouble.keepsOut && !service.trouble.onSome && meetsError(index, service, none)) return none;
    if (chosen == none && service.trouble.lingers && meetsTheDead(index, service)) return none;
    if (isFunction(static_cast<Index>(&service - m_services.data()))) {
        invoke(index, service);
        return none;
    }
    if (chosen != none && !m_replicas[chosen].alive && !m_replicas[chosen].draining) {
        goesToTheDead(index, chosen);
        return none;
    }
    if (service.live == 0 && chosen == none) {
        meetsNobody(index, service);
        return none;
    }
    if (chosen == none && service.trouble.weighted && !aim(service)) {
        refuse(index, Cause::Crashed);
        return none;
    }
    const Index at = chosen == none ? pickReplica(service) : chosen;
    frame.since = at;
    if (service.trouble.onSome && meetsError(index, service, at)) return none;
    LoadShedder* const shedder = shedderOf(frame, at);
    if (shedder && !shedder->admits(m_plan.operations[frame.operation].priority)) {
        refuse(index, Cause::Shed);
        return none;
    }
    if (m_replicas[at].paused) {
        waitAtDoor(index, at);
        return none;
    }
    if (service.trouble.weighs) weigh(at);
    if (isJudged(at) && isFull(m_replicas[at], service)) judge(at, true, 0);
    const Index next = enter(index, frame, operation, at);
    if (shedder && frame.replica == none) shedder->onEnd(0, true);
    return next;
}

LoadShedder* Simulation::shedderOf(const Frame& request, Index replica) {
    const CallSite& site = m_sites[request.site];
    if (!site.sheds) return nullptr;
    const ShedderPlan& plan = m_plan.shedders[m_plan.guards[site.guard].shedder];
    return &m_shedders[plan.firstState + replica - m_plan.services[plan.service].firstReplica];
}

void Simulation::leaveShedder(Index index, bool dropped) {
    Frame& frame = m_frames[index];
    if (isJudged(frame.replica)) judge(frame.replica, dropped, m_now - frame.arrivedAt);
    if (frame.role != Role::Request) return;
    frame.since = frame.replica;
    if (isFunction(m_replicas[frame.replica].serviceIndex)) return leaveInstance(frame.replica);
    if (LoadShedder* const shedder = shedderOf(frame, frame.replica))
        shedder->onEnd(m_now - frame.arrivedAt, dropped);
}

}  // namespace simulator
