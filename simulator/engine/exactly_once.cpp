// Exactly-once delivery: what the handling of a message publishes is seen when the handling has succeeded.
#include <utility>

#include "simulator/engine/simulation.h"

namespace simulator {

// The message in whose handling this is a step; none when it is called, or when nobody waits for this branch.
Index Simulation::transactionOf(Index publisher) const {
    Index at = publisher;
    while (m_frames[at].role == Role::Branch) {
        const Index parent = m_frames[at].parent;
        const Frame& frame = m_frames[parent];
        if (frame.state != State::AwaitingBranches || frame.deadline != m_frames[at].arrivedAt) return none;
        at = parent;
    }
    return m_frames[at].role == Role::Message ? at : none;
}

void Simulation::hold(Index handler, const Instruction& instruction) {
    const Index index = newFrame(Role::Held, instruction.a);
    Frame& publication = m_frames[index];
    publication.state = State::AwaitingCommit;
    publication.parent = handler;
    publication.pc = instruction.b;
    m_consumers[m_frames[handler].parent].held.pushBack(m_frames, index);
}

void Simulation::endTransaction(Index handler, bool commits) {
    FrameQueue& held = m_consumers[m_frames[handler].parent].held;
    FrameQueue all = std::exchange(held, {});
    while (!all.empty()) {
        const Index index = all.popFront(m_frames);
        const Frame& publication = m_frames[index];
        if (publication.parent != handler) {
            held.pushBack(m_frames, index);
            continue;
        }
        if (commits) publishOrKeep(publication.operation, publication.pc, handler);
        release(index);
    }
}

}  // namespace simulator
