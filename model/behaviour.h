#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <variant>
#include <vector>

#include "model/call_policy.h"
#include "model/distribution.h"
#include "model/message.h"

namespace model {

struct Operation;
struct Channel;
struct DataStore;
using OperationId = Id<Operation>;
using ChannelId = Id<Channel>;
using DataStoreId = Id<DataStore>;

struct Step;
/// What an operation does, in order.
using Behaviour = std::vector<Step>;

/// What computing takes.
enum class Work {
    Delay,  ///< Its time, however many do it at once: waiting, or a core for each worker
    Cpu,    ///< CPU time: whoever computes at a replica shares its CPU limit
};

/// Work of the service itself, which takes its time while it holds a worker.
struct Compute {
    Distribution time;  ///< On a core of its own
    Work work = Work::Delay;

    bool operator==(const Compute&) const = default;
};

/// A synchronous call of another operation; the worker is held until the answer.
struct Call {
    OperationId operation;
    std::optional<CallPolicyId> policy;

    bool operator==(const Call&) const = default;
};

enum class Join {
    All,
    Any,     ///< The first success
    Quorum,  ///< The first `quorum` successes
};

/// Branches that run at the same time.
struct Parallel {
    std::vector<Behaviour> branches;
    Join join = Join::All;
    std::int32_t quorum = 1;  ///< Used with Join::Quorum

    bool operator==(const Parallel&) const = default;
};

/// One of the ways at a branch.
struct Alternative {
    double probability = 0;
    Behaviour steps;
    UnknownFields unknown;

    bool operator==(const Alternative&) const = default;
};

/// One of several ways, by chance; what is left to 1 does nothing.
struct Branch {
    std::vector<Alternative> alternatives;

    bool operator==(const Branch&) const = default;
};

/// A message to a channel; the publisher does not wait for consumers.
struct Publish {
    ChannelId channel;

    bool operator==(const Publish&) const = default;
};

enum class StoreAccess { Read, Write };

/// The most different keys of a cache, or rows of a store.
inline constexpr std::int32_t mostCacheKeys = 10'000'000;

/// Keys, and how often each of them is wanted: number k as often as 1/k^skew (Zipf's law).
struct KeySpace {
    std::int32_t count = 1000;
    double skew = 0;  ///< 0: all alike
    UnknownFields unknown{};

    bool operator==(const KeySpace&) const = default;
};

/// A query or command on a data store: takes a connection of its pool for the time of the query.
struct StoreQuery {
    DataStoreId store;
    StoreAccess access = StoreAccess::Read;
    std::optional<Distribution> time;  ///< The store's own time for this kind of access when absent

    bool operator==(const StoreQuery&) const = default;
};

/// Who makes room in a full cache.
enum class Eviction {
    Lru,   ///< The key that was not wanted for the longest time
    None,  ///< Nobody: what comes later is not kept
};

/// Looks in a cache; on a miss the steps run. With `keys` the content is simulated key by key, and the hit
/// ratio is found; without, a hit is a matter of chance. Look-ups of one store, or of one service where they
/// are in the process, with one name are one cache.
struct CacheLookup {
    std::optional<DataStoreId> store;  ///< A cache in the process, one for each replica, when absent
    double hitRatio = 0.9;             ///< Without `keys`
    std::optional<Distribution> time;  ///< Of the look-up
    Behaviour onMiss;
    std::string name{};
    std::optional<KeySpace> keys{};
    std::optional<std::int32_t> capacity{};  ///< Keys that it holds; all when absent
    Eviction eviction = Eviction::Lru;
    std::optional<Duration> ttl{};  ///< After which what was filled in is too old; never when absent
    bool singleFlight = false;      ///< One at a time fills a key in, the others wait for it
    bool warm = false;              ///< It begins with the keys that are wanted most often, not empty

    bool operator==(const CacheLookup&) const = default;
};

/// Steps that are done several times, one after the other; a failure ends all.
struct Loop {
    std::int32_t times = 2;
    Behaviour steps;

    bool operator==(const Loop&) const = default;
};

/// Steps whose failure is made good by others; only a failure of those goes on to the caller.
struct Fallback {
    Behaviour steps;
    Behaviour onFailure;

    bool operator==(const Fallback&) const = default;
};

/// A mistake of the service itself: the request fails, by chance.
struct Fail {
    double probability = 1;
    /// A message that fails once fails at each delivery: nobody can handle it. No matter to other requests,
    /// which are made anew.
    bool poison = false;

    bool operator==(const Fail&) const = default;
};

enum class LockScope {
    Replica,  ///< A mutex or semaphore in the process: each replica has its own
    Service,  ///< One for all replicas: a distributed lock
};

/// Steps that only a few requests do at the same time; the others wait, first come, first served. Locks of
/// one service with one name are one lock.
struct Lock {
    std::string name;
    LockScope scope = LockScope::Replica;
    std::int32_t permits = 1;
    std::int32_t keys = 1;  ///< As many locks, of which each request needs one by chance: rows, accounts
    Behaviour steps;

    bool operator==(const Lock&) const = default;
};

/// A part of a saga: a local transaction, and what undoes it.
struct SagaStep {
    std::string name;
    Behaviour steps;
    Behaviour compensation;
    UnknownFields unknown;

    bool operator==(const SagaStep&) const = default;
};

/// Parts that are done in order. When one fails, those before it are undone, the last one first, and the
/// operation fails (Garcia-Molina, Salem: Sagas, SIGMOD 1987; backward recovery).
struct Saga {
    std::vector<SagaStep> parts;

    bool operator==(const Saga&) const = default;
};

/// A data store in a distributed transaction.
struct Participant {
    DataStoreId store;
    std::optional<Distribution> prepare;  ///< The work and the vote; the store's write time when absent
    std::optional<Distribution> commit;   ///< Or the undoing; none when absent
    double refusal = 0;                   ///< Chance of a vote against
    UnknownFields unknown;

    bool operator==(const Participant&) const = default;
};

/// Two-phase commit: all prepare at the same time; when all vote for it all commit, else all undo, and the
/// operation fails. Each holds its connection from the beginning of its work to the end (Gray: Notes on data
/// base operating systems, 1978).
struct TwoPhaseCommit {
    std::vector<Participant> participants;
    Duration recovery = seconds(30);  ///< Those that have voted wait as long when the coordinator dies

    bool operator==(const TwoPhaseCommit&) const = default;
};

/// One step of a behaviour.
struct Step {
    std::variant<Compute, Call, Parallel, Branch, Publish, StoreQuery, CacheLookup, Loop, Fallback, Fail,
                 Lock, Saga, TwoPhaseCommit>
        action;
    UnknownFields unknown;

    bool operator==(const Step&) const = default;
};

/// How deep steps may nest; deeper behaviours are refused when they are read.
inline constexpr int maxBehaviourDepth = 64;

/// Calls `visit(step)` for each step and each step nested in it, outer before inner.
void forEachStep(const Behaviour& behaviour, const std::function<void(const Step&)>& visit);
/// The same for steps that may be changed.
void forEachStep(Behaviour& behaviour, const std::function<void(Step&)>& visit);

}  // namespace model
