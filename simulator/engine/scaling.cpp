// Autoscaling of a running simulation: what is known of the CPU of pods, and how many the autoscaler wants.
#include <algorithm>
#include <cmath>

#include "simulator/engine/simulation.h"

namespace simulator {

namespace {

/// Before, the Metrics Server has no figures of a new container (freshContainerMinMetricsResolution).
constexpr std::int64_t freshContainer = 10'000'000'000;
/// Memory is counted in KiB, as metrics servers do.
constexpr std::int32_t kibPerMib = 1024;

}  // namespace

void Simulation::startScaling() {
    for (Index at = 0; at < m_plan.podSets.size(); ++at) {
        std::visit([&](const auto& plan) { startScaler(plan, at); }, m_plan.podSets[at].scaler);
        startSizing(at);
    }
}

void Simulation::startScaler(const CpuScaler& plan, Index at) {
    schedule(newFrame(Role::Scaler, at), State::MetricsScrape, plan.metricsWindow, Priority::Fault);
    schedule(newFrame(Role::Scaler, at), State::ScalingSync, plan.rules.syncPeriod);
}

void Simulation::scalerEvent(Index frame) {
    const Index at = m_frames[frame].operation;
    std::visit([&](const auto& plan) { scalerActs(plan, frame); }, m_plan.podSets[at].scaler);
}

void Simulation::scalerActs(const CpuScaler& plan, Index frame) {
    const Index at = m_frames[frame].operation;
    if (m_frames[frame].state == State::MetricsScrape) {
        scrape(m_plan.podSets[at]);
        return schedule(frame, State::MetricsScrape, m_now + plan.metricsWindow, Priority::Fault);
    }
    schedule(frame, State::ScalingSync, m_now + plan.rules.syncPeriod);
    synchronise(at);
}

// What computes is a share of the CPU limit that was deployed; where nothing computes on processors, so are
// busy workers.
double Simulation::cpuWorked(const PodSetPlan& plan, Index at) const {
    const ServicePlan& service = m_plan.services[plan.service];
    const bool computes = service.processor != ProcessorKind::None;
    const double busy = computes ? m_recorder.podComputed(at, m_now) : m_recorder.podServed(at, m_now);
    const double used = busy * plan.limitMilli / (computes ? service.cores : service.servers);
    return plan.vertical ? used * speedOf(plan, at) : used;
}

// What starting up takes comes first.
double Simulation::cpuUsed(const PodSetPlan& plan, Index at) const {
    const double starting =
        static_cast<double>(std::clamp<std::int64_t>(m_now - m_pods[at].started, 0, plan.startUp));
    const double limit = plan.vertical ? plan.limitMilli * sizeOf(plan, at) : plan.limitMilli;
    return cpuWorked(plan, at) + starting * std::min(plan.startUpMilli, limit);
}

void Simulation::scrape(const PodSetPlan& plan) {
    for (Index at = plan.firstPod; at < plan.firstPod + plan.pods; ++at) {
        Pod& pod = m_pods[at];
        pod.hasUsage = false;
        if (!hasContainer(pod.phase) || isKilled(plan, at)) {
            pod.hasBase = false;
            continue;
        }
        const double used = cpuUsed(plan, at);
        const bool isFresh = pod.baseAt == pod.started && m_now - pod.baseAt < freshContainer;
        if (pod.hasBase && !isFresh && m_now > pod.baseAt) {
            pod.hasUsage = pod.isUsageNew = true;
            pod.window = m_now - pod.baseAt;
            pod.usage = (used - pod.base) / static_cast<double>(pod.window);
            if (plan.memory) pod.memory = memoryOf(plan, at);
        }
        pod.hasBase = true;
        pod.base = used;
        pod.baseAt = m_now;
    }
}

PodSample Simulation::sampleOf(const PodSetPlan& plan, const CpuScaler& scaler, Index at) const {
    const Pod& pod = m_pods[at];
    PodSample sample{PodState::Unready, std::llround(pod.usage), plan.requestMilli};
    if (pod.phase == PodPhase::Draining) sample.state = PodState::Ignored;
    if (!hasContainer(pod.phase)) return sample;
    const bool ready = pod.phase == PodPhase::Ready && !isKilled(plan, at);
    sample.state = pod.hasUsage
                       ? cpuStateOf(scaler.rules,
                                    {pod.created, pod.readinessChanged, pod.baseAt, pod.window, ready}, m_now)
                       : PodState::Missing;
    return sample;
}

// Readiness says something about figures of CPU only (ReplicaCalculator, groupPods).
PodSample Simulation::memorySampleOf(const PodSetPlan& plan, Index at) const {
    const Pod& pod = m_pods[at];
    PodSample sample{PodState::Unready, std::llround(pod.memory * kibPerMib),
                     plan.memoryRequestMib * std::int64_t{kibPerMib}};
    if (pod.phase == PodPhase::Draining) sample.state = PodState::Ignored;
    if (hasContainer(pod.phase)) sample.state = pod.hasUsage ? PodState::Ready : PodState::Missing;
    return sample;
}

// Of several metrics the largest recommendation counts (HorizontalController, computeReplicasForMetrics).
std::int32_t Simulation::recommendedBy(const CpuScaler& scaler, Index at) {
    const PodSetPlan& plan = m_plan.podSets[at];
    const auto recommended = [&](std::int32_t target, const auto& sampleOfPod) {
        m_samples.clear();
        for (Index pod = plan.firstPod; pod < plan.firstPod + plan.pods; ++pod)
            if (m_pods[pod].phase != PodPhase::Absent) m_samples.push_back(sampleOfPod(pod));
        return replicasForUtilization(scaler.rules, static_cast<std::int32_t>(m_podSets[at].wanted), target,
                                      m_samples);
    };
    const std::int32_t byCpu =
        recommended(scaler.targetPercent, [&](Index pod) { return sampleOf(plan, scaler, pod); });
    if (scaler.memoryPercent == 0) return byCpu;
    return std::max(byCpu,
                    recommended(scaler.memoryPercent, [&](Index pod) { return memorySampleOf(plan, pod); }));
}

std::uint32_t Simulation::wantedBy(const CpuScaler& scaler, Index at) {
    const auto current = static_cast<std::int32_t>(m_podSets[at].wanted);
    auto& memory = std::get<HorizontalAutoscaler>(m_podSets[at].scaler);
    return static_cast<std::uint32_t>(memory.decide(m_now, current, recommendedBy(scaler, at)).replicas);
}

void Simulation::synchronise(Index at) {
    const std::uint32_t before = m_podSets[at].wanted;
    m_podSets[at].wanted =
        std::visit([&](const auto& plan) { return wantedBy(plan, at); }, m_plan.podSets[at].scaler);
    noteScaling(at, before);
    reconcile(at);
}

}  // namespace simulator
