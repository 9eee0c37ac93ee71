#include "simulator/estimate/wiring.h"

namespace simulator::estimating {

namespace {

/// Calls `visit(node, sender)` for each node of a program that the load reaches.
template <class Visit>
void forEachNode(const Network& network, const Visit& visit) {
    for (Index program = 0; program < network.programs.size(); ++program) {
        const Program& facts = network.programs[program];
        if (!facts.reached) continue;
        for (Index at = facts.first; at < facts.end; ++at)
            visit(network.nodes[at], Wiring::Sender{at, program});
    }
}

}  // namespace

Wiring::Wiring(const Network& network) {
    const auto programs = static_cast<Index>(network.programs.size());
    const auto sendersOf = [&](Node::Kind kind) {
        return [&network, kind](const auto& add) {
            forEachNode(network, [&](const Node& node, Sender sender) {
                if (node.kind == kind) add(node.target, sender);
            });
        };
    };
    callers.fill(programs, sendersOf(Node::Kind::Call));
    publishers.fill(static_cast<Index>(network.channels.size()), sendersOf(Node::Kind::Publish));
    queriers.fill(static_cast<Index>(network.stations.size()), [&](const auto& add) {
        forEachNode(network, [&](const Node& node, Sender sender) {
            if (node.queries()) add(node.target, sender);
        });
    });
    operations.fill(network.services, [&](const auto& add) {
        for (Index at = 0; at < network.operations; ++at)
            if (network.programs[at].reached) add(network.programs[at].station, at);
    });
    feeds.resize(programs);
    for (Index group = 0; group < network.groups.size(); ++group)
        for (const Group::Consumer& consumer : network.groups[group].consumers)
            if (network.programs[consumer.operation].reached)
                feeds[consumer.operation] = {group, consumer.share};
}

}  // namespace simulator::estimating
