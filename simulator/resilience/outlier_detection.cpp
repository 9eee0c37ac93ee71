#include "simulator/resilience/outlier_detection.h"

#include <algorithm>
#include <cmath>

#include "simulator/resilience/mix.h"

namespace simulator {

namespace {

constexpr std::int64_t defaultMaxEjectionTime = 300'000'000'000;

std::uint32_t nonNegative(std::int32_t value) {
    return static_cast<std::uint32_t>(std::max(value, 0));
}

double percentage(std::uint32_t part, std::uint32_t all) {
    return static_cast<double>(part) * 100.0 / static_cast<double>(all);
}

}  // namespace

OutlierDetector::Numbers OutlierDetector::numbersOf(const model::OutlierDetection& policy) {
    const std::int64_t base = policy.baseEjectionTime.count();
    return {policy.interval.count(),
            base,
            policy.maxEjectionTime ? policy.maxEjectionTime->count() : std::max(base, defaultMaxEjectionTime),
            std::min(policy.maxEjectionPercent, 100.0),
            policy.alwaysEjectOne,
            nonNegative(policy.consecutive5xx),
            nonNegative(policy.consecutiveGatewayFailure),
            nonNegative(policy.successRateMinimumHosts),
            nonNegative(policy.successRateRequestVolume),
            policy.successRateStdevFactor,
            nonNegative(policy.failurePercentageMinimumHosts),
            nonNegative(policy.failurePercentageRequestVolume),
            policy.failurePercentageThreshold,
            {0, policy.enforcingConsecutive5xx, policy.enforcingConsecutiveGatewayFailure,
             policy.enforcingSuccessRate, policy.enforcingFailurePercentage}};
}

OutlierDetector::OutlierDetector(const model::OutlierDetection& policy, std::uint32_t capacity)
    : m_policy(numbersOf(policy)), m_hosts(capacity) {
    // Each replica can return, fail one test and fail the other.
    m_events.reserve(std::size_t{3} * capacity);
}

void OutlierDetector::join(std::uint32_t host) {
    if (m_hosts[host].present) return;
    m_hosts[host] = {};
    m_hosts[host].present = true;
    ++m_present;
}

void OutlierDetector::part(std::uint32_t host) {
    if (!m_hosts[host].present) return;
    if (m_hosts[host].ejected) --m_ejected;
    m_hosts[host] = {};
    --m_present;
}

OutlierEvent OutlierDetector::report(std::uint32_t index, HostOutcome outcome, std::int64_t now,
                                     std::uint64_t random) {
    Host& host = m_hosts[index];
    if (!host.present) return {};
    if (outcome == HostOutcome::Success) {
        succeeded(index);
        return {};
    }
    ++host.current.requests;
    OutlierEvent event;
    if (outcome == HostOutcome::GatewayError)
        ++host.gatewayErrors;
    else
        host.gatewayErrors = 0;
    ++host.errors;
    // While a replica is out its counts go on, past the limit.
    if (outcome == HostOutcome::GatewayError && host.gatewayErrors == m_policy.consecutiveGatewayFailure &&
        !host.ejected) {
        event = eject(index, Cause::ConsecutiveGatewayFailure, host.gatewayErrors, host.gatewayErrors, now,
                      mixed(random, 0));
        host.gatewayErrors = 0;
    }
    if (host.errors == m_policy.consecutive5xx && !host.ejected) {
        const OutlierEvent second =
            eject(index, Cause::Consecutive5xx, host.errors, host.errors, now, mixed(random, 1));
        host.errors = 0;
        if (!event || second.kind == EventKind::Ejected) event = second;
    }
    return event;
}

bool OutlierDetector::isFull() const {
    if (m_policy.alwaysEjectOne && m_ejected == 0) return false;
    return percentage(m_ejected + 1, m_present) > m_policy.maxEjectionPercent;
}

OutlierEvent OutlierDetector::eject(std::uint32_t index, Cause cause, double figure, double threshold,
                                    std::int64_t now, std::uint64_t random) {
    OutlierEvent event{EventKind::Overflow, cause, index, figure, threshold};
    if (isFull()) return event;
    const double enforcing = m_policy.enforcing[static_cast<std::size_t>(cause)];
    const double drawn = static_cast<double>(random >> 11) * 0x1p-53 * 100;
    event.kind = drawn < enforcing ? EventKind::Ejected : EventKind::NotEnforced;
    if (event.kind == EventKind::NotEnforced) return event;
    Host& host = m_hosts[index];
    host.ejected = true;
    host.ejectedAt = now;
    ++m_ejected;
    if (static_cast<double>(host.backoff) * static_cast<double>(m_policy.baseEjectionTime) <
        static_cast<double>(m_policy.maxEjectionTime) + static_cast<double>(m_policy.baseEjectionTime))
        ++host.backoff;
    return event;
}

std::span<const OutlierEvent> OutlierDetector::sweep(std::int64_t now, std::uint64_t random) {
    m_events.clear();
    returnHosts(now);
    if (m_present >= m_policy.successRateMinimumHosts ||
        m_present >= m_policy.failurePercentageMinimumHosts) {
        checkSuccessRates(now, random);
        checkFailurePercentages(now, ~random);
    }
    calmDown(now);
    return m_events;
}

void OutlierDetector::returnHosts(std::int64_t now) {
    for (std::uint32_t i = 0; i < m_hosts.size(); ++i) {
        Host& host = m_hosts[i];
        if (!host.present) continue;
        const double time =
            std::min(static_cast<double>(m_policy.baseEjectionTime) * static_cast<double>(host.backoff),
                     static_cast<double>(m_policy.maxEjectionTime));
        if (host.ejected && time <= static_cast<double>(now - host.ejectedAt)) {
            host.ejected = false;
            host.errors = 0;
            host.gatewayErrors = 0;
            host.returned = true;
            host.returnedAt = now;
            --m_ejected;
            m_events.push_back({EventKind::Returned, Cause::TimeOver, i, 0, 0});
        }
        host.wasIn = !host.ejected;
        host.last = host.current;
        host.current = {};
    }
}

void OutlierDetector::checkSuccessRates(std::int64_t now, std::uint64_t random) {
    const auto isValid = [&](const Host& host) {
        return host.wasIn && host.last.requests > 0 &&
               host.last.requests >= m_policy.successRateRequestVolume;
    };
    std::uint32_t valid = 0;
    double sum = 0;
    for (const Host& host : m_hosts) {
        if (!isValid(host)) continue;
        ++valid;
        sum += percentage(host.last.successes, host.last.requests);
    }
    if (valid == 0 || valid < m_policy.successRateMinimumHosts) return;
    const double mean = sum / valid;
    double variance = 0;
    for (const Host& host : m_hosts)
        if (isValid(host))
            variance += std::pow(percentage(host.last.successes, host.last.requests) - mean, 2);
    const double threshold = mean - m_policy.successRateStdevFactor * std::sqrt(variance / valid);
    for (std::uint32_t i = 0; i < m_hosts.size(); ++i) {
        if (!isValid(m_hosts[i])) continue;
        const double rate = percentage(m_hosts[i].last.successes, m_hosts[i].last.requests);
        if (rate < threshold)
            m_events.push_back(eject(i, Cause::SuccessRate, rate, threshold, now, mixed(random, i)));
    }
}

void OutlierDetector::checkFailurePercentages(std::int64_t now, std::uint64_t random) {
    // Those that the success rate has just ejected count still.
    const auto isValid = [&](const Host& host) {
        return host.wasIn && host.last.requests > 0 &&
               host.last.requests >= m_policy.failurePercentageRequestVolume;
    };
    const auto valid = static_cast<std::uint32_t>(std::count_if(m_hosts.begin(), m_hosts.end(), isValid));
    if (valid == 0 || valid < m_policy.failurePercentageMinimumHosts) return;
    for (std::uint32_t i = 0; i < m_hosts.size(); ++i) {
        if (!isValid(m_hosts[i]) || m_hosts[i].ejected) continue;
        const double failures = 100.0 - percentage(m_hosts[i].last.successes, m_hosts[i].last.requests);
        if (failures >= m_policy.failurePercentageThreshold)
            m_events.push_back(eject(i, Cause::FailurePercentage, failures,
                                     m_policy.failurePercentageThreshold, now, mixed(random, i)));
    }
}

void OutlierDetector::calmDown(std::int64_t now) {
    for (Host& host : m_hosts)
        if (host.present && !host.ejected && host.returned && host.backoff > 0 &&
            now - host.returnedAt >= m_policy.interval)
            --host.backoff;
}

}  // namespace simulator
