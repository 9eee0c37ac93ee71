// Calls under protection: a call passes the layers of its policy from the outside to the inside, is sent, and
// comes back through them. What is inside of the retries sees every attempt.
#include <algorithm>

#include "simulator/engine/simulation.h"

namespace simulator {

namespace {

std::optional<std::int64_t> unlessNever(std::int64_t time) {
    return time == never ? std::nullopt : std::optional(time);
}

// As a server's own mistake or the gateway's: Envoy tells them apart by the status.
HostOutcome hostOutcome(Outcome outcome) {
    if (outcome == Outcome::Success) return HostOutcome::Success;
    const Cause cause = causeOf(outcome);
    const bool isOfServer = cause == Cause::Fault || cause == Cause::Dependency || cause == Cause::Bug;
    return isOfServer ? HostOutcome::ServerError : HostOutcome::GatewayError;
}

// The server did the work, well or not.
bool isAccepted(Outcome outcome) {
    return hostOutcome(outcome) != HostOutcome::GatewayError;
}

}  // namespace

Index Simulation::startGuarded(Index caller, Index at) {
    const CallSite& site = m_sites[at];
    const PolicyPlan& policy = m_plan.policies[site.policy];
    const Index number = newGuardedCall(caller, guardFor(caller, site.guard));
    Frame& frame = m_frames[caller];
    frame.guarded = true;
    frame.since = number;
    frame.attempt = 0;
    const CallDeadline deadline = callDeadline(m_now, unlessNever(policy.deadline), outerDeadline(caller),
                                               policy.guard->policy.deadlinePropagation);
    frame.deadline = deadline.at;
    GuardedCall& call = m_calls[number];
    if (deadline.tooLate) {
        // It is not made, but may have an answer of the caller's own.
        const std::vector<GuardLayer>& layers = policy.guard->layers;
        while (call.passed < layers.size() && layers[call.passed] == GuardLayer::Fallback) ++call.passed;
        return refuseCall(caller, Cause::Timeout);
    }
    if (auto& ratio = m_guards[call.guard].retryRatio) ratio->onFirstTry(m_now);
    return passLayers(caller);
}

// When the caller of the request that makes this call will have given up.
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
    if (waits.guarded) return patienceOf(m_calls[static_cast<std::size_t>(waits.since)]);
    return m_sites[request.site].patient ? never : waits.since;
}

Index Simulation::attemptGuarded(Index caller) {
    ++m_sites[siteOf(m_frames[caller])].edge->retries;
    countsTooMuch(1);
    return passLayers(caller);
}

Index Simulation::passLayers(Index caller) {
    GuardedCall& call = callOf(caller);
    // A pause of the client may have lasted longer than there was time for.
    if (patienceOf(call) < m_now) return refuseCall(caller, Cause::Timeout);
    const std::vector<GuardLayer>& layers = rulesOf(call).layers;
    for (; call.passed < layers.size(); ++call.passed) {
        Cause cause = Cause::Rejected;
        const Passage passage = passLayer(layers[call.passed], caller, cause);
        if (passage == Passage::Refused) return refuseCall(caller, cause);
        if (passage == Passage::Waits) return none;
    }
    return sendGuarded(caller);
}

Simulation::Passage Simulation::passLayer(GuardLayer layer, Index caller, Cause& cause) {
    GuardedCall& call = callOf(caller);
    Guard& guard = m_guards[call.guard];
    const Index chance = guardPlan(call).chance;
    const auto passesIf = [&cause](bool passes, Cause otherwise) {
        cause = otherwise;
        return passes ? Passage::Passes : Passage::Refused;
    };
    switch (layer) {
        case GuardLayer::Fallback:
        case GuardLayer::Retry:
            break;
        case GuardLayer::Throttling:
            return passesIf(guard.throttle->admits(m_now, uniform(chance)), Cause::Throttled);
        case GuardLayer::CircuitBreaker: {
            const BreakerAdmission admission = guard.breaker->acquire(m_now);
            if (admission.transition) breakerChanged(call.guard, admission.transition);
            call.breakerSince = m_now;
            return passesIf(admission.permitted, Cause::BreakerOpen);
        }
        case GuardLayer::RateLimiter:
            if (call.permitted) break;
            cause = Cause::RateLimited;
            if (guard.tokens) return passesIf(guard.tokens->take(m_now), Cause::RateLimited);
            return awaitRate(caller, guard.cycles->acquire(m_now), cause);
        case GuardLayer::TimeLimiter:
            call.attemptEnd = m_now + m_plan.policies[guardPlan(call).policy].timeout;
            break;
        case GuardLayer::Bulkhead:
            cause = Cause::BulkheadFull;
            return enterLine(caller, guard.bulkhead->enter(), guard.bulkheadLine, guard.bulkhead->maxWait());
        case GuardLayer::ThreadPool:
            cause = Cause::BulkheadFull;
            return enterLine(caller, guard.threads->submit(m_now), guard.bulkheadLine, never);
        case GuardLayer::Limits: {
            cause = Cause::BulkheadFull;
            const Entry entry = guard.limits->enter();
            call.mayRepeat = entry != Entry::Refused;  // Envoy does not retry what overflows
            return enterLine(caller, entry, guard.limitsLine, never);
        }
    }
    return Passage::Passes;
}

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
    Guard& guard = m_guards[call.guard];
    const bool isLate = m_now < call.waitEnd;
    const GuardLayer layer = rulesOf(call).layers[call.passed];
    if (m_frames[caller].traced) m_tracer.enter(caller, Part::Service, m_now);
    if (layer == GuardLayer::RateLimiter) {
        if (call.permitted && !isLate) return passLayers(caller);
        call.permitted = false;
        return attemptEnds(caller, failedBy(isLate ? Cause::Timeout : Cause::RateLimited));
    }
    const auto number = static_cast<Index>(m_frames[caller].since);
    if (layer == GuardLayer::Limits) {
        guard.limits->giveUp();
        guard.limitsLine.remove(m_calls, number);
    } else {
        layer == GuardLayer::Bulkhead ? guard.bulkhead->giveUp() : guard.threads->giveUp();
        guard.bulkheadLine.remove(m_calls, number);
    }
    return attemptEnds(caller, failedBy(isLate ? Cause::Timeout : Cause::BulkheadFull));
}

Index Simulation::sendGuarded(Index caller) {
    GuardedCall& call = callOf(caller);
    Guard& guard = m_guards[call.guard];
    const Index at = siteOf(m_frames[caller]);
    const CallSite& site = m_sites[at];
    if (guard.balancer) {
        call.host = chooseHost(guard, m_draws[guardPlan(call).chance].stream(), m_frames[caller].attempt);
        if (call.host == noHost) {
            call.host = none;
            call.mayRepeat = false;
            return refuseCall(caller, Cause::Crashed);
        }
        ++guard.active[call.host];
    }
    ++guard.underWay;
    call.isSent = true;
    ++m_frames[caller].attempt;
    scheduleGuarded(caller, State::AwaitingCall, patienceOf(call));
    const Index request = m_frames.allocate();
    Frame& frame = m_frames[caller];
    Frame& child = m_frames[request];
    child.parent = caller;
    child.operation = site.operation;
    child.site = at;
    child.watched = guard.balancer || guardPlan(call).shedder != none;
    child.since = call.host == none ? none : m_services[guardPlan(call).service].firstReplica + call.host;
    frame.child = request;
    if (frame.traced) child.traced = m_tracer.callSent(caller, request, at, frame.attempt, m_now);
    if (site.network == none)
        return site.troubled ? sendInTrouble(request) : arrive(request, child, *site.callee);
    schedule(request, child, State::InTransit, m_now + draw(site.network));
    return none;
}

// What ends a wait comes after what else happens at that moment: an answer, or a permit, is in time.
void Simulation::scheduleGuarded(Index caller, State state, std::int64_t time, Priority priority) {
    if (time == never) return waitWithoutTimer(caller, state);
    schedule(caller, state, time, priority);
}

std::int64_t Simulation::patienceOf(const GuardedCall& call) const {
    return std::min(call.attemptEnd, m_frames[call.caller].deadline);
}

// Told later in the same moment, so that attempts without a pause do not nest.
Index Simulation::refuseCall(Index caller, Cause cause) {
    callOf(caller).outcome = failedBy(cause);
    stopTimer(m_frames[caller]);
    makeReady(caller, State::CallRefused);
    return none;
}

Index Simulation::attemptEnds(Index caller, Outcome outcome) {
    GuardedCall& call = callOf(caller);
    const GuardRules& rules = rulesOf(call);
    const Outcome last = outcome;
    stopTimer(m_frames[caller]);
    if (outcome != Outcome::Success)
        m_recorder.attemptFailed(m_plan.calls[siteOf(m_frames[caller])].edge, causeOf(outcome), m_now);
    call.wasSent = false;
    if (call.isSent) leaveHost(call, outcome);
    while (call.passed > 0) {
        const GuardLayer layer = rules.layers[--call.passed];
        if (layer != GuardLayer::Retry) {
            leaveLayer(layer, call, outcome);
            continue;
        }
        std::int64_t delay = 0;
        if (!repeats(caller, outcome, delay)) continue;
        ++call.passed;
        if (m_frames[caller].traced) m_tracer.enter(caller, Part::Backoff, m_now);
        if (delay == 0) return attemptGuarded(caller);
        schedule(caller, State::Backoff, m_now + delay);
        return none;
    }
    return endGuarded(caller, outcome, last);
}

void Simulation::leaveHost(GuardedCall& call, Outcome outcome) {
    Guard& guard = m_guards[call.guard];
    call.isSent = false;
    call.wasSent = true;
    --guard.underWay;
    if (call.host == none) return;
    --guard.active[call.host];
    if (guard.outliers) {
        const std::uint64_t random = m_draws[guardPlan(call).chance].stream().next64();
        applyOutlier(guard, guard.outliers->report(call.host, hostOutcome(outcome), m_now, random));
    }
    call.host = none;
}

void Simulation::leaveLayer(GuardLayer layer, GuardedCall& call, Outcome& outcome) {
    Guard& guard = m_guards[call.guard];
    switch (layer) {
        case GuardLayer::Fallback:
            outcome = Outcome::Success;
            break;
        case GuardLayer::Retry:
            break;
        case GuardLayer::Throttling:
            if (isAccepted(outcome)) guard.throttle->onAccepted(m_now);
            break;
        case GuardLayer::CircuitBreaker:
            if (const BreakerTransition transition =
                    guard.breaker->onResult(m_now, m_now - call.breakerSince, outcome != Outcome::Success))
                breakerChanged(call.guard, transition);
            break;
        case GuardLayer::RateLimiter:
            call.permitted = false;
            break;
        case GuardLayer::TimeLimiter:
            call.attemptEnd = never;
            break;
        case GuardLayer::Bulkhead:
            if (guard.bulkhead->leave()) admitNext(guard.bulkheadLine);
            break;
        case GuardLayer::ThreadPool:
            if (guard.threads->finish(m_now)) admitNext(guard.bulkheadLine);
            break;
        case GuardLayer::Limits:
            if (guard.limits->leave()) admitNext(guard.limitsLine);
            break;
    }
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

bool Simulation::repeats(Index caller, Outcome outcome, std::int64_t& delay) {
    GuardedCall& call = callOf(caller);
    Guard& guard = m_guards[call.guard];
    const GuardRules& rules = rulesOf(call);
    if (call.repeats) guard.retryConcurrency->end();
    call.repeats = false;
    AttemptEnd end = outcome == Outcome::Success ? AttemptEnd::Success : AttemptEnd::Retryable;
    if (!call.mayRepeat) end = AttemptEnd::Fatal;
    const auto at = [](auto& machine) { return machine ? &*machine : nullptr; };
    const RetryLimits limits{at(guard.retryThrottle), at(guard.retryConcurrency), at(guard.retryRatio),
                             guard.underWay + (call.wasSent ? 1 : 0),
                             guard.limits ? guard.limits->pending() : 0};
    const double chance = rules.retry.backoff.needsRandom() ? uniform(guardPlan(call).chance) : 0;
    const RetryDecision decision =
        call.schedule.next(rules.retry, limits, end, {}, m_now, patienceOf(call), chance);
    call.repeats = decision.again() && guard.retryConcurrency.has_value();
    delay = decision.delay;
    return decision.again();
}

Index Simulation::endGuarded(Index caller, Outcome outcome, Outcome last) {
    dropGuarded(caller);
    Frame& frame = m_frames[caller];
    if (outcome != Outcome::Success)
        return fail(caller, frame.role == Role::Journey ? causeOf(last) : Cause::Dependency);
    if (frame.traced) m_tracer.enter(caller, Part::Service, m_now);
    ++frame.pc;
    return caller;
}

void Simulation::dropGuarded(Index caller) {
    Frame& frame = m_frames[caller];
    const auto number = static_cast<Index>(frame.since);
    frame.guarded = false;
    m_calls[number].caller = none;
    m_calls[number].before = m_freeCall;
    m_freeCall = number;
}

Index Simulation::newGuardedCall(Index caller, Index guard) {
    Index number = m_freeCall;
    if (number == none) {
        number = static_cast<Index>(m_calls.size());
        m_calls.emplace_back();
    } else {
        m_freeCall = m_calls[number].before;
        m_calls[number] = {};
    }
    m_calls[number].caller = caller;
    m_calls[number].guard = guard;
    return number;
}

}  // namespace simulator
