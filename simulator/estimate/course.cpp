#include "simulator/estimate/course.h"

#include <algorithm>

namespace simulator::estimating {

void Course::begin(const Network& network) {
    *this = {};
    solution.flows.resize(network.nodes.size());
    solution.failures.resize(network.nodes.size());
    solution.programs.resize(network.programs.size());
    solution.stations.resize(network.stations.size());
    solution.groups.resize(network.groups.size());
    for (const WorkloadPart& workload : network.workloads)
        solution.workloadRates.push_back(workload.closed ? 0 : workload.rate);
    sent.resize(network.nodes.size());
    pressures.resize(network.programs.size());
    for (const Program& program : network.programs)
        programs.push_back(program.reached ? Evaluate | Rate | Follow : 0);
    stations.assign(network.stations.size(), Gather | Queue);
    groups.assign(network.groups.size(), Gather | Queue);
}

bool Course::isSettled() const {
    const auto isEmpty = [](const std::vector<std::uint8_t>& all) {
        return std::all_of(all.begin(), all.end(), [](std::uint8_t marks) { return marks == 0; });
    };
    return isEmpty(programs) && isEmpty(stations) && isEmpty(groups);
}

void Course::markVisitors(const Network& network, const Wiring& wiring, Index station, int mark) {
    if (station >= network.services) {
        for (const Wiring::Sender& sender : wiring.queriers.of(station)) put(programs[sender.program], mark);
        return;
    }
    for (const Index operation : wiring.operations.of(station)) {
        for (const Wiring::Sender& sender : wiring.callers.of(operation)) put(programs[sender.program], mark);
        if (wiring.feeds[operation].group != nowhere) put(groups[wiring.feeds[operation].group], Queue);
    }
}

void Course::markOperations(const Network& network, const Wiring& wiring, Index station, int mark) {
    if (station >= network.services) return;
    for (const Index operation : wiring.operations.of(station)) put(programs[operation], mark);
}

void Course::markConsumers(const Network& network, Index group) {
    for (const Group::Consumer& consumer : network.groups[group].consumers) {
        put(programs[consumer.operation], Rate);
        put(stations[network.programs[consumer.operation].station], Gather);
    }
}

void Course::loadChanged(const Network& network, const Wiring& wiring, Index station) {
    put(stations[station], Gather);
    markOperations(network, wiring, station, Follow);
    markVisitors(network, wiring, station, Follow);
}

}  // namespace simulator::estimating
