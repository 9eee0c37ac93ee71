// The users of a running simulation: how journeys begin and end.
#include <algorithm>

#include "simulator/engine/simulation.h"

namespace simulator {

namespace {

// A journey that took no time is not begun anew at the same moment, for ever.
constexpr std::int64_t shortestRound = 1'000'000;

}  // namespace

void Simulation::startWorkloads() {
    for (Index index = 0; index < m_plan.workloads.size(); ++index) {
        const WorkloadPlan& workload = m_plan.workloads[index];
        m_arrivals.emplace_back(workload, m_length, streamOf(workload.arrival),
                                streamOf(workload.modulation));
        if (workload.kind != WorkloadPlan::Kind::Closed) {
            schedule(newFrame(Role::Source, index), State::NextArrival, m_arrivals[index].next());
            continue;
        }
        for (std::uint32_t count = 0; count < workload.users; ++count) addUser(workload);
    }
}

void Simulation::addUser(const WorkloadPlan& workload) {
    const Index user = newFrame(Role::Journey, workload.firstJourney);
    schedule(user, State::Pausing, m_now + (workload.think == none ? 0 : draw(workload.think)));
}

Index Simulation::chosenJourney(const WorkloadPlan& workload) {
    const double at = uniform(workload.choice);
    Index chosen = 0;
    while (chosen + 1 < workload.cumulative.size() && at >= workload.cumulative[chosen]) ++chosen;
    return chosen;
}

void Simulation::traceEnd(Index index, Outcome outcome) {
    Frame& frame = m_frames[index];
    frame.traced = false;
    m_tracer.journeyEnds(index, outcome, m_now - frame.arrivedAt, m_now);
}

void Simulation::failJourney(Index index, Cause cause) {
    Frame& frame = m_frames[index];
    frame.underWay = false;
    if (frame.traced) traceEnd(index, failedBy(cause));
    m_journeys[frame.operation].flow->failed(cause);
    if (m_journeys[frame.operation].workload->kind == WorkloadPlan::Kind::Closed)
        pauseUser(index);
    else
        release(index);
}

void Simulation::pauseUser(Index index) {
    const Frame& frame = m_frames[index];
    const WorkloadPlan& workload = *m_journeys[frame.operation].workload;
    std::int64_t pause = workload.think == none ? 0 : draw(workload.think);
    if (pause == 0 && frame.origin == m_now) pause = shortestRound;
    schedule(index, State::Pausing, m_now + pause);
}

}  // namespace simulator
