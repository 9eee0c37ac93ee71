// However a run is steered, it is the uninterrupted run.
#include <QTest>
#include <random>

#include "simulator/simulate.h"
#include "simulator/steered_run.h"
#include "tests/simulator/random_model.h"
#include "tests/simulator/same_result.h"

using namespace queueing;
using simulator::RunResult;
using simulator::SteeredRun;

class SteeredRunTest : public QObject {
    Q_OBJECT

private slots:
    void steeringChangesNothing();
    void snapshotsAreTheState();
    void stepsAreEvents();
    void seeksBothWays();
    void tellsWhatItKnowsSoFar();
    void stopsWhenAsked();
};

namespace {

std::shared_ptr<const simulator::Plan> planOf(const Project& project) {
    simulator::RunOptions options;
    options.replications = 1;
    const auto plan = simulator::compile(project, ScenarioId("test"), options);
    if (!plan) qFatal("%s", plan.error().text().c_str());
    return *plan;
}

RunResult uninterrupted(const simulator::Plan& plan) {
    return simulator::run(plan);
}

Project queue() {
    Builder model;
    model.service("s", 4, {compute(Distribution::exponential(milliseconds(1)))});
    model.load("u", PoissonArrivals{3000}, {"s.do"});
    return model.build(20);
}

}  // namespace

void SteeredRunTest::steeringChangesNothing() {
    for (std::uint32_t seed = 0; seed < 60; ++seed) {
        const auto plan = planOf(RandomModel(seed).make());
        std::mt19937 random(seed);
        SteeredRun run(plan);
        std::vector<simulator::Snapshot> snapshots;
        for (int moves = 0; moves < 12; ++moves) {
            const double somewhen = run.length() * (random() % 1000) / 1000;
            switch (random() % 5) {
                case 0:
                    run.runTo(somewhen);
                    break;
                case 1:
                    run.step(random() % 300);
                    break;
                case 2:
                    run.seek(somewhen);
                    break;
                case 3:
                    snapshots.push_back(run.snapshot());
                    break;
                default:
                    if (!snapshots.empty()) run.restore(snapshots[random() % snapshots.size()]);
            }
        }
        run.runTo(run.length());
        QVERIFY(run.isOver());
        const RunResult expected = uninterrupted(*plan);
        QVERIFY2(sameResult(run.result(), expected), qPrintable(QString::number(seed)));
        QVERIFY(run.result().conservation.holds);
        QCOMPARE(run.events(), expected.engine.events);
    }
}

// Two that continue from one moment see the same, and do not disturb each other.
void SteeredRunTest::snapshotsAreTheState() {
    const auto plan = planOf(RandomModel(11).make());
    SteeredRun first(plan);
    SteeredRun second(plan);
    first.runTo(first.length() / 3);
    second.restore(first.snapshot());
    QCOMPARE(second.seconds(), first.seconds());
    QCOMPARE(second.fingerprint(), first.fingerprint());
    second.runTo(second.length());
    first.runTo(first.length() / 2);
    first.runTo(first.length());
    QCOMPARE(second.fingerprint(), first.fingerprint());
}

void SteeredRunTest::stepsAreEvents() {
    SteeredRun run(planOf(queue()));
    for (std::uint64_t count = 1; count <= 100; ++count) {
        const double before = run.seconds();
        run.step();
        QCOMPARE(run.events(), count);
        QVERIFY(run.seconds() >= before);
    }
    run.step(1'000'000'000);
    QVERIFY(run.isOver());
    run.step();
    QVERIFY(run.isOver());
}

void SteeredRunTest::seeksBothWays() {
    SteeredRun run(planOf(queue()));
    std::vector<std::uint64_t> fingerprints;
    for (const double time : {2.0, 7.3, 15.9}) {
        run.seek(time);
        QCOMPARE(run.seconds(), time);
        fingerprints.push_back(run.fingerprint());
    }
    for (const double time : {15.9, 2.0, 7.3}) {
        run.seek(time);
        QCOMPARE(run.seconds(), time);
        QCOMPARE(run.fingerprint(), fingerprints[time == 2.0 ? 0 : time == 7.3 ? 1 : 2]);
    }
    run.seek(-1);
    QCOMPARE(run.events(), std::uint64_t{0});
    run.seek(1e9);
    QCOMPARE(run.seconds(), run.length());
}

void SteeredRunTest::tellsWhatItKnowsSoFar() {
    SteeredRun run(planOf(queue()));
    QVERIFY(run.result().cancelled);
    run.runTo(10);
    const RunResult result = run.result();
    QVERIFY(result.cancelled);
    QVERIFY(result.conservation.holds);
    QCOMPARE(result.simulatedSeconds, 10.0);
    const auto arrived = double(result.conservation.arrived);
    QVERIFY(std::abs(arrived - 30000) < 1000);
}

void SteeredRunTest::stopsWhenAsked() {
    SteeredRun run(planOf(queue()));
    std::stop_source source;
    source.request_stop();
    QVERIFY(!run.runTo(20, source.get_token()));
    QVERIFY(!run.isOver());
    QVERIFY(run.runTo(20));
    QCOMPARE(run.fingerprint() != 0, true);
    QVERIFY(sameResult(run.result(), uninterrupted(*planOf(queue()))));
}

QTEST_GUILESS_MAIN(SteeredRunTest)
#include "steered_run_test.moc"
