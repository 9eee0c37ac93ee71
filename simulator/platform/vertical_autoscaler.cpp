#include "simulator/platform/vertical_autoscaler.h"

#include <algorithm>
#include <cmath>

namespace simulator {

namespace {

constexpr double nanosecondsPerDay = 86'400e9;
constexpr double samplesPerDay = 24 * 60;
constexpr double leastSampleWeight = 0.1;  ///< [cores]
constexpr double lowerPercentile = 0.5;
constexpr double upperPercentile = 0.95;
/// What a day of history makes of the bounds.
constexpr double lowerDoubt = 0.001;
constexpr double upperDoubt = 1;

constexpr std::int64_t longLived = 12 * 3'600'000'000'000;
constexpr double leastChange = 0.1;
constexpr std::size_t leastPods = 2;

/// How far a pod is from what it should be.
struct Priority {
    std::size_t pod;
    bool grows;
    double change;  ///< Of its request, as a share
};

Priority priorityOf(const CpuRecommendation& recommended, const SizedPod& pod, std::size_t place) {
    const double request = std::max(1, pod.requestMilli);
    return {place, recommended.target > pod.requestMilli,
            std::abs(request - static_cast<double>(recommended.target)) / request};
}

bool isWrong(const CpuRecommendation& recommended, const SizedPod& pod, double change) {
    if (pod.requestMilli < recommended.lower || pod.requestMilli > recommended.upper) return true;
    return pod.age >= longLived && change >= leastChange;
}

/// Who may still go at this look.
class Disruption {
public:
    Disruption(const std::vector<SizedPod>& pods, DisruptionLimits limits)
        : m_wanted(limits.wanted),
          m_tolerated(limits.wanted / 2),
          m_running(std::ranges::count_if(
              pods, [](const SizedPod& pod) { return pod.state != SizedPod::State::Pending; })),
          m_ready(limits.ready) {}

    bool takes(const SizedPod& pod) {
        if (pod.state == SizedPod::State::Pending) return true;
        const bool isOne = m_running == m_wanted && m_tolerated == 0 && m_evicted == 0;
        if (m_running - m_evicted <= m_wanted - m_tolerated && !isOne) return false;
        if (pod.state == SizedPod::State::Ready && m_ready-- <= 0) return false;
        ++m_evicted;
        return true;
    }

private:
    std::int64_t m_wanted;
    std::int64_t m_tolerated;
    std::int64_t m_running;
    std::int64_t m_ready;
    std::int64_t m_evicted = 0;
};

}  // namespace

void CpuRecommender::add(std::int64_t start, double usedMilli, std::int32_t requestMilli) {
    m_usage.add(start, usedMilli / 1000, std::max(requestMilli / 1000.0, leastSampleWeight));
    m_first = m_samples == 0 ? start : std::min(m_first, start);
    m_last = m_samples == 0 ? start : std::max(m_last, start);
    ++m_samples;
}

double CpuRecommender::days() const {
    return std::min(static_cast<double>(m_last - m_first) / nanosecondsPerDay,
                    static_cast<double>(m_samples) / samplesPerDay);
}

double CpuRecommender::withMargin(double percentile) const {
    const double base = std::floor(1000 * m_usage.quantile(percentile));
    return base + std::floor(base * m_rules.margin);
}

std::int64_t CpuRecommender::bounded(double milli) const {
    return static_cast<std::int64_t>(
        std::clamp(std::floor(milli), double(m_rules.minMilli), double(m_rules.maxMilli)));
}

std::optional<CpuRecommendation> CpuRecommender::recommend() const {
    if (m_samples == 0) return std::nullopt;
    const std::int64_t target = bounded(withMargin(m_rules.percentile));
    const double known = days();
    if (!(known > 0)) return CpuRecommendation{target, m_rules.minMilli, m_rules.maxMilli};
    const double lower = withMargin(lowerPercentile) * std::pow(1 + lowerDoubt / known, -2);
    const double upper = withMargin(upperPercentile) * (1 + upperDoubt / known);
    return CpuRecommendation{target, bounded(lower), bounded(upper)};
}

std::vector<std::size_t> podsToEvict(const CpuRecommendation& recommended, const std::vector<SizedPod>& pods,
                                     DisruptionLimits limits) {
    if (pods.size() < leastPods) return {};
    std::vector<Priority> wrong;
    for (std::size_t at = 0; at < pods.size(); ++at)
        if (const Priority one = priorityOf(recommended, pods[at], at);
            isWrong(recommended, pods[at], one.change))
            wrong.push_back(one);
    std::ranges::stable_sort(wrong, [](const Priority& one, const Priority& other) {
        return one.grows != other.grows ? one.grows : one.change > other.change;
    });
    Disruption disruption(pods, limits);
    std::vector<std::size_t> evicted;
    for (const Priority& one : wrong)
        if (disruption.takes(pods[one.pod])) evicted.push_back(one.pod);
    return evicted;
}

}  // namespace simulator
