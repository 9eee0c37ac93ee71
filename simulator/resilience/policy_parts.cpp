#include "simulator/resilience/policy_parts.h"

#include <utility>

namespace simulator {

namespace {

const char* retryPartNotEstimated(const model::RetryPolicy& retry) {
    using model::BackoffKind;
    if (retry.backoff != BackoffKind::Constant && retry.backoff != BackoffKind::Exponential)
        return "/backoff";
    if (retry.jitter == model::Jitter::Proportional) return "/jitter";
    if (retry.tokens) return "/tokens";
    if (retry.budget) return "/budget";
    if (retry.ratio) return "/ratio";
    return nullptr;
}

}  // namespace

std::optional<std::string> partNotEstimated(const model::CallPolicy& policy) {
    if (policy.retry)
        if (const char* part = retryPartNotEstimated(*policy.retry)) return std::string("/retry") + part;
    const std::pair<bool, const char*> parts[] = {
        {policy.deadlinePropagation.has_value(), "/deadline_propagation"},
        {policy.hedging.has_value(), "/hedging"},
        {policy.circuitBreaker.has_value(), "/circuit_breaker"},
        {policy.limits.has_value(), "/limits"},
        {policy.bulkhead.has_value(), "/bulkhead"},
        {policy.threadPool.has_value(), "/thread_pool"},
        {policy.rateLimit.has_value(), "/rate_limit"},
        {policy.throttling.has_value(), "/throttling"},
        {policy.loadShedding.has_value(), "/load_shedding"},
        {policy.loadBalancing.has_value(), "/load_balancing"},
        {policy.outlierDetection.has_value(), "/outlier_detection"},
        {policy.fallback, "/fallback"},
    };
    for (const auto& [there, part] : parts)
        if (there) return part;
    return std::nullopt;
}

}  // namespace simulator
