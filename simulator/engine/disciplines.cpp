// In which order those are served who wait for a worker of a replica, and who is refused instead.
#include "simulator/engine/simulation.h"

namespace simulator {

// Not in the order of arrival.
void Simulation::waitOtherwise(Index index, Replica& replica) {
    if (replica.line == none) return replica.queue.pushFront(m_frames, index);
    WaitingLine& line = m_lines[replica.line];
    line.push(m_frames, index, levelOf(index), m_now);
    replica.queue.length = line.length();
}

Index Simulation::nextInLine(Replica& replica) {
    WaitingLine& line = m_lines[replica.line];
    const Index index = line.pop(m_frames);
    replica.queue.length = line.length();
    return index;
}

// Messages are not refused: their channel keeps them.
bool Simulation::isRefused(Replica& replica, Index index) {
    const Frame& frame = m_frames[index];
    const std::int64_t waited = m_now - frame.arrivedAt;
    if (frame.role == Role::Message || frame.cancelled) return false;
    if (!m_admissions[replica.admission].refuses(m_now, waited, replica.queue.length)) return false;
    if (frame.watched) leaveShedder(index, true);
    replica.meter->departed(waited);
    m_frames[index].replica = none;
    refuse(index, Cause::Rejected);
    return true;
}

}  // namespace simulator
