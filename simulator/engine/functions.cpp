// Services that run as functions: an instance for each request under way. Instances are pods of a kind that
// only this file makes and ends.
#include <algorithm>
#include <utility>

#include "simulator/engine/simulation.h"

namespace simulator {

void Simulation::startScaler(const FunctionScaler&, Index at) {
    m_services[m_plan.podSets[at].service].trouble.keepsOut = true;
    countInstances(m_plan.podSets[at].service);
}

// While all of a function is killed, nothing is started.
bool Simulation::isShutDown(Index service) const {
    for (Index fault = 0; fault < m_faults.size(); ++fault) {
        const FaultPlanEntry& plan = m_plan.faults[fault];
        if (plan.kind == FaultPlanEntry::Kind::Kill && !plan.store && plan.replicas == 0 &&
            m_faults[fault].active && m_faults[fault].target == service)
            return true;
    }
    return false;
}

void Simulation::invoke(Index index, Service& service) {
    const auto at = static_cast<Index>(&service - m_services.data());
    if (isShutDown(at)) return refuse(index, Cause::Crashed);
    const auto grant = functionOf(at).pool.take();
    if (!grant) {
        m_recorder.service(at).arrived();
        m_recorder.service(at).rejected();
        return refuse(index, Cause::Rejected);
    }
    const Index replica = service.firstReplica + grant->instance;
    if (grant->cold) {
        startInstance(replica);
    } else if (service.trouble.onSome && meetsError(index, service, replica)) {
        return leaveInstance(replica);
    }
    Frame& frame = m_frames[index];
    frame.watched = true;
    if (m_replicas[replica].paused) return waitAtDoor(index, replica);
    StationMeter& meter = *m_replicas[replica].meter;
    meter.arrived();
    frame.replica = replica;
    frame.arrivedAt = m_now;
    if (!grant->cold) {
        begin(index, frame, m_replicas[replica], m_operations[frame.operation]);
        return makeReady(index, State::Ready);
    }
    m_recorder.scaler(m_plan.services[at].podSet).startedCold();
    const PodSetPlan& plan = m_plan.podSets[m_plan.services[at].podSet];
    meter.queued(m_now);
    schedule(index, State::QueuedAtService, m_now + plan.imagePull + plan.startUp);
}

void Simulation::startInstance(Index replica) {
    const Index service = m_replicas[replica].serviceIndex;
    const PodSetPlan& plan = m_plan.podSets[m_plan.services[service].podSet];
    const std::uint32_t instance = replica - m_services[service].firstReplica;
    Pod& pod = m_pods[plan.firstPod + instance];
    pod = {};
    pod.phase = PodPhase::Starting;
    pod.created = pod.started = m_now;
    flushCachesAt(service, instance);
    m_recorder.replicas(service).changed(m_now, 1);
    countInstances(service);
}

void Simulation::openInstance(Index replica) {
    Service& service = m_services[m_replicas[replica].serviceIndex];
    const Index at = m_replicas[replica].serviceIndex;
    const std::uint32_t instance = replica - service.firstReplica;
    m_pods[m_plan.podSets[m_plan.services[at].podSet].firstPod + instance].phase = PodPhase::Ready;
    m_replicas[replica].alive = true;
    ++service.live;
    service.replicas = std::max(service.replicas, instance + 1);
    countInstances(at);
}

// The request that made it begins, unless it is no longer wanted.
Index Simulation::instanceStarts(Index index) {
    Frame& frame = m_frames[index];
    openInstance(frame.replica);
    Replica& replica = m_replicas[frame.replica];
    replica.meter->unqueued(m_now);
    if (frame.any({.cancelled = true, .traced = true}) && leavesUnserved(index)) return none;
    return begin(index, frame, replica, m_operations[frame.operation]);
}

void Simulation::leaveInstance(Index replica) {
    const Index service = m_replicas[replica].serviceIndex;
    FunctionMemory& function = functionOf(service);
    function.pool.giveBack(m_now, replica - m_services[service].firstReplica);
    if (function.timer != none || function.pool.nextExpiry() == never) return;
    function.timer = newFrame(Role::Scaler, m_plan.services[service].podSet);
    schedule(function.timer, State::ScalingSync, std::max(m_now, function.pool.nextExpiry()));
}

// Instances may have been idle for too long, or one that was killed has been replaced.
void Simulation::scalerActs(const FunctionScaler&, Index frame) {
    if (m_frames[frame].state == State::InstanceStarts) {
        const Index replica = m_frames[frame].pc;
        release(frame);
        openInstance(replica);
        return leaveInstance(replica);
    }
    const Index service = m_plan.podSets[m_frames[frame].operation].service;
    FunctionMemory& function = functionOf(service);
    while (const auto instance = function.pool.expire(m_now)) closeInstance(service, *instance);
    if (const std::int64_t next = function.pool.nextExpiry(); next != never)
        return schedule(frame, State::ScalingSync, next);
    function.timer = none;
    release(frame);
}

// What a request left running there is lost.
void Simulation::closeInstance(Index service, std::uint32_t instance) {
    const PodSetPlan& plan = m_plan.podSets[m_plan.services[service].podSet];
    m_pods[plan.firstPod + instance].phase = PodPhase::Absent;
    --m_services[service].live;
    m_recorder.replicas(service).changed(m_now, -1);
    stopReplica(service, instance);
    std::vector<bool> ends(plan.pods);
    ends[instance] = true;
    endWorkAt(service, ends);
    countInstances(service);
}

// Those that a fault has killed do not come back with its end: requests make new ones.
void Simulation::loseInstances(Index fault) {
    FaultState& state = m_faults[fault];
    FunctionMemory& function = functionOf(state.target);
    const PodSetPlan& plan = m_plan.podSets[m_plan.services[state.target].podSet];
    for (const Index replica : std::exchange(state.killed, {})) {
        const std::uint32_t instance = replica - m_services[state.target].firstReplica;
        function.pool.lose(instance);
        m_pods[plan.firstPod + instance].phase = PodPhase::Absent;
    }
    while (const auto instance = function.pool.replace()) {
        const Index replica = m_services[state.target].firstReplica + *instance;
        startInstance(replica);
        const Index event = newFrame(Role::Scaler, m_plan.services[state.target].podSet);
        m_frames[event].pc = replica;
        schedule(event, State::InstanceStarts, m_now + plan.imagePull + plan.startUp);
    }
    countInstances(state.target);
}

void Simulation::countInstances(Index service) {
    m_podSets[m_plan.services[service].podSet].wanted = functionOf(service).pool.size();
    countPods(service);
}

}  // namespace simulator
