// Autoscaling of a running simulation: what is known of the CPU of pods, and how many the autoscaler wants.
#include <algorithm>
#include <cmath>

#include "simulator/engine/simulation.h"

namespace simulator {

namespace {

/// Before, the Metrics Server has no figures of a new container (freshContainerMinMetricsResolution).
constexpr std::int64_t freshContainer = 10'000'000'000;
constexpr std::int64_t longAgo = -(std::int64_t{1} << 60);

}  // namespace

void Simulation::buildPods() {
    m_pods.resize(m_plan.pods);
    for (Index at = 0; at < m_plan.scalings.size(); ++at) {
        const ScalingPlan& plan = m_plan.scalings[at];
        m_scalers.emplace_back(plan);
        for (std::uint32_t place = 0; place < plan.initial; ++place) {
            Pod& pod = m_pods[plan.firstPod + place];
            pod.phase = PodPhase::Ready;
            pod.created = pod.started = pod.readinessChanged = longAgo;
            pod.hasBase = true;
            pod.base = cpuUsed(plan, plan.firstPod + place);
        }
        Service& service = m_services[plan.service];
        service.live = service.replicas = plan.initial;
        for (std::uint32_t place = plan.initial; place < plan.pods; ++place)
            m_replicas[service.firstReplica + place].alive = false;
        countPods(plan.service);
    }
}

void Simulation::startScaling() {
    for (Index at = 0; at < m_plan.scalings.size(); ++at) {
        const ScalingPlan& plan = m_plan.scalings[at];
        schedule(newFrame(Role::Scaler, at), State::MetricsScrape, plan.metricsWindow, Priority::Fault);
        schedule(newFrame(Role::Scaler, at), State::ScalingSync, plan.rules.syncPeriod);
    }
}

void Simulation::platformEvent(Index frame) {
    const Index at = m_frames[frame].operation;
    switch (m_frames[frame].state) {
        case State::MetricsScrape:
            scrape(m_plan.scalings[at]);
            return schedule(frame, State::MetricsScrape, m_now + m_plan.scalings[at].metricsWindow,
                            Priority::Fault);
        case State::ScalingSync:
            schedule(frame, State::ScalingSync, m_now + m_plan.scalings[at].rules.syncPeriod);
            return synchronise(at);
        case State::ContainerStarts:
            return startContainer(at);
        case State::BecomesReady:
            return becomeReady(at);
        default:
            return drain(at);
    }
}

// What computes is a share of the CPU limit; where nothing computes on processors, so are busy workers. What
// starting up takes comes first.
double Simulation::cpuUsed(const ScalingPlan& plan, Index at) const {
    const ServicePlan& service = m_plan.services[plan.service];
    const bool computes = service.processor != ProcessorKind::None;
    const double busy = computes ? m_recorder.podComputed(at, m_now) : m_recorder.podServed(at, m_now);
    const double starting =
        static_cast<double>(std::clamp<std::int64_t>(m_now - m_pods[at].started, 0, plan.startUp));
    return busy * plan.limitMilli / (computes ? service.cores : service.servers) +
           starting * plan.startUpMilli;
}

void Simulation::scrape(const ScalingPlan& plan) {
    for (Index at = plan.firstPod; at < plan.firstPod + plan.pods; ++at) {
        Pod& pod = m_pods[at];
        pod.hasUsage = false;
        if ((pod.phase != PodPhase::Starting && pod.phase != PodPhase::Ready) || isKilled(plan, at)) {
            pod.hasBase = false;
            continue;
        }
        const double used = cpuUsed(plan, at);
        const bool isFresh = pod.baseAt == pod.started && m_now - pod.baseAt < freshContainer;
        if (pod.hasBase && !isFresh && m_now > pod.baseAt) {
            pod.hasUsage = true;
            pod.window = m_now - pod.baseAt;
            pod.usage = (used - pod.base) / static_cast<double>(pod.window);
        }
        pod.hasBase = true;
        pod.base = used;
        pod.baseAt = m_now;
    }
}

PodSample Simulation::sampleOf(const ScalingPlan& plan, Index at) const {
    const Pod& pod = m_pods[at];
    PodSample sample{PodState::Unready, std::llround(pod.usage), plan.requestMilli};
    if (pod.phase == PodPhase::Draining) sample.state = PodState::Ignored;
    if (pod.phase != PodPhase::Starting && pod.phase != PodPhase::Ready) return sample;
    const bool ready = pod.phase == PodPhase::Ready && !isKilled(plan, at);
    sample.state = pod.hasUsage
                       ? cpuStateOf(plan.rules,
                                    {pod.created, pod.readinessChanged, pod.baseAt, pod.window, ready}, m_now)
                       : PodState::Missing;
    return sample;
}

void Simulation::synchronise(Index at) {
    const ScalingPlan& plan = m_plan.scalings[at];
    Scaler& scaler = m_scalers[at];
    m_samples.clear();
    for (Index pod = plan.firstPod; pod < plan.firstPod + plan.pods; ++pod)
        if (m_pods[pod].phase != PodPhase::Absent) m_samples.push_back(sampleOf(plan, pod));
    const auto current = static_cast<std::int32_t>(scaler.wanted);
    const std::int32_t recommended =
        replicasForUtilization(plan.rules, current, plan.targetPercent, m_samples);
    scaler.wanted = static_cast<std::uint32_t>(scaler.machine.decide(m_now, current, recommended).replicas);
    reconcile(at);
}

}  // namespace simulator
