#include "simulator/metrics/footprint_summary.h"

#include <unordered_map>

namespace simulator {

namespace {

/// The channel that an edge publishes to; none for other edges.
std::vector<Index> publishedChannels(const Plan& plan) {
    std::unordered_map<std::string, Index> channels;
    for (const ChannelPlan& channel : plan.channels)
        channels.emplace(channel.id, static_cast<Index>(channels.size()));
    std::vector<Index> targets;
    for (const EdgePlan& edge : plan.edges) {
        const bool publishes = edge.kind == "publish" || edge.kind == "dead-letter";
        const auto found = publishes ? channels.find(edge.callee) : channels.end();
        targets.push_back(found == channels.end() ? none : found->second);
    }
    return targets;
}

/// What the CPU of replicas was more than that of as many as were deployed, in these [s].
double resizedOf(const Plan& plan, Index podSet, const StationCounts& counts, const Chunk& chunk) {
    if (podSet == none || !plan.podSets[podSet].vertical) return 0;
    return (chunk.sizes[podSet].requestArea / plan.podSets[podSet].requestMilli - counts.replicaArea) / 1e9;
}

Observation observationOf(const Plan& plan, const std::vector<Index>& published, const Chunk& chunk) {
    Observation seen;
    seen.seconds = chunk.seconds;
    for (std::size_t at = 0; at < plan.journeys.size(); ++at)
        seen.succeeded += static_cast<double>(chunk.flows[at].counts.completed);
    for (std::size_t at = 0; at < plan.services.size(); ++at) {
        const StationCounts& counts = chunk.stations[at];
        seen.parts.push_back({counts.replicaArea / 1e9, counts.processorArea / 1e9, 0,
                              resizedOf(plan, plan.services[at].podSet, counts, chunk)});
    }
    for (const StorePlan& store : plan.stores) seen.parts.push_back({store.servers * chunk.seconds, 0, 0});
    const std::size_t channels = seen.parts.size();
    seen.parts.resize(channels + plan.channels.size());
    for (std::size_t edge = 0; edge < published.size(); ++edge)
        if (published[edge] != none)
            seen.parts[channels + published[edge]].messages +=
                static_cast<double>(chunk.edges[edge].attempts());
    return seen;
}

}  // namespace

std::vector<std::vector<Observation>> observations(const Plan& plan, const std::vector<Recording>& recordings,
                                                   std::size_t firstChunk) {
    if (plan.tariff.parts.empty()) return {};
    const std::vector<Index> published = publishedChannels(plan);
    std::vector<std::vector<Observation>> replications;
    for (const Recording& recording : recordings) {
        std::vector<Observation>& replication = replications.emplace_back();
        for (std::size_t chunk = firstChunk; chunk < recording.chunks.size(); ++chunk)
            replication.push_back(observationOf(plan, published, recording.chunks[chunk]));
    }
    return replications;
}

ObjectiveResult judgeFootprint(const ObjectivePlan& plan, const FootprintResult& footprint) {
    ObjectiveResult result;
    result.id = plan.id;
    result.name = plan.name;
    result.unit = unitOf(*plan.footprint, footprint.currency);
    result.limit = plan.limit;
    result.observed = observedOf(*plan.footprint, footprint);
    if (!result.observed.value) return result;
    if (result.observed.high <= plan.limit) result.verdict = ObjectiveResult::Verdict::Met;
    if (result.observed.low > plan.limit) result.verdict = ObjectiveResult::Verdict::Missed;
    return result;
}

}  // namespace simulator
