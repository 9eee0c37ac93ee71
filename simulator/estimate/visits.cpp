#include "simulator/estimate/visits.h"

namespace simulator::estimating {

std::vector<double> visitsOf(const Network& network, const Solution& solution, Index workload) {
    std::vector<double> programs(network.programs.size(), 0);
    std::vector<double> stations(network.stations.size(), 0);
    for (const JourneyPart& journey : network.journeys)
        if (journey.workload == workload) programs[journey.program] = journey.share;
    for (const Index index : network.downward) {
        const Program& program = network.programs[index];
        if (!(programs[index] > 0)) continue;
        if (program.station != nowhere) stations[program.station] += programs[index];
        for (Index at = program.first; at < program.end; ++at) {
            const Node& node = network.nodes[at];
            const double sent = programs[index] * solution.flows[at].weight * solution.flows[at].attempts;
            if (node.kind == Node::Kind::Call) programs[node.target] += sent;
            if (node.queries()) stations[node.target] += sent;
            if (node.kind != Node::Kind::Publish) continue;
            for (const Index group : network.channels[node.target].groups)
                for (const Group::Consumer& consumer : network.groups[group].consumers)
                    programs[consumer.operation] += sent * solution.groups[group].deliveries * consumer.share;
        }
    }
    return stations;
}

}  // namespace simulator::estimating
