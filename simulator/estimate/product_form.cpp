#include "simulator/estimate/product_form.h"

#include <algorithm>
#include <cmath>

#include "simulator/estimate/closed_network.h"
#include "simulator/estimate/visits.h"

namespace simulator::estimating {

namespace {

constexpr double mostWork = 4e6;
constexpr double mostOpenLoad = 0.9999;

class ProductForm {
public:
    ProductForm(const Network& network, Solution& solution) : m_network(network), m_solution(solution) {}

    bool solve() {
        for (Index at = 0; at < network().workloads.size(); ++at) {
            const WorkloadPart& workload = network().workloads[at];
            const bool isPoisson = workload.arrivalScv == 1 && workload.modulation.levels.empty();
            if (!workload.closed && !isPoisson) return false;
            m_users += workload.users;
            m_visits.push_back(visitsOf(network(), m_solution, at));
        }
        m_services.assign(network().stations.size(), -1);
        for (const Index program : network().downward)
            if (!fits(network().programs[program])) return false;
        const ClosedNetwork closed = reduced();
        for (const Index at : m_stations)
            if (!(openLoad(at) < mostOpenLoad)) return false;
        m_solution.exact = closed.cost() <= mostWork;
        adopt(closed, m_solution.exact ? exactMeanValues(closed) : approximateMeanValues(closed));
        return true;
    }

private:
    const Network& network() const { return m_network; }

    /// Whether anybody may have to wait there: as good as never is never.
    bool contended(Index station) const {
        const int left = network().stations[station].servers - static_cast<int>(m_users);
        const double open = openErlangs(station);
        return left < 0 || (open > 0 && (left == 0 || erlangC(left, open) > 1e-9));
    }

    double openRate(Index station) const {
        double rate = 0;
        for (Index at = 0; at < network().workloads.size(); ++at)
            if (!network().workloads[at].closed) rate += network().workloads[at].rate * m_visits[at][station];
        return rate;
    }
    /// As if nobody waited.
    double openErlangs(Index station) const {
        const StationState& state = m_solution.stations[station];
        return openRate(station) * state.hold.mean;
    }
    /// By those of the open workloads, at one server.
    double openLoad(Index station) const { return openRate(station) * m_services[station]; }

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
        const bool open = openRate(station) > 0;
        const bool bounded =
            open ? facts.places < QueueLoad::unbounded : facts.places + facts.servers < m_users;
        if (facts.replicas != 1 || bounded || (open && facts.servers > 1)) return false;
        if (std::abs(time.scv() - 1) > 1e-9) return false;
        double& known = m_services[station];
        if (known >= 0) return std::abs(known - time.mean) <= 1e-12 * known;
        known = time.mean;
        return true;
    }

    /// The users of the closed workloads, to whom those of the open ones make a server slower (Sevcik &
    /// Mitrani 1981).
    ClosedNetwork reduced() {
        ClosedNetwork closed;
        for (Index at = 0; at < network().stations.size(); ++at) {
            if (m_services[at] < 0) continue;
            m_stations.push_back(at);
            closed.stations.push_back(
                {network().stations[at].servers, m_services[at] / (1 - openLoad(at)), {}});
        }
        for (Index workload = 0; workload < network().workloads.size(); ++workload) {
            if (!network().workloads[workload].closed) continue;
            double think = network().workloads[workload].think;
            for (const JourneyPart& journey : network().journeys)
                if (journey.workload == workload) {
                    const ProgramState& state = m_solution.programs[journey.program];
                    think += journey.share * (state.hold.mean + state.thinking + journey.finalThink);
                }
            for (std::size_t at = 0; at < m_stations.size(); ++at) {
                const double visits = m_visits[workload][m_stations[at]];
                closed.stations[at].visits.push_back(visits);
                think -= visits * m_services[m_stations[at]];
            }
            closed.classes.push_back(
                {static_cast<int>(network().workloads[workload].users), std::max(0.0, think)});
        }
        return closed;
    }

    void adopt(const ClosedNetwork& closed, const ClosedSolution& found) {
        m_solution.classWaits.assign(network().workloads.size(),
                                     std::vector<double>(network().stations.size(), 0));
        std::size_t kind = 0;
        for (Index workload = 0; workload < network().workloads.size(); ++workload) {
            const bool isClosed = network().workloads[workload].closed;
            if (isClosed) m_solution.workloadRates[workload] = found.throughput[kind];
            for (std::size_t at = 0; at < m_stations.size(); ++at) {
                const double visit = isClosed ? found.residence[kind][at]
                                              : closed.stations[at].service * (1 + found.present[at]);
                m_solution.classWaits[workload][m_stations[at]] =
                    std::max(0.0, visit - m_services[m_stations[at]]);
            }
            if (isClosed) ++kind;
        }
        for (const Index station : m_stations) adoptWait(station);
    }

    void adoptWait(Index station) {
        double rate = 0;
        double waiting = 0;
        for (Index workload = 0; workload < network().workloads.size(); ++workload) {
            const double visits = m_solution.workloadRates[workload] * m_visits[workload][station];
            rate += visits;
            waiting += visits * m_solution.classWaits[workload][station];
        }
        const int servers = network().stations[station].servers;
        m_solution.stations[station].queue.wait =
            closedWait(rate > 0 ? waiting / rate : 0, rate * m_services[station] / servers, servers);
    }

    const Network& m_network;
    Solution& m_solution;
    double m_users = 0;
    std::vector<std::vector<double>> m_visits;  ///< By workload and station, in a round or a journey
    std::vector<double> m_services;             ///< Of contended stations [s]; -1 elsewhere
    std::vector<Index> m_stations;              ///< The contended ones
};

}  // namespace

bool solveProductForm(const Network& network, Solution& solution) {
    return ProductForm(network, solution).solve();
}

}  // namespace simulator::estimating
