// Pods of a running simulation: how they come, and how they go.
#include <algorithm>
#include <utility>

#include "simulator/engine/simulation.h"

namespace simulator {

namespace {

/// The kubelet looks at its containers that often (PLEG relist) [ns].
constexpr std::int64_t relist = 1'000'000'000;
constexpr std::int64_t longAgo = -(std::int64_t{1} << 60);

/// When the readiness probe has found out that a container, which starts now, has started up. The kubelet
/// tells the time of its probes from when it got the pod.
std::int64_t readyAt(const PodSetPlan& plan, std::int64_t created, std::int64_t started, std::int64_t end) {
    if (!plan.probes.readiness || started + plan.startUp >= end) return started + plan.startUp;
    const std::int64_t period = plan.probes.readiness->period;
    const std::int64_t past = (started - created) % period;
    const double phase = past == 0 ? 0 : static_cast<double>(period - past) / static_cast<double>(period);
    PodProbes probes({{}, {}, plan.probes.readiness}, started, phase);
    for (;;) {
        const std::int64_t probe = probes.next(ProbeKind::Readiness);
        const bool passes = probe >= started + plan.startUp;
        if (probes.onResult(ProbeKind::Readiness, passes) == ProbeEvent::BecameReady) return probe;
    }
}

}  // namespace

void Simulation::buildPods() {
    m_pods.resize(m_plan.pods);
    for (Index at = 0; at < m_plan.podSets.size(); ++at) {
        const PodSetPlan& plan = m_plan.podSets[at];
        m_podSets.emplace_back(plan, m_length);
        for (std::uint32_t place = 0; place < plan.initial; ++place) {
            Pod& pod = m_pods[plan.firstPod + place];
            pod.phase = PodPhase::Ready;
            pod.requestMilli = plan.requestMilli;
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

void Simulation::platformEvent(Index frame) {
    const Index at = m_frames[frame].operation;
    switch (m_frames[frame].state) {
        case State::MetricsScrape:
        case State::ScalingSync:
            return scalerEvent(frame);
        case State::InstanceStarts:
            return scalerEvent(frame);
        case State::UsageScrape:
        case State::SizeLook:
            return sizeEvent(frame);
        case State::ContainerStarts:
            return startContainer(at);
        case State::BecomesReady:
            return becomeReady(at);
        case State::ContainerStops:
            return containerDies(at, PlatformEvent::FailedProbe);
        case State::OutOfMemory:
            return containerDies(at, PlatformEvent::OutOfMemory);
        case State::DiesStarting:
            return containerDies(at, PlatformEvent::DiedStarting);
        default:
            return drain(at);
    }
}

const PodSetPlan& Simulation::podSetOf(Index pod) const {
    const auto after = std::upper_bound(m_plan.podSets.begin(), m_plan.podSets.end(), pod,
                                        [](Index at, const PodSetPlan& plan) { return at < plan.firstPod; });
    return *(after - 1);
}

Replica& Simulation::replicaOf(const PodSetPlan& plan, Index pod) {
    return m_replicas[m_services[plan.service].firstReplica + pod - plan.firstPod];
}

bool Simulation::isKilled(const PodSetPlan& plan, Index pod) const {
    return m_pods[pod].phase == PodPhase::Ready &&
           !m_replicas[m_services[plan.service].firstReplica + pod - plan.firstPod].alive;
}

// As the controller of a ReplicaSet does.
void Simulation::reconcile(Index at) {
    const PodSetPlan& plan = m_plan.podSets[at];
    if (m_podSets[at].rollout.isUnderWay()) return countPods(plan.service);
    const std::uint32_t wanted = m_podSets[at].wanted;
    addPods(plan, wanted, Side::Any);
    const std::uint32_t there = podsThere(plan, Side::Any);
    if (there > wanted) removePods(plan, there - wanted, Side::Any);
    countPods(plan.service);
}

std::uint32_t Simulation::podsThere(const PodSetPlan& plan, Side side) const {
    std::uint32_t count = 0;
    for (Index at = plan.firstPod; at < plan.firstPod + plan.pods; ++at)
        count += m_pods[at].phase != PodPhase::Absent && m_pods[at].phase != PodPhase::Draining &&
                 isOf(side, plan, at);
    return count;
}

// A new pod takes the first place that is free, one in a zone that is away only where there is no other: it
// starts when that is back.
void Simulation::addPods(const PodSetPlan& plan, std::uint32_t wanted, Side side) {
    const Rollout& rollout = m_podSets[m_plan.services[plan.service].podSet].rollout;
    const Index version = side == Side::New ? rollout.to : rollout.from;
    std::uint32_t there = podsThere(plan, side);
    for (const bool alsoAway : {false, true})
        for (std::uint32_t place = 0; place < plan.pods && there < wanted; ++place) {
            if (m_pods[plan.firstPod + place].phase != PodPhase::Absent) continue;
            if (!alsoAway && zoneLossAt(false, plan.service, place) != none) continue;
            createPod(plan, plan.firstPod + place, version);
            ++there;
        }
}

// Those that are not ready go first, and then those that became ready last.
void Simulation::removePods(const PodSetPlan& plan, std::uint32_t count, Side side) {
    const auto rank = [&](Index at) {
        if (m_pods[at].phase == PodPhase::Pulling || m_pods[at].phase == PodPhase::Pending) return 0;
        return m_pods[at].phase == PodPhase::Ready && !isKilled(plan, at) ? 2 : 1;
    };
    const auto goesBefore = [&](Index one, Index other) {
        const std::int64_t since = m_pods[one].readinessChanged;
        const std::int64_t otherSince = m_pods[other].readinessChanged;
        if (rank(one) != rank(other)) return rank(one) < rank(other);
        return since != otherSince ? since > otherSince : one > other;
    };
    std::vector<Index> pods;
    for (Index at = plan.firstPod; at < plan.firstPod + plan.pods; ++at)
        if (m_pods[at].phase != PodPhase::Absent && m_pods[at].phase != PodPhase::Draining &&
            isOf(side, plan, at))
            pods.push_back(at);
    std::partial_sort(pods.begin(), pods.begin() + count, pods.end(), goesBefore);
    pods.resize(count);
    dismiss(plan, pods);
}

// They are told to go.
void Simulation::dismiss(const PodSetPlan& plan, const std::vector<Index>& pods) {
    const bool anyServed = std::ranges::any_of(
        pods, [&](Index at) { return m_pods[at].phase == PodPhase::Ready && !isKilled(plan, at); });
    for (const Index pod : pods) removePod(plan, pod);
    if (!anyServed) return;
    countConsumers();
    leaveGroups(plan.service);
    endpointsChange(plan.service);
}

void Simulation::createPod(const PodSetPlan& plan, Index at, Index version) {
    Pod& pod = m_pods[at];
    pod = {};
    pod.phase = PodPhase::Pulling;
    pod.version = version;
    pod.requestMilli = requestFor(plan);
    if (plan.vertical) resize(plan, at);
    pod.created = pod.readinessChanged = m_now;
    if (plan.isTended()) m_health[at] = {{}, {}, m_now, {none, none, none}};
    flushCachesAt(plan.service, at - plan.firstPod);  // Whatever is warm, a new process is not
    pod.event = newFrame(Role::Pod, at);
    if (findRoom(plan, at)) return pullImage(plan, at);
    pod.phase = PodPhase::Pending;
    m_recorder.platformChanged({m_now, plan.service, at - plan.firstPod, PlatformEvent::NoRoom});
    schedule(newFrame(Role::Node, plan.nodePool), State::NodeRoom, m_now, Priority::Fault);
}

void Simulation::pullImage(const PodSetPlan& plan, Index at) {
    m_pods[at].phase = PodPhase::Pulling;
    m_recorder.replicas(plan.service).changed(m_now, 1);
    if (plan.imagePull == 0) return startContainer(at);
    schedule(m_pods[at].event, State::ContainerStarts, m_now + plan.imagePull, Priority::Fault);
}

void Simulation::startContainer(Index at) {
    const PodSetPlan& plan = podSetOf(at);
    Pod& pod = m_pods[at];
    pod.phase = PodPhase::Starting;
    pod.started = pod.baseAt = m_now;
    pod.base = cpuUsed(plan, at);
    pod.hasBase = true;
    const bool waitsForProbe = plan.isProbed && (plan.probes.startup || plan.probes.readiness);
    if (pod.version != none && m_plan.faults[pod.version].crashes)
        schedule(pod.event, State::DiesStarting, m_now + plan.startUp, Priority::Fault);
    else if (waitsForProbe)
        waitWithoutTimer(pod.event, State::BecomesReady);
    else
        schedule(pod.event, State::BecomesReady, readyAt(plan, pod.created, m_now, m_length),
                 Priority::Fault);
    if (plan.memory) lookAtNewContainer(plan.service);
    if (plan.isProbed) beginProbing(plan, at, PodProbes::ofContainer(plan.probes, m_now, m_health[at].tick));
}

void Simulation::becomeReady(Index at) {
    const PodSetPlan& plan = podSetOf(at);
    Pod& pod = m_pods[at];
    const Index replica = m_services[plan.service].firstReplica + at - plan.firstPod;
    if (const Index loss = zoneLossAt(false, plan.service, at - plan.firstPod); loss != none) {
        if (pod.event == none) pod.event = newFrame(Role::Pod, at);
        return schedule(pod.event, State::BecomesReady, std::min(m_faults[loss].end, m_length),
                        Priority::Fault);
    }
    if (pod.event != none) release(std::exchange(pod.event, none));
    if (plan.isProbed && !m_health[at].probes.isReady()) return;
    if (pod.phase == PodPhase::Unready)
        m_recorder.platformChanged(
            {m_now, plan.service, at - plan.firstPod, PlatformEvent::RegainedReadiness});
    pod.phase = PodPhase::Ready;
    pod.readinessChanged = m_now;
    m_replicas[replica].alive = true;
    m_replicas[replica].draining = false;
    m_replicas[replica].gone = false;
    Service& service = m_services[plan.service];
    ++service.live;
    service.replicas = std::max(service.replicas, at - plan.firstPod + 1);
    countPods(plan.service);
    countConsumers();
    regainMembers(plan.service);
    endpointsChange(plan.service);
    for (Index group = 0; group < m_groups.size(); ++group) dispatchWaiting(group);
}

// One that serves gets nothing more, and has its grace period; others have nothing to end.
void Simulation::removePod(const PodSetPlan& plan, Index at) {
    Pod& pod = m_pods[at];
    stopProbing(at);
    if (isKilled(plan, at)) return forgetKilled(plan, at);
    const bool wasReady = pod.phase == PodPhase::Ready;
    if (!wasReady && pod.phase != PodPhase::Unready) {
        if (pod.event != none) release(std::exchange(pod.event, none));
        if (pod.phase != PodPhase::Pending) m_recorder.replicas(plan.service).changed(m_now, -1);
        return vacate(plan, at);
    }
    Replica& replica = replicaOf(plan, at);
    replica.alive = false;
    replica.draining = true;
    pod.phase = PodPhase::Draining;
    pod.killedAt = m_now + plan.grace;
    if (pod.event == none) pod.event = newFrame(Role::Pod, at);
    schedule(pod.event, State::Drains, std::min(m_now + relist, pod.killedAt), Priority::Fault);
    if (wasReady) --m_services[plan.service].live;
    ++m_podSets[m_plan.services[plan.service].podSet].draining;
}

// The fault that killed it revives another one no more.
void Simulation::forgetKilled(const PodSetPlan& plan, Index at) {
    forgetFaultOf(m_services[plan.service].firstReplica + at - plan.firstPod);
    if (m_pods[at].event != none) release(std::exchange(m_pods[at].event, none));
    vacate(plan, at);
}

void Simulation::forgetFaultOf(Index replica) {
    for (Index fault = 0; fault < m_faults.size(); ++fault)
        if (!m_plan.faults[fault].store && m_plan.faults[fault].pool == none)
            std::erase(m_faults[fault].killed, replica);
}

void Simulation::vacate(const PodSetPlan& plan, Index at) {
    m_pods[at].phase = PodPhase::Absent;
    leaveNode(plan, at);
}

void Simulation::drain(Index at) {
    const PodSetPlan& plan = podSetOf(at);
    Pod& pod = m_pods[at];
    const Replica& replica = replicaOf(plan, at);
    if ((replica.busy > 0 || replica.queue.length > 0) && m_now < pod.killedAt)
        return schedule(pod.event, State::Drains, std::min(m_now + relist, pod.killedAt), Priority::Fault);
    release(std::exchange(pod.event, none));
    endPod(plan, at);
    reconcile(m_plan.services[plan.service].podSet);
}

// What is still there is killed with it.
void Simulation::endPod(const PodSetPlan& plan, Index at) {
    const Index place = at - plan.firstPod;
    std::vector<bool> dies(plan.pods);
    dies[place] = true;
    stopReplica(plan.service, place);
    replicaOf(plan, at).draining = false;
    --m_podSets[m_plan.services[plan.service].podSet].draining;
    endWorkAt(plan.service, dies);  // Whose answers come from where it stands
    vacate(plan, at);
    m_recorder.replicas(plan.service).changed(m_now, -1);
}

// Of a service that has pods: how many there are, and how far the round robin goes: over those, too, that are
// only believed to be there.
void Simulation::countPods(Index at) {
    const Index set = m_plan.services[at].podSet;
    if (set == none) return;
    const Pod* const pods = &m_pods[m_plan.podSets[set].firstPod];
    Service& service = m_services[at];
    const auto isInTurn = [&](std::uint32_t place) {
        return pods[place].phase == PodPhase::Ready ||
               (m_plan.services[at].isDiscovered() && !m_endpoints.empty() &&
                m_endpoints[service.firstReplica + place].listed);
    };
    while (service.replicas > 1 && !isInTurn(service.replicas - 1)) --service.replicas;
    if (service.cursor >= service.replicas) service.cursor = 0;
    const PodSet& pool = m_podSets[set];
    m_recorder.scaler(set).changed(m_now, pool.wanted, service.live, pool.draining);
    if (m_plan.podSets[set].vertical) countSizes(m_plan.podSets[set]);
    if (pool.rollout.isUnderWay()) schedule(pool.rollout.timer, State::RolloutTimer, m_now, Priority::Fault);
}

}  // namespace simulator
