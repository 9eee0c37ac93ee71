#include <algorithm>
#include <cmath>
#include <utility>

#include "simulator/estimate/closed_network.h"

namespace simulator::estimating {

namespace {

using Matrix = std::vector<std::vector<double>>;  ///< By class and station

class Linearizer {
public:
    explicit Linearizer(const ClosedNetwork& network)
        : m_network(network),
          m_classes(network.classes.size()),
          m_stations(network.stations.size()),
          m_residence(m_classes, std::vector<double>(m_stations, 0)),
          m_changes(m_classes, Matrix(m_classes, std::vector<double>(m_stations, 0))) {
        for (const ClosedNetwork::Class& users : network.classes) m_users.push_back(users.users);
    }

    ClosedSolution solve() {
        constexpr int rounds = 3;
        Matrix queued = spread(m_users);
        for (int round = 1; round < rounds; ++round) {
            settle(m_users, queued);
            std::vector<Matrix> changes = m_changes;
            for (std::size_t left = 0; left < m_classes; ++left) compare(left, queued, changes[left]);
            m_changes = std::move(changes);
        }
        settle(m_users, queued);
        return solution();
    }

private:
    Matrix spread(const std::vector<double>& users) const {
        Matrix queued(m_classes, std::vector<double>(m_stations, 0));
        for (std::size_t kind = 0; kind < m_classes; ++kind)
            for (double& count : queued[kind]) count = users[kind] / static_cast<double>(m_stations);
        return queued;
    }

    /// How the shares at the stations change when one user of a class is not there.
    void compare(std::size_t left, const Matrix& queued, Matrix& changes) {
        if (!(m_users[left] > 0)) return;
        std::vector<double> fewer = m_users;
        fewer[left] -= 1;
        Matrix without = spread(fewer);
        settle(fewer, without);
        for (std::size_t kind = 0; kind < m_classes; ++kind)
            for (std::size_t at = 0; at < m_stations; ++at) {
                const double before = m_users[kind] > 0 ? queued[kind][at] / m_users[kind] : 0;
                const double after = fewer[kind] > 0 ? without[kind][at] / fewer[kind] : before;
                changes[kind][at] = after - before;
            }
    }

    /// What Bard and Schweitzer's fixed point makes of these changes.
    void settle(const std::vector<double>& users, Matrix& queued) {
        constexpr int most = 2000;
        m_throughput.assign(m_classes, 0);
        for (int pass = 0; pass < most; ++pass) {
            double change = 0;
            Matrix next = queued;
            for (std::size_t kind = 0; kind < m_classes; ++kind)
                if (users[kind] > 0) change = std::max(change, settleClass(kind, users, queued, next[kind]));
            queued = std::move(next);
            if (change < 1e-10) return;
        }
    }

    double settleClass(std::size_t kind, const std::vector<double>& users, const Matrix& queued,
                       std::vector<double>& next) {
        double round = m_network.classes[kind].think;
        for (std::size_t at = 0; at < m_stations; ++at) {
            const ClosedNetwork::Station& facts = m_network.stations[at];
            const double quick = facts.service / facts.servers;
            m_residence[kind][at] = facts.service - quick + quick * (1 + ahead(kind, at, users, queued));
            round += facts.visits[kind] * m_residence[kind][at];
        }
        m_throughput[kind] = round > 0 ? users[kind] / round : 0;
        double change = 0;
        for (std::size_t at = 0; at < m_stations; ++at) {
            const ClosedNetwork::Station& facts = m_network.stations[at];
            const double delay = facts.service - facts.service / facts.servers;
            next[at] = m_throughput[kind] * facts.visits[kind] * (m_residence[kind][at] - delay);
            change = std::max(change, std::abs(next[at] - queued[kind][at]) / users[kind]);
        }
        return change;
    }

    /// The users that an arrival of a class finds at the quick server.
    double ahead(std::size_t kind, std::size_t at, const std::vector<double>& users,
                 const Matrix& queued) const {
        double sum = 0;
        for (std::size_t other = 0; other < m_classes; ++other) {
            if (!(users[other] > 0)) continue;
            const double left = users[other] - (other == kind ? 1 : 0);
            sum += left * (queued[other][at] / users[other] + m_changes[kind][other][at]);
        }
        return std::max(0.0, sum);
    }

    ClosedSolution solution() const {
        ClosedSolution result{m_throughput, m_residence, std::vector<double>(m_stations, 0)};
        for (std::size_t at = 0; at < m_stations; ++at)
            for (std::size_t kind = 0; kind < m_classes; ++kind)
                result.present[at] +=
                    m_throughput[kind] * m_network.stations[at].visits[kind] * m_residence[kind][at];
        return result;
    }

    const ClosedNetwork& m_network;
    std::size_t m_classes;
    std::size_t m_stations;
    std::vector<double> m_users;
    std::vector<double> m_throughput;
    Matrix m_residence;
    std::vector<Matrix> m_changes;  ///< By the class that has one user less
};

}  // namespace

ClosedSolution approximateMeanValues(const ClosedNetwork& network) {
    return Linearizer(network).solve();
}

}  // namespace simulator::estimating
