#include <algorithm>
#include <cmath>

#include "simulator/estimate/evaluation.h"
#include "simulator/estimate/fitted_time.h"

namespace simulator::estimating {

namespace {

std::size_t number(Cause cause) {
    return static_cast<std::size_t>(cause);
}

/// Where the tails of fitted times of at most that skewness are negligible, in standard deviations beyond the
/// mean: those that are at most exponential are below 1e-7 there, the others below 1e-9.
struct FarTail {
    double skewness;
    double deviations;
};
constexpr FarTail farTails[] = {{2.0001, 16}, {3, 36}, {4.6, 60}, {6.6, 97}};

constexpr double hardlyEver = 1e-12;  // Shares that are as good as none

/// What a sum of shares leaves of all; nothing where it is less than all by roundings only.
double shareLeft(double share) {
    return share > 1 - hardlyEver ? 0 : 1 - share;
}

bool isFarBelow(const Moments& time, double limit) {
    const double deviation = std::sqrt(time.variance);
    const double cube = deviation * time.variance;
    for (const FarTail& tail : farTails)
        if (time.third <= tail.skewness * cube) return limit > time.mean + tail.deviations * deviation;
    return false;
}

}  // namespace

// An attempt as it would go without a limit of time.
Evaluation::Attempt Evaluation::attemptAt(const Node& node) const {
    const ProgramState& callee = m_solution.programs[node.target];
    const Index at = m_network.programs[node.target].station;
    const Station& station = m_network.stations[at];
    const StationState& state = m_solution.stations[at];
    const Moments network = node.crossesNetwork ? m_network.network + m_network.network : Moments{};
    Attempt attempt;
    double goesOn = 1;
    const auto refuse = [&](Cause cause, double share) {
        attempt.causes[number(cause)] += goesOn * share;
        goesOn *= 1 - share;
    };
    refuse(Cause::Fault, station.errorRate);
    if (station.down) refuse(Cause::Crashed, 1);
    refuse(Cause::Rejected, state.queue.blocked);
    const double refused = 1 - goesOn;
    attempt.stuck = goesOn * shareLeft(state.passes * (callee.succeeds + callee.fails));
    goesOn *= state.passes;
    const Moments inside = network + state.queue.wait;
    attempt.succeeds = goesOn * callee.succeeds;
    attempt.succeeded = inside + callee.succeeded;
    const double dependency = goesOn * callee.fails;
    attempt.fails = refused + dependency;
    if (attempt.fails == 0) return attempt;
    attempt.causes[number(Cause::Bug)] += goesOn * callee.mistakes;
    attempt.causes[number(Cause::Dependency)] += dependency - goesOn * callee.mistakes;
    Mixture failed;
    failed.add(refused, network);
    failed.add(dependency, inside + callee.failed);
    attempt.failed = failed.moments();
    return attempt;
}

// What has no answer by the limit has failed then.
Evaluation::Attempt Evaluation::limited(const Attempt& attempt, double limit) {
    Attempt result;
    Mixture failed;
    double late = attempt.stuck;
    const auto cut = [&](double share, const Moments& time, const auto& inTime) {
        if (!(share > 0)) return;
        if (isFarBelow(time, limit)) return inTime(share, time, 1);
        const FittedTime fitted(time);
        const double over = fitted.survival(limit);
        late += share * over;
        if (over < 1)
            inTime(share * (1 - over), over < hardlyEver ? time : fitted.truncatedAt(limit), 1 - over);
    };
    cut(attempt.succeeds, attempt.succeeded, [&](double share, const Moments& time, double) {
        result.succeeds = share;
        result.succeeded = time;
    });
    cut(attempt.fails, attempt.failed, [&](double share, const Moments& time, double kept) {
        failed.add(share, time);
        for (std::size_t cause = 0; cause < causeCount; ++cause)
            result.causes[cause] = attempt.causes[cause] * kept;
    });
    failed.add(late, Moments::constant(limit));
    result.causes[number(Cause::Timeout)] += late;
    result.fails = failed.weight();
    result.failed = failed.moments();
    return result;
}

// Most calls never fail, and have an answer long before anybody loses patience.
std::optional<Moments> Evaluation::sureCall(Index at, double& spill, double reach) {
    const Node& node = m_network.nodes[at];
    const ProgramState& callee = m_solution.programs[node.target];
    const Index pool = m_network.programs[node.target].station;
    const Station& station = m_network.stations[pool];
    const StationState& state = m_solution.stations[pool];
    if (station.errorRate > 0 || station.down || state.queue.blocked > hardlyEver || !state.queue.stable ||
        state.passes < 1 || callee.fails > hardlyEver || shareLeft(callee.succeeds) > 0 || callee.endless)
        return {};
    Moments time = state.queue.wait + callee.succeeded;
    if (node.crossesNetwork) time += m_network.network + m_network.network;
    const Patience& patience = m_network.patiences[node.patience];
    if (patience.limited() && !isFarBelow(time, std::min(patience.timeout, patience.deadline))) return {};
    flowOf(at).weight = reach;
    m_solution.failures[at] = {};
    spill = std::max(spill, reach * state.queue.spill);
    return time;
}

void Evaluation::call(Index at, Progress& progress, double reach) {
    if (const auto time = sureCall(at, progress.spill, reach)) {
        progress.time += *time;
        return;
    }
    const Node& node = m_network.nodes[at];
    flowOf(at).weight = reach;
    const StationState& station = m_solution.stations[m_network.programs[node.target].station];
    progress.spill = std::max(progress.spill, reach * station.queue.spill);
    const bool waitsForEver = !station.queue.stable || m_solution.programs[node.target].endless;
    if (waitsForEver && !m_network.patiences[node.patience].limited() && reach > 0) progress.endless = true;
    attempts(at, progress, attemptAt(node));
}

// Attempts one after the other, with the mean time that has passed before each held against the deadline.
void Evaluation::attempts(Index at, Progress& progress, const Attempt& unlimited) {
    const Patience& patience = m_network.patiences[m_network.nodes[at].patience];
    double open = 1;
    double made = 0;
    double stuck = 0;
    Moments passed;
    Mixture succeeded;
    ByCause attemptFailed{};
    Attempt attempt;
    double limit = -1;
    double delay = patience.delay;
    for (int turn = 1; turn <= patience.attempts && open > hardlyEver; ++turn) {
        const double left = std::min(patience.timeout, patience.deadline - passed.mean);
        if (left != limit) attempt = left < QueueLoad::unbounded / 2 ? limited(unlimited, left) : unlimited;
        limit = left;
        made += open;
        for (std::size_t cause = 0; cause < causeCount; ++cause)
            attemptFailed[cause] += open * attempt.causes[cause];
        succeeded.add(open * attempt.succeeds, passed + attempt.succeeded);
        stuck += open * attempt.stuck;
        open *= attempt.fails;
        passed += attempt.failed;
        if (turn == patience.attempts || passed.mean + delay >= patience.deadline) break;
        passed.mean += delay;
        delay = std::min(delay * patience.factor, patience.maxDelay);
    }
    flowOf(at).attempts = made;
    NodeFailures& failures = m_solution.failures[at];
    for (std::size_t cause = 0; cause < causeCount; ++cause) {
        failures.attempt[cause] = attemptFailed[cause] / made;
        failures.execution[cause] = attempt.fails > 0 ? open * attempt.causes[cause] / attempt.fails : 0;
    }
    progress.fail(open, passed);
    progress.stuck += progress.underWay * stuck;
    progress.time += succeeded.moments();
    progress.underWay *= succeeded.weight();
}

Evaluation::Attempt Evaluation::queryAt(const Node& node) const {
    const Station& station = m_network.stations[node.target];
    const StationState& state = m_solution.stations[node.target];
    Attempt attempt;
    attempt.succeeds = 1;
    const auto refuse = [&](Cause cause, double share) {
        attempt.causes[number(cause)] = attempt.succeeds * share;
        attempt.succeeds *= 1 - share;
    };
    if (station.down) refuse(Cause::Crashed, 1);
    refuse(Cause::Fault, station.errorRate);
    refuse(Cause::Rejected, state.queue.blocked);
    attempt.fails = 1 - attempt.succeeds;
    attempt.stuck = attempt.succeeds * (1 - state.passes);
    attempt.succeeds -= attempt.stuck;
    attempt.succeeded = state.queue.wait + node.time;
    return attempt;
}

void Evaluation::query(Index at, Progress& progress, double reach) {
    const Node& node = m_network.nodes[at];
    flowOf(at).weight = reach;
    const Attempt attempt = queryAt(node);
    const StationState& state = m_solution.stations[node.target];
    m_solution.failures[at] = {attempt.causes, attempt.causes};
    progress.spill = std::max(progress.spill, reach * state.queue.spill);
    if (!state.queue.stable && reach > 0) progress.endless = true;
    progress.fail(attempt.fails, {});
    progress.stuck += progress.underWay * attempt.stuck;
    progress.underWay *= attempt.succeeds;
    progress.time += attempt.succeeded;
}

// A look-up that fails is a miss.
void Evaluation::lookup(Index at, Progress& progress, double reach) {
    const Node& node = m_network.nodes[at];
    double fails = 0;
    Moments time = node.time;
    if (node.target != nowhere) {
        flowOf(at).weight = reach;
        const Attempt attempt = queryAt(node);
        m_solution.failures[at].attempt = attempt.causes;
        const StationState& state = m_solution.stations[node.target];
        progress.spill = std::max(progress.spill, reach * state.queue.spill);
        if (!state.queue.stable && reach > 0) progress.endless = true;
        fails = attempt.fails;
        time = attempt.succeeded;
    }
    const double misses = fails + (1 - fails) * node.probability;
    Progress miss = steps(at + 1, node.end, reach * misses);
    Mixture looked;
    looked.add(fails, {});
    looked.add((1 - fails) * node.probability, time);
    const Moments before = looked.moments();
    miss.time += before;
    Mixture ends;
    progress.takeEnds(miss, misses);
    ends.add(misses * miss.underWay, miss.time);
    ends.add(1 - misses, time);
    progress.time += ends.moments();
    progress.underWay *= ends.weight() > 1 - 1e-12 ? 1.0 : ends.weight();
}

}  // namespace simulator::estimating
