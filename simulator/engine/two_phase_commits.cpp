// Two-phase commits of a running simulation. The coordinator waits as for branches: `needed` counts the votes
// against, `running` those who have not voted or not committed yet; `since` leads to those who have voted.
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
    std::uint32_t committing = 0;
    for (auto next = static_cast<Index>(coordinator.since); next != none; ++committing) {
        const Index participant = next;
        next = m_frames[participant].link;
        const Index commit = participantAt(m_frames[participant]).commit;
        schedule(participant, State::Committing, commit == none ? m_now : m_now + draw(commit));
    }
    coordinator.since = none;
    coordinator.setBranches(coordinator.needed(), committing);
    return committing == 0 ? participantDone(index) : none;
}

// Nobody waits for replicas here: the decision has been made.
Index Simulation::committed(Index index) {
    const Index cluster = m_stores[m_code[m_frames[index].pc].a].cluster;
    const bool lives = m_frames[index].role != Role::Ghost;
    if (cluster != none && lives && m_frames[m_frames[index].parent].needed() == 0)
        writeToLogs(cluster, none);
    leaveStore(index);
    if (!lives) {
        endGhost(index, Outcome::Success);
        return none;
    }
    const Index parent = m_frames[index].parent;
    const bool traced = m_frames[index].traced;
    if (traced) m_tracer.answered(index, Outcome::Success, m_now);
    if (traced) m_tracer.branchEnds(index, Outcome::Success, true, m_now);
    release(index);
    Frame& coordinator = m_frames[parent];
    coordinator.setBranches(coordinator.needed(), coordinator.running() - 1);
    return participantDone(parent);
}

// Without a connection there is nothing to undo: a vote against. After the decision nobody is left to decide
// on.
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

// One that had voted has lost its connection with its store: it counts as not having voted yet.
void Simulation::forgetParticipant(Index index) {
    Frame& coordinator = m_frames[m_frames[index].parent];
    coordinator.setBranches(coordinator.needed(), coordinator.running() + 1);
    if (static_cast<Index>(coordinator.since) == index) {
        coordinator.since = m_frames[index].link;
        return;
    }
    auto before = static_cast<Index>(coordinator.since);
    while (m_frames[before].link != index) before = m_frames[before].link;
    m_frames[before].link = m_frames[index].link;
}

}  // namespace simulator
