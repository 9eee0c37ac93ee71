// Containers of a running simulation that end, by their probes, by their memory or by themselves, and start
// anew.
#include <algorithm>

#include "simulator/engine/simulation.h"

namespace simulator {

// By a probe. One that runs ends at once, with all it has; one that stands still does not hear of it, and is
// killed at the end of its grace period.
void Simulation::stopContainer(Index at) {
    const PodSetPlan& plan = podSetOf(at);
    Pod& pod = m_pods[at];
    const Index replica = m_services[plan.service].firstReplica + at - plan.firstPod;
    if (!m_replicas[replica].paused) return containerDies(at, PlatformEvent::FailedProbe);
    if (pod.event == none) pod.event = newFrame(Role::Pod, at);
    schedule(pod.event, State::ContainerStops, std::min(m_now + plan.grace, m_pauses[replica].until),
             Priority::Fault);
}

// What it had fails.
void Simulation::containerDies(Index at, PlatformEvent why) {
    const PodSetPlan& plan = podSetOf(at);
    Pod& pod = m_pods[at];
    if (!hasContainer(pod.phase) || isKilled(plan, at)) {
        if (pod.event != none) release(std::exchange(pod.event, none));
        return;
    }
    const Index place = at - plan.firstPod;
    const bool served = pod.phase == PodPhase::Ready;
    stopProbing(at);
    if (pod.event == none) pod.event = newFrame(Role::Pod, at);
    pod.phase = PodPhase::Crashed;
    pod.hasBase = pod.hasUsage = false;
    pod.readinessChanged = m_now;
    if (served) --m_services[plan.service].live;
    const Index replica = m_services[plan.service].firstReplica + place;
    if (isJudged(replica))
        for (std::size_t lost = m_replicas[replica].busy + m_replicas[replica].queue.length; lost > 0; --lost)
            judge(replica, true, 0);
    stopReplica(plan.service, place);
    m_replicas[replica].draining = false;
    m_recorder.platformChanged({m_now, plan.service, place, why});
    const std::int64_t start = m_health[at].backoff.startAfter(m_now);
    schedule(pod.event, State::ContainerStarts, start, Priority::Fault);
    countPods(plan.service);
    if (served) {
        countConsumers();
        loseMembers(plan.service);
    }
    std::vector<bool> dies(plan.pods);
    dies[place] = true;
    endWorkAt(plan.service, dies);
    if (served) endpointsChange(plan.service);
}

double Simulation::memoryOf(const PodSetPlan& plan, Index at) const {
    const Index number = m_services[plan.service].firstReplica + at - plan.firstPod;
    const Replica& replica = m_replicas[number];
    const double requests = static_cast<double>(replica.busy) + replica.queue.length;
    double memory = plan.memory->idle + plan.memory->perRequest * requests;
    for (Index fault = 0; fault < m_faults.size(); ++fault)
        if (m_faults[fault].active && m_plan.faults[fault].memory > 0 &&
            m_faults[fault].target == plan.service && strikes(fault, number))
            memory += pressureOn(fault, at);
    return memory;
}

// Whether there is memory for one more. If not, the container is killed in this moment, and that one with it.
void Simulation::weigh(Index replica) {
    const PodSetPlan& plan = m_plan.podSets[m_plan.services[m_replicas[replica].serviceIndex].podSet];
    const Index pod = plan.firstPod + replica - m_services[plan.service].firstReplica;
    const PodPhase phase = m_pods[pod].phase;
    if (phase != PodPhase::Ready && phase != PodPhase::Unready) return;
    if (memoryOf(plan, pod) + plan.memory->perRequest <= plan.memory->limit) return;
    if (m_pods[pod].event == none) m_pods[pod].event = newFrame(Role::Pod, pod);
    schedule(m_pods[pod].event, State::OutOfMemory, m_now, Priority::Fault);
}

void Simulation::weighInTurn(Service& service) {
    const std::uint32_t turn = service.cursor;
    weigh(pickReplica(service));
    service.cursor = turn;
}

bool Simulation::weighsRequests(Index service) const {
    const Index set = m_plan.services[service].podSet;
    return set != none && m_plan.podSets[set].memory && m_plan.podSets[set].memory->perRequest > 0;
}

}  // namespace simulator
