#pragma once

#include <cstddef>

#include "simulator/estimate/moments.h"

namespace simulator::estimating {

/// A distribution with given moments: the Weibull distribution of three parameters (shift, scale, shape),
/// whose quantiles and tail are closed forms. A constant plus an exponential time is met exactly.
class FittedTime {
public:
    explicit FittedTime(const Moments& moments);

    /// P(time > t), t in [s].
    double survival(double time) const;
    /// Makes of many times, in place, what their survival is a Weibull tail of: one with the power `shape`.
    void standardise(double* times, std::size_t count) const;
    /// The time that is exceeded with the probability 1 - `probability` [s]; never negative.
    double quantile(double probability) const;
    /// The least time that is possible [s].
    double least() const { return m_shift; }
    /// A time by which the tail falls to e^-1 of what it was at `least` [s].
    double scale() const { return m_scale; }
    /// Of the Weibull distribution.
    double shape() const { return 1 / m_inverseShape; }
    /// Moments of those times that are at most `limit` [s]. By quadrature.
    Moments truncatedAt(double limit) const;

    /// The skewness of a Weibull distribution without shift that has this coefficient of variation.
    static double weibullSkewness(double cv);

private:
    double m_shift = 0;
    double m_scale = 0;         ///< 0: constant
    double m_inverseShape = 1;  ///< 1 / shape
};

}  // namespace simulator::estimating
