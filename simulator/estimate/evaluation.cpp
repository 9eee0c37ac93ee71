#include "simulator/estimate/evaluation.h"

#include <algorithm>
#include <cmath>

#include "simulator/estimate/join.h"

namespace simulator::estimating {

Evaluation::Changes Evaluation::evaluate(Index index) {
    const Program& program = m_network.programs[index];
    m_first = program.first;
    m_flows.assign(program.end - program.first, NodeFlow{});
    m_thinking = 0;
    const Progress end = steps(program.first, program.end, 1);
    return {adopt(m_solution.programs[index], end, m_thinking), adoptFlows(program)};
}

bool Evaluation::adopt(ProgramState& state, Progress end, double thinking) {
    ProgramState next = state;
    next.thinking = thinking;
    next.succeeds = end.underWay;
    next.succeeded = next.hold = end.time;
    next.fails = end.failed.weight();
    next.failed = end.failed.moments();
    next.mistakes = end.mistakes;
    next.spill = end.spill;
    next.endless = end.endless;
    if (next.fails > 0) {
        end.failed.add(end.underWay, end.time);
        next.hold = end.failed.moments();
    }
    const bool same = next.endless == state.endless && !differs(next.succeeds, state.succeeds, 1) &&
                      !differs(next.fails, state.fails, 1) && !differs(next.mistakes, state.mistakes, 1) &&
                      !differs(next.spill, state.spill, next.hold.mean) && !differ(next.hold, state.hold) &&
                      !differ(next.succeeded, state.succeeded) &&
                      !differs(next.thinking, state.thinking, next.thinking);
    if (!same) state = next;
    return !same;
}

bool Evaluation::adoptFlows(const Program& program) {
    bool changed = false;
    for (Index at = program.first; at < program.end; ++at) {
        NodeFlow& known = m_solution.flows[at];
        const NodeFlow& next = flowOf(at);
        if (next == known) continue;
        const bool same = !differs(next.weight, known.weight, known.weight) &&
                          !differs(next.attempts, known.attempts, known.attempts) &&
                          !differs(next.siblings, known.siblings, 1);
        if (same) continue;
        known = next;
        changed = true;
    }
    return changed;
}

void Evaluation::Progress::takeEnds(const Progress& part, double share) {
    if (part.failed.weight() > 0)
        failed.add(underWay * share * part.failed.weight(), time + part.failed.moments());
    mistakes += underWay * share * part.mistakes;
    stuck += underWay * share * part.stuck;
    spill = std::max(spill, part.spill);
    endless = endless || (part.endless && share > 0);
}

void Evaluation::Progress::then(const Progress& part) {
    takeEnds(part, 1);
    time += part.time;
    underWay *= part.underWay;
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
            if (node.thinks)
                m_thinking += reach * node.time.mean;
            else
                progress.time += node.time;
            flowOf(at).weight = reach;
            return;
        case Node::Kind::Call:
            return call(at, progress, reach);
        case Node::Kind::Query:
            return query(at, progress, reach);
        case Node::Kind::Publish:
            flowOf(at).weight = reach;
            return;
        case Node::Kind::Choice:
            return choice(at, progress, reach);
        case Node::Kind::Fork:
            return fork(at, progress, reach);
        case Node::Kind::Lookup:
            return lookup(at, progress, reach);
        case Node::Kind::Loop:
            return loop(at, progress, reach);
        case Node::Kind::Fallback:
            return fallback(at, progress, reach);
        case Node::Kind::Fail:
            progress.mistakes += progress.underWay * node.probability;
            progress.fail(node.probability, {});
            progress.underWay *= 1 - node.probability;
            return;
        case Node::Kind::Way:
            return;  // Reached through what it belongs to only
    }
}

bool Evaluation::isOneCall(Index way) const {
    const Index first = way + 1;
    const Index end = m_network.nodes[way].end;
    return first < end && m_network.nodes[first].kind == Node::Kind::Call &&
           m_network.nodes[first].end == end;
}

void Evaluation::choice(Index at, Progress& progress, double reach) {
    Mixture ends;
    double left = 1;
    for (Index way = at + 1; way < m_network.nodes[at].end; way = m_network.nodes[way].end) {
        const double share = std::min(left, m_network.nodes[way].probability);
        left -= share;
        if (isOneCall(way))
            if (const auto time = sureCall(way + 1, progress.spill, reach * share)) {
                ends.add(share, *time);
                continue;
            }
        const Progress part = steps(way + 1, m_network.nodes[way].end, reach * share);
        progress.takeEnds(part, share);
        ends.add(share * part.underWay, part.time);
    }
    if (left > 1e-9) ends.add(left, {});
    progress.time += ends.moments();
    progress.underWay *= std::min(1.0, ends.weight() > 1 - 1e-12 ? 1.0 : ends.weight());
}

void Evaluation::fork(Index at, Progress& progress, double reach) {
    const Node& node = m_network.nodes[at];
    const std::size_t before = m_branches.size();
    Mixture failures;
    double latest = 0;
    double mistakes = 0;
    for (Index way = at + 1; way < node.end; way = m_network.nodes[way].end) {
        const Progress part = steps(way + 1, m_network.nodes[way].end, reach);
        m_branches.push_back({part.underWay, part.time});
        progress.spill = std::max(progress.spill, part.spill);
        progress.endless = progress.endless || part.endless;
        failures.add(part.failed.weight(), part.failed.moments());
        latest = std::max(latest, part.failed.moments().mean);
        mistakes += part.mistakes;
    }
    const Joined join = joined(std::span(m_branches).subspan(before), node.needed);
    if (join.time.mean > 0 && reach > 0) findSiblings(at, reach, join.time.mean);
    // Where all have to succeed one failure is the end, and hardly ever there are two.
    const bool all = m_branches.size() - before == node.needed;
    m_branches.resize(before);
    progress.fail(1 - join.succeeds, all ? failures.moments() : Moments::constant(latest));
    if (failures.weight() > 0)
        progress.mistakes += progress.underWay * (1 - join.succeeds) * mistakes / failures.weight();
    progress.underWay *= join.succeeds;
    progress.time += join.time;
}

// Rounds are put together by doubling. How often the steps are begun is known only when it is known how often
// they fail, so that their flows are first those of one round.
void Evaluation::loop(Index at, Progress& progress, double reach) {
    const Node& node = m_network.nodes[at];
    struct Rounds {
        Progress all;
        double begun = 0;

        void then(const Rounds& next) {
            begun += all.underWay * next.begun;
            all.then(next.all);
        }
    };
    Rounds power{steps(at + 1, node.end, reach), 1};
    Rounds rounds;
    for (std::uint32_t left = node.needed; left > 0; left /= 2) {
        if (left % 2 == 1) rounds.then(power);
        power.then(power);
    }
    for (Index inner = at + 1; inner < node.end; ++inner) flowOf(inner).weight *= rounds.begun;
    rounds.all.spill *= rounds.begun;
    progress.then(rounds.all);
}

void Evaluation::fallback(Index at, Progress& progress, double reach) {
    const Index second = m_network.nodes[at + 1].end;
    const Progress tried = steps(at + 2, second, reach);
    const double fails = tried.failed.weight();
    Progress instead = steps(second + 1, m_network.nodes[second].end, reach * fails);
    instead.time += tried.failed.moments();
    Mixture ends;
    ends.add(tried.underWay, tried.time);
    ends.add(fails * instead.underWay, instead.time);
    if (instead.failed.weight() > 0) {
        const Moments late = instead.failed.moments() + tried.failed.moments();
        progress.failed.add(progress.underWay * fails * instead.failed.weight(), progress.time + late);
    }
    progress.mistakes += progress.underWay * fails * instead.mistakes;
    progress.stuck += progress.underWay * (tried.stuck + fails * instead.stuck);
    progress.spill = std::max({progress.spill, tried.spill, instead.spill});
    progress.endless = progress.endless || tried.endless || (instead.endless && fails > 0);
    progress.time += ends.moments();
    progress.underWay *= ends.weight() > 1 - 1e-12 ? 1.0 : ends.weight();
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
            m_visits.push_back({at, station, way, flowOf(at).weight / reach * visitTime(node)});
        }
    for (const Visit& visit : m_visits) {
        double siblings = 0;
        for (const Visit& other : m_visits)
            if (other.station == visit.station && other.way != visit.way) siblings += other.time;
        flowOf(visit.node).siblings += siblings / duration;
    }
}

}  // namespace simulator::estimating
