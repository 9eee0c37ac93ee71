#include "simulator/resilience/backoff.h"

#include <algorithm>
#include <cmath>

namespace simulator {

using model::BackoffKind;
using model::Jitter;

Backoff::Backoff(const model::RetryPolicy& policy)
    : m_kind(policy.backoff),
      m_jitter(policy.jitter),
      m_delay(policy.delay.count()),
      m_maxDelay(policy.maxDelay.count()),
      m_factor(policy.factor),
      m_share(policy.jitterShare) {}

std::int64_t Backoff::before(std::uint32_t number, double uniform) const {
    if (m_kind == BackoffKind::WholeMilliseconds) return wholeMilliseconds(number, uniform);
    const double delay = std::min(growing(number), static_cast<double>(m_maxDelay));
    return std::llround(spread(delay, uniform));
}

double Backoff::growing(std::uint32_t number) const {
    const auto delay = static_cast<double>(m_delay);
    if (number == 0 || m_kind == BackoffKind::Constant) return delay;
    if (m_kind == BackoffKind::Doubling) return delay * (std::exp2(number) - 1);
    return number == 1 ? delay : delay * std::pow(m_factor, number - 1);
}

double Backoff::spread(double delay, double uniform) const {
    switch (m_jitter) {
        case Jitter::None:
            return delay;
        case Jitter::Full:
            return delay * uniform;
        case Jitter::Equal:
            return delay * (0.5 + 0.5 * uniform);
        case Jitter::Proportional:
            return delay * (1 - m_share) + uniform * (delay * (1 + m_share) - delay * (1 - m_share));
    }
    return delay;
}

// IntervalFunction of Resilience4j: whole milliseconds, cut at each step, the cap after the random number.
std::int64_t Backoff::wholeMilliseconds(std::uint32_t number, double uniform) const {
    constexpr std::int64_t millisecond = 1000000;
    const std::int64_t most = m_maxDelay / millisecond;
    std::int64_t delay = m_delay / millisecond;
    // Beyond twice the cap no random number brings a delay below it.
    const bool settles = m_jitter != Jitter::Full && (m_jitter != Jitter::Proportional || m_share <= 0.5);
    const double enough = settles ? 2.0 * static_cast<double>(most) : 0x1p60;
    for (std::uint32_t step = 1; step < number && m_factor > 1 && static_cast<double>(delay) <= enough;
         ++step)
        delay = static_cast<std::int64_t>(std::min(static_cast<double>(delay) * m_factor, 0x1p61));
    delay = static_cast<std::int64_t>(spread(static_cast<double>(delay), uniform));
    return std::min(delay, most) * millisecond;
}

}  // namespace simulator
