// Locks of a running simulation. A frame at a lock has a ticket, which waits in line and holds the lock for
// it; what is done under the lock is a branch.
#include "simulator/engine/simulation.h"

namespace simulator {

void Simulation::buildLocks() {
    m_locks.resize(m_plan.lockStates);
    for (Index lock = 0; lock < m_plan.locks.size(); ++lock)
        for (std::uint32_t state = 0; state < m_plan.locks[lock].states; ++state)
            m_locks[m_plan.locks[lock].firstState + state].lock = lock;
}

Index Simulation::lock(Index index, const Instruction& instruction) {
    const LockPlan& plan = m_plan.locks[instruction.a];
    const Index replica = m_frames[index].replica - m_plan.services[plan.service].firstReplica;
    const double chosen = plan.choice == none ? 0 : uniform(plan.choice) * plan.keys;
    const Index at =
        plan.firstState + (plan.perReplica ? replica * plan.keys : 0) + static_cast<Index>(chosen);
    const Index ticket = newFrame(Role::Ticket, at);
    m_frames[ticket].parent = index;
    m_frames[ticket].arrivedAt = m_now;
    StationMeter& meter = m_recorder.lock(instruction.a);
    meter.arrived();
    LockState& state = m_locks[at];
    if (state.busy < plan.permits) return grant(ticket);
    meter.queued(m_now);
    waitWithoutTimer(index, State::AwaitingLock);
    if (m_frames[index].traced) m_tracer.enter(index, Part::Queue, m_now);
    m_frames[index].child = ticket;
    m_frames[ticket].state = State::QueuedAtLock;
    state.queue.pushBack(m_frames, ticket);
    return none;
}

Index Simulation::grant(Index ticket) {
    const Index index = m_frames[ticket].parent;
    LockState& state = m_locks[m_frames[ticket].operation];
    ++state.busy;
    m_recorder.lock(state.lock).started(m_now, m_now - m_frames[ticket].arrivedAt);
    m_frames[ticket].state = State::HoldsLock;
    awaitBranches(index, 1, 1);
    const Index branch = newBranch(index, m_frames[index].pc + 1);
    m_frames[branch].ticket = ticket;
    m_frames[branch].holdsLock = true;
    m_frames[branch].state = State::Ready;
    return branch;
}

void Simulation::unlock(Index ticket) {
    LockState& state = m_locks[m_frames[ticket].operation];
    StationMeter& meter = m_recorder.lock(state.lock);
    meter.stopped(m_now);
    meter.departed(m_now - m_frames[ticket].arrivedAt);
    --state.busy;
    release(ticket);
    if (!state.queue.empty()) grantNext(state);
}

// The tickets of those who are no longer there are passed over.
void Simulation::grantNext(LockState& state) {
    StationMeter& meter = m_recorder.lock(state.lock);
    while (!state.queue.empty()) {
        const Index next = state.queue.popFront(m_frames);
        meter.unqueued(m_now);
        if (!m_frames[next].cancelled) return makeReady(grant(next), State::Ready);
        meter.departed(m_now - m_frames[next].arrivedAt);
        release(next);
    }
}

}  // namespace simulator
