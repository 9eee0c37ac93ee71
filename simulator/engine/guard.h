#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "simulator/engine/frame.h"
#include "simulator/resilience/adaptive_throttle.h"
#include "simulator/resilience/bulkhead.h"
#include "simulator/resilience/circuit_breaker.h"
#include "simulator/resilience/concurrency_limits.h"
#include "simulator/resilience/guard_rules.h"
#include "simulator/resilience/load_balancer.h"
#include "simulator/resilience/locality.h"
#include "simulator/resilience/outlier_detection.h"
#include "simulator/resilience/rate_limiter.h"
#include "simulator/resilience/retry_limits.h"
#include "simulator/resilience/retry_throttle.h"

namespace simulator {

/// A call under protection, from its start to its end. While it is in progress its caller's frame refers to
/// it by `since`.
struct GuardedCall {
    Index caller = none;
    Index guard = none;
    Index host = none;                   ///< The replica that the attempt went to, in the called service
    std::uint16_t passed = 0;            ///< Layers that the attempt is inside of
    bool permitted = false;              ///< By the rate limiter, once its wait is over
    bool isSent = false;                 ///< The attempt is at the callee, or on its way
    bool wasSent = false;                ///< The attempt that has just ended was
    bool repeats = false;                ///< The attempt counts among the guard's retries
    bool mayRepeat = true;               ///< False: whatever comes of it, it is not tried again
    Outcome outcome = Outcome::Success;  ///< Of a refusal that is told later in the same moment
    RetrySchedule schedule;
    std::int64_t breakerSince = 0;    ///< When the breaker let it in [ns]
    std::int64_t attemptEnd = never;  ///< When the time limiter ends it [ns]
    std::int64_t waitEnd = never;     ///< Of the wait for a permit [ns]
    Index before = none;              ///< In a line; of one that is free: the next of these
    Index behind = none;
};

/// Calls that wait for a permit, in the order of their coming.
struct CallLine {
    Index first = none;
    Index last = none;

    void push(std::vector<GuardedCall>& calls, Index call);
    void remove(std::vector<GuardedCall>& calls, Index call);
};

/// How a client that stands in a zone spreads its calls over the zones of a service.
struct ZoneBalancing {
    ZoneRouter router;
    std::vector<LoadBalancer> balancers;  ///< By zone
    std::vector<ZoneHosts> hosts;         ///< By zone
};

/// What protects one client from one service, and the other way round: the machines that the parts of its
/// policy need. A client is a replica of a service, or all users.
struct Guard {
    Guard(const GuardRules& rules, const ServicePlan& service, std::uint64_t seed, std::int64_t now);

    /// Tells its balancers of a replica, which is in that zone.
    void setHost(std::uint32_t host, HostState state, Index zone);
    /// Lets it tell zones apart: of `count`, it is in `own` itself.
    void balanceByZones(const GuardRules& rules, std::uint32_t count, Index own, std::uint64_t seed);

    std::optional<AdaptiveThrottle> throttle;
    std::optional<CircuitBreaker> breaker;
    std::optional<CycleRateLimiter> cycles;
    std::optional<TokenBucket> tokens;
    std::optional<Bulkhead> bulkhead;
    std::optional<ThreadPool> threads;
    std::optional<ConcurrencyLimits> limits;
    std::optional<RetryThrottle> retryThrottle;
    std::optional<RetryConcurrency> retryConcurrency;
    std::optional<RetryRatio> retryRatio;
    std::shared_ptr<const HostList> hosts;
    std::optional<LoadBalancer> balancer;
    std::optional<ZoneBalancing> zones;
    std::optional<OutlierDetector> outliers;
    std::vector<std::uint32_t> active;  ///< Attempts under way, by replica of the called service
    std::uint32_t underWay = 0;         ///< Attempts under way
    CallLine bulkheadLine;              ///< Before the bulkhead or the thread pool
    CallLine limitsLine;                ///< Of the pending, before the limits
    Index breakerTimer = none;          ///< The frame whose event is the next change by itself
    Index sweepTimer = none;            ///< The frame whose event is the next look at the rates
    Index resolveTimer = none;          ///< The frame whose event is the next look at who is there
    std::int64_t resolvedAt = 0;        ///< One of these looks, where they come regularly [ns]
    Index plan = none;
    std::uint32_t client = 0;  ///< Which of the plan's
};

}  // namespace simulator
