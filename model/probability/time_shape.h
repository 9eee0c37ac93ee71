#pragma once

#include "model/distribution.h"
#include "model/result.h"

namespace model {

/// A distribution of times by its first two moments, however the model gives it.
struct TimeShape {
    DistributionKind kind = DistributionKind::Constant;
    double mean = 0;  ///< [ns]
    double cv = 1;    ///< As for `Distribution`: unused by Constant and Exponential
};

/// The moments of a distribution. Those given by quantiles are solved: in closed form where there is one
/// (constant, uniform, exponential, log-normal, Weibull), else by bisection (gamma, hyper-exponential,
/// Pareto). An Erlang distribution has the lower quantile exactly and the number of phases that comes nearest
/// to the upper one. Fails, without a place, when no distribution of the kind has the quantiles; says then
/// what was found and what is within reach; fails, too, when nothing can be drawn from what was measured.
Result<TimeShape> shapeOf(const Distribution& distribution);

/// `p50`, `p99.9`
std::string quantileName(double probability);

}  // namespace model
