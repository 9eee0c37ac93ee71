// Who is known to be there: agents, leases, names that cannot be resolved, services that are scaled. And
// clocks that are wrong.
#include <QTest>
#include <cmath>

#include "simulator/steered_run.h"
#include "tests/simulator/by_hand.h"
#include "tests/simulator/random_faults.h"
#include "tests/simulator/same_result.h"
#include "tests/simulator/scaled.h"

using namespace queueing;
using simulator::Cause;
using simulator::FlowResult;
using simulator::RunResult;

class DiscoveryTest : public QObject {
    Q_OBJECT

private slots:
    void namesAreAskedForAtEachCall();
    void addressesAreKeptForTheirTime();
    void listsOfARegistryAreKept();
    void agentsNoticeWithinACheck();
    void leasesAreEvicted();
    void tooManyDeadAreKept();
    void podsAreSeenAtOnceWithoutATime();
    void clientsGoOnToPodsThatAreGone();
    void podsThatGoCancelTheirLease();
    void clocksAheadLeaveLessTime();
    void clocksConcernTheirServiceAlone();
    void clocksWithoutDeadlinesAreRefused();
    void randomModelsConserve();
};

namespace {

/// Users who call replicas of a service a hundred times a second.
struct Called {
    Builder model;
    Deployment& deployment = model.service("s", 1000, {constantly(1)});
    CallPolicy& policy = model.policy("p");

    Called(std::int32_t replicas, bool balances, double perSecond = 100) {
        deployment.replicas = replicas;
        policy.timeout = seconds(5);
        if (balances) policy.loadBalancing.emplace().kind = BalancingKind::RoundRobin;
        model.load("u", ConstantArrivals{perSecond}, {"s.do"}, "p");
    }
    void isKnownBy(DiscoveryKind kind, double ttl = 30) {
        deployment.discovery = Discovery{seconds(ttl), {}, kind};
    }
    RunResult run(double length, int replications = 1) {
        simulator::RunOptions options;
        options.replications = replications;
        RunResult result = simulator::run(*planOf(model.build(length, 0)), options);
        if (!result.conservation.holds) qFatal("requests were lost");
        return result;
    }
};

/// For how long, in seconds on the average, that share of all calls failed.
double lag(const RunResult& result, double share, double perSecond, int replications) {
    return static_cast<double>(result.journeys[0].failures()) / share / perSecond / replications;
}

bool isMean(double found, double expected, double deviation, int count) {
    const bool good = std::abs(found - expected) < 5 * deviation / std::sqrt(count);
    if (!good) qWarning("%g, expected %g", found, expected);
    return good;
}

double uniformDeviation(std::initializer_list<double> widths) {
    double variance = 0;
    for (const double width : widths) variance += width * width / 12;
    return std::sqrt(variance);
}

}  // namespace

void DiscoveryTest::namesAreAskedForAtEachCall() {
    for (const bool balances : {false, true}) {
        Called system(2, balances);
        system.model.fault(ServiceId("s"), 20.005, 10, NamesFault{});
        const RunResult result = system.run(60);
        QCOMPARE(failed(result.journeys[0], Cause::Crashed), 1000u);
        QCOMPARE(result.journeys[0].failures(), 1000u);
        // They were never there.
        QCOMPARE(result.operations[0].arrivals, result.journeys[0].arrivals - 1000);
        QCOMPARE(result.operations[0].failures(), 0u);
    }
}

// Each client asks every 10 s, at a moment of its own; the fault lasts 30 s, and who has no address then gets
// one when it is over.
void DiscoveryTest::addressesAreKeptForTheirTime() {
    constexpr int replications = 60;
    for (const bool balances : {false, true}) {
        Called system(2, balances);
        system.isKnownBy(DiscoveryKind::Dns, 10);
        system.model.fault(ServiceId("s"), 20.005, 30, NamesFault{});
        const RunResult result = system.run(60, replications);
        QVERIFY(isMean(lag(result, 1, 100, replications), 25, uniformDeviation({10}), replications));
        QCOMPARE(result.journeys[0].failures(), failed(result.journeys[0], Cause::Crashed));
    }
}

void DiscoveryTest::listsOfARegistryAreKept() {
    for (const DiscoveryKind kind : {DiscoveryKind::Consul, DiscoveryKind::Eureka})
        for (const bool balances : {false, true}) {
            Called system(2, balances);
            system.isKnownBy(kind);
            system.model.fault(ServiceId("s"), 20.005, 300, NamesFault{});
            QCOMPARE(system.run(400).journeys[0].failures(), 0u);
        }
}

// Half of the calls fail until the check; with all replicas dead, all do until the check after they are back.
void DiscoveryTest::agentsNoticeWithinACheck() {
    constexpr int replications = 60;
    for (const bool balances : {false, true}) {
        Called system(2, balances);
        system.isKnownBy(DiscoveryKind::Consul);
        system.model.fault(ServiceId("s"), 20.005, 60, KillFault{1});
        QVERIFY(isMean(lag(system.run(100, replications), 0.5, 100, replications), 5, uniformDeviation({10}),
                       replications));
    }
    Called alone(1, true);
    alone.isKnownBy(DiscoveryKind::Consul);
    alone.model.fault(ServiceId("s"), 20.005, 30, KillFault{});
    QVERIFY(isMean(lag(alone.run(100, replications), 1, 100, replications), 35, uniformDeviation({10}),
                   replications));
}

// Up to 30 s before it dies is its last heartbeat; its lease expires 180 s after that, and is looked for
// every 60 s; answers are up to 30 s old, and so are lists of clients.
void DiscoveryTest::leasesAreEvicted() {
    constexpr int replications = 60;
    for (const bool balances : {false, true}) {
        Called system(10, balances, 20);
        system.isKnownBy(DiscoveryKind::Eureka);
        system.model.fault(ServiceId("s"), 100.005, {}, KillFault{1});
        const RunResult result = system.run(500, replications);
        const double expected = 180 - 15 + 30 + 15 + (balances ? 15 : 0);
        QVERIFY(isMean(lag(result, 0.1, 20, replications), expected, uniformDeviation({30, 60, 30, 30}),
                       replications));
    }
}

// Of twenty renewals a minute there are sixteen: the server believes that the network is to blame.
void DiscoveryTest::tooManyDeadAreKept() {
    Called system(10, true, 20);
    system.isKnownBy(DiscoveryKind::Eureka);
    system.model.fault(ServiceId("s"), 100.005, {}, KillFault{2});
    const RunResult result = system.run(900, 4);
    QVERIFY(std::abs(lag(result, 0.2, 20, 4) - 800) < 2);
}

namespace {

/// Load that needs nine pods, and after 200 s three.
Builder scaledDown() {
    Builder model;
    Deployment& deployment = model.service("s", 20, {constantly(100)});
    deployment.replicas = 9;
    deployment.cpuRequestMilli = deployment.cpuLimitMilli = 1000;
    deployment.gracePeriod = seconds(1);
    deployment.autoscaling = Autoscaling{3, 9, 50, {}};
    deployment.autoscaling->scaleDown = ScalingDirection{ScalingSelect::Max, seconds(30), {}, {}};
    CallPolicy& policy = model.policy("p");
    policy.timeout = seconds(5);
    policy.loadBalancing.emplace().kind = BalancingKind::RoundRobin;
    model.load("u", StepArrivals{{{seconds(0), 900, {}}, {seconds(200), 200, {}}}}, {"s.do"}, "p");
    return model;
}

RunResult runScaled(Builder model, const std::optional<Discovery>& discovery) {
    model.deployments.front().discovery = discovery;
    simulator::RunOptions options;
    options.replications = 2;
    return simulator::run(*planOf(follow(model.build(500, 0))), options);
}

}  // namespace

void DiscoveryTest::podsAreSeenAtOnceWithoutATime() {
    const RunResult at = runScaled(scaledDown(), {});
    const RunResult once = runScaled(scaledDown(), Discovery{seconds(0), {}});
    QVERIFY(at.conservation.holds && once.conservation.holds);
    QCOMPARE(once.journeys[0].completed, at.journeys[0].completed);
    QVERIFY(once.journeys[0].failed == at.journeys[0].failed);
    QVERIFY(same(once.journeys[0].latency.mean, at.journeys[0].latency.mean));
    QCOMPARE(at.journeys[0].failures(), 0u);
}

// Six of nine pods go, and clients that ask every minute go on to call them.
void DiscoveryTest::clientsGoOnToPodsThatAreGone() {
    const RunResult result = runScaled(scaledDown(), Discovery{seconds(60), {}});
    QVERIFY(result.conservation.holds);
    const std::uint64_t crashed = failed(result.journeys[0], Cause::Crashed);
    QCOMPARE(crashed, result.journeys[0].failures());
    QVERIFY2(crashed > 1000, qPrintable(QString::number(crashed)));
}

// Its agent says at once that a pod goes; a registry is told at once, but up to 30 s pass until clients who
// ask every second can see it.
void DiscoveryTest::podsThatGoCancelTheirLease() {
    const RunResult agents = runScaled(scaledDown(), Discovery{{}, {}, DiscoveryKind::Consul});
    QCOMPARE(failed(agents.journeys[0], Cause::Crashed), 0u);
    const RunResult leases = runScaled(scaledDown(), Discovery{seconds(1), {}, DiscoveryKind::Eureka});
    QVERIFY(agents.conservation.holds && leases.conservation.holds);
    QVERIFY(failed(leases.journeys[0], Cause::Crashed) > 100);
}

namespace {

/// Users give up after 1 s. The front calls after 0.4 s, and the middle 0.4 s later, when 0.2 s are left.
struct InChain {
    Builder model;

    explicit InChain(double leastMilliseconds) {
        model.service("back", 100, {constantly(1)});
        model.service("middle", 100, {constantly(400), call("back.do", "inner")});
        model.service("front", 100, {constantly(400), call("middle.do", "outer")});
        model.policy("user").deadline = seconds(1);
        model.policy("outer").deadlinePropagation = DeadlinePropagation{};
        model.policy("inner").deadlinePropagation =
            DeadlinePropagation{{}, milliseconds(leastMilliseconds), {}};
        model.load("u", ConstantArrivals{1}, {"front.do"}, "user");
    }
    std::uint64_t calls(const std::string& wrong, double ahead) {
        model.faults.clear();
        model.fault(ServiceId(wrong), 0, {}, ClockFault{milliseconds(ahead)});
        return operation(simulate(Builder(model).build(10.95, 0)), "back.do").arrivals;
    }
};

}  // namespace

void DiscoveryTest::clocksAheadLeaveLessTime() {
    QCOMPARE(InChain(150).calls("middle", 0), 10u);
    QCOMPARE(InChain(150).calls("middle", 40), 10u);
    QCOMPARE(InChain(150).calls("middle", 60), 0u);
    QCOMPARE(InChain(250).calls("middle", 0), 0u);
    QCOMPARE(InChain(250).calls("middle", -60), 10u);
}

// Who is told a deadline by a clock that is wrong as it was told by that clock is told the right one; of the
// service that is called last nothing depends on it.
void DiscoveryTest::clocksConcernTheirServiceAlone() {
    QCOMPARE(InChain(150).calls("front", 60), 10u);
    QCOMPARE(InChain(250).calls("front", -60), 0u);
    // But the front itself gives up when it thinks that the time is over: before the middle is done.
    InChain early(0);
    early.model.fault(ServiceId("front"), 0, {}, ClockFault{milliseconds(300)});
    const RunResult result = simulate(early.model.build(10.95, 0));
    QCOMPARE(edge(result, "middle.do").failed[static_cast<std::size_t>(Cause::Timeout)], 10u);
    QCOMPARE(operation(result, "back.do").arrivals, 0u);
}

void DiscoveryTest::clocksWithoutDeadlinesAreRefused() {
    Called system(1, true);
    system.model.fault(ServiceId("s"), 1, 1, ClockFault{milliseconds(5)});
    const auto plan = simulator::compile(system.model.build(10), ScenarioId("test"));
    QVERIFY(!plan);
    QVERIFY2(
        plan.error().text().starts_with("/fault_plans/faults/faults/0/fault: clock, but neither `s` nor"),
        plan.error().text().c_str());
}

// With all kinds of discovery, names and clocks among the faults; a run that goes back and on comes to the
// same.
void DiscoveryTest::randomModelsConserve() {
    int runs = 0;
    for (std::uint32_t seed = 1; seed <= 150; ++seed) {
        std::mt19937 random(seed);
        Project project = RandomFaults(RandomModel(seed).withProtection(), seed).make();
        const Collection<Deployment> deployments = project.deployments;
        for (Deployment deployment : deployments) {
            Discovery discovery{milliseconds(static_cast<double>(random() % 800)), {}};
            discovery.kind = static_cast<DiscoveryKind>(random() % 3);
            discovery.check = milliseconds(static_cast<double>(100 + random() % 500));
            discovery.expiry = milliseconds(static_cast<double>(100 + random() % 500));
            deployment.discovery = discovery;
            if (random() % 3 == 0 && !deployment.autoscaling)
                deployment.autoscaling = Autoscaling{1, deployment.replicas + 3, 50, {}};
            if (deployment.autoscaling) {
                deployment.autoscaling->syncPeriod = deployment.autoscaling->metricsWindow = seconds(1);
                deployment.cpuRequestMilli = deployment.cpuLimitMilli;
            }
            project.deployments = project.deployments.with(deployment);
        }
        FaultPlan plan = *project.faultPlans.find(FaultPlanId("faults"));
        Fault names;
        names.target = project.services.at(random() % project.services.size()).id;
        names.start = milliseconds(static_cast<double>(random() % 3000));
        names.length = milliseconds(static_cast<double>(1 + random() % 1500));
        names.effect = NamesFault{};
        plan.faults.push_back(names);
        project.faultPlans = project.faultPlans.with(plan);
        simulator::RunOptions options;
        options.replications = 1;
        const auto compiled = simulator::compile(follow(project), ScenarioId("test"), options);
        if (!compiled) continue;  // Faults that would leave somebody waiting for ever
        ++runs;
        const RunResult result = simulator::run(**compiled, options);
        QVERIFY2(result.conservation.holds && result.conservation.worstLittleResidual < 1e-9,
                 qPrintable(QString::number(seed)));
        simulator::SteeredRun steered(*compiled);
        steered.runTo(steered.length() / 2);
        steered.seek(steered.length() / 4);
        steered.runTo(steered.length());
        QVERIFY2(sameResult(steered.result(), result), qPrintable(QString::number(seed)));
    }
    QVERIFY(runs > 50);
}

QTEST_APPLESS_MAIN(DiscoveryTest)
#include "discovery_test.moc"
