#include "simulator/platform/rollout.h"

#include <algorithm>
#include <cmath>

namespace simulator {

namespace {

/// Percents are decimal, their products not quite.
constexpr double rounding = 1e-9;

std::uint32_t percentDown(double percent, std::uint32_t of) {
    return static_cast<std::uint32_t>(std::floor(percent * of / 100 + rounding));
}

}  // namespace

std::uint32_t percentUp(double percent, std::uint32_t of) {
    return static_cast<std::uint32_t>(std::ceil(percent * of / 100 - rounding));
}

RolloutCounts rollingStep(const RolloutRules& rules, RolloutCounts counts) {
    const std::int64_t wanted = counts.wanted;
    const std::int64_t surge = percentUp(rules.maxSurge, counts.wanted);
    std::int64_t unavailable = percentDown(rules.maxUnavailable, counts.wanted);
    if (surge == 0 && unavailable == 0) unavailable = 1;
    std::int64_t oldOnes = counts.oldOnes;
    std::int64_t newOnes = std::min<std::int64_t>(counts.newOnes, wanted);
    const std::int64_t room = wanted + surge - oldOnes - newOnes;
    newOnes += std::clamp<std::int64_t>(room, 0, wanted - newOnes);
    const std::int64_t least = std::max<std::int64_t>(0, wanted - std::min(unavailable, wanted));
    const std::int64_t missing = std::max<std::int64_t>(0, newOnes - counts.newAvailable);
    const std::int64_t most = oldOnes + newOnes - least - missing;
    if (most > 0) {
        const std::int64_t unhealthy = std::max<std::int64_t>(0, oldOnes - counts.oldAvailable);
        oldOnes -= std::min(unhealthy, most);
        const std::int64_t spare = std::int64_t{counts.oldAvailable} + counts.newAvailable - least;
        oldOnes -= std::clamp<std::int64_t>(spare, 0, oldOnes);
    }
    counts.oldOnes = static_cast<std::uint32_t>(oldOnes);
    counts.newOnes = static_cast<std::uint32_t>(newOnes);
    return counts;
}

std::uint32_t mostPods(const RolloutRules& rules, std::uint32_t wanted) {
    if (rules.kind == RolloutKind::Recreate) return wanted;
    return 2 * wanted + (rules.kind == RolloutKind::Rolling ? percentUp(rules.maxSurge, wanted) : 0);
}

// The 99th percentile is the smallest latency that 99 % of the requests which went well do not exceed.
bool RolloutJudge::hasFailed(const RolloutAnalysisRules& rules) {
    const auto well = static_cast<double>(m_requests - m_failures);
    const bool fails =
        static_cast<double>(m_failures) * 100 > rules.maxErrorRate * static_cast<double>(m_requests);
    const bool isSlow = well - static_cast<double>(m_slow) < std::ceil(0.99 * well - rounding);
    if (m_requests >= std::max(1, rules.minRequests) && (fails || isSlow)) ++m_bad;
    m_requests = m_failures = m_slow = 0;
    return m_bad > rules.failureLimit;
}

}  // namespace simulator
