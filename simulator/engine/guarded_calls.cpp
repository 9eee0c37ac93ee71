// Calls under protection: a call passes the layers of its policy from the outside to the inside, is sent, and
// comes back through them. What is inside of the retries sees every attempt.
//
// Nearly all calls meet a breaker that is closed, a bulkhead with room and an answer in time: that way is
// kept short, and needs no record but a few numbers in the caller's frame. When a call leaves it, a record is
// made as if it had been there from the start; all else is done with that.
#include <algorithm>

#include "simulator/engine/simulation.h"

namespace simulator {

namespace {

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

[[gnu::flatten]] Index Simulation::startGuarded(Index caller, Index at) {
    const CallSite& site = m_sites[at];
    Frame& frame = m_frames[caller];
    Index& known = m_guardStates[site.guardState + (frame.replica == none ? 0 : frame.replica)];
    if (known == none) [[unlikely]]
        known = makeGuard(caller, site.guard);
    Guard& guard = m_guards[known];
    frame.guarded = true;
    frame.attempt = 0;
    if (!guard.isPlain || frame.traced || (guard.hasBulkhead && !guard.bulkhead->entersAtOnce())) [[unlikely]]
        return startRecorded(caller, known);
    frame.since = ~m_now;
    frame.plain = {known, none};
    if (guard.balances()) {
        frame.plain.host = chooseHost(guard, 0);
        if (frame.plain.host == noHost) [[unlikely]]
            return refuseWithoutHost(caller);
        if (guard.countsActive) ++guard.active[frame.plain.host];
    }
    return sendGuarded(caller, frame, guard, frame.plain.host, guard.patience(m_now));
}

Index Simulation::startRecorded(Index caller, Index guard) {
    Frame& frame = m_frames[caller];
    frame.since = newGuardedCall(caller, guard);
    frame.deadline = m_guards[guard].endOfCall(m_now);
    return askFirst(caller);
}

// Of a plain one, for what comes now.
void Simulation::recordCall(Index caller) {
    Frame& frame = m_frames[caller];
    const PlainCall plain = frame.plain;
    const std::int64_t start = ~frame.since;
    const Index number = newGuardedCall(caller, plain.guard);
    GuardedCall& call = m_calls[number];
    call.host = plain.host;
    call.passed = m_guards[plain.guard].layerCount;
    call.isSent = true;
    call.breakerSince = start;
    call.attemptEnd = m_guards[plain.guard].endOfAttempt(start);
    frame.since = number;
    frame.deadline = m_guards[plain.guard].endOfCall(start);
}

// Whether there is time for it, and as a first try.
Index Simulation::askFirst(Index caller) {
    Guard& guard = m_guards[callOf(caller).guard];
    if (guard.passesDeadline && isTooLate(caller)) return refuseCall(caller, Cause::Timeout);
    if (guard.countsTries) guard.retryRatio->onFirstTry(m_now);
    return passLayers(caller);
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
    return passOn(caller, m_frames[caller], call, m_guards[call.guard]);
}

inline Index Simulation::passOn(Index caller, Frame& frame, GuardedCall& call, Guard& guard) {
    for (; call.passed < guard.layerCount; ++call.passed) {
        const GuardLayer layer = guard.layers[call.passed];
        if (layer <= GuardLayer::Retry) continue;
        if (layer == GuardLayer::TimeLimiter) {
            call.attemptEnd = m_now + guard.timeout;
            continue;
        }
        if (layer == GuardLayer::CircuitBreaker && guard.breaker->isClosed()) {
            call.breakerSince = m_now;
            continue;
        }
        if (layer == GuardLayer::Bulkhead && guard.bulkhead->entersAtOnce()) continue;
        Cause cause = Cause::Rejected;
        const Passage passage = passLayer(layer, caller, cause);
        if (passage == Passage::Refused) return refuseCall(caller, cause);
        if (passage == Passage::Waits) return none;
    }
    return sendRecorded(caller, frame, call, guard);
}

Simulation::Passage Simulation::passLayer(GuardLayer layer, Index caller, Cause& cause) {
    GuardedCall& call = callOf(caller);
    Guard& guard = m_guards[call.guard];
    const auto passesIf = [&cause](bool passes, Cause otherwise) {
        cause = otherwise;
        return passes ? Passage::Passes : Passage::Refused;
    };
    switch (layer) {
        case GuardLayer::Fallback:
        case GuardLayer::Retry:
        case GuardLayer::TimeLimiter:
            break;
        case GuardLayer::Hedging:
            startHedging(caller);
            return Passage::Waits;
        case GuardLayer::Throttling:
            return passesIf(guard.throttle->admits(m_now, uniform(guard.chance)), Cause::Throttled);
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

inline std::uint32_t Simulation::chooseHost(Guard& guard, std::uint32_t attempt) {
    if (m_anyWeighted) [[unlikely]]
        return hostOfVersion(guard, attempt);
    return pickHost(guard, attempt);
}

std::uint32_t Simulation::pickHost(Guard& guard, std::uint32_t attempt) {
    return guard.choice == Guard::Choice::Turns ? guard.balancer->pick({}, 0).host
                                                : chooseOtherwise(guard, attempt);
}

Index Simulation::sendRecorded(Index caller, Frame& frame, GuardedCall& call, Guard& guard) {
    if (guard.balances()) {
        call.host = chooseHost(guard, frame.attempt);
        if (call.host == noHost) return refuseWithoutHost(caller);
        if (guard.countsActive) ++guard.active[call.host];
    }
    call.isSent = true;
    return sendGuarded(caller, frame, guard, call.host, std::min(call.attemptEnd, frame.deadline));
}

inline Index Simulation::sendGuarded(Index caller, Frame& frame, Guard& guard, Index host,
                                     std::int64_t patience) {
    const Index at = siteOf(frame);
    const CallSite& site = m_sites[at];
    ++guard.underWay;
    ++frame.attempt;
    awaitAnswer(caller, frame, site, patience);
    const Index request = m_frames.allocate();
    Frame& child = m_frames[request];
    child.parent = caller;
    child.operation = site.operation;
    child.site = at;
    child.watched = guard.balances() || site.sheds;
    child.since = host == none ? none : guard.firstHost + host;
    frame.child = request;
    if (frame.traced) [[unlikely]]
        child.traced = m_tracer.callSent(caller, request, at, frame.attempt, m_now);
    if (site.network == none) [[unlikely]]
        return sendNearby(request);
    schedule(request, child, State::InTransit, m_now + draw(site.network));
    return none;
}

// No time lies between it and its callee, or a fault does.
Index Simulation::sendNearby(Index request) {
    const CallSite& site = m_sites[m_frames[request].site];
    return site.troubled ? sendInTrouble(request) : arrive(request, m_frames[request], *site.callee);
}

Index Simulation::refuseWithoutHost(Index caller) {
    GuardedCall& call = callOf(caller);
    call.host = none;
    call.isSent = false;
    call.mayRepeat = false;
    return refuseCall(caller, Cause::Crashed);
}

// Told later in the same moment, so that attempts without a pause do not nest.
Index Simulation::refuseCall(Index caller, Cause cause) {
    callOf(caller).outcome = failedBy(cause);
    stopTimer(m_frames[caller]);
    makeReady(caller, State::CallRefused);
    return none;
}

// The timer of its patience stays, for whatever the caller waits for next. Nearly all attempts end well, and
// of the layers of nearly all only these learn of it, in whichever order; else nothing was told yet.
Index Simulation::attemptEnds(Index caller, Outcome outcome) {
    Frame& frame = m_frames[caller];
    if (!frame.callsPlainly() || outcome != Outcome::Success) [[unlikely]]
        return attemptEndsOtherwise(caller, outcome);
    Guard& guard = m_guards[frame.plain.guard];
    if (guard.hasBulkhead && guard.bulkhead->waiting() > 0) [[unlikely]]
        return attemptEndsOtherwise(caller, outcome);
    if (guard.hasBreaker && !guard.breaker->recordsGood(m_now - ~frame.since)) [[unlikely]]
        return attemptEndsOtherwise(caller, outcome);
    if (guard.hasBulkhead) guard.bulkhead->leave();
    --guard.underWay;
    if (guard.countsActive) --guard.active[frame.plain.host];
    if (guard.detects) guard.outliers->succeeded(frame.plain.host);
    frame.guarded = false;
    ++frame.pc;
    return caller;
}

Index Simulation::attemptEndsOtherwise(Index caller, Outcome outcome) {
    GuardedCall& call = callOf(caller);
    if (outcome != Outcome::Success)
        m_recorder.attemptFailed(m_plan.calls[siteOf(m_frames[caller])].edge, causeOf(outcome), m_now);
    call.wasSent = call.isSent;
    if (call.isSent) leaveHost(call, m_guards[call.guard], outcome);
    return leaveLayers(caller, outcome);
}

void Simulation::leaveHost(GuardedCall& call, Guard& guard, Outcome outcome) {
    call.isSent = false;
    --guard.underWay;
    if (call.host == none) return;
    if (guard.countsActive) --guard.active[call.host];
    if (guard.detects) {
        if (outcome == Outcome::Success) [[likely]]
            guard.outliers->succeeded(call.host);
        else
            reportFailure(call, outcome);
    }
    call.host = none;
}

void Simulation::reportFailure(const GuardedCall& call, Outcome outcome) {
    Guard& guard = m_guards[call.guard];
    const std::uint64_t random = m_draws[guard.chance].stream().next64();
    applyOutlier(guard, guard.outliers->report(call.host, hostOutcome(outcome), m_now, random));
}

// From the layer that it is in to the outside, or to the next attempt.
Index Simulation::leaveLayers(Index caller, Outcome outcome) {
    GuardedCall& call = callOf(caller);
    Guard& guard = m_guards[call.guard];
    const Outcome last = outcome;
    while (call.passed > 0) {
        switch (const GuardLayer layer = guard.layers[--call.passed]) {
            case GuardLayer::TimeLimiter:
                call.attemptEnd = never;
                break;
            case GuardLayer::CircuitBreaker:
                if (const BreakerTransition transition = guard.breaker->onResult(
                        m_now, m_now - call.breakerSince, outcome != Outcome::Success)) [[unlikely]]
                    breakerChanged(call.guard, transition);
                break;
            case GuardLayer::Bulkhead:
                if (guard.bulkhead->leave()) [[unlikely]]
                    admitNext(guard.bulkheadLine);
                break;
            case GuardLayer::Retry: {
                if (outcome == Outcome::Success && !guard.limitsRetries) break;
                std::int64_t delay = 0;
                if (!repeats(caller, outcome, delay)) break;
                ++call.passed;
                return repeatAfter(caller, delay);
            }
            case GuardLayer::Hedging:
                if (m_frames[caller].role == Role::Copy) return copyEnds(caller, outcome);
                break;
            default:
                leaveLayer(layer, call, outcome);
        }
    }
    return endGuarded(caller, outcome, last);
}

Index Simulation::repeatAfter(Index caller, std::int64_t delay) {
    if (m_frames[caller].traced) m_tracer.enter(caller, Part::Backoff, m_now);
    if (delay == 0) return attemptGuarded(caller);
    schedule(caller, State::Backoff, m_now + delay);
    return none;
}

void Simulation::leaveLayer(GuardLayer layer, GuardedCall& call, Outcome& outcome) {
    Guard& guard = m_guards[call.guard];
    if (layer == GuardLayer::Fallback) outcome = Outcome::Success;
    if (layer == GuardLayer::Throttling && isAccepted(outcome)) guard.throttle->onAccepted(m_now);
    if (layer == GuardLayer::RateLimiter) call.permitted = false;
    if (layer == GuardLayer::ThreadPool && guard.threads->finish(m_now)) admitNext(guard.bulkheadLine);
    if (layer == GuardLayer::Limits && guard.limits->leave()) admitNext(guard.limitsLine);
}

bool Simulation::repeats(Index caller, Outcome outcome, std::int64_t& delay) {
    GuardedCall& call = callOf(caller);
    Guard& guard = m_guards[call.guard];
    const RetryRules& rules = rulesOf(guard).retry;
    if (call.repeats) guard.retryConcurrency->end();
    call.repeats = false;
    AttemptEnd end = outcome == Outcome::Success ? AttemptEnd::Success : AttemptEnd::Retryable;
    if (!call.mayRepeat) end = AttemptEnd::Fatal;
    const auto at = [](auto& machine) { return machine ? &*machine : nullptr; };
    const RetryLimits limits{throttleOf(guard), at(guard.retryConcurrency), at(guard.retryRatio),
                             guard.underWay + (call.wasSent ? 1 : 0),
                             guard.limits ? guard.limits->pending() : 0};
    const bool draws = end != AttemptEnd::Success && rules.backoff.needsRandom();
    const RetryDecision decision = call.schedule.next(rules, limits, end, {}, m_now, patienceOf(call),
                                                      draws ? uniform(guard.chance) : 0);
    call.repeats = decision.again() && guard.retryConcurrency.has_value();
    delay = decision.delay;
    return decision.again();
}

Index Simulation::newGuardedCall(Index caller, Index guard) {
    const Index number = m_freeCall;
    if (number == none) [[unlikely]] {
        m_calls.push_back({caller, guard});
        return static_cast<Index>(m_calls.size() - 1);
    }
    m_freeCall = m_calls[number].before;
    m_calls[number] = {caller, guard};
    return number;
}

void Simulation::dropGuarded(Index caller) {
    Frame& frame = m_frames[caller];
    frame.guarded = false;
    if (frame.callsPlainly()) return;
    const auto number = static_cast<Index>(frame.since);
    m_calls[number].caller = none;
    m_calls[number].before = m_freeCall;
    m_freeCall = number;
}

Index Simulation::endGuarded(Index caller, Outcome outcome, Outcome last) {
    dropGuarded(caller);
    Frame& frame = m_frames[caller];
    if (outcome != Outcome::Success) [[unlikely]]
        return fail(caller, frame.role == Role::Journey ? causeOf(last) : Cause::Dependency);
    if (frame.traced) [[unlikely]]
        m_tracer.enter(caller, Part::Service, m_now);
    ++frame.pc;
    return caller;
}

}  // namespace simulator
