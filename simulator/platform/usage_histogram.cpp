#include "simulator/platform/usage_histogram.h"

#include <algorithm>
#include <cmath>

namespace simulator {

namespace {

constexpr double firstWidth = 0.01;  ///< [cores]
constexpr double ratio = 1.05;       ///< Of the widths of neighbours
constexpr double lastStart = 1000;   ///< At least [cores]
/// A bucket with less is empty: a thousandth of the least weight of a sample.
constexpr double leastWeight = 0.0001;
/// Weights are counted from a later moment on when they would become larger than two to the power of that.
constexpr double mostHalfLives = 100;

/// How many buckets lie below it.
double bucketsBelow(double cores) {
    return std::log(cores * (ratio - 1) / firstWidth + 1) / std::log(ratio);
}

bool isFilled(double weight) {
    return weight >= leastWeight;
}

}  // namespace

UsageHistogram::UsageHistogram(std::int64_t halfLife) : m_halfLife(halfLife), m_weights(buckets()) {}

std::size_t UsageHistogram::buckets() {
    return static_cast<std::size_t>(std::ceil(bucketsBelow(lastStart))) + 1;
}

std::size_t UsageHistogram::bucketOf(double cores) {
    if (cores < firstWidth) return 0;
    return std::min(static_cast<std::size_t>(bucketsBelow(cores)), buckets() - 1);
}

double UsageHistogram::startOf(std::size_t bucket) {
    return firstWidth * (std::pow(ratio, static_cast<double>(bucket)) - 1) / (ratio - 1);
}

void UsageHistogram::add(std::int64_t at, double cores, double weight) {
    const double halfLife = static_cast<double>(m_halfLife);
    if (static_cast<double>(at - m_reference) > mostHalfLives * halfLife) countFrom(at);
    const double counted = weight * std::exp2(static_cast<double>(at - m_reference) / halfLife);
    m_weights[bucketOf(cores)] += counted;
    m_total += counted;
}

// By whole half-lives, so that weights keep their bits.
void UsageHistogram::countFrom(std::int64_t reference) {
    const std::int64_t halfLives = (reference - m_reference) / m_halfLife;
    const double factor = std::exp2(-static_cast<double>(halfLives));
    m_reference += halfLives * m_halfLife;
    for (double& weight : m_weights) weight *= factor;
    m_total *= factor;
}

double UsageHistogram::quantile(double share) const {
    const auto first = std::ranges::find_if(m_weights, isFilled);
    if (first == m_weights.end()) return 0;
    const auto last = std::find_if(m_weights.rbegin(), m_weights.rend(), isFilled).base() - 1;
    double below = 0;
    auto bucket = first;
    while (bucket != last && (below += *bucket) < share * m_total) ++bucket;
    const auto after = static_cast<std::size_t>(bucket - m_weights.begin()) + 1;
    return startOf(std::min(after, m_weights.size() - 1));
}

}  // namespace simulator
