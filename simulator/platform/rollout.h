#pragma once

#include <cstdint>
#include <optional>
#include <type_traits>
#include <vector>

namespace simulator {

/// A canary's share of the traffic, and how long it is looked at.
struct CanaryStepRules {
    double weight = 10;      ///< [%]
    std::int64_t pause = 0;  ///< [ns]

    bool operator==(const CanaryStepRules&) const = default;
};

/// What the new version is held against.
struct RolloutAnalysisRules {
    double maxErrorRate = 5;                 ///< Of its requests [%]
    std::optional<std::int64_t> maxLatency;  ///< Of their 99th percentile [ns]
    std::int64_t interval = 10'000'000'000;  ///< Between two looks [ns]
    std::int32_t failureLimit = 0;
    std::int32_t minRequests = 10;  ///< Fewer in an interval say nothing

    bool operator==(const RolloutAnalysisRules&) const = default;
};

enum class RolloutKind : std::uint8_t { Rolling, Recreate, BlueGreen, Canary };

/// How a new version takes the place of the old one; the defaults are those of Kubernetes' Deployment.
struct RolloutRules {
    RolloutKind kind = RolloutKind::Rolling;
    double maxSurge = 25;                             ///< [%]
    double maxUnavailable = 25;                       ///< [%]
    std::int64_t minReady = 0;                        ///< [ns]
    std::int64_t progressDeadline = 600'000'000'000;  ///< [ns]
    std::int64_t promotion = 30'000'000'000;          ///< [ns]
    std::vector<CanaryStepRules> steps;
    std::optional<RolloutAnalysisRules> analysis;

    bool operator==(const RolloutRules&) const = default;
};

/// Pods of the old version and of the new one: those that there are to be, and those that are available.
struct RolloutCounts {
    std::uint32_t wanted = 0;  ///< In the end
    std::uint32_t oldOnes = 0;
    std::uint32_t newOnes = 0;
    std::uint32_t oldAvailable = 0;
    std::uint32_t newAvailable = 0;
};

/// So many percent, rounded up.
std::uint32_t percentUp(double percent, std::uint32_t of);
/// How many pods there are to be next in a rolling update, as Kubernetes' Deployment controller has it
/// (deployment/rolling.go): new ones up to `wanted` and the surge, rounded up, in all; then old ones go,
/// those that are not available first, as long as `wanted` less the unavailable, rounded down, are available.
/// Where both come to 0 one may be unavailable.
RolloutCounts rollingStep(const RolloutRules& rules, RolloutCounts counts);
/// The most pods that a roll-out has at the same time, those that drain among them.
std::uint32_t mostPods(const RolloutRules& rules, std::uint32_t wanted);

/// Deals requests out to two versions by their weights, without chance: nginx' smooth weighted round robin.
class TrafficSplit {
public:
    /// Whether the next one goes to the new version, which has so many percent.
    bool isForNew(double weight) {
        m_new += weight;
        m_old += 100 - weight;
        const bool chosen = m_new > m_old;
        (chosen ? m_new : m_old) -= 100;
        return chosen;
    }

private:
    double m_new = 0;
    double m_old = 0;
};

/// Looks at the requests of a new version, interval by interval, as an analysis of Argo Rollouts does: it has
/// failed when more looks than the limit found it bad. Too few requests say nothing. A flat value.
class RolloutJudge {
public:
    void note(const RolloutAnalysisRules& rules, bool failed, std::int64_t latency) {
        ++m_requests;
        m_failures += failed;
        m_slow += !failed && rules.maxLatency && latency > *rules.maxLatency;
    }
    /// The end of an interval: whether it has failed.
    bool hasFailed(const RolloutAnalysisRules& rules);

private:
    std::int64_t m_requests = 0;  ///< In the interval
    std::int64_t m_failures = 0;
    std::int64_t m_slow = 0;  ///< Beyond the limit of latency
    std::int32_t m_bad = 0;   ///< Looks
};
static_assert(std::is_trivially_copyable_v<TrafficSplit> && std::is_trivially_copyable_v<RolloutJudge>);

}  // namespace simulator
