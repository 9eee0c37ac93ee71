#pragma once

#include "model/distribution.h"

namespace model {

/// The coefficients of variation of gamma, log-normal and Weibull distributions.
inline constexpr double smallestFreeCv = 0.01;
inline constexpr double largestFreeCv = 100;
inline constexpr double smallestParetoCv = 1 + 1e-6;
inline constexpr double largestParetoCv = 1000;
inline constexpr double largestHyperExponentialCv = 1000;

/// The time that the share `probability`, between 0 and 1, of times does not exceed, in means. For all kinds
/// but the empirical one.
double unitQuantile(DistributionKind kind, double cv, double probability);
/// Its logarithm, also where the time is too short for a double.
double logUnitQuantile(DistributionKind kind, double cv, double probability);

/// The squared coefficient of variation of a Weibull distribution of that shape.
double weibullVariation(double shape);
/// The shape of the Weibull distribution with that coefficient of variation, by bisection.
double weibullShape(double cv);

}  // namespace model
