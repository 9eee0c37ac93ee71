// What holds for any model: conservation, Little's law, and the same run for the same seed.
#include <QElapsedTimer>
#include <QTest>
#include <atomic>
#include <cmath>
#include <thread>

#include "simulator/simulate.h"
#include "tests/simulator/random_model.h"
#include "tests/simulator/same_result.h"

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
    void moreReplicasNeverLowerGoodput();
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
        QVERIFY(sameResult(one, run(*plan, seed, 2)));
        QVERIFY(sameResult(one, run(*plan, seed, 3)));
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

// Where nothing fails by chance or by fault, and nobody waits for a lock or a processor of one replica: with
// twice the replicas no journey is done less often, but for chance.
void FingerprintTest::moreReplicasNeverLowerGoodput() {
    for (std::uint32_t seed = 0; seed < 40; ++seed) {
        std::mt19937 random(seed);
        const auto below = [&](std::uint32_t bound) { return static_cast<int>(random() % bound); };
        const int services = 2 + below(4);
        const double rate = 50 + below(400);
        const auto build = [&](std::mt19937 dice, int times) {
            Builder model;
            CallPolicy& policy = model.policy("policy");
            policy.timeout = milliseconds(20 + static_cast<double>(dice() % 60));
            policy.retry = RetryPolicy{};
            for (int at = 0; at < services; ++at) {
                const double time = 1 + static_cast<double>(dice() % 9);
                Behaviour steps{compute(Distribution::exponential(milliseconds(time)))};
                if (at + 1 < services) steps.push_back(call("s" + std::to_string(at + 1) + ".do", "policy"));
                Deployment& deployment = model.service("s" + std::to_string(at), 1 + int(dice() % 3), steps);
                deployment.replicas = times * (1 + int(dice() % 2));
                deployment.queueLimit = int(dice() % 20);
            }
            model.load("u", PoissonArrivals{rate}, {"s0.do"}, "policy");
            return model.build(40, 5);
        };
        const RunResult few = run(*planOf(build(random, 1)), 1, 1, 2);
        const RunResult more = run(*planOf(build(random, 2)), 1, 1, 2);
        const double goodputs[] = {few.journeys[0].goodput.value.value_or(0),
                                   more.journeys[0].goodput.value.value_or(0)};
        QVERIFY2(goodputs[1] > 0.98 * goodputs[0] - 1,
                 qPrintable(QString("%1: %2 %3").arg(seed).arg(goodputs[0]).arg(goodputs[1])));
    }
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
