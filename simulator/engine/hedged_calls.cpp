// Calls that are hedged: each copy is a frame of its own, which passes the layers that stand inside of the
// hedging and is the caller of its attempt; the call's own frame waits for all of them.
#include <algorithm>

#include "simulator/engine/simulation.h"

namespace simulator {

namespace {

bool isInTurn(const Frame& copy) {
    const bool awaitsItsTurn =
        copy.state == State::CopyBegins || copy.state == State::CallRefused || copy.state == State::Permitted;
    return awaitsItsTurn && !copy.timed;
}

}  // namespace

void Simulation::startHedging(Index caller) {
    GuardedCall& call = callOf(caller);
    call.hedged = m_hedged.add();
    m_hedged[call.hedged].copies.start(rulesOf(m_guards[call.guard]).hedging,
                                       throttleOf(m_guards[call.guard]), m_now);
    if (m_frames[caller].traced) m_tracer.enter(caller, Part::Branches, m_now);
    addCopy(caller);
    awaitCopies(caller);
}

// It begins later in the same moment.
void Simulation::addCopy(Index caller) {
    const Index copy = newFrame(Role::Copy, m_frames[caller].operation);
    const GuardedCall& call = callOf(caller);
    const Index guard = call.guard;
    const auto passed = static_cast<std::uint8_t>(call.passed + 1);
    HedgedCall& hedged = m_hedged[call.hedged];
    const Frame& frame = m_frames[caller];
    Frame& made = m_frames[copy];
    made.parent = caller;
    made.replica = frame.replica;
    made.pc = frame.pc;
    made.deadline = patienceOf(call);
    made.attempt = static_cast<std::uint16_t>(hedged.copies.sent() - 1);
    made.guarded = true;
    if (frame.traced) made.traced = m_tracer.branched(caller, copy, frame.pc, frame.pc, m_now);
    const Index number = newGuardedCall(copy, guard);
    made.since = number;
    m_calls[number].passed = passed;
    m_calls[number].hedged = hedged.last;
    hedged.last = number;
    countsTooMuch(1);
    if (made.attempt > 0) ++m_sites[siteOf(made)].edge->retries;
    makeReady(copy, State::CopyBegins);
}

// Sends those that are due, and waits for the next one or the end of its patience.
void Simulation::awaitCopies(Index caller) {
    const Index number = callOf(caller).hedged;
    const HedgingRules& rules = rulesOf(m_guards[callOf(caller).guard]).hedging;
    while (m_hedged[number].copies.timer() <= m_now)
        if (m_hedged[number]
                .copies.onTimer(rules, throttleOf(m_guards[callOf(caller).guard]), m_now)
                .action == HedgeDecision::Action::Send)
            addCopy(caller);
    const std::int64_t patience = patienceOf(callOf(caller));
    scheduleGuarded(caller, State::AwaitingCopies, std::min(m_hedged[number].copies.timer(), patience));
}

Index Simulation::nextCopy(Index caller) {
    if (m_now < patienceOf(callOf(caller))) {
        awaitCopies(caller);
        return none;
    }
    m_recorder.attemptFailed(m_plan.calls[siteOf(m_frames[caller])].edge, Cause::Timeout, m_now);
    return endHedging(caller, failedBy(Cause::Timeout));
}

Index Simulation::copyEnds(Index copy, Outcome outcome) {
    const Index caller = m_frames[copy].parent;
    AttemptEnd end = outcome == Outcome::Success ? AttemptEnd::Success : AttemptEnd::Retryable;
    if (!callOf(copy).mayRepeat) end = AttemptEnd::Fatal;
    if (m_frames[copy].traced) m_tracer.branchEnds(copy, outcome, true, m_now);
    unlinkCopy(copy);
    dropGuarded(copy);
    release(copy);
    const GuardedCall& call = callOf(caller);
    const HedgingRules& rules = rulesOf(m_guards[call.guard]).hedging;
    using Action = HedgeDecision::Action;
    const Action action =
        m_hedged[call.hedged].copies.onEnd(rules, throttleOf(m_guards[call.guard]), end, {}, m_now).action;
    const bool isOver = action == Action::Complete || action == Action::Fail;
    if (isOver || m_now >= patienceOf(call)) return endHedging(caller, outcome);
    if (action == Action::Send) addCopy(caller);
    awaitCopies(caller);
    return none;
}

void Simulation::unlinkCopy(Index copy) {
    const auto number = static_cast<Index>(m_frames[copy].since);
    Index* link = &m_hedged[callOf(m_frames[copy].parent).hedged].last;
    while (*link != number) link = &m_calls[*link].hedged;
    *link = m_calls[number].hedged;
}

// The others are cancelled, and the call goes on outwards.
Index Simulation::endHedging(Index caller, Outcome outcome) {
    removeCopies(caller, &Simulation::cancelCopy);
    callOf(caller).hedged = none;
    return leaveLayers(caller, outcome);
}

void Simulation::removeCopies(Index caller, void (Simulation::*end)(Index copy)) {
    const Index number = callOf(caller).hedged;
    for (Index copy = m_hedged[number].last; copy != none;) {
        const Index before = m_calls[copy].hedged;
        (this->*end)(m_calls[copy].caller);
        copy = before;
    }
    m_hedged.remove(number);
}

// Permits that it has, or waits for, are given back; nobody is told how it ended.
void Simulation::cancelCopy(Index copy) {
    GuardedCall& call = callOf(copy);
    Guard& guard = m_guards[call.guard];
    if (m_frames[copy].state == State::AwaitingPermit) leaveLine(copy);
    if (call.isSent) {
        --guard.underWay;
        if (guard.countsActive && call.host != none) --guard.active[call.host];
    }
    while (guard.layers[--call.passed] != GuardLayer::Hedging) {
        const GuardLayer layer = guard.layers[call.passed];
        if (layer == GuardLayer::CircuitBreaker) guard.breaker->release();
        if (layer == GuardLayer::Bulkhead && guard.bulkhead->leave()) admitNext(guard.bulkheadLine);
        if (layer == GuardLayer::ThreadPool && guard.threads->finish(m_now)) admitNext(guard.bulkheadLine);
        if (layer == GuardLayer::Limits && guard.limits->leave()) admitNext(guard.limitsLine);
    }
    endCopy(copy);
}

// What it asked for goes on without it. One that is about to have its turn ends when that comes.
void Simulation::endCopy(Index copy) {
    Frame& frame = m_frames[copy];
    if (frame.state == State::AwaitingCall) {
        abandonChild(copy);
        if (frame.traced) m_tracer.gaveUp(copy, m_now);
    }
    if (frame.traced) m_tracer.branchEnds(copy, failedBy(Cause::Timeout), false, m_now);
    frame.traced = false;
    dropGuarded(copy);
    if (isInTurn(frame))
        frame.state = State::CopyIsCancelled;
    else
        release(copy);
}

// With the caller, whose replica died: its guards are forgotten.
void Simulation::endCopies(Index caller) {
    removeCopies(caller, &Simulation::endCopy);
}

}  // namespace simulator
