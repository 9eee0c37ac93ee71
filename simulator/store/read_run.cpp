#include <bit>
#include <unordered_map>

#include "simulator/store/figure_records.h"
#include "simulator/store/footprint_records.h"
#include "simulator/store/run_records.h"
#include "simulator/store/steady_state_records.h"
#include "simulator/store/trace_records.h"

namespace simulator {

namespace {

using sqlite::Database;
using sqlite::Statement;

struct FiguresAndSeries {
    std::unordered_map<std::string, Figure> figures;
    std::vector<Series> series;
    std::array<std::uint64_t, causeCount> failed{};
};
/// By subject.
using Details = std::unordered_map<std::int64_t, FiguresAndSeries>;

void appendLittleEndian(std::span<const unsigned char> bytes, std::vector<double>& values) {
    for (std::size_t at = 0; at + 8 <= bytes.size(); at += 8) {
        std::uint64_t bits = 0;
        for (std::size_t i = 0; i < 8; ++i) bits |= static_cast<std::uint64_t>(bytes[at + i]) << (8 * i);
        values.push_back(std::bit_cast<double>(bits));
    }
}

bool readHead(Database& database, std::int64_t run, RunResult& result) {
    Statement row(
        database,
        "SELECT model, model_hash, scenario, scenario_name, seed, replications, simulated_s, warm_up_s, "
        "warm_up_note, interval_method, series_interval_s, event_log_hash, cancelled, engine_version, "
        "events, cpu_s, wall_s, peak_rss_mb, threads, arrived, completed, failed, in_flight, "
        "worst_little_residual, worst_little_station, conservation_holds, warm_up_curve, currency, "
        "limit_reached FROM runs "
        "WHERE run = ?");
    if (!row.bind(run).next()) return false;
    result.model = row.text();
    result.modelHash = hashOf(row.text());
    result.scenario = row.text();
    result.scenarioName = row.text();
    result.seed = row.natural();
    result.replications = static_cast<int>(row.integer());
    result.simulatedSeconds = row.real();
    result.warmUpSeconds = row.real();
    result.warmUpNote = row.text();
    result.intervalMethod = row.text();
    result.seriesInterval = row.real();
    result.eventLogHash = hashOf(row.text());
    result.cancelled = row.integer() != 0;
    result.engineVersion = row.text();
    EngineFigures& engine = result.engine;
    engine.events = row.natural();
    engine.cpuSeconds = row.real();
    engine.wallSeconds = row.real();
    engine.peakRssMb = row.real();
    engine.threads = static_cast<int>(row.integer());
    Conservation& kept = result.conservation;
    kept.arrived = row.natural();
    kept.completed = row.natural();
    kept.failed = row.natural();
    kept.inFlight = row.natural();
    kept.worstLittleResidual = row.real();
    kept.worstLittleStation = row.text();
    kept.holds = row.integer() != 0;
    appendLittleEndian(row.bytes(), result.warmUpCurve);
    result.footprint.currency = row.text();
    result.limitReached = row.text();
    return true;
}

Details readDetails(Database& database, std::int64_t run) {
    Details details;
    Statement figures(database,
                      "SELECT subject, measure, value, low, high, why FROM subjects "
                      "JOIN figures USING (subject) WHERE run = ?");
    figures.bind(run);
    while (figures.next()) {
        const std::int64_t subject = figures.integer();
        Figure& figure = details[subject].figures[figures.text()];
        figure = nextFigure(figures);
    }
    Statement failures(
        database, "SELECT subject, cause, count FROM subjects JOIN failures USING (subject) WHERE run = ?");
    failures.bind(run);
    while (failures.next()) {
        FiguresAndSeries& found = details[failures.integer()];
        const std::string cause = failures.text();
        const std::uint64_t count = failures.natural();
        for (int known = 0; known < causeCount; ++known)
            if (cause == causeName(static_cast<Cause>(known)))
                found.failed[static_cast<std::size_t>(known)] = count;
    }
    Statement series(database,
                     "SELECT subject, series.position, name, samples FROM subjects "
                     "JOIN series USING (subject) WHERE run = ? ORDER BY subject, series.position, chunk");
    series.bind(run);
    while (series.next()) {
        std::vector<Series>& list = details[series.integer()].series;
        const auto position = static_cast<std::size_t>(series.integer());
        std::string name = series.text();
        if (list.size() <= position) list.resize(list.size() + 1);
        list.back().name = std::move(name);
        appendLittleEndian(series.bytes(), list.back().values);
    }
    return details;
}

auto figureFrom(const FiguresAndSeries& found) {
    return [&found](const char* measure, Figure& figure) {
        const auto place = found.figures.find(measure);
        if (place != found.figures.end()) figure = place->second;
    };
}

std::vector<FlowResult> readFlows(Database& database, std::int64_t run, const char* kind, Details& details) {
    std::vector<FlowResult> flows;
    Statement row(database,
                  "SELECT subject, id, flows.arrivals, completed, bucket_error FROM subjects "
                  "JOIN flows USING (subject) WHERE run = ? AND kind = ? ORDER BY position");
    row.bind(run).bind(kind);
    while (row.next()) {
        FiguresAndSeries& found = details[row.integer()];
        FlowResult& flow = flows.emplace_back();
        flow.id = row.text();
        flow.arrivals = row.natural();
        flow.completed = row.natural();
        flow.failed = found.failed;
        flow.latency.bucketError = row.real();
        visitFlowFigures(flow, figureFrom(found));
        flow.series = std::move(found.series);
    }
    return flows;
}

std::vector<EdgeResult> readEdges(Database& database, std::int64_t run, Details& details) {
    std::vector<EdgeResult> edges;
    Statement row(database,
                  "SELECT subject, caller, callee, edges.kind, calls, attempts, amplification "
                  "FROM subjects JOIN edges USING (subject) WHERE run = ? ORDER BY position");
    row.bind(run);
    while (row.next()) {
        const FiguresAndSeries& found = details[row.integer()];
        EdgeResult& edge = edges.emplace_back();
        edge.caller = row.text();
        edge.callee = row.text();
        edge.kind = row.text();
        edge.calls = row.natural();
        edge.attempts = row.natural();
        edge.failed = found.failed;
        edge.amplification = row.real();
        visitEdgeFigures(edge, figureFrom(found));
    }
    return edges;
}

std::vector<StationResult> readStations(Database& database, std::int64_t run, Details& details) {
    std::vector<StationResult> stations;
    Statement row(database,
                  "SELECT subject, id, stations.kind, servers, arrivals, rejected, little_residual "
                  "FROM subjects JOIN stations USING (subject) WHERE run = ? ORDER BY position");
    row.bind(run);
    while (row.next()) {
        FiguresAndSeries& found = details[row.integer()];
        StationResult& station = stations.emplace_back();
        station.id = row.text();
        station.kind = row.text();
        station.servers = row.real();
        station.arrivals = row.natural();
        station.rejected = row.natural();
        station.littleResidual = row.real();
        visitStationFigures(station, figureFrom(found));
        station.series = std::move(found.series);
    }
    return stations;
}

std::vector<ObjectiveResult> readObjectives(Database& database, std::int64_t run, Details& details) {
    using Verdict = ObjectiveResult::Verdict;
    std::vector<ObjectiveResult> objectives;
    Statement row(database,
                  "SELECT subject, id, name, target, unit, limit_value, verdict FROM subjects "
                  "JOIN objectives USING (subject) WHERE run = ? ORDER BY position");
    row.bind(run);
    while (row.next()) {
        const FiguresAndSeries& found = details[row.integer()];
        ObjectiveResult& objective = objectives.emplace_back();
        objective.id = row.text();
        objective.name = row.text();
        objective.target = row.text();
        objective.unit = row.text();
        objective.limit = row.real();
        const std::string verdict = row.text();
        objective.verdict = verdict == "met"      ? Verdict::Met
                            : verdict == "missed" ? Verdict::Missed
                                                  : Verdict::Undecided;
        visitObjectiveFigures(objective, figureFrom(found));
    }
    return objectives;
}

std::vector<GroupResult> readGroups(Database& database, std::int64_t run, Details& details) {
    std::vector<GroupResult> groups;
    Statement row(
        database,
        "SELECT subject, id, channel, partitions, members, published, handled, dead_lettered, dropped, "
        "expired, inside, redelivered, rebalances, paused_s, busiest_partition, largest_lag, oldest_ms "
        "FROM subjects JOIN groups USING (subject) WHERE run = ? ORDER BY position");
    row.bind(run);
    while (row.next()) {
        FiguresAndSeries& found = details[row.integer()];
        GroupResult& group = groups.emplace_back();
        group.id = row.text();
        group.channel = row.text();
        for (std::uint64_t* count :
             {&group.partitions, &group.members, &group.published, &group.handled, &group.deadLettered,
              &group.dropped, &group.expired, &group.inside, &group.redelivered, &group.rebalances})
            *count = row.natural();
        for (double* figure :
             {&group.pausedSeconds, &group.busiestPartition, &group.largestLag, &group.oldestMs})
            *figure = row.real();
        group.series = std::move(found.series);
    }
    return groups;
}

std::vector<ProjectionResult> readProjections(Database& database, std::int64_t run, Details& details) {
    std::vector<ProjectionResult> projections;
    Statement row(database,
                  "SELECT subject, id, channel, consumers, reads, bucket_error FROM subjects "
                  "JOIN projections USING (subject) WHERE run = ? ORDER BY position");
    row.bind(run);
    while (row.next()) {
        FiguresAndSeries& found = details[row.integer()];
        ProjectionResult& projection = projections.emplace_back();
        projection.id = row.text();
        projection.channel = row.text();
        projection.group = row.text();
        projection.reads = row.natural();
        projection.staleness.bucketError = row.real();
        visitProjectionFigures(projection, figureFrom(found));
        projection.series = std::move(found.series);
    }
    return projections;
}

std::vector<CacheResult> readCaches(Database& database, std::int64_t run, Details& details) {
    std::vector<CacheResult> caches;
    Statement row(database,
                  "SELECT subject, id, caches.kind, contents, keys, capacity, lookups, hits, misses, "
                  "coalesced, expired, fills, failed_fills, evictions, stampede "
                  "FROM subjects JOIN caches USING (subject) WHERE run = ? ORDER BY position");
    row.bind(run);
    while (row.next()) {
        FiguresAndSeries& found = details[row.integer()];
        CacheResult& cache = caches.emplace_back();
        cache.id = row.text();
        cache.kind = row.text();
        visitCacheCounts(cache, [&](std::uint64_t& count) { count = row.natural(); });
        visitCacheFigures(cache, figureFrom(found));
        cache.series = std::move(found.series);
    }
    return caches;
}

std::vector<ServerResult> readServers(Database& database, std::int64_t subject) {
    std::vector<ServerResult> servers;
    Statement row(database,
                  "SELECT name, queries, utilisation FROM servers WHERE subject = ? ORDER BY position");
    row.bind(subject);
    while (row.next()) {
        ServerResult& server = servers.emplace_back();
        server.name = row.text();
        server.queries = row.natural();
        server.utilisation = row.real();
    }
    return servers;
}

std::vector<StoreResult> readStores(Database& database, std::int64_t run, Details& details) {
    std::vector<StoreResult> stores;
    Statement row(database,
                  "SELECT subject, id, writes, replica_reads, stale_reads, lost_writes, failovers, outage_s, "
                  "row_locks, row_waits, bucket_error "
                  "FROM subjects JOIN stores USING (subject) WHERE run = ? ORDER BY position");
    row.bind(run);
    while (row.next()) {
        const std::int64_t subject = row.integer();
        FiguresAndSeries& found = details[subject];
        StoreResult& store = stores.emplace_back();
        store.id = row.text();
        for (std::uint64_t* count :
             {&store.writes, &store.replicaReads, &store.staleReads, &store.lostWrites, &store.failovers})
            *count = row.natural();
        store.outageSeconds = row.real();
        store.rowLocks = row.natural();
        store.rowWaits = row.natural();
        store.staleness.bucketError = row.real();
        visitStoreFigures(store, figureFrom(found));
        store.servers = readServers(database, subject);
        store.series = std::move(found.series);
    }
    return stores;
}

}  // namespace

bool readRun(Database& database, std::int64_t run, RunResult& result) {
    if (!readHead(database, run, result)) return false;
    Details details = readDetails(database, run);
    result.journeys = readFlows(database, run, "journey", details);
    result.operations = readFlows(database, run, "operation", details);
    result.edges = readEdges(database, run, details);
    result.stations = readStations(database, run, details);
    result.objectives = readObjectives(database, run, details);
    result.groups = readGroups(database, run, details);
    result.projections = readProjections(database, run, details);
    readTraces(database, run, result);
    readFootprint(database, run, result.footprint);
    readSteadyState(database, run, result.steadyState);
    result.caches = readCaches(database, run, details);
    result.stores = readStores(database, run, details);
    return true;
}

}  // namespace simulator
