// What takes the CPU and the memory of replicas in a running simulation.
#include <algorithm>
#include <cmath>

#include "simulator/engine/simulation.h"

namespace simulator {

namespace {

/// Cores that are shared follow a growing pressure in so many steps.
constexpr std::int64_t stepsOfRamp = 64;
/// Where requests take memory, too, it is looked at that often, beside the look at each arrival [ns].
constexpr std::int64_t betweenLooks = 1'000'000'000;

}  // namespace

void Simulation::beginPressure(Index fault) {
    const Index service = m_faults[fault].target;
    updateTrouble(false, service);
    m_faults[fault].look = newFrame(Role::Pressure, fault);
    lookAtPressure(m_faults[fault].look);
}

void Simulation::endPressure(Index fault) {
    release(std::exchange(m_faults[fault].look, none));
    updateTrouble(false, m_faults[fault].target);
    squeeze(m_faults[fault].target);
}

void Simulation::lookAtPressure(Index frame) {
    const Index fault = m_frames[frame].operation;
    squeeze(m_faults[fault].target);
    killTheLargest(fault);
    if (const std::int64_t next = nextLook(fault); next != never)
        schedule(frame, State::PressureLook, next, Priority::Fault);
    else
        waitWithoutTimer(frame, State::PressureLook);
}

// A new process has a leak of its own.
void Simulation::lookAtNewContainer(Index service) {
    for (FaultState& fault : m_faults)
        if (fault.active && fault.look != none && fault.target == service)
            schedule(fault.look, State::PressureLook, m_now, Priority::Fault);
}

// Those whose memory is beyond their limit.
void Simulation::killTheLargest(Index fault) {
    if (m_plan.faults[fault].memory <= 0) return;
    const PodSetPlan& plan = m_plan.podSets[m_plan.services[m_faults[fault].target].podSet];
    for (Index at = plan.firstPod; at < plan.firstPod + plan.pods; ++at)
        if (hasContainer(m_pods[at].phase) && !isKilled(plan, at) && memoryOf(plan, at) > plan.memory->limit)
            containerDies(at, PlatformEvent::OutOfMemory);
}

std::int64_t Simulation::nextLook(Index fault) const {
    const FaultPlanEntry& plan = m_plan.faults[fault];
    std::int64_t next = never;
    if (plan.share > 0 && isSqueezed(m_faults[fault].target) && strengthOf(fault) < 1)
        next = m_now + std::max<std::int64_t>(1, plan.ramp / stepsOfRamp);
    if (plan.memory <= 0) return next;
    const PodSetPlan& set = m_plan.podSets[m_plan.services[m_faults[fault].target].podSet];
    for (Index at = set.firstPod; at < set.firstPod + set.pods; ++at)
        next = std::min(next, overflowsAt(fault, set, at));
    return next;
}

// With what it has else at the moment; where that changes, not before the next look.
std::int64_t Simulation::overflowsAt(Index fault, const PodSetPlan& plan, Index at) const {
    const FaultPlanEntry& pressure = m_plan.faults[fault];
    const Index replica = m_services[plan.service].firstReplica + at - plan.firstPod;
    if (!hasContainer(m_pods[at].phase) || !strikes(fault, replica)) return never;
    const std::int64_t begun = std::max(m_faults[fault].begun, m_pods[at].started);
    if (m_now >= begun + pressure.ramp) return never;
    const bool isAlone = std::ranges::none_of(m_faults, [&](const FaultState& other) {
        return &other != &m_faults[fault] && other.active && other.look != none &&
               other.target == plan.service;
    });
    const std::int64_t soon = plan.memory->perRequest > 0 || !isAlone ? m_now + betweenLooks : never;
    const double rest = plan.memory->limit - memoryOf(plan, at) + pressureOn(fault, at);
    if (rest >= pressure.memory) return soon;
    const double after = std::floor(rest / pressure.memory * static_cast<double>(pressure.ramp));
    return std::min(soon, std::max(m_now, begun + static_cast<std::int64_t>(after)) + 1);
}

// The memory that it has taken of a container [MiB].
double Simulation::pressureOn(Index fault, Index at) const {
    const FaultPlanEntry& plan = m_plan.faults[fault];
    const std::int64_t grown = m_now - std::max(m_faults[fault].begun, m_pods[at].started);
    if (grown >= plan.ramp) return plan.memory;
    return plan.memory * static_cast<double>(grown) / static_cast<double>(plan.ramp);
}

// Where requests share cores, there are fewer of these; else all takes longer.
bool Simulation::isSqueezed(Index service) const {
    return m_plan.services[service].processor == ProcessorKind::Shared;
}

void Simulation::squeeze(Index at) {
    if (!isSqueezed(at)) return;
    const ServicePlan& service = m_plan.services[at];
    for (Index number = service.firstReplica; number < service.firstReplica + service.replicas; ++number)
        useCores(number);
}

// Of its pod, less what pressure takes of them.
void Simulation::useCores(Index number) {
    const Index at = m_replicas[number].serviceIndex;
    Processor& processor = m_processors[m_replicas[number].processor];
    double cores = m_plan.services[at].cores * processor.size;
    for (Index fault = 0; fault < m_faults.size(); ++fault)
        if (m_faults[fault].active && m_faults[fault].target == at && m_plan.faults[fault].share > 0 &&
            strikes(fault, number))
            cores *= 1 - m_plan.faults[fault].share * strengthOf(fault);
    const double before = processor.shared.busy();
    processor.shared.setCores(m_now, cores);
    m_recorder.processor(processor.meter).changed(m_now, processor.shared.busy() - before);
    awaitNextEnd(processor);
}

void Simulation::squeezeAgain() {
    for (Index fault = 0; fault < m_faults.size(); ++fault)
        if (m_faults[fault].active && m_plan.faults[fault].share > 0) squeeze(m_faults[fault].target);
}

}  // namespace simulator
