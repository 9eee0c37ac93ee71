// Replicas that are probed, run out of memory and are started anew: what happens when, worked out by hand.
#include <QTest>
#include <cmath>

#include "simulator/cascade/cascade.h"
#include "simulator/steered_run.h"
#include "tests/simulator/by_hand.h"
#include "tests/simulator/same_result.h"

using namespace queueing;
using simulator::Cause;
using simulator::RunResult;
using simulator::SteeredRun;

namespace {

/// (second, kind) of what the platform did to one replica, or to all.
using Story = std::vector<std::pair<double, std::string>>;
Story storyOf(const RunResult& result, int replica = 0) {
    Story story;
    for (const simulator::PlatformChange& change : result.chronicle.platform)
        if (change.replica == replica) story.emplace_back(std::round(change.at * 1e6) / 1e6, change.kind);
    return story;
}

/// The times at which a container was started anew, by the kind of its end.
std::vector<double> endsOf(const RunResult& result, const std::string& kind) {
    std::vector<double> times;
    for (const auto& [at, what] : storyOf(result))
        if (what == kind) times.push_back(at);
    return times;
}

double readyAt(const RunResult& result, std::size_t second) {
    for (const simulator::Series& series : result.stations.at(0).series)
        if (series.name == "ready")
            return series.values.at(static_cast<std::size_t>(double(second) / result.seriesInterval));
    qFatal("no series of what is ready");
}

Probe probe(bool needsWorker = false) {
    Probe made;
    made.needsWorker = needsWorker;
    return made;
}

Deployment& busy(Builder& model, double milliseconds) {
    return model.service("s", 1, {constantly(milliseconds)});
}

}  // namespace

class PodsTest : public QObject {
    Q_OBJECT

private slots:
    void hangsEndByLiveness();
    void slowStartsLoopForEver();
    void startupProbesHoldLivenessBack();
    void livenessKillsTheBusy_data();
    void livenessKillsTheBusy();
    void readinessShedsReplicas();
    void probesOfTheDeadTellNothing();
    void shortPausesAreNotNoticed();
    void requestsTakeMemory();
    void leaksGrow();
    void pressureTakesTime();
    void pressureTakesCores();
    void memoryOfOthersIsNamed();
    void cascadesTellOfRestarts();
    void snapshotsGoOn();
};

// It stands still from 5 s to 105 s. Probes at 10, 20 and 30 s fail after a second each; the process does not
// hear that it should stop, and is killed 30 s later.
void PodsTest::hangsEndByLiveness() {
    Builder model;
    busy(model, 10).liveness = probe();
    model.load("u", ConstantArrivals{10}, {"s.do"});
    model.fault(ServiceId("s"), 5, 100, PauseFault{});
    const RunResult result = simulate(model.build(120));
    QCOMPARE(storyOf(result), (Story{{61, "probe_failed"}}));
    // What waited there is lost: from 5 s on 10 a second.
    QVERIFY(std::abs(double(failed(operation(result, "s.do"), Cause::Crashed)) - 560) <= 2);
    QCOMPARE(readyAt(result, 100), 1.0);
}

// Starting up takes 60 s, and liveness has no patience beyond 30: it never comes up again. Ends and starts:
// at once, then 10, 20, 40, 80, 160, 300, 300 s later.
void PodsTest::slowStartsLoopForEver() {
    Builder model;
    Deployment& deployment = busy(model, 10);
    deployment.startUp = seconds(60);
    deployment.liveness = probe();
    model.load("u", ConstantArrivals{1}, {"s.do"});
    model.fault(ServiceId("s"), 5, 100, PauseFault{});
    const RunResult result = simulate(model.build(1500));
    QCOMPARE(endsOf(result, "probe_failed"),
             (std::vector<double>{61, 90, 120, 160, 220, 320, 500, 820, 1140, 1460}));
    QCOMPARE(readyAt(result, 1499), 0.0);
}

// The same with a startup probe: it passes at 130 s, the first one after 121 s.
void PodsTest::startupProbesHoldLivenessBack() {
    Builder model;
    Deployment& deployment = busy(model, 10);
    deployment.startUp = seconds(60);
    deployment.liveness = deployment.startup = probe();
    deployment.startup->failureThreshold = 30;
    model.load("u", ConstantArrivals{1}, {"s.do"});
    model.fault(ServiceId("s"), 5, 100, PauseFault{});
    const RunResult result = simulate(model.build(300));
    QCOMPARE(storyOf(result), (Story{{61, "probe_failed"}}));
    QCOMPARE(readyAt(result, 129), 0.0);
    QCOMPARE(readyAt(result, 131), 1.0);
}

void PodsTest::livenessKillsTheBusy_data() {
    QTest::addColumn<bool>("loops");
    QTest::newRow("threads") << false;
    QTest::newRow("loops") << true;
}

// 3 requests a second, where 2.5 can be served: a probe that needs a worker waits 0.2 s longer each second,
// longer than its patience at 10, 20 and 30 s. All that waited is lost; it begins anew, and ends as it did.
// The same without the probe is busy, and loses nothing.
void PodsTest::livenessKillsTheBusy() {
    QFETCH(bool, loops);
    const auto run = [&](bool probed) {
        Builder model;
        Deployment& deployment = busy(model, 400);
        if (loops) deployment.concurrency = Concurrency::EventLoop;
        if (probed) deployment.liveness = probe(true);
        model.load("u", ConstantArrivals{3}, {"s.do"});
        return simulate(model.build(200));
    };
    QCOMPARE(endsOf(run(true), "probe_failed"), (std::vector<double>{31, 61, 101, 151}));
    QVERIFY(failed(operation(run(true), "s.do"), Cause::Crashed) > 200);
    QCOMPARE(failed(operation(run(false), "s.do"), Cause::Crashed), std::uint64_t(0));
}

// Three replicas of 2/s each get 6.6/s: what a probe waits grows by 0.1 s a second, from one look to the
// next. The first one that waits for more than 1.7 s is that of replica 2, sent at 16.7 s, as 36 requests
// came to it by then. The others have to serve its share, and follow.
void PodsTest::readinessShedsReplicas() {
    Builder model;
    Deployment& deployment = busy(model, 500);
    deployment.replicas = 3;
    deployment.readiness = probe(true);
    deployment.readiness->failureThreshold = 1;
    deployment.readiness->timeout = milliseconds(1700);
    model.load("u", ConstantArrivals{6.6}, {"s.do"});
    const RunResult result = simulate(model.build(25.9));
    QCOMPARE(storyOf(result, 2), (Story{{18.366667, "unready"}}));
    QCOMPARE(storyOf(result, 0), (Story{{21.7, "unready"}}));
    QCOMPARE(storyOf(result, 1), (Story{{25.033333, "unready"}}));
    QVERIFY(failed(operation(result, "s.do"), Cause::Crashed) > 0);  // Nobody takes them
}

// Half a second is within the patience of a probe, two seconds are one failure of three.
// The last probe that may fail waits behind requests of an hour when its only pod is killed: its time is over
// after the pod has gone, which is no second loss. What comes in the meantime finds nobody.
void PodsTest::probesOfTheDeadTellNothing() {
    Builder model;
    Deployment& deployment = busy(model, 3'600'000);
    deployment.workers = 1;
    deployment.replicas = 1;
    deployment.readiness = probe(true);
    deployment.readiness->failureThreshold = 1;
    deployment.readiness->timeout = seconds(3);
    model.load("users", ConstantArrivals{1}, {"s.do"});
    model.fault(ServiceId("s"), 11, 40, KillFault{});
    for (const double offset : {0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0}) {
        Project project = model.build(120);
        FaultPlan plan = project.faultPlans.at(0);
        plan.faults.front().start = seconds(9.2 + offset);
        project.faultPlans = project.faultPlans.with(plan);
        const RunResult result = simulate(project);
        QVERIFY2(result.limitReached.empty(), result.limitReached.c_str());
        QVERIFY(readyAt(result, 20) == 0);
        QVERIFY(failed(operation(result, "s.do"), Cause::Crashed) > 30);
    }
}

void PodsTest::shortPausesAreNotNoticed() {
    for (const double length : {0.5, 2.0}) {
        Builder model;
        busy(model, 10).liveness = probe();
        model.load("u", ConstantArrivals{10}, {"s.do"});
        model.fault(ServiceId("s"), 9.9, length, PauseFault{});
        QCOMPARE(storyOf(simulate(model.build(60))), Story());
    }
}

// 100 MiB and 10 for each request; 200 are there: for ten. One comes each second, and stays.
void PodsTest::requestsTakeMemory() {
    Builder model;
    Deployment& deployment = model.service("s", 100, {constantly(1e6)});
    deployment.memoryUse = MemoryUse{100, 10, {}};
    deployment.memoryLimitMib = 200;
    deployment.memoryRequestMib = 100;
    model.load("u", everySecond(), {"s.do"});
    const RunResult result = simulate(model.build(45.5));
    QCOMPARE(storyOf(result), (Story{{11, "out_of_memory"}, {22, "out_of_memory"}, {42, "out_of_memory"}}));
    // Three times eleven that were there, and those from 23 s to 31 s and from 43 s on.
    QCOMPARE(failed(operation(result, "s.do"), Cause::Crashed), std::uint64_t(33 + 9 + 3));
}

// From 5 s on 384 MiB more in 10 s; 192 are free. A new process has its own leak.
void PodsTest::leaksGrow() {
    Builder model;
    Deployment& deployment = busy(model, 10);
    deployment.memoryUse = MemoryUse{64, 0, {}};
    deployment.memoryLimitMib = 256;
    model.load("u", everySecond(), {"s.do"});
    model.fault(ServiceId("s"), 5, 60, PressureFault{0, 384, 0});
    model.faults.back().ramp = seconds(10);
    const RunResult result = simulate(model.build(100));
    QCOMPARE(endsOf(result, "out_of_memory"), (std::vector<double>{10, 15, 30, 55}));
    QCOMPARE(readyAt(result, 99), 1.0);
}

// Half of the CPU: twice the time.
void PodsTest::pressureTakesTime() {
    Builder model;
    model.service("s", 4, {constantly(100)});
    model.load("u", everySecond(), {"s.do"});
    model.fault(ServiceId("s"), 0, {}, PressureFault{0.5, 0, 0});
    const RunResult result = simulate(model.build(tenSeconds));
    QCOMPARE(mean(result), 200.0);
}

// Of two cores one is left: enough for one request at a time, half of it for each of two.
void PodsTest::pressureTakesCores() {
    for (const auto& [together, latency] : {std::pair{1, 100.0}, {2, 200.0}, {3, 300.0}}) {
        Builder model;
        model.service("s", 2, {constantly(100)}).discipline = QueueDiscipline::ProcessorSharing;
        CountedArrivals arrivals;
        arrivals.interval = seconds(1);
        arrivals.spacing = Spacing::Regular;
        arrivals.counts = {0, 1, 0, 1, 0};
        for (int at = 0; at < together; ++at) model.load("u" + std::to_string(at), arrivals, {"s.do"});
        model.fault(ServiceId("s"), 0.5, {}, PressureFault{0.5, 0, 0});
        const RunResult result = simulate(model.build(5));
        QVERIFY(std::abs(mean(result) - latency) < 1e-3);
    }
}

void PodsTest::memoryOfOthersIsNamed() {
    Builder model;
    busy(model, 10);
    model.load("u", everySecond(), {"s.do"});
    model.fault(ServiceId("s"), 5, 10, PressureFault{0, 100, 0});
    const auto plan = simulator::compile(model.build(60), ScenarioId("test"));
    QVERIFY(!plan);
    QVERIFY2(plan.error().text().find("expected memory_use in its deployment") != std::string::npos,
             plan.error().text().c_str());
}

void PodsTest::cascadesTellOfRestarts() {
    Builder model;
    busy(model, 400).liveness = probe(true);
    model.load("u", ConstantArrivals{3}, {"s.do"});
    const Project project = model.build(200);
    const simulator::Cascade cascade =
        simulator::explainCascade(project, ScenarioId("test"), simulate(project));
    const auto restarts = std::ranges::find(cascade.events, simulator::Mechanism::Restarts,
                                            &simulator::CascadeEvent::mechanism);
    QVERIFY(restarts != cascade.events.end());
    const std::string told = "From 31.0 s to 151.0 s replicas of s were started anew, 4 times";
    QVERIFY2(restarts->sentence.starts_with(told), restarts->sentence.c_str());
    const auto crashes = std::ranges::find_if(cascade.events, [](const simulator::CascadeEvent& event) {
        return event.mechanism == simulator::Mechanism::Failures && event.cause == Cause::Crashed;
    });
    QVERIFY(crashes != cascade.events.end() && crashes->dueTo);
    QCOMPARE(cascade.events[*crashes->dueTo].mechanism, simulator::Mechanism::Restarts);
}

// A run that goes on from any moment ends as the whole one does.
void PodsTest::snapshotsGoOn() {
    Builder model;
    Deployment& deployment = busy(model, 400);
    deployment.replicas = 2;
    deployment.liveness = deployment.readiness = probe(true);
    deployment.memoryUse = MemoryUse{100, 20, {}};
    model.load("u", PoissonArrivals{6}, {"s.do"});
    model.fault(ServiceId("s"), 20, 40, PressureFault{0.3, 60, 1});
    model.faults.back().ramp = seconds(5);
    const auto plan = simulator::compile(model.build(120), ScenarioId("test"));
    QVERIFY(plan);
    SteeredRun whole(*plan);
    whole.runTo(120);
    QVERIFY(whole.result().chronicle.platform.size() > 3);
    SteeredRun steered(*plan);
    for (double at = 5; at < 120; at += 7) {
        steered.runTo(at);
        auto forked = steered.fork(*plan);
        QVERIFY2(forked, forked ? "" : forked.error().text().c_str());
        forked->runTo(120);
        QVERIFY(sameResult(forked->result(), whole.result()));
        steered.restore(steered.snapshot());
    }
    steered.runTo(120);
    QVERIFY(sameResult(steered.result(), whole.result()));
}

QTEST_GUILESS_MAIN(PodsTest)
#include "pods_test.moc"
