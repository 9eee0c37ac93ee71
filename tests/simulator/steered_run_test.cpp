// However a run is steered, it is the uninterrupted run.
#include <sys/resource.h>

#include <QFile>
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
    void whatHappensAtABoundaryCounts();
    void tellsWhatItKnowsSoFar();
    void stopsWhenAsked();
    void keepsFewerSnapshotsWhenMemoryIsShort();
    void forksByTheSamePlanChangeNothing();
    void timesAreDrawnFromTheSamePlace();
    void forksByOtherNumbersConserve();
    void replicasComeToHelp();
    void faultsCanBeAddedAndEndEarlier();
    void otherShapesAreRefused();
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

#ifdef __linux__
/// What the process has of its own to write on [bytes].
rlim_t dataSize() {
    QFile status("/proc/self/status");
    if (!status.open(QIODevice::ReadOnly)) qFatal("no status");
    for (const QByteArray& line : status.readAll().split('\n'))
        if (line.startsWith("VmData:")) return line.simplified().split(' ').at(1).toULongLong() * 1024;
    qFatal("no size");
}

/// While it lives the process may have no more of it.
class MemoryLimit {
public:
    explicit MemoryLimit(rlim_t most) {
        getrlimit(RLIMIT_DATA, &m_before);
        const rlimit little{most, m_before.rlim_max};
        if (setrlimit(RLIMIT_DATA, &little) != 0) qFatal("no limit to set");
    }
    MemoryLimit(const MemoryLimit&) = delete;
    MemoryLimit& operator=(const MemoryLimit&) = delete;
    ~MemoryLimit() { setrlimit(RLIMIT_DATA, &m_before); }

private:
    rlimit m_before{};
};
#endif

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

// Regular arrivals come just when the intervals of the series end.
void SteeredRunTest::whatHappensAtABoundaryCounts() {
    Builder model;
    model.service("s", 4, {compute(Distribution::constant(milliseconds(500)))});
    model.load("u", ConstantArrivals{4}, {"s.do"});
    SteeredRun run(planOf(model.build(20)));
    while (!run.isOver()) {
        run.step();
        const RunResult result = run.result();
        QVERIFY2(result.conservation.holds, qPrintable(QString::number(run.seconds())));
        for (const simulator::StationResult& station : result.stations)
            for (const simulator::Series& series : station.series)
                for (const double value : series.values) QVERIFY(!std::isinf(value));
    }
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

// A queue that grows up to 100,000: all snapshots together need more than there is.
void SteeredRunTest::keepsFewerSnapshotsWhenMemoryIsShort() {
#if defined(__linux__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    Builder model;
    model.service("s", 1, {compute(Distribution::constant(milliseconds(1)))});
    model.load("u", ConstantArrivals{11'000}, {"s.do"});
    const auto plan = planOf(model.build(10));
    const RunResult expected = uninterrupted(*plan);
    constexpr rlim_t enough = 64 << 20;
    const rlim_t before = dataSize();
    {
        SteeredRun run(plan);
        const MemoryLimit limit(before + enough);
        QVERIFY(run.runTo(10));
        QVERIFY(sameResult(run.result(), expected));
        for (const double time : {9.0, 3.0, 6.0, 10.0}) {
            QVERIFY(run.seek(time));
            QCOMPARE(run.seconds(), time);
        }
        QVERIFY(sameResult(run.result(), expected));
    }
    SteeredRun run(plan);
    run.runTo(10);
    QVERIFY(dataSize() > before + enough);
#else
    QSKIP("no limit to set");
#endif
}

void SteeredRunTest::forksByTheSamePlanChangeNothing() {
    for (std::uint32_t seed = 0; seed < 60; ++seed) {
        const auto plan = planOf(RandomModel(seed).make());
        SteeredRun run(plan);
        run.runTo(run.length() * (seed % 10) / 10);
        auto forked = run.fork(planOf(RandomModel(seed).make()));
        QVERIFY2(forked, forked ? "" : forked.error().text().c_str());
        forked->runTo(run.length());
        run.runTo(run.length());
        QVERIFY2(forked->fingerprint() == run.fingerprint(), qPrintable(QString::number(seed)));
        QVERIFY(sameResult(forked->result(), run.result()));
    }
}

// Forked to other times and rates and back before anything happens, a run is as if nothing had been.
void SteeredRunTest::timesAreDrawnFromTheSamePlace() {
    const auto build = [](const Distribution& time, double rate) {
        Builder model;
        model.service("s", 4, {compute(time)});
        model.load("u", PoissonArrivals{rate}, {"s.do"});
        return planOf(model.build(20));
    };
    const Distribution first = Distribution::exponential(milliseconds(1));
    Distribution gamma = first;
    gamma.kind = model::DistributionKind::Gamma;
    gamma.cv = 0.7;
    const auto plan = build(first, 3000);
    SteeredRun whole(plan);
    whole.runTo(whole.length());
    const std::uint64_t hash = whole.fingerprint();
    SteeredRun run(plan);
    run.runTo(5);
    for (const Distribution& other :
         {gamma, Distribution::constant(milliseconds(1)), Distribution::exponential(milliseconds(2))}) {
        auto there = run.fork(build(other, 1000));
        QVERIFY(there);
        auto back = there->fork(build(first, 3000));
        QVERIFY(back);
        there->runTo(there->length());
        QVERIFY(there->fingerprint() != hash);
        back->runTo(back->length());
        QCOMPARE(back->fingerprint(), hash);
    }
}

void SteeredRunTest::forksByOtherNumbersConserve() {
    int forks = 0;
    for (std::uint32_t seed = 0; seed < 120; ++seed) {
        const Project project = RandomModel(seed).make();
        Project other = project;
        std::mt19937 random(seed);
        for (Deployment deployment : project.deployments) {
            deployment.workers = 1 + int(random() % 8);
            if (deployment.queueLimit) deployment.queueLimit = int(random() % 6);
            deployment.replicas += int(random() % 3);
            deployment.cpuLimitMilli = 250 * (1 + int(random() % 8));
            other.deployments = other.deployments.with(deployment);
        }
        for (DataStore store : project.stores) {
            store.poolSize = 1 + int(random() % 6);
            other.stores = other.stores.with(store);
        }
        for (Workload workload : project.workloads) {
            if (auto* closed = std::get_if<ClosedUsers>(&workload.arrivals))
                closed->users += int(random() % 9);
            if (auto* poisson = std::get_if<PoissonArrivals>(&workload.arrivals)) poisson->rate *= 1.5;
            other.workloads = other.workloads.with(workload);
        }
        SteeredRun run(planOf(project));
        run.runTo(run.length() * (1 + seed % 9) / 10);
        auto forked = run.fork(planOf(other));
        if (!forked) {
            QVERIFY(forked.error().text().find("other replicas") != std::string::npos);
            continue;
        }
        ++forks;
        forked->runTo(run.length());
        QVERIFY(forked->isOver());
        const RunResult result = forked->result();
        QVERIFY2(result.conservation.holds, qPrintable(QString::number(seed)));
        QVERIFY(result.conservation.worstLittleResidual < 1e-6);
    }
    QVERIFY2(forks > 30, qPrintable(QString::number(forks)));
}

// Twice overloaded for 10 s; then with four times the replicas what waits is served at once.
void SteeredRunTest::replicasComeToHelp() {
    const auto build = [](std::int32_t replicas) {
        Builder model;
        model.service("s", 2, {compute(Distribution::exponential(milliseconds(1)))}).replicas = replicas;
        model.load("u", PoissonArrivals{4000}, {"s.do"});
        return model.build(20);
    };
    SteeredRun run(planOf(build(1)));
    run.runTo(10);
    auto helped = run.fork(planOf(build(4)));
    QVERIFY(helped);
    helped->runTo(20);
    run.runTo(20);
    QVERIFY(run.result().conservation.inFlight > 35000);
    QVERIFY(helped->result().conservation.inFlight < 25000);
    QVERIFY(run.fork(planOf(build(4))));
    QVERIFY(!helped->fork(planOf(build(1))));
}

void SteeredRunTest::faultsCanBeAddedAndEndEarlier() {
    const auto build = [](double length, bool another) {
        Builder model;
        model.service("s", 4, {compute(Distribution::exponential(milliseconds(1)))});
        model.load("u", PoissonArrivals{1000}, {"s.do"});
        model.fault(ServiceId("s"), 2, length, KillFault{});
        if (another) model.fault(ServiceId("s"), 15, 1.0, KillFault{});
        return model.build(20);
    };
    const auto crashed = [](SteeredRun& run) {
        run.runTo(20);
        return double(run.result().journeys[0].failed[int(simulator::Cause::Crashed)]);
    };
    SteeredRun run(planOf(build(10, false)));
    run.runTo(5);
    auto shorter = run.fork(planOf(build(6, false)));
    auto more = run.fork(planOf(build(6, true)));
    QVERIFY(shorter && more);
    QVERIFY(std::abs(crashed(run) - 10000) < 400);
    QVERIFY(std::abs(crashed(*shorter) - 6000) < 400);
    QVERIFY(std::abs(crashed(*more) - 7000) < 400);
    SteeredRun later(planOf(build(10, false)));
    later.runTo(5);
    QVERIFY(!later.fork(planOf(queue())));
    Builder moved;
    moved.service("s", 4, {compute(Distribution::exponential(milliseconds(1)))});
    moved.load("u", PoissonArrivals{1000}, {"s.do"});
    moved.fault(ServiceId("s"), 3, 10, KillFault{});
    const auto refused = later.fork(planOf(moved.build(20)));
    QVERIFY(!refused);
    QVERIFY(refused.error().text().find("fault") != std::string::npos);
}

void SteeredRunTest::otherShapesAreRefused() {
    SteeredRun run(planOf(queue()));
    run.runTo(1);
    const auto obstacle = [&](auto change) {
        Builder model;
        model.service("s", 4, {compute(Distribution::exponential(milliseconds(1)))});
        model.load("u", PoissonArrivals{3000}, {"s.do"});
        const auto forked = run.fork(planOf(change(model)));
        return forked ? std::string() : forked.error().text();
    };
    QCOMPARE(obstacle([](Builder& model) { return model.build(20); }), std::string());
    QVERIFY(obstacle([](Builder& model) { return model.build(21); }).find("length") != std::string::npos);
    QVERIFY(obstacle([](Builder& model) {
                model.service("t", 1, {compute(Distribution{})});
                return model.build(20);
            }).find("services/t") != std::string::npos);
    QVERIFY(obstacle([](Builder& model) {
                model.deployments.front().discipline = QueueDiscipline::Priority;
                return model.build(20);
            }).find("serves in another way") != std::string::npos);
    QVERIFY(obstacle([](Builder& model) {
                model.deployments.front().discovery = Discovery{};
                return model.build(20);
            }).find("is discovered otherwise") != std::string::npos);
    QVERIFY(obstacle([](Builder& model) {
                model.project.network.zones = model.project.network.zones.with({ZoneId("a"), "A", {}});
                model.deployments.front().zones = {ZoneId("a")};
                return model.build(20);
            }).find("is in other zones") != std::string::npos);
}

QTEST_GUILESS_MAIN(SteeredRunTest)
#include "steered_run_test.moc"
