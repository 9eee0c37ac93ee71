// Messages that are late or lost between services.
#include <QTest>
#include <cmath>

#include "simulator/steered_run.h"
#include "tests/simulator/by_hand.h"

using namespace queueing;
using simulator::Cause;
using simulator::FlowResult;
using simulator::RunResult;
using simulator::SteeredRun;

class NetworkTroubleTest : public QObject {
    Q_OBJECT

private slots:
    void networkTakesLonger();
    void messagesAreLost();
    void partitionsEnd();
    void partitionsCanBeAddedByForks();
    void latencyGrows();
};

namespace {

/// Users of a, which calls b; users are the more patient.
void addPair(Builder& model, double rate) {
    model.policy("p").timeout = milliseconds(500);
    model.service("a", 1000, {call("b.do", "p")});
    model.service("b", 1000, {constantly(10)});
    model.policy("user").timeout = milliseconds(800);
    model.load("u", ConstantArrivals{rate}, {"a.do"}, "user");
}

LatencyFault later(double time, std::optional<std::string> peer = {}) {
    LatencyFault fault;
    if (peer) fault.peer = ServiceId(*peer);
    fault.extra = Distribution::constant(milliseconds(time));
    return fault;
}

}  // namespace

// 5 ms each way in any case, 20 ms more where the fault is.
void NetworkTroubleTest::networkTakesLonger() {
    const auto latency = [](const char* target, std::optional<std::string> peer, double base) {
        Builder model;
        addPair(model, 10);
        if (base > 0) model.project.network.latency = Distribution::constant(milliseconds(base));
        model.fault(ServiceId(target), 0, {}, later(20, std::move(peer)));
        return mean(simulate(model.build(10.95)));
    };
    QCOMPARE(latency("a", "b", 5), 4 * 5 + 10 + 40.0);
    QCOMPARE(latency("b", "a", 5), 4 * 5 + 10 + 40.0);
    QCOMPARE(latency("a", {}, 5), 4 * 5 + 10 + 80.0);
    QCOMPARE(latency("b", {}, 5), 4 * 5 + 10 + 40.0);
    QCOMPARE(latency("a", "b", 0), 10 + 40.0);
}

// A request and its answer each get through with 0.8; what is lost is tried again after its timeout.
void NetworkTroubleTest::messagesAreLost() {
    for (const int attempts : {1, 3}) {
        Builder model;
        model.policy("p").timeout = milliseconds(50);
        if (attempts > 1) model.policies.back().retry = retries(attempts);
        model.service("s", 1000, {constantly(10)});
        model.load("u", ConstantArrivals{200}, {"s.do"}, "p");
        model.fault(ServiceId("s"), 0, {}, LossFault{{}, 0.2});
        const RunResult result = simulate(model.build(200));
        const FlowResult& journeys = result.journeys[0];
        const double through = 1 - std::pow(1 - 0.8 * 0.8, attempts);
        const auto ended = journeys.completed + journeys.failures();
        QVERIFY(isShare(share(journeys.completed, ended), through, static_cast<double>(ended)));
        QCOMPARE(failed(journeys, Cause::Timeout), journeys.failures());
        const double sent = static_cast<double>(result.edges[0].attempts);
        QVERIFY(isShare(static_cast<double>(result.operations[0].arrivals) / sent, 0.8, sent));
    }
}

// From 1.05 s to 3.05 s: two requests of users are lost, and the two calls that b gets from a.
void NetworkTroubleTest::partitionsEnd() {
    for (const bool ofUsers : {true, false}) {
        Builder model;
        addPair(model, 1);
        model.fault(ServiceId("a"), 1.05, 2,
                    PartitionFault{ofUsers ? std::nullopt : std::optional(ServiceId("b"))});
        const RunResult result = simulate(model.build(10.9));
        QCOMPARE(failed(result.journeys[0], ofUsers ? Cause::Timeout : Cause::Dependency), 2u);
        QCOMPARE(result.journeys[0].completed, 8u);
        QCOMPARE(result.operations[0].arrivals, ofUsers ? 8u : 10u);
        QCOMPARE(result.operations[1].arrivals, 8u);
    }
}

void NetworkTroubleTest::partitionsCanBeAddedByForks() {
    const auto build = [](bool parts, double length) {
        Builder model;
        addPair(model, 10);
        if (parts) model.fault(ServiceId("a"), 5.05, length, PartitionFault{ServiceId("b")});
        simulator::RunOptions options;
        options.replications = 1;
        return *simulator::compile(model.build(20.05, 0), ScenarioId("test"), options);
    };
    const auto failures = [](SteeredRun& run) {
        run.runTo(run.length());
        return run.result().journeys[0].failures();
    };
    SteeredRun run(build(false, 0));
    run.runTo(3);
    auto parted = run.fork(build(true, 10));
    QVERIFY(parted);
    parted->runTo(8);
    auto shorter = parted->fork(build(true, 4));
    QVERIFY(shorter);
    QVERIFY(!parted->fork(build(false, 0)));
    QCOMPARE(failures(run), 0u);
    QCOMPARE(failures(*parted), 100u);
    QCOMPARE(failures(*shorter), 40u);
}

// At the beginning of each way as much as there is by then.
void NetworkTroubleTest::latencyGrows() {
    Builder model;
    addPair(model, 1);
    model.fault(ServiceId("a"), 0, {}, later(100, "b"));
    model.faults.back().ramp = seconds(10);
    double sum = 0;
    for (double at = 1; at <= 9; ++at) {
        const double there = 100 * at / 10;
        sum += there + 10 + 100 * (at + (there + 10) / 1000) / 10;
    }
    QVERIFY(std::abs(mean(simulate(model.build(9.9))) - sum / 9) < 1e-5);
}

QTEST_APPLESS_MAIN(NetworkTroubleTest)
#include "network_trouble_test.moc"
