#include "simulator/estimate/evaluation.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "simulator/estimate/fitted_time.h"
#include "simulator/estimate/join.h"

namespace simulator::estimating {

namespace {

std::size_t number(Cause cause) {
    return static_cast<std::size_t>(cause);
}

bool differs(double left, double right) {
    return std::abs(left - right) > 1e-9 * std::max(std::abs(left), std::abs(right));
}

}  // namespace

void Evaluation::evaluate(Index index) {
    const Program& program = m_network.programs[index];
    for (Index at = program.first; at < program.end; ++at) m_solution.flows[at].siblings = 0;
    Progress end = steps(program.first, program.end, 1);
    ProgramState& state = m_solution.programs[index];
    state.succeeds = end.underWay;
    state.succeeded = end.time;
    state.fails = end.failed.weight();
    state.failed = end.failed.moments();
    state.spill = end.spill;
    state.endless = end.endless;
    state.hold = end.time;
    if (state.fails == 0) return;
    end.failed.add(end.underWay, end.time);
    state.hold = end.failed.moments();
}

Evaluation::Progress Evaluation::steps(Index first, Index end, double reach) {
    Progress progress;
    for (Index at = first; at < end; at = m_network.nodes[at].end)
        step(at, progress, reach * progress.underWay);
    return progress;
}

void Evaluation::step(Index at, Progress& progress, double reach) {
    const Node& node = m_network.nodes[at];
    switch (node.kind) {
        case Node::Kind::Delay:
            progress.time += node.time;
            return;
        case Node::Kind::Call:
            return call(at, progress, reach);
        case Node::Kind::Query:
            return query(at, progress, reach);
        case Node::Kind::Publish:
            return setWeight(at, reach);
        case Node::Kind::Choice:
            return choice(at, progress, reach);
        case Node::Kind::Fork:
            return fork(at, progress, reach);
        case Node::Kind::Lookup:
            return lookup(at, progress, reach);
        case Node::Kind::Way:
            return;  // Reached through its choice or fork only
    }
}

void Evaluation::setWeight(Index at, double weight) {
    double& known = m_solution.flows[at].weight;
    if (differs(known, weight)) m_changed = true;
    known = weight;
}

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
    attempt.stuck = goesOn * (1 - state.passes * (callee.succeeds + callee.fails));
    goesOn *= state.passes;
    const Moments inside = network + state.queue.wait;
    attempt.succeeds = goesOn * callee.succeeds;
    attempt.succeeded = inside + callee.succeeded;
    const double dependency = goesOn * callee.fails;
    attempt.fails = refused + dependency;
    if (attempt.fails == 0) return attempt;
    attempt.causes[number(Cause::Dependency)] += dependency;
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
        const FittedTime fitted(time);
        const double over = fitted.survival(limit);
        late += share * over;
        if (over < 1) inTime(share * (1 - over), over < 1e-12 ? time : fitted.truncatedAt(limit), 1 - over);
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

void Evaluation::call(Index at, Progress& progress, double reach) {
    const Node& node = m_network.nodes[at];
    setWeight(at, reach);
    const Attempt attempt = attemptAt(node);
    const Patience& patience = m_network.patiences[node.patience];
    const StationState& station = m_solution.stations[m_network.programs[node.target].station];
    progress.spill = std::max(progress.spill, reach * station.queue.spill);
    const bool waitsForEver = !station.queue.stable || m_solution.programs[node.target].endless;
    if (waitsForEver && !patience.limited() && reach > 0) progress.endless = true;
    if (attempt.fails > 0 || attempt.stuck > 0) return attempts(at, progress, attempt);
    if (!patience.limited()) return patientCall(at, progress, attempt);
    // Tails that are at most exponential are below 1e-7 so far out.
    const Moments& time = attempt.succeeded;
    const double deviation = std::sqrt(time.variance);
    const double limit = std::min(patience.timeout, patience.deadline);
    const bool light = time.third <= 2.0001 * deviation * time.variance;
    if (light && limit > time.mean + 16 * deviation) return patientCall(at, progress, attempt);
    attempts(at, progress, attempt);
}

void Evaluation::patientCall(Index at, Progress& progress, const Attempt& attempt) {
    NodeFlow& flow = m_solution.flows[at];
    if (flow.attempts != 1) m_changed = true;
    flow.attempts = 1;
    flow.attemptFailed = flow.failed = {};
    progress.time += attempt.succeeded;
}

// Attempts one after the other, with the mean time that has passed before each held against the deadline.
void Evaluation::attempts(Index at, Progress& progress, const Attempt& unlimited) {
    const Patience& patience = m_network.patiences[m_network.nodes[at].patience];
    NodeFlow& flow = m_solution.flows[at];
    double open = 1;
    double made = 0;
    double stuck = 0;
    Moments passed;
    Mixture succeeded;
    ByCause attemptFailed{};
    Attempt attempt;
    double limit = -1;
    double delay = patience.delay;
    for (int turn = 1; turn <= patience.attempts && open > 1e-12; ++turn) {
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
    if (differs(flow.attempts, made)) m_changed = true;
    flow.attempts = made;
    for (std::size_t cause = 0; cause < causeCount; ++cause) {
        flow.attemptFailed[cause] = attemptFailed[cause] / made;
        flow.failed[cause] = attempt.fails > 0 ? open * attempt.causes[cause] / attempt.fails : 0;
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
    setWeight(at, reach);
    const Attempt attempt = queryAt(node);
    const StationState& state = m_solution.stations[node.target];
    m_solution.flows[at].attemptFailed = m_solution.flows[at].failed = attempt.causes;
    progress.spill = std::max(progress.spill, reach * state.queue.spill);
    if (!state.queue.stable && reach > 0) progress.endless = true;
    progress.fail(attempt.fails, {});
    progress.stuck += progress.underWay * attempt.stuck;
    progress.underWay *= attempt.succeeds;
    progress.time += attempt.succeeded;
}

// The ends of a part that was begun by a share of those under way.
void Evaluation::absorb(const Progress& part, Progress& progress, Mixture& ends, double share) {
    ends.add(share * part.underWay, part.time);
    if (part.failed.weight() > 0)
        progress.failed.add(progress.underWay * share * part.failed.weight(),
                            progress.time + part.failed.moments());
    progress.stuck += progress.underWay * share * part.stuck;
    progress.spill = std::max(progress.spill, part.spill);
    progress.endless = progress.endless || (part.endless && share > 0);
}

void Evaluation::choice(Index at, Progress& progress, double reach) {
    Mixture ends;
    double left = 1;
    for (Index way = at + 1; way < m_network.nodes[at].end; way = m_network.nodes[way].end) {
        const double share = std::min(left, m_network.nodes[way].probability);
        left -= share;
        absorb(steps(way + 1, m_network.nodes[way].end, reach * share), progress, ends, share);
    }
    if (left > 1e-9) ends.add(left, {});
    progress.time += ends.moments();
    progress.underWay *= std::min(1.0, ends.weight() > 1 - 1e-12 ? 1.0 : ends.weight());
}

// A look-up that fails is a miss.
void Evaluation::lookup(Index at, Progress& progress, double reach) {
    const Node& node = m_network.nodes[at];
    double fails = 0;
    Moments time = node.time;
    if (node.target != nowhere) {
        setWeight(at, reach);
        const Attempt attempt = queryAt(node);
        m_solution.flows[at].attemptFailed = attempt.causes;
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
    absorb(miss, progress, ends, misses);
    ends.add(1 - misses, time);
    progress.time += ends.moments();
    progress.underWay *= ends.weight() > 1 - 1e-12 ? 1.0 : ends.weight();
}

void Evaluation::fork(Index at, Progress& progress, double reach) {
    const Node& node = m_network.nodes[at];
    std::vector<BranchTime> branches;
    double failing = 0;
    for (Index way = at + 1; way < node.end; way = m_network.nodes[way].end) {
        const Progress part = steps(way + 1, m_network.nodes[way].end, reach);
        branches.push_back({part.underWay, part.time});
        progress.spill = std::max(progress.spill, part.spill);
        progress.endless = progress.endless || part.endless;
        failing = std::max(failing, part.failed.moments().mean);
    }
    const Joined join = joined(branches, node.needed);
    if (join.time.mean > 0 && reach > 0) findSiblings(at, reach, join.time.mean);
    progress.fail(1 - join.succeeds, Moments::constant(failing));
    progress.underWay *= join.succeeds;
    progress.time += join.time;
}

double Evaluation::visitTime(const Node& node) const {
    if (node.kind != Node::Kind::Call)
        return m_solution.stations[node.target].queue.wait.mean + node.time.mean;
    const StationState& pool = m_solution.stations[m_network.programs[node.target].station];
    return pool.queue.wait.mean + m_solution.programs[node.target].hold.mean;
}

// What an arrival finds of the other branches is the share of the time that they spend there, as the arrival
// theorem has it for the users of a closed network (Heidelberger & Trivedi 1983).
void Evaluation::findSiblings(Index fork, double reach, double duration) {
    m_visits.clear();
    const Index end = m_network.nodes[fork].end;
    for (Index way = fork + 1; way < end; way = m_network.nodes[way].end)
        for (Index at = way + 1; at < m_network.nodes[way].end; ++at) {
            const Node& node = m_network.nodes[at];
            if (node.target == nowhere || node.kind == Node::Kind::Publish) continue;
            const Index station =
                node.kind == Node::Kind::Call ? m_network.programs[node.target].station : node.target;
            m_visits.push_back({at, station, way, m_solution.flows[at].weight / reach * visitTime(node)});
        }
    for (const Visit& visit : m_visits) {
        double siblings = 0;
        for (const Visit& other : m_visits)
            if (other.station == visit.station && other.way != visit.way) siblings += other.time;
        m_solution.flows[visit.node].siblings += siblings / duration;
    }
}

}  // namespace simulator::estimating
