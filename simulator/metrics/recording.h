#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "simulator/metrics/chronicle.h"
#include "simulator/metrics/lag_meter.h"
#include "simulator/metrics/scaler_meter.h"
#include "simulator/metrics/size_meter.h"
#include "simulator/metrics/store_meter.h"
#include "simulator/plan/plan.h"
#include "simulator/run_result.h"
#include "simulator/statistics/intervals.h"
#include "simulator/statistics/latency_recorder.h"

namespace simulator {

/// How a run is cut in time. The intervals are those of the series; several of them are a chunk, which is
/// what the confidence intervals are made of; a warm-up that is found at the end is rounded up to a twentieth
/// of the run.
struct Grid {
    std::int64_t length = 0;    ///< Of the run [ns]
    std::int64_t interval = 0;  ///< [ns]
    std::size_t intervals = 0;
    std::size_t warmUp = 0;    ///< Intervals before the first chunk that counts; known beforehand or 0
    std::size_t perChunk = 1;  ///< Intervals
    std::size_t perMark = 1;   ///< Chunks between two moments where a warm-up may end, in the first half

    /// Seconds for runs of up to ten minutes, else at most 600 intervals, but none above an hour: the areas
    /// under the counts of an interval must fit in 64 bits. A warm-up is rounded up to whole intervals.
    static Grid of(std::int64_t length, std::int64_t warmUp);

    std::int64_t endOf(std::size_t index) const;
    /// The chunk of an interval; those of a stated warm-up belong to none.
    std::size_t chunkOf(std::size_t index) const { return (index - warmUp) / perChunk; }
    std::size_t chunks() const { return (intervals - warmUp + perChunk - 1) / perChunk; }
    std::int64_t startOfChunk(std::size_t chunk) const {
        return static_cast<std::int64_t>(warmUp + chunk * perChunk) * interval;
    }
    std::size_t marks() const { return warmUp ? 0 : chunks() / 2 / perMark; }
};

struct FlowCounts {
    std::uint64_t arrivals = 0;
    std::uint64_t completed = 0;
    std::array<std::uint64_t, causeCount> failed{};

    FlowCounts& operator+=(const FlowCounts& other);
    std::uint64_t failures() const;
    std::uint64_t ended() const { return completed + failures(); }
};

struct StationCounts {
    std::uint64_t arrivals = 0;
    std::uint64_t rejected = 0;
    std::uint64_t starts = 0;
    std::uint64_t departures = 0;  ///< Rejected ones not included
    double waited = 0;             ///< Of those that started [ns]
    double stayed = 0;             ///< Of those that departed [ns]
    double queueArea = 0;          ///< [ns]
    double serviceArea = 0;        ///< [ns]
    double processorArea = 0;      ///< Of busy cores or loops [ns]
    double replicaArea = 0;        ///< Of replicas that run, of a service [ns]
    double servingArea = 0;        ///< Of those that serve, of a service that has pods [ns]

    StationCounts& operator+=(const StationCounts& other);
};

struct EdgeCounts {
    std::uint64_t calls = 0;
    std::uint64_t retries = 0;
    std::array<std::uint64_t, causeCount> failed{};

    EdgeCounts& operator+=(const EdgeCounts& other);
    std::uint64_t attempts() const { return calls + retries; }
};

/// Latency quantiles of an interval with their bounds [ms]; NaN where there is too little data.
struct QuantilePoint {
    float value, low, high;
};

struct FlowInterval {
    FlowCounts counts;
    QuantilePoint p50, p99;
};

struct StationInterval {
    float utilisation, queue, inService, p99;
    float cpu = std::numeric_limits<float>::quiet_NaN();      ///< Without a processor there is none
    float offered = 0, served = 0;                            ///< Visits that come, and that begin [1/s]
    float running = std::numeric_limits<float>::quiet_NaN();  ///< Replicas of a service that run, on average
};

/// One flow in one chunk.
struct FlowChunk {
    FlowCounts counts;
    double latencySum = 0;  ///< [ns]
    SparseHistogram latency;
};

struct Chunk {
    double seconds = 0;
    std::vector<FlowChunk> flows;
    std::vector<StationCounts> stations;
    std::vector<EdgeCounts> edges;
    std::vector<CacheCounts> caches;
    std::vector<ClusterCounts> clusters;
    std::vector<SizeCounts> sizes;  ///< By pod set, where one is scaled vertically
};

/// Journey latencies in the order of their ends, in few batches of five or more: what MSER-5 looks at.
class WarmUpSamples {
public:
    struct Batch {
        std::int64_t end;  ///< Time of the last one [ns]
        double sum;        ///< [ns]
    };
    void add(std::int64_t now, std::int64_t latency) {
        m_open.sum += static_cast<double>(latency);
        if (++m_inOpen == m_size) [[unlikely]]
            close(now);
    }
    const std::vector<Batch>& batches() const { return m_batches; }
    std::uint64_t batchSize() const { return m_size; }

private:
    static constexpr std::size_t capacity = 10000;
    void close(std::int64_t now);

    std::vector<Batch> m_batches;
    Batch m_open{};
    std::uint64_t m_size = 1;
    std::uint64_t m_inOpen = 0;
};

/// The station's books from time zero to the end: what conservation and Little's law are checked with.
struct StationBooks {
    StationCounts counts;
    std::uint64_t inside = 0;   ///< At the end, by the engine's own requests
    double insideStayed = 0;    ///< Their time in the station so far [ns]
    std::uint64_t metered = 0;  ///< At the end, by the meters
};

struct FlowBooks {
    FlowCounts counts;
    std::uint64_t inside = 0;
};

struct GroupBooks {
    ConsumptionCounts counts;
    std::uint64_t inside = 0;   ///< At the end, by the engine's own messages
    std::uint64_t metered = 0;  ///< At the end, by the meters
};

/// The fills of a cache from time zero to the end.
struct CacheBooks {
    CacheCounts counts;
    std::uint64_t inside = 0;  ///< At the end, by the engine's own fills
};

/// What ends a run early: more than can be simulated.
enum class Limit {
    None,
    InFlight,    ///< More requests in flight than the engine holds
    Memory,      ///< The system had no more of it for requests
    Standstill,  ///< More steps at one moment than anybody can wait for
    Aborted,     ///< An objective was missed for too long, as the scenario says
};

/// A window in which an objective was missed.
struct MissedWindowRecord {
    std::int64_t from = 0;  ///< [ns]
    std::int64_t to = 0;    ///< [ns]
    Index objective = 0;    ///< Among those of its list in the plan
    double value = 0;       ///< In the unit of the limit
};

/// What the windows of one replication showed.
struct WindowBooks {
    static constexpr std::size_t mostKept = 200;

    std::uint64_t before = 0;                ///< Windows times objectives that were judged, before the faults
    std::uint64_t during = 0;                ///< Between their beginning and the time to recover
    std::uint64_t after = 0;                 ///< Afterwards
    std::uint64_t missedCount = 0;           ///< Of all these
    std::vector<MissedWindowRecord> missed;  ///< The first ones of them
    std::optional<MissedWindowRecord> abort;  ///< The last window before the run was ended by it
    bool faultBegan = false;
};

/// Everything that one replication recorded.
struct Recording {
    std::int64_t end = 0;  ///< Simulated time that was reached [ns]
    std::vector<std::vector<FlowInterval>>
        flowSeries;  ///< By flow, by interval; journeys, operations, read models, clusters
    std::vector<std::vector<StationInterval>> stationSeries;  ///< By station: services, stores, channels
    std::vector<std::vector<GroupInterval>> groupSeries;      ///< By group, by interval
    std::vector<std::vector<CacheInterval>> cacheSeries;
    std::vector<std::vector<ScalerInterval>> scalerSeries;  ///< By pod set of the plan
    std::vector<std::vector<SizeInterval>> sizeSeries;      ///< The same, where one is scaled vertically
    std::vector<std::vector<ClusterInterval>> clusterSeries;
    std::vector<Chunk> chunks;
    std::vector<LatencyRecorder> latency;  ///< By flow, from the stated warm-up on; marked as the grid says
    WarmUpSamples warmUp;
    Chronicle chronicle;
    std::vector<FlowBooks> journeyBooks;
    std::vector<StationBooks> stationBooks;
    std::vector<GroupBooks> groupBooks;
    std::vector<CacheBooks> cacheBooks;
    WindowBooks windows;
    std::uint64_t events = 0;
    std::uint64_t hash = 0;
    bool cancelled = false;
    Limit limit = Limit::None;
    std::string atLimit;  ///< Where most of it was when the limit was reached
};

}  // namespace simulator
