#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "simulator/kernel/clock.h"
#include "simulator/plan/index.h"
#include "simulator/resilience/guard_rules.h"
#include "simulator/resilience/maglev.h"

namespace simulator {

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

}  // namespace simulator
