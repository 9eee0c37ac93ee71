#pragma once

#include <cstdint>
#include <vector>

#include "simulator/engine/controlled_delay.h"
#include "simulator/engine/draw.h"
#include "simulator/engine/shared_processor.h"
#include "simulator/engine/waiting_line.h"
#include "simulator/metrics/recorder.h"

namespace simulator {

/// What faults do to a service or a store at the moment.
struct Trouble {
    double factor = 1;
    std::int64_t extra = 0;
    double errorRate = 0;
    bool ramps = false;     ///< It grows
    bool keepsOut = false;  ///< Requests may fail at once, or find a replica that pauses
    bool slow = false;
    bool down : 1 = false;      ///< A store that was killed
    bool onSome : 1 = false;    ///< Some replicas have more of it: see `troubleAt`
    bool lingers : 1 = false;   ///< Some that are dead are still in turn
    bool weighted : 1 = false;  ///< Two versions share the traffic by weights
    bool weighs : 1 = false;    ///< A service whose requests take memory of a container with a limit
    bool divided : 1 = false;   ///< A store: a fault of the network lies between zones and servers of it

    std::int64_t slowed(std::int64_t time) const {
        const double stretched = static_cast<double>(time) * factor + static_cast<double>(extra);
        return static_cast<std::int64_t>(stretched < longestTime ? stretched : longestTime);
    }
};

/// A fault of the plan, as far as the run has come.
struct FaultState {
    Index target = 0;         ///< Service or store
    std::uint32_t first = 0;  ///< Of the replicas that it hits, within the service
    std::int64_t begun = 0;   ///< [ns]
    std::int64_t end = never;
    std::int64_t next = never;  ///< Its beginning
    std::vector<Index> killed;  ///< Replicas or servers
    bool active = false;
    Index look = none;  ///< Frame of the next look at what pressure has brought about
};

/// What a request meets on its arrival, in one cache line.
struct alignas(64) Service {
    Trouble trouble;
    std::uint32_t live = 0;    ///< Replicas
    std::uint32_t cursor = 0;  ///< Of the round robin
    Index firstReplica = 0;
    std::uint32_t replicas = 0;  ///< That the round robin goes over
    std::uint32_t workers = 0;   ///< Of a replica
    std::uint32_t queueLimit = unlimited;
    Index faultDraw = none;
    bool lifo = false;
};

struct alignas(64) Replica {
    FrameQueue queue;        ///< Only its length counts where there is a line
    std::uint32_t busy = 0;  ///< Workers
    Service* service = nullptr;
    StationMeter* meter = nullptr;
    Index serviceIndex = 0;
    Index line = none;       ///< Of a discipline beyond FIFO and LIFO
    Index admission = none;  ///< Its controlled delay
    Index processor = none;
    bool alive = true;
    bool paused = false;
    bool draining = false;  ///< Not alive to others, but still at work
    bool gone = false;      ///< With its zone: nobody answers from there
};

/// What the platform knows of a replica whose clients learn later of it.
struct Endpoint {
    bool listed = true;
    Index timer = none;  ///< Frame of the moment when a change is noticed
    bool beats = false;  ///< It renews its lease, as far as the registry was told
};

/// A replica that stands still, or did.
struct Pause {
    std::int64_t until = 0;     ///< [ns]
    FrameQueue door;            ///< Who came in the meantime
    std::vector<Index> halted;  ///< Frames that were there when it began
    std::uint32_t begun = 0;    ///< Requests since the last of those pauses that are counted by them
};

/// Where the requests of one replica compute, if not each on its own.
struct Processor {
    Processor(const ServicePlan& plan, Index meterIndex)
        : kind(plan.processor),
          meter(meterIndex),
          servers(plan.servers),
          shared(plan.cores),
          line(plan.discipline, plan.levels, plan.congestedAfter) {}

    ProcessorKind kind;
    Index meter;  ///< Of the service, or of the pod where it has pods
    std::uint32_t servers;
    std::uint32_t busy = 0;      ///< Servers
    SharedProcessor shared;      ///< Used by ProcessorKind::Shared
    Index event = none;          ///< The frame whose event is the next end of a job there
    double size = 1;             ///< Of its pod's CPU, by what was deployed
    WaitingLine line;            ///< Used by the others
    std::vector<Index> running;  ///< Who can be interrupted
};

/// What a user meets at the beginning and the end of a journey.
struct Journey {
    const WorkloadPlan* workload = nullptr;
    FlowMeter* flow = nullptr;
    Index entry = 0;    ///< Of its instructions
    Index only = none;  ///< Call, where it makes no other, and waits for it without an end
};

/// Where the requests of an operation go.
struct alignas(32) Operation {
    Service* service = nullptr;
    FlowMeter* flow = nullptr;
    Index entry = 0;  ///< Of its instructions
};

/// A place of the model that calls an operation, with all that an attempt needs in one cache line.
struct alignas(64) CallSite {
    EdgeCounts* edge = nullptr;
    std::int64_t timeout = never;   ///< Of an attempt
    std::int64_t deadline = never;  ///< Of all attempts
    Operation* callee = nullptr;
    Index operation = 0;
    Index network = none;  ///< Draw
    Index policy = 0;
    Index backoff = none;     ///< Draw
    Index guard = none;       ///< Where the policy needs machines
    Index journey = none;     ///< That begins with the call
    bool patient = true;      ///< Without a timeout, a deadline and a guard
    bool troubled = false;    ///< The way over the network is reckoned for each message: see `timeOnTheWay`
    bool placed : 1 = false;  ///< Where both replicas stand matters
    bool sheds : 1 = false;   ///< Its callee sheds load
    std::uint8_t lane = 0;    ///< Of the ends of the callers' patience
    Index guardState = 0;     ///< With a guard: that of replica 0 of all, as far as its client has one
};

struct Store {
    Trouble trouble;
    FrameQueue queue;
    std::uint32_t busy = 0;
    Index projection = none;  ///< Where it is a read model
    Index cluster = none;     ///< Where it has replicas or rows: these have the queries
};

/// One server of a cluster.
struct Server {
    FrameQueue queue;
    std::uint32_t busy = 0;  ///< Connections
    bool alive = true;
};

/// A store with replicas or rows.
struct Cluster {
    Index primary = none;       ///< Server
    Index former = none;        ///< The primary before, while there is none
    std::int64_t diedAt = 0;    ///< The former one
    Index failover = none;      ///< Frame of the failover in progress
    std::uint32_t cursor = 0;   ///< Of the reads in turn
    std::uint32_t decided = 0;  ///< Commits that wait for a primary
};

struct Row {
    FrameQueue queue;
    bool locked = false;
};

/// The fills of one key that are under way.
struct KeyFill {
    FrameQueue waiting;      ///< Of fills
    std::uint32_t dead = 0;  ///< Of those that wait: their frames are no longer there
    std::uint32_t running = 0;
    Index next = none;  ///< Among those that are free

    std::uint32_t lookUps() const { return running + waiting.length - dead; }
};

/// One key of a lock, at one replica or for all.
struct LockState {
    FrameQueue queue;  ///< Of tickets
    std::uint32_t busy = 0;
    Index lock = 0;
};

/// The place of one subscription at one replica; a member of its group, where partitions are assigned.
struct Consumer {
    Index group = 0;
    Index operation = 0;
    Index edge = 0;
    Index replica = 0;
    std::uint32_t concurrency = 1;
    std::uint32_t busy = 0;
    Index partition = none;   ///< Whose message a member handles
    Index firstReady = none;  ///< Line of its partitions that have something to handle
    Index lastReady = none;
    FrameQueue held;  ///< What the transactions in progress here have published
    // Of a member that takes several messages at once, and has to handle them in time.
    std::uint32_t polled = 0;  ///< Taken, and not begun yet
    Index poll = none;         ///< Frame of the end of its time
    Index handling = none;     ///< Frame of the message that it has begun last
    bool isOut = false;        ///< Of its group, and still handles what it took
    FrameQueue leftOver;       ///< What it still handles then, for nobody
};

/// One partition of a log, as one group consumes it.
struct Partition {
    FrameQueue queue;
    std::int64_t lastVisible = 0;  ///< A log keeps the order of publication
    Index member = none;           ///< Consumer that it belongs to
    Index next = none;             ///< In the line of its member
    Index watch = none;            ///< Frame that awaits the end of the retention of the first message
    bool inLine = false;
    bool busy = false;         ///< A message is handled, or waits for its redelivery
    bool stopped = false;      ///< By a rebalance, or because the broker is away
    std::uint32_t polled = 0;  ///< Of the first ones: taken by the member
};

/// The broker of a channel, where faults take it away.
struct Broker {
    FrameQueue buffer;       ///< What is to be published, in order; it is given up after a time
    FrameQueue letters;      ///< The same of dead letters, which are not given up
    Index watch = none;      ///< Frame of the end of the time of the first one
    std::uint32_t away = 0;  ///< Faults that keep it away
};

struct Group {
    FrameQueue queue;  ///< Where partitions are not assigned
    Index firstPartition = 0;
    std::uint32_t partitions = 0;  ///< That are assigned to members
    Index rebalance = none;        ///< Frame of the rebalance in progress
    Index watch = none;            ///< As that of a partition
    Index firstConsumer = 0;
    std::uint32_t consumers = 0;
    std::uint32_t cursor = 0;
    std::uint32_t busy = 0;
    std::uint32_t capacity = 0;  ///< Of the consumers at live replicas, and of the partitions
};

}  // namespace simulator
