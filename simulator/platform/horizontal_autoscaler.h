#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace simulator {

/// How a pod counts for the autoscaler.
enum class PodState : std::uint8_t {
    Ready,
    Unready,  ///< Not ready yet, or too new for its figures to be believed
    Missing,  ///< Without figures
    Ignored,  ///< Being deleted, or failed
};

struct PodSample {
    PodState state = PodState::Ready;
    std::int64_t usage = 0;    ///< [thousandths of a CPU], or of another metric
    std::int64_t request = 0;  ///< [thousandths of a CPU]; for utilisation only
};

/// What is known of a pod when its CPU is looked at; times in [ns].
struct PodTimes {
    std::int64_t started = 0;
    std::int64_t readinessChanged = 0;
    std::int64_t measured = 0;  ///< The end of the window of its figures
    std::int64_t window = 0;    ///< Of its figures
    bool ready = false;
};

/// How the ratio of usage and target is compared with the tolerance; they differ by rounding only.
enum class ToleranceTest : std::uint8_t {
    Bounds,    ///< 1 - tolerance <= ratio <= 1 + tolerance: releases since configurable tolerances
    Distance,  ///< |1 - ratio| <= tolerance: older ones
};

struct ScalingPolicy {
    enum class Kind : std::uint8_t { Pods, Percent };
    Kind kind = Kind::Pods;
    std::int32_t value = 0;
    std::int64_t period = 0;  ///< [ns]

    bool operator==(const ScalingPolicy&) const = default;
};

/// The rules of one direction.
struct ScalingRules {
    enum class Select : std::uint8_t { Max, Min, Disabled };
    Select select = Select::Max;
    std::int64_t stabilization = 0;  ///< [ns]
    std::vector<ScalingPolicy> policies;

    bool operator==(const ScalingRules&) const = default;
};

/// Kubernetes' HorizontalPodAutoscaler (autoscaling/v2); the defaults are those of the controller.
struct HorizontalAutoscaling {
    std::int32_t minReplicas = 1;
    std::int32_t maxReplicas = 1;
    double tolerance = 0.1;
    ToleranceTest test = ToleranceTest::Bounds;
    std::int64_t syncPeriod = 15'000'000'000;             ///< [ns]
    std::int64_t cpuInitialization = 300'000'000'000;     ///< [ns]
    std::int64_t initialReadinessDelay = 30'000'000'000;  ///< [ns]
    ScalingRules up = defaultUp();
    ScalingRules down = defaultDown();

    bool operator==(const HorizontalAutoscaling&) const = default;
    static ScalingRules defaultUp();    ///< The larger of 100 % and 4 pods in 15 s, at once
    static ScalingRules defaultDown();  ///< 100 % in 15 s, after 300 s
};

/// How a pod counts when the metric is its CPU (ReplicaCalculator, groupPods).
PodState cpuStateOf(const HorizontalAutoscaling& rules, const PodTimes& pod, std::int64_t now);

/// How many replicas a utilisation target, in percent of the requests, asks for (ReplicaCalculator,
/// GetResourceReplicas): ceil(ratio x ready pods), the utilisation a whole percent. With pods that are
/// unready or missing the ratio is computed again, with 0 for them when more are needed and, for missing
/// ones, max(100 %, target) when fewer are; nothing changes when that turns the direction or ends within the
/// tolerance. `current` when nothing can be said.
std::int32_t replicasForUtilization(const HorizontalAutoscaling& rules, std::int32_t current,
                                    std::int32_t targetPercent, std::span<const PodSample> pods);
/// The same for an average value of each pod; missing pods count as the target when fewer are needed.
std::int32_t replicasForAverage(const HorizontalAutoscaling& rules, std::int32_t current, std::int64_t target,
                                std::span<const PodSample> pods);
/// Of an external metric with a target for each pod: ceil(sum / target).
std::int32_t replicasForSum(const HorizontalAutoscaling& rules, std::int32_t current, std::int64_t target,
                            std::int64_t sum);

/// What the autoscaler decided.
struct ScalingDecision {
    enum class Limit : std::uint8_t { None, Stabilized, Rate, Minimum, Maximum };
    std::int32_t replicas = 0;
    Limit limit = Limit::None;  ///< What kept it from the recommendation, the last one
};

/// The memory of a HorizontalPodAutoscaler (HorizontalController): bounds, stabilisation and rates. Asked at
/// every sync with the largest recommendation of its metrics. Memory is fixed at construction, for one sync
/// in each period; the oldest is forgotten beyond that. O(remembered).
class HorizontalAutoscaler {
public:
    explicit HorizontalAutoscaler(HorizontalAutoscaling rules);

    ScalingDecision decide(std::int64_t now, std::int32_t current, std::int32_t recommended);
    const HorizontalAutoscaling& rules() const { return m_rules; }

private:
    struct Remembered {
        std::int64_t at = 0;
        std::int32_t number = 0;
    };
    /// The last so many.
    class Ring {
    public:
        explicit Ring(std::size_t capacity) : m_items(capacity) {}
        void add(Remembered item) {
            m_items[m_next] = item;
            m_next = m_next + 1 == m_items.size() ? 0 : m_next + 1;
            if (m_count < m_items.size()) ++m_count;
        }
        std::span<const Remembered> all() const { return {m_items.data(), m_count}; }

    private:
        std::vector<Remembered> m_items;
        std::size_t m_next = 0;
        std::size_t m_count = 0;
    };

    std::int32_t stabilized(std::int64_t now, std::int32_t current, std::int32_t recommended);
    std::int32_t upLimit(std::int64_t now, std::int32_t current) const;
    std::int32_t downLimit(std::int64_t now, std::int32_t current) const;
    std::int32_t atStart(std::int64_t now, std::int32_t current, std::int64_t period) const;
    ScalingDecision limited(std::int64_t now, std::int32_t current, std::int32_t recommended);

    HorizontalAutoscaling m_rules;
    Ring m_recommendations;
    Ring m_ups;
    Ring m_downs;
};

}  // namespace simulator
