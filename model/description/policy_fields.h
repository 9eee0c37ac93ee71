#pragma once

#include "model/description/description.h"

/// Call policies and their parts.
namespace model {

inline constexpr std::int32_t mostConcurrent = 100000000;
/// What a window of calls holds at most: each takes memory in each breaker.
inline constexpr std::int32_t largestWindow = 100000;
inline constexpr std::int32_t longestWindowSeconds = 3600;
inline constexpr std::int32_t mostAttempts = 1000;

inline constexpr Range percent() {
    return between(0, 100);
}

template <class V>
void describe(V& v, Of<RetryTokens>) {
    v.field("max_tokens", &RetryTokens::maxTokens, between(1, 1000));
    v.field("token_ratio", &RetryTokens::tokenRatio, between(0.001, 1000));
    v.unknown(&RetryTokens::unknown);
}
template <class V>
void describe(V& v, Of<RetryBudget>) {
    v.field("budget_percent", &RetryBudget::percent, percent());
    v.field("min_concurrency", &RetryBudget::minConcurrency, between(0, mostConcurrent));
    v.unknown(&RetryBudget::unknown);
}
template <class V>
void describe(V& v, Of<RetryRatio>) {
    v.field("ratio_percent", &RetryRatio::percent, percent());
    v.seconds("window_s", &RetryRatio::window, between(1, 3600));
    v.unknown(&RetryRatio::unknown);
}
template <class V>
void describe(V& v, Of<RetryPolicy>) {
    v.field("max_attempts", &RetryPolicy::maxAttempts, between(1, mostAttempts));
    v.field("backoff", &RetryPolicy::backoff);
    v.milliseconds("delay_ms", &RetryPolicy::delay, between(0, longestMilliseconds));
    v.field("factor", &RetryPolicy::factor, between(1, 100));
    v.milliseconds("max_delay_ms", &RetryPolicy::maxDelay, between(0, longestMilliseconds));
    v.field("jitter", &RetryPolicy::jitter);
    v.field("jitter_share", &RetryPolicy::jitterShare, probability());
    v.field("tokens", &RetryPolicy::tokens);
    v.field("budget", &RetryPolicy::budget);
    v.field("ratio", &RetryPolicy::ratio);
    v.unknown(&RetryPolicy::unknown);
}
template <class V>
void describe(V& v, Of<CircuitBreakerPolicy>) {
    v.field("failure_rate_threshold_percent", &CircuitBreakerPolicy::failureRateThreshold,
            aboveZeroUpTo(100));
    v.field("slow_call_rate_threshold_percent", &CircuitBreakerPolicy::slowCallRateThreshold,
            aboveZeroUpTo(100));
    v.milliseconds("slow_call_ms", &CircuitBreakerPolicy::slowCallDuration,
                   aboveZeroUpTo(longestMilliseconds));
    v.field("window", &CircuitBreakerPolicy::window);
    v.field("window_size", &CircuitBreakerPolicy::windowSize, between(1, largestWindow));
    v.field("minimum_calls", &CircuitBreakerPolicy::minimumCalls, between(1, mostConcurrent));
    v.field("half_open_calls", &CircuitBreakerPolicy::halfOpenCalls, between(1, largestWindow));
    v.milliseconds("open_ms", &CircuitBreakerPolicy::openWait, between(0, longestMilliseconds));
    v.field("open_factor", &CircuitBreakerPolicy::openWaitFactor, between(1, 100));
    v.milliseconds("max_open_ms", &CircuitBreakerPolicy::maxOpenWait, between(0, longestMilliseconds));
    v.milliseconds("max_half_open_ms", &CircuitBreakerPolicy::maxHalfOpenWait,
                   between(0, longestMilliseconds));
    v.field("automatic_half_open", &CircuitBreakerPolicy::automaticHalfOpen);
    v.field("start", &CircuitBreakerPolicy::start);
    v.unknown(&CircuitBreakerPolicy::unknown);
}
template <class V>
void describe(V& v, Of<ConcurrencyLimits>) {
    v.field("max_connections", &ConcurrencyLimits::maxConnections, between(0, mostConcurrent));
    v.field("max_pending_requests", &ConcurrencyLimits::maxPendingRequests, between(0, mostConcurrent));
    v.field("max_requests", &ConcurrencyLimits::maxRequests, between(0, mostConcurrent));
    v.field("max_retries", &ConcurrencyLimits::maxRetries, between(0, mostConcurrent));
    v.field("multiplexed", &ConcurrencyLimits::multiplexed);
    v.unknown(&ConcurrencyLimits::unknown);
}
template <class V>
void describe(V& v, Of<HedgingPolicy>) {
    v.field("max_attempts", &HedgingPolicy::maxAttempts, between(2, mostAttempts));
    v.milliseconds("delay_ms", &HedgingPolicy::delay, between(0, longestMilliseconds));
    v.field("tokens", &HedgingPolicy::tokens);
    v.unknown(&HedgingPolicy::unknown);
}
template <class V>
void describe(V& v, Of<DeadlinePropagation>) {
    v.milliseconds("margin_ms", &DeadlinePropagation::margin, between(0, longestMilliseconds));
    v.milliseconds("minimum_ms", &DeadlinePropagation::minimum, between(0, longestMilliseconds));
    v.unknown(&DeadlinePropagation::unknown);
}
template <class V>
void describe(V& v, Of<BulkheadPolicy>) {
    v.field("max_concurrent", &BulkheadPolicy::maxConcurrent, between(1, mostConcurrent));
    v.milliseconds("max_wait_ms", &BulkheadPolicy::maxWait, between(0, longestMilliseconds));
    v.unknown(&BulkheadPolicy::unknown);
}
template <class V>
void describe(V& v, Of<ThreadPoolPolicy>) {
    v.field("core_threads", &ThreadPoolPolicy::coreThreads, between(1, largestWindow));
    v.field("max_threads", &ThreadPoolPolicy::maxThreads, between(1, largestWindow));
    v.field("queue_capacity", &ThreadPoolPolicy::queueCapacity, between(0, mostConcurrent));
    v.milliseconds("keep_alive_ms", &ThreadPoolPolicy::keepAlive, between(0, longestMilliseconds));
    v.unknown(&ThreadPoolPolicy::unknown);
}
template <class V>
void describe(V& v, Of<RateLimitPolicy>) {
    v.field("kind", &RateLimitPolicy::kind);
    v.field("limit", &RateLimitPolicy::limit, between(1, mostConcurrent));
    v.milliseconds("period_ms", &RateLimitPolicy::period, between(1e-6, longestMilliseconds));
    v.milliseconds("max_wait_ms", &RateLimitPolicy::maxWait, between(0, longestMilliseconds));
    v.field("burst", &RateLimitPolicy::burst, between(1, mostConcurrent));
    v.unknown(&RateLimitPolicy::unknown);
}
template <class V>
void describe(V& v, Of<ThrottlingPolicy>) {
    v.field("multiplier", &ThrottlingPolicy::multiplier, between(1, 1000));
    v.seconds("window_s", &ThrottlingPolicy::window, between(1, 3600));
    v.field("aggression", &ThrottlingPolicy::aggression, between(0.01, 100));
    v.field("max_rejection_percent", &ThrottlingPolicy::maxRejection, aboveZeroUpTo(100));
    v.unknown(&ThrottlingPolicy::unknown);
}
template <class V>
void describe(V& v, Of<LoadSheddingPolicy>) {
    v.field("initial_limit", &LoadSheddingPolicy::initialLimit, between(1, mostConcurrent));
    v.field("min_limit", &LoadSheddingPolicy::minLimit, between(1, mostConcurrent));
    v.field("max_limit", &LoadSheddingPolicy::maxLimit, between(1, mostConcurrent));
    v.field("backoff_ratio", &LoadSheddingPolicy::backoffRatio, between(0.5, 1));
    v.milliseconds("timeout_ms", &LoadSheddingPolicy::timeout, aboveZeroUpTo(longestMilliseconds));
    v.field("reserved_percent", &LoadSheddingPolicy::reservedShare, percent());
    v.unknown(&LoadSheddingPolicy::unknown);
}
template <class V>
void describe(V& v, Of<LoadBalancing>) {
    v.field("kind", &LoadBalancing::kind);
    v.field("choices", &LoadBalancing::choices, between(2, 1000));
    v.field("active_request_bias", &LoadBalancing::activeRequestBias, between(0, 100));
    v.field("min_ring_size", &LoadBalancing::minRingSize, between(1, 8388608));
    v.field("max_ring_size", &LoadBalancing::maxRingSize, between(1, 8388608));
    v.field("table_size", &LoadBalancing::tableSize, between(3, 5000011));
    v.field("panic_threshold_percent", &LoadBalancing::panicThreshold, percent());
    v.field("over_provisioning", &LoadBalancing::overProvisioning, between(1, 1000));
    v.field("zone_aware", &LoadBalancing::zoneAware);
    v.field("min_zone_aware_replicas", &LoadBalancing::minZoneAwareReplicas, between(0, mostConcurrent));
    v.unknown(&LoadBalancing::unknown);
}
template <class V>
void describe(V& v, Of<OutlierDetection>) {
    using O = OutlierDetection;
    v.milliseconds("interval_ms", &O::interval, between(1, longestMilliseconds));
    v.milliseconds("base_ejection_ms", &O::baseEjectionTime, aboveZeroUpTo(longestMilliseconds));
    v.milliseconds("max_ejection_ms", &O::maxEjectionTime, aboveZeroUpTo(longestMilliseconds));
    v.field("max_ejection_percent", &O::maxEjectionPercent, percent());
    v.field("always_eject_one", &O::alwaysEjectOne);
    v.field("consecutive_5xx", &O::consecutive5xx, between(0, mostConcurrent));
    v.field("enforcing_consecutive_5xx_percent", &O::enforcingConsecutive5xx, percent());
    v.field("consecutive_gateway_failure", &O::consecutiveGatewayFailure, between(0, mostConcurrent));
    v.field("enforcing_consecutive_gateway_failure_percent", &O::enforcingConsecutiveGatewayFailure,
            percent());
    v.field("success_rate_minimum_hosts", &O::successRateMinimumHosts, between(1, mostConcurrent));
    v.field("success_rate_request_volume", &O::successRateRequestVolume, between(1, mostConcurrent));
    v.field("success_rate_stdev_factor", &O::successRateStdevFactor, between(0, 1000));
    v.field("enforcing_success_rate_percent", &O::enforcingSuccessRate, percent());
    v.field("failure_percentage_threshold", &O::failurePercentageThreshold, percent());
    v.field("failure_percentage_minimum_hosts", &O::failurePercentageMinimumHosts,
            between(1, mostConcurrent));
    v.field("failure_percentage_request_volume", &O::failurePercentageRequestVolume,
            between(1, mostConcurrent));
    v.field("enforcing_failure_percentage", &O::enforcingFailurePercentage, percent());
    v.unknown(&O::unknown);
}
template <class V>
void describe(V& v, Of<CallPolicy>) {
    v.required("name", &CallPolicy::name);
    v.field("description", &CallPolicy::description);
    v.milliseconds("timeout_ms", &CallPolicy::timeout, aboveZeroUpTo(longestMilliseconds));
    v.milliseconds("deadline_ms", &CallPolicy::deadline, aboveZeroUpTo(longestMilliseconds));
    v.field("retry", &CallPolicy::retry);
    v.field("orphan_work", &CallPolicy::orphanWork);
    v.field("deadline_propagation", &CallPolicy::deadlinePropagation);
    v.field("hedging", &CallPolicy::hedging);
    v.field("circuit_breaker", &CallPolicy::circuitBreaker);
    v.field("limits", &CallPolicy::limits);
    v.field("bulkhead", &CallPolicy::bulkhead);
    v.field("thread_pool", &CallPolicy::threadPool);
    v.field("rate_limit", &CallPolicy::rateLimit);
    v.field("throttling", &CallPolicy::throttling);
    v.field("load_shedding", &CallPolicy::loadShedding);
    v.field("load_balancing", &CallPolicy::loadBalancing);
    v.field("outlier_detection", &CallPolicy::outlierDetection);
    v.field("fallback", &CallPolicy::fallback);
    v.field("order", &CallPolicy::order);
    v.unknown(&CallPolicy::unknown);
}

}  // namespace model
