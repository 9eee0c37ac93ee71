#pragma once

#include <cstddef>
#include <span>

#include "simulator/estimate/moments.h"

namespace simulator::estimating {

/// One of the branches that run at the same time.
struct BranchTime {
    double succeeds = 1;  ///< Probability
    Moments time;         ///< Of its success

    bool operator==(const BranchTime&) const = default;
};

/// When, and whether, enough of them have succeeded.
struct Joined {
    double succeeds = 1;
    Moments time;  ///< Given that they did
};

/// The `needed`-th success of independent branches: an order statistic of the fitted distributions, by
/// quadrature of its tail. Exact for constants, and within 1e-4 for exponential times.
Joined joined(std::span<const BranchTime> branches, std::size_t needed);

}  // namespace simulator::estimating
