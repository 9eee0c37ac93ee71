#include "simulator/platform/concurrency_autoscaler.h"

#include <algorithm>
#include <cmath>

namespace simulator {

ConcurrencyDecision ConcurrencyAutoscaler::decide(std::int64_t now, std::int32_t ready, double stable,
                                                  double panic) {
    const double pods = std::max(ready, 1);
    const double aim = m_rules.target * m_rules.utilization / 100;
    const double most = std::ceil(m_rules.maxUpRate * pods);
    const double least = std::floor(pods / m_rules.maxDownRate);
    const double wantedInPanic = std::ceil(panic / aim);
    const auto bounded = [&](double wanted) {
        return static_cast<std::int32_t>(std::min({std::max(wanted, least), most, 2e9}));
    };
    std::int32_t replicas = bounded(std::ceil(stable / aim));
    const bool over = wantedInPanic / pods >= m_rules.panicThreshold / 100;
    if (over) {
        m_panic = true;
        m_panicSince = now;
    } else if (m_panic && now > m_panicSince + m_rules.stableWindow) {
        m_panic = false;
        m_mostInPanic = 0;
    }
    if (m_panic) {
        m_mostInPanic = std::max({m_mostInPanic, replicas, bounded(wantedInPanic)});
        replicas = m_mostInPanic;
    }
    replicas = std::max(replicas, m_rules.minReplicas);
    if (m_rules.maxReplicas > 0) replicas = std::min(replicas, m_rules.maxReplicas);
    return {replicas, m_panic};
}

}  // namespace simulator
