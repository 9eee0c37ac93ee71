#include "simulator/random/zipf.h"

#include <algorithm>
#include <cmath>

namespace simulator {

namespace {

// Both go to 1 as x goes to 0.
double expm1Ratio(double x) {
    return std::abs(x) > 1e-8 ? std::expm1(x) / x : 1 + x / 2;
}
double log1pRatio(double x) {
    return std::abs(x) > 1e-8 ? std::log1p(x) / x : 1 - x / 2;
}

}  // namespace

ZipfSampler::ZipfSampler(std::uint32_t keys, double skew) : m_keys(keys), m_skew(skew) {
    m_first = integral(1.5) - 1;
    m_last = integral(keys + 0.5);
    m_accepted = 2 - inverse(integral(2.5) - density(2));
}

double ZipfSampler::density(double x) const {
    return std::exp(-m_skew * std::log(x));
}

// Of the density from 1 to x.
double ZipfSampler::integral(double x) const {
    const double logarithm = std::log(x);
    return expm1Ratio((1 - m_skew) * logarithm) * logarithm;
}

double ZipfSampler::inverse(double area) const {
    return std::exp(log1pRatio(std::max(-1.0, area * (1 - m_skew))) * area);
}

std::uint32_t ZipfSampler::skewed(RandomStream& stream) const {
    for (;;) {
        const double area = m_last + stream.uniform() * (m_first - m_last);
        const double x = inverse(area);
        const double key = std::clamp(std::floor(x + 0.5), 1.0, static_cast<double>(m_keys));
        if (key - x <= m_accepted || area >= integral(key + 0.5) - density(key))
            return static_cast<std::uint32_t>(key) - 1;
    }
}

}  // namespace simulator
