#pragma once

#include <utility>

#include "simulator/plan/plan.h"
#include "simulator/random/ziggurat.h"

namespace simulator {

/// The moments at which the journeys of one open workload begin.
///
/// Poisson processes with a rate that changes are sampled exactly, by inversion of the integral of the rate
/// (Cinlar, Introduction to Stochastic Processes, 1975): in closed form where the rate is linear in pieces,
/// by a guarded Newton iteration where it is a wave. The states of a modulated process (Fischer,
/// Meier-Hellstern: The Markov-modulated Poisson process cookbook, Performance Evaluation 18, 1993) change by
/// a stream of random numbers of their own. Recordings are replayed to the nanosecond.
class ArrivalProcess {
public:
    /// The workload must outlive the process. `modulation` is used by modulated arrivals only.
    ArrivalProcess(const WorkloadPlan& workload, std::int64_t length, const RandomStream& arrivals,
                   const RandomStream& modulation);

    /// Goes on where another one, of a workload of the same shape, is.
    void continueFrom(const ArrivalProcess& before);
    /// The next moment [ns], never before the last one; `never` when there is none in the run. That of a
    /// steady process is always known beforehand, as a time that is drawn is.
    std::int64_t next() {
        if (!(m_steadyRate > 0)) return other();
        const std::int64_t moment = m_nextMoment;
        m_time = m_nextTime;
        m_amount = standardExponential(m_arrivals);
        foresee();
        return moment;
    }

private:
    void foresee() {
        m_nextTime = m_time + m_amount / m_steadyRate;
        m_nextMoment = momentOf(m_nextTime);
    }
    [[gnu::noinline]] std::int64_t other();
    double takeAmount() { return std::exchange(m_amount, standardExponential(m_arrivals)); }
    std::int64_t atRate(double amount);
    std::int64_t onWave(double amount);
    std::int64_t modulated(double amount);
    std::int64_t replayed();
    std::int64_t counted();
    void stay();
    static std::int64_t momentOf(double time) {
        constexpr double lastSecond = 1.15e9;  // 2^60 ns
        constexpr double half = 0.5;
        return time < lastSecond ? static_cast<std::int64_t>(time * 1e9 + half) : never;
    }

    const WorkloadPlan* m_workload;
    RandomStream m_arrivals;
    RandomStream m_modulation;
    double m_steadyRate;            ///< Of a Poisson process, where it never changes; else 0 [1/s]
    double m_horizon;               ///< Later arrivals do not matter [s]
    std::size_t m_at = 0;           ///< The present piece, state, time or count
    double m_offset = 0;            ///< Of the present round [s]
    double m_start = 0;             ///< Of the piece [s]
    double m_end = 0;               ///< Of the stay in the state [s]
    double m_time = 0;              ///< Of the last arrival [s]
    double m_amount = 0;            ///< By which the integral of the rate grows until the next one
    double m_nextTime = 0;          ///< Of a steady process: of the next one [s]
    std::int64_t m_nextMoment = 0;  ///< The same [ns]
    std::int64_t m_base = 0;        ///< Of the present round of times, or of the interval [ns]
    std::int32_t m_within = 0;      ///< The interval: how many of its arrivals have been
};

}  // namespace simulator
