// Single stations against theory, by simulation and by estimate: cases 1 to 7, 9 and 27 of the references,
// and what follows from the same formulas. Times are in units of a mean service of 1 ms.
#include "tests/simulator/acceptance.h"
#include "tests/simulator/estimates.h"
#include "tests/simulator/reference_queues.h"

using namespace estimates;
using simulator::FlowResult;
using simulator::RunResult;

class SingleStationTest : public QObject {
    Q_OBJECT

private slots:
    void severalServers_data();
    void severalServers();
    void lostWithoutAQueue_data();
    void lostWithoutAQueue();
    void lostFromAShortQueue_data();
    void lostFromAShortQueue();
    void generalService_data();
    void generalService();
    void regularServiceByErlang();
    void sharedProcessor();
    void impatience_data();
    void impatience();
    void prioritiesOfThreeClasses_data();
    void prioritiesOfThreeClasses();
    void dealtOutInTurns_data();
    void dealtOutInTurns();
    void dealtOutByChance();
    void joinTheShortestQueue();
    void fewestOfSomeChoices_data();
    void fewestOfSomeChoices();
};

namespace {

constexpr double customers = 1e6;  ///< Of one replication, unless a case says otherwise

Distribution hyperExponential(double scv) {
    Distribution time = exponentially(1);
    time.kind = DistributionKind::HyperExponential;
    time.cv = std::sqrt(scv);
    return time;
}

Distribution erlangian(int phases) {
    return {DistributionKind::Erlang, milliseconds(1), 1 / std::sqrt(phases), {}};
}

/// A scenario of so many arrivals, and a tenth of that before them to settle.
Project lasting(Builder& model, double perSecond, double arrivals = customers) {
    return model.build(1.1 * arrivals / perSecond, 0.1 * arrivals / perSecond);
}

const FlowResult& journeyOf(const RunResult& result) {
    return result.journeys.at(0);
}

/// What a published table says of so many servers under a load.
struct TableEntry {
    int servers;
    double load;  ///< [erlangs]
    double value;
};

void addTable(const char* column, const std::vector<TableEntry>& entries) {
    QTest::addColumn<int>("servers");
    QTest::addColumn<double>("load");
    QTest::addColumn<double>(column);
    for (const auto& [servers, load, value] : entries)
        QTest::addRow("%d servers, %g erlangs", servers, load) << servers << load << value;
}

}  // namespace

void SingleStationTest::severalServers_data() {
    addTable("wait", {{1, 0.5, 1},
                      {1, 0.8, 4},
                      {1, 0.9, 9},
                      {2, 1.8, 4.26316},
                      {3, 2.4, 1.07865},
                      {5, 4, 0.554113},
                      {10, 8, 0.204590},
                      {10, 9, 0.668732},
                      {20, 18, 0.275385},
                      {50, 45, 0.0727729},
                      {100, 90, 0.0216940}});
}

// Cases 1 to 3, means and quantiles.
void SingleStationTest::severalServers() {
    QFETCH(int, servers);
    QFETCH(double, load);
    QFETCH(double, wait);
    Builder model;
    model.service("s", servers, {compute(exponentially(1))});
    model.load("u", PoissonArrivals{1000 * load}, {"s.do"});
    const Project project = lasting(model, 1000 * load);
    const RunResult run = precise(project);
    const auto tail = [=](double time) { return reference::responseTail(servers, load, time); };
    QVERIFY(std::abs(reference::erlangC(servers, load) / (servers - load) / wait - 1) < exactly);
    const simulator::LatencyFigures& latency = journeyOf(run).latency;
    QVERIFY(meanAgrees("mean", latency.mean, 1 + wait));
    QVERIFY(quantileAgrees("p50", latency.p50, reference::quantile(0.5, tail)));
    QVERIFY(quantileAgrees("p95", latency.p95, reference::quantile(0.95, tail)));
    QVERIFY(quantileAgrees("p99", latency.p99, reference::quantile(0.99, tail)));
    QVERIFY(agrees("p99.9", latency.p999, reference::quantile(0.999, tail), 0.05));
    QVERIFY(meanAgrees("utilisation", run.stations.at(0).utilisation, load / servers));
    const Estimate estimate = estimated(project);
    QVERIFY(near("estimate", estimate.figures.journeys.at(0).latency.mean, 1 + wait, exactly));
    QVERIFY(near("estimate", estimate.figures.stations.at(0).meanQueue, load * wait, 1e-4));
}

void SingleStationTest::lostWithoutAQueue_data() {
    addTable("lost", {{10, 10, 0.214582},
                      {25, 20, 0.0502218},
                      {25, 25, 0.143823},
                      {25, 30, 0.24533},
                      {25, 50, 0.51752},
                      {100, 100, 0.0757005},
                      {100, 110, 0.136115}});
}

// Case 5. The loss does not depend on how times are distributed, so they are not exponential here.
void SingleStationTest::lostWithoutAQueue() {
    QFETCH(int, servers);
    QFETCH(double, load);
    QFETCH(double, lost);
    Builder model;
    model.service("s", servers, {compute(erlangian(4))}).queueLimit = 0;
    model.load("u", PoissonArrivals{1000 * load}, {"s.do"});
    watchAvailability(model, "kept", JourneyId("u.journey"));
    const Project project = lasting(model, 1000 * load, 2.2e6);
    const RunResult run = simulator::run(*planOf(project));
    QVERIFY(run.conservation.holds);
    QVERIFY(meanAgrees("lost", lostShare(run), lost));
    QVERIFY(meanAgrees("mean", journeyOf(run).latency.mean, 1));
    QVERIFY(std::abs(reference::erlangB(servers, load) / lost - 1) < exactly);
    const FlowResult seen = estimated(project).figures.journeys.at(0);
    QVERIFY(std::abs(1 - *seen.goodput.value / *seen.throughput.value - lost) < exactly);
}

void SingleStationTest::lostFromAShortQueue_data() {
    QTest::addColumn<int>("servers");
    QTest::addColumn<int>("places");
    QTest::addColumn<double>("load");
    QTest::addColumn<double>("lost");
    QTest::addColumn<double>("response");
    QTest::addColumn<double>("arrivals");
    const auto row = [](int servers, int places, double load, double lost, double response, double arrivals) {
        QTest::addRow("%d servers, %d places, %g erlangs", servers, places, load)
            << servers << places << load << lost << response << arrivals;
    };
    row(1, 10, 0.9, 0.0508137, 4.6466, 4e6);
    row(1, 10, 1.2, 0.192586, 6.92614, 1e6);
    row(10, 20, 8, 0.00910718, 1.145060, 18e6);
    row(10, 20, 12, 0.179666, 1.63597, 1e6);
    row(3, 8, 2.7, 0.0852745, 1.60132, 1.8e6);
}

// Case 6.
void SingleStationTest::lostFromAShortQueue() {
    QFETCH(int, servers);
    QFETCH(int, places);
    QFETCH(double, load);
    QFETCH(double, lost);
    QFETCH(double, response);
    QFETCH(double, arrivals);
    Builder model;
    model.service("s", servers, {compute(exponentially(1))}).queueLimit = places - servers;
    model.load("u", PoissonArrivals{1000 * load}, {"s.do"});
    watchAvailability(model, "kept", JourneyId("u.journey"));
    const Project project = lasting(model, 1000 * load, arrivals);
    const RunResult run = simulator::run(*planOf(project));
    const reference::FiniteQueue expected(servers, load, places);
    QVERIFY(std::abs(expected.lost / lost - 1) < exactly);
    QVERIFY(std::abs(expected.response / response - 1) < exactly);
    QVERIFY(run.conservation.holds);
    QVERIFY(meanAgrees("lost", lostShare(run), lost));
    QVERIFY(meanAgrees("mean", journeyOf(run).latency.mean, response));
    QVERIFY(meanAgrees("goodput", journeyOf(run).goodput, 1000 * expected.throughput));
    const FlowResult seen = estimated(project).figures.journeys.at(0);
    QVERIFY(near("estimate", seen.latency.mean, response, exactly));
    QVERIFY(std::abs(1 - *seen.goodput.value / *seen.throughput.value - lost) < exactly);
}

void SingleStationTest::generalService_data() {
    QTest::addColumn<double>("load");
    QTest::addColumn<double>("scv");
    for (const double load : {0.5, 0.8})
        for (const double scv : {0.0, 0.25, 4.0}) QTest::addRow("%g, cs2 %g", load, scv) << load << scv;
    // At 0.8 that needs 40 million customers: the benchmark `conformance_bench` has it.
    QTest::addRow("0.5, cs2 16") << 0.5 << 16.0;
}

// Case 7; quantiles by the transform of Pollaczek and Khinchine. The estimate knows three moments of a time:
// its quantiles may be off as far as it states.
void SingleStationTest::generalService() {
    QFETCH(double, load);
    QFETCH(double, scv);
    Builder model;
    const Distribution time = scv == 0  ? Distribution::constant(milliseconds(1))
                              : scv < 1 ? erlangian(4)
                                        : hyperExponential(scv);
    model.service("s", 1, {compute(time)});
    model.load("u", PoissonArrivals{1000 * load}, {"s.do"});
    const Project project = lasting(model, 1000 * load);
    const RunResult run = precise(project);
    const reference::Transform response =
        reference::responseOf(load, scv == 0  ? reference::constantTime()
                                    : scv < 1 ? reference::erlangTime(4)
                                              : reference::hyperExponentialTime(scv));
    const auto tail = [&](double at) { return reference::tailOf(response, at); };
    const double mean = 1 + reference::meanWait(load, scv);
    const simulator::LatencyFigures& latency = journeyOf(run).latency;
    QVERIFY(meanAgrees("mean", latency.mean, mean));
    // Nobody is faster than a constant service: below 1 there is no quantile to be had.
    if (scv > 0 || load > 0.5) QVERIFY(quantileAgrees("p50", latency.p50, reference::quantile(0.5, tail)));
    QVERIFY(quantileAgrees("p90", latency.p90, reference::quantile(0.9, tail)));
    QVERIFY(quantileAgrees("p99", latency.p99, reference::quantile(0.99, tail)));
    const Estimate estimate = estimated(project);
    const simulator::LatencyFigures& seen = estimate.figures.journeys.at(0).latency;
    QVERIFY(near("estimate", seen.mean, mean, exactly));
    QVERIFY(near("estimate", seen.p99, reference::quantile(0.99, tail), estimate.quantileError));
}

// M/D/1 by the sum that Erlang found, which is no inversion.
void SingleStationTest::regularServiceByErlang() {
    const reference::Transform response = reference::responseOf(0.8, reference::constantTime());
    Builder model;
    model.service("s", 1, {compute(Distribution::constant(milliseconds(1)))});
    model.load("u", PoissonArrivals{800}, {"s.do"});
    const RunResult run = precise(lasting(model, 800));
    const auto tail = [](double time) { return 1 - reference::regularServiceWait(0.8, time - 1); };
    for (const auto& [figure, probability] : {std::pair{journeyOf(run).latency.p90, 0.9},
                                              {journeyOf(run).latency.p95, 0.95},
                                              {journeyOf(run).latency.p99, 0.99}}) {
        const double expected = reference::quantile(probability, tail);
        QVERIFY(std::abs(reference::tailOf(response, expected) - (1 - probability)) < 1e-4);
        QVERIFY(quantileAgrees("quantile", figure, expected));
    }
}

// Case 9, where the service times are most unlike each other.
void SingleStationTest::sharedProcessor() {
    Builder model;
    model.service("s", 1, {compute(hyperExponential(4))}).discipline = QueueDiscipline::ProcessorSharing;
    model.load("u", PoissonArrivals{800}, {"s.do"});
    const RunResult run = precise(lasting(model, 800));
    QVERIFY(meanAgrees("mean", journeyOf(run).latency.mean, 5));
}

void SingleStationTest::impatience_data() {
    QTest::addColumn<int>("servers");
    QTest::addColumn<double>("load");
    QTest::addColumn<double>("patience");
    QTest::addRow("one server") << 1 << 0.9 << 3.0;
    QTest::addRow("one server, overloaded") << 1 << 1.5 << 2.0;
    QTest::addRow("ten servers, full") << 10 << 10.0 << 0.5;
    QTest::addRow("ten servers, overloaded") << 10 << 14.0 << 0.2;
}

// M/M/c+D: those whose time is up before their turn comes are dropped when it comes.
void SingleStationTest::impatience() {
    QFETCH(int, servers);
    QFETCH(double, load);
    QFETCH(double, patience);
    Builder model;
    CallPolicy& policy = model.policy("impatient");
    policy.timeout = milliseconds(patience);
    policy.orphanWork = OrphanWork::Cancel;
    model.service("s", servers, {compute(exponentially(1))});
    model.load("u", PoissonArrivals{1000 * load}, {"s.do"}, "impatient");
    watchAvailability(model, "served", OperationId("s.do"));
    const RunResult run = simulator::run(*planOf(lasting(model, 1000 * load, 1.5e6)));
    QVERIFY(run.conservation.holds);
    const double gaveUp = reference::ImpatientQueue(servers, load, patience).gaveUp;
    QVERIFY(meanAgrees("gave up", lostShare(run), gaveUp));
    QVERIFY(meanAgrees("utilisation", run.stations.at(0).utilisation, load * (1 - gaveUp) / servers));
}

void SingleStationTest::prioritiesOfThreeClasses_data() {
    QTest::addColumn<bool>("interrupts");
    QTest::addRow("without interruption") << false;
    QTest::addRow("with interruption") << true;
}

// Cobham, 1954, and preemptive resume (Conway, Maxwell, Miller, 1967): classes with services of their own.
void SingleStationTest::prioritiesOfThreeClasses() {
    QFETCH(bool, interrupts);
    struct Class {
        double rate, mean, scv;
    };
    const std::vector<Class> classes{{0.1, 2, 0}, {0.3, 1, 1}, {0.5, 0.4, 4}};
    Builder model;
    Deployment& deployment = model.service("s", 1, {compute(exponentially(1))});
    deployment.discipline = interrupts ? QueueDiscipline::PreemptivePriority : QueueDiscipline::Priority;
    for (std::size_t at = 0; at < classes.size(); ++at) {
        Operation operation = model.lastOperation();
        operation.id = OperationId("s.class-" + std::to_string(at));
        operation.priority = -static_cast<int>(at);
        Distribution time = classes[at].scv > 1 ? hyperExponential(classes[at].scv) : exponentially(1);
        if (classes[at].scv == 0) time = Distribution::constant({});
        time.mean = milliseconds(classes[at].mean);
        operation.behaviour = {compute(time)};
        model.last().operations = model.last().operations.with(operation);
        model.load("class-" + std::to_string(at), PoissonArrivals{1000 * classes[at].rate},
                   {operation.id.value()});
    }
    const RunResult run = precise(lasting(model, 900));
    double rest = 0, before = 0;
    if (!interrupts)
        for (const Class& each : classes) rest += each.rate * each.mean * each.mean * (1 + each.scv) / 2;
    for (std::size_t at = 0; at < classes.size(); ++at) {
        const Class& each = classes[at];
        if (interrupts) rest += each.rate * each.mean * each.mean * (1 + each.scv) / 2;
        const double upTo = before + each.rate * each.mean;
        const double wait = rest / (1 - before) / (1 - upTo);
        const double served = interrupts ? each.mean / (1 - before) : each.mean;
        QVERIFY(meanAgrees("mean", run.journeys.at(at).latency.mean, wait + served));
        before = upTo;
    }
}

void SingleStationTest::dealtOutInTurns_data() {
    QTest::addColumn<int>("replicas");
    QTest::addColumn<double>("load");
    QTest::addRow("2 at 0.8") << 2 << 0.8;
    QTest::addRow("10 at 0.7") << 10 << 0.7;
    QTest::addRow("100 at 0.9") << 100 << 0.9;
}

// Case 27, round robin: each replica has Erlang's gaps between its arrivals.
void SingleStationTest::dealtOutInTurns() {
    QFETCH(int, replicas);
    QFETCH(double, load);
    Builder model;
    model.service("s", 1, {compute(exponentially(1))}).replicas = replicas;
    model.load("u", PoissonArrivals{1000 * replicas * load}, {"s.do"});
    const Project project = lasting(model, 1000 * replicas * load, 2e6);
    const RunResult run = precise(project);
    const double mean = reference::dealtOutResponse(replicas, load);
    QVERIFY(meanAgrees("mean", journeyOf(run).latency.mean, mean));
    QVERIFY(quantileAgrees("p99", journeyOf(run).latency.p99, mean * std::log(100)));
    if (replicas == 100) QVERIFY(std::abs(mean - 5.27) < 0.1);  // Another simulator's
    const Estimate estimate = estimated(project);
    QVERIFY(near("estimate", estimate.figures.journeys.at(0).latency.mean, mean, estimate.meanError));
}

// Case 27, random: one of ten stations each time.
void SingleStationTest::dealtOutByChance() {
    Builder model;
    Branch choice;
    for (int at = 0; at < 10; ++at) {
        model.service("s" + std::to_string(at), 1, {compute(exponentially(1))});
        choice.alternatives.push_back({0.1, {call("s" + std::to_string(at) + ".do")}, {}});
    }
    model.service("balancer", 100'000, {Step{choice, {}}});
    model.load("u", PoissonArrivals{7000}, {"balancer.do"});
    const RunResult run = precise(lasting(model, 7000));
    QVERIFY(meanAgrees("mean", journeyOf(run).latency.mean, 3.3333));
    QVERIFY(quantileAgrees("p99", journeyOf(run).latency.p99, std::log(100) / 0.3));
}

// Case 27, join the shortest queue: 1.068 +- 0.003 and a p99 of 4.90 by another simulator.
void SingleStationTest::joinTheShortestQueue() {
    Builder model;
    DataStore& store = model.store("db", 1, exponentially(1));
    store.replication = Replication{};
    store.replication->replicas = 100;
    store.replication->reads = ReadsFrom::LeastBusy;
    model.service("s", 100'000, {query("db")});
    model.load("u", PoissonArrivals{90'000}, {"s.do"});
    const RunResult run = precise(lasting(model, 90'000), 0.005);
    QVERIFY(agrees("mean", journeyOf(run).latency.mean, 1.068, widestMean, 0.003));
    QVERIFY(agrees("p99", journeyOf(run).latency.p99, 4.90, widestQuantile, 0.01));
}

void SingleStationTest::fewestOfSomeChoices_data() {
    QTest::addColumn<int>("choices");
    QTest::addColumn<double>("mean");
    QTest::addColumn<double>("p99");
    QTest::addColumn<double>("slack");
    QTest::newRow("two of 100") << 2 << 2.649 << 8.89 << 0.023 / 2.649;
    QTest::newRow("three of 100") << 3 << 2.067 << 0.0 << 0.013 / 2.067;
}

// Of a hundred servers, by an independent simulation and its interval. A client may look at one server twice,
// a hundredth of the time: with two choices that is one choice, which makes 2.61 of the limit 2.65.
void SingleStationTest::fewestOfSomeChoices() {
    QFETCH(int, choices);
    QFETCH(double, mean);
    QFETCH(double, p99);
    QFETCH(double, slack);
    Builder model;
    model.service("s", 1, {compute(exponentially(1))}).replicas = 100;
    LoadBalancing& balancing = model.policy("p").loadBalancing.emplace();
    balancing.kind = BalancingKind::LeastRequest;
    balancing.choices = choices;
    model.load("u", PoissonArrivals{90'000}, {"s.do"}, "p");
    const RunResult run = precise(lasting(model, 90'000), 0.004);
    QVERIFY(agrees("mean", journeyOf(run).latency.mean, mean, widestMean, slack));
    if (p99 > 0) QVERIFY(agrees("p99", journeyOf(run).latency.p99, p99, widestQuantile, slack));
}

QTEST_GUILESS_MAIN(SingleStationTest)
#include "single_station_test.moc"
