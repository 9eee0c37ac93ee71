// Costs, energy and carbon of what is expected to run.
#include <unordered_map>
#include <unordered_set>

#include "simulator/estimate/report.h"
#include "simulator/footprint/footprint.h"
#include "simulator/footprint/tariff_compiler.h"

namespace simulator::estimating {

/// CPU time of one execution [s].
double Report::computing(const Program& program, bool onProcessors) const {
    double time = 0;
    for (Index at = program.first; at < program.end; ++at) {
        const Node& node = m_network.nodes[at];
        const bool inProcess = node.kind == Node::Kind::Lookup && node.target == nowhere;
        const bool computes = node.kind == Node::Kind::Delay && (onProcessors || node.takesCpu);
        if (computes || (inProcess && onProcessors)) time += m_solution.flows[at].weight * node.time.mean;
    }
    return time;
}

namespace {

void add(Figure& sum, const Figure& more) {
    if (!more.value) return;
    sum.value = sum.value.value_or(0) + *more.value;
    sum.low += more.low;
    sum.high += more.high;
}

}  // namespace

/// Of all replicas of each service.
std::vector<Figure> Report::busyCores() const {
    std::unordered_set<std::string_view> onProcessors;
    for (const model::Deployment& deployment : m_project.deployments)
        if (computesOnProcessors(deployment)) onProcessors.insert(deployment.service.value());
    std::vector<Figure> busy(m_network.services, Figure{0, 0, 0, {}});
    for (Index at = 0; at < m_network.operations; ++at) {
        const Program& program = m_network.programs[at];
        if (!program.reached) continue;
        const ProgramState& state = m_solution.programs[at];
        const bool all = onProcessors.contains(m_network.stations[program.station].id);
        const double run = executions(at);
        const double error = rateError(at, state.rate > 0 ? run * state.succeeds / state.rate : 1);
        add(busy[program.station], figure(run * computing(program, all), error));
    }
    return busy;
}

FootprintResult Report::footprint(const RunResult& figures) const {
    const Tariff tariff = tariffOf(m_project);
    std::vector<ExpectedActivity> parts(tariff.parts.size());
    std::unordered_map<std::string_view, std::size_t> channels;
    std::size_t at = 0;
    if (parts.empty()) return expectedFootprint(tariff, parts, {});
    const std::vector<Figure> busy = busyCores();
    for (; at < busy.size(); ++at) {
        const Station& station = m_network.stations[at];
        parts[at].units = station.down ? 0 : station.replicas;
        if (tariff.parts[at].countsCpu) parts[at].busyCores = busy[at];
    }
    for (const model::DataStore& store : m_project.stores)
        parts[at++].units = store.replication ? 1.0 + store.replication->replicas : 1.0;
    for (const model::Channel& channel : m_project.channels) channels.emplace(channel.id.value(), at++);
    for (const EdgeResult& edge : figures.edges)
        if (const auto channel = channels.find(edge.callee);
            edge.kind == "publish" && channel != channels.end())
            add(parts[channel->second].messages, edge.attemptRate);
    Figure succeeded;
    for (const FlowResult& journey : figures.journeys) add(succeeded, journey.goodput);
    return expectedFootprint(tariff, parts, succeeded);
}

}  // namespace simulator::estimating
