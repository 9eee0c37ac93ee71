#include "simulator/resilience/guard_rules.h"

#include "model/policy_presets.h"

namespace simulator {

namespace {

using model::PolicyLayer;

bool hasPlainRetries(const model::RetryPolicy& retry) {
    using model::BackoffKind;
    const bool plainBackoff =
        retry.backoff == BackoffKind::Constant || retry.backoff == BackoffKind::Exponential;
    return plainBackoff && retry.jitter != model::Jitter::Proportional && !retry.tokens && !retry.budget &&
           !retry.ratio;
}

void addLayer(PolicyLayer layer, const model::CallPolicy& policy, std::vector<GuardLayer>& layers) {
    const auto add = [&layers](bool present, GuardLayer added) {
        if (present) layers.push_back(added);
    };
    switch (layer) {
        case PolicyLayer::Fallback:
            return add(policy.fallback, GuardLayer::Fallback);
        case PolicyLayer::Retry:
            add(policy.hedging.has_value(), GuardLayer::Hedging);
            return add(policy.retry && !policy.hedging, GuardLayer::Retry);
        case PolicyLayer::Throttling:
            return add(policy.throttling.has_value(), GuardLayer::Throttling);
        case PolicyLayer::CircuitBreaker:
            return add(policy.circuitBreaker.has_value(), GuardLayer::CircuitBreaker);
        case PolicyLayer::RateLimiter:
            return add(policy.rateLimit.has_value(), GuardLayer::RateLimiter);
        case PolicyLayer::TimeLimiter:
            return add(policy.timeout.has_value(), GuardLayer::TimeLimiter);
        case PolicyLayer::Bulkhead:
            add(policy.bulkhead && !policy.threadPool, GuardLayer::Bulkhead);
            return add(policy.threadPool.has_value(), GuardLayer::ThreadPool);
    }
}

}  // namespace

GuardRules::GuardRules(const model::CallPolicy& callPolicy) : policy(callPolicy) {
    if (policy.retry) retry = RetryRules(*policy.retry, policy.retry->tokens.has_value());
    if (policy.hedging) hedging = HedgingRules(*policy.hedging);
    for (const PolicyLayer layer : model::layersOf(policy)) addLayer(layer, policy, layers);
    if (policy.limits) layers.push_back(GuardLayer::Limits);
}

bool GuardRules::areNeeded(const model::CallPolicy& policy) {
    return (policy.retry && !hasPlainRetries(*policy.retry)) || policy.deadlinePropagation ||
           policy.hedging || policy.circuitBreaker || policy.limits || policy.bulkhead || policy.threadPool ||
           policy.rateLimit || policy.throttling || policy.loadShedding || policy.loadBalancing ||
           policy.outlierDetection || policy.fallback;
}

}  // namespace simulator
