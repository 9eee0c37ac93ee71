#include "simulator/estimate/steady_state.h"

#include <algorithm>
#include <utility>

#include "simulator/estimate/ascent.h"
#include "simulator/estimate/descent.h"
#include "simulator/estimate/product_form.h"
#include "simulator/estimate/succession.h"
#include "simulator/estimate/visits.h"

namespace simulator::estimating {

namespace {

constexpr double calmLoad = 0.9;
constexpr int mostIterations = 400;
constexpr int passesInWindow = 100;
constexpr int mostWindows = 20;
constexpr std::size_t mostSteps = 1'000'000;

bool hasUsers(const Network& network) {
    return std::any_of(network.workloads.begin(), network.workloads.end(),
                       [](const WorkloadPart& workload) { return workload.closed; });
}

/// Messages may be what keeps messages coming: then no rate but the least that comes from the load is meant.
bool mayCircle(const Network& network) {
    return network.cyclic && !network.groups.empty();
}

/// How the messages of a group become more, from one window of passes to the next: in a circle that loses
/// none they grow by the same each time, in one that makes more of them by more and more.
struct GroupGrowth {
    double rate = 0;
    double grown = 0;

    bool isEndless(double now) {
        const double more = now - rate;
        const bool endless = now < mostRate && grown > 0 && more > (1 - 1e-4) * grown;
        rate = now;
        grown = more;
        return endless;
    }
};

}  // namespace

// A fixed number of users makes all rates depend on all waits: there is nothing to go on from but the waits.
void SteadyState::follow(Network next) {
    const bool goesOn = m_known && !hasUsers(next) && !m_closed && !mayCircle(next) &&
                        m_actual.solution.converged && isCalm(m_actual);
    const Network before = std::exchange(m_network, std::move(next));
    m_closed = hasUsers(m_network);
    m_known = true;
    if (goesOn && goOn(before)) return;
    wire();
    m_ideal.begin(m_network);
    const bool isKnown = findIdeal();
    if (m_closed && adoptProductForm()) return;
    findActual(false);
    if (!isKnown) m_actual.solution.converged = false;
}

// Not to where it is no longer calm: several states may be steady there, and only from the beginning it is
// always the same that is found.
bool SteadyState::goOn(const Network& before) {
    const Succession succession(before, m_network);
    if (!succession.keepsWiring()) wire();
    succession.carry(m_ideal, m_wiring);
    if (!findIdeal() || !isCalm(m_ideal)) return false;
    succession.carry(m_actual, m_wiring);
    findActual(true);
    return m_actual.solution.converged && isCalm(m_actual);
}

void SteadyState::wire() {
    m_wiring = Wiring(m_network);
    m_bounds = boundSources(m_network);
}

void SteadyState::bound(Course& course) const {
    for (Index at = 0; at < m_bounds.size(); ++at) {
        StationState& state = course.solution.stations[at];
        if (SourceBound{state.sources, state.closedSources} == m_bounds[at]) continue;
        state.sources = m_bounds[at].most;
        state.closedSources = m_bounds[at].closed;
        Course::put(course.stations[at], Course::Gather | Course::Queue);
        course.markOperations(m_network, m_wiring, at, Course::Follow);
    }
}

// Nobody waits: what everybody would need, which also shows where the first bottleneck is.
bool SteadyState::findIdeal() {
    m_ideal.queues = false;
    m_ideal.closed = m_closed;
    bound(m_ideal);
    settleRates(m_ideal);
    Solution& solution = m_ideal.solution;
    for (Index at = 0; at < solution.stations.size(); ++at)
        solution.stations[at].openLoad = m_ideal.loadOf(m_network, at);
    if (m_closed) {
        Descent(m_network, m_wiring, m_ideal).beginJourneys();
        settleRates(m_ideal);
    }
    double highest = 0;
    solution.bottleneck = nowhere;
    for (Index at = 0; at < solution.stations.size(); ++at) {
        const double load = m_ideal.loadOf(m_network, at);
        solution.stations[at].idealLoad = load;
        if (!(load > highest)) continue;
        highest = load;
        solution.bottleneck = at;
    }
    return m_ideal.isSettled();
}

// Messages that go in circles may need many passes, or never come to an end.
void SteadyState::settleRates(Course& course) const {
    const auto& groups = course.solution.groups;
    const int most = mayCircle(m_network) ? mostWindows : 1;
    std::vector<GroupGrowth> growths(groups.size());
    for (int window = 0; window < most; ++window) {
        for (int pass = 0; pass < passesInWindow && !course.isSettled(); ++pass) {
            Ascent(m_network, m_wiring, course).run();
            Descent(m_network, m_wiring, course).run();
        }
        if (course.isSettled()) return;
        for (Index at = 0; at < groups.size(); ++at)
            if (growths[at].isEndless(groups[at].rate)) amplify(course, at);
    }
}

// Where it is not the group itself that makes its messages, this is taken back.
void SteadyState::amplify(Course& course, Index group) const {
    course.solution.groups[group].rate = mostRate;
    Course::put(course.groups[group], Course::Gather);
    course.markConsumers(m_network, group);
}

// Only from a calm state, so that the answer does not depend on the way to it.
bool SteadyState::isCalm(const Course& course) const {
    const auto& stations = course.solution.stations;
    return std::all_of(stations.begin(), stations.end(), [](const StationState& state) {
        return state.queue.stable && state.passes > 1 - 1e-9 && state.idealLoad <= calmLoad &&
               state.queue.utilisation <= calmLoad;
    });
}

void SteadyState::findActual(bool goesOn) {
    if (!goesOn) {
        m_actual = m_ideal;
        for (std::uint8_t& marks : m_actual.stations) Course::put(marks, Course::Gather | Course::Queue);
        for (std::uint8_t& marks : m_actual.groups) Course::put(marks, Course::Queue);
        for (const Index program : m_network.upward) Course::put(m_actual.programs[program], Course::Follow);
    }
    m_actual.queues = true;
    m_actual.closed = m_closed;
    bound(m_actual);
    if (!goesOn) Descent(m_network, m_wiring, m_actual).run();  // How irregular the streams are
    findBursts();
    for (Index at = 0; at < m_network.stations.size(); ++at) {
        m_actual.solution.stations[at].idealLoad = m_ideal.solution.stations[at].idealLoad;
        m_actual.solution.stations[at].openLoad = m_ideal.solution.stations[at].openLoad;
    }
    m_actual.solution.bottleneck = m_ideal.solution.bottleneck;
    relax();
}

void SteadyState::findBursts() {
    std::vector<Course::Bursts> bursts;
    for (Index at = 0; at < m_network.workloads.size(); ++at)
        if (!m_network.workloads[at].modulation.levels.empty())
            bursts.push_back({at, visitsOf(m_network, m_ideal.solution, at)});
    if (bursts.empty() && m_actual.bursts.empty()) return;
    m_actual.bursts = std::move(bursts);
    for (std::uint8_t& marks : m_actual.stations) Course::put(marks, Course::Queue);
}

// The part of a change that is taken over gets smaller where the rounds swing: once a change may grow, on its
// way through the network.
void SteadyState::relax() {
    const std::size_t allowed = mostSteps / (m_network.nodes.size() + m_network.programs.size() + 1);
    const int most = static_cast<int>(std::clamp<std::size_t>(allowed, 40, mostIterations));
    Solution& solution = m_actual.solution;
    Ascent ascent(m_network, m_wiring, m_actual);
    Descent descent(m_network, m_wiring, m_actual);
    m_actual.share = 1;
    double before = forEver;
    bool grew = false;
    for (solution.iterations = 1;; ++solution.iterations) {
        m_actual.change = 0;
        ascent.run();
        if (m_closed) descent.beginJourneys();
        descent.run();
        solution.converged = m_actual.isSettled();
        if (solution.converged || solution.iterations == most) return;
        const bool grows = m_actual.change > 0.9 * before;
        if (grows && grew) m_actual.share = std::max(0.02, 0.7 * m_actual.share);
        if (!grows) m_actual.share = std::min(1.0, 1.1 * m_actual.share);
        grew = grows;
        before = m_actual.change;
    }
}

// The waits are known exactly: what is left is to go up and down once more with them.
bool SteadyState::adoptProductForm() {
    m_actual = m_ideal;
    Solution& solution = m_actual.solution;
    if (!solveProductForm(m_network, solution)) return false;
    m_actual.queues = false;
    for (const Index program : m_network.upward)
        Course::put(m_actual.programs[program], Course::Evaluate | Course::Rate | Course::Follow);
    for (std::uint8_t& marks : m_actual.stations) Course::put(marks, Course::Queue);
    settleRates(m_actual);
    for (Index at = 0; at < m_network.stations.size(); ++at)
        solution.stations[at].queue.utilisation = std::min(1.0, m_actual.loadOf(m_network, at));
    if (m_network.workloads.size() > 1) refineJourneys();
    return true;
}

// Users of different workloads do not see the same queues: each workload's journeys with its own waits.
void SteadyState::refineJourneys() {
    Solution& solution = m_actual.solution;
    for (Index workload = 0; workload < m_network.workloads.size(); ++workload) {
        Solution own = solution;
        for (Index at = 0; at < own.stations.size(); ++at) {
            Moments& wait = own.stations[at].queue.wait;
            const double mean = solution.classWaits[workload][at];
            wait = wait.mean > 0 ? wait.scaled(mean / wait.mean) : Moments::constant(mean);
        }
        Evaluation evaluation(m_network, own);
        for (const Index program : m_network.upward) evaluation.evaluate(program);
        for (const JourneyPart& journey : m_network.journeys)
            if (journey.workload == workload)
                solution.programs[journey.program] = own.programs[journey.program];
    }
}

}  // namespace simulator::estimating
