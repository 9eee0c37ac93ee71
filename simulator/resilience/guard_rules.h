#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/call_policy.h"
#include "simulator/resilience/hedging.h"
#include "simulator/resilience/retry_schedule.h"

namespace simulator {

/// What stands between a caller and its callee; some take part in an attempt, some in the whole call.
enum class GuardLayer : std::uint8_t {
    Fallback,
    Retry,
    Hedging,  ///< In place of the retries
    Throttling,
    CircuitBreaker,
    RateLimiter,
    TimeLimiter,
    Bulkhead,
    ThreadPool,
    Limits,  ///< Of connections and requests; always next to the network
};

/// A call policy as its machines need it, made once when a plan is compiled.
struct GuardRules {
    explicit GuardRules(const model::CallPolicy& callPolicy);
    /// Whether the policy has more than a timeout, a deadline, and retries with a simple back-off: those are
    /// followed without a machine.
    static bool areNeeded(const model::CallPolicy& policy);

    bool balances() const { return policy.loadBalancing || policy.outlierDetection; }
    /// Of its retries or copies.
    const std::optional<model::RetryTokens>& tokens() const {
        static const std::optional<model::RetryTokens> noTokens;
        if (policy.hedging) return policy.hedging->tokens;
        return policy.retry ? policy.retry->tokens : noTokens;
    }

    model::CallPolicy policy;
    RetryRules retry;
    HedgingRules hedging;
    std::vector<GuardLayer> layers;  ///< Those that the policy has, the outermost first
};

}  // namespace simulator
