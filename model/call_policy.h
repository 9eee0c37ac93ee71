#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/id.h"
#include "model/load_balancing.h"
#include "model/quantity.h"
#include "model/resilience.h"
#include "model/unknown.h"

namespace model {

struct CallPolicy;
using CallPolicyId = Id<CallPolicy>;

enum class BackoffKind {
    Constant,
    Exponential,
    WholeMilliseconds,  ///< Exponential, cut to a whole millisecond at each step, as Resilience4j does
    Doubling,           ///< `delay` x (2^n - 1), as Envoy does
};

/// How far a delay is spread at random.
enum class Jitter {
    None,
    Full,          ///< Uniform on [0, delay]
    Equal,         ///< Uniform on [delay / 2, delay]
    Proportional,  ///< Uniform on delay x [1 - share, 1 + share]
};

/// Retries under way are at most a share of all requests under way. Envoy's retry_budget; it replaces
/// `max_retries` of the concurrency limits.
struct RetryBudget {
    double percent = 20;  ///< Of active and pending requests
    std::int32_t minConcurrency = 3;
    UnknownFields unknown;

    bool operator==(const RetryBudget&) const = default;
};

/// Retries are at most a share of the first tries. Google's Site Reliability Engineering, chapter 21.
struct RetryRatio {
    double percent = 10;
    Duration window = seconds(120);  ///< Of the counts
    UnknownFields unknown;

    bool operator==(const RetryRatio&) const = default;
};

/// Repeats a failed attempt. A retry waits `delay`, then times `factor` for each further one, up to
/// `maxDelay`.
struct RetryPolicy {
    std::int32_t maxAttempts = 3;  ///< The first try included
    BackoffKind backoff = BackoffKind::Exponential;
    Duration delay = milliseconds(50);
    double factor = 2.0;
    Duration maxDelay = seconds(1);
    Jitter jitter = Jitter::Full;
    double jitterShare = 0.5;  ///< Of the proportional jitter
    std::optional<RetryTokens> tokens;
    std::optional<RetryBudget> budget;
    std::optional<RetryRatio> ratio;
    UnknownFields unknown;

    bool operator==(const RetryPolicy&) const = default;
};

/// What happens to the work of a callee whose caller has given up.
enum class OrphanWork {
    Finish,  ///< It is executed to its end; nobody waits for the answer
    Cancel,  ///< What still waits in a queue is dropped when its turn comes; what is being served is finished
};

/// How a caller protects itself and its callee. Named and shared between calls.
struct CallPolicy {
    CallPolicyId id;
    std::string name;
    std::string description;
    std::optional<Duration> timeout;   ///< Of one attempt
    std::optional<Duration> deadline;  ///< Of all attempts together
    std::optional<RetryPolicy> retry;
    OrphanWork orphanWork = OrphanWork::Finish;
    std::optional<DeadlinePropagation> deadlinePropagation;
    std::optional<HedgingPolicy> hedging;  ///< Instead of retries
    std::optional<CircuitBreakerPolicy> circuitBreaker;
    std::optional<ConcurrencyLimits> limits;
    std::optional<BulkheadPolicy> bulkhead;
    std::optional<ThreadPoolPolicy> threadPool;  ///< Instead of the bulkhead
    std::optional<RateLimitPolicy> rateLimit;
    std::optional<ThrottlingPolicy> throttling;
    std::optional<LoadSheddingPolicy> loadShedding;  ///< By the callee
    std::optional<LoadBalancing> loadBalancing;
    std::optional<OutlierDetection> outlierDetection;
    bool fallback = false;           ///< A call that fails has an answer of the caller's own
    std::vector<PolicyLayer> order;  ///< The outermost first; the default order, if empty
    UnknownFields unknown;

    bool operator==(const CallPolicy&) const = default;
};

}  // namespace model
