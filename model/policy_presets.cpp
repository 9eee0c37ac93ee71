#include "model/policy_presets.h"

#include <algorithm>

namespace model {

namespace {

CallPolicy resilience4j() {
    CallPolicy policy;
    policy.timeout = seconds(1);
    policy.retry = RetryPolicy{};
    policy.retry->backoff = BackoffKind::WholeMilliseconds;
    policy.retry->delay = milliseconds(500);
    policy.retry->factor = 1;
    policy.retry->jitter = Jitter::None;
    policy.circuitBreaker = CircuitBreakerPolicy{};
    policy.rateLimit = RateLimitPolicy{};
    policy.bulkhead = BulkheadPolicy{};
    return policy;
}

CallPolicy grpc() {
    CallPolicy policy;
    policy.retry = RetryPolicy{};
    policy.retry->maxAttempts = 4;
    policy.retry->delay = milliseconds(100);
    policy.retry->maxDelay = seconds(1);
    policy.retry->jitter = Jitter::Proportional;
    policy.retry->jitterShare = 0.2;
    policy.retry->tokens = RetryTokens{};
    policy.orphanWork = OrphanWork::Cancel;
    policy.deadlinePropagation = DeadlinePropagation{};
    policy.loadBalancing = LoadBalancing{};
    return policy;
}

RetryPolicy envoyRetries(std::int32_t retries) {
    RetryPolicy retry;
    retry.maxAttempts = 1 + retries;
    retry.backoff = BackoffKind::Doubling;
    retry.delay = milliseconds(25);
    retry.maxDelay = milliseconds(250);
    return retry;
}

CallPolicy envoy() {
    CallPolicy policy;
    policy.deadline = seconds(15);
    policy.retry = envoyRetries(1);
    policy.limits = ConcurrencyLimits{};
    policy.loadBalancing = LoadBalancing{};
    policy.outlierDetection = OutlierDetection{};
    return policy;
}

CallPolicy istio() {
    CallPolicy policy;
    policy.retry = envoyRetries(2);
    policy.loadBalancing = LoadBalancing{};
    policy.loadBalancing->kind = BalancingKind::LeastRequest;
    return policy;
}

struct Preset {
    const char* name;
    const char* title;
    CallPolicy (*make)();
};
constexpr Preset presets[] = {{"envoy", "Envoy", envoy},
                              {"grpc", "gRPC", grpc},
                              {"istio", "Istio", istio},
                              {"resilience4j", "Resilience4j", resilience4j}};

}  // namespace

std::optional<CallPolicy> policyPreset(std::string_view name) {
    for (const Preset& preset : presets) {
        if (name != preset.name) continue;
        CallPolicy policy = preset.make();
        policy.id = CallPolicyId(preset.name);
        policy.name = preset.title;
        return policy;
    }
    return std::nullopt;
}

std::vector<std::string> policyPresetNames() {
    std::vector<std::string> names;
    for (const Preset& preset : presets) names.emplace_back(preset.name);
    return names;
}

std::vector<PolicyLayer> defaultPolicyOrder() {
    return {PolicyLayer::Fallback,       PolicyLayer::Retry,       PolicyLayer::Throttling,
            PolicyLayer::CircuitBreaker, PolicyLayer::RateLimiter, PolicyLayer::TimeLimiter,
            PolicyLayer::Bulkhead};
}

std::vector<PolicyLayer> layersOf(const CallPolicy& policy) {
    std::vector<PolicyLayer> layers = policy.order;
    for (const PolicyLayer layer : defaultPolicyOrder())
        if (std::find(layers.begin(), layers.end(), layer) == layers.end()) layers.push_back(layer);
    return layers;
}

}  // namespace model
