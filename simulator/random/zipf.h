#pragma once

#include <cstdint>
#include <type_traits>

#include "simulator/random/philox.h"

namespace simulator {

/// Draws keys by Zipf's law: of n keys number k, counted from 0, with a probability as 1/(k + 1)^skew. Exact,
/// without a table, O(1) with fewer than two numbers a draw on average. Hoermann, Derflinger:
/// Rejection-inversion to generate variates from monotone discrete distributions (ACM TOMACS 6(3), 1996).
class ZipfSampler {
public:
    ZipfSampler() : ZipfSampler(1, 0) {}
    /// At least one key; a skew of at least 0.
    ZipfSampler(std::uint32_t keys, double skew);

    std::uint32_t operator()(RandomStream& stream) const {
        return m_skew > 0 ? skewed(stream) : stream.below(m_keys);
    }
    std::uint32_t keys() const { return m_keys; }

private:
    double integral(double x) const;
    double inverse(double area) const;
    double density(double x) const;
    std::uint32_t skewed(RandomStream& stream) const;

    std::uint32_t m_keys;
    double m_skew;
    double m_first = 0;     ///< Where the area of the first key begins
    double m_last = 0;      ///< Where that of the last one ends
    double m_accepted = 0;  ///< Nearer than that to its key, a point needs no test
};
static_assert(std::is_trivially_copyable_v<ZipfSampler>);

}  // namespace simulator
