#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/quantity.h"
#include "model/unknown.h"

/// What protects a caller and its callee besides time limits and retries: values without behaviour. The
/// defaults are those of the library or proxy that a type is modelled after; shares are in percent.
namespace model {

enum class BreakerWindow {
    CountBased,  ///< The last calls
    TimeBased,   ///< The calls of the last whole seconds
};

enum class BreakerState {
    Closed,
    Open,
    HalfOpen,
    ForcedOpen,   ///< Refuses every call
    Disabled,     ///< Permits every call and records none
    MetricsOnly,  ///< Permits every call and records it
};

/// Stops calls to a callee that mostly fails or is mostly slow. Resilience4j's CircuitBreaker.
struct CircuitBreakerPolicy {
    double failureRateThreshold = 50;         ///< [%]
    double slowCallRateThreshold = 100;       ///< [%]
    Duration slowCallDuration = seconds(60);  ///< A call that takes longer is slow
    BreakerWindow window = BreakerWindow::CountBased;
    std::int32_t windowSize = 100;        ///< [calls] or [s]
    std::int32_t minimumCalls = 100;      ///< Fewer recorded calls have no rate
    std::int32_t halfOpenCalls = 10;      ///< Permitted while half open
    Duration openWait = seconds(60);      ///< Before it is half open
    double openWaitFactor = 1;            ///< Of the wait, for each further opening in a row
    std::optional<Duration> maxOpenWait;  ///< Of the growing wait
    Duration maxHalfOpenWait{};           ///< Then it opens again; 0: it waits for ever
    bool automaticHalfOpen = false;       ///< A timer makes it half open, not the next call
    BreakerState start = BreakerState::Closed;
    UnknownFields unknown;

    bool operator==(const CircuitBreakerPolicy&) const = default;
};

/// The limits of what one client has under way to one service: Envoy's "circuit breaker", for each cluster
/// and priority, in each proxy.
struct ConcurrencyLimits {
    std::int32_t maxConnections = 1024;      ///< One request at a time each, unless multiplexed
    std::int32_t maxPendingRequests = 1024;  ///< That wait for a connection
    std::int32_t maxRequests = 1024;         ///< Under way
    std::int32_t maxRetries = 3;             ///< Under way or waiting for their turn
    bool multiplexed = false;                ///< HTTP/2: one connection carries any number of requests
    UnknownFields unknown;

    bool operator==(const ConcurrencyLimits&) const = default;
};

/// Tokens that failures take and successes give back; retries and copies need more than half of them. One for
/// each server that is called. gRPC's retryThrottling (proposal A6).
struct RetryTokens {
    std::int32_t maxTokens = 10;
    double tokenRatio = 0.1;  ///< What a success gives; three decimals count
    UnknownFields unknown;

    bool operator==(const RetryTokens&) const = default;
};

/// Sends further copies of a call before the first has failed (gRPC, proposal A6).
struct HedgingPolicy {
    std::int32_t maxAttempts = 2;  ///< The original included; gRPC takes at most 5
    Duration delay{};              ///< Between two copies; 0: all at once
    UnknownFields unknown;
    std::optional<RetryTokens> tokens{};

    bool operator==(const HedgingPolicy&) const = default;
};

/// A call ends no later than the call that it is part of.
struct DeadlinePropagation {
    Duration margin{};   ///< Less than what is left, for the way of the answer
    Duration minimum{};  ///< A call with less time than this left is not made
    UnknownFields unknown;

    bool operator==(const DeadlinePropagation&) const = default;
};

/// So many calls at once, the others wait in the order of their arrival. Resilience4j's Bulkhead.
struct BulkheadPolicy {
    std::int32_t maxConcurrent = 25;
    Duration maxWait{};  ///< For a permit
    UnknownFields unknown;

    bool operator==(const BulkheadPolicy&) const = default;
};

/// Calls run in threads of their own, with a queue before them. Resilience4j's ThreadPoolBulkhead over Java's
/// ThreadPoolExecutor. The CPUs are those of the client: its CPU limit, rounded up; of users 2.
struct ThreadPoolPolicy {
    std::optional<std::int32_t> coreThreads;  ///< CPUs - 1, at least one, when absent
    std::optional<std::int32_t> maxThreads;   ///< CPUs when absent; no fewer than the core
    std::int32_t queueCapacity = 100;
    Duration keepAlive = milliseconds(20);  ///< Of an idle thread beyond the core
    UnknownFields unknown;

    bool operator==(const ThreadPoolPolicy&) const = default;
};

enum class RateLimitKind {
    Cycles,       ///< Resilience4j's AtomicRateLimiter: permits of a cycle, reserved ahead
    TokenBucket,  ///< Tokens come evenly
};

/// At most so many calls in a time.
struct RateLimitPolicy {
    RateLimitKind kind = RateLimitKind::Cycles;
    std::int32_t limit = 50;  ///< [calls/period]
    Duration period = Duration(500);
    Duration maxWait = seconds(5);      ///< For a permit of a coming cycle; none for tokens
    std::optional<std::int32_t> burst;  ///< Tokens that a bucket holds; the limit, unless said
    UnknownFields unknown;

    bool operator==(const RateLimitPolicy&) const = default;
};

/// Refuses calls at the client, with a probability that grows with the share that the server refuses:
/// (max(0, calls - multiplier x accepted) / (calls + 1)) ^ (1 / aggression). Google's Site Reliability
/// Engineering, chapter 21; Envoy's admission control is of the same form.
struct ThrottlingPolicy {
    double multiplier = 2;           ///< "K": calls made for each accepted one
    Duration window = seconds(120);  ///< Of the counts
    double aggression = 1;
    double maxRejection = 100;  ///< [%]
    UnknownFields unknown;

    bool operator==(const ThrottlingPolicy&) const = default;
};

/// Refuses calls at the server while more are under way than a limit that it finds itself: one more after
/// each good answer while at least half of the limit is used, a share of it after a bad one. AIMDLimit of
/// Netflix's concurrency-limits.
struct LoadSheddingPolicy {
    std::int32_t initialLimit = 20;  ///< [calls]
    std::int32_t minLimit = 20;
    std::int32_t maxLimit = 200;
    double backoffRatio = 0.9;      ///< What is left of the limit after a bad answer
    Duration timeout = seconds(5);  ///< A slower answer is bad
    double reservedShare = 0;       ///< Of the limit that only calls of a positive priority may use [%]
    UnknownFields unknown;

    bool operator==(const LoadSheddingPolicy&) const = default;
};

/// The parts of a call policy, to say which one stands around which.
enum class PolicyLayer {
    Fallback,
    Retry,  ///< Or hedging
    Throttling,
    CircuitBreaker,
    RateLimiter,
    TimeLimiter,
    Bulkhead,
};

/// Resilience4j's order, the outermost first:
/// Retry(CircuitBreaker(RateLimiter(TimeLimiter(Bulkhead(call))))), with the client's throttling around the
/// breaker and the fallback around all.
std::vector<PolicyLayer> defaultPolicyOrder();

}  // namespace model
