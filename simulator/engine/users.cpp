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

// The call of a journey that consists of nothing else, without a network, a timeout or a guard: between its
// beginning and its end there is nothing then that the user has to do. None where there is more, or where
// replicas may die: the order of their requests is that of frames, which must not depend on what is traced.
Index Simulation::onlyCall(const JourneyPlan& journey) const {
    if (!m_plan.faults.empty() || !m_plan.podSets.empty()) return none;
    if (m_plan.workloads[journey.workload].kind == WorkloadPlan::Kind::Closed || m_tracer.isOn()) return none;
    const Instruction* const step = m_code + journey.entry;
    if (step[0].code != Code::Call || step[1].code != Code::EndJourney || step[1].count != 0) return none;
    const CallPlan& call = m_plan.calls[step[0].a];
    const PolicyPlan& policy = m_plan.policies[call.policy];
    const bool patient = policy.timeout == never && policy.deadline == never && call.guard == none;
    return patient && call.network == none ? step[0].a : none;
}

// A user who has to be told more than that all went well, by a request that stood for both.
void Simulation::addUserOf(Index request) {
    Frame& frame = m_frames[request];
    const Index journey = m_sites[frame.site].journey;
    const Index user = newFrame(Role::Journey, journey);
    Frame& waits = m_frames[user];
    waits.arrivedAt = frame.arrivedAt;
    waits.origin = frame.arrivedAt;
    waits.underWay = true;
    waits.deadline = never;
    waits.attempt = 1;
    waits.pc = m_journeys[journey].entry;
    waits.child = request;
    waits.state = State::AwaitingCall;
    frame.parent = user;
    frame.underWay = false;
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
