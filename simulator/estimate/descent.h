#pragma once

#include "simulator/estimate/course.h"

namespace simulator::estimating {

/// Rates and the variability of the streams go down, from callers to callees: follows the programs and
/// gathers what comes to the stations that are marked.
class Descent {
public:
    Descent(const Network& network, const Wiring& wiring, Course& course)
        : m_network(network), m_wiring(wiring), m_course(course), m_visitTimes(network.stations.size(), 0) {}

    void run();
    /// Users begin anew when their journey and their pause are over.
    void beginJourneys();

private:
    /// What comes to a station: the superposition of streams.
    struct Stream {
        double rate = 0, weighted = 0, squares = 0, siblings = 0;
        double active = 0, callers = 0, callerLoads = 0, sent = 0, strongest = 0;
        Mixture hold;  ///< Of stores
    };

    void findRate(Index program);
    void follow(Index program);
    void followRates(Index program);
    void sendRate(Index node, Index target, double rate);
    double startScv(Index program) const;
    double executions(Index program) const;
    void press(Index program, double executed);
    void findOwnVisits(const Program& program, double hold);
    void send(Index node, Index target, double rate, double scv, double departures);
    double scvAfter(double scv, double load, const Moments& service, Index station) const;
    void publish(Index node, double rate);
    void gatherGroup(Index group);
    Stream gathered(Index station) const;
    void add(Stream& stream, const Wiring::Sender& sender) const;
    void finish(Index station);
    bool adoptCallers(Index station, const Stream& stream);
    bool adoptVariability(Index station, const Stream& stream);
    double fed(Index program) const;
    double pressureOf(Index station) const;
    double loadOf(Index station) const { return m_course.loadOf(m_network, station); }
    const StationState& stateOf(Index station) const { return m_course.solution.stations[station]; }

    const Network& m_network;
    const Wiring& m_wiring;
    Course& m_course;
    std::vector<double> m_visitTimes;  ///< By station, of the program that is followed
    std::vector<Index> m_visited;
};

}  // namespace simulator::estimating
