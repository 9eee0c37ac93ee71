// Two-phase commits of a running simulation. The coordinator waits as for branches: `needed` counts the votes
// against, `running` those who have not voted or not committed yet; `since` leads to those who have voted.
// The `outcome` of a participant is the decision.
//
// A vote is on record before it is given, and so is the decision: neither the death of a store nor of the
// coordinator takes them back. Gray: Notes on data base operating systems, 1978.
#include "simulator/engine/simulation.h"

namespace simulator {

const ParticipantPlan& Simulation::participantAt(const Frame& participant) const {
    const Index agree = m_frames[participant.parent].pc;
    return m_plan.participants[m_code[agree].a + participant.pc - agree - 1];
}

Index Simulation::agree(Index index, const Instruction& instruction) {
    awaitBranches(index, 0, instruction.count);
    m_frames[index].since = none;
    for (std::uint32_t at = 0; at < instruction.count; ++at)
        makeReady(newBranch(index, m_frames[index].pc + 1 + at), State::Ready);
    return none;
}

// A participant whose coordinator is no longer there has become a ghost.
Index Simulation::vote(Index index) {
    Frame& participant = m_frames[index];
    Frame& coordinator = m_frames[participant.parent];
    const ParticipantPlan& plan = participantAt(participant);
    const bool against = plan.vote != none && uniform(plan.vote) < plan.refusal;
    waitWithoutTimer(index, State::Prepared);
    participant.link = static_cast<Index>(coordinator.since);
    coordinator.since = index;
    coordinator.setBranches(coordinator.needed() + (against ? 1 : 0), coordinator.running() - 1);
    return coordinator.running() == 0 ? decide(participant.parent) : none;
}

Index Simulation::decide(Index index) {
    Frame& coordinator = m_frames[index];
    const bool agreed = coordinator.needed() == 0;
    std::uint32_t committing = 0;
    for (auto next = static_cast<Index>(coordinator.since); next != none;) {
        const Index participant = next;
        Frame& frame = m_frames[participant];
        next = frame.link;
        frame.outcome = agreed ? Outcome::Success : failedBy(Cause::Dependency);
        if (frame.state == State::InDoubt) {
            commitAtReturn(participant);
            endParticipant(participant);
            continue;
        }
        ++committing;
        const Index commit = participantAt(frame).commit;
        schedule(participant, State::Committing, commit == none ? m_now : m_now + draw(commit));
    }
    coordinator.since = none;
    coordinator.setBranches(coordinator.needed(), committing);
    return committing == 0 ? participantDone(index) : none;
}

// Nobody waits for replicas here: the decision has been made.
Index Simulation::committed(Index index) {
    const Frame& frame = m_frames[index];
    const Index cluster = m_stores[m_code[frame.pc].a].cluster;
    if (cluster != none && frame.outcome == Outcome::Success) writeToLogs(cluster, none);
    leaveStore(index);
    if (frame.role == Role::Ghost) {
        endGhost(index, Outcome::Success);
        return none;
    }
    return acknowledged(index);
}

// The coordinator waits for one less.
Index Simulation::acknowledged(Index index) {
    const Index parent = m_frames[index].parent;
    endParticipant(index);
    Frame& coordinator = m_frames[parent];
    coordinator.setBranches(coordinator.needed(), coordinator.running() - 1);
    return participantDone(parent);
}

void Simulation::endParticipant(Index index) {
    const bool traced = m_frames[index].traced;
    if (traced) m_tracer.answered(index, Outcome::Success, m_now);
    if (traced) m_tracer.branchEnds(index, Outcome::Success, true, m_now);
    release(index);
}

// Its work is undone: a vote against.
Index Simulation::participantFails(Index index) {
    Frame& coordinator = m_frames[index];
    coordinator.setBranches(coordinator.needed() + 1, coordinator.running() - 1);
    return coordinator.running() == 0 ? decide(index) : none;
}

Index Simulation::participantDone(Index index) {
    Frame& coordinator = m_frames[index];
    if (coordinator.running() > 0) return none;
    const bool agreed = coordinator.needed() == 0;
    if (coordinator.traced) m_tracer.enter(index, Part::Service, m_now);
    coordinator.child = none;
    if (!agreed) return fail(index, Cause::Dependency);
    coordinator.pc = m_code[coordinator.pc].c;
    return index;
}

// The store of one that has voted died. Nobody waits until the store is back.
Index Simulation::loseConnection(Index index) {
    Frame& participant = m_frames[index];
    if (participant.state == State::Prepared) {
        participant.state = State::InDoubt;
        return none;
    }
    commitAtReturn(index);
    return acknowledged(index);
}

// A store that is back finds in its log what was decided, and needs no connection for it.
void Simulation::commitAtReturn(Index index) {
    const Frame& participant = m_frames[index];
    const Index cluster = m_stores[m_code[participant.pc].a].cluster;
    if (cluster != none && participant.outcome == Outcome::Success) ++m_clusters[cluster].decided;
}

}  // namespace simulator
