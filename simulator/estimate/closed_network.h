#pragma once

#include <vector>

namespace simulator::estimating {

/// A closed queueing network with a product form: classes of users, stations with exponential service that
/// does not depend on the class, first come, first served.
struct ClosedNetwork {
    struct Class {
        int users = 0;
        double think = 0;  ///< All the time of a round that is spent where nobody waits [s]
    };
    struct Station {
        int servers = 1;
        double service = 0;          ///< [s]
        std::vector<double> visits;  ///< In a round, by class
    };
    std::vector<Class> classes;
    std::vector<Station> stations;

    /// About how many steps the exact solution takes.
    double cost() const;
};

struct ClosedSolution {
    std::vector<double> throughput;              ///< Rounds, by class [1/s]
    std::vector<std::vector<double>> residence;  ///< Of one visit, by class and station [s]
    std::vector<double> present;                 ///< Mean number at each station
};

/// Exact mean value analysis for several classes (Reiser & Lavenberg 1980). Where a station has several
/// servers, its idle probability comes from normalising constants (Buzen 1973; Reiser & Kobayashi 1975),
/// which are sums of positive terms, instead of the textbook's difference, which loses all digits near
/// saturation.
ClosedSolution exactMeanValues(const ClosedNetwork& network);

/// The same without the lattice of all populations, for those that are too large: the Linearizer (Chandy &
/// Neuse, CACM 25(2), 1982), mostly within 1 %. A station of several servers counts as one quick server and a
/// delay (Seidmann, Schweitzer & Shalev-Oren, Large Scale Systems 12, 1987), which waits too long at middling
/// load.
ClosedSolution approximateMeanValues(const ClosedNetwork& network);

}  // namespace simulator::estimating
