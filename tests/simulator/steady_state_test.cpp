// Queues whose steady state is known, against the run's own intervals.
#include <QTest>
#include <cmath>

#include "simulator/simulate.h"
#include "tests/simulator/queueing.h"

using namespace queueing;

namespace {

simulator::RunResult simulate(const Project& project, int replications = 2) {
    simulator::RunOptions options;
    options.replications = replications;
    const auto plan = simulator::compile(project, ScenarioId("test"), options);
    if (!plan) qFatal("%s", plan.error().text().c_str());
    return simulator::run(**plan, options);
}

// Within three half-widths, which are at most the given share of the value.
bool agrees(const simulator::Figure& figure, double expected, double widest) {
    if (!figure.value) {
        qWarning("%s", figure.why.c_str());
        return false;
    }
    const double half = (figure.high - figure.low) / 2;
    const bool good = std::abs(*figure.value - expected) <= 3 * half && half <= widest * expected;
    if (!good) qWarning("%g in [%g, %g], expected %g", *figure.value, figure.low, figure.high, expected);
    return good;
}

const simulator::StationResult& station(const simulator::RunResult& result, const std::string& id) {
    for (const simulator::StationResult& station : result.stations)
        if (station.id == id) return station;
    qFatal("no such station");
}

}  // namespace

class SteadyStateTest : public QObject {
    Q_OBJECT

private slots:
    void singleServer_data();
    void singleServer();
    void singleServerQuantiles();
    void manyServers_data();
    void manyServers();
    void generalService_data();
    void generalService();
    void openNetwork();
    void closedNetwork_data();
    void closedNetwork();
    void machineRepair();
    void lossSystem();
    void fanOut();
};

void SteadyStateTest::singleServer_data() {
    QTest::addColumn<double>("load");
    QTest::addColumn<double>("seconds");
    QTest::newRow("half") << 0.5 << 1000.0;
    QTest::newRow("0.8") << 0.8 << 2000.0;
    QTest::newRow("0.9") << 0.9 << 4000.0;
}

// Case 1: W = 1 / (mu - lambda), with a mean service time of 1 ms.
void SteadyStateTest::singleServer() {
    QFETCH(double, load);
    QFETCH(double, seconds);
    Builder model;
    model.service("queue", 1, {compute(Distribution::exponential(milliseconds(1)))});
    model.load("users", PoissonArrivals{1000 * load}, {"queue.do"});
    const simulator::RunResult result = simulate(model.build(seconds));
    QVERIFY(agrees(result.journeys[0].latency.mean, 1 / (1 - load), 0.05));
    QVERIFY(agrees(station(result, "queue").utilisation, load, 0.01));
    QVERIFY(agrees(station(result, "queue").meanQueue, load * load / (1 - load), 0.08));
    QVERIFY(agrees(station(result, "queue").wait, load / (1 - load), 0.06));
    QVERIFY(result.conservation.holds);
    QVERIFY(result.conservation.worstLittleResidual < 1e-9);
}

// Case 2: T is exponential with the mean 1 / (mu - lambda).
void SteadyStateTest::singleServerQuantiles() {
    Builder model;
    model.service("queue", 1, {compute(Distribution::exponential(milliseconds(1)))});
    model.load("users", PoissonArrivals{800}, {"queue.do"});
    const simulator::RunResult result = simulate(model.build(2000));
    const simulator::LatencyFigures& latency = result.journeys[0].latency;
    QVERIFY(agrees(latency.p50, 3.46574, 0.02));
    QVERIFY(agrees(latency.p95, 14.9787, 0.03));
    QVERIFY(agrees(latency.p99, 23.0259, 0.05));
}

void SteadyStateTest::manyServers_data() {
    QTest::addColumn<int>("servers");
    QTest::addColumn<double>("load");
    QTest::addColumn<double>("wait");
    QTest::newRow("2") << 2 << 1.8 << 4.26316;
    QTest::newRow("5") << 5 << 4.0 << 0.554113;
    QTest::newRow("10") << 10 << 9.0 << 0.668732;
    QTest::newRow("50") << 50 << 45.0 << 0.0727729;
}

// Case 3: Erlang C.
void SteadyStateTest::manyServers() {
    QFETCH(int, servers);
    QFETCH(double, load);
    QFETCH(double, wait);
    Builder model;
    model.service("queue", servers, {compute(Distribution::exponential(milliseconds(1)))});
    model.load("users", PoissonArrivals{1000 * load}, {"queue.do"});
    const simulator::RunResult result = simulate(model.build(1.5e6 / (1000 * load)));
    QVERIFY(agrees(station(result, "queue").wait, wait, 0.15));
    QVERIFY(agrees(station(result, "queue").utilisation, load / servers, 0.01));
    QVERIFY(result.conservation.holds);
}

void SteadyStateTest::generalService_data() {
    QTest::addColumn<DistributionKind>("kind");
    QTest::addColumn<double>("squaredCv");
    QTest::addColumn<double>("wait");
    QTest::newRow("constant") << DistributionKind::Constant << 0.0 << 2.0;
    QTest::newRow("erlang") << DistributionKind::Erlang << 0.25 << 2.5;
    QTest::newRow("gamma") << DistributionKind::Gamma << 0.25 << 2.5;
    QTest::newRow("log-normal") << DistributionKind::LogNormal << 4.0 << 10.0;
    QTest::newRow("hyper-exponential") << DistributionKind::HyperExponential << 4.0 << 10.0;
}

// Case 7: Pollaczek-Khinchine, utilisation 0.8.
void SteadyStateTest::generalService() {
    QFETCH(DistributionKind, kind);
    QFETCH(double, squaredCv);
    QFETCH(double, wait);
    Builder model;
    model.service("queue", 1, {compute({kind, milliseconds(1), std::sqrt(squaredCv), {}})});
    model.load("users", PoissonArrivals{800}, {"queue.do"});
    QVERIFY(agrees(station(simulate(model.build(2000)), "queue").wait, wait, 0.2));
}

// Case 11, with feedback from B to A, as journeys of requests: a geometric number of rounds, here up to six.
void SteadyStateTest::openNetwork() {
    Builder model;
    model.service("a", 1, {compute(Distribution::exponential(milliseconds(5)))});
    model.service("b", 1, {compute(Distribution::exponential(milliseconds(1000.0 / 120)))});
    model.service("c", 1, {compute(Distribution::exponential(milliseconds(1000.0 / 150)))});
    // A tour is A, then B with .6 and back with .1 of these, or C: seven kinds of journeys cover all but
    // 1e-7.
    double share = 1;
    Workload workload;
    workload.id = WorkloadId("users");
    workload.name = "Users";
    workload.arrivals = PoissonArrivals{100};
    for (int rounds = 0; rounds < 6; ++rounds) {
        for (const bool endsAtB : {true, false}) {
            Journey journey;
            journey.id = JourneyId("users.r" + std::to_string(rounds) + (endsAtB ? "b" : "c"));
            journey.name = "Tour";
            journey.weight = share * (endsAtB ? 0.54 : 0.4);
            const auto visit = [&](const std::string& where) {
                JourneyStep step;
                step.operation = OperationId(where + ".do");
                journey.steps.push_back(step);
            };
            for (int round = 0; round < rounds; ++round) {
                visit("a");
                visit("b");
            }
            visit("a");
            visit(endsAtB ? "b" : "c");
            workload.journeys = workload.journeys.with(journey);
        }
        share *= 0.06;
    }
    model.workloads.push_back(workload);
    const simulator::RunResult result = simulate(model.build(4000));
    QVERIFY(agrees(station(result, "a").utilisation, 0.531915, 0.01));
    QVERIFY(agrees(station(result, "b").utilisation, 0.531915, 0.01));
    QVERIFY(agrees(station(result, "c").utilisation, 0.283688, 0.01));
    QVERIFY(agrees(station(result, "a").meanQueue, 1.13636 - 0.531915, 0.05));
    QVERIFY(agrees(station(result, "c").meanQueue, 0.396040 - 0.283688, 0.05));
    double latency = 0;
    std::uint64_t completed = 0;
    for (const simulator::FlowResult& journey : result.journeys) {
        if (!journey.completed || !journey.latency.mean.value) continue;
        latency += static_cast<double>(journey.completed) * *journey.latency.mean.value;
        completed += journey.completed;
    }
    QVERIFY(std::abs(latency / static_cast<double>(completed) - 26.6877) < 0.3);
}

void SteadyStateTest::closedNetwork_data() {
    QTest::addColumn<int>("users");
    QTest::addColumn<double>("throughput");
    QTest::addColumn<double>("response");
    QTest::newRow("1") << 1 << 0.0524796 << 1 / 0.0524796 - 15;
    QTest::newRow("3") << 3 << 0.151516 << 4.79983;
    QTest::newRow("10") << 10 << 0.400205 << 9.98722;
    QTest::newRow("20") << 20 << 0.474516 << 27.1482;
}

// Case 14: Lazowska et al. 1984; the demands are visited once each, which product form allows. Time unit 1
// ms.
void SteadyStateTest::closedNetwork() {
    QFETCH(int, users);
    QFETCH(double, throughput);
    QFETCH(double, response);
    Builder model;
    model.service("cpu", 1, {compute(Distribution::exponential(milliseconds(0.605)))});
    model.service("disk1", 1, {compute(Distribution::exponential(milliseconds(2.1)))});
    model.service("disk2", 1, {compute(Distribution::exponential(milliseconds(1.35)))});
    model.load("users", ClosedUsers{users, Distribution::exponential(milliseconds(15))},
               {"cpu.do", "disk1.do", "disk2.do"});
    const simulator::RunResult result = simulate(model.build(2000));
    QVERIFY(agrees(result.journeys[0].throughput, 1000 * throughput, 0.02));
    QVERIFY(agrees(result.journeys[0].latency.mean, response, 0.02));
    QVERIFY(result.conservation.holds);
}

// Case 17: a pool of connections as a store.
void SteadyStateTest::machineRepair() {
    Builder model;
    model.store("pool", 1, Distribution::exponential(milliseconds(1)));
    model.service("app", 100, {query("pool")});
    model.load("users", ClosedUsers{10, Distribution::exponential(milliseconds(10))}, {"app.do"});
    const simulator::RunResult result = simulate(model.build(1000));
    QVERIFY(agrees(result.journeys[0].throughput, 785.418, 0.01));
    QVERIFY(agrees(result.journeys[0].latency.mean, 2.7321, 0.02));
    QVERIFY(agrees(station(result, "pool").utilisation, 0.785418, 0.01));
    QVERIFY(result.conservation.holds);
}

// Case 5: Erlang B, a bulkhead of ten without a queue; case 6: a queue limit.
void SteadyStateTest::lossSystem() {
    Builder bulkhead;
    bulkhead.service("pool", 10, {compute(Distribution::exponential(milliseconds(1)))}).queueLimit = 0;
    bulkhead.load("users", PoissonArrivals{10000}, {"pool.do"});
    const simulator::RunResult loss = simulate(bulkhead.build(100));
    const auto rejected = static_cast<double>(station(loss, "pool").rejected);
    QVERIFY(std::abs(rejected / static_cast<double>(station(loss, "pool").arrivals) - 0.214582) < 0.002);
    QCOMPARE(loss.journeys[0].failed[1], station(loss, "pool").rejected);

    Builder limited;
    limited.service("queue", 1, {compute(Distribution::exponential(milliseconds(1)))}).queueLimit = 9;
    limited.load("users", PoissonArrivals{900}, {"queue.do"});
    const simulator::RunResult result = simulate(limited.build(2000));
    const auto share =
        static_cast<double>(result.journeys[0].failures()) / static_cast<double>(result.journeys[0].arrivals);
    QVERIFY(std::abs(share - 0.0508137) < 0.001);
    QVERIFY(agrees(result.journeys[0].latency.mean, 4.6466, 0.02));
}

// Case 21: ten leaves at the same time, all, and the fastest of them.
void SteadyStateTest::fanOut() {
    for (const Join join : {Join::All, Join::Any}) {
        Builder model;
        Parallel parallel;
        parallel.join = join;
        for (int leaf = 0; leaf < 10; ++leaf)
            parallel.branches.push_back({compute(Distribution::exponential(milliseconds(1)))});
        model.service("root", 1000, {Step{parallel, {}}});
        model.load("users", PoissonArrivals{100}, {"root.do"});
        const simulator::RunResult result = simulate(model.build(2000));
        QVERIFY(agrees(result.journeys[0].latency.mean, join == Join::All ? 2.92897 : 0.1, 0.01));
        if (join == Join::All) QVERIFY(agrees(result.journeys[0].latency.p99, 6.90324, 0.03));
    }
}

QTEST_GUILESS_MAIN(SteadyStateTest)
#include "steady_state_test.moc"
