#include "simulator/estimate/ascent.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "simulator/estimate/bursts.h"

namespace simulator::estimating {

namespace {

constexpr double hardlyStable = 0.9995;

/// How often a message is delivered whose handling fails with that probability: 1 + p + p^2 ..., at most
/// `most` terms.
double deliveriesOf(double fails, int most) {
    const double handled = 1 - fails;
    if (!(fails > 0)) return 1;
    if (handled * most < 1e-9) return most;
    return -std::expm1(most * std::log1p(-handled)) / handled;
}

}  // namespace

// The programs of a pool come one after the other; its queue is solved when they all are evaluated.
void Ascent::run() {
    for (Index at = 0; at < m_network.stations.size(); ++at) {
        const bool idle = at < m_network.services && m_wiring.operations.of(at).empty();
        if (at < m_network.services && !idle) continue;
        if (Course::take(m_course.stations[at], Course::Queue))
            station(at, idle ? Moments{} : m_course.solution.stations[at].hold, 0);
    }
    Index pool = nowhere;
    for (const Index program : m_network.upward) {
        const Index next = m_network.programs[program].station;
        if (next != pool && pool != nowhere) leavePool(pool);
        pool = next;
        if (Course::take(m_course.programs[program], Course::Evaluate)) evaluate(program);
    }
    if (pool != nowhere) leavePool(pool);
    for (Index at = 0; at < m_network.groups.size(); ++at)
        if (Course::take(m_course.groups[at], Course::Queue)) group(at);
}

void Ascent::evaluate(Index program) {
    const Evaluation::Changes changes = m_evaluation.evaluate(program);
    if (changes.flows || changes.outcome) Course::put(m_course.programs[program], Course::Follow);
    if (!changes.outcome) return;
    const Index pool = m_network.programs[program].station;
    if (pool == nowhere) return;
    Course::put(m_course.stations[pool], Course::Queue);
    for (const Wiring::Sender& sender : m_wiring.callers.of(program))
        Course::put(m_course.programs[sender.program], Course::Evaluate | Course::Follow);
    const Index fed = m_wiring.feeds[program].group;
    if (fed != nowhere) Course::put(m_course.groups[fed], Course::Queue);
}

void Ascent::leavePool(Index pool) {
    if (!Course::take(m_course.stations[pool], Course::Queue)) return;
    double spill = 0;
    const Moments hold = poolHold(pool, spill);
    station(pool, hold, spill);
}

Moments Ascent::poolHold(Index pool, double& spill) const {
    Mixture mixture;
    for (const Index program : m_wiring.operations.of(pool)) {
        const ProgramState& state = m_course.solution.programs[program];
        if (!(state.rate > 0)) continue;
        mixture.add(state.rate, state.hold);
        spill += state.rate * state.spill;
    }
    if (mixture.weight() > 0) spill /= mixture.weight();
    return mixture.moments();
}

void Ascent::station(Index at, const Moments& hold, double spill) {
    if (holds(at, hold)) m_course.loadChanged(m_network, m_wiring, at);
    if (m_course.queues) adopt(at, m_network.stations[at].down ? QueueState{} : queueAt(at, hold, spill));
}

bool Ascent::holds(Index at, const Moments& hold) {
    StationState& state = m_course.solution.stations[at];
    if (!differ(hold, state.hold)) return false;
    state.hold = hold;
    return true;
}

QueueLoad Ascent::loadAt(Index at, const Moments& hold) const {
    const Station& facts = m_network.stations[at];
    const StationState& state = m_course.solution.stations[at];
    QueueLoad load;
    load.rate = state.rate / facts.replicas;
    load.service = hold;
    // Round robin: each replica gets every n-th of a stream.
    load.arrivalScv = state.arrivalScv / facts.replicas;
    load.servers = facts.servers;
    load.places = facts.places;
    load.sources = state.sources;
    if (load.bounded() && !state.closedSources && state.callers > 0)
        load.sources = std::min(load.sources, std::max(1.0, std::round(state.callers)));
    load.closedSources = state.closedSources;
    load.active = state.active;
    load.callerLoad = state.callerLoad;
    // Several pools of callers have more workers than can be here: as busy as all of them, not as many.
    if (load.sources < state.callers) load.active = std::min(load.active, state.callerLoad * load.sources);
    load.pastWait = state.queue.wait.mean;
    return load;
}

// Bursts of several workloads add up, as if they never met.
QueueState Ascent::burst(Index at, const QueueLoad& load, const QueueState& calm) const {
    QueueState all = calm;
    for (const Course::Bursts& bursts : m_course.bursts) {
        const double visits = bursts.visits[at];
        if (!(visits > 0) || !(load.rate > 0)) continue;
        const double rate = m_course.solution.workloadRates[bursts.workload] * visits;
        const int replicas = m_network.stations[at].replicas;
        const BurstShare part{std::min(1.0, rate / (load.rate * replicas)), visits, replicas};
        const QueueState one = solveBursts(load, calm, m_network.workloads[bursts.workload].modulation, part);
        const double more = std::max(0.0, one.wait.mean - calm.wait.mean);
        all.blocked = std::min(1.0, all.blocked + std::max(0.0, one.blocked - calm.blocked));
        if (one.wait.mean > 0) all.wait = one.wait.scaled((all.wait.mean + more) / one.wait.mean);
    }
    return all;
}

QueueState Ascent::queueAt(Index at, const Moments& hold, double spill) const {
    const StationState& state = m_course.solution.stations[at];
    QueueLoad load = loadAt(at, hold);
    QueueState next = burst(at, load, solveQueue(load));
    if (next.stable && state.siblings > 1e-6)
        next.wait += Moments::gamma(siblingWait(load, state.siblings / m_network.stations[at].replicas), 1);
    if (!next.stable && m_course.closed && state.openLoad < hardlyStable) {
        load.rate = hardlyStable * load.servers / hold.mean;
        next = solveQueue(load);
    }
    if (state.sources <= load.servers) next.spill = std::exchange(spill, 0);
    const double outside = spill * 0.5 * (load.arrivalScv + hold.scv());
    if (next.stable && outside > next.wait.mean) next.wait = Moments::gamma(outside, 1);
    return next;
}

// Takes over a new state, a part of it where it swings. What waits here depends on how long it waits if it
// comes from a fixed number of callers.
void Ascent::adopt(Index at, QueueState next) {
    if (!std::isfinite(next.wait.mean)) next.stable = false;
    StationState& state = m_course.solution.stations[at];
    const double offered = m_course.loadOf(m_network, at);
    const double share = m_course.share;
    const double visit = state.hold.mean + state.queue.wait.mean;
    const double passes = next.stable ? 1 : std::min(1.0, 1 / offered);
    const Moments wait = next.stable ? next.wait : Moments::constant(forEver);
    const double change =
        std::max({std::abs(wait.mean - state.queue.wait.mean) / (visit + 1e-12),
                  std::abs(next.blocked - state.queue.blocked), std::abs(passes - state.passes)});
    m_course.change = std::max(m_course.change, change);
    const bool same = next.stable == state.queue.stable && !(change > tolerance) &&
                      !differs(wait.mean, state.queue.wait.mean, visit) &&
                      !differs(wait.variance, state.queue.wait.variance, visit * visit) &&
                      !differs(wait.third, state.queue.wait.third, visit * visit * visit) &&
                      !differs(next.spill, state.queue.spill, visit);
    if (same) {
        state.queue.utilisation = next.utilisation;
        return;
    }
    const double old = state.queue.wait.mean;
    const bool blend = next.stable && state.queue.stable;
    const double mean = blend ? old + share * (wait.mean - old) : wait.mean;
    const double blocked = state.queue.blocked + share * (next.blocked - state.queue.blocked);
    state.passes += share * (passes - state.passes);
    state.queue = next;
    state.queue.blocked = blocked;
    state.queue.wait = wait.mean > 0 ? wait.scaled(mean / wait.mean) : Moments::constant(mean);
    m_course.markVisitors(m_network, m_wiring, at, Course::Evaluate | Course::Follow);
    m_course.markOperations(m_network, m_wiring, at, Course::Follow);
    if (share < 1 || state.sources < QueueLoad::unbounded) Course::put(m_course.stations[at], Course::Queue);
}

void Ascent::group(Index at) {
    const Group& facts = m_network.groups[at];
    GroupState& state = m_course.solution.groups[at];
    if (!m_course.queues || !(state.rate > 0)) return;
    Mixture handling;
    double fails = 0;
    for (const Group::Consumer& consumer : facts.consumers) {
        const ProgramState& program = m_course.solution.programs[consumer.operation];
        const Index pool = m_network.programs[consumer.operation].station;
        handling.add(consumer.share, m_course.solution.stations[pool].queue.wait + program.hold);
        fails += consumer.share * program.fails;
    }
    state.handling = handling.moments();
    const int most = m_network.channels[facts.channel].deliveries;
    const double deliveries = deliveriesOf(std::min(1.0, fails), most);
    QueueLoad load;
    load.rate = state.rate * deliveries;
    load.service = state.handling;
    load.servers = std::max(1, static_cast<int>(facts.capacity));
    state.queue = solveQueue(load);
    if (!state.queue.stable) state.queue.wait = Moments::constant(forEver);
    const double passes = state.queue.stable ? 1 : std::min(1.0, load.servers / load.offered());
    const double change = std::max(std::abs(deliveries - state.deliveries), std::abs(passes - state.passes));
    m_course.change = std::max(m_course.change, change);
    if (!(change > tolerance)) return;
    state.deliveries = deliveries;
    state.passes += m_course.share * (passes - state.passes);
    if (m_course.share < 1) Course::put(m_course.groups[at], Course::Queue);
    m_course.markConsumers(m_network, at);
}

}  // namespace simulator::estimating
