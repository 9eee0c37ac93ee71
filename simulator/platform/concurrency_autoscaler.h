#pragma once

#include <cstdint>
#include <type_traits>

namespace simulator {

/// Knative's pod autoscaler (KPA); the defaults are Knative's.
struct ConcurrencyScaling {
    double target = 100;                         ///< Requests under way for each pod
    double utilization = 70;                     ///< Of the target that is aimed at [%]
    std::int64_t stableWindow = 60'000'000'000;  ///< [ns]
    std::int64_t panicWindow = 6'000'000'000;    ///< [ns]: 10 % of the stable window
    double panicThreshold = 200;                 ///< Of what the pods can take [%]
    double maxUpRate = 1000;                     ///< In one step
    double maxDownRate = 2;                      ///< In one step
    std::int32_t minReplicas = 0;
    std::int32_t maxReplicas = 0;  ///< 0: as many as it takes

    bool operator==(const ConcurrencyScaling&) const = default;
};

/// What it decided.
struct ConcurrencyDecision {
    std::int32_t replicas = 0;
    bool panic = false;
};

/// Knative's autoscaler of concurrency (autoscaler.Scale): ceil(average / aim) over the stable window, within
/// the rates; while the average over the panic window asks for at least the panic threshold of what is ready,
/// and until a stable window after, the larger of both windows, and never less than before. A flat value.
class ConcurrencyAutoscaler {
public:
    explicit ConcurrencyAutoscaler(const ConcurrencyScaling& rules) : m_rules(rules) {}

    /// `stable` and `panic`: requests under way in all pods, averaged over the two windows.
    ConcurrencyDecision decide(std::int64_t now, std::int32_t ready, double stable, double panic);

private:
    ConcurrencyScaling m_rules;
    std::int64_t m_panicSince = 0;  ///< The last time that it was over the threshold [ns]
    std::int32_t m_mostInPanic = 0;
    bool m_panic = false;
};
static_assert(std::is_trivially_copyable_v<ConcurrencyAutoscaler>);

}  // namespace simulator
