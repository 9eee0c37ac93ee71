// What goes wrong: nothing is lost count of by it, and its figures are those that can be worked out.
#include <QTest>
#include <cmath>

#include "model/check.h"
#include "model/json/json.h"
#include "simulator/steered_run.h"
#include "tests/simulator/by_hand.h"
#include "tests/simulator/random_faults.h"
#include "tests/simulator/same_result.h"

using namespace queueing;
using simulator::Cause;
using simulator::FlowResult;
using simulator::RunResult;
using simulator::SteeredRun;

namespace {

/// With the faults of RandomFaults, or null where these would leave somebody waiting for ever, or nothing
/// that runs has keys to flush.
std::shared_ptr<const simulator::Plan> randomPlan(std::uint32_t seed) {
    simulator::RunOptions options;
    options.replications = 1;
    const auto plan = simulator::compile(RandomFaults(seed).make(), ScenarioId("test"), options);
    if (plan) return *plan;
    if (plan.error().text().find("would wait for ever") == std::string::npos &&
        plan.error().text().find("nothing is in the zone") == std::string::npos &&
        plan.error().text().find("flush, but nothing") == std::string::npos)
        qFatal("%s", plan.error().text().c_str());
    return nullptr;
}

Step lookUp(int keys, std::optional<std::string> store = {}) {
    CacheLookup lookup;
    if (store) lookup.store = DataStoreId(*store);
    lookup.keys = KeySpace{keys, 0};
    lookup.onMiss = {constantly(1)};
    return {lookup, {}};
}

Fault& lastOf(Builder& model) {
    return model.faults.back();
}

}  // namespace

class FaultsTest : public QObject {
    Q_OBJECT

private slots:
    void randomModelsConserve();
    void steeringAndForksChangeNothing();
    void threadsChangeNothing();
    void flushedKeysAreFilledAgain();
    void aShareOfTheKeysIsFlushed();
    void slowDownsGrow();
    void errorsGrow();
    void someReplicasFail();
    void failuresTakeTheirTime();
    void someReplicasAreSlow();
    void someReplicasFailMessages();
    void addressedReplicasFail();
    void tooManyReplicasAreNamed();
    void chanceTakesTurns();
    void chanceDrawsReplicas();
    void badFaultsAreNamed_data();
    void badFaultsAreNamed();
    void severalActTogether();
    void nothingToFlushIsNamed();
    void whoWouldWaitForEverIsNamed();
};

void FaultsTest::randomModelsConserve() {
    int refused = 0;
    for (std::uint32_t seed = 1; seed <= 400; ++seed) {
        const auto plan = randomPlan(seed);
        refused += plan ? 0 : 1;
        if (!plan) continue;
        const RunResult result = simulator::run(*plan);
        QVERIFY2(result.conservation.holds && !result.cancelled, qPrintable(QString::number(seed)));
        QVERIFY2(result.conservation.worstLittleResidual < 1e-9, qPrintable(QString::number(seed)));
    }
    QVERIFY2(refused < 200, qPrintable(QString::number(refused)));
}

void FaultsTest::steeringAndForksChangeNothing() {
    for (std::uint32_t seed = 1; seed <= 150; ++seed) {
        const auto plan = randomPlan(seed);
        if (!plan) continue;
        SteeredRun run(plan);
        run.runTo(run.length() * (seed % 20) / 20);
        const simulator::Snapshot snapshot = run.snapshot();
        auto forked = run.fork(randomPlan(seed));
        QVERIFY2(forked, forked ? "" : forked.error().text().c_str());
        forked->runTo(run.length());
        run.runTo(run.length());
        const RunResult expected = simulator::run(*plan);
        QVERIFY2(sameResult(run.result(), expected), qPrintable(QString::number(seed)));
        QVERIFY2(sameResult(forked->result(), expected), qPrintable(QString::number(seed)));
        run.restore(snapshot);
        run.runTo(run.length());
        QVERIFY(sameResult(run.result(), expected));
    }
}

void FaultsTest::threadsChangeNothing() {
    for (std::uint32_t seed = 1; seed <= 30; ++seed) {
        const auto plan = randomPlan(seed);
        if (!plan) continue;
        simulator::RunOptions options;
        options.replications = 3;
        options.threads = 1;
        const RunResult one = simulator::run(*plan, options);
        options.threads = 3;
        QVERIFY(sameResult(one, simulator::run(*plan, options)));
    }
}

// Fifty keys, each of them wanted often: filled once, and once more after the flush, in each replica or in
// the store.
void FaultsTest::flushedKeysAreFilledAgain() {
    for (const bool ofStore : {false, true}) {
        Builder model;
        model.store("cache", 10, Distribution::constant({}));
        model.service("s", 5, {lookUp(50, ofStore ? std::optional("cache") : std::nullopt)}).replicas = 2;
        model.load("u", ConstantArrivals{100}, {"s.do"});
        model.fault(ofStore ? FaultTarget(DataStoreId("cache")) : FaultTarget(ServiceId("s")), 30, {},
                    FlushFault{});
        const RunResult result = simulate(model.build(60));
        QCOMPARE(result.caches.at(0).misses, ofStore ? 100u : 200u);
    }
}

void FaultsTest::aShareOfTheKeysIsFlushed() {
    constexpr int keys = 2000;
    Builder model;
    model.service("s", 5, {lookUp(keys)});
    model.load("u", ConstantArrivals{500}, {"s.do"});
    model.fault(ServiceId("s"), 60, {}, FlushFault{0.3});
    const RunResult result = simulate(model.build(120));
    QVERIFY(isShare(share(result.caches.at(0).misses - keys, keys), 0.3, keys));
}

// Three times as long after ten seconds: 120 ms, 140 ms, ..., 300 ms, and no more.
void FaultsTest::slowDownsGrow() {
    for (const QueueDiscipline discipline : {QueueDiscipline::Fifo, QueueDiscipline::ProcessorSharing}) {
        Builder model;
        model.service("s", 5, {constantly(100)}).discipline = discipline;
        model.load("u", ConstantArrivals{1}, {"s.do"});
        model.fault(ServiceId("s"), 0, {}, SlowFault{3, {}});
        lastOf(model).ramp = seconds(10);
        QCOMPARE(mean(simulate(model.build(10.9))), 210.0);
        model.project = {};
        model.project.name = "Test";
        QCOMPARE(mean(simulate(model.build(20.9))), 255.0);
    }
    Builder store;
    store.store("db", 5, Distribution::constant(milliseconds(100)));
    store.service("s", 5, {query("db")});
    store.load("u", ConstantArrivals{1}, {"s.do"});
    store.fault(DataStoreId("db"), 0, 10.5, SlowFault{1, milliseconds(200)});
    lastOf(store).ramp = seconds(10);
    QCOMPARE(mean(simulate(store.build(20.9))), (2100 + 1000) / 20.0);
}

// All fail in the end: of 10,000 in ten seconds half.
void FaultsTest::errorsGrow() {
    Builder model;
    model.store("db", 10, Distribution::constant(milliseconds(1)));
    model.service("s", 10, {constantly(1)});
    model.service("t", 10, {query("db")});
    model.load("u", ConstantArrivals{1000}, {"s.do"});
    model.load("v", ConstantArrivals{1000}, {"t.do"});
    for (const FaultTarget& target : {FaultTarget(ServiceId("s")), FaultTarget(DataStoreId("db"))}) {
        model.fault(target, 2, {}, ErrorFault{1.0});
        lastOf(model).ramp = seconds(10);
    }
    const RunResult result = simulate(model.build(12));
    for (const FlowResult& journey : result.journeys)
        QVERIFY2(std::abs(static_cast<double>(journey.failures()) - 5000) < 5 * std::sqrt(10'000 / 6.0),
                 qPrintable(QString::number(journey.failures())));
}

// Down for 5 s, up for 20 s in the mean: for a fifth of the time.
void FaultsTest::chanceTakesTurns() {
    Builder model;
    model.service("s", 10, {constantly(1)});
    model.load("u", ConstantArrivals{1}, {"s.do"});
    model.fault(ServiceId("s"), 0, 5, KillFault{1});
    lastOf(model).chance = FaultChance{seconds(20), {}, {}};
    const RunResult result = simulate(model.build(100'000));
    const double down = share(failed(result.journeys[0], Cause::Crashed), result.journeys[0].arrivals);
    // The share of a renewal process of 4000 cycles: down x 20/25, spread by the times between.
    QVERIFY2(std::abs(down - 0.2) < 5 * 0.2 * 0.8 / std::sqrt(4000), qPrintable(QString::number(down)));
    simulator::RunOptions other;
    other.seed = 77;
    other.replications = 1;
    QVERIFY(simulator::run(*planOf(model.project), other).eventLogHash != result.eventLogHash);
    QCOMPARE(simulate(model.project).eventLogHash, result.eventLogHash);
}

// One replica of four is of a: every fourth fault is there.
void FaultsTest::chanceDrawsReplicas() {
    Builder model;
    for (const char* name : {"a", "b"}) {
        model.service(name, 10, {constantly(1)}).replicas = *name == 'a' ? 1 : 3;
        model.load(std::string("of-") + name, ConstantArrivals{1}, {std::string(name) + ".do"});
    }
    model.fault(ServiceId("a"), 0, 5, ErrorFault{1.0});
    lastOf(model).chance = FaultChance{seconds(5), {ServiceId("b")}, {}};
    const RunResult result = simulate(model.build(100'000));
    const double ofA = share(result.journeys[0].failures(), result.journeys[0].arrivals);
    const double ofB = share(result.journeys[1].failures(), result.journeys[1].arrivals);
    QVERIFY2(std::abs(ofA - 0.125) < 0.01, qPrintable(QString::number(ofA)));
    QVERIFY2(std::abs(ofB - 0.375) < 0.015, qPrintable(QString::number(ofB)));
}

void FaultsTest::badFaultsAreNamed_data() {
    QTest::addColumn<QString>("fault");
    QTest::addColumn<QString>("words");
    const auto row = [](const char* name, const char* fault, const char* words) {
        QTest::newRow(name) << fault << words;
    };
    row("flush of none", R"("service": "t", "fault": "flush", "share": 0)", "/share: 0, should be above 0");
    row("flush for long", R"("service": "t", "fault": "flush", "length_s": 5)", "/length_s: a flush happens");
    row("flushed twice", R"("service": "t", "fault": "flush"}, {"service": "t", "fault": "flush")",
        "/1: the same as fault 0");
    row("network of a store", R"("store": "db", "fault": "partition")", "/fault: a fault of the network");
    row("no such peer", R"("service": "s", "fault": "loss", "peer": "q")",
        "/peer: there is no service \"q\"");
    row("itself", R"("service": "s", "fault": "partition", "peer": "s")", "/peer: \"s\", the service itself");
    row("loss beyond all", R"("service": "s", "fault": "loss", "rate": 2)",
        "/rate: 2, should be from 0 to 1");
    row("both ways", R"("service": "s", "fault": "loss", "peer": "t"},
        {"service": "t", "fault": "loss", "peer": "s")",
        "/1: the same as fault 0");
    row("negative latency",
        R"("service": "s", "fault": "latency", "extra": {"kind": "constant", "mean_ms": -1})",
        "/extra/mean_ms: -1, should be from 0");
    row("ramp of a kill", R"("service": "s", "fault": "kill", "ramp_s": 1)", "/ramp_s: only slow, error");
    row("no ramp", R"("service": "s", "fault": "error", "ramp_s": 0)", "/ramp_s: 0, should be above 0");
    row("ramp too long", R"("service": "s", "fault": "error", "length_s": 1, "ramp_s": 2)",
        "/ramp_s: 2, should be at most length_s 1");
    row("replicas of a store", R"("store": "db", "fault": "slow", "replicas": 1)", "/replicas: of a store");
    row("time of a store", R"("store": "db", "fault": "error", "time_ms": 1)", "/time_ms: of a store");
    row("time of nothing", R"("service": "s", "fault": "error", "time_ms": -1)",
        "/time_ms: -1, should be from 0");
    row("slow zone", R"("zone": "a", "fault": "slow")",
        "/fault: only a kill or a fault of the network takes a zone");
    row("some of a zone", R"("zone": "a", "fault": "kill", "replicas": 1)", "/replicas: of a zone");
    row("no such zone", R"("zone": "q", "fault": "kill")", "/zone: there is no zone \"q\"");
    row("zone lost twice", R"("zone": "a", "fault": "kill"}, {"zone": "a", "fault": "kill", "start_s": 1)",
        "/1: the same as fault 0");
    row("all killed twice",
        R"("service": "s", "fault": "kill"}, {"service": "s", "fault": "kill", "start_s": 9)",
        "/1: the same as fault 0");
    row("all killed, and some",
        R"("store": "db", "fault": "kill", "start_s": 2}, {"store": "db", "fault": "kill", "replicas": 1)",
        "/1: the same as fault 0");
    row("some killed twice",
        R"("service": "s", "fault": "kill", "replicas": 1}, {"service": "s", "fault": "kill", "replicas": 1)",
        "/1: the same as fault 0");
    row("slow twice",
        R"("service": "s", "fault": "slow", "factor": 2}, {"service": "s", "fault": "slow", "factor": 2)",
        "/1: the same as fault 0");
    row("third time", R"("service": "s", "fault": "error", "rate": 0.5}, {"service": "s", "fault": "kill"},
        {"service": "s", "fault": "error", "rate": 0.5)",
        "/2: the same as fault 0");
    row("chance of a zone",
        R"("zone": "a", "fault": "kill", "length_s": 1, "chance": {"mean_time_between_s": 9})",
        "/chance: not of a service");
    row("chance and time",
        R"("service": "s", "fault": "kill", "start_s": 1, "length_s": 1, "chance": {"mean_time_between_s": 9})",
        "/start_s: found chance too");
    row("chance without end", R"("service": "s", "fault": "kill", "chance": {"mean_time_between_s": 9})",
        "/chance: without length_s");
    row("chance of a store",
        R"("store": "db", "fault": "kill", "length_s": 1, "chance": {"mean_time_between_s": 9})",
        "/chance: not of a service");
    row("chance at once",
        R"("service": "s", "fault": "kill", "length_s": 1, "chance": {"mean_time_between_s": 0})",
        "/chance/mean_time_between_s: 0, should be above 0");
    row("drawn twice", R"("service": "s", "fault": "kill", "length_s": 1,
        "chance": {"mean_time_between_s": 9, "also": ["t", "t"]})",
        "/chance/also/1: \"t\" is named twice");
    row("no such service", R"("service": "s", "fault": "kill", "length_s": 1,
        "chance": {"mean_time_between_s": 9, "also": ["q"]})",
        "/chance/also/0: there is no service \"q\"");
}

void FaultsTest::badFaultsAreNamed() {
    QFETCH(QString, fault);
    QFETCH(QString, words);
    const std::string text = R"({"lintel": 1, "name": "Bad",
      "services": {"s": {"name": "S", "operations": {"s.do": {"name": "Do"}}},
        "t": {"name": "T", "operations": {"t.do": {"name": "Do", "behaviour": [
          {"step": "cache", "keys": {"count": 5}, "on_miss": []}]}}}},
      "stores": {"db": {"name": "DB"}},
      "network": {"zones": {"a": {"name": "A"}}},
      "fault_plans": {"f": {"name": "F", "faults": [{)" +
                             fault.toStdString() + "}]}}}";
    const auto parsed = model::parseProject(text);
    QVERIFY2(parsed, parsed ? "" : parsed.error().text().c_str());
    QVERIFY(!parsed->problems.empty());
    const std::string found = parsed->problems.front().text();
    QVERIFY2(found.starts_with("/fault_plans/f/faults/"), found.c_str());
    QVERIFY2(found.find(words.toStdString()) != std::string::npos, found.c_str());
}

// Replicas that die one after the other, and faults of which each adds something.
void FaultsTest::severalActTogether() {
    Builder model;
    model.service("s", 10, {constantly(1)}).replicas = 5;
    model.load("u", ConstantArrivals{100}, {"s.do"});
    const ServiceId target("s");
    model.fault(target, 1, 5, KillFault{1});
    model.fault(target, 2, 5, KillFault{1});
    model.fault(target, 2, 5, KillFault{2});
    model.fault(target, 1, 5, SlowFault{2});
    model.fault(target, 2, 5, SlowFault{2});
    model.fault(target, 1, 5, ErrorFault{0.5});
    model.fault(target, 1, 6, ErrorFault{0.5});
    model.fault(target, 10, 5, KillFault{});
    model.fault(target, 15, 5, KillFault{});
    const Project project = model.build(30);
    const std::vector<Error> problems = check(project);
    QVERIFY2(problems.empty(), problems.empty() ? "" : problems.front().text().c_str());
    QVERIFY(simulate(project).conservation.holds);
}

// Each in turn: two of five are struck, one of them twice.
void FaultsTest::someReplicasFail() {
    Builder model;
    model.service("s", 10, {constantly(1)}).replicas = 5;
    model.load("u", ConstantArrivals{100}, {"s.do"});
    model.fault(ServiceId("s"), 20.005, 40, ErrorFault{1, 2});
    model.fault(ServiceId("s"), 20.005, 40, ErrorFault{0.5, 3});
    const RunResult result = simulate(model.build(100, 0));
    QVERIFY(result.conservation.holds);
    QVERIFY(isShare(share(failed(result.journeys[0], Cause::Fault), 4000), 0.5, 800));
    // As the third fails half of what it gets, there is no other number of failures.
    QVERIFY(failed(result.journeys[0], Cause::Fault) > 1600);
    QVERIFY(failed(result.journeys[0], Cause::Fault) < 2400);
}

// The answer comes 30 ms later, of two faults the longer time, and no worker is taken in the meantime.
void FaultsTest::failuresTakeTheirTime() {
    Builder model;
    model.service("a", 1000, {call("b.do")});
    model.service("b", 1, {constantly(1)});
    model.load("u", ConstantArrivals{100}, {"a.do"});
    model.fault(ServiceId("b"), 0, {}, ErrorFault{1, 0, milliseconds(30)});
    model.fault(ServiceId("b"), 0, {}, ErrorFault{1, 1, milliseconds(20)});
    Project project = model.build(100, 0);
    const RunResult result = simulate(project);
    QVERIFY(result.conservation.holds);
    QCOMPARE(result.journeys[0].completed, 0u);
    for (const simulator::StationResult& station : result.stations) {
        if (station.id == "a") QVERIFY(std::abs(station.utilisation.value.value_or(-1) - 0.003) < 1e-4);
        if (station.id == "b") QCOMPARE(station.utilisation.value.value_or(-1), 0.0);
    }
}

void FaultsTest::someReplicasAreSlow() {
    for (const Work work : {Work::Delay, Work::Cpu}) {
        Builder model;
        Deployment& deployment =
            model.service("s", 10, {{Compute{Distribution::constant(milliseconds(10)), work}, {}}});
        deployment.replicas = 4;
        deployment.cpuLimitMilli = 4000;
        model.load("u", ConstantArrivals{10}, {"s.do"});
        model.fault(ServiceId("s"), 0, {}, SlowFault{3, milliseconds(2), 1});
        model.fault(ServiceId("s"), 0, {}, SlowFault{2, {}});
        QVERIFY(std::abs(mean(simulate(model.build(100, 0))) - (3 * 20 + 62) / 4.0) < 0.1);
    }
}

// Each of two consumers takes half of the messages.
void FaultsTest::someReplicasFailMessages() {
    Builder model;
    Channel channel;
    channel.id = ChannelId("c");
    channel.name = "C";
    channel.broker = Broker::RabbitMq;
    channel.delivery = DeliveryGuarantee::AtMostOnce;
    model.project.channels = model.project.channels.with(channel);
    model.service("s", 10, {publish("c")});
    model.service("t", 10, {constantly(1)}).replicas = 2;
    Operation handler = model.lastOperation();
    handler.subscription = Subscription{ChannelId("c"), "", 1, {}};
    model.last().operations = model.last().operations.with(handler);
    model.load("u", ConstantArrivals{100}, {"s.do"});
    model.fault(ServiceId("t"), 0, {}, ErrorFault{1, 1});
    const RunResult result = simulate(model.build(100, 0));
    QVERIFY(std::abs(share(failed(operation(result, "t.do"), Cause::Fault), 10'000) - 0.5) < 0.001);
}

// Those that a client chooses: by chance, a quarter; of those that a chance hits, one at a time.
void FaultsTest::addressedReplicasFail() {
    Builder model;
    model.service("s", 10, {constantly(1)}).replicas = 4;
    model.policy("p").loadBalancing.emplace().kind = BalancingKind::Random;
    model.load("u", ConstantArrivals{100}, {"s.do"}, "p");
    model.fault(ServiceId("s"), 0, {}, ErrorFault{1, 1, milliseconds(1)});
    const RunResult result = simulate(model.build(100, 0));
    QVERIFY(isShare(share(failed(result.journeys[0], Cause::Fault), 10'000), 0.25, 10'000));
}

void FaultsTest::tooManyReplicasAreNamed() {
    Builder model;
    model.service("s", 1, {constantly(1)}).replicas = 3;
    model.service("t", 1, {constantly(1)}).replicas = 2;
    model.load("u", ConstantArrivals{1}, {"s.do", "t.do"});
    model.fault(ServiceId("s"), 0, {}, ErrorFault{1, 3});
    QVERIFY(simulator::compile(model.build(10), ScenarioId("test")));
    model.faults.front().length = seconds(1);
    model.faults.front().chance = FaultChance{seconds(5), {ServiceId("t")}, {}};
    model.project = {};
    model.project.name = "Test";
    const auto plan = simulator::compile(model.build(10), ScenarioId("test"));
    QVERIFY(!plan);
    QCOMPARE(plan.error().text(), std::string("/fault_plans/faults/faults/0/replicas: 3, but `t` has 2: "
                                              "expected at most as many"));
}

void FaultsTest::nothingToFlushIsNamed() {
    Builder model;
    model.store("db", 1, Distribution::constant({}));
    CacheLookup ratio;
    ratio.hitRatio = 0.5;
    model.service("s", 1, {Step{ratio, {}}, query("db")});
    model.load("u", ConstantArrivals{1}, {"s.do"});
    for (const FaultTarget& target : {FaultTarget(ServiceId("s")), FaultTarget(DataStoreId("db"))}) {
        model.faults.clear();
        model.fault(target, 0, {}, FlushFault{});
        model.project = {};
        model.project.name = "Test";
        const auto plan = simulator::compile(model.build(10), ScenarioId("test"));
        QVERIFY(!plan);
        QVERIFY2(plan.error().text().starts_with("/fault_plans/faults/faults/0/fault: flush, but nothing"),
                 plan.error().text().c_str());
    }
}

void FaultsTest::whoWouldWaitForEverIsNamed() {
    Builder model;
    model.service("a", 1, {call("b.do")});
    model.service("b", 1, {constantly(1)});
    model.policy("p").timeout = milliseconds(10);
    model.load("u", ConstantArrivals{1}, {"a.do"}, "p");
    model.fault(ServiceId("a"), 0, {}, LossFault{ServiceId("b"), 0.1});
    const auto plan = simulator::compile(model.build(10), ScenarioId("test"));
    QVERIFY(!plan);
    QVERIFY2(plan.error().text().starts_with(
                 "/fault_plans/faults/faults/0: loses messages of the call of `b.do` by `a.do`"),
             plan.error().text().c_str());
    // Nobody loses what is not sent over that network.
    model.service("c", 1, {constantly(1)});
    model.faults.front().effect = PartitionFault{ServiceId("c")};
    model.project = {};
    model.project.name = "Test";
    QVERIFY(simulator::compile(model.build(10), ScenarioId("test")));
}

QTEST_GUILESS_MAIN(FaultsTest)
#include "faults_test.moc"
