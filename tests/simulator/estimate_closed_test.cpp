// Closed networks: mean value analysis against the steady state of all states.
#include "simulator/estimate/closed_network.h"

#include <array>
#include <random>

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
    std::array<double, 2> thinking{};

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
        for (std::size_t kind = 0; kind < 2; ++kind) thinking[kind] += weight * at.back()[kind];
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
    void throughputOfEachClass();
    void linearizerIsNearTheExactSolution_data();
    void linearizerIsNearTheExactSolution();
    void streamsBesideUsers();
    void pausesAreInNoLatency();
    void twoWorkloadsOfOneModel();
    void manyUsersOfSeveralWorkloads();
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

// Who thinks leaves at the rate 1 / think, so that the share of the time that users think tells how often
// they go round.
void EstimateClosedTest::throughputOfEachClass() {
    simulator::estimating::ClosedNetwork network;
    network.classes = {{3, 2.0}, {2, 0.5}};
    network.stations = {{1, 0.4, {1.0, 0.5}}, {1, 0.2, {3.0, 1.0}}};
    Enumeration states{network, std::vector<std::vector<int>>(3, std::vector<int>(2)), 0, {0, 0}};
    states.place(0, 0, network.classes[0].users);
    const auto solution = simulator::estimating::exactMeanValues(network);
    for (std::size_t kind = 0; kind < 2; ++kind) {
        const double expected = states.thinking[kind] / states.sum / network.classes[kind].think;
        QVERIFY(std::abs(solution.throughput[kind] - expected) < 1e-12);
    }
}

void EstimateClosedTest::linearizerIsNearTheExactSolution_data() {
    QTest::addColumn<int>("seed");
    QTest::addColumn<int>("servers");
    QTest::addColumn<double>("within");
    for (int seed = 1; seed <= 20; ++seed) {
        QTest::addRow("one server %d", seed) << seed << 1 << 0.01;
        QTest::addRow("several servers %d", seed) << seed << 4 << 0.2;
    }
}

void EstimateClosedTest::linearizerIsNearTheExactSolution() {
    QFETCH(int, seed);
    QFETCH(int, servers);
    QFETCH(double, within);
    std::mt19937 random(static_cast<std::uint32_t>(seed));
    std::uniform_real_distribution<double> any(0.1, 2);
    std::uniform_int_distribution<int> count(1, 12);
    simulator::estimating::ClosedNetwork network;
    network.classes = {{count(random), 5 * any(random)}, {count(random), 5 * any(random)}};
    for (int at = 0; at < 4; ++at)
        network.stations.push_back({at == 0 ? servers : 1, any(random), {any(random), any(random)}});
    const auto exact = simulator::estimating::exactMeanValues(network);
    const auto near = simulator::estimating::approximateMeanValues(network);
    for (std::size_t kind = 0; kind < 2; ++kind)
        QVERIFY2(std::abs(near.throughput[kind] / exact.throughput[kind] - 1) < within,
                 qPrintable(QString::number(near.throughput[kind] / exact.throughput[kind])));
}

// A journey of two requests with a pause between them and one after them is two rounds of a journey of one;
// for users who come and go the pause changes nothing.
void EstimateClosedTest::pausesAreInNoLatency() {
    const Distribution pause = Distribution::exponential(seconds(0.5));
    const auto flowWith = [](const Arrivals& arrivals, int requests, std::optional<Distribution> between) {
        Builder model;
        model.service("server", 1, {compute(Distribution::exponential(seconds(0.1)))});
        Workload& load =
            model.load("users", arrivals, std::vector<std::string>(std::size_t(requests), "server.do"));
        Journey journey = load.journeys.at(0);
        journey.steps.front().think = std::move(between);
        load.journeys = load.journeys.with(journey);
        return flow(estimated(model.build(1000)).figures.journeys, "users.journey");
    };
    const simulator::FlowResult once = flowWith(ClosedUsers{4, pause}, 1, {});
    const simulator::FlowResult twice = flowWith(ClosedUsers{4, pause}, 2, pause);
    QVERIFY(near("rounds", twice.throughput, *once.throughput.value / 2, 1e-6));
    QVERIFY(near("closed", twice.latency.mean, 2 * *once.latency.mean.value, 1e-6));
    const simulator::FlowResult hasty = flowWith(PoissonArrivals{2}, 2, {});
    const simulator::FlowResult calm = flowWith(PoissonArrivals{2}, 2, pause);
    QVERIFY(near("open", calm.latency.mean, *hasty.latency.mean.value, 1e-6));
    QVERIFY(near("open", calm.latency.p99, *hasty.latency.p99.value, 1e-6));
}

// Two users of one server at which a Poisson stream queues too. The states are summed over the users, who
// think or queue, and over how many of the stream are there.
void EstimateClosedTest::streamsBesideUsers() {
    constexpr double think = 0.5, service = 0.1, rate = 4;
    constexpr int users = 2;
    double sum = 0, thinking = 0, stream = 0;
    for (int here = 0; here <= users; ++here)
        for (int others = 0; others < 400; ++others) {
            // In any order: (here + others)! / (here! others!) of them.
            const double log = std::lgamma(here + others + 1) - std::lgamma(here + 1) -
                               std::lgamma(others + 1) + here * std::log(service) +
                               others * std::log(rate * service) + (users - here) * std::log(think) -
                               std::lgamma(users - here + 1);
            const double weight = std::exp(log);
            sum += weight;
            thinking += weight * (users - here);
            stream += weight * others;
        }
    Builder model;
    model.service("server", 1, {compute(Distribution::exponential(seconds(service)))});
    model.load("users", ClosedUsers{users, Distribution::exponential(seconds(think))}, {"server.do"});
    model.load("stream", PoissonArrivals{rate}, {"server.do"});
    const Estimate estimate = estimated(model.build(1000));
    QVERIFY(estimate.exact && estimate.stable);
    const auto& journeys = estimate.figures.journeys;
    const double rounds = thinking / sum / think;
    QVERIFY(near("users", flow(journeys, "users.journey").throughput, rounds, 1e-9));
    QVERIFY(near("stream", flow(journeys, "stream.journey").throughput, rate, 1e-9));
    QVERIFY(near("waits", flow(journeys, "stream.journey").latency.mean, 1e3 * stream / sum / rate, 1e-6));
    QVERIFY(
        near("round", flow(journeys, "users.journey").latency.mean, 1e3 * (users / rounds - think), 1e-6));
    // Without the users it is M/M/1, with its quantiles.
    model.workloads[0].arrivals = ClosedUsers{1, Distribution::exponential(seconds(1e6))};
    const Estimate alone = estimated(model.build(1000));
    const auto& latency = flow(alone.figures.journeys, "stream.journey").latency;
    QVERIFY(near("alone", latency.mean, 100 / 0.6, 1e-4));
    QVERIFY(near("alone", latency.p99, 100 / 0.6 * std::log(100), 1e-2));
}

// A batch that queues at the processor, and people who mostly use the disk.
void EstimateClosedTest::twoWorkloadsOfOneModel() {
    Builder model;
    model.service("processor", 1, {compute(Distribution::exponential(milliseconds(20)))});
    model.service("disk", 2, {compute(Distribution::exponential(milliseconds(50)))});
    model.load("people", ClosedUsers{3, Distribution::exponential(milliseconds(400))},
               {"processor.do", "disk.do", "disk.do"});
    model.load("batch", ClosedUsers{2, Distribution::exponential(milliseconds(30))},
               {"processor.do", "disk.do"});
    simulator::estimating::ClosedNetwork network;
    network.classes = {{3, 0.4}, {2, 0.03}};
    network.stations = {{1, 0.02, {1.0, 1.0}}, {2, 0.05, {2.0, 1.0}}};
    Enumeration states{network, std::vector<std::vector<int>>(3, std::vector<int>(2)), 0, {0, 0}};
    states.place(0, 0, network.classes[0].users);
    const Estimate estimate = estimated(model.build(1000));
    QVERIFY(estimate.exact);
    const char* const names[] = {"people", "batch"};
    for (std::size_t kind = 0; kind < 2; ++kind) {
        const double rounds = states.thinking[kind] / states.sum / network.classes[kind].think;
        const auto& journey = flow(estimate.figures.journeys, std::string(names[kind]) + ".journey");
        QVERIFY(near(names[kind], journey.throughput, rounds, 1e-9));
        const double response = network.classes[kind].users / rounds - network.classes[kind].think;
        QVERIFY(near(names[kind], journey.latency.mean, 1e3 * response, 1e-9));
    }
}

// Too many populations to go through: the bounds of the stations hold all the same.
void EstimateClosedTest::manyUsersOfSeveralWorkloads() {
    Builder model;
    model.service("processor", 1, {compute(Distribution::exponential(milliseconds(1)))});
    model.service("disk", 1, {compute(Distribution::exponential(milliseconds(2)))});
    std::vector<std::string> names;
    for (int at = 0; at < 4; ++at)
        model.load("load" + std::to_string(at),
                   ClosedUsers{100, Distribution::exponential(milliseconds(500))},
                   {"processor.do", at % 2 == 0 ? "disk.do" : "processor.do"});
    const Estimate estimate = estimated(model.build(1000));
    QVERIFY(!estimate.exact && estimate.converged && estimate.stable);
    // 200 users want 300 ms of the disk in a round of 500: it is not full, the processor is.
    double throughput = 0;
    for (const auto& journey : estimate.figures.journeys) throughput += *journey.throughput.value;
    const double processor = *station(estimate, "processor").utilisation.value;
    QVERIFY(processor > 0.85 && processor <= 1 && throughput < 800);
    for (const auto& journey : estimate.figures.journeys)
        QVERIFY(near("Little", journey.throughput, 100 / (0.5 + *journey.latency.mean.value * 1e-3), 1e-4));
}

QTEST_GUILESS_MAIN(EstimateClosedTest)
#include "estimate_closed_test.moc"
