// Replicas that stand still for a time. What computes there ends later by as much; whatever else comes for
// those who are there, an answer, the end of a query or of their patience, they notice when the pause is
// over.
#include <algorithm>

#include "simulator/engine/simulation.h"

namespace simulator {

namespace {

bool isAtReplica(const Frame& frame) {
    return frame.role == Role::Request || frame.role == Role::Message || frame.role == Role::Branch ||
           frame.role == Role::Copy;
}

}  // namespace

Pause& Simulation::pauseOf(Index replica) {
    if (m_pauses.empty()) m_pauses.resize(m_replicas.size());
    return m_pauses[replica];
}

bool Simulation::hasPaused(Index service) const {
    if (m_paused == 0) return false;
    const auto first = m_replicas.begin() + m_services[service].firstReplica;
    return std::any_of(first, first + m_services[service].replicas,
                       [](const Replica& replica) { return replica.paused; });
}

// Repeated pauses of several replicas are spread evenly, as those of processes that know nothing of each
// other.
void Simulation::beginPauses(Index fault) {
    const FaultPlanEntry& plan = m_plan.faults[fault];
    const FaultState& state = m_faults[fault];
    if (plan.everyRequests > 0) return countRequests(state.target);
    const ServicePlan& service = m_plan.services[state.target];
    const std::uint32_t count = struckBy(fault);
    for (std::uint32_t at = 0; at < count; ++at) {
        const Index frame = newFrame(Role::Pause, fault);
        m_frames[frame].pc = service.firstReplica + (state.first + at) % service.replicas;
        schedule(frame, State::PauseBegins, m_now + plan.every / count * at, Priority::Fault);
    }
}

// The requests of a service go through a prologue for as long as a fault counts them.
void Simulation::countRequests(Index service) {
    if (m_counting.empty()) m_counting.assign(m_services.size(), none);
    Index counting = none;
    for (Index fault = 0; fault < m_faults.size(); ++fault)
        if (m_faults[fault].active && m_faults[fault].target == service &&
            m_plan.faults[fault].everyRequests > 0)
            counting = fault;
    m_counting[service] = counting;
    for (Index operation = 0; operation < m_operations.size(); ++operation) {
        const OperationPlan& plan = m_plan.operations[operation];
        if (plan.service != service) continue;
        m_operations[operation].entry = counting == none ? plan.entry : plan.prologue;
    }
}

void Simulation::allocate(Index replica) {
    const Index service = m_replicas[replica].serviceIndex;
    const Index fault = m_counting[service];
    if (fault == none) return;
    const FaultPlanEntry& plan = m_plan.faults[fault];
    if (!strikes(fault, replica)) return;
    Pause& pause = pauseOf(replica);
    if (++pause.begun < plan.everyRequests) return;
    pause.begun = 0;
    const Index frame = newFrame(Role::Pause, fault);
    m_frames[frame].pc = replica;
    schedule(frame, State::PauseBegins, m_now, Priority::Fault);
}

void Simulation::pauseBegins(Index index) {
    const Index fault = m_frames[index].operation;
    if (fault == none || !m_faults[fault].active) return m_frames.release(index);
    const Index replica = m_frames[index].pc;
    const std::int64_t length = pauseLength(replica, fault);
    m_frames[index].since = m_now;
    if (m_replicas[replica].alive && length > 0) pause(replica, length);
    schedule(index, State::PauseEnds, m_now + length, Priority::Fault);
}

std::int64_t Simulation::pauseLength(Index at, Index fault) const {
    const FaultPlanEntry& plan = m_plan.faults[fault];
    if (!plan.repeats()) return std::min(m_faults[fault].end - m_now, static_cast<std::int64_t>(longestTime));
    const Replica& replica = m_replicas[at];
    const double there = static_cast<double>(replica.busy) + replica.queue.length;
    const double length = static_cast<double>(plan.pause) + there * static_cast<double>(plan.perRequest);
    return static_cast<std::int64_t>(std::min(length, longestTime));
}

// The next one comes at its time, unless this one has lasted longer.
void Simulation::pauseEnds(Index index) {
    Frame& frame = m_frames[index];
    if (m_replicas[frame.pc].paused && m_pauses[frame.pc].until <= m_now) endPause(frame.pc);
    const FaultPlanEntry* const plan = frame.operation == none ? nullptr : &m_plan.faults[frame.operation];
    if (!plan || plan->every == 0 || !m_faults[frame.operation].active) return m_frames.release(index);
    const std::int64_t next = frame.since + ((m_now - frame.since) / plan->every + 1) * plan->every;
    if (next >= m_faults[frame.operation].end) return m_frames.release(index);
    schedule(index, State::PauseBegins, next, Priority::Fault);
}

// One that begins within another one makes it longer where it ends later.
void Simulation::pause(Index at, std::int64_t length) {
    Replica& replica = m_replicas[at];
    Pause& pause = pauseOf(at);
    const std::int64_t from = replica.paused ? pause.until : m_now;
    const std::int64_t more = m_now + length - from;
    if (more <= 0) return;
    pause.until = m_now + length;
    if (!replica.paused) {
        replica.paused = true;
        ++m_paused;
        updateTrouble(false, replica.serviceIndex);
    }
    halt(at, more);
    if (replica.processor == none) return;
    Processor& processor = m_processors[replica.processor];
    if (processor.kind != ProcessorKind::Shared) return;
    processor.shared.halt(m_now, pause.until);
    awaitNextEnd(processor);
}

void Simulation::halt(Index replica, std::int64_t length) {
    Pause& pause = pauseOf(replica);
    pause.halted.clear();
    for (Index index = 0; index < m_frames.used(); ++index) {
        Frame& frame = m_frames[index];
        if (frame.state == State::Free || frame.replica != replica || !isAtReplica(frame)) continue;
        frame.halted = true;
        pause.halted.push_back(index);
        if (frame.state != State::Computing && frame.state != State::Executing) continue;
        if (frame.state == State::Executing) frame.since += length;
        schedule(index, frame.state, m_queue.timeOf(frame.link) + length);
    }
}

void Simulation::endPause(Index at) {
    Replica& replica = m_replicas[at];
    Pause& pause = m_pauses[at];
    replica.paused = false;
    --m_paused;
    for (const Index halted : pause.halted)
        if (m_frames[halted].replica == at) m_frames[halted].halted = false;
    pause.halted.clear();
    updateTrouble(false, replica.serviceIndex);
    useRoom(at);
    FrameQueue door = std::exchange(pause.door, {});
    while (!door.empty()) letIn(door.popFront(m_frames));
}

// Its replica dies: who was there and at the door ends with it.
void Simulation::dropPause(Index at) {
    m_replicas[at].paused = false;
    --m_paused;
    m_pauses[at] = {};
    updateTrouble(false, m_replicas[at].serviceIndex);
}

// Those who wait where there is room go on.
void Simulation::useRoom(Index at) {
    const Replica& replica = m_replicas[at];
    while (!replica.queue.empty() && replica.busy < replica.service->workers) serveNext(at);
    if (replica.processor == none) return;
    Processor& processor = m_processors[replica.processor];
    while (!processor.line.empty() && processor.busy < processor.servers) serveNextJob(processor);
}

// The turn of a replica that does not pause is left to it.
bool Simulation::waitsAtDoor(Index index, Service& service) {
    const std::uint32_t turn = service.cursor;
    const Index replica = pickReplica(service);
    if (!m_replicas[replica].paused) {
        service.cursor = turn;
        return false;
    }
    waitAtDoor(index, replica);
    return true;
}

// Not in the queue, whose limit they cannot be told of.
void Simulation::waitAtDoor(Index index, Index at) {
    Frame& frame = m_frames[index];
    StationMeter& meter = *m_replicas[at].meter;
    meter.arrived();
    meter.queued(m_now);
    frame.replica = at;
    frame.arrivedAt = m_now;
    waitWithoutTimer(frame, State::QueuedAtService);
    pauseOf(at).door.pushBack(m_frames, index);
}

void Simulation::letIn(Index index) {
    Frame& frame = m_frames[index];
    Replica& replica = m_replicas[frame.replica];
    replica.meter->unqueued(m_now);
    takePlace(index);
}

// Takes a worker of its replica, where it waited at the door, or waits for one.
void Simulation::takePlace(Index index) {
    Frame& frame = m_frames[index];
    Replica& replica = m_replicas[frame.replica];
    StationMeter& meter = *replica.meter;
    if (leavesUnserved(index)) return;
    if (replica.busy < replica.service->workers) {
        begin(index, frame, replica, m_operations[frame.operation]);
        return makeReady(index, State::Ready);
    }
    if (frame.role == Role::Request && replica.queue.length >= replica.service->queueLimit) {
        if (frame.watched) leaveShedder(index, true);
        meter.departed(m_now - frame.arrivedAt);
        frame.replica = none;
        return refuse(index, Cause::Rejected);
    }
    meter.queued(m_now);
    frame.state = State::QueuedAtService;
    if (frame.traced) m_tracer.enter(index, Part::Queue, m_now);
    wait(index, replica, *replica.service);
}

bool Simulation::isHalted(const Frame& frame) const {
    return frame.replica != none && isAtReplica(frame) && m_replicas[frame.replica].paused;
}

// What happens to it is noticed at the end of the pause. An answer that comes when its patience is over is
// too late, as it would be without the pause.
Index Simulation::putOff(Index index) {
    Frame& frame = m_frames[index];
    if (frame.state == State::AwaitingCall) {
        abandonChild(index);
        if (frame.traced) m_tracer.gaveUp(index, m_now);
        frame.state = State::GaveUp;
    }
    schedule(index, frame.state, m_pauses[frame.replica].until);
    return none;
}

bool Simulation::isAnsweredLater(Index caller, Outcome outcome) {
    Frame& frame = m_frames[caller];
    if (frame.halted && isHalted(frame)) {
        frame.outcome = outcome;
        frame.state = State::Answered;
        putOff(caller);
        return true;
    }
    if (frame.traced) m_tracer.answered(caller, outcome, m_now);
    return false;
}

}  // namespace simulator
