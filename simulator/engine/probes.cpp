// Probes of the containers of a running simulation. A prober is a frame that stands for the kubelet's worker
// of one probe of one pod; what it sends is a request without work.
#include <algorithm>

#include "simulator/engine/simulation.h"

namespace simulator {

namespace {

constexpr ProbeKind probeKinds[] = {ProbeKind::Startup, ProbeKind::Liveness, ProbeKind::Readiness};

std::int64_t longestPeriod(const PodProbes::Rules& rules) {
    std::int64_t longest = 1;
    for (const ProbeKind kind : probeKinds)
        if (const auto& rule = rules.of(kind)) longest = std::max(longest, rule->period);
    return longest;
}

}  // namespace

// Those of pods that run since long ago are spread evenly over the longest period.
void Simulation::startProbing() {
    if (std::ranges::none_of(m_plan.podSets, &PodSetPlan::isTended)) return;
    m_health.resize(m_plan.pods);
    for (const PodSetPlan& plan : m_plan.podSets) {
        if (!plan.isProbed) continue;
        const std::int64_t period = longestPeriod(plan.probes);
        for (std::uint32_t place = 0; place < plan.initial; ++place) {
            const Index at = plan.firstPod + place;
            m_health[at].tick = period / plan.initial * place;
            beginProbing(plan, at, PodProbes::ofRunning(plan.probes, m_now, m_health[at].tick));
        }
    }
}

void Simulation::beginProbing(const PodSetPlan& plan, Index at, const PodProbes& probes) {
    PodHealth& health = m_health[at];
    health.probes = probes;
    for (const ProbeKind kind : probeKinds) {
        const std::int64_t next = probes.next(kind);
        if (!plan.probes.of(kind) || next == never) continue;
        const Index prober = newFrame(Role::Prober, at);
        m_frames[prober].pc = static_cast<Index>(kind);
        health.probers[static_cast<std::size_t>(kind)] = prober;
        schedule(prober, State::ProbeDue, next, Priority::Fault);
    }
}

// What waits for a worker there has nobody to answer to.
void Simulation::stopProbing(Index at) {
    if (m_health.empty()) return;
    for (Index& prober : m_health[at].probers) {
        if (prober == none) continue;
        if (const Index probe = m_frames[prober].child; probe != none) m_frames[probe].parent = none;
        release(std::exchange(prober, none));
    }
}

void Simulation::proberEvent(Index prober) {
    Frame& frame = m_frames[prober];
    switch (frame.state) {
        case State::ProbeDue:
            return sendProbe(prober);
        case State::ProbeHeldUp:
            return askForWorker(prober);
        case State::ProbeAnswered:
            return probeEnds(prober, true);
        default:
            if (frame.child != none) m_frames[std::exchange(frame.child, none)].parent = none;
            return probeEnds(prober, false);
    }
}

void Simulation::sendProbe(Index prober) {
    Frame& frame = m_frames[prober];
    const Index at = frame.operation;
    const auto kind = static_cast<ProbeKind>(frame.pc);
    const PodSetPlan& plan = podSetOf(at);
    PodProbes& probes = m_health[at].probes;
    if (isKilled(plan, at) || (kind != ProbeKind::Startup && !probes.isStarted())) {
        probes.skip(kind);
        return schedule(prober, State::ProbeDue, std::max(m_now, probes.next(kind)), Priority::Fault);
    }
    if (m_now < m_pods[at].started + plan.startUp) return probeEnds(prober, false);
    frame.since = m_now + plan.probes.of(kind)->timeout;
    askForWorker(prober);
}

// A process that stands still answers when it goes on.
void Simulation::askForWorker(Index prober) {
    Frame& frame = m_frames[prober];
    const PodSetPlan& plan = podSetOf(frame.operation);
    Replica& replica = replicaOf(plan, frame.operation);
    if (replica.paused) {
        if (m_now >= frame.since) return probeEnds(prober, false);
        const Index number = m_services[plan.service].firstReplica + frame.operation - plan.firstPod;
        const std::int64_t until = std::min(std::max(m_pauses[number].until, m_now + 1), frame.since);
        return schedule(prober, State::ProbeHeldUp, until, Priority::Timeout);
    }
    if (!plan.probes.of(static_cast<ProbeKind>(frame.pc))->needsWorker) return probeEnds(prober, true);
    waitForWorker(prober, replica);
}

// One that is free answers at once; where all compute at the same time there always is one.
void Simulation::waitForWorker(Index prober, Replica& replica) {
    const PodSetPlan& plan = podSetOf(m_frames[prober].operation);
    const Service& service = *replica.service;
    Processor* const processor = replica.processor == none ? nullptr : &m_processors[replica.processor];
    const bool hasLoops = processor && m_plan.services[replica.serviceIndex].computesThere;
    if (hasLoops && processor->kind == ProcessorKind::Shared) return probeEnds(prober, true);
    if (!hasLoops && replica.busy < service.workers) return probeEnds(prober, true);
    if (hasLoops && processor->busy < processor->servers) return probeEnds(prober, true);
    const bool isFull =
        hasLoops ? replica.busy >= service.workers : replica.queue.length >= service.queueLimit;
    if (isFull) return probeEnds(prober, false);
    const Index probe = newFrame(Role::Probe, plan.probeOperation);
    Frame& request = m_frames[probe];
    request.replica = static_cast<Index>(&replica - m_replicas.data());
    request.arrivedAt = m_now;
    request.parent = prober;
    request.cancelled = true;  // A worker has nothing to do for it
    m_frames[prober].child = probe;
    schedule(prober, State::ProbeTimesOut, m_frames[prober].since, Priority::Timeout);
    if (hasLoops) {
        request.pc = m_plan.probeEnd - 1;
        request.since = 0;
        request.state = State::AwaitingProcessor;
        return processor->line.push(m_frames, probe, levelOf(probe), m_now);
    }
    replica.meter->arrived();
    replica.meter->queued(m_now);
    request.state = State::QueuedAtService;
    wait(probe, replica, service);
}

// Told later in the same moment.
void Simulation::probeAnswered(Index probe) {
    Frame& request = m_frames[probe];
    if (request.state == State::QueuedAtService)
        m_replicas[request.replica].meter->departed(m_now - request.arrivedAt);
    const Index prober = request.parent;
    release(probe);
    if (prober == none) return;
    m_frames[prober].child = none;
    schedule(prober, State::ProbeAnswered, m_now, Priority::Fault);
}

// With its replica: nobody answers.
void Simulation::probeLost(Index probe) {
    Frame& request = m_frames[probe];
    if (request.state == State::QueuedAtService) {
        m_replicas[request.replica].meter->unqueued(m_now);
        m_replicas[request.replica].meter->departed(m_now - request.arrivedAt);
    }
    if (request.parent != none) m_frames[request.parent].child = none;
    release(probe);
}

void Simulation::probeEnds(Index prober, bool passed) {
    const Index at = m_frames[prober].operation;
    const auto kind = static_cast<ProbeKind>(m_frames[prober].pc);
    const PodSetPlan& plan = podSetOf(at);
    PodProbes& probes = m_health[at].probes;
    const bool isThere = !isKilled(plan, at);  // Else nothing is there that could answer
    if (!isThere) probes.skip(kind);
    const ProbeEvent event = isThere ? probes.onResult(kind, passed) : ProbeEvent::None;
    if (const std::int64_t next = probes.next(kind); next != never)
        schedule(prober, State::ProbeDue, std::max(m_now, next), Priority::Fault);
    else
        waitWithoutTimer(prober, State::ProbeDue);
    const bool isReady =
        event == ProbeEvent::BecameReady || (event == ProbeEvent::Started && !plan.probes.readiness);
    if (isReady) return becomeReady(at);
    if (event == ProbeEvent::BecameUnready) return becomeUnready(plan, at);
    if (event == ProbeEvent::Restart) stopContainer(at);
}

// It goes on with what it has.
void Simulation::becomeUnready(const PodSetPlan& plan, Index at) {
    Pod& pod = m_pods[at];
    if (pod.phase != PodPhase::Ready) return;
    Replica& replica = replicaOf(plan, at);
    replica.alive = false;
    replica.draining = true;
    pod.phase = PodPhase::Unready;
    pod.readinessChanged = m_now;
    --m_services[plan.service].live;
    m_recorder.platformChanged({m_now, plan.service, at - plan.firstPod, PlatformEvent::LostReadiness});
    countPods(plan.service);
    countConsumers();
    leaveGroups(plan.service);
    endpointsChange(plan.service);
}

}  // namespace simulator
