// Roll-outs of a running simulation: how pods of a new version take the place of the old ones.
#include <algorithm>

#include "simulator/engine/simulation.h"

namespace simulator {

// One that is under way is given up: all that is there is old.
void Simulation::beginRollout(Index fault) {
    const Index set = m_plan.services[m_faults[fault].target].podSet;
    const PodSetPlan& plan = m_plan.podSets[set];
    Rollout& rollout = m_podSets[set].rollout;
    if (rollout.isUnderWay() && plan.rollout->kind >= RolloutKind::BlueGreen)
        want(plan, rollout, m_podSets[set].wanted, 0);
    if (rollout.isUnderWay()) release(rollout.timer);
    if (rollout.look != none) release(rollout.look);
    const Index from = rollout.from;
    rollout = {};
    rollout.from = from;
    rollout.to = fault;
    rollout.phase = Rollout::Phase::Replacing;
    rollout.oldWanted = podsThere(plan, Side::Any);
    rollout.progressed = m_now;
    rollout.timer = newFrame(Role::Rollout, set);
    tellOfRollout(plan, PlatformEvent::RolloutBegins);
    updateTrouble(false, plan.service);
    goOnWithRollout(set);
}

void Simulation::rolloutEvent(Index frame) {
    const Index set = m_frames[frame].operation;
    if (m_frames[frame].state == State::RolloutTimer) return goOnWithRollout(set);
    const PodSetPlan& plan = m_plan.podSets[set];
    Rollout& rollout = m_podSets[set].rollout;
    const RolloutAnalysisRules& rules = *plan.rollout->analysis;
    if (!rollout.judge.hasFailed(rules))
        return schedule(frame, State::RolloutLook, m_now + rules.interval, Priority::Fault);
    rollout.weight = 0;
    want(plan, rollout, m_podSets[set].wanted, 0);
    endRollout(plan, PlatformEvent::RolloutAborted);
}

// After anything has changed that it depends on.
void Simulation::goOnWithRollout(Index set) {
    const PodSetPlan& plan = m_plan.podSets[set];
    Rollout& rollout = m_podSets[set].rollout;
    replacePods(set);
    const std::uint32_t available = availablePods(plan, Side::New);
    if (available > rollout.newAvailable) rollout.progressed = m_now;
    rollout.newAvailable = available;
    switch (plan.rollout->kind) {
        case RolloutKind::Rolling:
            roll(plan, rollout);
            break;
        case RolloutKind::Recreate:
            recreate(plan, rollout);
            break;
        case RolloutKind::BlueGreen:
            switchSides(plan, rollout);
            break;
        case RolloutKind::Canary:
            stepCanary(plan, rollout);
            break;
    }
    if (!rollout.isUnderWay()) return;
    const bool isLate = m_now >= rollout.progressed + plan.rollout->progressDeadline;
    if (rollout.phase == Rollout::Phase::Replacing && isLate && !std::exchange(rollout.hasFailed, true))
        tellOfRollout(plan, PlatformEvent::RolloutFailed);
    awaitRollout(plan, rollout);
}

void Simulation::awaitRollout(const PodSetPlan& plan, Rollout& rollout) {
    std::int64_t next = rollout.phaseEnds > m_now ? rollout.phaseEnds : never;
    if (rollout.phase == Rollout::Phase::Replacing && !rollout.hasFailed)
        next = std::min(next, rollout.progressed + plan.rollout->progressDeadline);
    for (Index at = plan.firstPod; at < plan.firstPod + plan.pods; ++at) {
        const std::int64_t counts = m_pods[at].readinessChanged + plan.rollout->minReady;
        if (m_pods[at].phase == PodPhase::Ready && counts > m_now) next = std::min(next, counts);
    }
    if (next == never) return waitWithoutTimer(rollout.timer, State::RolloutTimer);
    schedule(rollout.timer, State::RolloutTimer, next, Priority::Fault);
}

void Simulation::want(const PodSetPlan& plan, Rollout& rollout, std::uint32_t oldOnes,
                      std::uint32_t newOnes) {
    if (rollout.oldWanted == oldOnes && rollout.newWanted == newOnes) return;
    rollout.oldWanted = oldOnes;
    rollout.newWanted = newOnes;
    rollout.progressed = m_now;
    replacePods(m_plan.services[plan.service].podSet);
}

// Of both versions as many as there are to be.
void Simulation::replacePods(Index set) {
    const PodSetPlan& plan = m_plan.podSets[set];
    const Rollout& rollout = m_podSets[set].rollout;
    for (const Side side : {Side::New, Side::Old}) {
        const std::uint32_t wanted = side == Side::New ? rollout.newWanted : rollout.oldWanted;
        addPods(plan, wanted, side);
        const std::uint32_t there = podsThere(plan, side);
        if (there > wanted) removePods(plan, there - wanted, side);
    }
    countPods(plan.service);
}

void Simulation::roll(const PodSetPlan& plan, Rollout& rollout) {
    const std::uint32_t wanted = m_podSets[m_plan.services[plan.service].podSet].wanted;
    for (;;) {
        const RolloutCounts now{wanted, rollout.oldWanted, rollout.newWanted, availablePods(plan, Side::Old),
                                availablePods(plan, Side::New)};
        const RolloutCounts next = rollingStep(*plan.rollout, now);
        if (next.oldOnes == now.oldOnes && next.newOnes == now.newOnes) {
            const bool isDone = now.oldOnes == 0 && now.newOnes == wanted && now.newAvailable >= wanted;
            if (isDone) endRollout(plan, PlatformEvent::RolloutCompleted);
            return;
        }
        want(plan, rollout, next.oldOnes, next.newOnes);
    }
}

void Simulation::recreate(const PodSetPlan& plan, Rollout& rollout) {
    const PodSet& pods = m_podSets[m_plan.services[plan.service].podSet];
    want(plan, rollout, 0, rollout.newWanted);
    if (podsThere(plan, Side::Old) > 0 || (rollout.newWanted == 0 && pods.draining > 0)) return;
    want(plan, rollout, 0, pods.wanted);
    if (availablePods(plan, Side::New) >= pods.wanted) endRollout(plan, PlatformEvent::RolloutCompleted);
}

// There is no traffic that could be looked at before the switch.
void Simulation::switchSides(const PodSetPlan& plan, Rollout& rollout) {
    using Phase = Rollout::Phase;
    const std::uint32_t wanted = m_podSets[m_plan.services[plan.service].podSet].wanted;
    want(plan, rollout, wanted, wanted);
    const bool areReady = availablePods(plan, Side::New) >= wanted;
    if (rollout.phase == Phase::Replacing && areReady) {
        rollout.phase = Phase::BeforeSwitch;
        rollout.phaseEnds = m_now + plan.rollout->promotion;
    }
    if (rollout.phase == Phase::BeforeSwitch && m_now >= rollout.phaseEnds && areReady) {
        rollout.phase = Phase::Judged;
        rollout.phaseEnds = m_now + (plan.rollout->analysis ? plan.rollout->promotion : 0);
        shiftTraffic(plan, rollout, 100);
    }
    if (rollout.phase != Phase::Judged || m_now < rollout.phaseEnds) return;
    want(plan, rollout, 0, wanted);
    endRollout(plan, PlatformEvent::RolloutCompleted);
}

void Simulation::stepCanary(const PodSetPlan& plan, Rollout& rollout) {
    using Phase = Rollout::Phase;
    const std::uint32_t wanted = m_podSets[m_plan.services[plan.service].podSet].wanted;
    const std::vector<CanaryStepRules>& steps = plan.rollout->steps;
    for (;;) {
        if (rollout.phase == Phase::Paused) {
            if (m_now < rollout.phaseEnds) return;
            rollout.phase = Phase::Replacing;
            ++rollout.step;
        }
        const bool isLast = rollout.step >= steps.size();
        const double weight = isLast ? 100 : steps[rollout.step].weight;
        const std::uint32_t needed =
            std::max(std::max(1u, rollout.newWanted), std::min(wanted, percentUp(weight, wanted)));
        want(plan, rollout, wanted, needed);
        if (availablePods(plan, Side::New) < needed) return;
        shiftTraffic(plan, rollout, weight);
        if (isLast) {
            want(plan, rollout, 0, wanted);
            return endRollout(plan, PlatformEvent::RolloutCompleted);
        }
        rollout.phase = Phase::Paused;
        rollout.phaseEnds = m_now + steps[rollout.step].pause;
    }
}

void Simulation::shiftTraffic(const PodSetPlan& plan, Rollout& rollout, double weight) {
    if (rollout.weight == weight) return;
    rollout.weight = weight;
    tellOfRollout(plan, PlatformEvent::TrafficShifted);
    if (!plan.rollout->analysis || rollout.look != none || weight == 0) return;
    rollout.look = newFrame(Role::Rollout, m_plan.services[plan.service].podSet);
    schedule(rollout.look, State::RolloutLook, m_now + plan.rollout->analysis->interval, Priority::Fault);
}

void Simulation::endRollout(const PodSetPlan& plan, PlatformEvent how) {
    Rollout& rollout = m_podSets[m_plan.services[plan.service].podSet].rollout;
    tellOfRollout(plan, how);
    release(std::exchange(rollout.timer, none));
    if (rollout.look != none) release(std::exchange(rollout.look, none));
    if (how == PlatformEvent::RolloutCompleted) rollout.from = rollout.to;
    rollout.to = rollout.from;
    rollout.phase = Rollout::Phase::None;
    updateTrouble(false, plan.service);
    countPods(plan.service);
}

void Simulation::tellOfRollout(const PodSetPlan& plan, PlatformEvent event) {
    const Rollout& rollout = m_podSets[m_plan.services[plan.service].podSet].rollout;
    m_recorder.platformChanged({m_now, plan.service, none, event, rollout.weight});
}

bool Simulation::isAvailable(const PodSetPlan& plan, Index at) const {
    return m_pods[at].phase == PodPhase::Ready && !isKilled(plan, at) &&
           m_now >= m_pods[at].readinessChanged + plan.rollout->minReady;
}

std::uint32_t Simulation::availablePods(const PodSetPlan& plan, Side side) const {
    std::uint32_t count = 0;
    for (Index at = plan.firstPod; at < plan.firstPod + plan.pods; ++at)
        count += isOf(side, plan, at) && isAvailable(plan, at);
    return count;
}

bool Simulation::isOf(Side side, const PodSetPlan& plan, Index at) const {
    if (side == Side::Any) return true;
    const Rollout& rollout = m_podSets[m_plan.services[plan.service].podSet].rollout;
    return (m_pods[at].version == rollout.to) == (side == Side::New);
}

}  // namespace simulator
