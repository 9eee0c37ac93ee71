#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "model/lint/rule.h"
#include "model/lint/words.h"
#include "model/references.h"

namespace model {

namespace {

/// How long someone waits for one attempt at an operation.
struct Patience {
    std::string caller;
    Duration time{};
    std::string policy;
};

std::optional<Duration> attemptLimit(const CallPolicy& policy) {
    if (policy.timeout && policy.deadline) return std::min(*policy.timeout, *policy.deadline);
    return policy.timeout ? policy.timeout : policy.deadline;
}

Duration longestWaits(const RetryPolicy& retry) {
    double sum = 0;
    const auto first = static_cast<double>(retry.delay.count());
    double delay = first;
    const auto most = static_cast<double>(retry.maxDelay.count());
    const double spread = retry.jitter == Jitter::Proportional ? 1 + retry.jitterShare : 1;
    const std::int32_t retries = std::min(retry.maxAttempts - 1, 1000);
    for (std::int32_t number = 0; number < retries; ++number) {
        sum += std::min(delay, most) * spread;
        if (retry.backoff == BackoffKind::Doubling)
            delay = 2 * delay + first;
        else if (retry.backoff != BackoffKind::Constant)
            delay *= retry.factor;
    }
    return Duration(static_cast<std::int64_t>(std::min(sum, 9e18)));
}

/// The longest that a call may take, retries and the waits between them included.
std::optional<Duration> longestCall(const CallPolicy& policy) {
    if (!policy.timeout) return policy.deadline;
    const double attempts = policy.retry ? std::max(policy.retry->maxAttempts, 1) : 1;
    const Duration waits = policy.retry ? longestWaits(*policy.retry) : Duration{};
    const double longest =
        static_cast<double>(policy.timeout->count()) * attempts + static_cast<double>(waits.count());
    const Duration total(static_cast<std::int64_t>(std::min(longest, 9e18)));
    return policy.deadline ? std::min(*policy.deadline, total) : total;
}

const CallPolicy* policyOf(const Project& project, const std::optional<CallPolicyId>& id) {
    return id ? project.policies.find(*id) : nullptr;
}

/// The least patient caller of each operation.
std::map<OperationId, Patience> leastPatience(const Project& project) {
    std::map<OperationId, Patience> least;
    const auto consider = [&](const OperationId& callee, const std::string& caller,
                              const std::optional<CallPolicyId>& id) {
        const CallPolicy* policy = policyOf(project, id);
        const auto limit = policy ? attemptLimit(*policy) : std::nullopt;
        if (!limit) return;
        const auto [place, isNew] = least.try_emplace(callee, Patience{caller, *limit, policy->name});
        if (!isNew && *limit < place->second.time) place->second = {caller, *limit, policy->name};
    };
    for (const Interaction& call : interactionsOf(project))
        if (call.kind == Interaction::Kind::Call) consider(call.callee, call.operation.value(), call.policy);
    for (const Workload& workload : project.workloads)
        for (const Journey& journey : workload.journeys)
            for (const JourneyStep& step : journey.steps)
                consider(step.operation, journey.id.value(), step.policy);
    return least;
}

std::string attemptsText(const CallPolicy& policy) {
    if (!policy.timeout || !policy.retry || policy.retry->maxAttempts < 2) return "";
    return fmt::format(" ({} attempts of {} and the waits between them)", policy.retry->maxAttempts,
                       durationText(*policy.timeout));
}

std::vector<Finding> findTimeoutsNotBelowCallers(const Project& project) {
    const auto patience = leastPatience(project);
    std::vector<Finding> findings;
    std::set<std::pair<OperationId, OperationId>> told;
    for (const Interaction& call : interactionsOf(project)) {
        const CallPolicy* policy = policyOf(project, call.policy);
        const auto caller = patience.find(call.operation);
        if (call.kind != Interaction::Kind::Call || !policy || caller == patience.end()) continue;
        const auto longest = longestCall(*policy);
        if (!longest || *longest < caller->second.time) continue;
        if (!told.insert({call.operation, call.callee}).second) continue;
        findings.push_back(
            {"", Severity::Warning, call.operation,
             fmt::format("`{}` waits for `{}` up to {}{}, but its caller `{}` gives up after {}.",
                         call.operation.value(), call.callee.value(), durationText(*longest),
                         attemptsText(*policy), caller->second.caller, durationText(caller->second.time)),
             fmt::format("Bring the policy `{}` below {} in all, or raise the timeout of the policy `{}`.",
                         policy->name, durationText(caller->second.time), caller->second.policy)});
    }
    return findings;
}

}  // namespace

LintRule timeoutNotBelowCallers() {
    return {"timeout-not-below-callers", "Timeout not below the caller's",
            "When the caller gives up before its callee does, the callee works on for nobody, and its own "
            "retries and "
            "fallbacks come too late. Usual: each hop waits less than the hop before it, retries included, "
            "or passes "
            "a deadline on.",
            Severity::Warning, findTimeoutsNotBelowCallers};
}

}  // namespace model
