#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "model/project.h"
#include "model/result.h"
#include "simulator/estimate/modulation.h"
#include "simulator/estimate/moments.h"
#include "simulator/estimate/queues.h"

namespace simulator::estimating {

using Index = std::uint32_t;
inline constexpr Index nowhere = std::numeric_limits<Index>::max();

/// Names that versions of a model share lie in the same place.
inline bool sameName(std::string_view left, std::string_view right) {
    return left.size() == right.size() && (left.data() == right.data() || left == right);
}

/// The load of a workload whose rate changes is estimated at its mean over the run, or at its peak.
enum class LoadLevel { Mean, Peak };

/// Something that the estimate leaves out or replaces by something simpler.
struct Remark {
    std::string entity;  ///< Id
    std::string text;    ///< One sentence

    bool operator==(const Remark&) const = default;
};

/// How a caller calls.
struct Patience {
    double timeout = QueueLoad::unbounded;   ///< [s]
    double deadline = QueueLoad::unbounded;  ///< [s]
    int attempts = 1;
    double delay = 0;  ///< Before the second attempt, mean [s]
    double factor = 1;
    double maxDelay = 0;  ///< Mean [s]
    bool cancelsOrphans = false;

    bool operator==(const Patience&) const = default;

    bool limited() const { return timeout < QueueLoad::unbounded || deadline < QueueLoad::unbounded; }
};

/// A step, in pre-order: its own steps lie between it and `end`.
struct Node {
    enum class Kind : std::uint8_t {
        Delay,     ///< `time`
        Call,      ///< of `target`, an operation
        Query,     ///< of `target`, a store, for `time`
        Publish,   ///< to `target`, a channel
        Choice,    ///< One of its Ways
        Way,       ///< With `probability`
        Fork,      ///< All its Ways; goes on when `needed` have succeeded
        Lookup,    ///< A miss has `probability` and runs the steps; with a `target`, `time` is a query of it
        Loop,      ///< Its steps `needed` times, one after the other
        Fallback,  ///< Two Ways: the second is gone where the first fails
        Fail,      ///< A mistake, with `probability`
    };
    Kind kind = Kind::Delay;
    bool crossesNetwork = false;
    bool takesCpu = false;  ///< Of a delay: CPU time of the service
    bool thinks = false;    ///< Of a delay: a pause of the user, which is no part of a latency
    Index end = 0;
    Index target = nowhere;
    Index patience = nowhere;
    Index edge = nowhere;
    std::uint32_t needed = 0;
    double probability = 1;
    Moments time;

    bool operator==(const Node&) const = default;
    /// Whether it visits a store.
    bool queries() const { return kind == Kind::Query || (kind == Kind::Lookup && target != nowhere); }
};

/// An operation, or a journey: a range of nodes.
struct Program {
    std::string_view id;
    Index station = nowhere;  ///< The pool whose worker it holds; none for journeys
    Index first = 0;
    Index end = 0;
    Index firstEdge = 0;
    Index endEdge = 0;
    bool reached = false;      ///< By the load of the scenario
    bool blank = false;        ///< It has no steps, not even ones that the estimate does not know
    std::uint8_t leftOut = 0;  ///< Bits of LeftOut
    bool kept = false;         ///< Its steps are those of the version before
};

/// What of its steps is not in the estimate.
enum class LeftOut : std::uint8_t {
    Unknown = 1,
    Cpu = 2,
    Lock = 4,
    Saga = 8,
    Agreement = 16,
    Keys = 32,
    Poison = 64
};

struct Station {
    std::string_view id;
    bool store = false;
    int replicas = 1;
    int servers = 1;  ///< Of one replica
    double places = QueueLoad::unbounded;
    bool lifo = false;
    double slowFactor = 1;  ///< By a fault that lasts through the whole run
    double slowExtra = 0;   ///< [s]
    double errorRate = 0;
    bool down = false;

    bool operator==(const Station&) const = default;
    double capacity() const { return static_cast<double>(replicas) * servers; }
};

/// Operations that share the messages of a channel.
struct Group {
    Index channel = 0;
    double capacity = 0;  ///< Messages handled at the same time
    struct Consumer {
        Index operation = 0;
        double share = 0;  ///< Of the messages
        Index edge = nowhere;

        bool operator==(const Consumer&) const = default;
    };
    std::vector<Consumer> consumers;

    bool operator==(const Group&) const = default;
};

struct ChannelPart {
    std::string_view id;
    int deliveries = 1;  ///< At most, of a message that is not handled successfully
    Moments delay;
    std::vector<Index> groups;

    bool operator==(const ChannelPart&) const = default;
};

/// A journey of a workload, with its share of the load.
struct JourneyPart {
    Index program = 0;
    Index workload = 0;
    double share = 1;       ///< Of the journeys of its workload
    double finalThink = 0;  ///< After the last response [s]; closed workloads only

    bool operator==(const JourneyPart&) const = default;
};

struct WorkloadPart {
    std::string_view id;
    bool closed = false;
    double rate = 0;  ///< [journeys/s]
    double arrivalScv = 1;
    double users = 0;
    double think = 0;       ///< Between two journeys [s]
    Modulation modulation;  ///< Of open workloads

    bool operator==(const WorkloadPart&) const = default;
};

struct Edge {
    std::string_view caller;
    std::string_view callee;
    Index target = nowhere;  ///< An operation, a channel or a store
    enum class Kind : std::uint8_t { Call, Publish, Consume, Query } kind = Kind::Call;
};

/// A model under one scenario as flat arrays: what the estimate computes on. Ids point into the project,
/// which has to outlive it.
struct Network {
    std::vector<Node> nodes;
    std::vector<Program> programs;  ///< Operations, then journeys
    Index operations = 0;           ///< How many of the programs are operations
    std::vector<Station> stations;  ///< Services, then stores
    Index services = 0;             ///< How many of the stations are services
    std::vector<ChannelPart> channels;
    std::vector<Group> groups;
    std::vector<Patience> patiences;
    std::vector<Edge> edges;
    std::vector<WorkloadPart> workloads;
    std::vector<JourneyPart> journeys;
    Moments network;            ///< One way
    std::vector<Index> upward;  ///< Reached programs, callees before callers as far as services have no cycle
    std::vector<Index> downward;  ///< Reached programs, callers and publishers before what they start
    bool cyclic = false;          ///< Services or messages go in circles
    bool loadVaries = false;
    bool incomplete = false;  ///< Load or steps were left out
    std::string unjudged;     ///< Why objectives cannot be judged; empty when they can
    std::vector<Remark> remarks;
    std::size_t remarksBeforeLoad = 0;  ///< How many of them are not about the load
};

/// A version of the model that has been flattened, for the same scenario and level. Nothing when there is
/// none.
struct EarlierVersion {
    const model::Project* project = nullptr;
    const Network* network = nullptr;
};

/// Flattens the model under the scenario. Fails, naming the entity, on what has no estimate: an unknown
/// scenario or reference, a circle of synchronous calls, no load. Services that the model shares with the
/// earlier version are taken from there where that comes to the same.
model::Result<Network> flatten(const model::Project& project, const model::ScenarioId& scenario,
                               LoadLevel level, const EarlierVersion& earlier = {});

}  // namespace simulator::estimating
