// What the engine does with calls, messages and faults: small cases with constant times, worked out by hand.
#include <QTest>
#include <cmath>

#include "tests/simulator/by_hand.h"

using namespace queueing;
using simulator::Cause;
using simulator::FlowResult;
using simulator::RunResult;

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
