#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/footprint/footprint.h"
#include "simulator/kernel/clock.h"
#include "simulator/plan/pod_set_plan.h"
#include "simulator/random/philox.h"
#include "simulator/random/sampler.h"
#include "simulator/random/zipf.h"
#include "simulator/resilience/guard_rules.h"
#include "simulator/resilience/maglev.h"
#include "simulator/run_result.h"

namespace simulator {

/// A place in one of the plan's arrays.
using Index = std::uint32_t;
inline constexpr Index none = std::numeric_limits<Index>::max();
inline constexpr std::uint32_t unlimited = std::numeric_limits<std::uint32_t>::max();

/// What one instruction of a compiled behaviour does. `a`, `b` and `c` are its operands.
enum class Code : std::uint16_t {
    Compute,     ///< Holds its worker for a time: a = draw
    Call,        ///< a = call site
    Fork,        ///< Runs branches at the same time: a = first of `count` entries in `targets`, b = successes
                 ///< needed
    Repeat,      ///< Runs the branch at a, b times; then jumps to c
    EndRound,    ///< The end of one time: to a, while times are left
    Try,         ///< Runs the branch at a; jumps to c, or to b when it failed
    EndBranch,   ///< The end of a branch
    Choose,      ///< a = first of `count` alternatives, b = draw; none of them: jumps to c
    Chance,      ///< Goes on with the probability a (in `probabilities`), else jumps to c; b = draw. With a
                 ///< count the same is decided at each delivery of a message
    Jump,        ///< To a
    Publish,     ///< a = channel, b = edge; with count = 1 part of a transaction, where there is one
    Query,       ///< a = store, b = draw, c = edge; `count` as bits: see `failureSkips` and those after it
    Think,       ///< Pause of a user: a = draw
    Fail,        ///< The operation fails: a = cause
    Return,      ///< The end of an operation
    EndJourney,  ///< The journey is over; with count = 1 the pause of a closed user follows
    NextJourney,  ///< A closed user begins anew
    Execute,      ///< Computes at the replica's processor: a = draw
    Lock,         ///< Runs the branch that follows while it holds a lock: a = lock; jumps to c
    Count,        ///< A begun step of a saga, or with count = 1 a failed one: a = edge
    Agree,        ///< Two-phase commit: a = first of `count` participants, each with a Prepare that follows;
                  ///< jumps to c
    Prepare,      ///< As Query; the connection is kept
    LookUp,       ///< A key in a cache: a = cache; a hit jumps to c, a miss runs the branch at b
    Allocate,     ///< Of a prologue: a request begins where pauses are counted by them
    Probed,       ///< A probe that had to wait for an event loop is answered
    Pass,  ///< A proxy computes at the replica: a = call site, or none at the callee; `count` says which
           ///< passage: see model::Mesh
};

/// Of a passage of a proxy: a request leaves, an answer comes, a request comes, an answer leaves.
enum class Passing : std::uint16_t { RequestOut, AnswerIn, RequestIn, AnswerOut };

/// Of a query: a failure skips the next instruction.
inline constexpr std::uint16_t failureSkips = 1;
/// Of a query: it reads what events have made of the store.
inline constexpr std::uint16_t readsProjection = 2;

/// Of a query: it changes the store.
inline constexpr std::uint16_t changesStore = 4;

struct Instruction {
    Code code;
    std::uint16_t count = 0;
    Index a = 0;
    Index b = 0;
    Index c = 0;

    bool operator==(const Instruction&) const = default;
};

/// A place where random numbers are drawn: a distribution, and the key of the stream of its own.
struct DrawPlan {
    Sampler sampler;
    std::uint64_t entity = 0;
    Purpose purpose = Purpose::Test;
    std::shared_ptr<const EmpiricalTable> table;  ///< What an empirical sampler refers to
};

struct AlternativePlan {
    double cumulative;  ///< Of this alternative and those before
    Index target;
};

/// A call policy in nanoseconds.
struct PolicyPlan {
    std::int64_t timeout = never;
    std::int64_t deadline = never;
    std::int32_t maxAttempts = 1;
    bool exponential = false;
    std::int64_t delay = 0;
    double factor = 1;
    std::int64_t maxDelay = 0;
    int jitter = 0;  ///< As in model::Jitter
    bool cancelOrphans = false;
    std::shared_ptr<const GuardRules> guard;  ///< Of what needs machines; none where it has no such parts
};

/// The calls of one client to one service by one policy that needs machines: these are shared by all of its
/// places that make such calls. A client is a replica of a service; users are one client together.
struct GuardPlan {
    Index policy;
    Index service;         ///< That is called
    Index client = none;   ///< Service; none of users
    Index chance = none;   ///< Draw
    Index firstState = 0;  ///< Among those of all guards
    std::uint32_t states = 1;
    Index shedder = none;  ///< Where the service sheds load
    Index tokens = none;   ///< Those of its retries, where it has some
};

/// The tokens that limit the retries of a client's calls to a service: one bucket of each of its replicas, by
/// all policies that have some.
struct RetryTokensPlan {
    model::RetryTokens tokens;
    Index firstState = 0;  ///< Among those of all
};

/// A service that sheds the load of calls by a policy: at each of its replicas.
struct ShedderPlan {
    Index policy;
    Index service;
    Index firstState = 0;  ///< Among those of all shedders
};

/// The replicas of a service, as those who spread calls over them know them.
struct HostList {
    HostList(const std::string& service, std::uint32_t replicas);
    HostList(const HostList&) = delete;
    HostList& operator=(const HostList&) = delete;

    std::vector<std::string> names;
    std::vector<BalancedHost> hosts;  ///< They refer to the names
};

/// One place of the model where an operation is called.
struct CallPlan {
    Index operation;
    Index policy;
    Index edge;
    Index network = none;  ///< Draw of the latency to there and back; none within one service
    Index backoff = none;  ///< Draw of the jitter
    Index guard = none;    ///< Where the policy needs machines
    Index caller = none;   ///< Service; none of a user
    bool zoned = false;    ///< The latency depends on where both replicas stand
    Index mesh = none;     ///< Connections, where one of both ends has proxies
};

/// A latency of the network between two zones, or two regions; the lower number first.
struct ZoneLink {
    Index one;
    Index other;
    Index draw;

    bool joins(Index first, Index second) const { return one == first && other == second; }
};

/// What the network takes between zones, where that is stated.
struct ZoneNetwork {
    std::vector<ZoneLink> zones;
    std::vector<ZoneLink> regions;
    std::vector<Index> regionOf;  ///< By zone; none of those without one

    bool empty() const { return zones.empty() && regions.empty(); }
    /// The draw between two zones; `none` where nothing is stated. O(log links).
    Index between(Index zone, Index other) const;
};

/// The calls of one service to another, where one of both has proxies beside its replicas or on their nodes.
struct MeshPlan {
    /// What the proxies of one end take, where it has some.
    struct End {
        Index latency = none;        ///< Draw: of each passage
        std::int64_t cpu = 0;        ///< The same of the replica's CPU [ns]
        std::int64_t handshake = 0;  ///< CPU of a new connection [ns]
        bool computes = false;       ///< On the replica's processor; else it takes that time on the way
    };
    Index caller = none;  ///< Service; none of users
    Index callee = none;
    End atCaller;
    End atCallee;
    std::uint32_t perConnection = 1;  ///< Requests
    Index firstCaller = 0;            ///< Of the counters, by replica of the caller
    Index firstCallee = 0;            ///< The same of the callee
};

struct OperationPlan {
    std::string id;
    Index service;
    Index entry;                ///< Of its instructions
    std::uint32_t level = 0;    ///< Of its priority within the service; 0 is the highest
    const char* protocol = "";  ///< `grpc`, `rest`, `graphql`, `messaging`
    std::int32_t priority = 0;
    Index prologue = none;  ///< Its entry while a fault counts what it begins
};

/// The order of those who wait.
enum class Discipline : std::uint8_t { Fifo, Lifo, AdaptiveLifo, Priority };

/// Where the requests of a replica compute.
enum class ProcessorKind : std::uint8_t {
    None,        ///< Each on its own
    Shared,      ///< All at once, sharing the cores evenly
    Line,        ///< One at a time on each server; the others wait
    Preemptive,  ///< The same, and those with a lower priority are interrupted
};

/// Who finds out which replicas are there, and tells clients.
enum class Discovery : std::uint8_t {
    Platform,  ///< It probes them; clients ask it
    Agents,    ///< Beside each of them, which checks it; clients are told
    Leases,    ///< A registry, by heartbeats; clients ask it
};

/// The zone of a replica or a server, of those that they are dealt out to; `none` where there are none.
inline Index zoneOf(const std::vector<Index>& zones, std::uint32_t at) {
    return zones.empty() ? none : zones[at % zones.size()];
}

/// Whether some of so many, dealt out to these zones, stand in that one, and whether some stand elsewhere.
inline bool standIn(const std::vector<Index>& zones, std::uint32_t count, Index zone) {
    const auto used = zones.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(count, zones.size()));
    return std::find(zones.begin(), used, zone) != used;
}
inline bool standBeside(const std::vector<Index>& zones, std::uint32_t count, Index zone) {
    const auto used = zones.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(count, zones.size()));
    return zones.empty() || std::any_of(zones.begin(), used, [zone](Index one) { return one != zone; });
}

struct ServicePlan {
    std::string id;
    std::string place;  ///< JSON pointer of its deployment, or of the service
    std::uint32_t replicas = 1;
    std::uint32_t workers = 16;  ///< Requests that a replica lets in at the same time
    std::uint32_t servers = 16;  ///< Of a replica: what utilisation refers to
    std::uint32_t queueLimit = unlimited;
    Discipline discipline = Discipline::Fifo;
    std::uint32_t levels = 1;  ///< Of priority
    ProcessorKind processor = ProcessorKind::None;
    bool computesThere = false;        ///< All that its operations compute is done by the processor
    double cores = 1;                  ///< Of a shared processor
    std::int32_t cpus = 1;             ///< Whole ones that a replica sees
    std::int64_t congestedAfter = 0;   ///< Of an adaptive line [ns]
    std::int64_t codelTarget = never;  ///< Of the controlled delay; none without [ns]
    std::int64_t codelInterval = 0;    ///< [ns]
    std::int64_t startUp = 0;
    Index firstReplica = 0;  ///< Among the replicas of all services
    Index faultDraw = none;
    std::shared_ptr<const HostList> hosts;  ///< Where clients balance their calls
    Index podSet = none;                    ///< Where its replicas are pods: these are then the most
    std::vector<Index> zones;               ///< That its replicas are dealt out to
    std::vector<Index> places;              ///< Zones that some stand in, or may come to stand in
    std::int64_t ttl = never;               ///< Of what clients know of it; known at once when never [ns]
    std::int64_t probePeriod = 0;           ///< That finds out who is dead; at once when 0 [ns]
    std::int32_t probeFailures = 1;         ///< In a row
    bool hasSidecar = false;                ///< Proxies that may compute beside it
    Discovery discovery = Discovery::Platform;
    std::int64_t heartbeat = 0;  ///< Of a lease [ns]
    std::int64_t lease = 0;      ///< Its duration [ns]

    bool isDiscovered() const { return ttl != never; }
    /// Whether some of its replicas stand in that zone, and whether some stand elsewhere.
    bool standsIn(Index zone) const { return standIn(places, unlimited, zone); }
    bool standsBeside(Index zone) const { return standBeside(places, unlimited, zone); }
};

struct StorePlan {
    std::string id;
    std::uint32_t connections = 1;
    std::uint32_t queueLimit = unlimited;
    Index faultDraw = none;
    Index projection = none;  ///< Where it is a read model
    const char* engine = "";  ///< As OpenTelemetry calls it: `postgresql`
    std::uint32_t servers = 1;
    Index cluster = none;      ///< Where it has replicas or rows
    std::vector<Index> zones;  ///< Of the network

    double allConnections() const { return static_cast<double>(connections) * servers; }
    bool standsIn(Index zone) const { return standIn(zones, servers, zone); }
    bool standsBeside(Index zone) const { return standBeside(zones, servers, zone); }
};

/// Who answers reads, as in model::ReadsFrom.
enum class ReadTarget : std::uint8_t { Primary, RoundRobin, LeastBusy, Any };

/// The servers of a store that has replicas, or rows that are locked; the first is the primary at first.
struct ClusterPlan {
    Index store;
    std::uint32_t servers = 1;
    Index firstServer = 0;  ///< Among those of all clusters
    ReadTarget reads = ReadTarget::Primary;
    Index lag = none;  ///< Draw
    std::uint32_t acknowledgements = 0;
    std::int64_t failover = 0;  ///< [ns]
    bool hasRows = false;
    ZipfSampler rows;
    Index row = none;  ///< Draw: which of the rows
    Index firstRow = 0;

    std::uint32_t rowCount() const { return hasRows ? rows.keys() : 0; }
};

/// A cache that is simulated key by key.
struct CachePlan {
    std::string id;        ///< `store` or `service`, with `/name` where it has one
    Index store = none;    ///< Whose content is for all
    Index service = none;  ///< Each of whose replicas has a content
    ZipfSampler keys;
    std::uint32_t capacity = 1;  ///< Keys
    bool evicts = true;
    bool singleFlight = false;
    bool warm = false;  ///< Begins with the keys of the lowest numbers
    std::int64_t ttl = never;
    Index key = none;  ///< Draw
    Index firstContent = 0;
    std::uint32_t contents = 1;
};

/// A read model: a store whose content a group of consumers makes.
struct ProjectionPlan {
    Index store;
    Index group;
};

/// A lock of a service, or one for each of its replicas.
struct LockPlan {
    std::string id;  ///< `service/name`
    Index service;
    bool perReplica = true;
    std::uint32_t permits = 1;
    std::uint32_t keys = 1;
    Index choice = none;       ///< Draw: of the key
    Index firstState = 0;      ///< Among those of all locks, keys and replicas
    std::uint32_t states = 1;  ///< Keys, of each replica or of all

    double holders() const { return static_cast<double>(permits) * states; }
};

/// A store in a two-phase commit.
struct ParticipantPlan {
    Index commit = none;  ///< Draw
    double refusal = 0;
    Index vote = none;          ///< Draw
    std::int64_t recovery = 0;  ///< Of the coordinator [ns]
};

/// One operation that handles the messages of a group.
struct SubscriberPlan {
    Index operation;
    Index service;
    std::uint32_t concurrency = 1;  ///< Of one replica
    Index edge;
};

/// Consumers that share the messages of a channel.
struct GroupPlan {
    Index channel;
    std::uint32_t limit = unlimited;  ///< Messages handled at the same time: the partitions of a log
    std::vector<SubscriberPlan> subscribers;
    Index delay = none;  ///< Draw
    std::string id;
};

/// As in model::PartitionAssignment.
enum class Assignment : std::uint8_t { Range, RoundRobin, CooperativeSticky };

struct RedeliveryPlan {
    std::uint32_t maxDeliveries = 5;
    std::int64_t delay = 0;
    double factor = 1;
    std::int64_t maxDelay = 0;
};

struct ChannelPlan {
    std::string id;
    std::uint32_t consumers = 0;  ///< Messages that can be handled at the same time, by all groups
    bool redelivers = false;
    std::vector<Index> groups;
    std::uint32_t partitions = 0;    ///< Each of one consumer of a group; 0 where they are shared
    std::vector<double> cumulative;  ///< Shares of the partitions and those before; in turn when empty
    Index keyDraw = none;
    Assignment assignment = Assignment::Range;
    std::int64_t rebalancePause = 0;
    std::int64_t sessionTimeout = 0;
    std::int64_t retention = never;
    RedeliveryPlan redelivery;
    Index deadLetter = none;  ///< Channel
    Index deadLetterEdge = none;
    bool expiredAreDeadLetters = false;
    const char* broker = "";               ///< As OpenTelemetry calls it: `kafka`
    bool buffers = false;                  ///< Who publishes keeps messages while the broker is away
    std::int64_t maxPollInterval = never;  ///< Of what a member took at once, until it has handled it [ns]
    std::uint32_t maxPollRecords = 500;    ///< That it takes at once

    bool polls() const { return maxPollInterval != never; }
};

struct EdgePlan {
    std::string caller;
    std::string callee;
    std::string_view kind;  ///< A literal
};

struct JourneyPlan {
    std::string id;
    Index entry;
    Index workload;
};

/// How journeys begin. Open load is a rate over time or a recording; closed load a number of users.
struct WorkloadPlan {
    enum class Kind {
        Poisson,  ///< `rates`
        Regular,  ///< `rates`
        Wave,
        Modulated,  ///< `states`
        Replay,     ///< `times`
        Counted,    ///< `counts`, at equal distances
        Closed,
    };
    /// Until its end the rate goes linearly from one value to the other [1/s].
    struct Piece {
        double end;  ///< [s]
        double from;
        double to;
    };
    /// The rate mean + amplitude sin(2 pi (t + phase) / period) [1/s].
    struct Wave {
        double mean;
        double amplitude;
        double period;  ///< [s]
        double phase;   ///< [s]
    };
    struct State {
        double rate;      ///< [1/s]
        double meanStay;  ///< [s]
    };
    std::string id;
    Kind kind = Kind::Poisson;
    std::vector<Piece> rates;
    bool repeats = false;  ///< After the last of the rates, times or counts comes the first
    Wave wave{};
    std::vector<State> states;
    std::vector<std::int64_t> times;  ///< [ns]
    std::int64_t round = 0;           ///< Length of what repeats [ns]
    std::vector<std::int32_t> counts;
    std::int64_t interval = 0;  ///< Of the counts [ns]
    std::uint32_t users = 0;
    Index think = none;       ///< Draw: between two journeys of a closed user
    Index arrival = none;     ///< Draw
    Index modulation = none;  ///< Draw: of the stays
    Index choice = none;      ///< Draw: of the journey
    Index firstJourney = 0;
    std::vector<double> cumulative;  ///< Weights of the journeys, scaled to 1
};

/// Machines that pods run on.
struct NodePoolPlan {
    std::string id;
    NodePoolRules rules;
};

struct FaultPlanEntry {
    enum class Kind { Kill, Slow, Error, Pause, Flush, Latency, Loss, Pressure, Release, Names, Clock };
    Kind kind = Kind::Kill;
    bool store = false;
    Index target = 0;  ///< Service or store
    std::int64_t start = 0;
    std::int64_t end = never;
    std::uint32_t replicas = 0;  ///< That it hits; all when 0
    double factor = 1;
    std::int64_t extra = 0;  ///< Time; of a clock, how far it is ahead [ns]
    double rate = 0;
    std::int64_t failureTime = 0;     ///< That an error takes [ns]
    std::int64_t pause = 0;           ///< Of one of many [ns]
    std::int64_t perRequest = 0;      ///< [ns]
    std::int64_t every = 0;           ///< Pause; 0 where they do not come by time [ns]
    std::uint32_t everyRequests = 0;  ///< Pause; 0 where they do not come by requests

    Index zone = none;              ///< Only what stands in that zone of the network
    Index channel = none;           ///< Whose broker is away; then it has no target
    Index near = none;              ///< Zone at one end of the network; then it has no target
    Index far = none;               ///< Zone at the other end; all that is not in the first one when none
    Index peer = none;              ///< Service at the other end of the network; all of them when none
    std::int64_t ramp = 0;          ///< From no strength to all of it [ns]
    double meanGap = 0;             ///< Between those that come by chance; 0 of one at its time [ns]
    std::int64_t length = 0;        ///< Of those that come by chance [ns]
    std::vector<Index> services{};  ///< Whose replicas they hit
    double share = 0;               ///< Of the CPU of each, that is taken
    double memory = 0;              ///< That is taken of each [MiB]
    Index pool = none;              ///< Whose nodes are lost; it has no other target then
    bool crashes = false;           ///< A release that dies as it starts up

    bool isOfNetwork() const { return kind == Kind::Latency || kind == Kind::Loss; }
    /// Whether it concerns the messages of a call.
    bool touches(Index service, Index caller, Index callee) const {
        const auto isOne = [&](Index one, Index other) {
            return one == service && (peer == none || other == peer);
        };
        return caller != callee && (isOne(caller, callee) || isOne(callee, caller));
    }
    bool isBetweenZones() const { return near != none; }
    /// Whether it lies between two zones; `none` of what is in none.
    bool divides(Index one, Index other) const {
        const auto goes = [this](Index from, Index to) {
            return from == near && (far == none ? to != near : to == far);
        };
        return goes(one, other) || goes(other, one);
    }
    /// Whether it may lie between replicas or servers of both; users, who are in no zone, when null.
    template <class One, class Other>
    bool mayDivide(const One* one, const Other* other) const {
        const auto isNear = [this](const auto* of) { return of && of->standsIn(near); };
        const auto isFar = [this](const auto* of) {
            if (far == none) return !of || of->standsBeside(near);
            return of && of->standsIn(far);
        };
        return (isNear(one) && isFar(other)) || (isNear(other) && isFar(one));
    }
    bool repeats() const { return every > 0 || everyRequests > 0; }

    bool operator==(const FaultPlanEntry&) const = default;
};

struct ObjectivePlan {
    std::string id;
    std::string name;
    std::string target;
    bool journey = false;
    Index flow = 0;  ///< Journey or operation
    bool latency = false;
    double quantile = 0.99;
    double limit = 0;                          ///< [ms], share, or that of the footprint
    std::optional<FootprintGoal> footprint{};  ///< Of the whole system, then

    bool operator==(const ObjectivePlan&) const = default;
};

/// Objectives that are judged in each of some windows of time.
struct WindowsPlan {
    std::int64_t window = 0;  ///< [ns]; nothing is judged when 0
    std::vector<ObjectivePlan> objectives{};

    bool operator==(const WindowsPlan&) const = default;
};

/// What holds before the faults of a scenario and after them.
struct SteadyStatePlan {
    WindowsPlan windows;
    std::int64_t again = never;  ///< From then on it holds again; never where no fault is the last [ns]
    bool throughout = false;
    std::string note{};  ///< Why there is nothing after the faults

    bool operator==(const SteadyStatePlan&) const = default;
};

/// What ends a run early.
struct AbortPlan {
    WindowsPlan windows;
    std::uint32_t inARow = 1;

    bool operator==(const AbortPlan&) const = default;
};

/// A scenario, compiled: flat arrays that know nothing of the model; only results use the names.
struct Plan {
    std::string model;
    std::uint64_t modelHash = 0;
    std::string scenario;
    std::string scenarioName;
    std::uint64_t seed = 1;
    int replications = 1;
    std::int64_t length = 0;   ///< [ns]
    std::int64_t warmUp = -1;  ///< [ns]; found by MSER-5 when negative
    bool terminating = false;  ///< Load or faults change on a schedule: there is no steady state to wait for

    std::vector<Instruction> code;
    std::size_t prologues = 0;  ///< Where they begin in the code, behind all else
    Index probeEnd = none;      ///< Where the answer of probes is in the code
    std::vector<Index> targets;
    std::vector<AlternativePlan> alternatives;
    std::vector<double> probabilities;
    std::vector<DrawPlan> draws;
    std::vector<CallPlan> calls;
    std::vector<PolicyPlan> policies;
    std::vector<GuardPlan> guards;
    std::vector<ShedderPlan> shedders;
    std::vector<RetryTokensPlan> retryTokens;
    std::vector<OperationPlan> operations;
    std::vector<ServicePlan> services;
    std::vector<PodSetPlan> podSets;
    std::vector<NodePoolPlan> nodePools;
    std::vector<StorePlan> stores;
    std::vector<LockPlan> locks;
    std::vector<ParticipantPlan> participants;
    std::vector<ProjectionPlan> projections;
    std::vector<ClusterPlan> clusters;
    std::vector<CachePlan> caches;
    std::vector<GroupPlan> groups;
    std::vector<ChannelPlan> channels;
    std::vector<EdgePlan> edges;
    std::vector<JourneyPlan> journeys;
    std::vector<WorkloadPlan> workloads;
    std::vector<FaultPlanEntry> faults;
    std::vector<DrawPlan> faultDraws;   ///< By fault: what it draws when it acts
    std::vector<DrawPlan> chanceDraws;  ///< By fault: when those by chance come, and whom they hit
    std::vector<ObjectivePlan> objectives;
    SteadyStatePlan steadyState;
    AbortPlan abort;
    Tariff tariff;  ///< Its parts: services, stores and channels, as they are here
    ZoneNetwork zoneNetwork;
    std::vector<MeshPlan> meshes;
    Index zones = 0;          ///< Of the network
    Index meshCounters = 0;   ///< Of all meshes
    Index guardStates = 0;    ///< Of all guards
    Index shedderStates = 0;  ///< Of all shedders
    Index tokenStates = 0;    ///< Of all tokens of retries
    Index replicas = 0;       ///< Of all services
    Index lockStates = 0;     ///< Of all locks
    Index servers = 0;        ///< Of all clusters
    Index rows = 0;           ///< Of all clusters
    Index contents = 0;       ///< Of all caches
    Index pods = 0;           ///< Of all services whose replicas are pods

    /// The field that says how many replicas of it there can be.
    const char* replicasField(const ServicePlan& service) const {
        if (service.podSet == none || !podSets[service.podSet].isScaled()) return "/replicas";
        return podSets[service.podSet].isFunction() ? "/serverless/max_instances"
                                                    : "/autoscaling/max_replicas";
    }
    /// Whether some are scaled vertically.
    bool sizesPods() const {
        return std::any_of(podSets.begin(), podSets.end(),
                           [](const PodSetPlan& set) { return set.vertical.has_value(); });
    }
};

}  // namespace simulator
