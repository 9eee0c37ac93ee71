#include "simulator/platform/window_average.h"

#include <algorithm>
#include <cmath>

namespace simulator {

namespace {

constexpr std::int64_t bucketLength = 1'000'000'000;
constexpr double decimals = 1e6;

}  // namespace

WindowAverage::WindowAverage(std::int64_t window)
    : m_buckets(
          static_cast<std::size_t>(std::max<std::int64_t>(1, (window + bucketLength - 1) / bucketLength))) {}

void WindowAverage::record(std::int64_t now, double value) {
    const std::int64_t second = now / bucketLength;
    if (m_last < 0 || second - m_last >= size()) {
        m_first = second;
        std::fill(m_buckets.begin(), m_buckets.end(), 0);
    } else {
        for (std::int64_t empty = m_last + 1; empty <= second; ++empty) bucket(empty) = 0;
    }
    m_last = std::max(m_last, second);
    bucket(second) += value;
}

double WindowAverage::at(std::int64_t now) const {
    const std::int64_t second = now / bucketLength;
    const std::int64_t since = std::max<std::int64_t>(0, second - m_last);
    if (m_last < 0 || since >= size()) return 0;
    double sum = 0;
    const std::int64_t count = std::min(m_last - m_first + 1, size() - since);
    for (std::int64_t back = 0; back < count; ++back) sum += bucket(m_last - back);
    return std::floor(sum / static_cast<double>(count) * decimals) / decimals;
}

}  // namespace simulator
