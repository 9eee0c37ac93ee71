#pragma once

#include <vector>

#include "simulator/plan/plan.h"

namespace simulator {

/// The moments at which journeys begin: a point process with a rate that is linear in pieces, by exact
/// inversion of the integral of the rate (Cinlar, Introduction to Stochastic Processes, 1975).
class ArrivalProcess {
public:
    explicit ArrivalProcess(const std::vector<WorkloadPlan::Piece>& rates) : m_rates(rates) {}

    /// The next moment: that at which the integral of the rate has grown by `amount` (exponential with mean 1
    /// for a Poisson process, 1 for a regular one) [ns]; `never` when there is none.
    std::int64_t next(double amount);

private:
    std::vector<WorkloadPlan::Piece> m_rates;
    std::size_t m_piece = 0;
    double m_start = 0;  ///< Of the piece [s]
    double m_time = 0;   ///< Of the last arrival [s]
};

}  // namespace simulator
