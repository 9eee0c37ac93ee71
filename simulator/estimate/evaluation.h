#pragma once

#include <utility>

#include "simulator/estimate/solution.h"

namespace simulator::estimating {

/// Follows the steps of programs, given how stations and the called operations do. Sets the flows of the
/// nodes.
class Evaluation {
public:
    Evaluation(const Network& network, Solution& solution) : m_network(network), m_solution(solution) {}

    /// The times, the success and the flows of a program. `rate` stays.
    void evaluate(Index program);
    /// Whether a flow has changed since this was asked last, or a failure was met.
    bool takeChanged() { return std::exchange(m_changed, false); }

private:
    /// The steps so far: how many are still under way, and those that failed.
    struct Progress {
        double underWay = 1;
        double stuck = 0;
        Moments time;
        Mixture failed;    ///< Weights are shares of all
        double spill = 0;  ///< Of the callee where it is longest: each of them knows the whole queue outside
        bool endless = false;

        void fail(double share, const Moments& after) {
            if (share > 0) failed.add(underWay * share, time + after);
        }
    };
    /// What a single attempt comes to within a time limit.
    struct Attempt {
        double succeeds = 0;
        Moments succeeded;
        double fails = 0;
        Moments failed;
        double stuck = 0;
        ByCause causes{};
    };

    Progress steps(Index first, Index end, double reach);
    void step(Index at, Progress& progress, double reach);
    void call(Index at, Progress& progress, double reach);
    void patientCall(Index at, Progress& progress, const Attempt& attempt);
    void attempts(Index at, Progress& progress, const Attempt& unlimited);
    void query(Index at, Progress& progress, double reach);
    void lookup(Index at, Progress& progress, double reach);
    void choice(Index at, Progress& progress, double reach);
    void fork(Index at, Progress& progress, double reach);
    Attempt attemptAt(const Node& node) const;
    Attempt queryAt(const Node& node) const;
    static Attempt limited(const Attempt& attempt, double limit);
    void findSiblings(Index fork, double reach, double duration);
    double visitTime(const Node& node) const;
    void absorb(const Progress& part, Progress& progress, Mixture& ends, double share);
    void setWeight(Index at, double weight);

    const Network& m_network;
    Solution& m_solution;
    bool m_changed = false;

    /// A visit out of one of the branches of a fork.
    struct Visit {
        Index node, station, way;
        double time;  ///< At the station, for one execution of the fork [s]
    };
    std::vector<Visit> m_visits;
};

}  // namespace simulator::estimating
