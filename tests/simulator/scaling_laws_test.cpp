// Whatever an autoscaler does, nothing is lost by it, and nothing but the model and the seed decides it.
#include <QTemporaryDir>
#include <QTest>
#include <map>
#include <numeric>
#include <random>

#include "simulator/steered_run.h"
#include "simulator/store/run_store.h"
#include "tests/simulator/acceptance.h"
#include "tests/simulator/random_faults.h"
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
    void otherAutoscalersConserve();
    void sizedReplicasConserve();
    void threadsAndSnapshotsChangeNothing_data();
    void threadsAndSnapshotsChangeNothing();
    void forksGoOn_data();
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

/// A model with other autoscalers than that by CPU, where these fit.
Project otherwise(Project project, std::uint32_t seed) {
    std::mt19937 numbers(seed + 70);
    const auto below = [&numbers](int bound) {
        return std::uniform_int_distribution<int>(0, bound - 1)(numbers);
    };
    const auto consumed = [&project](const ServiceId& service) {
        for (const Operation& operation : project.services.find(service)->operations)
            if (operation.subscription) return operation.subscription->channel;
        return ChannelId();
    };
    const Project plain = project;
    for (Deployment deployment : plain.deployments) {
        if (!deployment.autoscaling) deployment.autoscaling.emplace();
        Autoscaling& scaling = *deployment.autoscaling;
        scaling.syncPeriod = scaling.metricsWindow = seconds(1);
        const bool consumes = !consumed(deployment.service).value().empty();
        switch (consumes ? 0 : 1 + below(3)) {
            case 0:
                scaling.minReplicas = below(2);
                scaling.events = EventScaling{consumed(deployment.service),
                                              "",
                                              1.0 + below(4),
                                              0,
                                              seconds(1 + below(2)),
                                              seconds(below(3)),
                                              {}};
                break;
            case 1:
                scaling.minReplicas = below(2);
                scaling.concurrency.emplace();
                scaling.concurrency->target = 1 + below(5);
                scaling.concurrency->stableWindow = seconds(6);
                scaling.concurrency->panicWindow = 30;
                scaling.concurrency->zeroGrace = seconds(below(2));
                break;
            case 2:
                scaling.predictive = PredictiveScaling{seconds(3 + below(4)), seconds(below(4)), 10, {}};
                break;
            default:
                deployment.autoscaling.reset();
                deployment.readiness.reset();
                deployment.serverless = Serverless{1 + below(20), milliseconds(100 * below(20)), 0, {}};
                deployment.serverless->provisioned = below(2) * below(deployment.serverless->maxInstances);
        }
        Project candidate = project;
        candidate.deployments = candidate.deployments.with(deployment);
        const bool fits = simulator::compile(candidate, ScenarioId("test")).has_value();
        if (!fits && deployment.autoscaling && deployment.autoscaling->concurrency) {
            deployment.autoscaling->minReplicas = 1;
            candidate.deployments = candidate.deployments.with(deployment);
        }
        if (fits || simulator::compile(candidate, ScenarioId("test"))) project = candidate;
    }
    return project;
}

Project otherwiseScaled(std::uint32_t seed) {
    return otherwise(randomlyScaled(seed), seed);
}

/// The same while things go wrong.
Project otherwiseScaledInTrouble(std::uint32_t seed) {
    Project project = follow(RandomFaults(seed).make());
    Scenario scenario = *project.scenarios.find(ScenarioId("test"));
    scenario.length = seconds(15);
    project.scenarios = project.scenarios.with(scenario);
    return otherwise(project, seed);
}

/// The same model, where most replicas change their size.
Project sizedByChance(Project project, std::uint32_t seed) {
    std::mt19937 numbers(seed + 700);
    const auto below = [&numbers](int bound) {
        return std::uniform_int_distribution<int>(0, bound - 1)(numbers);
    };
    const Project plain = project;
    for (Deployment deployment : plain.deployments) {
        if (below(5) == 0) continue;
        VerticalScaling& scaling = deployment.verticalScaling.emplace();
        scaling.minCpuMilli = 1 + below(50);
        scaling.percentile = 1 + below(100);
        scaling.margin = below(100);
        scaling.halfLife = seconds(1 + below(60));
        scaling.interval = seconds(1 + below(5));
        deployment.cpuRequestMilli = 1 + below(deployment.cpuLimitMilli);
        deployment.gracePeriod = seconds(1 + below(3));
        deployment.imagePull = milliseconds(100 * below(8));
        deployment.replicas += 1 + below(3);
        deployment.maxUnavailable = below(3);
        if (below(3) == 0) {
            deployment.autoscaling.emplace().maxReplicas = 1 + below(8);
            deployment.autoscaling->concurrency.emplace().target = 1 + below(5);
        }
        project.deployments = project.deployments.with(deployment);
    }
    Scenario scenario = *project.scenarios.find(ScenarioId("test"));
    scenario.length = seconds(50);
    project.scenarios = project.scenarios.with(scenario);
    return follow(project);
}

Project randomlySized(std::uint32_t seed) {
    return sizedByChance(RandomModel(seed).make(), seed);
}

/// What a service of the model requests at the least when so many of its replicas are ready [cores].
double leastRequest(const Project& project, const std::string& service, double ready) {
    for (const Deployment& deployment : project.deployments)
        if (deployment.service.value() == service && deployment.verticalScaling)
            return ready / 1000 * std::min(deployment.cpuRequest(), deployment.verticalScaling->minCpuMilli);
    return 0;
}

/// By each kind, how many deployments of the model are scaled by it.
std::map<std::string, int> kindsOf(const Project& project) {
    std::map<std::string, int> kinds;
    for (const Deployment& deployment : project.deployments) {
        const std::optional<Autoscaling>& scaling = deployment.autoscaling;
        kinds["events"] += scaling && scaling->events;
        kinds["concurrency"] += scaling && scaling->concurrency;
        kinds["predictive"] += scaling && scaling->predictive;
        kinds["serverless"] += deployment.serverless.has_value();
    }
    return kinds;
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

void ScalingLawsTest::otherAutoscalersConserve() {
    simulator::RunOptions options;
    options.replications = options.threads = 1;
    std::map<std::string, int> kinds;
    double coldStarts = 0;
    for (std::uint32_t seed = 0; seed < 250; ++seed) {
        const Project project = seed % 2 ? otherwiseScaled(seed) : otherwiseScaledInTrouble(seed);
        if (!simulator::compile(project, ScenarioId("test"))) continue;  // By its faults
        for (const auto& [kind, count] : kindsOf(project)) kinds[kind] += count;
        const RunResult result = simulator::run(*planOf(project), options);
        QVERIFY2(result.limitReached.empty(), qPrintable(QString::number(seed)));
        if (!result.conservation.holds || result.conservation.worstLittleResidual > 1e-9)
            QFAIL(qPrintable(
                QString("seed %1: %2").arg(seed).arg(result.conservation.worstLittleStation.c_str())));
        for (const StationResult& station : result.stations)
            for (const simulator::Series& series : station.series)
                if (series.name == "cold_starts")
                    coldStarts = std::accumulate(series.values.begin(), series.values.end(), coldStarts);
    }
    for (const auto& [kind, count] : kinds)
        QVERIFY2(count > 30, qPrintable(QString("%1: %2").arg(kind.c_str()).arg(count)));
    QVERIFY2(coldStarts > 1000, qPrintable(QString::number(coldStarts)));
}

void ScalingLawsTest::sizedReplicasConserve() {
    simulator::RunOptions options;
    options.replications = options.threads = 1;
    double evictions = 0;
    for (std::uint32_t seed = 0; seed < 150; ++seed) {
        const Project project =
            seed % 3 ? randomlySized(seed) : sizedByChance(RandomFaults(seed).make(), seed);
        if (!simulator::compile(project, ScenarioId("test"))) continue;  // By its faults
        const RunResult result = simulator::run(*planOf(project), options);
        QVERIFY2(result.limitReached.empty(), qPrintable(QString::number(seed)));
        if (!result.conservation.holds || result.conservation.worstLittleResidual > 1e-9)
            QFAIL(qPrintable(
                QString("seed %1: %2").arg(seed).arg(result.conservation.worstLittleStation.c_str())));
        for (const StationResult& station : result.stations) {
            const auto isRequest = [](const simulator::Series& one) { return one.name == "cpu_request"; };
            const auto requested = std::ranges::find_if(station.series, isRequest);
            if (requested == station.series.end()) continue;
            const std::vector<double>& ready = seriesOf(station, "ready");
            for (std::size_t at = 0; at < ready.size(); ++at)
                QVERIFY(requested->values[at] >= leastRequest(project, station.id, ready[at]) * (1 - 1e-5));
            const std::vector<double>& each = seriesOf(station, "evictions");
            evictions = std::accumulate(each.begin(), each.end(), evictions);
        }
    }
    QVERIFY2(evictions > 500, qPrintable(QString::number(evictions)));
}

namespace {

Project (*const projects[])(std::uint32_t seed) = {randomlyScaled, otherwiseScaled, randomlySized};

void addKinds() {
    QTest::addColumn<int>("kind");
    QTest::newRow("CPU") << 0;
    QTest::newRow("others") << 1;
    QTest::newRow("sizes") << 2;
}

}  // namespace

void ScalingLawsTest::threadsAndSnapshotsChangeNothing_data() {
    addKinds();
}

void ScalingLawsTest::threadsAndSnapshotsChangeNothing() {
    QFETCH(int, kind);
    const auto scaled = projects[kind];
    for (std::uint32_t seed = 0; seed < 40; ++seed) {
        simulator::RunOptions options;
        options.replications = 2;
        options.threads = 1;
        const auto plan = planOf(scaled(seed));
        const RunResult alone = simulator::run(*plan, options);
        options.threads = 2;
        QCOMPARE(simulator::run(*plan, options).eventLogHash, alone.eventLogHash);
        options.replications = 1;
        SteeredRun run(*simulator::compile(scaled(seed), ScenarioId("test"), options));
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

void ScalingLawsTest::forksGoOn_data() {
    addKinds();
}

void ScalingLawsTest::forksGoOn() {
    QFETCH(int, kind);
    const auto scaled = projects[kind];
    simulator::RunOptions options;
    options.replications = 1;
    for (std::uint32_t seed = 0; seed < 40; ++seed) {
        const auto plan = *simulator::compile(scaled(seed), ScenarioId("test"), options);
        SteeredRun run(plan);
        run.runTo(run.length() * (1 + seed % 9) / 10);
        auto same = run.fork(*simulator::compile(scaled(seed), ScenarioId("test"), options));
        QVERIFY2(same, same ? "" : same.error().text().c_str());
        const Project before = scaled(seed);
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
