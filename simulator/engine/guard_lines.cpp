// Calls under protection that wait: for a permit of a rate limiter, a bulkhead, a pool of threads or a limit.
// And when those that they are part of will have given up.
#include <algorithm>

#include "simulator/engine/simulation.h"

namespace simulator {

namespace {

std::optional<std::int64_t> unlessNever(std::int64_t time) {
    return time == never ? std::nullopt : std::optional(time);
}

}  // namespace

// A call without a permit fails after the longest wait.
Simulation::Passage Simulation::awaitRate(Index caller, RateDecision decision, Cause& cause) {
    GuardedCall& call = callOf(caller);
    call.permitted = decision.permitted;
    cause = Cause::RateLimited;
    if (decision.wait <= 0) return decision.permitted ? Passage::Passes : Passage::Refused;
    call.waitEnd = m_now + decision.wait;
    const bool comes = decision.permitted && call.waitEnd <= patienceOf(call);
    scheduleGuarded(caller, State::AwaitingPermit, std::min(call.waitEnd, patienceOf(call)),
                    comes ? Priority::Work : Priority::Timeout);
    if (m_frames[caller].traced) m_tracer.enter(caller, Part::Queue, m_now);
    return Passage::Waits;
}

Simulation::Passage Simulation::enterLine(Index caller, Entry entry, CallLine& line, std::int64_t longest) {
    if (entry != Entry::Waits) return entry == Entry::Enters ? Passage::Passes : Passage::Refused;
    GuardedCall& call = callOf(caller);
    line.push(m_calls, static_cast<Index>(m_frames[caller].since));
    call.waitEnd = longest == never ? never : m_now + longest;
    scheduleGuarded(caller, State::AwaitingPermit, std::min(call.waitEnd, patienceOf(call)));
    if (m_frames[caller].traced) m_tracer.enter(caller, Part::Queue, m_now);
    return Passage::Waits;
}

// Who waits for a permit has it, or has waited long enough.
Index Simulation::permitWaitEnds(Index caller) {
    GuardedCall& call = callOf(caller);
    const bool isLate = m_now < call.waitEnd;
    if (m_frames[caller].traced) m_tracer.enter(caller, Part::Service, m_now);
    if (m_guards[call.guard].layers[call.passed] == GuardLayer::RateLimiter) {
        if (call.permitted && !isLate) return passLayers(caller);
        call.permitted = false;
        return attemptEnds(caller, failedBy(isLate ? Cause::Timeout : Cause::RateLimited));
    }
    leaveLine(caller);
    return attemptEnds(caller, failedBy(isLate ? Cause::Timeout : Cause::BulkheadFull));
}

// Of the layer that it waits before.
void Simulation::leaveLine(Index caller) {
    const GuardedCall& call = callOf(caller);
    Guard& guard = m_guards[call.guard];
    const auto number = static_cast<Index>(m_frames[caller].since);
    const GuardLayer layer = guard.layers[call.passed];
    if (layer == GuardLayer::RateLimiter) return;
    if (layer == GuardLayer::Limits) {
        guard.limits->giveUp();
        return guard.limitsLine.remove(m_calls, number);
    }
    layer == GuardLayer::Bulkhead ? guard.bulkhead->giveUp() : guard.threads->giveUp();
    guard.bulkheadLine.remove(m_calls, number);
}

// The first in line has the permit of the one that left.
void Simulation::admitNext(CallLine& line) {
    const Index number = line.first;
    line.remove(m_calls, number);
    GuardedCall& call = m_calls[number];
    ++call.passed;
    if (m_frames[call.caller].traced) m_tracer.enter(call.caller, Part::Service, m_now);
    stopTimer(m_frames[call.caller]);
    makeReady(call.caller, State::Permitted);
}

// What ends a wait comes after what else happens at that moment: an answer, or a permit, is in time.
void Simulation::scheduleGuarded(Index caller, State state, std::int64_t time, Priority priority) {
    if (time == never) return waitWithoutTimer(caller, state);
    schedule(caller, state, time, priority);
}

// A call that is to end with the one that it is part of. One that comes too late is not made, but may have an
// answer of the caller's own.
bool Simulation::isTooLate(Index caller) {
    GuardedCall& call = callOf(caller);
    const PolicyPlan& policy = m_plan.policies[m_plan.guards[m_guards[call.guard].plan].policy];
    const CallDeadline deadline = callDeadline(m_now, unlessNever(policy.deadline), outerDeadline(caller),
                                               policy.guard->policy.deadlinePropagation);
    m_frames[caller].deadline = deadline.at;
    if (!deadline.tooLate) return false;
    const std::vector<GuardLayer>& layers = policy.guard->layers;
    while (call.passed < layers.size() && layers[call.passed] == GuardLayer::Fallback) ++call.passed;
    return true;
}

// When the caller of the request that makes this call will have given up, as the callee is told.
std::int64_t Simulation::outerDeadline(Index caller) const {
    Index at = caller;
    while (m_frames[at].role == Role::Branch) {
        const Frame& branch = m_frames[at];
        const Frame& parent = m_frames[branch.parent];
        if (parent.state != State::AwaitingBranches || parent.deadline != branch.arrivedAt) return never;
        at = branch.parent;
    }
    const Frame& request = m_frames[at];
    if (request.role != Role::Request) return never;
    if (request.parent == none) return request.underWay ? never : m_now;
    const Frame& waits = m_frames[request.parent];
    if (waits.guarded && waits.callsPlainly())
        return asTold(m_guards[waits.plain.guard].patience(~waits.since), waits, request);
    if (waits.guarded)
        return asTold(patienceOf(m_calls[static_cast<std::size_t>(waits.since)]), waits, request);
    return m_sites[request.site].patient ? never : asTold(waits.since, waits, request);
}

}  // namespace simulator
