// Autoscaling by what a scaler knows beside the CPU of the moment: the backlog of a channel (KEDA), or the
// load that came one period ago.
#include <algorithm>
#include <cmath>

#include "simulator/engine/simulation.h"

namespace simulator {

namespace {

/// External metrics are in thousandths.
constexpr double quantity = 1000;

}  // namespace

void Simulation::startScaler(const EventScaler& plan, Index at) {
    schedule(newFrame(Role::Scaler, at), State::MetricsScrape, plan.rules.pollingInterval, Priority::Fault);
    schedule(newFrame(Role::Scaler, at), State::ScalingSync, plan.hpa.syncPeriod);
}

// KEDA polls the source, or its HorizontalPodAutoscaler looks at it.
void Simulation::scalerActs(const EventScaler& plan, Index frame) {
    const Index at = m_frames[frame].operation;
    if (m_frames[frame].state == State::ScalingSync) {
        schedule(frame, State::ScalingSync, m_now + plan.hpa.syncPeriod);
        return synchronise(at);
    }
    schedule(frame, State::MetricsScrape, m_now + plan.rules.pollingInterval, Priority::Fault);
    PodSet& pods = m_podSets[at];
    const auto lag = static_cast<double>(m_recorder.group(plan.group).inside());
    EventAutoscaler& keda = std::get<EventMemory>(pods.scaler).keda;
    const std::uint32_t before = pods.wanted;
    pods.wanted = static_cast<std::uint32_t>(keda.poll(m_now, static_cast<std::int32_t>(before), lag));
    noteScaling(at, before);
    reconcile(at);
}

// Without a replica it is switched off.
std::uint32_t Simulation::wantedBy(const EventScaler& plan, Index at) {
    const auto current = static_cast<std::int32_t>(m_podSets[at].wanted);
    if (current == 0) return 0;
    const auto target = static_cast<std::int64_t>(std::max(1.0, std::round(plan.threshold * quantity)));
    const double messages = static_cast<double>(m_recorder.group(plan.group).inside());
    // No more than have a partition (KEDA's allowIdleConsumers is off).
    const std::uint32_t partitions = m_plan.channels[m_plan.groups[plan.group].channel].partitions;
    const double most = partitions == 0 ? messages : std::ceil(partitions * plan.threshold);
    const double lag = std::min(messages, most) * quantity;
    const std::int32_t recommended =
        replicasForSum(plan.hpa, current, target, static_cast<std::int64_t>(std::min(lag, 9e18)));
    HorizontalAutoscaler& hpa = std::get<EventMemory>(m_podSets[at].scaler).hpa;
    return static_cast<std::uint32_t>(hpa.decide(m_now, current, recommended).replicas);
}

void Simulation::startScaler(const PredictiveScaler& plan, Index at) {
    startScaler(plan.cpu, at);
}

void Simulation::scalerActs(const PredictiveScaler& plan, Index frame) {
    scalerActs(plan.cpu, frame);
}

// Of several metrics the largest recommendation counts.
std::uint32_t Simulation::wantedBy(const PredictiveScaler& plan, Index at) {
    const PodSetPlan& pods = m_plan.podSets[at];
    PredictiveMemory& memory = std::get<PredictiveMemory>(m_podSets[at].scaler);
    double requests = 0;
    double served = 0;
    double cpu = 0;
    for (Index pod = pods.firstPod; pod < pods.firstPod + pods.pods; ++pod) {
        requests += static_cast<double>(m_recorder.podArrived(pod));
        served += static_cast<double>(m_recorder.podDeparted(pod));
        cpu += cpuWorked(pods, pod);
    }
    memory.forecast.add(requests, served, cpu);
    const auto current = static_cast<std::int32_t>(m_podSets[at].wanted);
    const double ofOne = plan.cpu.targetPercent / 100.0 * pods.requestMilli;
    const double ahead = std::ceil(memory.forecast.needed() / ofOne - 1e-9);
    const std::int32_t recommended = std::max(
        recommendedBy(plan.cpu, at),
        static_cast<std::int32_t>(std::clamp(ahead, 0.0, static_cast<double>(plan.cpu.rules.maxReplicas))));
    return static_cast<std::uint32_t>(memory.machine.decide(m_now, current, recommended).replicas);
}

}  // namespace simulator
