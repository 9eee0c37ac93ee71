#include "simulator/metrics/store_summary.h"

#include <algorithm>

namespace simulator {

CacheResult cacheResult(const CachePlan& plan, const CacheCounts& counts) {
    CacheResult result;
    result.id = plan.id;
    result.kind = plan.service == none ? "shared" : "in-process";
    result.contents = plan.contents;
    result.keys = plan.keys.keys();
    result.capacity = plan.capacity;
    result.lookUps = counts.lookUps();
    result.hits = counts.hits;
    result.misses = counts.misses;
    result.coalesced = counts.coalesced;
    result.expired = counts.expired;
    result.fills = counts.filled;
    result.failedFills = counts.failed;
    result.evictions = counts.evictions;
    result.stampede = counts.stampede;
    return result;
}

StoreResult storeResult(const Plan& plan, const ClusterPlan& cluster, const ClusterCounts& counts,
                        double seconds) {
    const StorePlan& store = plan.stores[cluster.store];
    StoreResult result;
    result.id = store.id;
    result.writes = counts.writes;
    result.replicaReads = counts.replicaReads;
    result.staleReads = counts.staleReads;
    result.lostWrites = counts.lostWrites;
    result.failovers = counts.failovers;
    result.outageSeconds = counts.outage / 1e9;
    result.rowLocks = counts.rowLocks;
    result.rowWaits = counts.rowWaits;
    const double available = seconds * store.connections;
    for (std::size_t at = 0; at < cluster.servers; ++at) {
        const ServerCounts server = at < counts.servers.size() ? counts.servers[at] : ServerCounts{};
        result.servers.push_back({at == 0 ? "primary" : "replica " + std::to_string(at), server.queries,
                                  available > 0 ? server.busyArea / 1e9 / available : 0});
    }
    return result;
}

bool cachesConserve(const Recording& recording) {
    return std::all_of(recording.cacheBooks.begin(), recording.cacheBooks.end(), [](const CacheBooks& books) {
        return books.counts.begun == books.counts.filled + books.counts.failed + books.inside;
    });
}

}  // namespace simulator
