// Calls that are hedged in a run: timelines worked out by hand, the closed form of the tail that it cuts, and
// what becomes of copies that nobody waits for.
#include <QTest>
#include <cmath>
#include <random>

#include "simulator/steered_run.h"
#include "tests/simulator/by_hand.h"
#include "tests/simulator/same_result.h"

using namespace queueing;
using simulator::Cause;
using simulator::FlowResult;
using simulator::RunResult;

namespace {

/// Users who call a service at 1 s, 2 s, ..., 10 s; a call that is not answered is copied.
struct Hedged {
    Builder model;
    CallPolicy& policy = model.policy("p");

    Hedged(double serviceMilliseconds, double delayMilliseconds, std::int32_t attempts,
           double perSecond = 1) {
        model.service("s", 1000, {constantly(serviceMilliseconds)});
        model.load("u", ConstantArrivals{perSecond}, {"s.do"}, "p");
        policy.hedging = HedgingPolicy{attempts, milliseconds(delayMilliseconds), {}};
    }
    RunResult run(double length = 10.95) {
        RunResult result = simulate(model.build(length, 0));
        if (!result.conservation.holds) qFatal("requests were lost");
        return result;
    }
};

}  // namespace

class HedgedCallsTest : public QObject {
    Q_OBJECT

private slots:
    void theTailIsCut();
    void copiesLeaveEveryDelay();
    void allLeaveAtOnceWithoutADelay();
    void aFailureSendsTheNextAtOnce();
    void aFatalFailureCancelsAll();
    void tokensEndCopies();
    void theDeadlineEndsAll();
    void permitsComeBackFromCancelledCopies();
    void copiesWaitInLine();
    void orphansAreDroppedWhereThePolicySaysSo();
    void copiesEndWithTheirClient();
    void layersOutsideSeeOneCall();
    void snapshotsKeepCopies();
};

// Exp(1) with a copy at its p95: P(T > t) = e^(-2t + d) beyond the delay d, so that a mean of 1 becomes
// 0.975, p99 3.80045 and p99.9 4.95174, for 5 % more load.
void HedgedCallsTest::theTailIsCut() {
    Builder model;
    model.service("s", 100'000, {compute(exponentially(100))});
    model.policy("p").hedging = HedgingPolicy{2, milliseconds(299.5732), {}};
    model.load("u", PoissonArrivals{2000}, {"s.do"}, "p");
    const RunResult result = simulate(model.build(400, 10));
    const auto& latency = result.journeys[0].latency;
    const auto isNear = [](const simulator::Figure& figure, double expected, double tolerance) {
        const double found = figure.value.value_or(-1);
        if (std::abs(found / expected - 1) > tolerance) qWarning("%g, expected %g", found, expected);
        return std::abs(found / expected - 1) <= tolerance;
    };
    QVERIFY(isNear(latency.mean, 97.5, 0.004));
    QVERIFY(isNear(latency.p99, 380.045, 0.01));
    QVERIFY(isNear(latency.p999, 495.174, 0.02));
    const simulator::EdgeResult& edge = result.edges[0];
    QVERIFY(isShare(share(edge.attempts - edge.calls, edge.calls), 0.05, static_cast<double>(edge.calls)));
    QCOMPARE(result.journeys[0].failures(), 0u);
}

// Each call at t, t + 1 and t + 2 s, and answered at t + 2.5 s.
void HedgedCallsTest::copiesLeaveEveryDelay() {
    const RunResult result = Hedged(2500, 1000, 3).run();
    QCOMPARE(result.operations[0].arrivals, 10u + 9 + 8);
    QCOMPARE(result.journeys[0].completed, 8u);
    QCOMPARE(mean(result), 2500.0);
    QCOMPARE(result.operations[0].completed, 1u + 2 + 6 * 3);
    QCOMPARE(result.edges[0].calls, 10u);
    QCOMPARE(result.edges[0].attempts, 27u);
}

void HedgedCallsTest::allLeaveAtOnceWithoutADelay() {
    const RunResult result = Hedged(100, 0, 4).run();
    QCOMPARE(result.operations[0].arrivals, 40u);
    QCOMPARE(result.journeys[0].completed, 10u);
    QCOMPARE(mean(result), 100.0);
}

void HedgedCallsTest::aFailureSendsTheNextAtOnce() {
    Hedged system(0, 10'000, 3);
    system.model.fault(ServiceId("s"), 0, 20, ErrorFault{1});
    const RunResult result = system.run();
    QCOMPARE(failed(result.operations[0], Cause::Fault), 30u);
    QCOMPARE(failed(result.journeys[0], Cause::Fault), 10u);
    QCOMPARE(result.edges[0].attempts, 30u);
}

// One request at a time: the copy at t + 1 s overflows, which is fatal, and the first is cancelled with it.
// The call of that moment finds the place still taken.
void HedgedCallsTest::aFatalFailureCancelsAll() {
    Hedged system(2500, 1000, 3);
    system.policy.limits = ConcurrencyLimits{1, 1024, 1, 3, true, {}};
    const RunResult result = system.run();
    QCOMPARE(result.operations[0].arrivals, 5u);
    QCOMPARE(failed(result.journeys[0], Cause::BulkheadFull), 10u);
}

// Four tokens: the first failure leaves three, more than half, and is followed; the next leaves two.
void HedgedCallsTest::tokensEndCopies() {
    Hedged system(0, 10'000, 2);
    system.policy.hedging->tokens = RetryTokens{4, 0.1, {}};
    system.model.fault(ServiceId("s"), 0, 20, ErrorFault{1});
    QCOMPARE(system.run().edges[0].attempts, 11u);
}

void HedgedCallsTest::theDeadlineEndsAll() {
    for (const bool isDeadline : {true, false}) {
        Hedged system(5000, 1000, 5);
        if (isDeadline) {
            system.policy.deadline = milliseconds(2500);
        } else {
            system.policy.timeout = milliseconds(2500);
            system.policy.order = {PolicyLayer::TimeLimiter, PolicyLayer::Retry};
        }
        const RunResult result = system.run();
        QCOMPARE(result.operations[0].arrivals, 10u + 9 + 8);
        QCOMPARE(failed(result.journeys[0], Cause::Timeout), 8u);
        QCOMPARE(result.edges[0].failed[static_cast<std::size_t>(Cause::Timeout)], 8u);
    }
}

// Three permits, all of them taken by the copies of one call until its deadline; a breaker with them.
void HedgedCallsTest::permitsComeBackFromCancelledCopies() {
    for (const bool threads : {true, false}) {
        Hedged system(10'000, 500, 3, 0.2);
        system.policy.deadline = milliseconds(2500);
        if (threads)
            system.policy.threadPool = ThreadPoolPolicy{3, 3, 1, milliseconds(20), {}};
        else
            system.policy.bulkhead = BulkheadPolicy{3, {}, {}};
        const RunResult result = system.run(29);
        QCOMPARE(result.operations[0].arrivals, 15u);
        QCOMPARE(failed(result.journeys[0], Cause::Timeout), 5u);
    }
}

// One permit: the copies wait for it, and leave the line when the first one is answered.
void HedgedCallsTest::copiesWaitInLine() {
    Hedged system(800, 100, 3);
    system.policy.bulkhead = BulkheadPolicy{1, seconds(5), {}};
    const RunResult result = system.run();
    QCOMPARE(result.journeys[0].completed, 10u);
    QCOMPARE(mean(result), 800.0);
    QCOMPARE(result.operations[0].arrivals, 10u);
}

// One worker: the second copy is served when the first one is answered, the third one waits and is dropped.
void HedgedCallsTest::orphansAreDroppedWhereThePolicySaysSo() {
    for (const OrphanWork orphans : {OrphanWork::Cancel, OrphanWork::Finish}) {
        Builder model;
        model.service("s", 1, {constantly(300)});
        CallPolicy& policy = model.policy("p");
        policy.hedging = HedgingPolicy{3, milliseconds(100), {}};
        policy.orphanWork = orphans;
        model.load("u", ConstantArrivals{1}, {"s.do"}, "p");
        const RunResult result = simulate(model.build(10.95, 0));
        QCOMPARE(result.journeys[0].completed, 10u);
        QCOMPARE(result.operations[0].arrivals, 30u);
        QCOMPARE(result.operations[0].completed, orphans == OrphanWork::Cancel ? 20u : 30u);
    }
}

// The client is gone from 3.5 s to 4.2 s: the call of 3 s is lost with it, that of 4 s finds nobody.
void HedgedCallsTest::copiesEndWithTheirClient() {
    Builder model;
    model.service("back", 1000, {constantly(1000)});
    model.service("front", 1000, {call("back.do", "p")});
    model.policy("p").hedging = HedgingPolicy{3, milliseconds(300), {}};
    model.load("u", ConstantArrivals{1}, {"front.do"});
    model.fault(ServiceId("front"), 3.5, 0.7, KillFault{});
    const RunResult result = simulate(model.build(10.95, 0));
    QVERIFY(result.conservation.holds);
    QCOMPARE(failed(result.journeys[0], Cause::Crashed), 2u);
    QCOMPARE(result.journeys[0].completed, 7u);
    // At 3 s there was time for two of three; those of 10 s are not answered by the end.
    QCOMPARE(operation(result, "back.do").arrivals, 7u * 3 + 2 + 3);
}

// A breaker outside sees one failure for each call, and opens after the fourth; inside it sees three.
void HedgedCallsTest::layersOutsideSeeOneCall() {
    for (const bool outside : {true, false}) {
        Hedged system(0, 10'000, 3);
        CircuitBreakerPolicy& breaker = system.policy.circuitBreaker.emplace();
        breaker.windowSize = breaker.minimumCalls = 4;
        if (outside) system.policy.order = {PolicyLayer::CircuitBreaker, PolicyLayer::Retry};
        system.model.fault(ServiceId("s"), 0, 20, ErrorFault{1});
        const RunResult result = system.run();
        QCOMPARE(result.operations[0].arrivals, outside ? 12u : 4u);
        QCOMPARE(result.journeys[0].failures(), 10u);
    }
}

void HedgedCallsTest::snapshotsKeepCopies() {
    Builder model;
    model.service("back", 4, {compute(exponentially(20))});
    model.service("front", 50, {call("back.do", "p")});
    CallPolicy& policy = model.policy("p");
    policy.timeout = milliseconds(150);
    policy.hedging = HedgingPolicy{3, milliseconds(25), {}};
    policy.bulkhead = BulkheadPolicy{6, milliseconds(50), {}};
    policy.circuitBreaker.emplace().openWait = milliseconds(200);
    model.load("u", PoissonArrivals{150}, {"front.do"});
    model.fault(ServiceId("front"), 4, 1, PauseFault{});
    const auto plan = planOf(model.build(10, 0));
    simulator::RunOptions options;
    options.replications = 1;
    const RunResult whole = simulator::run(*plan, options);
    QVERIFY(whole.conservation.holds);
    QVERIFY(edge(whole, "back.do").attempts > edge(whole, "back.do").calls);
    std::mt19937 random(1);
    simulator::SteeredRun steered(plan);
    for (int moves = 0; moves < 12; ++moves) steered.seek(steered.length() * (random() % 1000) / 1000);
    steered.runTo(steered.length());
    QVERIFY(sameResult(steered.result(), whole));
}

QTEST_APPLESS_MAIN(HedgedCallsTest)
#include "hedged_calls_test.moc"
