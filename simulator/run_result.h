#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/scenario.h"
#include "simulator/trace/trace.h"

namespace simulator {

/// A figure with its 95 % confidence interval, or the reason why there is none.
struct Figure {
    std::optional<double> value;
    double low = 0;   ///< Equals `value` when the figure is exact
    double high = 0;  ///< Equals `value` when the figure is exact
    std::string why;  ///< Without a value: `not enough data: ...`

    bool operator==(const Figure&) const = default;
};

/// Why a request failed.
enum class Cause {
    Timeout,
    Rejected,  ///< By a full queue
    Crashed,
    Fault,
    Dependency,  ///< Something that it needs failed
    Bug,
    BreakerOpen,   ///< Its circuit breaker did not let it through
    BulkheadFull,  ///< So did a bulkhead, a pool of threads or a limit of requests
    RateLimited,
    Throttled,  ///< Its client makes fewer calls, as too many are turned away
    Shed,       ///< The replica sheds load
};
inline constexpr int causeCount = 11;
/// `timeout`, `rejected`, `crashed`, `fault`, `dependency`, `bug`, `breaker_open`, `bulkhead_full`,
/// `rate_limited`, `throttled`, `shed`.
const char* causeName(Cause cause);

/// Values per interval of simulated time, averaged over the replications. NaN where nothing was seen.
struct Series {
    std::string
        name;  ///< `throughput_rps`, `goodput_rps`, `p50_ms`, `p99_ms`, `p99_low_ms`, `utilisation`, ...
    std::vector<double> values;

    bool operator==(const Series&) const = default;
};

/// Latency of successful requests [ms].
struct LatencyFigures {
    Figure mean, p50, p90, p95, p99, p999;
    double bucketError = 0;  ///< Half-width of the histogram's buckets, relative to the value

    bool operator==(const LatencyFigures&) const = default;
};

/// A stream of requests: a journey or an operation. All counts are after the warm-up, over all replications.
struct FlowResult {
    std::string id;
    std::uint64_t arrivals = 0;
    std::uint64_t completed = 0;
    std::array<std::uint64_t, causeCount> failed{};  ///< By cause
    Figure throughput;                               ///< Ended requests, failed ones included [requests/s]
    Figure goodput;                                  ///< Successful requests [requests/s]
    LatencyFigures latency;
    std::vector<Series> series;  ///< offered_rps, throughput_rps, goodput_rps, p50_ms, p99_ms (with _low and
                                 ///< _high), failed_<cause>_rps

    std::uint64_t failures() const {
        std::uint64_t sum = 0;
        for (const std::uint64_t count : failed) sum += count;
        return sum;
    }

    bool operator==(const FlowResult&) const = default;
};

/// The calls from one operation (or journey) to another, or its messages to a channel, or its queries of a
/// store.
struct EdgeResult {
    std::string caller;                              ///< Operation, journey or channel
    std::string callee;                              ///< Operation, channel or store
    std::string kind;                                ///< `call`, `publish`, `consume`, `query`, `dead-letter`
    std::uint64_t calls = 0;                         ///< As the caller's steps ask for
    std::uint64_t attempts = 0;                      ///< With retries
    std::array<std::uint64_t, causeCount> failed{};  ///< Attempts, by cause
    Figure attemptRate;                              ///< [attempts/s]
    double amplification = 1;                        ///< attempts / calls

    bool operator==(const EdgeResult&) const = default;
};

/// A queueing station: all replicas of a service, the connections of a store, or the backlog of a channel.
struct StationResult {
    std::string id;
    std::string kind;    ///< `service`, `store`, `channel`, `lock`
    double servers = 0;  ///< Workers, connections or permits in all; on average, of replicas that come and go
    Figure utilisation;  ///< 0 to 1: of workers or connections; of what computes, where requests wait for
                         ///< that
    Figure cpu;          ///< Use of the CPU limit by what shares it, 0 to 1; services only
    Figure meanQueue;    ///< Waiting
    Figure meanInService;
    Figure wait;  ///< Mean [ms]
    std::uint64_t arrivals = 0;
    std::uint64_t rejected = 0;
    double littleResidual = 0;   ///< |L - lambda W| / L, which Little's law makes vanish
    std::vector<Series> series;  ///< utilisation, queue, in_service, p99_ms (of the visits, wait included),
                                 ///< offered_rps (visits that come, those turned away included), served_rps
                                 ///< (that begin), running (replicas, where that changes), cpu; of a service
                                 ///< that is scaled: wanted, ready (replicas), and cold_starts (requests in
                                 ///< an interval); where it is scaled vertically: cpu_request (of all
                                 ///< replicas that are paid for) and cpu_recommended (for each) [cores],
                                 ///< evictions (in an interval)

    bool operator==(const StationResult&) const = default;
};

/// A group of consumers of a channel. Counts are from time zero to the end, over all replications:
/// published = handled + deadLettered + dropped + expired + inside.
struct GroupResult {
    std::string channel;
    std::string id;
    std::uint64_t partitions = 0;  ///< That belong to one member each; 0 where the members share all messages
    std::uint64_t members = 0;     ///< Messages that the group could handle at the same time, at most
    std::uint64_t published = 0;
    std::uint64_t handled = 0;
    std::uint64_t deadLettered = 0;  ///< Given up, and published to the dead-letter channel
    std::uint64_t dropped = 0;       ///< Given up and lost
    std::uint64_t expired = 0;       ///< Lost because they waited longer than the retention
    std::uint64_t inside = 0;        ///< Not settled at the end
    std::uint64_t redelivered = 0;   ///< Deliveries after the first of a message
    std::uint64_t rebalances = 0;
    double pausedSeconds = 0;     ///< By rebalances, in one replication; in proportion to what stood still
    double busiestPartition = 0;  ///< Share of the messages that it got
    double largestLag = 0;        ///< Messages not settled, at the worst moment after the warm-up
    double oldestMs = 0;          ///< Age of the oldest message not settled, at the worst moment
    std::vector<Series>
        series;  ///< lag and oldest_ms (the worst of each interval), paused (share of the time)

    bool operator==(const GroupResult&) const = default;
};

/// A read model: how far its content was behind the events when it was read, after the warm-up.
struct ProjectionResult {
    std::string id;       ///< Store
    std::string channel;  ///< That feeds it
    std::string group;    ///< Of the consumers that write it
    std::uint64_t reads = 0;
    LatencyFigures staleness;    ///< Age of the oldest event not applied at a read, 0 when there is none [ms]
    std::vector<Series> series;  ///< staleness_p50_ms, staleness_p99_ms

    bool operator==(const ProjectionResult&) const = default;
};

/// A cache that is simulated key by key. Counts are after the warm-up, over all replications; look-ups = hits
/// + misses + coalesced.
struct CacheResult {
    std::string id;              ///< `store` or `service`, with `/name` where it has one
    std::string kind;            ///< `shared` or `in-process`
    std::uint64_t contents = 0;  ///< One, or one for each replica
    std::uint64_t keys = 0;
    std::uint64_t capacity = 0;  ///< Keys that a content holds
    std::uint64_t lookUps = 0;
    std::uint64_t hits = 0;
    std::uint64_t misses = 0;     ///< Went to fill the key in
    std::uint64_t coalesced = 0;  ///< Waited for the fill of another
    std::uint64_t expired = 0;    ///< No hits, because the key was too old
    std::uint64_t fills = 0;      ///< That ended well
    std::uint64_t failedFills = 0;
    std::uint64_t evictions = 0;
    std::uint64_t stampede = 0;  ///< The most look-ups that filled, or waited for, one key at the same time
    Figure hitRatio;             ///< hits / look-ups
    std::vector<Series> series;  ///< hit_ratio, fills_rps (begun)

    bool operator==(const CacheResult&) const = default;
};

/// One server of a store that has several.
struct ServerResult {
    std::string name;  ///< `primary` or `replica 1`, ..., as they were at the beginning
    std::uint64_t queries = 0;
    double utilisation = 0;  ///< Of its connections

    bool operator==(const ServerResult&) const = default;
};

/// A store with replicas, or with rows that are locked. Counts are after the warm-up, over all replications.
struct StoreResult {
    std::string id;
    std::uint64_t writes = 0;        ///< Done at the primary
    std::uint64_t replicaReads = 0;  ///< Reads that replicas answered
    std::uint64_t staleReads = 0;    ///< Of those: an acknowledged write was not to be seen
    std::uint64_t lostWrites = 0;    ///< Acknowledged, and not at the replica that became the primary
    std::uint64_t failovers = 0;
    double outageSeconds = 0;  ///< Without a primary, in one replication
    std::uint64_t rowLocks = 0;
    std::uint64_t rowWaits = 0;  ///< Of those: another had the row
    Figure staleShare;           ///< staleReads / replicaReads
    Figure rowWait;              ///< Mean of all that lock a row [ms]
    LatencyFigures staleness;    ///< Age of the oldest write not to be seen by a read at a replica [ms]
    std::vector<ServerResult> servers;
    std::vector<Series> series;  ///< stale_share, row_wait_ms, staleness_p50_ms, staleness_p99_ms

    bool operator==(const StoreResult&) const = default;
};

/// What one part of the system costs, draws and emits. Requests are journeys that succeed.
struct FootprintPart {
    std::string id;                ///< Empty for the total
    std::string kind;              ///< `service`, `store`, `channel`, `total`
    double units = 0;              ///< Replicas or nodes that ran, on average; none for channels
    bool cpuAssumed = false;       ///< The model does not say what CPU takes
    Figure cpu;                    ///< Use of the CPU limit, 0 to 1; services only
    Figure cost;                   ///< [currency/h]
    Figure costPerMillion;         ///< [currency per million requests]
    Figure power;                  ///< With the site's overhead [W]
    Figure energyPerRequest;       ///< [J]
    Figure operational;            ///< From the use of electricity [g CO2e/h]
    Figure embodied;               ///< From making the machines [g CO2e/h]
    Figure operationalPerRequest;  ///< [g CO2e]
    Figure embodiedPerRequest;     ///< [g CO2e]
    Figure carbon;                 ///< Operational and embodied [g CO2e/h]
    Figure carbonPerRequest;       ///< [g CO2e]

    bool operator==(const FootprintPart&) const = default;
};

/// Costs, energy and carbon of the run, by the rates of the model. See footprint/footprint.md.
struct FootprintResult {
    std::string currency;  ///< ISO 4217; empty when the model has no rates, and then there are no parts
    std::vector<FootprintPart> parts;  ///< Services, stores, channels
    FootprintPart total;
    std::vector<std::string> leftOut;  ///< What the figures do not contain, and what is assumed

    bool known() const { return !currency.empty(); }
    bool operator==(const FootprintResult&) const = default;
};

struct ObjectiveResult {
    std::string id;
    std::string name;
    std::string target;  ///< Journey or operation; empty for the whole system
    std::string unit;    ///< `ms`, `share`, or of costs and carbon: `USD/month`, `g/request`, ...
    double limit = 0;
    Figure observed;
    enum class Verdict {
        Met,
        Missed,
        Undecided
    } verdict = Verdict::Undecided;  ///< Undecided: the interval spans the limit

    bool operator==(const ObjectiveResult&) const = default;
};

/// A window of time in which an objective was missed.
struct MissedWindow {
    int replication = 0;  ///< From 0
    double from = 0;      ///< [s]
    double to = 0;        ///< [s]
    std::string objective;
    std::string unit;  ///< `ms`, `share`
    double value = 0;
    double limit = 0;

    bool operator==(const MissedWindow&) const = default;
};

/// Whether the hypothesis of the scenario held: its objectives, window by window, before its faults and after
/// them.
struct SteadyStateResult {
    enum class Verdict {
        NotStated,  ///< The scenario has no hypothesis, and no abort condition ended the run
        Passed,
        Failed,
        NotJudged,  ///< Too little was to be seen: see the note
    } verdict = Verdict::NotStated;
    std::string note;                   ///< What was not judged, and why
    std::uint64_t judged = 0;           ///< Windows of all objectives and replications that said something
    std::uint64_t missedCount = 0;      ///< Of these
    std::vector<MissedWindow> missed;   ///< The first ones of each replication
    std::vector<MissedWindow> aborted;  ///< The last window of each replication that was ended early

    bool operator==(const SteadyStateResult&) const = default;
};
/// `not_stated`, `passed`, `failed`, `not_judged`.
const char* verdictName(SteadyStateResult::Verdict verdict);

/// Failures of attempts on one edge by one cause that followed each other within two seconds.
struct FailureEpisode {
    std::string caller;
    std::string callee;
    std::string kind;  ///< As of the edge
    Cause cause = Cause::Timeout;
    double from = 0;  ///< The first [s]
    double to = 0;    ///< The last [s]
    std::uint64_t count = 0;

    bool operator==(const FailureEpisode&) const = default;
};

/// A circuit breaker has changed its state.
struct BreakerChange {
    double at = 0;        ///< [s]
    std::string client;   ///< Service; empty for users
    int replica = 0;      ///< Of the client
    std::string service;  ///< That it protects
    std::string policy;
    std::string from;    ///< `closed`, `open`, `half_open`
    std::string to;      ///< The same
    std::string reason;  ///< `52 % of 100 calls failed`

    bool operator==(const BreakerChange&) const = default;
};

/// What the platform did to a replica of a service that has pods, or to a roll-out there.
struct PlatformChange {
    double at = 0;  ///< [s]
    std::string service;
    int replica = -1;   ///< None of a roll-out
    std::string kind;   ///< `probe_failed`, `out_of_memory`, `died_starting`, `unready`, `ready_again`,
                        ///< `rollout_begins`, `traffic_shifted`, `rollout_completed`, `rollout_failed`,
                        ///< `rollout_aborted`, `no_room`, `evicted_for_size`, `unlisted`, `evicted`
    double weight = 0;  ///< Of the new version's traffic from then on [%]

    bool operator==(const PlatformChange&) const = default;
};

/// A client's outlier detection has taken a replica out, or let it in again; or its balancer has begun, or
/// ceased, to send to all because too few are left.
struct OutlierChange {
    double at = 0;        ///< [s]
    std::string client;   ///< Service; empty for users
    int clientAt = 0;     ///< Replica of the client
    std::string service;  ///< That it calls
    std::string policy;
    int replica = -1;    ///< Of the service; none of panic
    std::string kind;    ///< `ejected`, `returned`, `panic_began`, `panic_ended`
    std::string reason;  ///< `5 errors in a row`
    int left = 0;        ///< Replicas that are not taken out, afterwards
    int all = 0;

    bool operator==(const OutlierChange&) const = default;
};

/// An autoscaler has changed how many replicas there are to be. CPU is that of the pods whose figures it
/// believed; 0 where it looks at something else.
struct ScalingStep {
    double at = 0;  ///< [s]
    std::string service;
    int from = 0;
    int to = 0;
    int counted = 0;           ///< Pods whose figures it believed
    int uncounted = 0;         ///< Others: too new, or without figures
    double usedMilli = 0;      ///< By those counted [thousandths of a CPU]
    double startingMilli = 0;  ///< Of that, by starting up
    double requestMilli = 0;   ///< Of one pod
    double targetPercent = 0;  ///< Of the request

    bool operator==(const ScalingStep&) const = default;
};

/// What happened when, in the first replication: what an explanation is made from.
struct ChronicleResult {
    std::vector<FailureEpisode> failures;  ///< In the order of their beginning
    std::vector<BreakerChange> breakers;   ///< In the order of time
    std::vector<PlatformChange> platform;  ///< The same
    std::vector<OutlierChange> outliers;   ///< The same
    std::vector<ScalingStep> scaling;      ///< The same

    bool operator==(const ChronicleResult&) const = default;
};

/// What must hold in every run, and how far it does.
struct Conservation {
    std::uint64_t arrived = 0;  ///< Journey requests from time zero, all replications
    std::uint64_t completed = 0;
    std::uint64_t failed = 0;
    std::uint64_t inFlight = 0;  ///< At the end
    double worstLittleResidual = 0;
    std::string worstLittleStation;
    bool holds =
        false;  ///< arrived = completed + failed + inFlight exactly, at journeys, stations, groups and caches

    bool operator==(const Conservation&) const = default;
};

/// How the run went, for people who compare engines.
struct EngineFigures {
    std::uint64_t events = 0;
    double cpuSeconds = 0;
    double wallSeconds = 0;
    double peakRssMb = 0;
    int threads = 1;
    double eventsPerCpuSecond() const {
        return cpuSeconds > 0 ? static_cast<double>(events) / cpuSeconds : 0;
    }

    bool operator==(const EngineFigures&) const = default;
};

/// Everything that a run found: a value, finished; it speaks in ids and remembers what it was made from.
struct RunResult {
    std::string model;  ///< Name of the project
    std::uint64_t modelHash = 0;
    std::string scenario;  ///< Id
    std::string scenarioName;
    std::uint64_t seed = 0;
    int replications = 0;
    double simulatedSeconds = 0;      ///< Of one replication
    double warmUpSeconds = 0;         ///< Discarded at the start
    std::string warmUpNote;           ///< How it was found, or why the run is too short for it
    std::vector<double> warmUpCurve;  ///< Welch's: mean latency [ms] by interval of the series, smoothed
    std::string intervalMethod;       ///< `batch means` or `replications`, and why
    double seriesInterval = 1;        ///< Between two values of a series [s]
    std::uint64_t eventLogHash = 0;
    bool cancelled = false;    ///< Stopped early: figures cover what was run
    std::string limitReached;  ///< Why it stopped by itself before its end; empty when it did not
    std::string engineVersion;
    EngineFigures engine;
    Conservation conservation;
    std::vector<FlowResult> journeys;
    std::vector<FlowResult> operations;
    std::vector<EdgeResult> edges;
    ChronicleResult chronicle;
    std::vector<StationResult> stations;
    std::vector<ObjectiveResult> objectives;
    std::vector<GroupResult> groups;
    std::vector<ProjectionResult> projections;
    std::vector<Trace> traces;  ///< In the order of replications, then of the journeys' starts
    TraceCounts traceCounts;
    std::vector<CacheResult> caches;
    std::vector<StoreResult> stores;
    FootprintResult footprint;
    SteadyStateResult steadyState;

    bool operator==(const RunResult&) const = default;
};

}  // namespace simulator
