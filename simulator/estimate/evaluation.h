#pragma once

#include <optional>
#include <vector>

#include "simulator/estimate/join.h"
#include "simulator/estimate/solution.h"

namespace simulator::estimating {

/// Follows the steps of programs, given how stations and the called operations do.
class Evaluation {
public:
    Evaluation(const Network& network, Solution& solution) : m_network(network), m_solution(solution) {}

    /// What an evaluation has found to be other than before, by more than the tolerance; only that is taken
    /// over.
    struct Changes {
        bool outcome = false;  ///< How it ends, and when
        bool flows = false;    ///< What it sends
    };
    /// The times, the success and the flows of a program. `rate` stays.
    Changes evaluate(Index program);

private:
    /// The steps so far: how many are still under way, and those that failed.
    struct Progress {
        double underWay = 1;
        double stuck = 0;
        double mistakes = 0;  ///< Part of the failed
        Moments time;
        Mixture failed;    ///< Weights are shares of all
        double spill = 0;  ///< Of the callee where it is longest: each of them knows the whole queue outside
        bool endless = false;

        void fail(double share, const Moments& after) {
            if (share > 0) failed.add(underWay * share, time + after);
        }
        /// What a share of those under way does, apart from going on.
        void takeEnds(const Progress& part, double share);
        /// Those under way do that next. Its `spill` is one of the whole.
        void then(const Progress& part);
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

    // evaluation.cpp: how steps follow each other
    Progress steps(Index first, Index end, double reach);
    void step(Index at, Progress& progress, double reach);
    void choice(Index at, Progress& progress, double reach);
    void fork(Index at, Progress& progress, double reach);
    void loop(Index at, Progress& progress, double reach);
    void fallback(Index at, Progress& progress, double reach);
    void findSiblings(Index fork, double reach, double duration);
    bool isOneCall(Index way) const;
    double visitTime(const Node& node) const;
    NodeFlow& flowOf(Index node) { return m_flows[node - m_first]; }
    bool adoptFlows(const Program& program);
    static bool adopt(ProgramState& state, Progress end, double thinking);

    // evaluation_attempts.cpp: what goes to other services and to stores
    void call(Index at, Progress& progress, double reach);
    std::optional<Moments> sureCall(Index at, double& spill, double reach);
    void attempts(Index at, Progress& progress, const Attempt& unlimited);
    void query(Index at, Progress& progress, double reach);
    void lookup(Index at, Progress& progress, double reach);
    Attempt attemptAt(const Node& node) const;
    Attempt queryAt(const Node& node) const;
    static Attempt limited(const Attempt& attempt, double limit);

    const Network& m_network;
    Solution& m_solution;
    Index m_first = 0;              ///< Node of the program
    std::vector<NodeFlow> m_flows;  ///< Of its nodes
    double m_thinking = 0;          ///< Mean time of its pauses [s]

    /// A visit out of one of the branches of a fork.
    struct Visit {
        Index node, station, way;
        double time;  ///< At the station, for one execution of the fork [s]
    };
    std::vector<Visit> m_visits;
    std::vector<BranchTime> m_branches;  ///< Of the forks that are being looked at, the inner ones last
};

}  // namespace simulator::estimating
