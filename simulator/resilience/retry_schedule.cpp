#include "simulator/resilience/retry_schedule.h"

#include <algorithm>

#include "simulator/resilience/retry_limits.h"
#include "simulator/resilience/retry_throttle.h"

namespace simulator {

namespace {

/// What gRPC takes at most, whatever is configured.
constexpr std::uint32_t mostGrpcAttempts = 5;

RetryDecision refused(RetryDecision::Reason reason) {
    return {reason, 0, false};
}

}  // namespace

RetryRules::RetryRules(const model::RetryPolicy& policy, bool isGrpc)
    : backoff(policy),
      maxAttempts(static_cast<std::uint32_t>(std::max(policy.maxAttempts, 1))),
      grpc(isGrpc) {
    if (grpc) maxAttempts = std::min(maxAttempts, mostGrpcAttempts);
}

RetryDecision RetrySchedule::next(const RetryRules& rules, const RetryLimits& limits, AttemptEnd end,
                                  Pushback pushback, std::int64_t now, std::int64_t deadline,
                                  double uniform) {
    using Reason = RetryDecision::Reason;
    if (end == AttemptEnd::Success) {
        if (limits.throttle) limits.throttle->onSuccess();
        return refused(Reason::Succeeded);
    }
    if (rules.grpc && end == AttemptEnd::NeverSent) return {Reason::Retried, 0, true};
    if (rules.grpc && end == AttemptEnd::NotProcessed && !m_seenUnprocessed) {
        m_seenUnprocessed = true;
        return {Reason::Retried, 0, true};
    }
    const bool forbidden = pushback.kind == Pushback::Kind::Never;
    const bool takesToken = end != AttemptEnd::Fatal || forbidden;
    const bool throttled = takesToken && limits.throttle && !limits.throttle->onFailure();
    if (end == AttemptEnd::Fatal) return refused(Reason::NotRetryable);
    if (throttled) return refused(Reason::Throttled);
    if (m_attempts >= rules.maxAttempts) return refused(Reason::NoAttemptLeft);
    if (forbidden) return refused(Reason::PushedBack);
    return repeat(rules, limits, pushback, now, deadline, uniform);
}

RetryDecision RetrySchedule::repeat(const RetryRules& rules, const RetryLimits& limits, Pushback pushback,
                                    std::int64_t now, std::int64_t deadline, double uniform) {
    using Reason = RetryDecision::Reason;
    const bool exact = pushback.kind == Pushback::Kind::After;
    const std::int64_t delay = exact ? pushback.delay : rules.backoff.before(m_step + 1u, uniform);
    if (delay >= deadline - now) return refused(Reason::PastDeadline);
    if (limits.concurrency && !limits.concurrency->allows(limits.active, limits.pending))
        return refused(Reason::OverBudget);
    if (limits.ratio && !limits.ratio->tryRetry(now)) return refused(Reason::OverBudget);
    if (limits.concurrency) limits.concurrency->begin();
    m_step = exact ? 0 : static_cast<std::uint16_t>(std::min(m_step + 1, 0xFFFF));
    ++m_attempts;
    return {Reason::Retried, delay, false};
}

}  // namespace simulator
