// Data stores of a running simulation: queries and their connections.
#include "simulator/engine/simulation.h"

namespace simulator {

Index Simulation::query(Index index, const Instruction& instruction) {
    const Index at = instruction.a;
    const StorePlan& plan = m_plan.stores[at];
    Store& store = m_stores[at];
    m_recorder.called(instruction.c);
    if (m_frames[index].traced) m_tracer.queried(index, m_frames[index].pc, m_now);
    if (store.trouble.down) return queryFailed(index, Cause::Crashed);
    if (store.trouble.keepsOut) [[unlikely]]
        if (const auto cause = keptFromStore(index, at)) return queryFailed(index, *cause);
    if (store.cluster != none) [[unlikely]]
        return queryCluster(index, instruction);
    StationMeter& meter = m_recorder.store(at);
    meter.arrived();
    if (store.busy >= plan.connections && store.queue.length >= plan.queueLimit) {
        meter.rejected();
        return queryFailed(index, Cause::Rejected);
    }
    m_frames[index].since = m_now;
    if (store.busy < plan.connections) {
        startQuery(index, at, instruction.b);
        return none;
    }
    meter.queued(m_now);
    waitWithoutTimer(index, State::QueuedAtStore);
    store.queue.pushBack(m_frames, index);
    return none;
}

void Simulation::startQuery(Index index, Index at, Index drawIndex) {
    Store& store = m_stores[at];
    ++store.busy;
    if (m_frames[index].traced) m_tracer.queryStarts(index, m_now);
    m_recorder.store(at).started(m_now, m_now - m_frames[index].since);
    beginQuery(index, at, drawIndex);
}

void Simulation::beginQuery(Index index, Index at, Index drawIndex) {
    const Store& store = m_stores[at];
    if (store.projection != none && (m_code[m_frames[index].pc].count & readsProjection) != 0)
        m_recorder.staleness(store.projection)
            .completed(m_recorder.group(m_plan.projections[store.projection].group).age(m_now));
    std::int64_t time = draw(drawIndex);
    if (store.trouble.slow) [[unlikely]]
        time = slowedQuery(index, at, time);
    schedule(index, State::Querying, m_now + time);
}

Index Simulation::endQuery(Index index) {
    Frame& frame = m_frames[index];
    if (m_code[frame.pc].code == Code::Prepare && frame.role != Role::Ghost) return vote(index);
    if (m_stores[m_code[frame.pc].a].cluster != none && replicate(index)) [[unlikely]]
        return none;
    return queryEnds(index);
}

Index Simulation::queryEnds(Index index) {
    Frame& frame = m_frames[index];
    leaveStore(index);
    if (frame.role == Role::Ghost) {
        endGhost(index, Outcome::Success);
        return none;
    }
    if (frame.traced) m_tracer.answered(index, Outcome::Success, m_now);
    ++frame.pc;
    return index;
}

void Simulation::leaveStore(Index index) {
    const Frame& frame = m_frames[index];
    const Index at = m_code[frame.pc].a;
    StationMeter& meter = m_recorder.store(at);
    meter.stopped(m_now);
    meter.departed(m_now - frame.since);
    m_recorder.visited(m_recorder.storeVisits(at), m_now - frame.since);
    if (m_stores[at].cluster != none) [[unlikely]]
        return disconnect(index);
    --m_stores[at].busy;
    if (!m_stores[at].queue.empty()) serveNextQuery(at);
}

void Simulation::serveNextQuery(Index at) {
    Store& store = m_stores[at];
    while (!store.queue.empty()) {
        const Index index = store.queue.popFront(m_frames);
        const Frame& frame = m_frames[index];
        m_recorder.store(at).unqueued(m_now);
        if (frame.role != Role::Ghost) return startQuery(index, at, m_code[frame.pc].b);
        m_recorder.store(at).departed(m_now - frame.since);
        endGhost(index, failedBy(Cause::Crashed));
    }
}

// Its store is through with it, or it has lost its connection.
void Simulation::endGhost(Index ghost, Outcome outcome) {
    if (m_frames[ghost].traced) m_tracer.gone(ghost, outcome, m_now);
    release(ghost);
}

// Where the failure of a look-up is only a miss, the next instruction, the chance of a hit, is left out.
Index Simulation::queryFailed(Index index, Cause cause) {
    Frame& frame = m_frames[index];
    const Instruction& instruction = m_code[frame.pc];
    m_recorder.attemptFailed(instruction.c, cause, m_now);
    if (frame.traced) m_tracer.answered(index, failedBy(cause), m_now);
    if ((instruction.count & failureSkips) == 0) return fail(index, Cause::Dependency);
    frame.pc += 2;
    return index;
}

void Simulation::killStore(Index at) {
    Store& store = m_stores[at];
    StationMeter& meter = m_recorder.store(at);
    std::vector<Index> lost;
    while (!store.queue.empty()) {
        lost.push_back(store.queue.popFront(m_frames));
        meter.unqueued(m_now);
    }
    for (Index index = 0; index < m_frames.used(); ++index) {
        const Frame& frame = m_frames[index];
        const bool connected = frame.state == State::Querying || frame.state == State::Prepared ||
                               frame.state == State::Committing;
        if (!connected || m_code[frame.pc].a != at) continue;
        meter.stopped(m_now);
        lost.push_back(index);
    }
    store.busy = 0;
    flushCachesOf(at);
    failQueries(at, lost);
}

void Simulation::failQueries(Index at, const std::vector<Index>& lost) {
    StationMeter& meter = m_recorder.store(at);
    for (const Index index : lost) {
        Frame& frame = m_frames[index];
        meter.departed(m_now - frame.since);
        stopTimer(frame);
        if (frame.role == Role::Ghost) {
            if (frame.state == State::Committing) commitAtReturn(index);
            endGhost(index, failedBy(Cause::Crashed));
            continue;
        }
        const bool voted = frame.state == State::Prepared || frame.state == State::Committing;
        if (!voted && m_paused > 0 && isHalted(frame)) {
            frame.outcome = failedBy(Cause::Crashed);
            frame.state = State::LostItsQuery;
            putOff(index);
            continue;
        }
        if (!voted) frame.state = State::Ready;
        const Index next = voted ? loseConnection(index) : queryFailed(index, Cause::Crashed);
        if (next != none) makeReady(next, State::Ready);
    }
}

}  // namespace simulator
