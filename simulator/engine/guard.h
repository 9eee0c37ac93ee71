#pragma once

#include <algorithm>
#include <array>
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

namespace simulator {

/// A call under protection, from its start to its end, or one of its copies where it is hedged. While it is
/// in progress its caller's frame, or that of the copy, refers to it by `since`. One cache line.
struct alignas(64) GuardedCall {
    Index caller = none;
    Index guard = none;
    Index host = none;                   ///< The replica that the attempt went to, in the called service
    std::uint8_t passed = 0;             ///< Layers that the attempt is inside of
    bool permitted = false;              ///< By the rate limiter, once its wait is over
    bool isSent = false;                 ///< The attempt is at the callee, or on its way
    bool wasSent = false;                ///< The attempt that has just ended was
    bool repeats = false;                ///< The attempt counts among the guard's retries
    bool mayRepeat = true;               ///< False: whatever comes of it, it is not tried again
    Outcome outcome = Outcome::Success;  ///< Of a refusal that is told later in the same moment
    RetrySchedule schedule{};
    Index hedged = none;              ///< Its place among those that are hedged; of a copy: the one before it
    std::int64_t breakerSince = 0;    ///< When the breaker let it in [ns]
    std::int64_t attemptEnd = never;  ///< When the time limiter ends it [ns]
    std::int64_t waitEnd = never;     ///< Of the wait for a permit [ns]
    Index before = none;              ///< In a line; of one that is free: the next of these
    Index behind = none;
};
static_assert(sizeof(GuardedCall) == 64);

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
struct alignas(64) Guard {
    Guard(const GuardRules& rules, const ServicePlan& service, std::uint64_t seed, std::int64_t now);

    bool balances() const { return choice != Choice::None; }
    /// Tells its balancers of a replica, which is in that zone.
    void setHost(std::uint32_t host, HostState state, Index zone);
    /// Lets it choose the replicas of its calls.
    void balance(const GuardRules& rules, const ServicePlan& service, std::uint64_t seed);
    /// Finds out whether calls are plain, now that the breaker is as it is.
    void setPlain();
    /// When the time limiter ends an attempt that begins then [ns]; never where there is none.
    std::int64_t endOfAttempt(std::int64_t start) const { return after(start, timeout); }
    /// When a call that begins then has to be over [ns].
    std::int64_t endOfCall(std::int64_t start) const { return after(start, deadline); }
    /// When its first attempt has to be over [ns].
    std::int64_t patience(std::int64_t start) const { return after(start, std::min(timeout, deadline)); }
    /// It knows of one.
    bool hasHosts() const;
    /// Lets it tell zones apart: of `count`, it is in `own` itself.
    void balanceByZones(const GuardRules& rules, std::uint32_t count, Index own, std::uint64_t seed);

    /// How it finds a replica for a call.
    enum class Choice : std::uint8_t { None, Turns, Otherwise };

    // What each of its calls looks at stands first, in few cache lines: the first has the way of most calls.
    static constexpr std::size_t mostLayers = 8;
    std::array<GuardLayer, mostLayers> layers{};  ///< Of its policy, the outermost first
    std::uint8_t layerCount = 0;
    bool isPlain = false;  ///< A call passes its layers at once, the breaker being closed, when there is a
                           ///< permit of the bulkhead; and one that ends well tells nobody but these
    bool hasBreaker = false;
    bool hasBulkhead = false;
    Choice choice = Choice::None;
    bool countsActive = false;      ///< Its balancer looks at the attempts under way
    bool detects = false;           ///< It detects outliers
    std::uint32_t underWay = 0;     ///< Attempts
    Index firstHost = none;         ///< First replica of the called service
    std::int64_t timeout = never;   ///< Of an attempt [ns]
    std::int64_t deadline = never;  ///< Of all attempts of a call [ns]
    std::optional<Bulkhead> bulkhead;
    std::optional<CircuitBreaker> breaker;
    std::vector<std::uint32_t> active;  ///< Attempts under way, by replica of the called service, if counted
    Index plan = none;
    Index chance = none;          ///< Draw
    std::uint32_t client = 0;     ///< Which of the plan's
    bool limitsRetries = false;   ///< By tokens or a number under way, which are told how attempts end
    bool countsTries = false;     ///< For the ratio of retries
    bool passesDeadline = false;  ///< Its calls end with the call that they are part of
    // The end of the one and the beginning of the other are one cache line.
    std::optional<OutlierDetector> outliers;
    std::optional<LoadBalancer> balancer;

    std::optional<AdaptiveThrottle> throttle;
    std::optional<CycleRateLimiter> cycles;
    std::optional<TokenBucket> tokens;
    std::optional<ThreadPool> threads;
    std::optional<ConcurrencyLimits> limits;
    std::optional<RetryConcurrency> retryConcurrency;
    std::optional<RetryRatio> retryRatio;
    std::shared_ptr<const HostList> hosts;
    std::optional<ZoneBalancing> zones;
    CallLine bulkheadLine;        ///< Before the bulkhead or the thread pool
    CallLine limitsLine;          ///< Of the pending, before the limits
    Index breakerTimer = none;    ///< The frame whose event is the next change by itself
    Index sweepTimer = none;      ///< The frame whose event is the next look at the rates
    Index resolveTimer = none;    ///< The frame whose event is the next look at who is there
    std::int64_t resolvedAt = 0;  ///< One of these looks, where they come regularly [ns]
    bool panics = false;          ///< Its balancer does, as far as was told

private:
    static std::int64_t after(std::int64_t start, std::int64_t length) {
        return length == never ? never : start + length;
    }
};

}  // namespace simulator
