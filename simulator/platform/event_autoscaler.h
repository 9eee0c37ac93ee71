#pragma once

#include <cstdint>
#include <type_traits>

namespace simulator {

/// KEDA's ScaledObject; the defaults are KEDA's.
struct EventScaling {
    std::int64_t pollingInterval = 30'000'000'000;  ///< [ns]
    std::int64_t cooldown = 300'000'000'000;        ///< [ns]
    std::int32_t minReplicas = 0;
    std::int32_t maxReplicas = 100;
    double activation = 0;  ///< The source is active above this

    bool operator==(const EventScaling&) const = default;
};

/// KEDA's own part of scaling by events: between nothing and something, at every polling interval. From 1 on
/// a HorizontalPodAutoscaler with the source as external metric scales (`replicasForSum`), at its own pace.
/// The cool-down counts from the last poll that found the source active, and holds only before scaling to
/// nothing. A flat value.
class EventAutoscaler {
public:
    EventAutoscaler(const EventScaling& rules, std::int64_t now) : m_rules(rules), m_lastActive(now) {}

    /// How many replicas there are to be after a poll of the source.
    std::int32_t poll(std::int64_t now, std::int32_t current, double value);
    /// The least that the HorizontalPodAutoscaler may go to.
    std::int32_t leastOfHpa() const { return m_rules.minReplicas > 1 ? m_rules.minReplicas : 1; }

private:
    EventScaling m_rules;
    std::int64_t m_lastActive;
};
static_assert(std::is_trivially_copyable_v<EventAutoscaler>);

}  // namespace simulator
