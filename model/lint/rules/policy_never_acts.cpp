#include <fmt/format.h>

#include <algorithm>

#include "model/lint/rule.h"
#include "model/lint/words.h"

namespace model {

namespace {

/// Collects what never acts in one policy.
class IdleParts {
public:
    explicit IdleParts(const CallPolicy& policy) : m_policy(policy) {}

    std::vector<Finding> find() {
        timeout();
        retries();
        hedging();
        breaker();
        detection();
        return std::move(m_findings);
    }

private:
    void report(std::string message, std::string fix) {
        m_findings.push_back({"", Severity::Warning, m_policy.id, std::move(message), std::move(fix)});
    }
    /// How long an attempt can take at most.
    std::optional<Duration> attemptLimit() const {
        if (m_policy.timeout && m_policy.deadline) return std::min(*m_policy.timeout, *m_policy.deadline);
        return m_policy.timeout ? m_policy.timeout : m_policy.deadline;
    }
    void timeout() {
        if (!m_policy.timeout || !m_policy.deadline || *m_policy.timeout < *m_policy.deadline) return;
        report(
            fmt::format("The timeout of `{}`, {}, never ends an attempt: the deadline of all attempts, {}, "
                        "comes first.",
                        m_policy.name, durationText(*m_policy.timeout), durationText(*m_policy.deadline)),
            "Bring the timeout of an attempt below the deadline, or leave it out.");
    }
    void retries() {
        if (!m_policy.retry) return;
        const RetryPolicy& retry = *m_policy.retry;
        if (retry.maxAttempts < 2) {
            if (retry.tokens || retry.budget || retry.ratio)
                report(fmt::format("`{}` limits retries, but never retries.", m_policy.name),
                       "Allow two attempts or more, or leave the retries out.");
            return;
        }
        if (m_policy.limits && m_policy.limits->maxRetries == 0 && !retry.budget)
            report(fmt::format("The retries of `{}` never happen: its limits allow none at a time.",
                               m_policy.name),
                   "Raise max_retries of the limits, or leave the retries out.");
        if (m_policy.deadline && shortestWait(retry) >= *m_policy.deadline)
            report(fmt::format("The retries of `{}` never happen: the shortest wait before the first, {}, is "
                               "not below the deadline of all attempts, {}.",
                               m_policy.name, durationText(shortestWait(retry)),
                               durationText(*m_policy.deadline)),
                   "Shorten the wait, or raise the deadline.");
    }
    static Duration shortestWait(const RetryPolicy& retry) {
        const Duration delay = std::min(retry.delay, retry.maxDelay);
        switch (retry.jitter) {
            case Jitter::None:
                return delay;
            case Jitter::Full:
                return {};
            case Jitter::Equal:
                return delay / 2;
            case Jitter::Proportional:
                return milliseconds(inMilliseconds(delay) * (1 - retry.jitterShare));
        }
        return delay;
    }
    void hedging() {
        const auto limit = attemptLimit();
        if (!m_policy.hedging || !limit || m_policy.hedging->delay < *limit) return;
        report(fmt::format("`{}` sends no second copy: its attempts end after {}, the copy would leave after "
                           "{}.",
                           m_policy.name, durationText(*limit), durationText(m_policy.hedging->delay)),
               "Bring the delay of the hedging below the timeout.");
    }
    void breaker() {
        const auto limit = attemptLimit();
        if (!m_policy.circuitBreaker || !limit) return;
        const CircuitBreakerPolicy& breaker = *m_policy.circuitBreaker;
        const CircuitBreakerPolicy usual;
        const bool meant = breaker.slowCallDuration != usual.slowCallDuration ||
                           breaker.slowCallRateThreshold != usual.slowCallRateThreshold;
        if (!meant || breaker.slowCallDuration < *limit) return;
        report(
            fmt::format("No call is slow for the circuit breaker of `{}`: its attempts end after {}, slow is "
                        "what takes longer than {}.",
                        m_policy.name, durationText(*limit), durationText(breaker.slowCallDuration)),
            "Bring slow_call_ms below the timeout.");
    }
    void detection() {
        if (!m_policy.outlierDetection) return;
        const OutlierDetection& detection = *m_policy.outlierDetection;
        if (detection.maxEjectionPercent > 0 || detection.alwaysEjectOne) return;
        report(
            fmt::format("The outlier detection of `{}` ejects nobody: it may have 0 % of the replicas out.",
                        m_policy.name),
            "Raise max_ejection_percent, or set always_eject_one.");
    }

    const CallPolicy& m_policy;
    std::vector<Finding> m_findings;
};

std::vector<Finding> findPoliciesThatNeverAct(const Project& project) {
    std::vector<Finding> findings;
    for (const CallPolicy& policy : project.policies)
        for (Finding& finding : IdleParts(policy).find()) findings.push_back(std::move(finding));
    return findings;
}

}  // namespace

LintRule policyNeverActs() {
    return {
        "policy-never-acts", "Protection that never acts",
        "A timeout behind a shorter one, retries that cannot come in time or a breaker for which no call is "
        "slow protect nobody, but are believed in. Usual: inner limits are shorter than outer ones.",
        Severity::Warning, findPoliciesThatNeverAct};
}

}  // namespace model
