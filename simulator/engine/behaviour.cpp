// The interpreter of compiled behaviours, and the calls that they make: the hot path.
#include "simulator/engine/simulation.h"

#include <utility>

namespace simulator {

bool Simulation::advance(std::uint64_t events) try {
    if (m_limit != Limit::None) return false;
    const std::uint64_t eventsBefore = m_events;
    const std::uint64_t stepsBefore = m_steps;
    std::int64_t stop = nextStop();
    for (; events > 0; --events) {
        const EventQueue::Key key = m_queue.first();
        if (key.time >= static_cast<std::uint64_t>(stop)) [[unlikely]] {
            if (!passesStop(key.time)) return false;
            stop = nextStop();
        }
        m_now = static_cast<std::int64_t>(key.time);
        const Index index = m_queue.owner(key.timer());
        Frame& frame = m_frames[index];
        m_hash.add(key.time, key.sequence(), static_cast<std::uint64_t>(frame.state));
        ++m_events;
        m_atOnce = 0;
        m_queue.take(key);
        frame.timed = false;
        run(fire(index));
        if (m_isLong) [[unlikely]]
            if (endLongEvent() - stepsBefore > mostAtOnce) break;
    }
    if (m_frames.isNearlyFull()) throw ArenaFull(Limit::InFlight);
    return !standsStill(m_events - eventsBefore + m_steps - stepsBefore);
} catch (const ArenaFull& full) {
    m_limit = full.limit;
    return false;
}

// Whether the run goes on behind the end of an interval or a window.
bool Simulation::passesStop(std::uint64_t next) {
    const auto time = static_cast<std::int64_t>(std::min(next, static_cast<std::uint64_t>(m_until)));
    if (m_recorder.judge().isOn()) {
        m_recorder.closeUntil(time);
        if (const std::int64_t end = m_recorder.judge().abortedAt(); end < m_length) {
            m_now = end;
            m_limit = Limit::Aborted;
            return false;
        }
    }
    if (time == m_until) {
        m_now = m_until;
        return false;
    }
    m_recorder.closeUntil(time);
    return true;
}

bool Simulation::standsStill(std::uint64_t steps) {
    if (m_now != std::exchange(m_lookedAt, m_now)) m_stepsThere = 0;
    m_stepsThere += steps;
    if (m_stepsThere <= mostAtOneMoment) return false;
    m_limit = Limit::Standstill;
    return true;
}

// Most events are the end of a time of computing, or a way over the network.
inline Index Simulation::fire(Index index) {
    Frame& frame = m_frames[index];
    if (frame.state == State::Computing) {
        ++frame.pc;
        return index;
    }
    if (frame.state == State::InTransit) return arrive(index, frame, m_operations[frame.operation]);
    if (frame.state == State::Responding) return deliver(index, frame);
    if (frame.state == State::NextArrival) return nextArrival(index);
    return fireOther(index);
}

inline void Simulation::run(Index index) {
    while (index != none) {
        Frame& frame = m_frames[index];
        const Instruction& instruction = m_code[frame.pc];
        // Most steps are one of four, which branches foresee better than a table of jumps does.
        if (instruction.code == Code::Compute) return compute(index, frame, instruction.a);
        if (instruction.code == Code::Return) {
            index = finish(index, frame, Outcome::Success);
            continue;
        }
        if (instruction.code == Code::EndJourney) {
            endJourney(index, frame, instruction.count == 0);
            if (instruction.count == 0) return;
            continue;
        }
        if (instruction.code == Code::Call) {
            if (countsTooMuch(1)) [[unlikely]]
                return schedule(index, State::Ready, m_now);
            index = startCall(index, frame, instruction.a);
            continue;
        }
        switch (instruction.code) {
            case Code::Compute:
            case Code::Return:
            case Code::Call:
            case Code::EndJourney:
                break;
            case Code::Query:
                index = query(index, instruction);
                break;
            case Code::Fork:
                if (countsTooMuch(instruction.count)) [[unlikely]]
                    return schedule(index, State::Ready, m_now);
                return fork(index, instruction);
            case Code::Repeat:
            case Code::Try:
                index = enclose(index, instruction);
                break;
            case Code::EndRound:
                if (countsTooMuch(1)) [[unlikely]]
                    return schedule(index, State::Ready, m_now);
                if (--frame.rounds > 0)
                    frame.pc = instruction.a;
                else
                    index = endBranch(index, Outcome::Success);
                break;
            case Code::EndBranch:
                index = endBranch(index, Outcome::Success);
                break;
            case Code::Fail:
                index = fail(index, static_cast<Cause>(instruction.a));
                break;
            case Code::Choose:
                frame.pc = chosen(instruction);
                break;
            case Code::Chance:
                frame.pc = chance(index, instruction) < m_plan.probabilities[instruction.a] ? frame.pc + 1
                                                                                            : instruction.c;
                break;
            case Code::Jump:
                frame.pc = instruction.a;
                break;
            case Code::Publish:
                index = publish(index, instruction);
                break;
            case Code::Think:
                frame.since = m_now;
                if (frame.traced) m_tracer.enter(index, Part::Think, m_now);
                return schedule(index, State::Thinking, m_now + draw(instruction.a));
            case Code::NextJourney:
                return pauseUser(index);
            case Code::Execute:
                return execute(index, instruction.a);
            case Code::Lock:
                index = lock(index, instruction);
                break;
            case Code::Count:
                if (instruction.count == 0)
                    m_recorder.called(instruction.a);
                else
                    m_recorder.attemptFailed(instruction.a, Cause::Dependency, m_now);
                ++frame.pc;
                break;
            case Code::Agree:
                index = agree(index, instruction);
                break;
            case Code::Prepare:
                index = query(index, instruction);
                break;
            case Code::LookUp:
                index = lookUp(index, instruction);
                break;
            case Code::Allocate:
                allocate(frame.replica);
                ++frame.pc;
                break;
            case Code::Probed:
                return probeAnswered(index);
            case Code::Pass:
                if (passProxy(index, instruction)) return;
                break;
        }
    }
}

// Lets those go on whose turn has come; these may make others ready. The steps that events had so far.
std::uint64_t Simulation::endLongEvent() {
    for (std::size_t next = 0; next < m_ready.size(); ++next) run(resume(m_ready[next]));
    m_ready.clear();
    m_isLong = false;
    return m_atOnce > few ? m_steps += m_atOnce : m_steps;
}

void Simulation::compute(Index index, Frame& frame, Index drawIndex) {
    std::int64_t time = draw(drawIndex);
    if (m_anySlow) [[unlikely]]
        time = slowedAt(frame.replica, time);
    schedule(index, frame, State::Computing, m_now + time);
}

Index Simulation::nextArrival(Index source) {
    const Index index = m_frames[source].operation;
    const WorkloadPlan& workload = m_plan.workloads[index];
    schedule(source, State::NextArrival, m_arrivals[index].next());
    return beginJourney(m_frames.allocate(), workload);
}

Index Simulation::beginJourney(Index index, const WorkloadPlan& workload) {
    Frame& frame = m_frames[index];
    Index chosen = workload.firstJourney;
    if (workload.choice != none) chosen += chosenJourney(workload);
    const Journey& journey = m_journeys[chosen];
    journey.flow->arrived();
    frame.arrivedAt = m_now;
    frame.underWay = true;
    if (journey.only != none && !m_sites[journey.only].troubled) return askOnce(index, frame, journey.only);
    frame.role = Role::Journey;
    frame.operation = chosen;
    frame.origin = m_now;
    frame.pc = journey.entry;
    if (m_tracer.isOn()) frame.traced = m_tracer.journeyBegins(index, frame.operation, m_now);
    return index;
}

// The user needs no frame beside that of the request, as long as nothing goes wrong.
Index Simulation::askOnce(Index index, Frame& frame, Index at) {
    const CallSite& site = m_sites[at];
    ++site.edge->calls;
    frame.operation = site.operation;
    frame.site = at;
    return arrive(index, frame, *site.callee);
}

// The user leaves, or pauses next.
void Simulation::endJourney(Index index, Frame& frame, bool leaves) {
    frame.underWay = false;
    m_recorder.journeyCompleted(*m_journeys[frame.operation].flow, m_now, m_now - frame.arrivedAt);
    if (frame.traced) [[unlikely]]
        traceEnd(index, Outcome::Success);
    if (leaves) return release(index, frame);
    ++frame.pc;
}

Index Simulation::startCall(Index index, Frame& frame, Index at) {
    const CallSite& site = m_sites[at];
    ++site.edge->calls;
    if (!site.patient && site.guard != none) [[unlikely]]
        return startGuarded(index, at);
    frame.attempt = 0;
    frame.deadline = site.patient || site.deadline == never ? never : m_now + site.deadline;
    return attempt(index, frame, at);
}

Index Simulation::retry(Index index) {
    Frame& frame = m_frames[index];
    const Index at = siteOf(frame);
    ++m_sites[at].edge->retries;
    countsTooMuch(1);
    return attempt(index, frame, at);
}

Index Simulation::attempt(Index index, Frame& frame, Index at) {
    const CallSite& site = m_sites[at];
    ++frame.attempt;
    if (site.patient) {
        waitWithoutTimer(frame, State::AwaitingCall);
    } else {
        const std::int64_t timeout = site.timeout == never ? never : m_now + site.timeout;
        frame.since = std::min(timeout, frame.deadline);
        awaitAnswer(index, frame, site, frame.since);
    }
    const Index request = m_frames.allocate();
    Frame& child = m_frames[request];
    child.parent = index;
    child.operation = site.operation;
    child.site = at;
    frame.child = request;
    if (frame.traced) [[unlikely]]
        child.traced = m_tracer.callSent(index, request, at, frame.attempt, m_now);
    if (site.network == none)
        return site.troubled ? sendInTrouble(request) : arrive(request, child, *site.callee);
    schedule(request, child, State::InTransit, m_now + draw(site.network));
    return none;
}

Index Simulation::arrive(Index index, Frame& frame, const Operation& operation) {
    operation.flow->arrived();
    if (!frame.any({.cancelled = true, .traced = true, .watched = true}))
        return admit(index, frame, operation);
    if (frame.any({.cancelled = true, .traced = true})) [[unlikely]]
        return arriveTraced(index);
    // Of one whose client chose its replica nobody else has to know that, where the replica lives and nothing
    // keeps it out.
    const auto chosen = static_cast<Index>(frame.since);
    const CallSite& site = m_sites[frame.site];
    if (chosen == none || operation.service->trouble.keepsOut || site.sheds || !m_replicas[chosen].alive)
        [[unlikely]]
        return admitWatched(index);
    frame.watched = site.placed;  // Its answer has to know where it comes from
    return enter(index, frame, operation, chosen);
}

// What nobody waits for any more, or is traced.
Index Simulation::arriveTraced(Index index) {
    Frame& frame = m_frames[index];
    if (frame.cancelled) {
        if (frame.traced) m_tracer.lost(index);
        m_operations[frame.operation].flow->failed(Cause::Timeout);
        release(index);
        return none;
    }
    m_tracer.arrived(index, frame.operation, m_now);
    const Index next =
        frame.watched ? admitWatched(index) : admit(index, frame, m_operations[frame.operation]);
    if (frame.replica != none) m_tracer.placed(index, frame.replica);
    if (frame.state == State::QueuedAtService) m_tracer.enter(index, Part::Queue, m_now);
    return next;
}

Index Simulation::admit(Index index, Frame& frame, const Operation& operation) {
    Service& service = *operation.service;
    if (service.trouble.keepsOut && isKeptOut(index, service)) [[unlikely]]
        return none;
    if (service.live == 0) [[unlikely]] {
        meetsNobody(index, service);
        return none;
    }
    return enter(index, frame, operation, pickReplica(service));
}

// Takes a worker of that replica, or waits for one.
Index Simulation::enter(Index index, Frame& frame, const Operation& operation, Index chosen) {
    Service& service = *operation.service;
    Replica& replica = m_replicas[chosen];
    StationMeter& meter = *replica.meter;
    meter.arrived();
    frame.replica = chosen;
    frame.arrivedAt = m_now;
    if (replica.busy < service.workers) return begin(index, frame, replica, operation);
    if (replica.queue.length >= service.queueLimit) {
        meter.rejected();
        frame.replica = none;
        refuse(index, Cause::Rejected);
        return none;
    }
    meter.queued(m_now);
    frame.state = State::QueuedAtService;
    wait(index, replica, service);
    return none;
}

Index Simulation::begin(Index index, Frame& frame, Replica& replica, const Operation& operation) {
    ++replica.busy;
    replica.meter->started(m_now, m_now - frame.arrivedAt);
    frame.pc = operation.entry;
    frame.state = State::Ready;
    return index;
}

Index Simulation::pickReplica(Service& service) {
    for (;;) {
        const Index replica = service.firstReplica + service.cursor;
        if (++service.cursor == service.replicas) service.cursor = 0;
        if (m_replicas[replica].alive) [[likely]]
            return replica;
    }
}

// A refusal is told later in the same moment, so that retries without a pause do not nest.
void Simulation::refuse(Index index, Cause cause) {
    m_operations[m_frames[index].operation].flow->failed(cause);
    respond(index, m_frames[index], failedBy(cause));
}

Index Simulation::finish(Index index, Frame& frame, Outcome outcome) {
    FlowMeter& flow = *m_operations[frame.operation].flow;
    if (outcome == Outcome::Success)
        flow.completed(m_now - frame.arrivedAt);
    else
        flow.failed(causeOf(outcome));
    if (frame.watched) [[unlikely]]
        leaveShedder(index, outcome != Outcome::Success);
    leaveReplica(frame);
    if (frame.role != Role::Message) return respond(index, frame, outcome);
    if (frame.traced) m_tracer.handled(index, outcome, m_now);
    messageHandled(index, outcome);
    return none;
}

void Simulation::leaveReplica(Frame& frame) {
    const Index at = frame.replica;
    Replica& replica = m_replicas[at];
    StationMeter& meter = *replica.meter;
    meter.stopped(m_now);
    meter.departed(m_now - frame.arrivedAt);
    frame.replica = none;
    --replica.busy;
    if (!replica.queue.empty()) serveNext(at);
}

// One whose first step is to compute needs no turn of its own.
void Simulation::serveNext(Index at) {
    Replica& replica = m_replicas[at];
    while (!replica.queue.empty()) {
        const Index index = replica.line == none ? replica.queue.popFront(m_frames) : nextInLine(replica);
        Frame& frame = m_frames[index];
        replica.meter->unqueued(m_now);
        if (replica.admission != none && isRefused(replica, index)) continue;
        if (frame.any({.cancelled = true, .traced = true})) [[unlikely]]
            if (leavesUnserved(index)) continue;
        begin(index, frame, replica, m_operations[frame.operation]);
        const Instruction& first = m_code[frame.pc];
        return first.code == Code::Compute ? compute(index, frame, first.a) : makeReady(index, State::Ready);
    }
}

// Nobody waits any more for one that was in the line.
bool Simulation::leavesUnserved(Index index) {
    Frame& frame = m_frames[index];
    if (frame.role == Role::Probe) {
        probeAnswered(index);
        return true;
    }
    if (frame.traced) m_tracer.enter(index, Part::Service, m_now);
    if (!frame.cancelled) return false;
    if (frame.watched) leaveShedder(index, true);
    m_replicas[frame.replica].meter->departed(m_now - frame.arrivedAt);
    m_operations[frame.operation].flow->failed(Cause::Timeout);
    if (frame.traced) m_tracer.handled(index, failedBy(Cause::Timeout), m_now);
    release(index);
    return true;
}

Index Simulation::respond(Index index, Frame& frame, Outcome outcome) {
    const Index caller = frame.parent;
    if (caller == none) return respondToNobody(index, frame, outcome);
    const CallSite& site = m_sites[frame.site];
    const Index network = site.network;
    if (network == none && outcome == Outcome::Success && !site.troubled) {
        release(index, frame);
        return answer(caller, outcome);
    }
    if (frame.traced) [[unlikely]]
        m_tracer.handled(index, outcome, m_now);
    frame.outcome = outcome;
    if (network == none)
        site.troubled ? respondInTrouble(index) : makeReady(index, State::Responding);
    else
        schedule(index, frame, State::Responding, m_now + draw(network));
    return none;
}

// Whoever asked has given up, or is the user whose only request it is.
Index Simulation::respondToNobody(Index index, Frame& frame, Outcome outcome) {
    if (frame.underWay) {
        const CallSite& site = m_sites[frame.site];
        if (outcome != Outcome::Success || site.troubled) [[unlikely]] {
            addUserOf(index);
            return respond(index, frame, outcome);
        }
        m_recorder.journeyCompleted(*m_journeys[site.journey].flow, m_now, m_now - frame.arrivedAt);
    } else if (frame.traced) {
        m_tracer.handled(index, outcome, m_now);
    }
    release(index, frame);
    return none;
}

Index Simulation::deliver(Index index, Frame& frame) {
    const Index caller = frame.parent;
    const Outcome outcome = frame.outcome;
    release(index, frame);
    return caller == none ? none : answer(caller, outcome);
}

Index Simulation::answer(Index caller, Outcome outcome) {
    Frame& frame = m_frames[caller];
    frame.child = none;
    if (frame.any({.traced = true, .guarded = true, .halted = true})) [[unlikely]] {
        if (frame.any({.traced = true, .halted = true}) && isAnsweredLater(caller, outcome)) return none;
        if (frame.guarded) return attemptEnds(caller, outcome);
    }
    if (outcome != Outcome::Success) return attemptFailed(caller, causeOf(outcome));
    ++frame.pc;
    return caller;
}

}  // namespace simulator
