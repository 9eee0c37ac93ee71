// What the engine does with the steps of a behaviour: joins, loops, fallbacks, chances, and work without time
// or end.
#include <QTest>
#include <chrono>
#include <cmath>
#include <stop_token>
#include <thread>

#include "tests/simulator/by_hand.h"

using namespace queueing;
using simulator::Cause;
using simulator::FlowResult;
using simulator::RunResult;

Q_DECLARE_METATYPE(model::Step)

class StepsTest : public QObject {
    Q_OBJECT

private slots:
    void joins_data();
    void joins();
    void failedBranches();
    void loops();
    void endlessWorkWithoutTimeCanBeStopped_data();
    void endlessWorkWithoutTimeCanBeStopped();
    void workWithoutTimeIsAllDone();
    void tooManyUsersEndTheRun();
    void fallbacks();
    void mistakes();
    void branchesByChance();
    void cacheMisses();
};

void StepsTest::joins_data() {
    QTest::addColumn<Join>("join");
    QTest::addColumn<int>("quorum");
    QTest::addColumn<double>("latency");
    QTest::newRow("all") << Join::All << 1 << 35.0;
    QTest::newRow("any") << Join::Any << 1 << 15.0;
    QTest::newRow("quorum") << Join::Quorum << 2 << 25.0;
}

void StepsTest::joins() {
    QFETCH(Join, join);
    QFETCH(int, quorum);
    QFETCH(double, latency);
    Builder model;
    const Parallel parallel{{{constantly(30)}, {call("t.do")}, {constantly(10)}}, join, quorum};
    model.service("s", 5, {Step{parallel, {}}, constantly(5)});
    model.service("t", 5, {constantly(20)});
    model.load("u", ConstantArrivals{10}, {"s.do"});
    QCOMPARE(meanLatency(model.build(30.05, 0)), latency);
}

// `t` always fails: all of three fail at once, any of three do not.
void StepsTest::failedBranches() {
    for (const Join join : {Join::All, Join::Any}) {
        Builder model;
        const Parallel parallel{{{constantly(30)}, {call("t.do")}, {constantly(10)}}, join, 1};
        model.service("s", 5, {Step{parallel, {}}});
        model.service("t", 5, {constantly(20)});
        model.load("u", everySecond(), {"s.do"});
        model.fault(ServiceId("t"), 0, {}, ErrorFault{1.0});
        const FlowResult flow = simulate(model.build(tenSeconds)).journeys[0];
        QCOMPARE(flow.completed, join == Join::Any ? 10u : 0u);
        QCOMPARE(failed(flow, Cause::Dependency), join == Join::Any ? 0u : 10u);
    }
}

// Three rounds of 2 ms and of a loop of two calls of 1 ms; a failure ends all rounds.
void StepsTest::loops() {
    Builder model;
    const Step inner{Loop{2, {call("t.do")}}, {}};
    model.service("s", 5, {Step{Loop{3, {constantly(2), inner}}, {}}, constantly(1)});
    model.service("t", 5, {constantly(1)});
    model.load("u", ConstantArrivals{10}, {"s.do"});
    const RunResult result = simulate(model.build(10, 0));
    QCOMPARE(*result.journeys[0].latency.mean.value, 13.0);
    QCOMPARE(edge(result, "t.do").calls, 6 * result.journeys[0].completed);

    model.fault(ServiceId("t"), 0, {}, KillFault{});
    const RunResult killed = simulate(model.build(10, 0));
    QCOMPARE(killed.journeys[0].completed, 0u);
    QCOMPARE(edge(killed, "t.do").calls, killed.journeys[0].failures());
}

void StepsTest::endlessWorkWithoutTimeCanBeStopped_data() {
    QTest::addColumn<Step>("inside");
    QTest::addColumn<int>("calls");
    QTest::addColumn<int>("rounds");
    QTest::newRow("look-ups") << Step{CacheLookup{}, {}} << 1'000'000 << 45;
    QTest::newRow("branches") << Step{Parallel{std::vector<Behaviour>(60'000), Join::All, 1}, {}} << 1500
                              << 1;
}

// Nearly as many steps at one moment as one request may take.
void StepsTest::endlessWorkWithoutTimeCanBeStopped() {
    QFETCH(Step, inside);
    QFETCH(int, calls);
    QFETCH(int, rounds);
    Builder model;
    model.service("s", 1, {Step{Loop{calls, {call("t.do")}}, {}}});
    model.service("t", 1, {Step{Loop{rounds, {inside}}, {}}});
    model.load("u", everySecond(), {"s.do"});
    simulator::RunOptions options;
    options.replications = 1;
    const auto plan = simulator::compile(model.build(tenSeconds, 0), ScenarioId("test"), options);
    QVERIFY(plan.has_value());
    std::stop_source stop;
    const std::jthread impatient([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        stop.request_stop();
    });
    const RunResult result = simulator::run(**plan, options, stop.get_token());
    QVERIFY(result.cancelled);
    QCOMPARE(result.journeys[0].completed, 0u);
}

void StepsTest::workWithoutTimeIsAllDone() {
    Builder model;
    model.service("s", 1, {Step{Loop{1000, {call("t.do")}}, {}}});
    model.service("t", 1, {Step{Loop{500, {Step{Parallel{{{}, {}}, Join::All, 1}, {}}}}, {}}});
    model.load("u", everySecond(), {"s.do"});
    const RunResult result = simulate(model.build(tenSeconds, 0));
    QCOMPARE(result.journeys[0].completed, 10u);
    QCOMPARE(*result.journeys[0].latency.mean.value, 0.0);
    QCOMPARE(edge(result, "t.do").calls, 10'000u);
}

// More than there are places for requests in flight: a run that ends at once, and says why.
void StepsTest::tooManyUsersEndTheRun() {
    Builder model;
    model.service("s", 1, {constantly(1)});
    for (const char* name : {"a", "b", "c", "d", "e"})
        model.load(name, ClosedUsers{1'000'000, Distribution::constant(seconds(1))}, {"s.do"});
    simulator::RunOptions options;
    options.replications = 1;
    const auto plan = simulator::compile(model.build(tenSeconds, 0), ScenarioId("test"), options);
    QVERIFY(plan.has_value());
    const RunResult result = simulator::run(**plan, options);
    QVERIFY(result.cancelled);
    QVERIFY(result.limitReached.find("requests were in flight") != std::string::npos);
}

// What fails within 1 ms is made good by 5 ms of work; a failure of that fails the request.
void StepsTest::fallbacks() {
    Builder model;
    model.service("s", 5,
                  {Step{Fallback{{constantly(1), call("t.do")}, {constantly(5)}}, {}}, constantly(1)});
    model.service("t", 5, {constantly(1)});
    model.load("u", ConstantArrivals{10}, {"s.do"});
    QCOMPARE(*simulate(model.build(10, 0)).journeys[0].latency.mean.value, 3.0);

    model.fault(ServiceId("t"), 0, {}, KillFault{});
    const RunResult fallenBack = simulate(model.build(10, 0));
    QCOMPARE(*fallenBack.journeys[0].latency.mean.value, 7.0);
    QCOMPARE(fallenBack.journeys[0].failures(), 0u);
    QCOMPARE(failed(fallenBack.journeys[0], Cause::Dependency), 0u);

    Builder hopeless;
    hopeless.service("s", 5, {Step{Fallback{{call("t.do")}, {call("t.do")}}, {}}});
    hopeless.service("t", 5, {constantly(1)});
    hopeless.load("u", ConstantArrivals{10}, {"s.do"});
    hopeless.fault(ServiceId("t"), 0, {}, KillFault{});
    const RunResult failedTwice = simulate(hopeless.build(10, 0));
    QCOMPARE(failedTwice.journeys[0].completed, 0u);
    QCOMPARE(edge(failedTwice, "t.do").calls, 2 * failedTwice.journeys[0].failures());
}

// A quarter of the requests fail by a mistake, also within loops and branches; callers see a dependency that
// failed.
void StepsTest::mistakes() {
    Builder model;
    const Step mistake{Fail{0.25}, {}};
    model.service("t", 50,
                  {constantly(1), Step{Parallel{{{Step{Loop{1, {mistake}}, {}}}}, Join::All, 1}, {}}});
    model.service("s", 50, {call("t.do")});
    model.load("u", ConstantArrivals{1000}, {"s.do"});
    const RunResult result = simulate(model.build(20, 0));
    const FlowResult& callee = operation(result, "t.do");
    const auto share = static_cast<double>(failed(callee, Cause::Bug)) / static_cast<double>(callee.arrivals);
    QVERIFY2(std::abs(share - 0.25) < 0.01, qPrintable(QString::number(share)));
    QCOMPARE(callee.failures(), failed(callee, Cause::Bug));
    QCOMPARE(failed(operation(result, "s.do"), Cause::Dependency), failed(callee, Cause::Bug));
    QCOMPARE(failed(result.journeys[0], Cause::Dependency), failed(callee, Cause::Bug));
}

void StepsTest::branchesByChance() {
    Builder model;
    Branch branch{
        {Alternative{0.3, {constantly(1), call("t.do")}, {}}, Alternative{0.2, {constantly(2)}, {}}}};
    model.service("s", 5, {Step{branch, {}}, constantly(1)});
    model.service("t", 5, {constantly(1)});
    model.load("u", PoissonArrivals{1000}, {"s.do"});
    const RunResult result = simulate(model.build(100));
    const auto share =
        static_cast<double>(edge(result, "t.do").calls) / static_cast<double>(result.journeys[0].arrivals);
    QVERIFY(std::abs(share - 0.3) < 0.01);
}

// Hits take 1 ms; misses, or look-ups in a store that is down, 10 ms more (and 1 ms less when it is down).
void StepsTest::cacheMisses() {
    Builder model;
    model.store("cache", 10, Distribution::constant(milliseconds(1)));
    CacheLookup lookup;
    lookup.store = DataStoreId("cache");
    lookup.hitRatio = 0.8;
    lookup.onMiss = {constantly(10)};
    model.service("s", 50, {Step{lookup, {}}});
    model.load("u", ConstantArrivals{100}, {"s.do"});
    const auto mean = simulate(model.build(100, 0)).journeys[0].latency.mean;
    QVERIFY(std::abs(*mean.value - 3.0) < 0.2);
    model.fault(DataStoreId("cache"), 0, {}, KillFault{});
    const RunResult result = simulate(model.build(100, 0));
    QCOMPARE(*result.journeys[0].latency.mean.value, 10.0);
    QCOMPARE(result.journeys[0].failures(), 0u);
}

QTEST_GUILESS_MAIN(StepsTest)
#include "steps_test.moc"
