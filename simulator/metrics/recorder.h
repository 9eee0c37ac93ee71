#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "simulator/metrics/count_meter.h"
#include "simulator/metrics/lag_meter.h"
#include "simulator/metrics/recording.h"
#include "simulator/metrics/scaler_meter.h"
#include "simulator/metrics/window_judge.h"
#include "simulator/plan/plan.h"
#include "simulator/statistics/latency_recorder.h"

namespace simulator {

/// Counts what happens to one flow of requests, until the interval is closed.
class FlowMeter {
public:
    void arrived() { ++m_open.arrivals; }
    void completed(std::int64_t latency) { m_latency.record(latency); }
    void failed(Cause cause) { ++m_open.failed[static_cast<std::size_t>(cause)]; }

private:
    friend class Recorder;
    FlowCounts m_open;  ///< Those completed are counted with their latencies
    LatencyRecorder m_latency;
};

/// Counts and weighs, over time, who waits and who is served at one station, until the interval is closed.
///
/// An area under a count is kept as the sum of the times of its steps down less those of its steps up: an
/// addition for a step; the rest follows when the interval is closed. Arithmetic is modulo 2^64; the areas
/// fit.
class StationMeter {
public:
    void arrived() { ++m_open.arrivals; }
    void rejected() { ++m_open.rejected; }
    void queued(std::int64_t now) {
        ++m_queue;
        m_queueArea -= static_cast<std::uint64_t>(now);
    }
    /// Leaves the queue, to be served or not.
    void unqueued(std::int64_t now) {
        --m_queue;
        m_queueArea += static_cast<std::uint64_t>(now);
    }
    void started(std::int64_t now, std::int64_t waited) {
        ++m_starts;
        m_serviceArea -= static_cast<std::uint64_t>(now);
        m_waited += static_cast<std::uint64_t>(waited);
    }
    void stopped(std::int64_t now) {
        ++m_stops;
        m_serviceArea += static_cast<std::uint64_t>(now);
    }
    /// Leaves the station after that time in it.
    void departed(std::int64_t stayed) {
        ++m_open.departures;
        m_stayed += static_cast<std::uint64_t>(stayed);
    }
    std::uint64_t inQueue() const { return m_queue; }
    std::uint64_t inService() const { return m_starts - m_stops; }

private:
    friend class Recorder;
    StationCounts m_open;
    std::uint64_t m_waited = 0;  ///< In the open interval [ns]
    std::uint64_t m_stayed = 0;  ///< In the open interval [ns]
    std::uint64_t m_starts = 0;  ///< From time zero on, as the stops
    std::uint64_t m_stops = 0;
    std::uint64_t m_queue = 0;
    std::uint64_t m_queueArea = 0;
    std::uint64_t m_serviceArea = 0;
    std::uint64_t m_startsClosed = 0;  ///< Those before the open interval
};

/// What happens at one pod of a service that has pods. It belongs to the service's station.
struct PodMeter {
    StationMeter station;
    double served = 0;           ///< Area of busy workers before the open interval [ns]
    double waiting = 0;          ///< The same of those who wait for one [ns]
    double computed = 0;         ///< The same of its processor [ns]
    std::uint64_t arrived = 0;   ///< Before the open interval
    std::uint64_t departed = 0;  ///< Before the open interval
};

/// What the engine tells, gathered per interval of simulated time.
class Recorder {
public:
    Recorder(const Plan& plan, const Grid& grid);

    FlowMeter& journey(Index index) { return m_flows[index]; }
    FlowMeter& operation(Index index) { return m_flows[m_journeys + index]; }
    StationMeter& service(Index index) { return m_stations[index]; }
    StationMeter& store(Index index) { return m_stations[m_services + index]; }
    StationMeter& channel(Index index) { return m_stations[m_services + m_stores + index]; }
    StationMeter& lock(Index index) { return m_stations[m_services + m_visits.size() + index]; }
    /// What stands for the service where that has pods.
    StationMeter& pod(Index index) { return m_pods[index].station; }
    /// The areas under its busy workers, and busy cores or loops, since time zero [ns].
    double podServed(Index index, std::int64_t now) const;
    double podUnderWay(Index index, std::int64_t now) const;
    std::uint64_t podArrived(Index index) const {
        return m_pods[index].arrived + m_pods[index].station.m_open.arrivals;
    }
    std::uint64_t podDeparted(Index index) const {
        return m_pods[index].departed + m_pods[index].station.m_open.departures;
    }
    double podComputed(Index index, std::int64_t now) const {
        return m_pods[index].computed + m_processors[m_services + index].area(now);
    }
    ScalerMeter& scaler(Index index) { return m_scalers[index]; }
    /// Of a set of pods, where one is scaled vertically.
    SizeMeter& sizes(Index podSet) { return m_sizes[podSet]; }
    /// Of busy cores or loops at the processors of a service, or, after all of these, of a pod.
    CountMeter& processor(Index index) { return m_processors[index]; }
    /// Of the replicas of a service that run; at time zero all of them, or those that it begins with.
    CountMeter& replicas(Index service) { return m_replicas[service]; }
    LagMeter& group(Index index) { return m_groups[index]; }
    /// The reads of a read model; their latency is how far it is behind.
    FlowMeter& staleness(Index projection) {
        return m_flows[m_journeys + m_plan->operations.size() + projection];
    }
    CacheCounts& cache(Index index) { return m_caches[index]; }
    ClusterMeter& cluster(Index index) { return m_clusters[index]; }
    /// The reads at the replicas of a cluster; their latency is how far these are behind.
    FlowMeter& replicaReads(Index cluster) {
        return m_flows[m_journeys + m_plan->operations.size() + m_plan->projections.size() + cluster];
    }
    /// A visit to a store or channel that ended well.
    void visited(Index extra, std::int64_t time) { m_visits[extra].record(time); }
    Index storeVisits(Index store) const { return store; }
    Index channelVisits(Index channel) const { return m_stores + channel; }

    EdgeCounts& edge(Index index) { return m_edges[index]; }
    void called(Index edge) { ++m_edges[edge].calls; }
    void retried(Index edge) { ++m_edges[edge].retries; }
    void attemptFailed(Index edge, Cause cause, std::int64_t now) {
        ++m_edges[edge].failed[static_cast<std::size_t>(cause)];
        m_recording.chronicle.failed(edge, cause, now);
    }
    void breakerChanged(const BreakerRecord& record) { m_recording.chronicle.changed(record); }
    void platformChanged(const PlatformRecord& record) { m_recording.chronicle.changed(record); }
    void outliersChanged(const OutlierRecord& record) { m_recording.chronicle.changed(record); }
    void scalerDecided(const ScalerRecord& record) { m_recording.chronicle.changed(record); }

    /// A journey ended well: what the warm-up is found by.
    void journeyCompleted(FlowMeter& journey, std::int64_t now, std::int64_t latency) {
        journey.completed(latency);
        m_warmUp.add(now, latency);
    }

    /// How many are in a station, services first, then stores, channels and locks.
    std::uint64_t inside(std::size_t station) const;

    /// The end of the open interval, or of a window that is judged.
    std::int64_t boundary() const { return std::min(m_boundary, m_judge.next()); }
    /// Closes all intervals and windows that end at or before `now`; none after the end of the run.
    [[gnu::noinline]] void closeUntil(std::int64_t now);
    WindowJudge& judge() { return m_judge; }
    /// Takes over what another one, of a plan of the same shape, has recorded.
    void continueFrom(const Recorder& before) {
        const Plan* const plan = m_plan;
        *this = before;
        m_plan = plan;
    }
    /// Closes the last interval, which may be shorter, at the end of the run.
    Recording finish(std::int64_t end);

private:
    /// The visits to a service are those of its operations: where it has one, that one's quantile is at hand.
    struct ServiceVisits {
        std::size_t operations = 0;
        float p99 = 0;       ///< Of the operation that was closed last [ms]
        GroupCounts counts;  ///< Of several operations
    };

    bool hasOpenCounts() const;
    void closeInterval(std::int64_t end);
    FlowSoFar soFar(const ObjectivePlan& objective) const;
    void closeFlow(std::size_t flow, Chunk& chunk);
    void closeStation(std::size_t station, Chunk& chunk, std::int64_t end);
    static void closeMeter(StationMeter& meter, std::int64_t end);
    void closePods(const PodSetPlan& plan, StationCounts& counts, std::int64_t end);
    double closeSizes(const PodSetPlan& plan, Chunk& chunk, std::int64_t end);
    const PodSetPlan* podSetOf(std::size_t station) const;
    double replicasAt(std::size_t service, double length) const;
    void closeCachesAndClusters(Chunk& chunk, std::int64_t end);
    void closeVisits(std::size_t station, StationInterval& interval, double length);
    float p99OfVisits(std::size_t station);
    void addToChunk(std::size_t flow, FlowChunk& chunk);
    void endChunk(Chunk& chunk);

    const Plan* m_plan;
    Grid m_grid;
    std::size_t m_journeys;
    std::size_t m_services;
    std::size_t m_stores;
    std::vector<FlowMeter> m_flows;        ///< Journeys, operations, read models, clusters
    std::vector<StationMeter> m_stations;  ///< Services, then stores, channels and locks
    std::vector<CountMeter> m_processors;  ///< By service, then by pod
    std::vector<CountMeter> m_replicas;    ///< By service
    std::vector<PodMeter> m_pods;
    std::vector<ScalerMeter> m_scalers;
    std::vector<SizeMeter> m_sizes;         ///< The same, where one is scaled vertically
    std::vector<LatencyRecorder> m_visits;  ///< Of stores, then channels
    std::vector<LagMeter> m_groups;
    std::vector<CacheCounts> m_caches;  ///< Of the open interval
    std::vector<ClusterMeter> m_clusters;
    std::vector<EdgeCounts> m_edges;             ///< Of the open interval
    std::vector<GroupCounts> m_chunkLatency;     ///< By flow, of the open chunk where that has intervals
    std::vector<ServiceVisits> m_serviceVisits;  ///< Of the interval that is being closed
    IntervalLatency m_closed;                    ///< The flow or station that is being closed
    WarmUpSamples m_warmUp;
    WindowJudge m_judge;
    std::vector<std::uint64_t> m_failed;  ///< By flow, in closed intervals; where windows are judged
    Recording m_recording;
    std::int64_t m_start = 0;     ///< Of the open interval
    std::int64_t m_boundary = 0;  ///< Its end
    std::size_t m_interval = 0;
};

}  // namespace simulator
