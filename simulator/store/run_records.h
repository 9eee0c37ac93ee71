#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "simulator/run_result.h"
#include "simulator/store/sqlite.h"

namespace simulator {

/// Writes a result as rows; gives the number of the run. Throws `sqlite::Failure`.
std::int64_t writeRun(sqlite::Database& database, const RunResult& result);
/// Reads the rows of a run; false when there is none of that number. Throws `sqlite::Failure`.
bool readRun(sqlite::Database& database, std::int64_t run, RunResult& result);

/// Values in one BLOB of a series.
inline constexpr std::size_t chunkLength = 4096;

inline std::string hexOf(std::uint64_t hash) {
    char digits[17];
    std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(hash));
    return digits;
}
inline std::uint64_t hashOf(const std::string& digits) {
    return std::strtoull(digits.c_str(), nullptr, 16);
}

/// Calls `visit(measure, figure)` for each figure, so that reading and writing cannot disagree on the names.
template <class Flow, class Visit>
void visitFlowFigures(Flow& flow, const Visit& visit) {
    visit("throughput_rps", flow.throughput);
    visit("goodput_rps", flow.goodput);
    visit("latency_mean_ms", flow.latency.mean);
    visit("latency_p50_ms", flow.latency.p50);
    visit("latency_p90_ms", flow.latency.p90);
    visit("latency_p95_ms", flow.latency.p95);
    visit("latency_p99_ms", flow.latency.p99);
    visit("latency_p999_ms", flow.latency.p999);
}
template <class Edge, class Visit>
void visitEdgeFigures(Edge& edge, const Visit& visit) {
    visit("attempt_rate_rps", edge.attemptRate);
}
template <class Station, class Visit>
void visitStationFigures(Station& station, const Visit& visit) {
    visit("utilisation", station.utilisation);
    visit("cpu", station.cpu);
    visit("mean_queue", station.meanQueue);
    visit("mean_in_service", station.meanInService);
    visit("wait_ms", station.wait);
}
template <class Projection, class Visit>
void visitProjectionFigures(Projection& projection, const Visit& visit) {
    visit("staleness_mean_ms", projection.staleness.mean);
    visit("staleness_p50_ms", projection.staleness.p50);
    visit("staleness_p90_ms", projection.staleness.p90);
    visit("staleness_p95_ms", projection.staleness.p95);
    visit("staleness_p99_ms", projection.staleness.p99);
    visit("staleness_p999_ms", projection.staleness.p999);
}
template <class Cache, class Visit>
void visitCacheFigures(Cache& cache, const Visit& visit) {
    visit("hit_ratio", cache.hitRatio);
}
template <class Store, class Visit>
void visitStoreFigures(Store& store, const Visit& visit) {
    visit("stale_share", store.staleShare);
    visit("row_wait_ms", store.rowWait);
    visitProjectionFigures(store, visit);
}
/// Calls `visit(count)` in the order of the columns.
template <class Cache, class Visit>
void visitCacheCounts(Cache& cache, const Visit& visit) {
    for (auto* count : {&cache.contents, &cache.keys, &cache.capacity, &cache.lookUps, &cache.hits,
                        &cache.misses, &cache.coalesced, &cache.expired, &cache.fills, &cache.failedFills,
                        &cache.evictions, &cache.stampede})
        visit(*count);
}
template <class Objective, class Visit>
void visitObjectiveFigures(Objective& objective, const Visit& visit) {
    visit("observed", objective.observed);
}

}  // namespace simulator
