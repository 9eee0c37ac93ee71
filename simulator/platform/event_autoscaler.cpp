#include "simulator/platform/event_autoscaler.h"

#include <algorithm>

namespace simulator {

std::int32_t EventAutoscaler::poll(std::int64_t now, std::int32_t current, double value) {
    if (value > m_rules.activation) {
        m_lastActive = now;
        const std::int32_t least = std::min(leastOfHpa(), m_rules.maxReplicas);
        return std::max(current, least);
    }
    if (current == 0 || m_rules.minReplicas > 0) return std::max(current, m_rules.minReplicas);
    return now > m_lastActive + m_rules.cooldown ? 0 : current;
}

}  // namespace simulator
