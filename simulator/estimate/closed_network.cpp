#include "simulator/estimate/closed_network.h"

#include <algorithm>
#include <cmath>

namespace simulator::estimating {

namespace {

/// Populations by class, as indices of a lattice in which fewer users come first.
class Lattice {
public:
    explicit Lattice(const ClosedNetwork& network) {
        std::size_t stride = 1;
        for (const ClosedNetwork::Class& users : network.classes) {
            m_strides.push_back(stride);
            m_sizes.push_back(static_cast<std::size_t>(users.users) + 1);
            stride *= m_sizes.back();
        }
        m_size = stride;
    }
    std::size_t size() const { return m_size; }
    std::size_t classes() const { return m_strides.size(); }
    std::size_t users(std::size_t at, std::size_t kind) const { return at / m_strides[kind] % m_sizes[kind]; }
    std::size_t withoutOne(std::size_t at, std::size_t kind) const { return at - m_strides[kind]; }

private:
    std::vector<std::size_t> m_strides;
    std::vector<std::size_t> m_sizes;
    std::size_t m_size = 1;
};

using Constants = std::vector<long double>;

/// The normalising constants of all populations, station by station.
class Normalisation {
public:
    Normalisation(const ClosedNetwork& network, const Lattice& lattice)
        : m_network(network), m_lattice(lattice) {
        for (std::size_t kind = 0; kind < network.classes.size(); ++kind) m_scales.push_back(scale(kind));
    }

    /// With all stations but one.
    Constants without(std::size_t left) const {
        Constants constants = thinking();
        for (std::size_t station = 0; station < m_network.stations.size(); ++station)
            if (station != left) add(station, constants);
        return constants;
    }
    void add(std::size_t station, Constants& constants) const {
        const int servers = m_network.stations[station].servers;
        Constants sum = constants;
        long double factor = 1;
        for (int count = 1; count < servers; ++count) {
            shift(station, constants);
            factor /= count;
            for (std::size_t at = 0; at < sum.size(); ++at) sum[at] += factor * constants[at];
        }
        shift(station, constants);
        factor /= servers;
        // From `servers` users on each further one adds the same factor: a geometric series.
        for (std::size_t at = 0; at < sum.size(); ++at) {
            long double rest = factor * constants[at];
            for (std::size_t kind = 0; kind < m_lattice.classes(); ++kind)
                if (m_lattice.users(at, kind) > 0)
                    rest += demand(station, kind) / servers * constants[m_lattice.withoutOne(at, kind)];
            constants[at] = rest;
            sum[at] += rest;
        }
        constants = std::move(sum);
    }

private:
    // Keeps the constants near 1: the throughput cannot exceed this (asymptotic bounds).
    double scale(std::size_t kind) const {
        double round = m_network.classes[kind].think;
        double slowest = 0;
        for (const ClosedNetwork::Station& station : m_network.stations) {
            round += station.visits[kind] * station.service;
            slowest = std::max(slowest, station.visits[kind] * station.service / station.servers);
        }
        const double light = std::max(1, m_network.classes[kind].users) / std::max(round, 1e-300);
        return slowest > 0 ? std::min(light, 1 / slowest) : light;
    }
    long double demand(std::size_t station, std::size_t kind) const {
        return m_network.stations[station].visits[kind] * m_network.stations[station].service *
               m_scales[kind];
    }
    Constants thinking() const {
        Constants constants(m_lattice.size(), 0);
        constants[0] = 1;
        for (std::size_t at = 1; at < constants.size(); ++at)
            for (std::size_t kind = 0; kind < m_lattice.classes(); ++kind) {
                const std::size_t users = m_lattice.users(at, kind);
                if (users == 0) continue;
                const long double think = m_network.classes[kind].think * m_scales[kind];
                constants[at] =
                    constants[m_lattice.withoutOne(at, kind)] * think / static_cast<double>(users);
                break;
            }
        return constants;
    }
    // Multiplies the generating function by the sum of the demands.
    void shift(std::size_t station, Constants& constants) const {
        for (std::size_t at = constants.size(); at-- > 0;) {
            long double sum = 0;
            for (std::size_t kind = 0; kind < m_lattice.classes(); ++kind)
                if (m_lattice.users(at, kind) > 0)
                    sum += demand(station, kind) * constants[m_lattice.withoutOne(at, kind)];
            constants[at] = sum;
        }
    }

    const ClosedNetwork& m_network;
    const Lattice& m_lattice;
    std::vector<double> m_scales;
};

class MeanValues {
public:
    explicit MeanValues(const ClosedNetwork& network)
        : m_network(network),
          m_lattice(network),
          m_present(network.stations.size(), std::vector<double>(m_lattice.size(), 0)),
          m_busy(network.stations.size()) {
        const Normalisation normalisation(network, m_lattice);
        for (std::size_t station = 0; station < network.stations.size(); ++station) {
            const int servers = network.stations[station].servers;
            if (servers == 1) continue;
            m_busy[station].assign(static_cast<std::size_t>(servers) - 1,
                                   std::vector<double>(m_lattice.size(), 0));
            const Constants others = normalisation.without(station);
            Constants all = others;
            normalisation.add(station, all);
            for (std::size_t at = 0; at < all.size(); ++at)
                m_busy[station][0][at] = static_cast<double>(others[at] / all[at]);
        }
    }

    ClosedSolution solve() {
        ClosedSolution solution;
        solution.throughput.assign(m_lattice.classes(), 0);
        solution.residence.assign(m_lattice.classes(), std::vector<double>(m_network.stations.size(), 0));
        for (std::size_t at = 1; at < m_lattice.size(); ++at) {
            for (std::size_t kind = 0; kind < m_lattice.classes(); ++kind)
                solution.throughput[kind] = throughput(at, kind, solution.residence[kind]);
            for (std::size_t station = 0; station < m_network.stations.size(); ++station)
                settle(at, station, solution);
        }
        for (const std::vector<double>& present : m_present) solution.present.push_back(present.back());
        return solution;
    }

private:
    double throughput(std::size_t at, std::size_t kind, std::vector<double>& residence) const {
        const std::size_t users = m_lattice.users(at, kind);
        if (users == 0) return 0;
        double round = m_network.classes[kind].think;
        for (std::size_t station = 0; station < m_network.stations.size(); ++station) {
            residence[station] = visit(station, m_lattice.withoutOne(at, kind));
            round += m_network.stations[station].visits[kind] * residence[station];
        }
        return round > 0 ? static_cast<double>(users) / round : 0;
    }

    // The arrival theorem: an arrival sees the network without itself.
    double visit(std::size_t station, std::size_t seen) const {
        const ClosedNetwork::Station& facts = m_network.stations[station];
        double ahead = 1 + m_present[station][seen];
        for (int busy = 0; busy + 2 <= facts.servers; ++busy)
            ahead += (facts.servers - 1 - busy) * m_busy[station][static_cast<std::size_t>(busy)][seen];
        return facts.service / facts.servers * ahead;
    }

    void settle(std::size_t at, std::size_t station, const ClosedSolution& solution) {
        const ClosedNetwork::Station& facts = m_network.stations[station];
        for (std::size_t kind = 0; kind < m_lattice.classes(); ++kind) {
            if (m_lattice.users(at, kind) == 0) continue;
            const double rate = solution.throughput[kind] * facts.visits[kind];
            m_present[station][at] += rate * solution.residence[kind][station];
            const std::size_t before = m_lattice.withoutOne(at, kind);
            for (std::size_t busy = 1; busy < m_busy[station].size(); ++busy)
                m_busy[station][busy][at] +=
                    rate * facts.service / static_cast<double>(busy) * m_busy[station][busy - 1][before];
        }
    }

    const ClosedNetwork& m_network;
    Lattice m_lattice;
    std::vector<std::vector<double>> m_present;            ///< By station and population
    std::vector<std::vector<std::vector<double>>> m_busy;  ///< Probability of so many, fewer than servers - 1
};

}  // namespace

double ClosedNetwork::cost() const {
    double cells = 1;
    for (const Class& users : classes) cells *= users.users + 1.0;
    double work = 0;
    for (const Station& station : stations)
        work += station.servers == 1
                    ? 1.0
                    : static_cast<double>(station.servers) * static_cast<double>(stations.size());
    return cells * static_cast<double>(classes.size()) * (work + 1);
}

ClosedSolution exactMeanValues(const ClosedNetwork& network) {
    return MeanValues(network).solve();
}

}  // namespace simulator::estimating
