// Closed networks: mean value analysis against the steady state of all states.
#include "simulator/estimate/closed_network.h"

#include "tests/simulator/estimates.h"

using namespace estimates;

namespace {

/// The steady state of a small closed network with two classes by summing over
/// all of its states.
struct Enumeration {
    const simulator::estimating::ClosedNetwork& network;
    std::vector<std::vector<int>> at;  ///< By station, the last one is where users think; by class
    double sum = 0;
    std::vector<double> present;

    void place(std::size_t kind, std::size_t where, int left) {
        if (where == network.stations.size()) {
            at[where][kind] = left;
            if (kind + 1 < network.classes.size()) return place(kind + 1, 0, network.classes[kind + 1].users);
            return weigh();
        }
        for (int count = 0; count <= left; ++count) {
            at[where][kind] = count;
            place(kind, where + 1, left - count);
        }
    }

    void weigh() {
        double weight = 1;
        for (std::size_t kind = 0; kind < network.classes.size(); ++kind)
            weight *=
                std::pow(network.classes[kind].think, at.back()[kind]) / std::tgamma(at.back()[kind] + 1);
        for (std::size_t where = 0; where < network.stations.size(); ++where) {
            const auto& facts = network.stations[where];
            int all = 0;
            for (std::size_t kind = 0; kind < network.classes.size(); ++kind) {
                const int count = at[where][kind];
                weight *= std::pow(facts.visits[kind] * facts.service, count) / std::tgamma(count + 1);
                all += count;
            }
            weight *= std::tgamma(all + 1);
            for (int count = 1; count <= all; ++count) weight /= std::min(count, facts.servers);
        }
        sum += weight;
        for (std::size_t where = 0; where < network.stations.size(); ++where)
            present[where] += weight * (at[where][0] + at[where][1]);
    }
};

}  // namespace

class EstimateClosedTest : public QObject {
    Q_OBJECT

private slots:
    void severalClassesExactly();
    void repairmen();
};

void EstimateClosedTest::severalClassesExactly() {
    simulator::estimating::ClosedNetwork network;
    network.classes = {{4, 3.0}, {5, 1.5}};
    network.stations = {{1, 0.4, {1.0, 2.0}}, {3, 1.1, {0.5, 1.0}}, {2, 0.7, {2.0, 0.3}}};
    Enumeration states{network, std::vector<std::vector<int>>(4, std::vector<int>(2)), 0, {0, 0, 0}};
    states.place(0, 0, network.classes[0].users);
    const auto solution = simulator::estimating::exactMeanValues(network);
    for (std::size_t where = 0; where < network.stations.size(); ++where)
        QVERIFY2(std::abs(solution.present[where] - states.present[where] / states.sum) < 1e-10,
                 qPrintable(QString::number(solution.present[where] - states.present[where] / states.sum)));
    // Little's law for each class, over a whole round.
    for (std::size_t kind = 0; kind < 2; ++kind) {
        double round = network.classes[kind].think;
        for (std::size_t where = 0; where < network.stations.size(); ++where)
            round += network.stations[where].visits[kind] * solution.residence[kind][where];
        QVERIFY(std::abs(solution.throughput[kind] * round - network.classes[kind].users) < 1e-10);
    }
}

// Case 17, with two servers; and many servers near saturation, where the
// textbook's recursion fails.
void EstimateClosedTest::repairmen() {
    simulator::estimating::ClosedNetwork network;
    network.classes = {{4, 1.0}};
    network.stations = {{2, 1.0, {1.0}}};
    const auto solution = simulator::estimating::exactMeanValues(network);
    QVERIFY(std::abs(solution.throughput[0] - 1.7) < 1e-12);
    QVERIFY(std::abs(solution.residence[0][0] - 1.35294) < 1e-5);
    network.classes = {{400, 1.0}};
    network.stations = {{16, 0.1, {1.0}}};
    const auto full = simulator::estimating::exactMeanValues(network);
    QVERIFY(std::abs(full.throughput[0] - 160) < 1e-9);
    QVERIFY(std::abs(full.residence[0][0] - 1.5) < 1e-9);
}

QTEST_GUILESS_MAIN(EstimateClosedTest)
#include "estimate_closed_test.moc"
