// Whatever an autoscaler does, nothing is lost by it, and nothing but the model and the seed decides it.
#include <QTemporaryDir>
#include <QTest>
#include <random>

#include "simulator/steered_run.h"
#include "simulator/store/run_store.h"
#include "tests/simulator/acceptance.h"
#include "tests/simulator/random_model.h"
#include "tests/simulator/same_result.h"
#include "tests/simulator/scaled.h"

using namespace queueing;
using simulator::RunResult;
using simulator::StationResult;
using simulator::SteeredRun;

class ScalingLawsTest : public QObject {
    Q_OBJECT

private slots:
    void withoutItNothingChanges();
    void randomModelsConserve();
    void threadsAndSnapshotsChangeNothing();
    void forksGoOn();
    void runsAreStored();
};

namespace {

/// A random model whose services are scaled by chance, and often.
Project randomlyScaled(std::uint32_t seed) {
    RandomModel random(seed);
    if (seed % 2) random.withProtection();
    Project project = random.make();
    std::mt19937 numbers(seed + 7);
    const auto below = [&numbers](int bound) {
        return std::uniform_int_distribution<int>(0, bound - 1)(numbers);
    };
    const Project plain = project;
    for (Deployment deployment : plain.deployments) {
        if (below(5) == 0) continue;
        Autoscaling& scaling = deployment.autoscaling.emplace();
        scaling.minReplicas = 1 + below(2);
        scaling.maxReplicas = scaling.minReplicas + below(5);
        scaling.targetCpuPercent = 1 + below(200);
        scaling.syncPeriod = scaling.metricsWindow = seconds(1);
        if (below(2)) scaling.cpuInitialization = scaling.initialReadinessDelay = seconds(0);
        if (below(4)) scaling.scaleDown = ScalingDirection{ScalingSelect::Max, seconds(below(3)), {}, {}};
        deployment.cpuRequestMilli = 1 + below(deployment.cpuLimitMilli);
        deployment.gracePeriod = seconds(1 + below(3));
        deployment.imagePull = milliseconds(100 * below(8));
        deployment.startUpCpuFactor = below(3);
        if (below(3) == 0) deployment.readiness = Probe{seconds(0), seconds(1), 1 + below(2), 3, {}};
        project.deployments = project.deployments.with(deployment);
    }
    Scenario scenario = *project.scenarios.find(ScenarioId("test"));
    scenario.length = seconds(15);
    project.scenarios = project.scenarios.with(scenario);
    return follow(project);
}

}  // namespace

void ScalingLawsTest::withoutItNothingChanges() {
    for (std::uint32_t seed = 0; seed < 20; ++seed) {
        const Project plain = RandomModel(seed).make();
        Project scaled = plain;
        for (Deployment deployment : plain.deployments) {
            deployment.autoscaling = Autoscaling{};
            scaled.deployments = scaled.deployments.with(deployment);
        }
        const std::uint64_t expected = simulator::run(*planOf(plain)).eventLogHash;
        QCOMPARE(simulator::run(*planOf(scaled)).eventLogHash, expected);
        QCOMPARE(simulator::run(*planOf(follow(plain))).eventLogHash, expected);
    }
}

void ScalingLawsTest::randomModelsConserve() {
    std::size_t changes = 0;
    simulator::RunOptions options;
    options.replications = options.threads = 1;
    for (std::uint32_t seed = 0; seed < 200; ++seed) {
        const RunResult result = simulator::run(*planOf(randomlyScaled(seed)), options);
        QVERIFY2(result.limitReached.empty(), qPrintable(QString::number(seed)));
        if (!result.conservation.holds || result.conservation.worstLittleResidual > 1e-9)
            QFAIL(qPrintable(
                QString("seed %1: %2").arg(seed).arg(result.conservation.worstLittleStation.c_str())));
        for (const StationResult& station : result.stations)
            for (const simulator::Series& series : station.series)
                if (series.name == "ready")
                    for (std::size_t at = 1; at < series.values.size(); ++at)
                        changes += series.values[at] != series.values[at - 1];
    }
    QVERIFY2(changes > 1000, qPrintable(QString::number(changes)));
}

void ScalingLawsTest::threadsAndSnapshotsChangeNothing() {
    for (std::uint32_t seed = 0; seed < 40; ++seed) {
        simulator::RunOptions options;
        options.replications = 2;
        options.threads = 1;
        const auto plan = planOf(randomlyScaled(seed));
        const RunResult alone = simulator::run(*plan, options);
        options.threads = 2;
        QCOMPARE(simulator::run(*plan, options).eventLogHash, alone.eventLogHash);
        options.replications = 1;
        SteeredRun run(*simulator::compile(randomlyScaled(seed), ScenarioId("test"), options));
        run.runTo(run.length() / 3);
        const simulator::Snapshot snapshot = run.snapshot();
        run.runTo(run.length());
        const std::uint64_t fingerprint = run.fingerprint();
        const RunResult result = run.result();
        run.restore(snapshot);
        run.runTo(run.length() / 2);
        run.runTo(run.length());
        QCOMPARE(run.fingerprint(), fingerprint);
        QVERIFY(sameResult(run.result(), result));
    }
}

void ScalingLawsTest::forksGoOn() {
    simulator::RunOptions options;
    options.replications = 1;
    for (std::uint32_t seed = 0; seed < 40; ++seed) {
        const auto plan = *simulator::compile(randomlyScaled(seed), ScenarioId("test"), options);
        SteeredRun run(plan);
        run.runTo(run.length() * (1 + seed % 9) / 10);
        auto same = run.fork(*simulator::compile(randomlyScaled(seed), ScenarioId("test"), options));
        QVERIFY2(same, same ? "" : same.error().text().c_str());
        const Project before = randomlyScaled(seed);
        Project edited = before;
        for (Deployment deployment : before.deployments) {
            deployment.workers += 2;
            edited.deployments = edited.deployments.with(deployment);
        }
        auto other = run.fork(*simulator::compile(edited, ScenarioId("test"), options));
        QVERIFY2(other, other ? "" : other.error().text().c_str());
        for (SteeredRun* each : {&run, &*same, &*other}) each->runTo(run.length());
        QCOMPARE(same->fingerprint(), run.fingerprint());
        QVERIFY(sameResult(same->result(), run.result()));
        QVERIFY(other->result().conservation.holds);
    }
}

void ScalingLawsTest::runsAreStored() {
    QTemporaryDir directory;
    const RunResult result = simulator::run(*planOf(randomlyScaled(3)));
    const std::string path = directory.filePath("runs.db").toStdString();
    auto store = simulator::RunStore::open(path);
    QVERIFY(store);
    const auto id = store->save(result);
    QVERIFY(id);
    const auto read = store->load(*id);
    QVERIFY(read);
    QVERIFY(sameResult(*read, result));
}

QTEST_GUILESS_MAIN(ScalingLawsTest)
#include "scaling_laws_test.moc"
