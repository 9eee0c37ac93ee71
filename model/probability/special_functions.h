#pragma once

namespace model {

/// ln Gamma(x) for x > 0 (Lanczos; relative error about 1e-14). Unlike std::lgamma it writes no global.
double logGamma(double x);
/// P(shape, x), the cumulative distribution function of the gamma distribution with scale 1.
double regularizedGamma(double shape, double x);
/// I_x(a, b), the cumulative distribution function of the beta distribution.
double regularizedBeta(double a, double b, double x);
/// The quantile of the standard normal distribution, 0 < probability < 1.
double normalQuantile(double probability);
/// The cumulative distribution function of Student's t.
double studentCumulative(double t, double degreesOfFreedom);
/// The quantile of Student's t; 0 < probability < 1, degreesOfFreedom > 0.
double studentQuantile(double probability, double degreesOfFreedom);

}  // namespace model
