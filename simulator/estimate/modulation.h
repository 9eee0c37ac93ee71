#pragma once

#include <vector>

#include "model/arrivals.h"

namespace simulator::estimating {

/// How the rate of a Markov-modulated workload swings about its mean; empty for any other.
struct Modulation {
    struct Level {
        double share = 1;   ///< Of the time
        double factor = 1;  ///< Of the mean rate

        bool operator==(const Level&) const = default;
    };
    std::vector<Level> levels;  ///< Few: neighbours are taken together
    double dispersion = 1;      ///< Variance over mean of the number of arrivals in a very long time

    bool operator==(const Modulation&) const = default;
};

/// The mean rate [1/s].
double meanRate(const model::ModulatedArrivals& arrivals);

/// The index of dispersion follows from the cycles of the states, which renew the process (Cox, Renewal
/// Theory, 1962): 1 + sum (r_i - r)^2 s_i^2 / (r sum s_i) for rates r_i and mean stays s_i. With two states
/// that is eq. 23 of W. Fischer and K. Meier-Hellstern, The Markov-modulated Poisson process (MMPP) cookbook,
/// Performance Evaluation 18(2), 1993.
Modulation modulationOf(const model::ModulatedArrivals& arrivals);

}  // namespace simulator::estimating
