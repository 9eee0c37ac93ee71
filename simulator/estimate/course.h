#pragma once

#include "simulator/estimate/solution.h"
#include "simulator/estimate/wiring.h"

namespace simulator::estimating {

inline constexpr double forEver = 1e6;    ///< Stands for the wait in a queue that grows without end [s]
inline constexpr double mostRate = 1e12;  ///< Where circles of messages amplify without end [1/s]

/// A solution on its way: what each node sends, and what has to be looked at again because something that it
/// depends on has changed.
struct Course {
    struct Sent {
        double rate = 0;      ///< [1/s]
        double admitted = 0;  ///< What no fault refuses [1/s]
        double weighted = 0;  ///< Its squared coefficient of variation times `admitted`
        double siblings = 0;  ///< Visits that it finds of its own request
    };
    /// What a program makes of those it calls.
    struct Pressure {
        double active = 0;    ///< Workers that are busy with it
        double capacity = 0;  ///< Of its pool
        double load = 0;      ///< Of its pool
    };
    /// Load that comes in bursts, and where to.
    struct Bursts {
        Index workload = 0;
        std::vector<double> visits;  ///< By station, of one journey

        bool operator==(const Bursts&) const = default;
    };
    enum Mark : std::uint8_t {
        Evaluate = 1,  ///< Programs: times, success and flows
        Rate = 2,      ///< Programs
        Follow = 4,    ///< Programs: what they send
        Gather = 8,    ///< Stations and groups: what comes to them
        Queue = 16,    ///< Stations and groups: how long it waits
    };

    Solution solution;
    std::vector<Sent> sent;           ///< By node
    std::vector<Pressure> pressures;  ///< By program
    std::vector<std::uint8_t> programs, stations, groups;
    std::vector<Bursts> bursts;
    bool queues = true;   ///< False: waits are as they are, whatever comes
    bool closed = false;  ///< There are users of a fixed number
    double change = 0;    ///< Largest in this round, as a share
    double share = 1;     ///< Of a change that is adopted; less where it swings

    /// Nothing is known, all is marked.
    void begin(const Network& network);
    bool isSettled() const;

    static bool take(std::uint8_t& marks, Mark mark) {
        const bool set = (marks & mark) != 0;
        marks &= static_cast<std::uint8_t>(~mark);
        return set;
    }
    static void put(std::uint8_t& marks, int mark) { marks |= static_cast<std::uint8_t>(mark); }

    /// The same mark for all that call or query a station.
    void markVisitors(const Network& network, const Wiring& wiring, Index station, int mark);
    void markOperations(const Network& network, const Wiring& wiring, Index station, int mark);
    /// Those who handle what comes to a group.
    void markConsumers(const Network& network, Index group);
    /// Everything that looks at how full a station is.
    void loadChanged(const Network& network, const Wiring& wiring, Index station);

    double loadOf(const Network& network, Index station) const {
        const StationState& state = solution.stations[station];
        return state.rate * state.hold.mean / network.stations[station].capacity();
    }
};

}  // namespace simulator::estimating
