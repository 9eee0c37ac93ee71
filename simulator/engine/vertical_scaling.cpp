// Vertical autoscaling of a running simulation: how large pods are to be, and who is evicted for it.
#include <algorithm>
#include <cmath>
#include <utility>

#include "simulator/engine/simulation.h"

namespace simulator {

namespace {

/// The Metrics Server looks at containers that often (metric-resolution) [ns].
constexpr std::int64_t metricsResolution = 15'000'000'000;

}  // namespace

void Simulation::startSizing(Index at) {
    const auto& vertical = m_plan.podSets[at].vertical;
    if (!vertical) return;
    schedule(newFrame(Role::Scaler, at), State::UsageScrape, metricsResolution, Priority::Fault);
    schedule(newFrame(Role::Scaler, at), State::SizeLook, vertical->rules.interval);
}

void Simulation::sizeEvent(Index frame) {
    const Index at = m_frames[frame].operation;
    if (m_frames[frame].state == State::UsageScrape) {
        scrape(m_plan.podSets[at]);
        return schedule(frame, State::UsageScrape, m_now + metricsResolution, Priority::Fault);
    }
    schedule(frame, State::SizeLook, m_now + m_plan.podSets[at].vertical->rules.interval);
    recommendSize(at);
    evictPods(at);
}

// A figure is a sample once.
void Simulation::recommendSize(Index at) {
    const PodSetPlan& plan = m_plan.podSets[at];
    PodSet& set = m_podSets[at];
    for (Index number = plan.firstPod; number < plan.firstPod + plan.pods; ++number) {
        Pod& pod = m_pods[number];
        if (!pod.hasUsage || !std::exchange(pod.isUsageNew, false)) continue;
        const auto used = static_cast<double>(std::llround(pod.usage));
        set.recommender->add(pod.baseAt - pod.window, used, pod.requestMilli);
    }
    set.recommendation = set.recommender->recommend();
    if (set.recommendation) m_recorder.sizes(at).recommended(static_cast<double>(set.recommendation->target));
}

// While a roll-out is under way each version is a ReplicaSet of its own.
void Simulation::evictPods(Index at) {
    if (!m_podSets[at].recommendation) return;
    bool any = false;
    if (m_podSets[at].rollout.isUnderWay()) {
        for (const Side side : {Side::Old, Side::New}) any = evictPods(at, side) || any;
    } else {
        any = evictPods(at, Side::Any);
    }
    if (any) reconcile(at);
}

bool Simulation::evictPods(Index at, Side side) {
    const PodSetPlan& plan = m_plan.podSets[at];
    const PodSet& set = m_podSets[at];
    std::vector<Index> numbers;
    std::vector<SizedPod> pods;
    for (Index number = plan.firstPod; number < plan.firstPod + plan.pods; ++number) {
        const PodPhase phase = m_pods[number].phase;
        if (phase == PodPhase::Absent || phase == PodPhase::Draining || !isOf(side, plan, number)) continue;
        numbers.push_back(number);
        pods.push_back(sizedPod(plan, number));
    }
    DisruptionLimits limits{set.wanted};
    if (side != Side::Any) limits.wanted = side == Side::Old ? set.rollout.oldWanted : set.rollout.newWanted;
    if (const auto& most = plan.vertical->maxUnavailable)
        limits.ready = std::int64_t{m_services[plan.service].live} + *most - set.wanted;
    std::vector<Index> evicted;
    for (const std::size_t one : podsToEvict(*set.recommendation, pods, limits)) {
        evicted.push_back(numbers[one]);
        m_recorder.sizes(at).evicted();
        m_recorder.platformChanged(
            {m_now, plan.service, numbers[one] - plan.firstPod, PlatformEvent::EvictedForSize});
    }
    dismiss(plan, evicted);
    return !evicted.empty();
}

// Its age begins on its node. One that a fault has killed counts as running, and not as ready.
SizedPod Simulation::sizedPod(const PodSetPlan& plan, Index number) const {
    const Pod& pod = m_pods[number];
    SizedPod sized{SizedPod::State::Running, pod.requestMilli, m_now - pod.created};
    if (pod.phase == PodPhase::Pending) sized.age = 0;
    if (pod.phase == PodPhase::Pending || pod.phase == PodPhase::Pulling)
        sized.state = SizedPod::State::Pending;
    if (pod.phase == PodPhase::Ready && !isKilled(plan, number)) sized.state = SizedPod::State::Ready;
    return sized;
}

// Admission gives a new pod what is recommended at that moment.
std::int32_t Simulation::requestFor(const PodSetPlan& plan) const {
    const auto& recommendation = m_podSets[m_plan.services[plan.service].podSet].recommendation;
    return recommendation ? static_cast<std::int32_t>(recommendation->target) : plan.requestMilli;
}

// The CPU of a pod, by what was deployed: its limit keeps its ratio to the request.
double Simulation::sizeOf(const PodSetPlan& plan, Index pod) const {
    return static_cast<double>(m_pods[pod].requestMilli) / plan.requestMilli;
}

// Of what computes on loops or servers of its own: a smaller limit slows it, a larger one cannot help it.
// Shared cores are more or fewer instead.
double Simulation::speedOf(const PodSetPlan& plan, Index pod) const {
    const ProcessorKind kind = m_plan.services[plan.service].processor;
    const bool isThrottled = kind == ProcessorKind::Line || kind == ProcessorKind::Preemptive;
    return isThrottled ? std::min(1.0, sizeOf(plan, pod)) : 1;
}

void Simulation::resize(const PodSetPlan& plan, Index pod) {
    const Index replica = m_services[plan.service].firstReplica + pod - plan.firstPod;
    if (m_replicas[replica].processor == none) return;
    m_processors[m_replicas[replica].processor].size = sizeOf(plan, pod);
    if (isSqueezed(plan.service)) useCores(replica);
}

// What is paid for, and what serves.
void Simulation::countSizes(const PodSetPlan& plan) {
    double requested = 0;
    double serving = 0;
    for (Index at = plan.firstPod; at < plan.firstPod + plan.pods; ++at) {
        const PodPhase phase = m_pods[at].phase;
        if (phase == PodPhase::Absent || phase == PodPhase::Pending || isKilled(plan, at)) continue;
        requested += m_pods[at].requestMilli;
        if (phase == PodPhase::Ready || phase == PodPhase::Draining) serving += sizeOf(plan, at);
    }
    m_recorder.sizes(m_plan.services[plan.service].podSet).changed(m_now, requested, serving);
}

}  // namespace simulator
