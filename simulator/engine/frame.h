#pragma once

#include <bit>
#include <cstdint>

#include "simulator/plan/plan.h"

namespace simulator {

/// Who a frame is.
enum class Role : std::uint8_t {
    Journey,    ///< A user, going through its requests
    Request,    ///< A call at its callee
    Message,    ///< From its publication until it is handled
    Branch,     ///< One of the parallel branches of a request
    Reply,      ///< An answer in the name of a request that was killed
    Ghost,      ///< What a killed request left behind in a store
    Source,     ///< Of the journeys of a workload
    Fault,      ///< The beginning or the end of one
    Failover,   ///< Of a store's servers, that is in progress
    Processor,  ///< Has the events of a shared processor
    Ticket,     ///< Of a frame at a lock
    Fill,       ///< Of a key of a cache, or of a frame that waits for one: operation = content, pc = key
    Group,      ///< Something that happens to a group of consumers
    Held,       ///< A publication that waits for the end of its transaction: operation = channel, pc = edge
    Guard,      ///< Has the events of what protects calls: operation = guard
    Pause,      ///< Of a replica: operation = fault, pc = replica, since = its beginning
    Scaler,     ///< Of a service: operation = its set of pods
    Pod,        ///< Has what happens to a pod: operation = pod
    Endpoint,   ///< Of a replica that died: operation = service, pc = replica
    Prober,     ///< Sends probes to a pod: operation = pod, pc = kind, since = the end of its patience
    Node,       ///< Something that happens to a node: operation = pool, pc = node, or fault
    Rollout,    ///< Has what comes next in a roll-out: operation = set of pods
    Pressure,   ///< Looks at what pressure brings about: operation = fault
    Probe,      ///< A request of a prober, its parent, that waits for a worker
    Buffered,   ///< A publication that waits for its broker: operation = channel, pc = edge, child = replica
    Broker,     ///< Has the events of a broker that is away: operation = channel
    Poll,       ///< Has the events of a member of a group: operation = consumer
    Copy,       ///< Of a call that is hedged: parent = its caller
    Registry,   ///< Of leases: has its events
};

/// What it waits for.
enum class State : std::uint8_t {
    Free,
    InTransit,            ///< The way to the callee
    QueuedAtService = 3,  ///< A worker; with a timer, the instance that it has started; the numbers of states
                          ///< are in fingerprints, and 2 is of none
    Ready,                ///< Its turn, to go on
    Computing,
    AwaitingCall,  ///< The answer, or the end of its patience
    Backoff,       ///< The time of the next attempt
    AwaitingBranches,
    QueuedAtStore,  ///< A connection
    Querying,
    Responding,  ///< The way back
    Thinking,
    Pausing,        ///< The next journey of a closed user
    InChannel,      ///< The moment when consumers can see it
    QueuedAtGroup,  ///< A consumer
    Dispatched,     ///< Its turn, to be handled
    NextArrival,
    FaultBegins,
    FaultEnds,
    Executing,          ///< The end of its work at a processor of its own
    Sharing,            ///< The same at a shared one, whose event it is
    AwaitingProcessor,  ///< A free server
    ProcessorEvent,     ///< The next end of a job at a shared processor
    AwaitingLock,
    QueuedAtLock,        ///< A ticket whose frame waits for the lock
    HoldsLock,           ///< A ticket whose frame holds it
    Prepared,            ///< A participant that has voted: the decision
    Committing,          ///< The end of the commit, or of the undoing
    AwaitingRedelivery,  ///< Of a message: the end of its back-off
    AwaitingCommit,      ///< Of a publication
    SessionExpires,      ///< The moment when a group notices that members are dead
    RebalanceEnds,
    RetentionEnds,     ///< Of the first message in a line
    AwaitingFill,      ///< Of a key that another fills in
    FillFailed,        ///< Its turn, to fail as the other did
    QueuedAtFill,      ///< A fill whose frame waits for another
    Filling,           ///< A fill under way
    AwaitingRow,       ///< With its connection: a row of the store
    Replicating,       ///< The acknowledgements of replicas
    AwaitingReplicas,  ///< That there are as many as it needs
    FailoverEnds,
    AwaitingPermit,  ///< Of what protects a call: to make it
    CallRefused,     ///< Its turn, to learn that it may not
    Permitted,       ///< Its turn, with the permit of one that left
    BreakerTimer,
    OutlierSweep,
    InDoubt,  ///< A participant that has voted, and whose store died: the decision
    PauseBegins,
    PauseEnds,
    Answered,         ///< Its turn, with the answer that came while its replica paused
    GaveUp,           ///< The same when its patience was over
    LostItsQuery,     ///< The same with the end of a query whose store died
    MetricsScrape,    ///< The next look at what pods use
    ScalingSync,      ///< The next look at how many there are to be
    ContainerStarts,  ///< Of a pod: its image is there
    BecomesReady,
    Drains,        ///< The next look whether it has ended what it had
    Failing,       ///< The end of the time that a failure takes
    EndpointEnds,  ///< The platform notices that a replica is dead
    Resolves,      ///< A client asks anew who is there
    DiesStarting,  ///< The container of a pod, of a version that does
    RolloutTimer,
    RolloutLook,  ///< The end of an interval of an analysis
    PressureLook,
    NodeRoom,  ///< A pod has gone: others may have room
    NodeComes,
    NodeIdle,
    NodesEvicted,  ///< The pods of lost ones are made anew
    ProbeDue,
    ProbeHeldUp,      ///< The end of the pause of the replica, or of the patience
    ProbeTimesOut,    ///< While it waits for a worker
    ProbeAnswered,    ///< Its turn, to tell that it has passed
    ContainerStops,   ///< Of a pod
    OutOfMemory,      ///< Its container has taken more than there is
    InstanceStarts,   ///< One of a function, without a request
    AwaitingBroker,   ///< That the broker takes it
    BufferEnds,       ///< Of the first publication that waits for its broker
    PollEnds,         ///< A member has taken too long for what it took
    AwaitingCopies,   ///< The caller of a hedged call: the next copy, or the end of its patience
    CopyBegins,       ///< Its turn, to be sent
    CopyIsCancelled,  ///< Its turn, to end
    LeasesExpire,     ///< The registry looks for leases that nobody has renewed
    UsageScrape,      ///< The next look at what pods use, by which their size is found
    SizeLook,         ///< The next look at how large they are
};

/// At a store, with a connection or without.
constexpr bool isInStore(State state) {
    return state == State::QueuedAtStore || state == State::Querying || state == State::Prepared ||
           state == State::Committing || state == State::AwaitingRow || state == State::Replicating ||
           state == State::AwaitingReplicas;
}

/// How a request or a branch ended: well, or by a cause.
enum class Outcome : std::uint8_t { Success = 0xff };
constexpr Outcome failedBy(Cause cause) {
    return static_cast<Outcome>(cause);
}
constexpr Cause causeOf(Outcome failure) {
    return static_cast<Cause>(failure);
}

/// Where a query is, at a store that has several servers.
struct Seat {
    Index server;
    Index row;  ///< That it has, or waits for; or none
};

/// A call under protection of which nothing has to be remembered but this: see `Frame::since`.
struct PlainCall {
    Index guard;
    Index host;  ///< The replica that it went to, in the called service; or none
};

/// What is seldom the case, in one byte: several are asked for at once.
struct Marks {
    bool cancelled : 1 = false;  ///< Nobody waits: drop it when its turn comes
    bool underWay : 1 = false;   ///< A journey that has begun and not ended, or stands for: see
                                 ///< `Frame::parent`; a message whose member is out of its group
    bool holdsLock : 1 = false;  ///< A branch under a lock
    bool traced : 1 = false;     ///< The tracer is told what happens to it
    bool fills : 1 = false;      ///< A branch that fills a key of a cache in
    bool guarded : 1 = false;    ///< It makes a call under protection
    bool watched : 1 = false;    ///< A request whose replica is chosen, or that load may be shed of
    bool halted : 1 = false;     ///< Its replica pauses: an answer has to wait

    bool any(Marks of) const {
        return (std::bit_cast<std::uint8_t>(*this) & std::bit_cast<std::uint8_t>(of)) != 0;
    }
};

/// One activation: a request, a message, a branch or a user, with its place in the compiled behaviour.
/// One cache line.
struct alignas(64) Frame : Marks {
    bool timed = false;         ///< An event of it is pending
    std::uint16_t attempt = 0;  ///< Of the call in progress
    State state = State::Free;
    Role role = Role::Request;
    Outcome outcome = Outcome::Success;
    std::uint8_t delivery = 0;  ///< How often a message was delivered
    std::int64_t arrivedAt =
        0;  ///< At the replica; of a journey: its start, think times left out; of a branch: the fork
    std::int64_t since = 0;  ///< In the store, in the group's queue, thinking; at a processor: the end of
                             ///< its work, or the rest of it; awaiting a call: the end of its patience, or
                             ///< while `guarded` which guarded call, or of a plain one the complement of its
                             ///< start; of a `watched` one on its way: the replica that it goes to, or none
    union {
        std::int64_t deadline = 0;  ///< Of the call in progress; while it awaits branches: the fork
        Seat seat;                  ///< In a store
        PlainCall plain;            ///< In progress
    };
    union {
        std::int64_t origin = 0;  ///< Publication of a message, start of a journey
        std::int64_t rounds;      ///< Of a branch that is a loop: those that are left
        Index ticket;             ///< Of a branch under a lock, or of one that fills a key in
        Index site;               ///< Of a request: where it was called
    };
    Index pc = 0;            ///< Of a message that waits: its partition
    Index parent = none;     ///< Who waits for it; of a message the consumer. None while a request is
                             ///< `underWay`: the only one of a user, who has no frame then
    Index child = none;      ///< The attempt in progress; while it awaits branches see below
    Index link = none;       ///< The next in its queue or among the free; while `timed`: its timer
    Index operation = none;  ///< Or journey, group (of a message that waits), workload, fault
    Index replica = none;

    /// A `guarded` one, while all goes well and its call needs no record.
    bool callsPlainly() const { return since < 0; }

    // Of a frame that awaits branches: successes still needed, and branches still running.
    std::uint32_t needed() const { return child >> 16; }
    std::uint32_t running() const { return child & 0xffff; }
    void setBranches(std::uint32_t needed, std::uint32_t running) { child = needed << 16 | running; }
};
static_assert(sizeof(Frame) == 64);

}  // namespace simulator
