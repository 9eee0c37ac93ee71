#pragma once

#include "simulator/estimate/moments.h"

namespace simulator::estimating {

/// The probability that all of `servers` are busy when `load` erlangs are offered and nothing waits (Erlang
/// B).
double erlangB(int servers, double load);
/// The probability that an arrival has to wait (Erlang C); 1 from `load` = `servers` on.
double erlangC(int servers, double load);
/// The loss of a renewal stream at servers without a queue, exponential service (Takacs 1962). Interarrival
/// times are gamma-distributed with `arrivalScv`; with 1 it is Erlang B.
double renewalLoss(int servers, double load, double arrivalScv);

/// What comes to one queue of several servers, and what it may hold.
struct QueueLoad {
    double rate = 0;        ///< Arrivals [1/s]
    Moments service;        ///< Of one visit
    double arrivalScv = 1;  ///< Squared coefficient of variation of the time between arrivals
    int servers = 1;
    double places = unbounded;   ///< For those who wait
    double sources = unbounded;  ///< How many can be here at the same time
    bool closedSources = false;  ///< They are users of a fixed number, not a stream that keeps coming
    double active = 0;           ///< Callers' workers that are busy, in the mean; with bounded sources
    double callerLoad = 0;       ///< Utilisation of the callers' pools, 0 to 1; with bounded sources
    double pastWait = 0;         ///< The wait that `rate` and `active` are the result of [s]
    static constexpr double unbounded = 1e18;

    bool bounded() const { return sources < unbounded; }
    /// How long a caller's worker does other things between two visits [s].
    double away() const;

    double offered() const { return rate * service.mean; }  ///< [erlangs]
};

/// The steady state of a queue.
struct QueueState {
    double blocked = 0;      ///< The share of arrivals that is refused
    double utilisation = 0;  ///< Of the servers, 0 to 1
    Moments wait;            ///< Of those that are admitted
    double spill = 0;        ///< Mean time that visitors wait for a place among the sources, outside [s]
    bool stable = true;      ///< False when the queue grows without end; the wait is then meaningless
};

/// A queue with first come, first served: exact for M/M/c, M/M/c/K, M/G/1 (mean and, with three moments of
/// the service, variance), Erlang's loss and the finite-source queue M/M/c//N; otherwise the two-moment
/// approximation of Allen and Cunneen (Allen 1990) with the correction of Kraemer and Langenbach-Belz (1976)
/// for regular arrivals, which also stretches the places of a bounded queue.
QueueState solveQueue(const QueueLoad& load);

/// Customers of a closed queue: `sources` users that come back after an exponential time of `away` [s].
/// Returns the mean wait [s] (finite-source queue, "machine repair").
double finiteSourceWait(int servers, double service, double sources, double away);

/// The mean wait that is added where an arrival finds `siblings` visits of its own request besides the
/// others, who load each of the queue's servers [s].
double siblingWait(const QueueLoad& load, double siblings);

/// How a wait of that mean is spread at a queue of a fixed number of users: where they queue up it is a sum
/// of services, otherwise like that of an open queue.
Moments closedWait(double mean, double utilisation, int servers);

}  // namespace simulator::estimating
