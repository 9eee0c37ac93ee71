#pragma once

#include "simulator/estimate/modulation.h"
#include "simulator/estimate/queues.h"

namespace simulator::estimating {

/// The part of what comes to a queue that a modulated workload has sent.
struct BurstShare {
    double share = 1;   ///< Of the arrivals
    double visits = 1;  ///< By one journey, at all replicas
    int replicas = 1;
};

/// A queue some of whose arrivals come in bursts; `calm` is the queue without. The lower one of two limits:
/// - bursts so long that the queue is in the steady state of each rate on its own, which no modulation of
///   these rates exceeds (Rolski, Queues with nonstationary inputs, Queueing Systems 5, 1989). Where bursts
///   exceed the capacity, the fluid that they pile up (two rates, exponential stays: Anick, Mitra and Sondhi,
///   BSTJ 61(8), 1982) and, found by trial, the geometric mean of the calm wait and the other limit;
/// - heavy traffic, where only the index of dispersion of the arrivals counts (Sriram and Whitt, IEEE JSAC
///   4(6), 1986).
QueueState solveBursts(const QueueLoad& load, const QueueState& calm, const Modulation& modulation,
                       const BurstShare& bursts);

}  // namespace simulator::estimating
