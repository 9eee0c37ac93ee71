// Steps that are taken or not, and those that run beside each other: choices, forks, loops, fallbacks.
#include "simulator/engine/simulation.h"
#include "simulator/resilience/mix.h"

namespace simulator {

Index Simulation::chosen(const Instruction& instruction) {
    const double at = uniform(instruction.b);
    const AlternativePlan* const first = &m_plan.alternatives[instruction.a];
    for (const AlternativePlan* way = first; way != first + instruction.count; ++way)
        if (at < way->cumulative) return way->target;
    return instruction.c;
}

// The same number at each delivery of a message: by the moment of its publication, of which there is one for
// each delivery and each run.
double Simulation::fateOf(Index index, const Instruction& instruction) {
    const Index message = transactionOf(index);
    if (message == none) return uniform(instruction.b);
    const DrawPlan& draw = m_plan.draws[instruction.b];
    const std::uint64_t run = mixed(m_seed, m_replication);
    const std::uint64_t place = mixed(mixed(run, draw.entity), static_cast<std::uint64_t>(draw.purpose));
    return static_cast<double>(mixed(place, static_cast<std::uint64_t>(m_frames[message].origin)) >> 11) *
           0x1p-53;
}

Index Simulation::fail(Index index, Cause cause) {
    switch (m_frames[index].role) {
        case Role::Branch:
            return endBranch(index, failedBy(cause));
        case Role::Journey:
            failJourney(index, cause);
            return none;
        default:
            return finish(index, m_frames[index], failedBy(cause));
    }
}

// A branch knows the fork that it belongs to by a number of its own, so that a parent that has gone on, or is
// no longer, is not disturbed.
Index Simulation::newBranch(Index parent, Index entry) {
    const Index branch = m_frames.allocate();
    Frame& frame = m_frames[parent];
    Frame& child = m_frames[branch];
    child.role = Role::Branch;
    child.parent = parent;
    child.arrivedAt = m_forks;
    child.replica = frame.replica;
    child.operation = frame.operation;
    child.pc = entry;
    if (frame.traced) child.traced = m_tracer.branched(parent, branch, frame.pc, entry, m_now);
    return branch;
}

void Simulation::awaitBranches(Index index, std::uint32_t needed, std::uint32_t running) {
    Frame& frame = m_frames[index];
    frame.deadline = ++m_forks;
    frame.setBranches(needed, running);
    if (frame.traced) m_tracer.enter(index, Part::Branches, m_now);
    waitWithoutTimer(index, State::AwaitingBranches);
}

void Simulation::fork(Index index, const Instruction& instruction) {
    awaitBranches(index, instruction.b, instruction.count);
    for (std::uint32_t at = 0; at < instruction.count; ++at)
        makeReady(newBranch(index, m_plan.targets[instruction.a + at]), State::Ready);
}

// A loop, or what a fallback makes good, is a branch of its own.
Index Simulation::enclose(Index index, const Instruction& instruction) {
    awaitBranches(index, 1, 1);
    const Index branch = newBranch(index, instruction.a);
    m_frames[branch].rounds = instruction.code == Code::Repeat ? instruction.b : 1;
    m_frames[branch].state = State::Ready;
    return branch;
}

Index Simulation::endBranch(Index index, Outcome outcome) {
    const Index parent = m_frames[index].parent;
    Frame& frame = m_frames[parent];
    const bool awaited =
        frame.state == State::AwaitingBranches && frame.deadline == m_frames[index].arrivedAt;
    if (m_frames[index].traced) m_tracer.branchEnds(index, outcome, awaited, m_now);
    if (m_frames[index].holdsLock) unlock(m_frames[index].ticket);
    if (m_frames[index].fills)
        endFill(m_frames[index].ticket, outcome == Outcome::Success ? FillEnd::Filled : FillEnd::Failed);
    release(index);
    if (!awaited) return none;
    if (m_code[frame.pc].code == Code::Agree) return participantFails(parent);
    const std::uint32_t needed = frame.needed() - (outcome == Outcome::Success ? 1 : 0);
    const std::uint32_t running = frame.running() - 1;
    frame.setBranches(needed, running);
    if (frame.traced && (needed == 0 || running < needed)) m_tracer.enter(parent, Part::Service, m_now);
    if (needed == 0) {
        frame.child = none;
        frame.pc = m_code[frame.pc].c;
        return parent;
    }
    if (running >= needed) return none;
    frame.child = none;
    if (m_code[frame.pc].code != Code::Try) return fail(parent, causeOf(outcome));
    frame.pc = m_code[frame.pc].b;
    return parent;
}

}  // namespace simulator
