// Networks of stations against theory, by simulation and by estimate: cases 14, 17, 21, 22 and 39 of the
// references, closed networks of several classes, layers of servers, forks that queue.
#include <array>

#include "tests/simulator/acceptance.h"
#include "tests/simulator/estimates.h"
#include "tests/simulator/reference_queues.h"

using namespace estimates;
using simulator::FlowResult;
using simulator::RunResult;

class StationNetworkTest : public QObject {
    Q_OBJECT

private slots:
    void closedCentralServer();
    void machinesAndRepairmen_data();
    void machinesAndRepairmen();
    void closedClasses();
    void layers_data();
    void layers();
    void wideFanOut();
    void tailAtScale_data();
    void tailAtScale();
    void forksThatQueue_data();
    void forksThatQueue();
    void chains();
    void fullPools();
};

namespace {

double inside(const simulator::StationResult& station) {
    return *station.meanQueue.value + *station.meanInService.value;
}

/// Clients who think, call a front service of some threads, which computes, calls its one-threaded back
/// service, and computes again: all its states and the rates between them. Times are exponential.
struct Layers {
    int clients, threads;
    double think, before, back, after;

    /// Requests a second that go round, by the steady state of the chain.
    double throughput() const {
        std::vector<std::array<int, 4>> states;  // Waiting, before, at the back, after
        for (int total = 0; total <= clients; ++total) {
            const int busy = std::min(total, threads);
            for (int first = 0; first <= busy; ++first)
                for (int second = 0; first + second <= busy; ++second)
                    states.push_back({total - busy, first, second, busy - first - second});
        }
        std::vector<std::vector<double>> rates(states.size(), std::vector<double>(states.size()));
        const auto add = [&](std::size_t from, std::array<int, 4> to, double rate) {
            if (rate <= 0) return;
            const auto found = std::find(states.begin(), states.end(), to);
            rates[from][static_cast<std::size_t>(found - states.begin())] += rate;
        };
        for (std::size_t at = 0; at < states.size(); ++at) {
            const auto [waiting, first, second, third] = states[at];
            const int busy = first + second + third;
            const int starts = busy < threads ? 1 : 0;
            add(at, {waiting + 1 - starts, first + starts, second, third},
                (clients - busy - waiting) / think);
            add(at, {waiting, first - 1, second + 1, third}, first / before);
            add(at, {waiting, first, second - 1, third + 1}, second > 0 ? 1 / back : 0);
            const int next = waiting > 0 ? 1 : 0;
            add(at, {waiting - next, first + next, second, third - 1}, third / after);
        }
        const std::vector<double> steady = reference::steadyState(rates);
        double busy = 0;
        for (std::size_t at = 0; at < states.size(); ++at)
            if (states[at][2] > 0) busy += steady[at];
        return busy / back;
    }
};

}  // namespace

// Case 14: Lazowska et al., 1984, with the queues at its stations.
void StationNetworkTest::closedCentralServer() {
    simulator::RunOptions options;
    options.length = model::seconds(4000);
    const auto plan = simulator::compile(readSample("queues/closed-mva"), ScenarioId("users-3"), options);
    QVERIFY(plan);
    const RunResult run = simulator::run(**plan, options);
    std::vector<double> queues;
    for (const simulator::StationResult& station : run.stations) queues.push_back(inside(station));
    std::sort(queues.begin(), queues.end());
    const std::vector<double> expected{0.0976, 0.2350, 0.3947};
    QCOMPARE(queues.size(), expected.size());
    for (std::size_t at = 0; at < 3; ++at)
        QVERIFY2(std::abs(queues[at] / expected[at] - 1) < 0.01, qPrintable(QString::number(queues[at])));
    const reference::ClosedClasses network{{3}, {15}, {{0.605}, {2.1}, {1.35}}};
    QVERIFY(std::abs(reference::throughputs(network)[0] - 0.151516) < 1e-6);
}

void StationNetworkTest::machinesAndRepairmen_data() {
    QTest::addColumn<int>("machines");
    QTest::addColumn<int>("repairmen");
    QTest::addColumn<double>("up");
    QTest::addColumn<double>("throughput");
    QTest::addColumn<double>("repair");
    QTest::addRow("5 users, one connection") << 5 << 1 << 10.0 << 0.436048 << 1.4666;
    QTest::addRow("10 users, one connection") << 10 << 1 << 10.0 << 0.785418 << 2.7321;
    QTest::addRow("20 users, one connection") << 20 << 1 << 10.0 << 0.998131 << 10.0375;
    QTest::addRow("50 users, one connection") << 50 << 1 << 10.0 << 1.0 << 40.0;
    QTest::addRow("4 users, two connections") << 4 << 2 << 1.0 << 1.7 << 1.35294;
}

// Case 17, in units of the service.
void StationNetworkTest::machinesAndRepairmen() {
    QFETCH(int, machines);
    QFETCH(int, repairmen);
    QFETCH(double, up);
    QFETCH(double, throughput);
    QFETCH(double, repair);
    Builder model;
    model.service("s", repairmen, {compute(exponentially(1))});
    model.load("u", ClosedUsers{machines, exponentially(up)}, {"s.do"});
    const Project project = model.build(300, 1);
    const RunResult run = precise(project);
    QVERIFY(meanAgrees("throughput", run.journeys[0].throughput, 1000 * throughput));
    QVERIFY(meanAgrees("mean", run.journeys[0].latency.mean, repair));
    const FlowResult seen = estimated(project).figures.journeys.at(0);
    QVERIFY(near("estimate", seen.throughput, 1000 * throughput, 1e-4));
    QVERIFY(near("estimate", seen.latency.mean, repair, 1e-4));
}

// Two classes at a shared processor, with services of their own, and a disk: mean value analysis is exact.
void StationNetworkTest::closedClasses() {
    Builder model;
    model.service("processor", 1, {compute(exponentially(20))}).discipline =
        QueueDiscipline::ProcessorSharing;
    Operation batch = model.lastOperation();
    batch.id = OperationId("processor.batch");
    batch.behaviour = {compute(exponentially(60))};
    model.last().operations = model.last().operations.with(batch);
    model.service("disk", 1, {compute(exponentially(30))});
    model.load("people", ClosedUsers{6, exponentially(200)}, {"processor.do", "disk.do"});
    model.load("batch", ClosedUsers{2, exponentially(40)}, {"processor.batch", "disk.do"});
    const RunResult run = precise(model.build(2000, 10));
    const reference::ClosedClasses network{{6, 2}, {0.2, 0.04}, {{0.02, 0.06}, {0.03, 0.03}}};
    const std::vector<double> expected = reference::throughputs(network);
    for (std::size_t kind = 0; kind < 2; ++kind) {
        QVERIFY(meanAgrees("throughput", run.journeys[kind].throughput, expected[kind]));
        const double response = network.users[kind] / expected[kind] - network.think[kind];
        QVERIFY(meanAgrees("mean", run.journeys[kind].latency.mean, 1000 * response));
    }
}

void StationNetworkTest::layers_data() {
    QTest::addColumn<int>("clients");
    QTest::addColumn<int>("threads");
    QTest::addRow("one thread") << 4 << 1;
    QTest::addRow("two threads") << 6 << 2;
    QTest::addRow("more threads than clients") << 5 << 8;
}

// A layered queueing network: threads of the front are held while they wait for the back.
void StationNetworkTest::layers() {
    QFETCH(int, clients);
    QFETCH(int, threads);
    const Layers layers{clients, threads, 0.02, 0.003, 0.004, 0.001};
    Builder model;
    model.service("back", 1, {compute(exponentially(4))});
    model.service("front", threads, {compute(exponentially(3)), call("back.do"), compute(exponentially(1))});
    model.load("u", ClosedUsers{clients, exponentially(20)}, {"front.do"});
    const Project project = model.build(300, 1);
    const RunResult run = precise(project, 0.004);
    const double expected = layers.throughput();
    const double response = 1000 * (clients / expected - layers.think);
    QVERIFY(meanAgrees("throughput", run.journeys[0].throughput, expected));
    QVERIFY(meanAgrees("mean", run.journeys[0].latency.mean, response));
    const Estimate estimate = estimated(project);
    const FlowResult& seen = estimate.figures.journeys.at(0);
    QVERIFY(near("estimate", seen.throughput, expected, std::max(exactly, estimate.meanError)));
    QVERIFY(near("estimate", seen.latency.mean, response, std::max(exactly, estimate.meanError)));
}

// Case 21: the last of 1000.
void StationNetworkTest::wideFanOut() {
    Builder model;
    const Parallel parallel{std::vector<Behaviour>(1000, {compute(exponentially(1))}), Join::All, 1};
    model.service("s", 10'000, {Step{parallel, {}}});
    model.load("u", PoissonArrivals{100}, {"s.do"});
    const Project project = model.build(120, 0.1);
    const RunResult run = simulator::run(*planOf(project));
    const simulator::LatencyFigures& latency = run.journeys[0].latency;
    const simulator::LatencyFigures seen = estimated(project).figures.journeys.at(0).latency;
    QVERIFY(meanAgrees("mean", latency.mean, 7.48547));
    QVERIFY(quantileAgrees("p50", latency.p50, 7.27461));
    QVERIFY(quantileAgrees("p99", latency.p99, 11.5079));
    QVERIFY(near("estimate", seen.mean, 7.48547, exactly));
    QVERIFY(near("estimate", seen.p50, 7.27461, fitted));
    QVERIFY(near("estimate", seen.p99, 11.5079, fitted));
}

void StationNetworkTest::tailAtScale_data() {
    QTest::addColumn<int>("leaves");
    QTest::addColumn<double>("slow");
    QTest::addColumn<double>("share");
    QTest::addRow("100, 1 %%") << 100 << 0.01 << 0.633968;
    QTest::addRow("100, 0.1 %%") << 100 << 0.001 << 0.0952079;
    QTest::addRow("50, 1 %%") << 50 << 0.01 << 0.394994;
}

// Case 22: Dean and Barroso, The tail at scale (2013). Who waits for a slow leaf gives up. The fan-out over
// 2000 leaves needs half a billion of them: the benchmark `conformance_bench` has it.
void StationNetworkTest::tailAtScale() {
    QFETCH(int, leaves);
    QFETCH(double, slow);
    QFETCH(double, share);
    const auto fanOut = [&](const Step& accident) {
        Builder model;
        const std::vector<Behaviour> branches(static_cast<std::size_t>(leaves), {branch(slow, {accident})});
        model.service("s", 100'000, {Step{Parallel{branches, Join::All, 1}, {}}});
        model.policy("fast").timeout = milliseconds(500);
        model.load("u", PoissonArrivals{1000}, {"s.do"}, "fast");
        watchAvailability(model, "fast", JourneyId("u.journey"));
        // As many as know the share within 0.8 %.
        const double journeys = std::pow(1.96 / 0.008, 2) * (1 - share) / share;
        return model.build(1 + journeys / 2000, 1);
    };
    const RunResult run =
        simulator::run(*planOf(fanOut(compute(Distribution::constant(milliseconds(1000))))));
    QVERIFY(run.conservation.holds);
    QVERIFY(meanAgrees("slow", lostShare(run), share));
    // The estimate knows times by three moments, too few for two times of one leaf: there slow ones fail.
    const Estimate estimate = estimated(fanOut({Fail{1}, {}}));
    const FlowResult& seen = estimate.figures.journeys.at(0);
    QVERIFY(std::abs((1 - *seen.goodput.value / *seen.throughput.value) / share - 1) < exactly);
}

void StationNetworkTest::forksThatQueue_data() {
    QTest::addColumn<double>("load");
    for (const double load : {0.5, 0.8}) QTest::addRow("%g", load) << load;
}

// Two tasks, each to a queue of its own: Flatto and Hahn, 1984; Nelson and Tantawi, 1988. Their waits are
// alike, which the estimate does not know.
void StationNetworkTest::forksThatQueue() {
    QFETCH(double, load);
    Builder model;
    for (const char* name : {"a", "b"}) model.service(name, 1, {compute(exponentially(1))});
    model.service("front", 100'000, {Step{Parallel{{{call("a.do")}, {call("b.do")}}, Join::All, 1}, {}}});
    model.load("u", PoissonArrivals{1000 * load}, {"front.do"});
    const Project project = model.build(1100 / load, 100 / load);
    const RunResult run = precise(project);
    const double expected = (12 - load) / 8 / (1 - load);
    QVERIFY(meanAgrees("mean", run.journeys[0].latency.mean, expected));
    const Estimate estimate = estimated(project);
    QVERIFY(near("estimate", estimate.figures.journeys.at(0).latency.mean, expected, estimate.meanError));
}

// Case 39: five exponential times after each other have Erlang's 99th percentile, not five times the one.
void StationNetworkTest::chains() {
    Builder model;
    for (int at = 4; at >= 0; --at) {
        Behaviour steps{compute(exponentially(1))};
        if (at < 4) steps.push_back(call("s" + std::to_string(at + 1) + ".do"));
        model.service("s" + std::to_string(at), 100'000, steps);
    }
    model.load("u", PoissonArrivals{2000}, {"s0.do"});
    const Project project = model.build(40, 1);
    const RunResult run = simulator::run(*planOf(project));
    QVERIFY(meanAgrees("mean", run.journeys[0].latency.mean, 5));
    QVERIFY(quantileAgrees("p99", run.journeys[0].latency.p99, 11.6046));
    QVERIFY(near("estimate", estimated(project).figures.journeys.at(0).latency.p99, 11.6046, fitted));
}

// Case 39: a pool of 100 at 200 requests a second, whose callee takes 50 ms, then 2 s: 50 a second get
// through, and 150 a second wait.
void StationNetworkTest::fullPools() {
    Builder model;
    model.service("s", 100, {compute(Distribution::constant(milliseconds(50)))});
    model.load("u", ConstantArrivals{200}, {"s.do"});
    model.fault(ServiceId("s"), 100, {}, SlowFault{40, {}});
    const RunResult run = simulator::run(*planOf(model.build(200, 0)));
    const auto series = [&](const char* name) -> const std::vector<double>& {
        for (const simulator::Series& candidate : run.stations.at(0).series)
            if (candidate.name == name) return candidate.values;
        qFatal("no such series");
    };
    QVERIFY(std::abs(series("in_service").at(50) - 10) < 0.01);
    QVERIFY(std::abs(series("in_service").at(150) - 100) < 0.01);
    const double grown = series("queue").at(190) - series("queue").at(150);
    QVERIFY2(std::abs(grown / 40 - 150) < 1, qPrintable(QString::number(grown)));
}

QTEST_GUILESS_MAIN(StationNetworkTest)
#include "station_network_test.moc"
