// Autoscaling by requests under way (Knative's KPA), and where they wait while there is no replica.
#include <utility>

#include "simulator/engine/simulation.h"

namespace simulator {

namespace {

/// Knative scrapes its pods every second, and decides every two.
constexpr std::int64_t scrapeInterval = 1'000'000'000;
constexpr std::int64_t tickInterval = 2'000'000'000;

}  // namespace

void Simulation::startScaler(const ConcurrencyScaler&, Index at) {
    schedule(newFrame(Role::Scaler, at), State::MetricsScrape, scrapeInterval, Priority::Fault);
    schedule(newFrame(Role::Scaler, at), State::ScalingSync, tickInterval);
}

void Simulation::scalerActs(const ConcurrencyScaler&, Index frame) {
    const Index at = m_frames[frame].operation;
    if (m_frames[frame].state == State::MetricsScrape) {
        schedule(frame, State::MetricsScrape, m_now + scrapeInterval, Priority::Fault);
        return scrapeRequests(at);
    }
    schedule(frame, State::ScalingSync, m_now + tickInterval);
    synchronise(at);
}

// How many were under way, on average since the last look.
void Simulation::scrapeRequests(Index at) {
    const PodSetPlan& plan = m_plan.podSets[at];
    ConcurrencyMemory& memory = std::get<ConcurrencyMemory>(m_podSets[at].scaler);
    double area = memory.atDoor.area(m_now);
    for (Index pod = plan.firstPod; pod < plan.firstPod + plan.pods; ++pod)
        area += m_recorder.podUnderWay(pod, m_now);
    const double average = (area - memory.area) / static_cast<double>(m_now - memory.lookedAt);
    memory.stable.record(m_now, average);
    memory.panic.record(m_now, average);
    memory.area = area;
    memory.lookedAt = m_now;
}

// What has been active for a stable window and is wanted no more becomes inactive: its last pod stays for the
// grace period (serving, pkg/reconciler/autoscaling/kpa, handleScaleToZero).
std::uint32_t Simulation::wantedBy(const ConcurrencyScaler& plan, Index at) {
    const std::uint32_t current = m_podSets[at].wanted;
    ConcurrencyMemory& memory = std::get<ConcurrencyMemory>(m_podSets[at].scaler);
    const auto ready = static_cast<std::int32_t>(m_services[m_plan.podSets[at].service].live);
    const ConcurrencyDecision decision =
        memory.machine.decide(m_now, ready, memory.stable.at(m_now), memory.panic.at(m_now));
    if (decision.replicas > 0) {
        if (std::exchange(memory.idleSince, never) != never) memory.activeSince = m_now;
        return static_cast<std::uint32_t>(decision.replicas);
    }
    if (current == 0) return 0;
    const bool wasActive = m_now - memory.activeSince >= plan.rules.stableWindow;
    if (memory.idleSince == never && wasActive) memory.idleSince = m_now;
    return memory.idleSince != never && m_now - memory.idleSince >= plan.zeroGrace ? 0 : 1;
}

// A request that finds no replica fails, or waits at the activator and wakes the autoscaler up.
void Simulation::meetsNobody(Index index, const Service& service) {
    const auto at = static_cast<Index>(&service - m_services.data());
    const Index set = m_plan.services[at].podSet;
    if (set == none || !m_plan.podSets[set].hasActivator()) return refuse(index, Cause::Crashed);
    Frame& frame = m_frames[index];
    frame.arrivedAt = m_now;
    m_recorder.service(at).arrived();
    m_recorder.service(at).queued(m_now);
    m_recorder.scaler(set).startedCold();
    waitWithoutTimer(frame, State::QueuedAtService);
    ConcurrencyMemory& memory = std::get<ConcurrencyMemory>(m_podSets[set].scaler);
    memory.door.pushBack(m_frames, index);
    memory.atDoor.changed(m_now, 1);
    if (m_podSets[set].wanted > 0) return;
    memory.stable.record(m_now, 1);
    memory.panic.record(m_now, 1);
    memory.activeSince = m_now;
    memory.idleSince = never;
    m_podSets[set].wanted = 1;
    reconcile(set);
}

// As soon as a replica is ready, all who wait go there.
void Simulation::openActivator(Index at) {
    ConcurrencyMemory& memory = std::get<ConcurrencyMemory>(m_podSets[m_plan.services[at].podSet].scaler);
    if (m_services[at].live == 0) return;
    while (!memory.door.empty()) {
        const Index request = memory.door.popFront(m_frames);
        memory.atDoor.changed(m_now, -1);
        m_recorder.service(at).unqueued(m_now);
        leaveActivator(request, pickReplica(m_services[at]));
    }
}

// To a replica that may pause.
void Simulation::leaveActivator(Index index, Index at) {
    m_frames[index].replica = at;
    if (m_frames[index].traced) m_tracer.placed(index, at);
    Frame& frame = m_frames[index];
    LoadShedder* const shedder = frame.watched ? shedderOf(frame, at) : nullptr;
    if (shedder && !shedder->admits(m_plan.operations[frame.operation].priority)) {
        m_replicas[at].meter->departed(m_now - frame.arrivedAt);
        frame.since = at;
        frame.replica = none;
        return refuse(index, Cause::Shed);
    }
    if (m_replicas[at].service->trouble.weighs) weigh(at);
    if (!m_replicas[at].paused) return takePlace(index);
    m_replicas[at].meter->queued(m_now);
    pauseOf(at).door.pushBack(m_frames, index);
}

}  // namespace simulator
