// What holds for any model: conservation, Little's law, and the same run for the same seed.
#include <QElapsedTimer>
#include <QTest>
#include <atomic>
#include <bit>
#include <cmath>
#include <thread>

#include "simulator/simulate.h"
#include "tests/simulator/random_model.h"

using namespace queueing;
using simulator::RunResult;

namespace {

std::shared_ptr<const simulator::Plan> planOf(const Project& project) {
    const auto plan = simulator::compile(project, ScenarioId("test"));
    if (!plan) qFatal("%s", plan.error().text().c_str());
    return *plan;
}

RunResult run(const simulator::Plan& plan, std::uint64_t seed, int threads, int replications = 3) {
    simulator::RunOptions options;
    options.seed = seed;
    options.threads = threads;
    options.replications = replications;
    return simulator::run(plan, options);
}

bool same(double left, double right) {
    return std::bit_cast<std::uint64_t>(left) == std::bit_cast<std::uint64_t>(right) ||
           (std::isnan(left) && std::isnan(right));
}

bool same(const simulator::Figure& left, const simulator::Figure& right) {
    return left.value.has_value() == right.value.has_value() &&
           same(left.value.value_or(0), right.value.value_or(0)) && same(left.low, right.low) &&
           same(left.high, right.high);
}

bool same(const RunResult& left, const RunResult& right) {
    if (left.eventLogHash != right.eventLogHash || left.engine.events != right.engine.events) return false;
    for (std::size_t at = 0; at < left.journeys.size(); ++at) {
        const simulator::FlowResult& one = left.journeys[at];
        const simulator::FlowResult& other = right.journeys[at];
        if (one.arrivals != other.arrivals || one.completed != other.completed || one.failed != other.failed)
            return false;
        if (!same(one.latency.mean, other.latency.mean) || !same(one.latency.p99, other.latency.p99))
            return false;
        for (std::size_t series = 0; series < one.series.size(); ++series)
            for (std::size_t value = 0; value < one.series[series].values.size(); ++value)
                if (!same(one.series[series].values[value], other.series[series].values[value])) return false;
    }
    for (std::size_t at = 0; at < left.stations.size(); ++at)
        if (!same(left.stations[at].utilisation, right.stations[at].utilisation)) return false;
    return true;
}

Project overload() {
    Builder model;
    model.service("s", 4, {compute(Distribution::exponential(milliseconds(1)))});
    model.load("u", PoissonArrivals{3000}, {"s.do"});
    return model.build(100000);
}

}  // namespace

class FingerprintTest : public QObject {
    Q_OBJECT

private slots:
    void randomModelsConserve();
    void threadsChangeNothing();
    void seedsMatter();
    void replicationsDiffer();
    void stopsWhenAsked();
    void stopsBeforeItBegins();
    void reportsProgress();
};

void FingerprintTest::randomModelsConserve() {
    std::uint64_t failures = 0;
    std::uint64_t events = 0;
    for (std::uint32_t seed = 1; seed <= 300; ++seed) {
        const RunResult result = run(*planOf(RandomModel(seed).make()), seed, 1, 1);
        if (!result.conservation.holds || result.conservation.worstLittleResidual > 1e-9)
            QFAIL(qPrintable(
                QString("model %1: %2 arrived, %3 completed, %4 failed, %5 in flight; Little %6 at %7")
                    .arg(seed)
                    .arg(result.conservation.arrived)
                    .arg(result.conservation.completed)
                    .arg(result.conservation.failed)
                    .arg(result.conservation.inFlight)
                    .arg(result.conservation.worstLittleResidual)
                    .arg(QString::fromStdString(result.conservation.worstLittleStation))));
        QVERIFY(!result.cancelled);
        failures += result.conservation.failed;
        events += result.engine.events;
    }
    QVERIFY(failures > 1000);
    QVERIFY(events > 100000);
}

void FingerprintTest::threadsChangeNothing() {
    for (std::uint32_t seed = 1; seed <= 12; ++seed) {
        const auto plan = planOf(RandomModel(seed).make());
        const RunResult one = run(*plan, seed, 1);
        QVERIFY(same(one, run(*plan, seed, 2)));
        QVERIFY(same(one, run(*plan, seed, 3)));
    }
}

void FingerprintTest::seedsMatter() {
    const auto plan = planOf(RandomModel(5).make());
    QVERIFY(run(*plan, 1, 1).eventLogHash != run(*plan, 2, 1).eventLogHash);
}

void FingerprintTest::replicationsDiffer() {
    const auto plan = planOf(RandomModel(5).make());
    QVERIFY(run(*plan, 1, 1, 1).eventLogHash != run(*plan, 1, 1, 2).eventLogHash);
    QCOMPARE(run(*plan, 1, 1, 2).replications, 2);
}

void FingerprintTest::stopsWhenAsked() {
    const auto plan = planOf(overload());
    std::stop_source source;
    QElapsedTimer timer;
    timer.start();
    const RunResult result =
        simulator::run(*plan, {}, source.get_token(), [&](const simulator::Progress& progress) {
            if (progress.events > 0) source.request_stop();
        });
    QVERIFY(result.cancelled);
    QVERIFY(result.simulatedSeconds > 0);
    QVERIFY(result.simulatedSeconds < 100000);
    QVERIFY(result.conservation.holds);
    QVERIFY(timer.elapsed() < 60000);  // The whole run takes far longer
}

void FingerprintTest::stopsBeforeItBegins() {
    std::stop_source source;
    source.request_stop();
    const RunResult result = simulator::run(*planOf(overload()), {}, source.get_token());
    QVERIFY(result.cancelled);
    QCOMPARE(result.engine.events, 0u);
}

void FingerprintTest::reportsProgress() {
    Builder model;
    model.service("s", 4, {compute(Distribution::exponential(milliseconds(1)))});
    model.load("u", PoissonArrivals{3000}, {"s.do"});
    double share = 0;
    int calls = 0;
    const RunResult result =
        simulator::run(*planOf(model.build(600)), {}, {}, [&](const simulator::Progress& progress) {
            if (progress.share < share || progress.share > 1) calls = -1000000;
            share = progress.share;
            ++calls;
        });
    QVERIFY(!result.cancelled);
    QVERIFY(calls >= 0);
}

QTEST_GUILESS_MAIN(FingerprintTest)
#include "fingerprint_test.moc"
