#include "simulator/resilience/adaptive_throttle.h"

#include <algorithm>
#include <cmath>

namespace simulator {

namespace {

constexpr std::int64_t bucketWidth = 1000000000;

std::size_t bucketsOf(model::Duration window) {
    return static_cast<std::size_t>(std::max<std::int64_t>(window.count() / bucketWidth, 1));
}

}  // namespace

AdaptiveThrottle::AdaptiveThrottle(const model::ThrottlingPolicy& policy, std::int64_t now)
    : m_multiplier(policy.multiplier),
      m_exponent(1 / policy.aggression),
      m_most(policy.maxRejection / 100),
      m_calls(bucketsOf(policy.window), bucketWidth, now) {}

double AdaptiveThrottle::rejectionProbability(std::int64_t now) {
    m_calls.moveTo(now);
    const auto made = static_cast<double>(m_calls.total(Made));
    const double excess = made - m_multiplier * static_cast<double>(m_calls.total(Accepted));
    if (excess <= 0) return 0;
    const double share = excess / (made + 1);
    return std::min(m_exponent == 1 ? share : std::pow(share, m_exponent), m_most);
}

bool AdaptiveThrottle::admits(std::int64_t now, double uniform) {
    const double rejection = rejectionProbability(now);
    m_calls.add(now, Made);
    return uniform >= rejection;
}

}  // namespace simulator
