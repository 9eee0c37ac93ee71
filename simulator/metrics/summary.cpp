#include "simulator/metrics/summary.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "simulator/metrics/chronicle_summary.h"
#include "simulator/metrics/footprint_summary.h"
#include "simulator/metrics/group_summary.h"
#include "simulator/metrics/series.h"
#include "simulator/metrics/steady_state_summary.h"
#include "simulator/metrics/store_summary.h"
#include "simulator/metrics/warm_up.h"

namespace simulator {

namespace {

class Summary {
public:
    Summary(const Plan& plan, const Grid& grid, const std::vector<Recording>& recordings, WarmUp warmUp)
        : m_plan(plan), m_grid(grid), m_recordings(recordings), m_warmUp(std::move(warmUp)) {}

    RunResult make() const {
        RunResult result;
        result.model = m_plan.model;
        result.modelHash = m_plan.modelHash;
        result.scenario = m_plan.scenario;
        result.scenarioName = m_plan.scenarioName;
        result.warmUpSeconds = m_warmUp.seconds;
        result.warmUpNote = m_warmUp.note;
        result.warmUpCurve = welchCurve(m_grid, m_recordings);
        result.intervalMethod = intervalMethod();
        result.seriesInterval = static_cast<double>(m_grid.interval) / 1e9;
        for (std::size_t at = 0; at < m_plan.journeys.size(); ++at)
            result.journeys.push_back(flow(at, m_plan.journeys[at].id));
        for (std::size_t at = 0; at < m_plan.operations.size(); ++at)
            result.operations.push_back(flow(m_plan.journeys.size() + at, m_plan.operations[at].id));
        for (std::size_t at = 0; at < m_plan.edges.size(); ++at) result.edges.push_back(edge(at));
        stations(result.stations);
        if (!m_recordings.empty()) result.chronicle = chronicleResult(m_plan, m_recordings[0].chronicle);
        result.footprint = footprintOf(m_plan.tariff, observations(m_plan, m_recordings, m_warmUp.chunk));
        for (const ObjectivePlan& objective : m_plan.objectives)
            result.objectives.push_back(objective.footprint ? judgeFootprint(objective, result.footprint)
                                                            : judge(objective));
        result.steadyState = steadyStateResult(m_plan, m_recordings);
        result.conservation = conservation(result.stations);
        const std::int64_t start = m_grid.startOfChunk(m_warmUp.chunk);
        result.groups = groupResults(m_plan, m_recordings, static_cast<std::size_t>(start / m_grid.interval));
        for (std::size_t at = 0; at < m_plan.projections.size(); ++at)
            result.projections.push_back(projection(at));
        for (std::size_t at = 0; at < m_plan.caches.size(); ++at) result.caches.push_back(cache(at));
        for (std::size_t at = 0; at < m_plan.clusters.size(); ++at) result.stores.push_back(store(at));
        return result;
    }

private:
    std::string intervalMethod() const {
        if (m_recordings.size() >= 20)
            return "replications: 20 and more are independent observations, one each";
        return "batch means: fewer than 20 replications, so each is cut into batches of time";
    }

    // The sums of a quantity and what it is divided by, over the chunks after the warm-up of each
    // replication.
    template <class Sum, class Weight>
    Figure ratio(const Sum& sum, const Weight& weight) const {
        std::vector<Batches> all;
        for (const Recording& recording : m_recordings) {
            Batches batches;
            for (std::size_t chunk = m_warmUp.chunk; chunk < recording.chunks.size(); ++chunk) {
                batches.sums.push_back(sum(recording.chunks[chunk]));
                batches.weights.push_back(weight(recording.chunks[chunk]));
            }
            all.push_back(std::move(batches));
        }
        return meanInterval(all);
    }

    template <class Visit>
    void forEachChunk(const Visit& visit) const {
        for (const Recording& recording : m_recordings)
            for (std::size_t chunk = m_warmUp.chunk; chunk < recording.chunks.size(); ++chunk)
                visit(recording.chunks[chunk]);
    }

    static double seconds(const Chunk& chunk) { return chunk.seconds; }

    FlowResult flow(std::size_t at, const std::string& id) const {
        FlowResult result;
        result.id = id;
        const FlowCounts sum = flowCounts(at);
        result.arrivals = sum.arrivals;
        result.completed = sum.completed;
        result.failed = sum.failed;
        result.throughput =
            ratio([at](const Chunk& chunk) { return static_cast<double>(chunk.flows[at].counts.ended()); },
                  seconds);
        result.goodput =
            ratio([at](const Chunk& chunk) { return static_cast<double>(chunk.flows[at].counts.completed); },
                  seconds);
        result.latency = latency(at);
        result.series = flowSeries(m_grid, m_recordings, at);
        return result;
    }

    ProjectionResult projection(std::size_t at) const {
        const GroupPlan& group = m_plan.groups[m_plan.projections[at].group];
        const FlowResult reads = flow(m_plan.journeys.size() + m_plan.operations.size() + at, {});
        ProjectionResult result;
        result.id = m_plan.stores[m_plan.projections[at].store].id;
        result.channel = m_plan.channels[group.channel].id;
        result.group = group.id;
        result.reads = reads.completed;
        result.staleness = reads.latency;
        for (const Series& series : reads.series)
            if (series.name == "p50_ms" || series.name == "p99_ms")
                result.series.push_back({"staleness_" + series.name, series.values});
        return result;
    }

    static void keepShare(Figure& share) {
        if (!share.value) return;
        share.low = std::clamp(share.low, 0.0, *share.value);
        share.high = std::clamp(share.high, *share.value, 1.0);
    }

    CacheResult cache(std::size_t at) const {
        CacheCounts sum;
        forEachChunk([&](const Chunk& chunk) { sum += chunk.caches[at]; });
        CacheResult result = cacheResult(m_plan.caches[at], sum);
        result.hitRatio =
            ratio([at](const Chunk& chunk) { return static_cast<double>(chunk.caches[at].hits); },
                  [at](const Chunk& chunk) { return static_cast<double>(chunk.caches[at].lookUps()); });
        keepShare(result.hitRatio);
        result.series = cacheSeries(m_recordings, at);
        return result;
    }

    StoreResult store(std::size_t at) const {
        ClusterCounts sum;
        double measured = 0;
        forEachChunk([&](const Chunk& chunk) {
            sum += chunk.clusters[at];
            measured += chunk.seconds;
        });
        StoreResult result = storeResult(m_plan, m_plan.clusters[at], sum, measured);
        result.outageSeconds /= static_cast<double>(std::max<std::size_t>(1, m_recordings.size()));
        result.staleShare =
            ratio([at](const Chunk& chunk) { return static_cast<double>(chunk.clusters[at].staleReads); },
                  [at](const Chunk& chunk) { return static_cast<double>(chunk.clusters[at].replicaReads); });
        keepShare(result.staleShare);
        result.rowWait =
            ratio([at](const Chunk& chunk) { return chunk.clusters[at].rowWaited / 1e6; },
                  [at](const Chunk& chunk) { return static_cast<double>(chunk.clusters[at].rowLocks); });
        const FlowResult reads =
            flow(m_plan.journeys.size() + m_plan.operations.size() + m_plan.projections.size() + at, {});
        result.staleness = reads.latency;
        result.series = clusterSeries(m_recordings, at);
        for (const Series& series : reads.series)
            if (series.name == "p50_ms" || series.name == "p99_ms")
                result.series.push_back({"staleness_" + series.name, series.values});
        return result;
    }

    FlowCounts flowCounts(std::size_t at) const {
        FlowCounts sum;
        forEachChunk([&](const Chunk& chunk) { sum += chunk.flows[at].counts; });
        return sum;
    }

    LatencyFigures latency(std::size_t at) const {
        LatencyFigures figures;
        figures.bucketError = Histogram::bucketError();
        figures.mean =
            ratio([at](const Chunk& chunk) { return chunk.flows[at].latencySum / 1e6; },
                  [at](const Chunk& chunk) { return static_cast<double>(chunk.flows[at].counts.completed); });
        const Latencies all = latencies(at);
        figures.p50 = quantile(all, 0.5);
        figures.p90 = quantile(all, 0.9);
        figures.p95 = quantile(all, 0.95);
        figures.p99 = quantile(all, 0.99);
        figures.p999 = quantile(all, 0.999);
        return figures;
    }

    // The latencies of one flow after the warm-up: all in one, and by chunk of each replication.
    struct Latencies {
        Histogram all;
        std::vector<std::vector<SparseHistogram>> chunks;
    };

    Latencies latencies(std::size_t at) const {
        Latencies sum;
        for (const Recording& recording : m_recordings) {
            const LatencyRecorder& recorder = recording.latency[at];
            const bool marked = m_warmUp.mark >= 0;
            if (!marked)
                sum.all.merge(recorder.all());
            else if (static_cast<std::size_t>(m_warmUp.mark) < recorder.marks())
                sum.all.merge(recorder.since(static_cast<std::size_t>(m_warmUp.mark)));
            sum.chunks.emplace_back();
            for (std::size_t chunk = m_warmUp.chunk; chunk < recording.chunks.size(); ++chunk)
                sum.chunks.back().push_back(recording.chunks[chunk].flows[at].latency);
        }
        return sum;
    }

    static Figure quantile(const Latencies& latencies, double probability) {
        Figure figure = quantileInterval(probability, latencies.all, latencies.chunks);
        if (figure.value) *figure.value /= 1e6;
        figure.low /= 1e6;
        figure.high /= 1e6;
        return figure;
    }

    EdgeResult edge(std::size_t at) const {
        const EdgePlan& plan = m_plan.edges[at];
        EdgeResult result;
        result.caller = plan.caller;
        result.callee = plan.callee;
        result.kind = plan.kind;
        EdgeCounts sum;
        forEachChunk([&](const Chunk& chunk) { sum += chunk.edges[at]; });
        result.calls = sum.calls;
        result.attempts = sum.attempts();
        result.failed = sum.failed;
        result.attemptRate = ratio(
            [at](const Chunk& chunk) { return static_cast<double>(chunk.edges[at].attempts()); }, seconds);
        if (sum.calls)
            result.amplification = static_cast<double>(sum.attempts()) / static_cast<double>(sum.calls);
        return result;
    }

    void stations(std::vector<StationResult>& results) const {
        std::size_t at = 0;
        for (const ServicePlan& service : m_plan.services) {
            results.push_back(station(at, service.id, "service", service.servers * replicas(service, at)));
            if (service.podSet != none) scaled(service, at, results.back());
            processor(service, at++, results.back());
        }
        for (const StorePlan& store : m_plan.stores)
            results.push_back(station(at++, store.id, "store", store.allConnections()));
        for (const ChannelPlan& channel : m_plan.channels)
            results.push_back(station(at++, channel.id, "channel", channel.consumers));
        for (const LockPlan& lock : m_plan.locks)
            results.push_back(station(at++, lock.id, "lock", lock.holders()));
    }

    // On average those that serve, where they come and go.
    double replicas(const ServicePlan& service, std::size_t at) const {
        if (service.podSet == none) return service.replicas;
        double area = 0;
        double time = 0;
        forEachChunk([&](const Chunk& chunk) {
            area += chunk.stations[at].servingArea / 1e9;
            time += chunk.seconds;
        });
        return time > 0 ? area / time : 0;
    }

    // What is in use refers to the replicas that serve at the time.
    void scaled(const ServicePlan& service, std::size_t at, StationResult& result) const {
        const double servers = service.servers;
        result.utilisation =
            ratio([at](const Chunk& chunk) { return chunk.stations[at].serviceArea / 1e9; },
                  [=](const Chunk& chunk) { return servers * chunk.stations[at].servingArea / 1e9; });
        const PodSetPlan& pods = m_plan.podSets[service.podSet];
        for (Series& series : scalerSeries(m_recordings, service.podSet, pods.goesToNothing()))
            result.series.push_back(std::move(series));
        if (!pods.vertical) return;
        for (Series& series : sizeSeries(m_recordings, service.podSet))
            result.series.push_back(std::move(series));
    }

    StationResult station(std::size_t at, const std::string& id, const std::string& kind,
                          double servers) const {
        StationResult result;
        result.id = id;
        result.kind = kind;
        result.servers = servers;
        const auto inService = [at](const Chunk& chunk) { return chunk.stations[at].serviceArea / 1e9; };
        if (servers > 0)
            result.utilisation =
                ratio(inService, [servers](const Chunk& chunk) { return servers * chunk.seconds; });
        else
            result.utilisation = missingFigure("nothing serves here");
        result.meanQueue =
            ratio([at](const Chunk& chunk) { return chunk.stations[at].queueArea / 1e9; }, seconds);
        result.meanInService = ratio(inService, seconds);
        result.wait =
            ratio([at](const Chunk& chunk) { return chunk.stations[at].waited / 1e6; },
                  [at](const Chunk& chunk) { return static_cast<double>(chunk.stations[at].starts); });
        forEachChunk([&](const Chunk& chunk) {
            result.arrivals += chunk.stations[at].arrivals;
            result.rejected += chunk.stations[at].rejected;
        });
        result.littleResidual = littleResidual(at);
        result.series = stationSeries(m_grid, m_recordings, at);
        return result;
    }

    // Where requests wait for what computes, not for workers, that is what is in use.
    void processor(const ServicePlan& service, std::size_t at, StationResult& result) const {
        if (service.processor == ProcessorKind::None) {
            result.cpu = missingFigure("nothing computes on a processor that is shared");
            return;
        }
        const double cores = service.cores * service.replicas;
        const auto used = [at](const Chunk& chunk) { return chunk.stations[at].processorArea / 1e9; };
        if (service.podSet == none)
            result.cpu = ratio(used, [cores](const Chunk& chunk) { return cores * chunk.seconds; });
        else
            result.cpu = ratio(used, [&](const Chunk& chunk) {
                return service.cores * sizedReplicas(service, at, chunk) / 1e9;
            });
        if (service.computesThere) result.utilisation = result.cpu;
    }

    // Those that serve [ns]: where cores are shared, by the cores that they have.
    double sizedReplicas(const ServicePlan& service, std::size_t at, const Chunk& chunk) const {
        const bool isSized =
            m_plan.podSets[service.podSet].vertical && service.processor == ProcessorKind::Shared;
        return isSized ? chunk.sizes[service.podSet].servingArea : chunk.stations[at].servingArea;
    }

    // Both sides from time zero to the end, the visits that have not ended with their time so far: the areas
    // under the counts against the times of the visitors.
    double littleResidual(std::size_t at) const {
        double area = 0;
        double stayed = 0;
        for (const Recording& recording : m_recordings) {
            const StationBooks& books = recording.stationBooks[at];
            area += books.counts.queueArea + books.counts.serviceArea;
            stayed += books.counts.stayed + books.insideStayed;
        }
        return area > 0 ? std::abs(area - stayed) / area : 0;
    }

    Conservation conservation(const std::vector<StationResult>& results) const {
        Conservation sum;
        sum.holds = true;
        for (const Recording& recording : m_recordings) {
            for (const FlowBooks& books : recording.journeyBooks) {
                sum.arrived += books.counts.arrivals;
                sum.completed += books.counts.completed;
                sum.failed += books.counts.failures();
                sum.inFlight += books.inside;
                if (books.counts.arrivals != books.counts.ended() + books.inside) sum.holds = false;
            }
            if (!groupsConserve(recording) || !cachesConserve(recording)) sum.holds = false;
            for (const StationBooks& books : recording.stationBooks) {
                const StationCounts& counts = books.counts;
                if (counts.arrivals != counts.departures + counts.rejected + books.inside) sum.holds = false;
                if (books.inside != books.metered) sum.holds = false;
            }
        }
        for (const StationResult& station : results)
            if (station.littleResidual > sum.worstLittleResidual || sum.worstLittleStation.empty()) {
                sum.worstLittleResidual = std::max(sum.worstLittleResidual, station.littleResidual);
                sum.worstLittleStation = station.id;
            }
        return sum;
    }

    ObjectiveResult judge(const ObjectivePlan& plan) const {
        ObjectiveResult result;
        result.id = plan.id;
        result.name = plan.name;
        result.target = plan.target;
        result.unit = plan.latency ? "ms" : "share";
        result.limit = plan.limit;
        if (plan.flow == none) {
            result.observed = missingFigure("the scenario does not run it");
            return result;
        }
        const std::size_t at = plan.flow + (plan.journey ? 0 : m_plan.journeys.size());
        result.observed = plan.latency ? quantile(latencies(at), plan.quantile) : availability(at);
        if (!result.observed.value) return result;
        const bool met =
            plan.latency ? result.observed.high <= plan.limit : result.observed.low >= plan.limit;
        const bool missed =
            plan.latency ? result.observed.low > plan.limit : result.observed.high < plan.limit;
        if (met) result.verdict = ObjectiveResult::Verdict::Met;
        if (missed) result.verdict = ObjectiveResult::Verdict::Missed;
        return result;
    }

    // Without a failure (or a success) in n requests the share of them is below 3 / n.
    Figure availability(std::size_t at) const {
        const FlowCounts sum = flowCounts(at);
        const auto ended = static_cast<double>(sum.ended());
        if (ended == 0) return missingFigure("no request ended");
        const double share = static_cast<double>(sum.completed) / ended;
        const double rare = std::min(1.0, 3 / ended);
        if (sum.completed == sum.ended()) return {1.0, 1 - rare, 1.0, {}};
        if (sum.completed == 0) return {0.0, 0.0, rare, {}};
        Figure figure =
            ratio([at](const Chunk& chunk) { return static_cast<double>(chunk.flows[at].counts.completed); },
                  [at](const Chunk& chunk) { return static_cast<double>(chunk.flows[at].counts.ended()); });
        if (!figure.value) return figure;
        figure.low = std::clamp(figure.low, 0.0, share);
        figure.high = std::clamp(figure.high, share, 1.0);
        return figure;
    }

    const Plan& m_plan;
    const Grid& m_grid;
    const std::vector<Recording>& m_recordings;
    WarmUp m_warmUp;
};

}  // namespace

RunResult summarise(const Plan& plan, const Grid& grid, const std::vector<Recording>& recordings) {
    return summarise(plan, grid, recordings, findWarmUp(plan, grid, recordings));
}

RunResult summarise(const Plan& plan, const Grid& grid, const std::vector<Recording>& recordings,
                    const WarmUp& warmUp) {
    return Summary(plan, grid, recordings, warmUp).make();
}

}  // namespace simulator
