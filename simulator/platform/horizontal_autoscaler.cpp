#include "simulator/platform/horizontal_autoscaler.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace simulator {

namespace {

constexpr std::int64_t syncSecond = 1'000'000'000;

bool isTolerated(const HorizontalAutoscaling& rules, double ratio) {
    if (rules.test == ToleranceTest::Distance) return std::abs(1.0 - ratio) <= rules.tolerance;
    return 1.0 - rules.tolerance <= ratio && ratio <= 1.0 + rules.tolerance;
}

std::int32_t wholeReplicas(double ratio, std::size_t pods) {
    const double replicas = std::ceil(ratio * static_cast<double>(pods));
    return static_cast<std::int32_t>(std::min(replicas, double{std::numeric_limits<std::int32_t>::max()}));
}

/// The two kinds of targets differ in how the ratio is computed and in what a missing pod counts as.
struct Target {
    std::int64_t value;
    bool ofRequests;

    double ratio(std::int64_t usage, std::int64_t requests, std::size_t pods) const {
        const std::int64_t figure =
            ofRequests ? usage * 100 / requests : usage / static_cast<std::int64_t>(pods);
        return static_cast<double>(figure) / static_cast<double>(value);
    }
    std::int64_t ofMissing(const PodSample& pod) const {
        return ofRequests ? pod.request * std::max<std::int64_t>(100, value) / 100 : value;
    }
};

struct Sums {
    std::int64_t usage = 0;
    std::int64_t requests = 0;
    std::size_t pods = 0;

    void add(std::int64_t used, std::int64_t requested) {
        usage += used;
        requests += requested;
        ++pods;
    }
};

std::int32_t replicasFor(const HorizontalAutoscaling& rules, std::int32_t current, const Target& target,
                         std::span<const PodSample> pods) {
    Sums sums;
    std::size_t unready = 0;
    std::size_t missing = 0;
    for (const PodSample& pod : pods) {
        if (pod.state == PodState::Ready) sums.add(pod.usage, pod.request);
        unready += pod.state == PodState::Unready;
        missing += pod.state == PodState::Missing;
    }
    if (sums.pods == 0 || target.value <= 0 || (target.ofRequests && sums.requests <= 0)) return current;
    const double ratio = target.ratio(sums.usage, sums.requests, sums.pods);
    const bool upWithUnready = unready > 0 && ratio > 1.0;
    if (!upWithUnready && missing == 0)
        return isTolerated(rules, ratio) ? current : wholeReplicas(ratio, sums.pods);
    for (const PodSample& pod : pods) {
        if (pod.state == PodState::Missing && ratio < 1.0) sums.add(target.ofMissing(pod), pod.request);
        if (pod.state == PodState::Missing && ratio > 1.0) sums.add(0, pod.request);
        if (pod.state == PodState::Unready && upWithUnready) sums.add(0, pod.request);
    }
    const double again = target.ratio(sums.usage, sums.requests, sums.pods);
    const bool turned = (ratio < 1.0 && again > 1.0) || (ratio > 1.0 && again < 1.0);
    if (isTolerated(rules, again) || turned) return current;
    const std::int32_t replicas = wholeReplicas(again, sums.pods);
    const bool against = (again < 1.0 && replicas > current) || (again > 1.0 && replicas < current);
    return against ? current : replicas;
}

std::int64_t longestPeriod(const ScalingRules& one, const ScalingRules& other) {
    std::int64_t period = 0;
    for (const ScalingRules* rules : {&one, &other})
        for (const ScalingPolicy& policy : rules->policies) period = std::max(period, policy.period);
    return period;
}

std::size_t syncsIn(std::int64_t time, std::int64_t syncPeriod) {
    return static_cast<std::size_t>(time / std::max(syncPeriod, syncSecond)) + 2;
}

}  // namespace

ScalingRules HorizontalAutoscaling::defaultUp() {
    return {ScalingRules::Select::Max,
            0,
            {{ScalingPolicy::Kind::Percent, 100, 15 * syncSecond},
             {ScalingPolicy::Kind::Pods, 4, 15 * syncSecond}}};
}

ScalingRules HorizontalAutoscaling::defaultDown() {
    return {
        ScalingRules::Select::Max, 300 * syncSecond, {{ScalingPolicy::Kind::Percent, 100, 15 * syncSecond}}};
}

PodState cpuStateOf(const HorizontalAutoscaling& rules, const PodTimes& pod, std::int64_t now) {
    const bool initializing = pod.started + rules.cpuInitialization > now;
    const bool unready = initializing
                             ? !pod.ready || pod.measured < pod.readinessChanged + pod.window
                             : !pod.ready && pod.started + rules.initialReadinessDelay > pod.readinessChanged;
    return unready ? PodState::Unready : PodState::Ready;
}

std::int32_t replicasForUtilization(const HorizontalAutoscaling& rules, std::int32_t current,
                                    std::int32_t targetPercent, std::span<const PodSample> pods) {
    return replicasFor(rules, current, {targetPercent, true}, pods);
}

std::int32_t replicasForAverage(const HorizontalAutoscaling& rules, std::int32_t current, std::int64_t target,
                                std::span<const PodSample> pods) {
    return replicasFor(rules, current, {target, false}, pods);
}

std::int32_t replicasForSum(const HorizontalAutoscaling& rules, std::int32_t current, std::int64_t target,
                            std::int64_t sum) {
    if (target <= 0) return current;
    const double needed = static_cast<double>(sum) / static_cast<double>(target);
    if (current > 0 && isTolerated(rules, static_cast<double>(sum) / (static_cast<double>(target) * current)))
        return current;
    return wholeReplicas(needed, 1);
}

HorizontalAutoscaler::HorizontalAutoscaler(HorizontalAutoscaling rules)
    : m_rules(std::move(rules)),
      m_recommendations(
          syncsIn(std::max(m_rules.up.stabilization, m_rules.down.stabilization), m_rules.syncPeriod)),
      m_ups(syncsIn(longestPeriod(m_rules.up, m_rules.down), m_rules.syncPeriod)),
      m_downs(syncsIn(longestPeriod(m_rules.up, m_rules.down), m_rules.syncPeriod)) {}

ScalingDecision HorizontalAutoscaler::decide(std::int64_t now, std::int32_t current,
                                             std::int32_t recommended) {
    using Limit = ScalingDecision::Limit;
    ScalingDecision decision{current, Limit::None};
    if (current == 0) return decision;  // Switched off
    if (current > m_rules.maxReplicas)
        decision = {m_rules.maxReplicas, Limit::Maximum};
    else if (current < m_rules.minReplicas)
        decision = {m_rules.minReplicas, Limit::Minimum};
    else
        decision = limited(now, current, recommended);
    if (decision.replicas > current) m_ups.add({now, decision.replicas - current});
    if (decision.replicas < current) m_downs.add({now, current - decision.replicas});
    return decision;
}

ScalingDecision HorizontalAutoscaler::limited(std::int64_t now, std::int32_t current,
                                              std::int32_t recommended) {
    using Limit = ScalingDecision::Limit;
    const std::int32_t wanted = stabilized(now, current, recommended);
    const Limit so = wanted == recommended ? Limit::None : Limit::Stabilized;
    if (wanted > current) {
        const std::int32_t rate = std::max(upLimit(now, current), current);
        if (wanted > std::min(m_rules.maxReplicas, rate))
            return {std::min(m_rules.maxReplicas, rate),
                    m_rules.maxReplicas > rate ? Limit::Rate : Limit::Maximum};
    } else if (wanted < current) {
        const std::int32_t rate = std::min(downLimit(now, current), current);
        if (wanted < std::max(m_rules.minReplicas, rate))
            return {std::max(m_rules.minReplicas, rate),
                    m_rules.minReplicas < rate ? Limit::Rate : Limit::Minimum};
    }
    return {wanted, so};
}

// Between the least that was recommended in the window of going up and the most in that of going down.
std::int32_t HorizontalAutoscaler::stabilized(std::int64_t now, std::int32_t current,
                                              std::int32_t recommended) {
    std::int32_t up = recommended;
    std::int32_t down = recommended;
    for (const Remembered& before : m_recommendations.all()) {
        if (before.at > now - m_rules.up.stabilization) up = std::min(up, before.number);
        if (before.at > now - m_rules.down.stabilization) down = std::max(down, before.number);
    }
    m_recommendations.add({now, recommended});
    return std::min(std::max(current, up), down);
}

// The replicas at the start of a period that ends now.
std::int32_t HorizontalAutoscaler::atStart(std::int64_t now, std::int32_t current,
                                           std::int64_t period) const {
    for (const Remembered& up : m_ups.all())
        if (up.at > now - period) current -= up.number;
    for (const Remembered& down : m_downs.all())
        if (down.at > now - period) current += down.number;
    return std::max(current, 0);
}

std::int32_t HorizontalAutoscaler::upLimit(std::int64_t now, std::int32_t current) const {
    if (m_rules.up.select == ScalingRules::Select::Disabled) return current;
    const bool least = m_rules.up.select == ScalingRules::Select::Min;
    std::int32_t limit =
        least ? std::numeric_limits<std::int32_t>::max() : std::numeric_limits<std::int32_t>::min();
    for (const ScalingPolicy& policy : m_rules.up.policies) {
        const std::int32_t start = atStart(now, current, policy.period);
        const std::int32_t proposed =
            policy.kind == ScalingPolicy::Kind::Pods
                ? start + policy.value
                : wholeReplicas(1 + policy.value / 100.0, static_cast<std::size_t>(start));
        limit = least ? std::min(limit, proposed) : std::max(limit, proposed);
    }
    return limit;
}

// Of all policies the one with the largest change gives the smallest number.
std::int32_t HorizontalAutoscaler::downLimit(std::int64_t now, std::int32_t current) const {
    if (m_rules.down.select == ScalingRules::Select::Disabled) return current;
    const bool least = m_rules.down.select == ScalingRules::Select::Min;
    std::int32_t limit =
        least ? std::numeric_limits<std::int32_t>::min() : std::numeric_limits<std::int32_t>::max();
    for (const ScalingPolicy& policy : m_rules.down.policies) {
        const std::int32_t start = atStart(now, current, policy.period);
        const std::int32_t proposed = policy.kind == ScalingPolicy::Kind::Pods
                                          ? start - policy.value
                                          : static_cast<std::int32_t>(start * (1 - policy.value / 100.0));
        limit = least ? std::max(limit, proposed) : std::min(limit, proposed);
    }
    return limit;
}

}  // namespace simulator
