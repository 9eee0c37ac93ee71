#include "simulator/engine/controlled_delay.h"

#include <cmath>

namespace simulator {

bool ControlledDelay::isAboveTarget(std::int64_t now, std::int64_t waited, std::uint32_t behind) {
    if (waited < m_target || behind == 0) {
        m_firstAbove = 0;
        return false;
    }
    if (m_firstAbove == 0) {
        m_firstAbove = now + m_interval;
        return false;
    }
    return now >= m_firstAbove;
}

std::int64_t ControlledDelay::nextAfter(std::int64_t time) const {
    return time + static_cast<std::int64_t>(static_cast<double>(m_interval) / std::sqrt(m_count));
}

bool ControlledDelay::refuses(std::int64_t now, std::int64_t waited, std::uint32_t behind) {
    if (!isAboveTarget(now, waited, behind)) {
        m_refusing = false;
        return false;
    }
    if (m_refusing) {
        if (now < m_next) return false;
        ++m_count;
        m_next = nextAfter(m_next);
        return true;
    }
    // Shortly after the last time it goes on at the rate that it had reached.
    const std::uint32_t refused = m_count - m_lastCount;
    const bool recently = now - m_next < 16 * m_interval;
    m_count = recently && refused > 1 ? refused : 1;
    m_next = nextAfter(now);
    m_lastCount = m_count;
    m_refusing = true;
    return true;
}

}  // namespace simulator
