#include <bit>

#include "simulator/store/figure_records.h"
#include "simulator/store/footprint_records.h"
#include "simulator/store/run_records.h"
#include "simulator/store/steady_state_records.h"
#include "simulator/store/trace_records.h"

namespace simulator {

namespace {

using sqlite::Database;
using sqlite::Statement;

std::vector<unsigned char> littleEndian(const double* first, std::size_t count) {
    std::vector<unsigned char> bytes;
    bytes.reserve(count * 8);
    for (std::size_t i = 0; i < count; ++i) {
        const auto bits = std::bit_cast<std::uint64_t>(first[i]);
        for (int shift = 0; shift < 64; shift += 8)
            bytes.push_back(static_cast<unsigned char>(bits >> shift));
    }
    return bytes;
}

std::int64_t writeHead(Database& database, const RunResult& result) {
    Statement insert(
        database,
        "INSERT INTO runs (model, model_hash, scenario, scenario_name, seed, replications, simulated_s, "
        "warm_up_s, warm_up_note, interval_method, series_interval_s, event_log_hash, cancelled, "
        "engine_version, events, cpu_s, wall_s, peak_rss_mb, threads, arrived, completed, failed, "
        "in_flight, worst_little_residual, worst_little_station, conservation_holds, warm_up_curve, "
        "currency, limit_reached) "
        "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    const EngineFigures& engine = result.engine;
    const Conservation& kept = result.conservation;
    insert.bind(result.model).bind(hexOf(result.modelHash)).bind(result.scenario).bind(result.scenarioName);
    insert.bind(result.seed)
        .bind(result.replications)
        .bind(result.simulatedSeconds)
        .bind(result.warmUpSeconds);
    insert.bind(result.warmUpNote).bind(result.intervalMethod).bind(result.seriesInterval);
    insert.bind(hexOf(result.eventLogHash)).bind(result.cancelled).bind(result.engineVersion);
    insert.bind(engine.events).bind(engine.cpuSeconds).bind(engine.wallSeconds).bind(engine.peakRssMb);
    insert.bind(engine.threads).bind(kept.arrived).bind(kept.completed).bind(kept.failed).bind(kept.inFlight);
    insert.bind(kept.worstLittleResidual).bind(kept.worstLittleStation).bind(kept.holds);
    insert.bind(littleEndian(result.warmUpCurve.data(), result.warmUpCurve.size()));
    insert.bind(result.footprint.currency).bind(result.limitReached).run();
    return database.lastRow();
}

/// The statements that each subject needs, prepared once.
class Writer {
public:
    Writer(Database& database, std::int64_t run)
        : m_database(database),
          m_run(run),
          m_figures(database),
          m_subject(database, "INSERT INTO subjects (run, kind, position, id) VALUES (?,?,?,?)"),
          m_series(database, "INSERT INTO series VALUES (?,?,?,?,?)"),
          m_flow(database, "INSERT INTO flows VALUES (?,?,?,?)"),
          m_edge(database, "INSERT INTO edges VALUES (?,?,?,?,?,?,?)"),
          m_failure(database, "INSERT INTO failures VALUES (?,?,?)"),
          m_station(database, "INSERT INTO stations VALUES (?,?,?,?,?,?)"),
          m_objective(database, "INSERT INTO objectives VALUES (?,?,?,?,?,?)"),
          m_group(database, "INSERT INTO groups VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"),
          m_projection(database, "INSERT INTO projections VALUES (?,?,?,?,?)"),
          m_cache(database, "INSERT INTO caches VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)"),
          m_store(database, "INSERT INTO stores VALUES (?,?,?,?,?,?,?,?,?,?)"),
          m_server(database, "INSERT INTO servers VALUES (?,?,?,?,?)") {}

    void writeFlow(const char* kind, std::size_t position, const FlowResult& flow) {
        const std::int64_t subject = newSubject(kind, position, flow.id);
        m_flow.bind(subject).bind(flow.arrivals).bind(flow.completed).bind(flow.latency.bucketError).run();
        writeFailures(subject, flow.failed);
        visitFlowFigures(flow, m_figures.of(subject));
        writeSeries(subject, flow.series);
    }

    void writeEdge(std::size_t position, const EdgeResult& edge) {
        const std::int64_t subject = newSubject("edge", position, edge.caller + " -> " + edge.callee);
        m_edge.bind(subject)
            .bind(edge.caller)
            .bind(edge.callee)
            .bind(edge.kind)
            .bind(edge.calls)
            .bind(edge.attempts)
            .bind(edge.amplification)
            .run();
        writeFailures(subject, edge.failed);
        visitEdgeFigures(edge, m_figures.of(subject));
    }

    void writeStation(std::size_t position, const StationResult& station) {
        const std::int64_t subject = newSubject("station", position, station.id);
        m_station.bind(subject).bind(station.kind).bind(station.servers).bind(station.arrivals);
        m_station.bind(station.rejected).bind(station.littleResidual).run();
        visitStationFigures(station, m_figures.of(subject));
        writeSeries(subject, station.series);
    }

    void writeObjective(std::size_t position, const ObjectiveResult& objective) {
        const std::int64_t subject = newSubject("objective", position, objective.id);
        constexpr const char* verdicts[] = {"met", "missed", "undecided"};
        m_objective.bind(subject).bind(objective.name).bind(objective.target).bind(objective.unit);
        m_objective.bind(objective.limit).bind(verdicts[static_cast<int>(objective.verdict)]).run();
        visitObjectiveFigures(objective, m_figures.of(subject));
    }

    void writeGroup(std::size_t position, const GroupResult& group) {
        const std::int64_t subject = newSubject("group", position, group.id);
        m_group.bind(subject).bind(group.channel).bind(group.partitions).bind(group.members);
        m_group.bind(group.published).bind(group.handled).bind(group.deadLettered).bind(group.dropped);
        m_group.bind(group.expired).bind(group.inside).bind(group.redelivered).bind(group.rebalances);
        m_group.bind(group.pausedSeconds).bind(group.busiestPartition);
        m_group.bind(group.largestLag).bind(group.oldestMs).run();
        writeSeries(subject, group.series);
    }

    void writeProjection(std::size_t position, const ProjectionResult& projection) {
        const std::int64_t subject = newSubject("projection", position, projection.id);
        m_projection.bind(subject).bind(projection.channel).bind(projection.group);
        m_projection.bind(projection.reads).bind(projection.staleness.bucketError).run();
        visitProjectionFigures(projection, m_figures.of(subject));
        writeSeries(subject, projection.series);
    }

    void writeCache(std::size_t position, const CacheResult& cache) {
        const std::int64_t subject = newSubject("cache", position, cache.id);
        m_cache.bind(subject).bind(cache.kind);
        visitCacheCounts(cache, [&](std::uint64_t count) { m_cache.bind(count); });
        m_cache.run();
        visitCacheFigures(cache, m_figures.of(subject));
        writeSeries(subject, cache.series);
    }

    void writeStore(std::size_t position, const StoreResult& store) {
        const std::int64_t subject = newSubject("store", position, store.id);
        m_store.bind(subject).bind(store.writes).bind(store.replicaReads).bind(store.staleReads);
        m_store.bind(store.lostWrites).bind(store.failovers).bind(store.outageSeconds);
        m_store.bind(store.rowLocks).bind(store.rowWaits).bind(store.staleness.bucketError).run();
        visitStoreFigures(store, m_figures.of(subject));
        for (std::size_t at = 0; at < store.servers.size(); ++at)
            m_server.bind(subject)
                .bind(static_cast<std::int64_t>(at))
                .bind(store.servers[at].name)
                .bind(store.servers[at].queries)
                .bind(store.servers[at].utilisation)
                .run();
        writeSeries(subject, store.series);
    }

private:
    std::int64_t newSubject(const char* kind, std::size_t position, const std::string& id) {
        m_subject.bind(m_run).bind(kind).bind(static_cast<std::int64_t>(position)).bind(id).run();
        return m_database.lastRow();
    }

    void writeFailures(std::int64_t subject, const std::array<std::uint64_t, causeCount>& failed) {
        for (int cause = 0; cause < causeCount; ++cause)
            if (const std::uint64_t count = failed[static_cast<std::size_t>(cause)])
                m_failure.bind(subject).bind(causeName(static_cast<Cause>(cause))).bind(count).run();
    }

    void writeSeries(std::int64_t subject, const std::vector<Series>& list) {
        for (std::size_t position = 0; position < list.size(); ++position) {
            const std::vector<double>& values = list[position].values;
            // A series without values is one empty chunk.
            for (std::size_t at = 0; at == 0 || at < values.size(); at += chunkLength) {
                const std::size_t count = std::min(chunkLength, values.size() - at);
                m_series.bind(subject).bind(static_cast<std::int64_t>(position));
                m_series.bind(static_cast<std::int64_t>(at / chunkLength)).bind(list[position].name);
                m_series.bind(littleEndian(values.data() + at, count)).run();
            }
        }
    }

    Database& m_database;
    std::int64_t m_run;
    FigureWriter m_figures;
    Statement m_subject, m_series, m_flow, m_edge, m_failure, m_station, m_objective, m_group, m_projection,
        m_cache, m_store, m_server;
};

}  // namespace

std::int64_t writeRun(Database& database, const RunResult& result) {
    const std::int64_t run = writeHead(database, result);
    Writer writer(database, run);
    for (std::size_t i = 0; i < result.journeys.size(); ++i)
        writer.writeFlow("journey", i, result.journeys[i]);
    for (std::size_t i = 0; i < result.operations.size(); ++i)
        writer.writeFlow("operation", i, result.operations[i]);
    for (std::size_t i = 0; i < result.edges.size(); ++i) writer.writeEdge(i, result.edges[i]);
    for (std::size_t i = 0; i < result.stations.size(); ++i) writer.writeStation(i, result.stations[i]);
    for (std::size_t i = 0; i < result.objectives.size(); ++i) writer.writeObjective(i, result.objectives[i]);
    for (std::size_t i = 0; i < result.groups.size(); ++i) writer.writeGroup(i, result.groups[i]);
    for (std::size_t i = 0; i < result.projections.size(); ++i)
        writer.writeProjection(i, result.projections[i]);
    writeTraces(database, run, result);
    writeFootprint(database, run, result.footprint);
    writeSteadyState(database, run, result.steadyState);
    for (std::size_t i = 0; i < result.caches.size(); ++i) writer.writeCache(i, result.caches[i]);
    for (std::size_t i = 0; i < result.stores.size(); ++i) writer.writeStore(i, result.stores[i]);
    return run;
}

}  // namespace simulator
