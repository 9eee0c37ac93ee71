#pragma once

#include "model/distribution.h"

namespace simulator::estimating {

/// The first three cumulants of a random time; those of a sum of independent times are the sums.
struct Moments {
    double mean = 0;      ///< [s]
    double variance = 0;  ///< [s^2]
    double third = 0;     ///< Third central moment [s^3]

    bool operator==(const Moments&) const = default;

    Moments& operator+=(const Moments& other) {
        mean += other.mean;
        variance += other.variance;
        third += other.third;
        return *this;
    }
    friend Moments operator+(Moments left, const Moments& right) { return left += right; }

    /// Squared coefficient of variation; 0 where the mean is 0.
    double scv() const { return mean > 0 ? variance / (mean * mean) : 0; }
    /// The same time, `factor` times as long.
    Moments scaled(double factor) const {
        return {mean * factor, variance * factor * factor, third * factor * factor * factor};
    }

    static Moments constant(double time) { return {time, 0, 0}; }
    /// A gamma-distributed time, which an exponential one is with scv 1.
    static Moments gamma(double mean, double scv) {
        return {mean, scv * mean * mean, 2 * scv * scv * mean * mean * mean};
    }
};

/// Moments of a time that is one of several by chance: parts are added with their probabilities.
class Mixture {
public:
    void add(double weight, const Moments& part) {
        const double square = part.variance + part.mean * part.mean;
        m_weight += weight;
        m_first += weight * part.mean;
        m_second += weight * square;
        m_third += weight * (part.third + part.mean * (3 * part.variance + part.mean * part.mean));
    }
    double weight() const { return m_weight; }
    /// Of the parts, relative to their total weight; zero without parts.
    Moments moments() const {
        if (!(m_weight > 0)) return {};
        const double mean = m_first / m_weight;
        const double square = m_second / m_weight;
        const double cube = m_third / m_weight;
        const double variance = square - mean * mean;
        if (!(variance > 1e-14 * square)) return {mean, 0, 0};
        return {mean, variance, cube - mean * (3 * variance + mean * mean)};
    }

private:
    double m_weight = 0;
    double m_first = 0;
    double m_second = 0;
    double m_third = 0;
};

/// What the estimate knows of a distribution. Kinds that it does not know count as gamma distributions of
/// their mean and cv.
Moments momentsOf(const model::Distribution& distribution);

}  // namespace simulator::estimating
