#include "simulator/estimate/descent.h"

#include <algorithm>
#include <cmath>

namespace simulator::estimating {

namespace {

constexpr double mostScv = 20;
constexpr double scvTolerance = 1e-6;  // Of squared coefficients of variation, and of loads beside them

}  // namespace

// Callers come after their callees in `upward`, and the programs of a pool one after the other.
void Descent::run() {
    Index pool = nowhere;
    for (auto at = m_network.upward.rbegin(); at != m_network.upward.rend(); ++at) {
        const Index station = m_network.programs[*at].station;
        if (station != pool && station != nowhere && Course::take(m_course.stations[station], Course::Gather))
            finish(station);
        pool = station;
        if (Course::take(m_course.programs[*at], Course::Rate)) findRate(*at);
        if (Course::take(m_course.programs[*at], Course::Follow)) follow(*at);
    }
    for (Index at = 0; at < m_network.stations.size(); ++at)
        if (at >= m_network.services || m_wiring.operations.of(at).empty())
            if (Course::take(m_course.stations[at], Course::Gather)) finish(at);
    for (Index at = 0; at < m_network.groups.size(); ++at)
        if (Course::take(m_course.groups[at], Course::Gather)) gatherGroup(at);
}

void Descent::beginJourneys() {
    Solution& solution = m_course.solution;
    for (Index at = 0; at < m_network.workloads.size(); ++at) {
        const WorkloadPart& workload = m_network.workloads[at];
        if (!workload.closed) continue;
        double round = workload.think;
        for (const JourneyPart& journey : m_network.journeys)
            if (journey.workload == at) {
                const ProgramState& state = solution.programs[journey.program];
                round += journey.share * (state.hold.mean + state.thinking + journey.finalThink);
            }
        const double rate = workload.users / std::max(round, 1e-9);
        if (!differs(rate, solution.workloadRates[at], rate)) continue;
        m_course.change = std::max(m_course.change, std::abs(rate - solution.workloadRates[at]) / rate);
        solution.workloadRates[at] = rate;
        for (const JourneyPart& journey : m_network.journeys)
            if (journey.workload == at) Course::put(m_course.programs[journey.program], Course::Rate);
    }
}

double Descent::fed(Index program) const {
    const Wiring::Feed& feed = m_wiring.feeds[program];
    if (feed.group == nowhere) return 0;
    const GroupState& group = m_course.solution.groups[feed.group];
    return group.rate * group.deliveries * group.passes * feed.share;
}

// Journeys follow the operations, in the order of their parts.
void Descent::findRate(Index program) {
    double rate = 0;
    if (program >= m_network.operations) {
        const JourneyPart& journey = m_network.journeys[program - m_network.operations];
        rate = m_course.solution.workloadRates[journey.workload] * journey.share;
    } else {
        rate = fed(program);
        for (const Wiring::Sender& sender : m_wiring.callers.of(program))
            rate += m_course.sent[sender.node].rate;
    }
    rate = std::min(rate, mostRate);
    double& known = m_course.solution.programs[program].rate;
    if (!differs(rate, known, rate)) return;
    m_course.change = std::max(m_course.change, std::abs(rate - known) / std::max(rate, known));
    known = rate;
    Course::put(m_course.programs[program], Course::Follow);
    const Index pool = m_network.programs[program].station;
    if (pool != nowhere) Course::put(m_course.stations[pool], Course::Queue);
}

double Descent::executions(Index index) const {
    const Index pool = m_network.programs[index].station;
    const double rate = m_course.solution.programs[index].rate;
    if (pool == nowhere) return rate;
    const Station& facts = m_network.stations[pool];
    if (facts.down) return 0;
    return rate * (1 - facts.errorRate) * (1 - stateOf(pool).queue.blocked) * stateOf(pool).passes;
}

// What a pool begins: its queue hides how irregular the arrivals were, the more so the fuller it is.
double Descent::startScv(Index program) const {
    const Index pool = m_network.programs[program].station;
    if (pool == nowhere) {
        const JourneyPart& journey = m_network.journeys[program - m_network.operations];
        return journey.share * m_network.workloads[journey.workload].arrivalScv + 1 - journey.share;
    }
    const double full = std::min(1.0, loadOf(pool));
    return 1 + (1 - full * full) * (stateOf(pool).arrivalScv - 1);
}

// Where nobody waits, nobody minds how irregular a stream is.
void Descent::followRates(Index index) {
    const Program& program = m_network.programs[index];
    const double executed = executions(index);
    for (Index at = program.first; at < program.end; ++at) {
        const Node& node = m_network.nodes[at];
        const NodeFlow& flow = m_course.solution.flows[at];
        const double rate = executed * flow.weight * flow.attempts;
        if (node.kind == Node::Kind::Call)
            sendRate(at, m_network.programs[node.target].station, rate);
        else if (node.queries())
            sendRate(at, node.target, rate);
        else if (node.kind == Node::Kind::Publish)
            publish(at, rate);
    }
}

void Descent::sendRate(Index at, Index target, double rate) {
    const double admitted = rate * (1 - m_network.stations[target].errorRate);
    Course::Sent& known = m_course.sent[at];
    if (!differs(rate, known.rate, rate) && !differs(admitted, known.admitted, rate)) return;
    known.rate = rate;
    known.admitted = admitted;
    Course::put(m_course.stations[target], Course::Gather);
    if (m_network.nodes[at].kind == Node::Kind::Call)
        Course::put(m_course.programs[m_network.nodes[at].target], Course::Rate);
}

void Descent::follow(Index index) {
    if (!m_course.queues) return followRates(index);
    const Program& program = m_network.programs[index];
    const double executed = executions(index);
    const double departures =
        program.station == nowhere ? m_course.solution.programs[index].rate : stateOf(program.station).rate;
    double scv = startScv(index);
    findOwnVisits(program, m_course.solution.programs[index].hold.mean);
    press(index, executed);
    for (Index at = program.first; at < program.end; ++at) {
        const Node& node = m_network.nodes[at];
        const NodeFlow& flow = m_course.solution.flows[at];
        const double rate = executed * flow.weight * flow.attempts;
        if (node.kind == Node::Kind::Delay) {
            // Delays that spread over many arrivals leave a Poisson stream.
            scv = 1 + (scv - 1) / (1 + 4 * departures * departures * node.time.variance);
        } else if (node.kind == Node::Kind::Call) {
            const Index callee = m_network.programs[node.target].station;
            send(at, callee, rate, scv, departures);
            scv = scvAfter(scv, loadOf(callee), stateOf(callee).hold, callee);
        } else if (node.queries()) {
            send(at, node.target, rate, scv, departures);
            scv = scvAfter(scv, loadOf(node.target), node.time, node.target);
        } else if (node.kind == Node::Kind::Publish) {
            publish(at, rate);
        }
    }
}

// Whitt 1983 (QNA), eq. 39.
double Descent::scvAfter(double scv, double load, const Moments& service, Index station) const {
    const double full = std::min(1.0, load);
    return 1 + (1 - full * full) * (scv - 1) +
           full * full / std::sqrt(m_network.stations[station].capacity()) *
               (std::max(0.2, service.scv()) - 1);
}

// How full the callers are: a pool that is never too small hands on what presses on it.
double Descent::pressureOf(Index station) const {
    const bool wide = stateOf(station).sources <= m_network.stations[station].servers;
    return wide ? std::max(loadOf(station), stateOf(station).callerLoad) : loadOf(station);
}

// Callers count by how much they send: the strongest with all of its workers.
void Descent::press(Index index, double executed) {
    const Program& program = m_network.programs[index];
    const double busy = executed * m_course.solution.programs[index].hold.mean;
    Course::Pressure next{busy, 0, 0};
    if (program.station != nowhere) {
        next.capacity = m_network.stations[program.station].capacity();
        next.active = std::min(busy, next.capacity);
        next.load = pressureOf(program.station);
    }
    Course::Pressure& known = m_course.pressures[index];
    if (!differs(next.active, known.active, next.active) && next.capacity == known.capacity &&
        !(std::abs(next.load - known.load) > scvTolerance))
        return;
    known = next;
    for (Index at = program.first; at < program.end; ++at) {
        const Node& node = m_network.nodes[at];
        const bool isCall = node.kind == Node::Kind::Call;
        if (isCall || node.queries())
            Course::put(m_course.stations[isCall ? m_network.programs[node.target].station : node.target],
                        Course::Gather);
    }
}

// Where the program has siblings, they may be where it goes.
void Descent::findOwnVisits(const Program& program, double hold) {
    for (const Index station : m_visited) m_visitTimes[station] = 0;
    m_visited.clear();
    if (program.station == nowhere || !(hold > 0)) return;
    const double siblings = stateOf(program.station).siblings;
    if (!(siblings > 1e-9)) return;
    for (Index at = program.first; at < program.end; ++at) {
        const Node& node = m_network.nodes[at];
        const bool isCall = node.kind == Node::Kind::Call;
        if (!isCall && !node.queries()) continue;
        const Index station = isCall ? m_network.programs[node.target].station : node.target;
        const double time = stateOf(station).queue.wait.mean +
                            (isCall ? m_course.solution.programs[node.target].hold.mean : node.time.mean);
        m_visited.push_back(station);
        m_visitTimes[station] += siblings * m_course.solution.flows[at].weight * time / hold;
    }
}

// A stream that is a random part of a renewal stream.
void Descent::send(Index at, Index target, double rate, double scv, double departures) {
    const double admitted = rate * (1 - m_network.stations[target].errorRate);
    const double share = departures > 0 ? std::min(1.0, admitted / departures) : 1;
    const Course::Sent next{rate, admitted, admitted * (share * scv + 1 - share),
                            m_course.solution.flows[at].siblings + m_visitTimes[target]};
    Course::Sent& known = m_course.sent[at];
    const bool sameRate = !differs(rate, known.rate, rate) && !differs(admitted, known.admitted, rate);
    if (sameRate && !(std::abs(next.weighted - known.weighted) > scvTolerance * admitted) &&
        !(std::abs(next.siblings - known.siblings) > scvTolerance))
        return;
    known = next;
    Course::put(m_course.stations[target], Course::Gather);
    if (!sameRate && m_network.nodes[at].kind == Node::Kind::Call)
        Course::put(m_course.programs[m_network.nodes[at].target], Course::Rate);
}

void Descent::publish(Index at, double rate) {
    if (!differs(rate, m_course.sent[at].rate, rate)) return;
    m_course.sent[at].rate = rate;
    for (const Index group : m_network.channels[m_network.nodes[at].target].groups) gatherGroup(group);
}

void Descent::gatherGroup(Index group) {
    double rate = 0;
    for (const Wiring::Sender& sender : m_wiring.publishers.of(m_network.groups[group].channel))
        rate += m_course.sent[sender.node].rate;
    rate = std::min(rate, mostRate);
    GroupState& state = m_course.solution.groups[group];
    if (!differs(rate, state.rate, rate)) return;
    m_course.change = std::max(m_course.change, std::abs(rate - state.rate) / std::max(rate, state.rate));
    state.rate = rate;
    Course::put(m_course.groups[group], Course::Queue);
    m_course.markConsumers(m_network, group);
}

void Descent::add(Stream& stream, const Wiring::Sender& sender) const {
    const Course::Sent& sent = m_course.sent[sender.node];
    const Course::Pressure& pressure = m_course.pressures[sender.program];
    stream.rate += sent.admitted;
    stream.weighted += sent.weighted;
    stream.squares += sent.admitted * sent.admitted;
    stream.sent += sent.rate;
    stream.siblings += sent.rate * sent.siblings;
    stream.callerLoads += sent.rate * pressure.load;
    stream.active += sent.rate * pressure.active;
    stream.callers += sent.rate * pressure.capacity;
    stream.strongest = std::max(stream.strongest, sent.rate);
}

Descent::Stream Descent::gathered(Index station) const {
    Stream stream;
    if (station >= m_network.services) {
        for (const Wiring::Sender& sender : m_wiring.queriers.of(station)) {
            add(stream, sender);
            stream.hold.add(m_course.sent[sender.node].admitted, m_network.nodes[sender.node].time);
        }
        return stream;
    }
    for (const Index operation : m_wiring.operations.of(station)) {
        for (const Wiring::Sender& sender : m_wiring.callers.of(operation)) add(stream, sender);
        const double messages = fed(operation) * (1 - m_network.stations[station].errorRate);
        stream.rate += messages;
        stream.weighted += messages;
        stream.squares += messages * messages;
    }
    return stream;
}

// The superposition of streams: Whitt 1983 (QNA), eq. 29 and 33.
void Descent::finish(Index at) {
    const Stream stream = gathered(at);
    StationState& state = m_course.solution.stations[at];
    bool changed = false;
    if (differs(stream.rate, state.rate, stream.rate)) {
        state.rate = stream.rate;
        m_course.loadChanged(m_network, m_wiring, at);
        Course::take(m_course.stations[at], Course::Gather);
        changed = true;
    }
    if (at >= m_network.services && differ(stream.hold.moments(), state.hold)) {
        state.hold = stream.hold.moments();
        m_course.loadChanged(m_network, m_wiring, at);
        Course::take(m_course.stations[at], Course::Gather);
        changed = true;
    }
    if (m_course.queues && stream.rate > 0) {
        if (adoptCallers(at, stream)) changed = true;
        if (adoptVariability(at, stream)) changed = true;
    }
    if (changed) Course::put(m_course.stations[at], Course::Queue);
}

bool Descent::adoptCallers(Index at, const Stream& stream) {
    StationState& state = m_course.solution.stations[at];
    const double active = stream.strongest > 0 ? stream.active / stream.strongest : 0;
    const double callers = stream.strongest > 0 ? stream.callers / stream.strongest : 0;
    const double callerLoad = stream.callerLoads / stream.rate;
    const bool heavier = std::abs(callerLoad - state.callerLoad) > scvTolerance;
    const bool matters = state.sources < QueueLoad::unbounded && (callerLoad > 0.2 || !state.queue.stable);
    const bool changed = std::round(callers) != std::round(state.callers) ||
                         (matters && (heavier || differs(active, state.active, active)));
    state.callers = callers;
    if (changed || !matters) state.active = active;
    if (heavier) {
        state.callerLoad = callerLoad;
        if (state.sources <= m_network.stations[at].servers)
            m_course.markOperations(m_network, m_wiring, at, Course::Follow);
    }
    return changed;
}

bool Descent::adoptVariability(Index at, const Stream& stream) {
    StationState& state = m_course.solution.stations[at];
    const double siblings = stream.siblings / stream.rate;
    const double load = std::min(1.0, loadOf(at));
    const double streams = stream.rate * stream.rate / stream.squares;
    const double weight = 1 / (1 + 4 * (1 - load) * (1 - load) * (streams - 1));
    const double scv =
        m_course.closed ? 1 : std::clamp(weight * stream.weighted / stream.rate + 1 - weight, 0.0, mostScv);
    const bool changed = std::abs(scv - state.arrivalScv) > scvTolerance * (1 + state.arrivalScv) ||
                         std::abs(siblings - state.siblings) > scvTolerance * (1 + siblings);
    if (!changed) return false;
    m_course.change = std::max(m_course.change, std::abs(siblings - state.siblings) / (1 + siblings));
    state.arrivalScv = scv;
    state.siblings = siblings;
    m_course.markOperations(m_network, m_wiring, at, Course::Follow);
    return true;
}

}  // namespace simulator::estimating
