#pragma once

#include <array>
#include <cmath>

#include "simulator/estimate/network.h"
#include "simulator/run_result.h"

namespace simulator::estimating {

/// How far what is told on may be off: changes that are smaller, relative to `scale`, are not told on. That
/// ends the way of a change through a network, and keeps each value within that of what follows from the
/// others. Nothing is always told from something.
inline constexpr double tolerance = 1e-7;
inline bool differs(double left, double right, double scale) {
    return std::abs(left - right) > tolerance * scale || (left == 0) != (right == 0);
}
inline bool differ(const Moments& left, const Moments& right) {
    const double mean = left.mean;
    const double square = left.variance + mean * mean;
    const double cube = std::abs(left.third) + mean * square;
    return differs(mean, right.mean, mean) || differs(left.variance, right.variance, square) ||
           differs(left.third, right.third, cube);
}

/// Shares or rates of failures by cause.
using ByCause = std::array<double, causeCount>;

/// What a call, query or publication comes to.
struct NodeFlow {
    double weight = 0;    ///< Executions for one execution of its program
    double attempts = 1;  ///< For one execution
    double siblings = 0;  ///< Visits of the same request that are at the target at the same time

    bool operator==(const NodeFlow&) const = default;
};

/// Why it fails.
struct NodeFailures {
    ByCause attempt{};    ///< For one attempt
    ByCause execution{};  ///< For one execution, after the last attempt
};

/// How an execution of a program ends, and when.
struct ProgramState {
    double rate = 0;  ///< Arrivals, refused ones included [1/s]
    double succeeds = 1;
    double fails = 0;     ///< The rest to 1 is stuck in a queue that grows without end
    double mistakes = 0;  ///< The part of `fails` that is no dependency's
    Moments succeeded;    ///< Time of those that succeed
    Moments failed;       ///< Time of those that fail
    Moments hold;         ///< Time of all
    double thinking =
        0;             ///< Of a journey: mean time of the pauses between its requests, in none of these [s]
    double spill = 0;  ///< Wait for a place further down that is spent before the program begins [s]
    bool endless = false;  ///< It waits for a queue that grows without end
};

struct StationState {
    double rate = 0;        ///< Arrivals that no fault refuses [1/s]
    double arrivalScv = 1;  ///< Of the whole stream
    Moments hold;           ///< Of a worker or connection, by one visit
    double idealLoad = 0;   ///< Utilisation if nobody waited for anything: above 1 there is no steady state
    double openLoad = 0;    ///< The part of it that no user's waiting slows down
    double sources = QueueLoad::unbounded;
    bool closedSources = false;
    double callers = 0;     ///< Workers of its callers, by how much they send
    double active = 0;      ///< How many of them are busy
    double callerLoad = 0;  ///< Utilisation of their pools
    double siblings =
        0;              ///< What an arrival finds there of its own request, because branches run in parallel
    QueueState queue;   ///< Of one replica
    double passes = 1;  ///< The share of what comes that is served at all
};

struct GroupState {
    double rate = 0;  ///< Messages [1/s], without redeliveries
    double deliveries = 1;
    Moments handling;
    QueueState queue;
    double passes = 1;
};

/// The solved network, by the network's indices.
struct Solution {
    std::vector<NodeFlow> flows;
    std::vector<NodeFailures> failures;  ///< Of the nodes
    std::vector<ProgramState> programs;
    std::vector<StationState> stations;
    std::vector<GroupState> groups;
    std::vector<double> workloadRates;            ///< Journeys begun [1/s]
    std::vector<std::vector<double>> classWaits;  ///< Product form: mean waits by workload and station [s]
    int iterations = 0;
    bool converged = true;
    bool exact = false;          ///< Product form: no approximation in the means
    Index bottleneck = nowhere;  ///< The station with the highest ideal load
};

}  // namespace simulator::estimating
