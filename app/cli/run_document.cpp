#include "app/cli/run_document.h"

#include <fmt/format.h>

#include "app/cli/footprint_report.h"
#include "app/cli/json_writer.h"
#include "app/cli/steady_state_report.h"
#include "app/cli/trace_report.h"
#include "app/simulate/series.h"

namespace app {

void writeFigure(JsonWriter& json, const char* name, const simulator::Figure& figure) {
    json.key(name).beginObject();
    if (figure.value)
        json.member("value", *figure.value).member("low", figure.low).member("high", figure.high);
    else
        json.key("value").null();
    if (!figure.value || !figure.why.empty()) json.member("why", figure.why);
    json.endObject();
}

void writeObjectives(JsonWriter& json, const std::vector<simulator::ObjectiveResult>& objectives) {
    json.key("objectives").beginArray();
    for (const simulator::ObjectiveResult& objective : objectives) {
        json.beginObject().member("id", objective.id).member("name", objective.name);
        json.member("target", objective.target)
            .member("unit", objective.unit)
            .member("limit", objective.limit);
        writeFigure(json, "observed", objective.observed);
        using Verdict = simulator::ObjectiveResult::Verdict;
        json.member("verdict", objective.verdict == Verdict::Met      ? "met"
                               : objective.verdict == Verdict::Missed ? "missed"
                                                                      : "undecided");
        json.endObject();
    }
    json.endArray();
}

namespace {

void writeCauses(JsonWriter& json, const std::array<std::uint64_t, simulator::causeCount>& failed) {
    json.key("failed").beginObject();
    for (int cause = 0; cause < simulator::causeCount; ++cause)
        json.member(simulator::causeName(static_cast<simulator::Cause>(cause)),
                    failed[static_cast<std::size_t>(cause)]);
    json.endObject();
}

void writeQuantiles(JsonWriter& json, const char* name, const simulator::LatencyFigures& latency) {
    json.key(name).beginObject();
    writeFigure(json, "mean", latency.mean);
    writeFigure(json, "p50", latency.p50);
    writeFigure(json, "p90", latency.p90);
    writeFigure(json, "p95", latency.p95);
    writeFigure(json, "p99", latency.p99);
    writeFigure(json, "p999", latency.p999);
    json.endObject();
}

void writeLatency(JsonWriter& json, const simulator::LatencyFigures& latency) {
    writeQuantiles(json, "latency_ms", latency);
    json.member("latency_bucket_error", latency.bucketError);
}

void writeFlows(JsonWriter& json, const char* name, const std::vector<simulator::FlowResult>& flows) {
    json.key(name).beginArray();
    for (const simulator::FlowResult& flow : flows) {
        json.beginObject().member("id", flow.id).member("arrivals", flow.arrivals);
        json.member("completed", flow.completed);
        writeCauses(json, flow.failed);
        writeFigure(json, "throughput_rps", flow.throughput);
        writeFigure(json, "goodput_rps", flow.goodput);
        writeLatency(json, flow.latency);
        json.endObject();
    }
    json.endArray();
}

void writeEdges(JsonWriter& json, const std::vector<simulator::EdgeResult>& edges) {
    json.key("edges").beginArray();
    for (const simulator::EdgeResult& edge : edges) {
        json.beginObject()
            .member("caller", edge.caller)
            .member("callee", edge.callee)
            .member("kind", edge.kind);
        json.member("calls", edge.calls).member("attempts", edge.attempts);
        writeCauses(json, edge.failed);
        writeFigure(json, "attempts_rps", edge.attemptRate);
        json.member("amplification", edge.amplification).endObject();
    }
    json.endArray();
}

void writeStations(JsonWriter& json, const std::vector<simulator::StationResult>& stations) {
    json.key("stations").beginArray();
    for (const simulator::StationResult& station : stations) {
        json.beginObject().member("id", station.id).member("kind", station.kind);
        json.member("servers", station.servers).member("arrivals", station.arrivals);
        writeFigure(json, "utilisation", station.utilisation);
        writeFigure(json, "cpu", station.cpu);
        writeFigure(json, "mean_queue", station.meanQueue);
        writeFigure(json, "mean_in_service", station.meanInService);
        writeFigure(json, "wait_ms", station.wait);
        json.member("rejected", station.rejected).member("little_residual", station.littleResidual);
        if (const auto sizing = cpuSizing(station)) {
            json.key("vertical_scaling").beginObject();
            json.member("evictions", sizing->evictions)
                .member("cpu_request_cores_at_start", sizing->atStart)
                .member("cpu_request_cores_at_most", sizing->atMost)
                .member("cpu_request_cores_at_end", sizing->atEnd)
                .member("cpu_recommended_cores", sizing->recommended)
                .endObject();
        }
        json.endObject();
    }
    json.endArray();
}

void writeGroups(JsonWriter& json, const std::vector<simulator::GroupResult>& groups) {
    json.key("groups").beginArray();
    for (const simulator::GroupResult& group : groups) {
        json.beginObject().member("channel", group.channel).member("id", group.id);
        json.member("partitions", group.partitions).member("members", group.members);
        json.member("published", group.published).member("handled", group.handled);
        json.member("dead_lettered", group.deadLettered).member("dropped", group.dropped);
        json.member("expired", group.expired).member("inside", group.inside);
        json.member("redelivered", group.redelivered).member("rebalances", group.rebalances);
        json.member("paused_s", group.pausedSeconds).member("busiest_partition", group.busiestPartition);
        json.member("largest_lag", group.largestLag).member("oldest_ms", group.oldestMs).endObject();
    }
    json.endArray();
}

void writeProjections(JsonWriter& json, const std::vector<simulator::ProjectionResult>& projections) {
    json.key("projections").beginArray();
    for (const simulator::ProjectionResult& projection : projections) {
        json.beginObject().member("id", projection.id).member("channel", projection.channel);
        json.member("group", projection.group).member("reads", projection.reads);
        writeQuantiles(json, "staleness_ms", projection.staleness);
        json.endObject();
    }
    json.endArray();
}

void writeCaches(JsonWriter& json, const std::vector<simulator::CacheResult>& caches) {
    json.key("caches").beginArray();
    for (const simulator::CacheResult& cache : caches) {
        json.beginObject().member("id", cache.id).member("kind", cache.kind);
        json.member("contents", cache.contents).member("keys", cache.keys);
        json.member("capacity", cache.capacity).member("lookups", cache.lookUps);
        json.member("hits", cache.hits).member("misses", cache.misses);
        json.member("coalesced", cache.coalesced).member("expired", cache.expired);
        json.member("fills", cache.fills).member("failed_fills", cache.failedFills);
        json.member("evictions", cache.evictions).member("stampede", cache.stampede);
        writeFigure(json, "hit_ratio", cache.hitRatio);
        json.endObject();
    }
    json.endArray();
}

void writeStores(JsonWriter& json, const std::vector<simulator::StoreResult>& stores) {
    json.key("stores").beginArray();
    for (const simulator::StoreResult& store : stores) {
        json.beginObject().member("id", store.id).member("writes", store.writes);
        json.member("replica_reads", store.replicaReads).member("stale_reads", store.staleReads);
        json.member("lost_writes", store.lostWrites).member("failovers", store.failovers);
        json.member("outage_s", store.outageSeconds);
        json.member("row_locks", store.rowLocks).member("row_waits", store.rowWaits);
        writeFigure(json, "stale_share", store.staleShare);
        writeFigure(json, "row_wait_ms", store.rowWait);
        writeQuantiles(json, "staleness_ms", store.staleness);
        json.key("servers").beginArray();
        for (const simulator::ServerResult& server : store.servers)
            json.beginObject()
                .member("name", server.name)
                .member("queries", server.queries)
                .member("utilisation", server.utilisation)
                .endObject();
        json.endArray().endObject();
    }
    json.endArray();
}

void writeEngine(JsonWriter& json, const simulator::EngineFigures& engine) {
    json.key("engine").beginObject().member("events", engine.events);
    json.member("events_per_s",
                engine.wallSeconds > 0 ? static_cast<double>(engine.events) / engine.wallSeconds : 0.0);
    json.member("events_per_cpu_s", engine.eventsPerCpuSecond()).member("cpu_s", engine.cpuSeconds);
    json.member("wall_s", engine.wallSeconds).member("peak_rss_mb", engine.peakRssMb);
    json.member("threads", engine.threads).endObject();
}

void writeConservation(JsonWriter& json, const simulator::Conservation& conservation) {
    json.key("conservation").beginObject().member("holds", conservation.holds);
    json.member("arrived", conservation.arrived).member("completed", conservation.completed);
    json.member("failed", conservation.failed).member("in_flight", conservation.inFlight);
    json.member("worst_little_residual", conservation.worstLittleResidual);
    json.member("worst_little_station", conservation.worstLittleStation).endObject();
}

}  // namespace

std::string hashText(std::uint64_t hash) {
    return fmt::format("{:016x}", hash);
}

void writeRun(JsonWriter& json, const simulator::RunResult& result) {
    json.member("model", result.model).member("model_hash", hashText(result.modelHash));
    json.member("scenario", result.scenario).member("scenario_name", result.scenarioName);
    json.member("seed", result.seed).member("replications", result.replications);
    json.member("simulated_s", result.simulatedSeconds).member("warmup_s", result.warmUpSeconds);
    json.member("warmup_note", result.warmUpNote).member("interval_method", result.intervalMethod);
    json.member("series_interval_s", result.seriesInterval).key("welch_curve_ms").beginArray();
    for (const double value : result.warmUpCurve) json.value(value);
    json.endArray();
    json.member("cancelled", result.cancelled).member("limit_reached", result.limitReached);
    json.member("engine_version", result.engineVersion);
    json.member("event_log_hash", hashText(result.eventLogHash));
    writeEngine(json, result.engine);
    writeConservation(json, result.conservation);
    writeFlows(json, "journeys", result.journeys);
    writeFlows(json, "operations", result.operations);
    writeEdges(json, result.edges);
    writeStations(json, result.stations);
    writeGroups(json, result.groups);
    writeProjections(json, result.projections);
    writeCaches(json, result.caches);
    writeStores(json, result.stores);
    writeFootprint(json, result.footprint);
    writeObjectives(json, result.objectives);
    writeSteadyState(json, result.steadyState);
    writeTraces(json, result);
}

std::string runDocument(const simulator::RunResult& result) {
    JsonWriter json;
    json.beginObject();
    writeRun(json, result);
    return json.endObject().text();
}

}  // namespace app
