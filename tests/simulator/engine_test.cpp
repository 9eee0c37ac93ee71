// What the engine does with calls, messages and faults: small cases with constant times, worked out by hand.
#include <QTest>
#include <chrono>
#include <cmath>
#include <stop_token>
#include <thread>

#include "simulator/simulate.h"
#include "tests/simulator/queueing.h"

using namespace queueing;
using simulator::Cause;
using simulator::FlowResult;
using simulator::RunResult;

namespace {

RunResult simulate(const Project& project, int replications = 1) {
    simulator::RunOptions options;
    options.replications = replications;
    const auto plan = simulator::compile(project, ScenarioId("test"), options);
    if (!plan) qFatal("%s", plan.error().text().c_str());
    RunResult result = simulator::run(**plan, options);
    if (!result.conservation.holds) qFatal("conservation does not hold");
    if (result.conservation.worstLittleResidual > 1e-9) qFatal("Little's law does not hold");
    return result;
}

template <class Result>
const Result& find(const std::vector<Result>& results, const std::string& id) {
    for (const Result& result : results)
        if (result.id == id) return result;
    qFatal("no result of that id");
}

std::uint64_t failed(const FlowResult& flow, Cause cause) {
    return flow.failed[static_cast<std::size_t>(cause)];
}

const FlowResult& operation(const RunResult& result, const std::string& id) {
    for (const FlowResult& flow : result.operations)
        if (flow.id == id) return flow;
    qFatal("no such operation");
}

const simulator::EdgeResult& edge(const RunResult& result, const std::string& callee) {
    for (const simulator::EdgeResult& candidate : result.edges)
        if (candidate.callee == callee) return candidate;
    qFatal("no such edge");
}

Step constantly(double time) {
    return compute(Distribution::constant(milliseconds(time)));
}

// One journey each second at 1 s, 2 s, ..., 10 s, and time to end.
constexpr double tenSeconds = 10.9;
ConstantArrivals everySecond() {
    return {1.0};
}

double meanLatency(const Project& project) {
    return simulate(project).journeys[0].latency.mean.value.value_or(-1);
}

}  // namespace

Q_DECLARE_METATYPE(model::Step)

class EngineTest : public QObject {
    Q_OBJECT

private slots:
    void timedOutWorkIsFinished();
    void timedOutWorkIsDropped();
    void answerAtTheTimeoutCounts();
    void deadlineEndsRetries();
    void backoffGrows();
    void networkBothWays();
    void callersHoldTheirWorkers();
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
    void killedReplicas();
    void killedCallerLeavesItsCallee();
    void slowService();
    void storeFaults();
    void storeQueueLimit();
    void lastInFirstOut();
    void messagesAreHandled();
    void messagesAreRedelivered();
    void partitionsBoundConcurrency();
    void groupsGetAllMessages();
    void thinkTimesAreNotLatency();
    void rampsAndSpikes();
    void closedUsersWithoutTime();
};

// Attempts at 0, 30 and 60 ms; the server does 3 x 100 ms of work for nobody.
void EngineTest::timedOutWorkIsFinished() {
    Builder model;
    model.service("s", 1, {constantly(100)});
    CallPolicy& policy = model.policy("p");
    policy.timeout = milliseconds(30);
    policy.retry = retries(3);
    model.load("u", everySecond(), {"s.do"}, "p");
    const RunResult result = simulate(model.build(tenSeconds, 0));
    QCOMPARE(result.journeys[0].arrivals, 10u);
    QCOMPARE(failed(result.journeys[0], Cause::Timeout), 10u);
    QCOMPARE(result.operations[0].completed, 30u);
    QCOMPARE(edge(result, "s.do").calls, 10u);
    QCOMPARE(edge(result, "s.do").attempts, 30u);
    QCOMPARE(edge(result, "s.do").failed[0], 30u);
    QCOMPARE(edge(result, "s.do").amplification, 3.0);
    QVERIFY(std::abs(*result.stations[0].utilisation.value - 3.0 / tenSeconds) < 0.01);
}

void EngineTest::timedOutWorkIsDropped() {
    Builder model;
    model.service("s", 1, {constantly(100)});
    CallPolicy& policy = model.policy("p");
    policy.timeout = milliseconds(30);
    policy.retry = retries(3);
    policy.orphanWork = OrphanWork::Cancel;
    model.load("u", everySecond(), {"s.do"}, "p");
    const RunResult result = simulate(model.build(tenSeconds, 0));
    QCOMPARE(failed(result.journeys[0], Cause::Timeout), 10u);
    QCOMPARE(result.operations[0].completed, 10u);
    QCOMPARE(failed(result.operations[0], Cause::Timeout), 20u);
}

void EngineTest::answerAtTheTimeoutCounts() {
    Builder model;
    model.service("s", 1, {constantly(100)});
    model.policy("p").timeout = milliseconds(100);
    model.load("u", everySecond(), {"s.do"}, "p");
    QCOMPARE(simulate(model.build(tenSeconds, 0)).journeys[0].completed, 10u);
}

// Attempts at 0 and 60 ms of 50 ms each; the deadline at 100 ms ends the second, and there is no third.
void EngineTest::deadlineEndsRetries() {
    Builder model;
    model.service("s", 5, {constantly(200)});
    CallPolicy& policy = model.policy("p");
    policy.timeout = milliseconds(50);
    policy.deadline = milliseconds(100);
    policy.retry = retries(5, BackoffKind::Constant, milliseconds(10), 1, milliseconds(10));
    model.load("u", everySecond(), {"s.do"}, "p");
    const RunResult result = simulate(model.build(tenSeconds, 0));
    QCOMPARE(edge(result, "s.do").attempts, 20u);
    QCOMPARE(failed(result.journeys[0], Cause::Timeout), 10u);
}

// The service fails from x.0 s to x.1 s: attempts at 0, 50 and 150 ms, the third answers after 10 ms.
void EngineTest::backoffGrows() {
    Builder model;
    model.service("s", 1, {constantly(10)});
    CallPolicy& policy = model.policy("p");
    policy.retry = retries(5, BackoffKind::Exponential, milliseconds(50), 2, seconds(1));
    model.load("u", everySecond(), {"s.do"}, "p");
    for (int second = 1; second <= 40; ++second)
        model.fault(ServiceId("s"), second - 0.01, 0.11, ErrorFault{1.0});
    const RunResult result = simulate(model.build(40.5));
    QCOMPARE(result.journeys[0].completed, 40u);
    QCOMPARE(edge(result, "s.do").attempts, 120u);
    QCOMPARE(*result.journeys[0].latency.mean.value, 160.0);
}

// 5 + (10 + 5 + 20 + 5) + 5 ms.
void EngineTest::networkBothWays() {
    Builder model;
    model.project.network.latency = Distribution::constant(milliseconds(5));
    model.service("s", 1, {constantly(10), call("t.do")});
    model.service("t", 1, {constantly(20)});
    model.load("u", ConstantArrivals{10}, {"s.do"});
    const RunResult result = simulate(model.build(30.05, 0));
    QCOMPARE(*result.journeys[0].latency.mean.value, 50.0);
    QCOMPARE(*find(result.operations, "s.do").latency.mean.value, 40.0);
    QCOMPARE(*find(result.operations, "t.do").latency.mean.value, 20.0);
}

// One worker of 100 ms in all: ten requests a second fill it wholly, though it computes only a tenth of the
// time.
void EngineTest::callersHoldTheirWorkers() {
    Builder model;
    model.service("s", 2, {constantly(10), call("t.do")});
    model.service("t", 50, {constantly(90)});
    model.load("u", ConstantArrivals{10}, {"s.do"});
    const RunResult result = simulate(model.build(30.0, 0.2));
    QVERIFY(std::abs(*find(result.stations, "s").utilisation.value - 0.5) < 0.01);
    QCOMPARE(*result.journeys[0].latency.mean.value, 100.0);
}

void EngineTest::joins_data() {
    QTest::addColumn<Join>("join");
    QTest::addColumn<int>("quorum");
    QTest::addColumn<double>("latency");
    QTest::newRow("all") << Join::All << 1 << 35.0;
    QTest::newRow("any") << Join::Any << 1 << 15.0;
    QTest::newRow("quorum") << Join::Quorum << 2 << 25.0;
}

void EngineTest::joins() {
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
void EngineTest::failedBranches() {
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
void EngineTest::loops() {
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

void EngineTest::endlessWorkWithoutTimeCanBeStopped_data() {
    QTest::addColumn<Step>("inside");
    QTest::addColumn<int>("calls");
    QTest::addColumn<int>("rounds");
    QTest::newRow("look-ups") << Step{CacheLookup{}, {}} << 1'000'000 << 45;
    QTest::newRow("branches") << Step{Parallel{std::vector<Behaviour>(60'000), Join::All, 1}, {}} << 1500
                              << 1;
}

// Nearly as many steps at one moment as one request may take.
void EngineTest::endlessWorkWithoutTimeCanBeStopped() {
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

void EngineTest::workWithoutTimeIsAllDone() {
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
void EngineTest::tooManyUsersEndTheRun() {
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
void EngineTest::fallbacks() {
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
void EngineTest::mistakes() {
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

void EngineTest::branchesByChance() {
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
void EngineTest::cacheMisses() {
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

// Killed at 1.05 s for 0.5 s: the request of 1.0 s is lost, that of 1.2 s and 1.4 s refused; one start-up
// later all is well.
void EngineTest::killedReplicas() {
    Builder model;
    Deployment& deployment = model.service("s", 1, {constantly(100)});
    deployment.startUp = milliseconds(100);
    model.load("u", ConstantArrivals{5}, {"s.do"});
    model.fault(ServiceId("s"), 1.05, 0.5, KillFault{});
    const RunResult result = simulate(model.build(3.1));
    QCOMPARE(failed(result.journeys[0], Cause::Crashed), 4u);  // 1.0, 1.2, 1.4 and 1.6
    QCOMPARE(result.journeys[0].completed, 10u);               // 0.2 to 0.8, 1.8 to 2.8; 3.0 is being served
    QCOMPARE(result.conservation.inFlight, 1u);

    // One of two dies: the other serves everything, one after another.
    Builder pair;
    pair.service("s", 1, {constantly(100)}).replicas = 2;
    pair.load("u", ConstantArrivals{5}, {"s.do"});
    pair.fault(ServiceId("s"), 0.5, {}, KillFault{1});
    QCOMPARE(simulate(pair.build(3.15)).journeys[0].completed, 15u);
}

// The caller dies while its callee works: the callee ends its work, the user learns at once.
void EngineTest::killedCallerLeavesItsCallee() {
    Builder model;
    model.store("db", 1, Distribution::constant(milliseconds(300)));
    model.service("s", 5, {call("t.do")});
    model.service("t", 5, {constantly(300)});
    model.service("q", 5, {query("db")});
    model.load("u", everySecond(), {"s.do"});
    model.load("v", everySecond(), {"q.do"});
    model.fault(ServiceId("s"), 1.1, 0.1, KillFault{});
    model.fault(ServiceId("q"), 1.1, 0.1, KillFault{});
    const RunResult result = simulate(model.build(tenSeconds));
    QCOMPARE(failed(result.journeys[0], Cause::Crashed), 1u);
    QCOMPARE(failed(result.journeys[1], Cause::Crashed), 1u);
    QCOMPARE(find(result.operations, "t.do").completed, 10u);
    QCOMPARE(find(result.stations, "db").arrivals, 10u);
}

void EngineTest::slowService() {
    Builder model;
    model.service("s", 5, {constantly(10)});
    model.load("u", ConstantArrivals{10}, {"s.do"});
    model.fault(ServiceId("s"), 0, {}, SlowFault{3.0, milliseconds(5)});
    QCOMPARE(meanLatency(model.build(30.05)), 35.0);
}

void EngineTest::storeFaults() {
    Builder model;
    model.store("db", 1, Distribution::constant(milliseconds(100)));
    model.service("s", 5, {query("db")});
    model.load("u", ConstantArrivals{5}, {"s.do"});
    model.fault(DataStoreId("db"), 1.05, 0.5, KillFault{});
    const RunResult result = simulate(model.build(3.1));
    QCOMPARE(failed(result.journeys[0], Cause::Dependency), 3u);
    QCOMPARE(edge(result, "db").failed[static_cast<std::size_t>(Cause::Crashed)], 3u);
    QCOMPARE(result.journeys[0].completed, 11u);
}

void EngineTest::storeQueueLimit() {
    Builder model;
    model.store("db", 1, Distribution::constant(milliseconds(500))).queueLimit = 1;
    model.service("s", 50, {query("db")});
    model.load("u", ConstantArrivals{10}, {"s.do"});
    const RunResult result = simulate(model.build(10.05));
    QCOMPARE(find(result.stations, "db").rejected, result.journeys[0].failures());
    QCOMPARE(result.journeys[0].completed, 19u);  // At 0.6 s, 1.1 s, ..., 9.6 s
}

// Overloaded twice over: the newest are served, half of all wait for ever.
void EngineTest::lastInFirstOut() {
    Builder model;
    model.service("s", 1, {constantly(100)}).discipline = QueueDiscipline::Lifo;
    model.load("u", ConstantArrivals{20}, {"s.do"});
    const RunResult result = simulate(model.build(60.01, 0));
    QVERIFY(*result.journeys[0].latency.mean.value < 200);
    QVERIFY(result.conservation.inFlight > 590);
}

void EngineTest::messagesAreHandled() {
    Builder model;
    Channel channel;
    channel.id = ChannelId("orders");
    channel.name = "Orders";
    channel.delay = Distribution::constant(milliseconds(7));
    model.project.channels = model.project.channels.with(channel);
    model.service("s", 5, {constantly(1), publish("orders")});
    model.service("c", 5, {constantly(20)});
    Operation consumer = model.lastOperation();
    consumer.subscription = Subscription{ChannelId("orders"), "", 1, {}};
    model.last().operations = model.last().operations.with(consumer);
    model.load("u", everySecond(), {"s.do"});
    const RunResult result = simulate(model.build(tenSeconds, 0));
    QCOMPARE(find(result.operations, "c.do").completed, 10u);
    QCOMPARE(edge(result, "orders").calls, 10u);
    QCOMPARE(edge(result, "c.do").calls, 10u);
    QCOMPARE(find(result.stations, "orders").arrivals, 10u);
    QVERIFY(std::abs(*find(result.stations, "orders").meanQueue.value - 10 * 0.007 / tenSeconds) < 3e-4);
    QCOMPARE(result.journeys[0].completed, 10u);
}

void EngineTest::messagesAreRedelivered() {
    for (const DeliveryGuarantee delivery : {DeliveryGuarantee::AtLeastOnce, DeliveryGuarantee::AtMostOnce}) {
        Builder model;
        Channel channel;
        channel.id = ChannelId("orders");
        channel.name = "Orders";
        channel.delivery = delivery;
        model.project.channels = model.project.channels.with(channel);
        model.service("s", 5, {publish("orders")});
        model.service("c", 5, {constantly(20)});
        Operation consumer = model.lastOperation();
        consumer.subscription = Subscription{ChannelId("orders"), "", 1, {}};
        model.last().operations = model.last().operations.with(consumer);
        model.load("u", everySecond(), {"s.do"});
        model.fault(ServiceId("c"), 0, {}, ErrorFault{1.0});
        const RunResult result = simulate(model.build(tenSeconds));
        const unsigned times = delivery == DeliveryGuarantee::AtLeastOnce ? 5 : 1;
        QCOMPARE(edge(result, "c.do").calls, 10u);
        QCOMPARE(edge(result, "c.do").attempts, 10u * times);
        QCOMPARE(failed(find(result.operations, "c.do"), Cause::Fault), 10u * times);
    }
}

// Ten messages a second of 200 ms each: one partition handles five a second, two keep up.
void EngineTest::partitionsBoundConcurrency() {
    for (const int partitions : {1, 4}) {
        Builder model;
        Channel channel;
        channel.id = ChannelId("orders");
        channel.name = "Orders";
        channel.partitions = partitions;
        model.project.channels = model.project.channels.with(channel);
        model.service("s", 5, {publish("orders")});
        model.service("c", 50, {constantly(200)}).replicas = 3;
        Operation consumer = model.lastOperation();
        consumer.subscription = Subscription{ChannelId("orders"), "", 10, {}};
        model.last().operations = model.last().operations.with(consumer);
        model.load("u", ConstantArrivals{10}, {"s.do"});
        const auto done = find(simulate(model.build(60.05, 0)).operations, "c.do").completed;
        QVERIFY(partitions == 1 ? done == 299 : done >= 597);
    }
}

void EngineTest::groupsGetAllMessages() {
    Builder model;
    Channel channel;
    channel.id = ChannelId("orders");
    channel.name = "Orders";
    channel.broker = Broker::RabbitMq;
    model.project.channels = model.project.channels.with(channel);
    model.service("s", 5, {publish("orders")});
    for (const std::string name : {"a", "b", "c"}) {
        model.service(name, 5, {constantly(1)});
        Operation consumer = model.lastOperation();
        consumer.subscription = Subscription{ChannelId("orders"), name == "a" ? "one" : "two", 1, {}};
        model.last().operations = model.last().operations.with(consumer);
    }
    model.load("u", ConstantArrivals{10}, {"s.do"});
    const RunResult result = simulate(model.build(10.05, 0));
    QCOMPARE(find(result.operations, "a.do").completed, 100u);
    QCOMPARE(find(result.operations, "b.do").completed + find(result.operations, "c.do").completed, 100u);
    QVERIFY(find(result.operations, "b.do").completed > 0 && find(result.operations, "c.do").completed > 0);
}

void EngineTest::thinkTimesAreNotLatency() {
    Builder model;
    model.service("s", 5, {constantly(10)});
    Workload& workload = model.load("u", ConstantArrivals{10}, {"s.do", "s.do"});
    Journey journey = workload.journeys.at(0);
    journey.steps[0].think = Distribution::constant(milliseconds(40));
    journey.steps[1].think = Distribution::constant(seconds(100));
    workload.journeys = workload.journeys.with(journey);
    const RunResult result = simulate(model.build(30.09, 0));
    QCOMPARE(*result.journeys[0].latency.mean.value, 20.0);
    QCOMPARE(result.journeys[0].completed, 300u);
}

// The integral of the rate: 10 * 50 / 2 + 10 * 10 = 350; 5 * 60 + 45 * 10 = 750 journeys.
void EngineTest::rampsAndSpikes() {
    for (const bool ramp : {true, false}) {
        Builder model;
        model.service("s", 500, {constantly(1)});
        const Arrivals arrivals = ramp ? Arrivals(RampArrivals{0, 1000, seconds(50)})
                                       : Arrivals(SpikeArrivals{500, 5000, seconds(20), seconds(10)});
        model.load("u", arrivals, {"s.do"});
        const RunResult result = simulate(model.build(60));
        const double expected = ramp ? 35000 : 75000;
        const auto arrived = static_cast<double>(result.journeys[0].arrivals);
        QVERIFY(std::abs(arrived - expected) < 4 * std::sqrt(expected));
        const std::vector<double>& offered = result.journeys[0].series[0].values;
        QCOMPARE(offered.size(), std::size_t(60));
        QVERIFY(std::abs(offered[25] - (ramp ? 510 : 5000)) < (ramp ? 110 : 350));
        QVERIFY(std::abs(offered[55] - (ramp ? 1000 : 500)) < (ramp ? 160 : 110));
        QCOMPARE(result.warmUpSeconds, 0.0);
    }
}

// Users whose journeys fail at once do not stop the clock.
void EngineTest::closedUsersWithoutTime() {
    Builder model;
    model.service("s", 5, {constantly(10)});
    model.load("u", ClosedUsers{3, {}}, {"s.do"});
    model.fault(ServiceId("s"), 0, 1.0, KillFault{});
    const RunResult result = simulate(model.build(2));
    QCOMPARE(failed(result.journeys[0], Cause::Crashed), 3000u);
    QVERIFY(result.journeys[0].completed > 290);
}

QTEST_GUILESS_MAIN(EngineTest)
#include "engine_test.moc"
