#include "simulator/estimate/report.h"

#include <algorithm>
#include <cmath>

#include "simulator/estimate/fitted_time.h"

namespace simulator::estimating {

namespace {

constexpr double milli = 1e3;

Figure absent(std::string why) {
    Figure figure;
    figure.why = std::move(why);
    return figure;
}

const char* kindName(Edge::Kind kind) {
    switch (kind) {
        case Edge::Kind::Call:
            return "call";
        case Edge::Kind::Publish:
            return "publish";
        case Edge::Kind::Consume:
            return "consume";
        case Edge::Kind::Query:
            return "query";
    }
    return "";
}

}  // namespace

Report::Report(const model::Project& project, const model::Scenario& scenario, const Network& network,
               const Solution& solution)
    : m_project(project),
      m_scenario(scenario),
      m_network(network),
      m_solution(solution),
      m_length(model::inSeconds(scenario.length)),
      m_limits(network.programs.size()) {}

Figure Report::figure(double value, double error) const {
    return {value, value * std::max(0.0, 1 - error), value * (1 + error), {}};
}

std::uint64_t Report::count(double rate) const {
    return static_cast<std::uint64_t>(std::llround(std::clamp(rate * m_length, 0.0, 1e18)));
}

void Report::meet(Limit& limit, Index at) const {
    const StationState& state = m_solution.stations[at];
    if (limit.station == nowhere || state.idealLoad > limit.load) {
        limit.station = at;
        limit.load = state.idealLoad;
    }
    limit.utilisation = std::max(limit.utilisation, state.queue.utilisation);
    if (!state.queue.stable || state.passes < 1 - 1e-6) limit.stable = false;
}

// Callees come before their callers, unless services call each other in a circle.
void Report::findLimits() {
    for (const Index index : m_network.upward) {
        const Program& program = m_network.programs[index];
        Limit& limit = m_limits[index];
        if (program.station != nowhere) meet(limit, program.station);
        for (Index at = program.first; at < program.end; ++at) {
            const Node& node = m_network.nodes[at];
            if (node.kind == Node::Kind::Query || (node.kind == Node::Kind::Lookup && node.target != nowhere))
                meet(limit, node.target);
            if (node.kind != Node::Kind::Call) continue;
            const Limit& callee = m_limits[node.target];
            if (callee.station != nowhere) meet(limit, callee.station);
            meet(limit, m_network.programs[node.target].station);
            limit.utilisation = std::max(limit.utilisation, callee.utilisation);
            limit.stable = limit.stable && callee.stable;
        }
    }
}

// A load from outside that succeeds comes through as it is; what fails, and how often users come round, is
// known as well as the waits are.
double Report::rateError(Index program, double succeeds) const {
    const double error = errorOf(m_limits[program]).mean;
    for (const WorkloadPart& workload : m_network.workloads)
        if (workload.closed) return error;
    return error * std::max(0.0, 1 - succeeds);
}

double Report::executions(Index index) const {
    const Program& program = m_network.programs[index];
    const double rate = m_solution.programs[index].rate;
    if (program.station == nowhere) return rate;
    const Station& facts = m_network.stations[program.station];
    const StationState& state = m_solution.stations[program.station];
    if (facts.down) return 0;
    return rate * (1 - facts.errorRate) * (1 - state.queue.blocked) * state.passes;
}

Moments Report::response(Index index) const {
    const Index station = m_network.programs[index].station;
    const Moments& succeeded = m_solution.programs[index].succeeded;
    return station == nowhere ? succeeded : m_solution.stations[station].queue.wait + succeeded;
}

LatencyFigures Report::latency(Index program, const Moments& time, double succeeds) const {
    LatencyFigures result;
    const ProgramState& state = m_solution.programs[program];
    const Limit& limit = m_limits[program];
    std::string why;
    if (!(state.rate > 0))
        why = "the load does not reach it";
    else if (!(succeeds > 1e-9))
        why = "nothing succeeds";
    const Index own = m_network.programs[program].station;
    const bool grows = own != nowhere && !m_solution.stations[own].queue.stable;
    if (why.empty() && (state.endless || grows || time.mean > 1e5))
        why = "unstable: a queue on its way grows without end, first at `" +
              std::string(limit.station == nowhere ? "" : m_network.stations[limit.station].id) + "`";
    Figure* const figures[] = {&result.p50, &result.p90, &result.p95, &result.p99, &result.p999};
    if (!why.empty()) {
        result.mean = absent(why);
        for (Figure* quantile : figures) *quantile = absent(why);
        return result;
    }
    const KnownError error = errorOf(limit);
    const FittedTime fitted(time);
    result.mean = figure(time.mean * milli, error.mean);
    constexpr double probabilities[] = {0.5, 0.9, 0.95, 0.99, 0.999};
    for (std::size_t at = 0; at < std::size(probabilities); ++at)
        *figures[at] = figure(fitted.quantile(probabilities[at]) * milli, error.quantile);
    return result;
}

FlowResult Report::operation(Index index) const {
    const Program& program = m_network.programs[index];
    const ProgramState& state = m_solution.programs[index];
    const Station& facts = m_network.stations[program.station];
    const StationState& pool = m_solution.stations[program.station];
    FlowResult result;
    result.id = std::string(program.id);
    result.arrivals = count(state.rate);
    double left = state.rate;
    const auto refuse = [&](Cause cause, double share) {
        result.failed[static_cast<std::size_t>(cause)] += count(left * share);
        left *= 1 - share;
    };
    refuse(Cause::Fault, facts.errorRate);
    if (facts.down) refuse(Cause::Crashed, 1);
    refuse(Cause::Rejected, pool.queue.blocked);
    const double run = executions(index);
    result.completed = count(run * state.succeeds);
    result.failed[static_cast<std::size_t>(Cause::Bug)] += count(run * state.mistakes);
    result.failed[static_cast<std::size_t>(Cause::Dependency)] += count(run * (state.fails - state.mistakes));
    const double error = rateError(index, state.rate > 0 ? run * state.succeeds / state.rate : 1);
    result.throughput = figure(state.rate - left + run * (state.succeeds + state.fails), error);
    result.goodput = figure(run * state.succeeds, error);
    result.latency = latency(index, response(index), run * state.succeeds);
    return result;
}

FlowResult Report::journey(Index index) const {
    const Program& program = m_network.programs[index];
    const ProgramState& state = m_solution.programs[index];
    FlowResult result;
    result.id = std::string(program.id);
    result.arrivals = count(state.rate);
    result.completed = count(state.rate * state.succeeds);
    ByCause failed{};
    for (Index at = program.first; at < program.end; ++at)
        for (std::size_t cause = 0; cause < causeCount; ++cause)
            failed[cause] += m_solution.flows[at].weight * m_solution.failures[at].execution[cause];
    for (std::size_t cause = 0; cause < causeCount; ++cause)
        result.failed[cause] = count(state.rate * failed[cause]);
    const double error = rateError(index, state.succeeds);
    result.throughput = figure(state.rate * (state.succeeds + state.fails), error);
    result.goodput = figure(state.rate * state.succeeds, error);
    result.latency = latency(index, response(index), state.succeeds);
    return result;
}

std::vector<EdgeResult> Report::edges() const {
    struct Sum {
        bool reached = false;
        double calls = 0, attempts = 0;
        ByCause failed{};
    };
    std::vector<Sum> sums(m_network.edges.size());
    for (const Index index : m_network.downward) {
        const Program& program = m_network.programs[index];
        const double rate = executions(index);
        for (Index at = program.first; at < program.end; ++at) {
            const Node& node = m_network.nodes[at];
            if (node.edge == nowhere) continue;
            const NodeFlow& flow = m_solution.flows[at];
            Sum& sum = sums[node.edge];
            sum.reached = true;
            sum.calls += rate * flow.weight;
            sum.attempts += rate * flow.weight * flow.attempts;
            for (std::size_t cause = 0; cause < causeCount; ++cause)
                sum.failed[cause] +=
                    rate * flow.weight * flow.attempts * m_solution.failures[at].attempt[cause];
        }
    }
    for (Index at = 0; at < m_network.groups.size(); ++at)
        for (const Group::Consumer& consumer : m_network.groups[at].consumers) {
            const GroupState& state = m_solution.groups[at];
            Sum& sum = sums[consumer.edge];
            sum.reached = m_network.programs[consumer.operation].reached;
            sum.calls += state.rate * state.passes * consumer.share;
            sum.attempts += state.rate * state.passes * consumer.share * state.deliveries;
            sum.failed[static_cast<std::size_t>(Cause::Dependency)] +=
                state.rate * state.passes * consumer.share * state.deliveries *
                m_solution.programs[consumer.operation].fails;
        }
    std::vector<EdgeResult> results;
    for (std::size_t at = 0; at < sums.size(); ++at) {
        const Edge& facts = m_network.edges[at];
        const Sum& sum = sums[at];
        if (!sum.reached) continue;
        EdgeResult result;
        result.caller = std::string(facts.caller);
        result.callee = std::string(facts.callee);
        result.kind = kindName(facts.kind);
        result.calls = count(sum.calls);
        result.attempts = count(sum.attempts);
        for (std::size_t cause = 0; cause < causeCount; ++cause)
            result.failed[cause] = count(sum.failed[cause]);
        result.attemptRate = figure(sum.attempts, knownError(0, m_solution.exact).mean);
        if (sum.calls > 0) result.amplification = sum.attempts / sum.calls;
        results.push_back(std::move(result));
    }
    return results;
}

StationResult Report::station(Index at) const {
    const Station& facts = m_network.stations[at];
    const StationState& state = m_solution.stations[at];
    const KnownError error = knownError(state.queue.utilisation, m_solution.exact);
    StationResult result;
    result.id = std::string(facts.id);
    result.kind = facts.store ? "store" : "service";
    result.servers = facts.capacity();
    const double served = state.rate * (1 - state.queue.blocked) * state.passes;
    const double utilisation =
        state.queue.stable ? std::min(1.0, served * state.hold.mean / facts.capacity()) : 1;
    result.utilisation = figure(utilisation, error.mean);
    result.utilisation.high = std::min(1.0, result.utilisation.high);
    result.meanInService = figure(utilisation * facts.capacity(), error.mean);
    result.arrivals = count(state.rate);
    result.rejected = count(state.rate * state.queue.blocked);
    if (!state.queue.stable) {
        result.meanQueue = result.wait = absent("unstable: it grows without end");
        return result;
    }
    // A small wait is known as a share of the whole visit only.
    const double visit = (state.queue.wait.mean + state.hold.mean) * error.mean;
    result.wait = {state.queue.wait.mean * milli,
                   std::max(0.0, state.queue.wait.mean - visit) * milli,
                   (state.queue.wait.mean + visit) * milli,
                   {}};
    result.meanQueue = {*result.wait.value * served / milli,
                        result.wait.low * served / milli,
                        result.wait.high * served / milli,
                        {}};
    return result;
}

StationResult Report::channel(Index at) const {
    const ChannelPart& facts = m_network.channels[at];
    StationResult result;
    result.id = std::string(facts.id);
    result.kind = "channel";
    double busy = 0, queue = 0, messages = 0, deliveries = 0;
    bool stable = true;
    for (const Index index : facts.groups) {
        const GroupState& state = m_solution.groups[index];
        result.servers += m_network.groups[index].capacity;
        messages += state.rate;
        const double delivered = state.rate * state.passes * state.deliveries;
        deliveries += delivered;
        busy += std::min(m_network.groups[index].capacity, delivered * state.handling.mean);
        queue += state.rate * facts.delay.mean + delivered * state.queue.wait.mean;
        stable = stable && state.queue.stable;
    }
    result.arrivals = count(messages);
    if (!(result.servers > 0)) {
        result.utilisation = result.meanQueue = result.wait = absent("nothing serves here");
        result.meanInService = figure(0, 0);
        return result;
    }
    const double utilisation = busy / result.servers;
    const double error = knownError(utilisation, false).mean;
    result.utilisation = figure(utilisation, error);
    result.utilisation.high = std::min(1.0, result.utilisation.high);
    result.meanInService = figure(busy, error);
    if (!stable) {
        result.meanQueue = result.wait = absent("unstable: it grows without end");
        return result;
    }
    result.meanQueue = figure(queue, error);
    result.wait =
        deliveries > 0 ? figure(queue / deliveries * milli, error) : absent("the load does not reach it");
    return result;
}

}  // namespace simulator::estimating
