#include "simulator/estimate/product_form.h"

#include <algorithm>
#include <cmath>

#include "simulator/estimate/closed_network.h"
#include "simulator/estimate/visits.h"

namespace simulator::estimating {

namespace {

constexpr double mostWork = 4e6;

class ProductForm {
public:
    ProductForm(const Network& network, Solution& solution) : m_network(network), m_solution(solution) {}

    bool solve() {
        for (const WorkloadPart& workload : network().workloads) {
            if (!workload.closed) return false;
            m_users += workload.users;
        }
        m_services.assign(network().stations.size(), -1);
        for (const Index program : network().downward)
            if (!fits(network().programs[program])) return false;
        ClosedNetwork closed = reduced();
        if (closed.cost() > mostWork) return false;
        adopt(closed, exactMeanValues(closed));
        return true;
    }

private:
    const Network& network() const { return m_network; }

    bool contended(Index station) const { return network().stations[station].servers < m_users; }

    bool fits(const Program& program) {
        for (Index at = program.first; at < program.end; ++at)
            if (!fits(network().nodes[at])) return false;
        if (program.station == nowhere || !contended(program.station)) return true;
        const bool single = program.end == program.first + 1;
        return single && network().nodes[program.first].kind == Node::Kind::Delay &&
               serves(program.station, network().nodes[program.first].time);
    }

    bool fits(const Node& node) {
        switch (node.kind) {
            case Node::Kind::Fork:
            case Node::Kind::Publish:
                return false;
            case Node::Kind::Call:
                return !network().patiences[node.patience].limited() &&
                       faultless(network().programs[node.target].station);
            case Node::Kind::Query:
            case Node::Kind::Lookup:
                if (node.target == nowhere) return true;
                return faultless(node.target) && (!contended(node.target) || serves(node.target, node.time));
            default:
                return true;
        }
    }

    bool faultless(Index station) const {
        return network().stations[station].errorRate == 0 && !network().stations[station].down;
    }

    // Whether the station may have that service: one exponential time for all.
    bool serves(Index station, const Moments& time) {
        const Station& facts = network().stations[station];
        if (facts.replicas != 1 || facts.places + facts.servers < m_users) return false;
        if (std::abs(time.scv() - 1) > 1e-9) return false;
        double& known = m_services[station];
        if (known >= 0) return std::abs(known - time.mean) <= 1e-12 * known;
        known = time.mean;
        return true;
    }

    ClosedNetwork reduced() {
        ClosedNetwork closed;
        for (Index at = 0; at < network().stations.size(); ++at) {
            if (m_services[at] < 0) continue;
            m_stations.push_back(at);
            closed.stations.push_back({network().stations[at].servers, m_services[at], {}});
        }
        for (Index workload = 0; workload < network().workloads.size(); ++workload) {
            const std::vector<double> visits = visitsOf(network(), m_solution, workload);
            double think = network().workloads[workload].think;
            for (const JourneyPart& journey : network().journeys)
                if (journey.workload == workload)
                    think +=
                        journey.share * (journey.finalThink + m_solution.programs[journey.program].hold.mean);
            for (std::size_t at = 0; at < m_stations.size(); ++at) {
                closed.stations[at].visits.push_back(visits[m_stations[at]]);
                think -= visits[m_stations[at]] * closed.stations[at].service;
            }
            closed.classes.push_back(
                {static_cast<int>(network().workloads[workload].users), std::max(0.0, think)});
        }
        return closed;
    }

    void adopt(const ClosedNetwork& closed, const ClosedSolution& exact) {
        m_solution.workloadRates = exact.throughput;
        m_solution.classWaits.assign(exact.throughput.size(),
                                     std::vector<double>(network().stations.size(), 0));
        for (std::size_t at = 0; at < m_stations.size(); ++at) {
            const ClosedNetwork::Station& station = closed.stations[at];
            double rate = 0;
            double waiting = 0;
            for (std::size_t kind = 0; kind < closed.classes.size(); ++kind) {
                const double wait = std::max(0.0, exact.residence[kind][at] - station.service);
                m_solution.classWaits[kind][m_stations[at]] = wait;
                rate += exact.throughput[kind] * station.visits[kind];
                waiting += exact.throughput[kind] * station.visits[kind] * wait;
            }
            m_solution.stations[m_stations[at]].queue.wait = closedWait(
                rate > 0 ? waiting / rate : 0, rate * station.service / station.servers, station.servers);
        }
    }

    const Network& m_network;
    Solution& m_solution;
    double m_users = 0;
    std::vector<double> m_services;  ///< Of contended stations [s]; -1 elsewhere
    std::vector<Index> m_stations;   ///< The contended ones
};

}  // namespace

bool solveProductForm(const Network& network, Solution& solution) {
    return ProductForm(network, solution).solve();
}

}  // namespace simulator::estimating
