// The analytic estimate against the formulas that it has to meet.
#include "simulator/estimate/fitted_time.h"
#include "simulator/estimate/queues.h"

#include "tests/simulator/estimates.h"
#include "tests/simulator/reference_queues.h"

using namespace estimates;

namespace {

/// What a scenario must show; 0 where nothing is claimed. Times in ms.
struct Expected {
    double mean = 0, p50 = 0, p99 = 0, throughput = 0, rejected = 0;
};

void addRow(const std::string& sample, const std::string& scenario, const Expected& expected,
            const std::string& journey = {}) {
    QTest::newRow((sample + " " + scenario + " " + journey).c_str())
        << QString::fromStdString(sample) << QString::fromStdString(scenario)
        << QString::fromStdString(journey) << expected.mean << expected.p50 << expected.p99
        << expected.throughput << expected.rejected;
}

}  // namespace

class EstimateFormulasTest : public QObject {
    Q_OBJECT

private slots:
    void meetsTheFormulas_data();
    void meetsTheFormulas();
    void jacksonsNetwork();
    void retriesAmplify_data();
    void retriesAmplify();
    void generalArrivalsAndServices();
    void callersBoundTheirCallees();
    void timeoutsCutTails();
    void timesWithinALimit();
    void responseQuantilesOfSeveralServers_data();
    void responseQuantilesOfSeveralServers();
    void waitQuantilesOfRegularService_data();
    void waitQuantilesOfRegularService();
    void erlangsFormulasForManyServers();
};

void EstimateFormulasTest::meetsTheFormulas_data() {
    for (const char* column : {"sample", "scenario", "journey"}) QTest::addColumn<QString>(column);
    for (const char* column : {"mean", "p50", "p99", "throughput", "rejected"})
        QTest::addColumn<double>(column);
    // Cases 1 and 2.
    for (const auto& [name, mean] : {std::pair{"50", 2.0}, {"80", 5.0}, {"90", 10.0}, {"95", 20.0}})
        addRow("mm1", std::string("load-") + name,
               {.mean = mean,
                .p50 = mean * std::log(2),
                .p99 = mean * std::log(100),
                .throughput = 1000 * (1 - 1 / mean)});
    // Case 3.
    addRow("mmc", "c10-a8", {.mean = 1.204590, .throughput = 8000});
    addRow("mmc", "c50-a45", {.mean = 1.0727729, .throughput = 45000});
    addRow("mmc", "c100-a90", {.mean = 1.0216940, .throughput = 90000});
    // Case 5.
    addRow("erlang-b", "erlangs-20", {.mean = 1, .rejected = 0.0502218});
    addRow("erlang-b", "erlangs-25", {.mean = 1, .rejected = 0.143823});
    addRow("erlang-b", "erlangs-50", {.mean = 1, .rejected = 0.51752});
    // Case 6.
    addRow("mmck", "small-9", {.mean = 4.6466, .rejected = 0.0508137});
    addRow("mmck", "small-12", {.mean = 6.92614, .throughput = 1200, .rejected = 0.192586});
    addRow("mmck", "large-8", {.mean = 1.14506, .rejected = 0.00910718});
    addRow("mmck", "large-12", {.mean = 1.63597, .rejected = 0.179666});
    // Case 7.
    for (const auto& [kind, wait] : {std::pair{"constant", 2.0}, {"erlang", 2.5}, {"log-normal", 10.0}})
        addRow("mg1", "load-80", {.mean = wait + 1, .throughput = 800},
               std::string("to-") + kind + ".request");
    // Case 13.
    addRow("tandem", "steady", {.mean = 52.5995, .throughput = 10});
    // Case 14.
    addRow("closed-mva", "users-1", {.mean = 4.055, .throughput = 52.4796});
    addRow("closed-mva", "users-3", {.mean = 4.79983, .throughput = 151.516});
    addRow("closed-mva", "users-10", {.mean = 9.98722, .throughput = 400.205});
    addRow("closed-mva", "users-20", {.mean = 27.1482, .throughput = 474.516});
    // Case 17.
    addRow("connection-pool", "users-5", {.mean = 1.46663, .throughput = 436.048});
    addRow("connection-pool", "users-10", {.mean = 2.7321, .throughput = 785.418});
    addRow("connection-pool", "users-20", {.mean = 10.0375, .throughput = 998.131});
    addRow("connection-pool", "users-50", {.mean = 40, .throughput = 1000});
    // Case 21.
    addRow("fan-out", "leaves-10", {.mean = 2.92897, .p50 = 2.70356, .p99 = 6.90324});
    addRow("fan-out", "leaves-100", {.mean = 5.18738, .p50 = 4.97515, .p99 = 9.20537});
}

void EstimateFormulasTest::meetsTheFormulas() {
    QFETCH(QString, sample);
    QFETCH(QString, scenario);
    QFETCH(QString, journey);
    QFETCH(double, mean);
    QFETCH(double, p50);
    QFETCH(double, p99);
    QFETCH(double, throughput);
    QFETCH(double, rejected);
    const Estimate estimate = estimated(readSample("queues/" + sample.toStdString()), scenario.toStdString());
    QVERIFY(estimate.stable && estimate.converged);
    const simulator::FlowResult& seen = journey.isEmpty()
                                            ? estimate.figures.journeys.at(0)
                                            : flow(estimate.figures.journeys, journey.toStdString());
    if (mean > 0) QVERIFY(near("mean", seen.latency.mean, mean, exactly));
    if (p50 > 0) QVERIFY(near("p50", seen.latency.p50, p50, sample == "mm1" ? exactly : fitted));
    if (p99 > 0) QVERIFY(near("p99", seen.latency.p99, p99, sample == "mm1" ? exactly : fitted));
    if (throughput > 0) QVERIFY(near("throughput", seen.throughput, throughput, exactly));
    const double share = 1 - *seen.goodput.value / *seen.throughput.value;
    QVERIFY2(std::abs(share - rejected) <= exactly, qPrintable(QString::number(share)));
}

// Case 11. What waits in the channel `to-b` waits for the server `b`.
void EstimateFormulasTest::jacksonsNetwork() {
    const Estimate estimate = estimated(readSample("queues/jackson"), "steady");
    QVERIFY(near("A", station(estimate, "a").utilisation, 0.531915, exactly));
    QVERIFY(near("B", station(estimate, "b").utilisation, 0.531915, exactly));
    QVERIFY(near("C", station(estimate, "c").utilisation, 0.283688, exactly));
    double all = 0;
    for (const simulator::StationResult& part : estimate.figures.stations) {
        QVERIFY(part.meanQueue.value);
        all += *part.meanQueue.value + (part.kind == "channel" ? 0 : *part.meanInService.value);
    }
    QVERIFY2(std::abs(all - 2.66877) < 6e-3, qPrintable(QString::number(all)));
}

void EstimateFormulasTest::retriesAmplify_data() {
    QTest::addColumn<int>("percent");
    for (const int percent : {10, 50, 90, 100}) QTest::addRow("%d", percent) << percent;
}

// Case 24.
void EstimateFormulasTest::retriesAmplify() {
    QFETCH(int, percent);
    const double p = percent / 100.0;
    const Estimate estimate = estimated(readSample("queues/retries"), "fail-" + std::to_string(percent));
    const double attempts = p < 1 ? (1 - std::pow(p, 4)) / (1 - p) : 4;
    double seen = 0;
    for (const simulator::EdgeResult& edge : estimate.figures.edges)
        if (edge.callee == "callee.answer") seen = edge.amplification;
    QVERIFY2(std::abs(seen - attempts) < 1e-9, qPrintable(QString::number(seen)));
    const simulator::FlowResult& journey = estimate.figures.journeys.at(0);
    QVERIFY(std::abs(*journey.goodput.value / *journey.throughput.value - (1 - std::pow(p, 4))) < 1e-9);
}

// Case 43, the formula of Allen and Cunneen itself.
void EstimateFormulasTest::generalArrivalsAndServices() {
    simulator::estimating::QueueLoad load;
    load.rate = 8;
    load.servers = 10;
    load.service = simulator::estimating::Moments::gamma(1, 4);
    QVERIFY(std::abs(simulator::estimating::solveQueue(load).wait.mean - 0.511475) < 1e-5);
    load = {};
    load.rate = 0.8;
    load.service = simulator::estimating::Moments::gamma(1, 1);
    load.arrivalScv = 4;
    QVERIFY(std::abs(simulator::estimating::solveQueue(load).wait.mean - 10) < 1e-9);
    // Case 3, the probability of waiting.
    QVERIFY(std::abs(simulator::estimating::erlangC(10, 9) - 0.668732) < 1e-6);
    QVERIFY(std::abs(simulator::estimating::erlangC(2, 1.8) - 0.852632) < 1e-6);
    QVERIFY(std::abs(simulator::estimating::erlangB(100, 110) - 0.136115) < 1e-6);
    // Half of a Poisson stream that is dealt out in turns: the loss of Erlang-2
    // arrivals at one server is the transform of the time between them.
    QVERIFY(std::abs(simulator::estimating::renewalLoss(1, 0.5, 0.5) - 0.25) < 1e-12);
}

// Two workers that only wait for their callee leave no more than two requests
// there; the others wait outside, but all wait as long as at the callee alone.
void EstimateFormulasTest::callersBoundTheirCallees() {
    Builder model;
    model.service("front", 2, {call("back.do")});
    model.service("back", 1, {compute(Distribution::exponential(milliseconds(10)))});
    model.load("users", PoissonArrivals{70}, {"front.do"});
    const Estimate estimate = estimated(model.build(100));
    const double backs =
        *station(estimate, "back").meanQueue.value + *station(estimate, "back").meanInService.value;
    QVERIFY2(backs < 2, qPrintable(QString::number(backs)));
    QVERIFY2(std::abs(backs - (0.7 + 0.7 * 0.7)) < 1e-6,
             qPrintable(QString::number(backs)));  // E[min(n, 2)] of M/M/1
    QVERIFY(near("all", estimate.figures.journeys.at(0).latency.mean, 10 / 0.3, 0.1));
    QVERIFY(estimate.bottleneck == "back");
    QVERIFY(std::abs(estimate.headroom - (1 / 0.7 - 1)) < 1e-9);
    // Two users: nobody but the other one is ever in the way.
    Builder closed;
    closed.service("front", 2, {call("back.do")});
    closed.service("back", 2, {compute(Distribution::exponential(milliseconds(10)))});
    closed.load("users", ClosedUsers{2, {}}, {"front.do"});
    const Estimate two = estimated(closed.build(100));
    QVERIFY(near("throughput", two.figures.journeys.at(0).throughput, 200, 1e-9));
    QVERIFY(*station(two, "back").wait.value < 1e-12);
}

// A deadline at the median of M/M/1: half of the requests fail, the others have
// the truncated distribution.
void EstimateFormulasTest::timeoutsCutTails() {
    Builder model;
    model.service("queue", 1, {compute(Distribution::exponential(milliseconds(1)))});
    model.policy("strict").timeout = milliseconds(2 * std::log(2));
    model.load("users", PoissonArrivals{500}, {"queue.do"}, "strict");
    const simulator::FlowResult journey = estimated(model.build(1000)).figures.journeys.at(0);
    QVERIFY(std::abs(*journey.goodput.value - 250) < 1e-3);
    QVERIFY(std::abs(static_cast<double>(journey.failed[0]) - 250'000) < 5);
    // E[T | T < m] of an exponential time with the median m is its mean minus m.
    QVERIFY(near("mean", journey.latency.mean, 2 - 2 * std::log(2), 1e-3));
}

void EstimateFormulasTest::responseQuantilesOfSeveralServers_data() {
    QTest::addColumn<int>("servers");
    QTest::addColumn<double>("load");
    for (const int servers : {1, 2, 5, 20})
        for (const double load : {0.3, 0.7, 0.9, 0.95})
            QTest::addRow("%d at %g", servers, load) << servers << load;
}

// M/M/c: an exponential service after a wait that is 0, or exponential with the rate c mu - lambda.
void EstimateFormulasTest::responseQuantilesOfSeveralServers() {
    QFETCH(int, servers);
    QFETCH(double, load);
    Builder model;
    model.service("queue", servers, {compute(Distribution::exponential(milliseconds(1)))});
    model.load("users", PoissonArrivals{1000 * servers * load}, {"queue.do"});
    const auto latency = estimated(model.build(100)).figures.journeys.at(0).latency;
    const auto tail = [=](double time) { return reference::responseTail(servers, servers * load, time); };
    QVERIFY(near("p50", latency.p50, reference::quantile(0.5, tail), 0.03));
    QVERIFY(near("p90", latency.p90, reference::quantile(0.9, tail), 0.03));
    QVERIFY(near("p99", latency.p99, reference::quantile(0.99, tail), 0.03));
    QVERIFY(near("p99.9", latency.p999, reference::quantile(0.999, tail), 0.05));
}

void EstimateFormulasTest::waitQuantilesOfRegularService_data() {
    QTest::addColumn<double>("load");
    for (const double load : {0.5, 0.7, 0.8, 0.9}) QTest::addRow("%g", load) << load;
}

// M/D/1, by the transform of its responses.
void EstimateFormulasTest::waitQuantilesOfRegularService() {
    QFETCH(double, load);
    Builder model;
    model.service("queue", 1, {compute(Distribution::constant(milliseconds(1)))});
    model.load("users", PoissonArrivals{1000 * load}, {"queue.do"});
    const auto latency = estimated(model.build(100)).figures.journeys.at(0).latency;
    const reference::Transform response = reference::responseOf(load, reference::constantTime());
    const auto tail = [&](double time) { return reference::tailOf(response, time); };
    QVERIFY(near("mean", latency.mean, 1 + load / (2 * (1 - load)), exactly));
    for (const auto& [figure, probability] :
         {std::pair{latency.p90, 0.9}, {latency.p95, 0.95}, {latency.p99, 0.99}}) {
        QVERIFY(near("quantile", figure, reference::quantile(probability, tail), 0.1));
    }
}

// However many servers there are: the recursion itself, and what it has to be far from it.
void EstimateFormulasTest::erlangsFormulasForManyServers() {
    for (const int servers : {1, 2, 63, 64, 65, 100, 1000, 20'000})
        for (const double ratio : {0.01, 0.3, 0.7, 0.95, 0.999, 1.0, 1.001, 1.3, 5.0}) {
            const double load = ratio * servers;
            const double expected = reference::erlangB(servers, load);
            const double seen = simulator::estimating::erlangB(servers, load);
            if (expected < 1e-290) continue;
            QVERIFY2(std::abs(seen - expected) <= 1e-9 * expected,
                     qPrintable(QString("%1 %2: %3 %4").arg(servers).arg(load).arg(seen).arg(expected)));
        }
    QCOMPARE(simulator::estimating::erlangB(1000, 0), 0.0);
}

// E[T | T <= limit] of an exponential time is 1 - l e^-l / (1 - e^-l), of the square of one likewise by the
// incomplete gamma function; far limits leave the time as it was.
void EstimateFormulasTest::timesWithinALimit() {
    using simulator::estimating::FittedTime;
    using simulator::estimating::Moments;
    const auto close = [](double expected, double seen, double tolerance) {
        if (std::abs(seen - expected) <= tolerance * expected) return true;
        qWarning("%g instead of %g", seen, expected);
        return false;
    };
    const FittedTime exponential(Moments{1, 1, 2});
    const FittedTime heavy(Moments{2, 20, 592});  // Moments of X^2: 2, 24, 720
    for (const double root : {0.1, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 24.0}) {
        const double left = std::exp(-root);
        const double mean = 1 - root * left / (1 - left);
        QVERIFY(close(mean, exponential.truncatedAt(root).mean, 1e-7));
        const double square = (2 - left * (root * root + 2 * root + 2)) / (1 - left);
        QVERIFY(close(square, heavy.truncatedAt(root * root).mean, 1e-3));
    }
    const Moments whole = heavy.truncatedAt(625);
    QVERIFY(close(2, whole.mean, 1e-3));
    QVERIFY(close(20, whole.variance, 1e-3));
    QVERIFY(close(592, whole.third, 1e-3));
}

QTEST_GUILESS_MAIN(EstimateFormulasTest)
#include "estimate_formulas_test.moc"
