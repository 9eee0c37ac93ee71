// What a run makes of the parts of call policies: small cases with constant times, worked out by hand, and
// laws on random models.
#include <QTest>
#include <array>
#include <random>

#include "simulator/steered_run.h"
#include "tests/simulator/by_hand.h"
#include "tests/simulator/random_faults.h"
#include "tests/simulator/same_result.h"

using namespace queueing;
using simulator::Cause;
using simulator::FlowResult;
using simulator::RunResult;

namespace {

/// Users who call a service each second, at 1 s, 2 s, ..., 10 s, by a policy.
struct EachSecond {
    Builder model;
    CallPolicy& policy = model.policy("p");

    explicit EachSecond(double serviceMilliseconds = 0, double perSecond = 1) {
        model.service("s", 1000, {compute(Distribution::constant(milliseconds(serviceMilliseconds)))});
        model.load("u", ConstantArrivals{perSecond}, {"s.do"}, "p");
    }
    RunResult run() { return simulate(model.build(10.95, 0)); }
    void failsUntil(double second) { model.fault(ServiceId("s"), 0, second, ErrorFault{1}); }
};

}  // namespace

class GuardsTest : public QObject {
    Q_OBJECT

private slots:
    void breakerOpensAndCloses();
    void breakerOutsideOfRetriesSeesCalls();
    void bulkheadRefuses();
    void bulkheadKeepsWaiting();
    void threadsHaveAQueue();
    void threadsAreAsManyAsCpus();
    void limitsOfConnections();
    void rateLimiterCyclesRefuse();
    void rateLimiterWaits();
    void reservedPermitsAreNotKept();
    void bucketOfTokens();
    void clientsThrottleThemselves();
    void tokensEndRetries();
    void tokensAreOfTheServer();
    void tokensDieWithTheirClient();
    void differentTokensOfOneServerAreRefused();
    void ratioBoundsRetries();
    void fallbackAnswers();
    void theTimeOfAllTriesIsNotTriedAgain();
    void deadlinesArePassedOn();
    void callsThatComeTooLateFallBack();
    void loadIsShed();
    void fewestRequestsOfTwo();
    void deadReplicasAreLeftOut();
    void protectedModelsConserve();
    void protectionOutlastsFaults();
    void snapshotsAndThreadsChangeNothing();
};

// It fails at 1, 2, 3 and 4 s: open until 7 s, that moment included. The call at 8 s is let in and closes it.
void GuardsTest::breakerOpensAndCloses() {
    EachSecond system;
    CircuitBreakerPolicy& breaker = system.policy.circuitBreaker.emplace();
    breaker.windowSize = breaker.minimumCalls = 4;
    breaker.openWait = seconds(3);
    breaker.halfOpenCalls = 1;
    system.failsUntil(6);
    const RunResult result = system.run();
    QCOMPARE(failed(result.journeys[0], Cause::Fault), 4u);
    QCOMPARE(failed(result.journeys[0], Cause::BreakerOpen), 3u);
    QCOMPARE(result.journeys[0].completed, 3u);
    QCOMPARE(result.operations[0].arrivals, 7u);
}

// Three attempts each: inside of the retries the breaker opens within the second call, outside after the
// fourth.
void GuardsTest::breakerOutsideOfRetriesSeesCalls() {
    for (const bool outside : {false, true}) {
        EachSecond system;
        CircuitBreakerPolicy& breaker = system.policy.circuitBreaker.emplace();
        breaker.windowSize = breaker.minimumCalls = 4;
        system.policy.retry = retries(3);
        if (outside) system.policy.order = {PolicyLayer::CircuitBreaker, PolicyLayer::Retry};
        system.failsUntil(20);
        const RunResult result = system.run();
        QCOMPARE(result.operations[0].arrivals, outside ? 12u : 4u);
        QCOMPARE(result.edges[0].attempts, outside ? 18u : 30u);
    }
}

// Permits are taken from 1 to 3.5 s and from 2 to 4.5 s; 3, 6 and 9 s find none.
void GuardsTest::bulkheadRefuses() {
    EachSecond system(2500);
    system.policy.bulkhead = BulkheadPolicy{2, {}, {}};
    const RunResult result = system.run();
    QCOMPARE(failed(result.journeys[0], Cause::BulkheadFull), 3u);
    QCOMPARE(result.operations[0].arrivals, 7u);
}

// The third waits from 3 to 3.4 s, the fourth from 4 to 4.4 s; the fifth gives up at 5.7 s, and so on.
void GuardsTest::bulkheadKeepsWaiting() {
    EachSecond system(2400);
    system.policy.bulkhead = BulkheadPolicy{2, milliseconds(700), {}};
    const RunResult result = system.run();
    QCOMPARE(failed(result.journeys[0], Cause::BulkheadFull), 2u);
    QCOMPARE(result.journeys[0].completed, 7u);
    QCOMPARE(*result.journeys[0].latency.mean.value, (7 * 2400 + 400 * 3) / 7.0);
}

// One thread and a queue of one: runs begin at 1, 2.3, 3.6, 4.9, 6.2, 7.5, 8.8 and 10.1 s; at 6 and 10 s the
// queue is full.
void GuardsTest::threadsHaveAQueue() {
    EachSecond system(1300);
    system.policy.threadPool = ThreadPoolPolicy{1, 1, 1, milliseconds(20), {}};
    const RunResult result = system.run();
    QCOMPARE(result.operations[0].arrivals, 8u);
    QCOMPARE(result.journeys[0].completed, 7u);
    QCOMPARE(failed(result.journeys[0], Cause::BulkheadFull), 2u);
}

// Of a client with 2500 thousandths of a CPU, which are three: two threads of its core take two of five calls
// that come at once and last for long, the third finds no place in a queue of none and gets the third thread;
// the others are refused.
void GuardsTest::threadsAreAsManyAsCpus() {
    Builder model;
    model.service("back", 100, {compute(Distribution::constant(seconds(20)))});
    Deployment& front = model.service("front", 100, {call("back.do", "pool")});
    front.cpuLimitMilli = 2500;
    model.policy("pool").threadPool.emplace().queueCapacity = 0;
    model.load("u", ConstantArrivals{0.5}, {"front.do"});
    const RunResult result = simulate(model.build(10.95, 0));
    for (const FlowResult& operation : result.operations)
        if (operation.id == "back.do") QCOMPARE(operation.arrivals, 3u);
    QCOMPARE(failed(result.journeys[0], Cause::Dependency), 2u);
}

// Two connections and one pending: of three calls in 2.5 s each the third waits, a fourth is refused.
void GuardsTest::limitsOfConnections() {
    EachSecond system(3500);
    system.policy.limits = ConcurrencyLimits{2, 1, 1024, 3, false, {}};
    const RunResult result = system.run();
    // In from 1, 2, 4.5 (waits from 3), 5.5 (from 5), 8 (from 6), 9 s (from 8 on); 4, 7 and 10 s are refused.
    QCOMPARE(failed(result.journeys[0], Cause::BulkheadFull), 3u);
    QCOMPARE(result.operations[0].arrivals, 6u);
}

// A permit for two seconds: 1 s has that of the first cycle, then every even second; the others are refused.
void GuardsTest::rateLimiterCyclesRefuse() {
    EachSecond system;
    RateLimitPolicy& rate = system.policy.rateLimit.emplace();
    rate.limit = 1;
    rate.period = seconds(2);
    rate.maxWait = {};
    const RunResult result = system.run();
    QCOMPARE(failed(result.journeys[0], Cause::RateLimited), 4u);
    QCOMPARE(result.journeys[0].completed, 6u);
}

// 3 s waits for the cycle from 4 s on; 4 s would wait 2 s and fails at 5.5 s; 5 s waits for 6 s; and so on.
void GuardsTest::rateLimiterWaits() {
    EachSecond system;
    RateLimitPolicy& rate = system.policy.rateLimit.emplace();
    rate.limit = 1;
    rate.period = seconds(2);
    rate.maxWait = milliseconds(1500);
    const RunResult result = system.run();
    QCOMPARE(failed(result.journeys[0], Cause::RateLimited), 3u);
    QCOMPARE(result.journeys[0].completed, 6u);
    QCOMPARE(*result.journeys[0].latency.mean.value, 4 * 1000 / 6.0);
}

// A permit in 10 s: the first call has it. The second reserves the next one, gives up after 0.1 s, and so
// does its second attempt: nothing is sent before its time.
void GuardsTest::reservedPermitsAreNotKept() {
    EachSecond system;
    system.policy.timeout = milliseconds(100);
    system.policy.retry = retries(2);
    system.policy.order = {PolicyLayer::Retry, PolicyLayer::TimeLimiter, PolicyLayer::RateLimiter};
    RateLimitPolicy& rate = system.policy.rateLimit.emplace();
    rate.limit = 1;
    rate.period = seconds(10);
    rate.maxWait = seconds(1000);
    const RunResult result = system.run();
    QCOMPARE(result.operations[0].arrivals, 1u);
    QCOMPARE(failed(result.journeys[0], Cause::Timeout), 9u);
}

// Full of three tokens, a new one every two seconds.
void GuardsTest::bucketOfTokens() {
    EachSecond system;
    RateLimitPolicy& rate = system.policy.rateLimit.emplace();
    rate.kind = RateLimitKind::TokenBucket;
    rate.limit = 1;
    rate.period = seconds(2);
    rate.burst = 3;
    const RunResult result = system.run();
    // 1, 2, 3 and 4 s; then 6, 8 and 10 s: the bucket, full until 1 s, holds 3, 2.5, 2, 1.5, 1, ... before.
    QCOMPARE(result.journeys[0].completed, 7u);
    QCOMPARE(failed(result.journeys[0], Cause::RateLimited), 3u);
}

// A server that is gone gets a call with the probability 1 / (calls + 1): about ln(1000) of a thousand.
void GuardsTest::clientsThrottleThemselves() {
    EachSecond system(0, 100);
    system.policy.throttling = ThrottlingPolicy{};
    system.model.fault(ServiceId("s"), 0, {}, KillFault{});
    const FlowResult flow = system.run().journeys[0];
    QVERIFY(failed(flow, Cause::Crashed) >= 2 && failed(flow, Cause::Crashed) <= 20);
    QCOMPARE(failed(flow, Cause::Throttled) + failed(flow, Cause::Crashed), flow.arrivals);
}

// Four tokens: the first failure leaves three, more than half, and is repeated; the next leaves two.
void GuardsTest::tokensEndRetries() {
    EachSecond system;
    system.policy.retry = retries(2);
    system.policy.retry->tokens = RetryTokens{4, 0.1, {}};
    system.failsUntil(20);
    QCOMPARE(system.run().edges[0].attempts, 11u);
}

namespace {

/// Users call the failing server by one policy and, a little later, by another one.
Project calledByTwoPolicies(const RetryTokens& one, const RetryTokens& other) {
    Builder model;
    model.service("s", 1000, {compute(Distribution::constant({}))});
    for (const auto& [name, tokens] : {std::pair("p", one), std::pair("q", other)}) {
        CallPolicy& policy = model.policy(name);
        policy.retry = retries(2);
        policy.retry->tokens = tokens;
        model.load(std::string("by-") + name, ConstantArrivals{1}, {"s.do"}, name);
    }
    model.fault(ServiceId("s"), 0, 20, ErrorFault{1});
    return model.build(10.95, 0);
}

}  // namespace

// Of the four tokens of a server all its callers' policies take: one failure leaves three, and is repeated,
// which leaves two, no more than half. That is all, of both policies.
void GuardsTest::tokensAreOfTheServer() {
    const RunResult result = simulate(calledByTwoPolicies({4, 0.1, {}}, {4, 0.1, {}}));
    QCOMPARE(result.edges.size(), std::size_t{2});
    QCOMPARE(result.edges[0].attempts + result.edges[1].attempts, 21u);
}

// A client that begins anew has a full bucket: one more call is repeated.
void GuardsTest::tokensDieWithTheirClient() {
    for (const bool dies : {false, true}) {
        Builder model;
        model.service("back", 1000, {compute(Distribution::constant({}))});
        model.service("front", 1000, {call("back.do", "p")});
        CallPolicy& policy = model.policy("p");
        policy.retry = retries(2);
        policy.retry->tokens = RetryTokens{4, 0.1, {}};
        model.load("u", ConstantArrivals{1}, {"front.do"});
        model.fault(ServiceId("back"), 0, 20, ErrorFault{1});
        if (dies) model.fault(ServiceId("front"), 5.2, 0.2, KillFault{});
        const RunResult result = simulate(model.build(10.95, 0));
        for (const simulator::EdgeResult& edge : result.edges)
            if (edge.callee == "back.do") QCOMPARE(edge.attempts, dies ? 12u : 11u);
    }
}

void GuardsTest::differentTokensOfOneServerAreRefused() {
    const auto plan =
        simulator::compile(calledByTwoPolicies({4, 0.1, {}}, {10, 0.1, {}}), ScenarioId("test"));
    QVERIFY(!plan);
    QCOMPARE(plan.error().text(),
             std::string("/policies/q/retry/tokens: 10 tokens with ratio 0.1, but another policy of the same "
                         "client for `s` has 4 with ratio 0.1: expected the same, as there is one bucket for "
                         "each server"));
}

// A tenth of the calls of the last two minutes: of 100 calls, ten are repeated.
void GuardsTest::ratioBoundsRetries() {
    EachSecond system(0, 10);
    system.policy.retry = retries(3);
    system.policy.retry->ratio = RetryRatio{};
    system.failsUntil(20);
    const RunResult result = system.run();
    QCOMPARE(result.edges[0].calls, result.journeys[0].arrivals);
    QCOMPARE(result.edges[0].attempts, result.edges[0].calls + result.edges[0].calls / 10);
}

// As Envoy's route timeout: the one that ends after 1 s of all tries is not repeated, those that end after
// 0.4 s of their own are: at 0.4 s and at 0.8 s.
void GuardsTest::theTimeOfAllTriesIsNotTriedAgain() {
    for (const bool hasOwn : {false, true}) {
        EachSecond system(5000);
        system.policy.deadline = seconds(1);
        if (hasOwn) system.policy.timeout = milliseconds(400);
        system.policy.retry = retries(5, BackoffKind::Doubling);
        const RunResult result = system.run();
        QCOMPARE(result.edges[0].calls, 10u);
        // The last call ends after the run, and has made its third try by then.
        QCOMPARE(result.edges[0].attempts, hasOwn ? 30u : 10u);
        QCOMPARE(failed(result.journeys[0], Cause::Timeout), 9u);
    }
}

void GuardsTest::callsThatComeTooLateFallBack() {
    Builder model;
    model.service("back", 100, {compute(Distribution::constant(seconds(1)))});
    model.service("front", 100,
                  {compute(Distribution::constant(milliseconds(800))), call("back.do", "inner")});
    model.policy("outer").deadline = seconds(1);
    CallPolicy& inner = model.policy("inner");
    inner.deadlinePropagation = DeadlinePropagation{{}, milliseconds(300), {}};
    inner.fallback = true;
    model.load("u", ConstantArrivals{1}, {"front.do"}, "outer");
    QCOMPARE(simulate(model.build(10.95, 0)).journeys[0].completed, 10u);
}

void GuardsTest::fallbackAnswers() {
    EachSecond system;
    system.policy.fallback = true;
    system.failsUntil(20);
    const RunResult result = system.run();
    QCOMPARE(result.journeys[0].completed, 10u);
    QCOMPARE(failed(result.operations[0], Cause::Fault), 10u);
}

// 0.8 of 1 s are over: a call that needs 0.3 s is not made, one that needs less is, and ends with its caller.
void GuardsTest::deadlinesArePassedOn() {
    for (const bool byTimeout : {false, true})
        for (const double minimum : {300, 100}) {
            Builder model;
            model.service("back", 100, {compute(Distribution::constant(seconds(1)))});
            model.service("front", 100,
                          {compute(Distribution::constant(milliseconds(800))), call("back.do", "inner")});
            (byTimeout ? model.policy("outer").timeout : model.policy("outer").deadline) = seconds(1);
            CallPolicy& inner = model.policy("inner");
            inner.deadlinePropagation = DeadlinePropagation{{}, milliseconds(minimum), {}};
            inner.retry = retries(3);
            model.load("u", ConstantArrivals{1}, {"front.do"}, "outer");
            const RunResult result = simulate(model.build(10.95, 0));
            QCOMPARE(result.operations[0].arrivals, minimum > 200 ? 0u : 10u);
            QCOMPARE(result.journeys[0].failures(), minimum > 200 ? 10u : 9u);
        }
}

// Two at once, each for 2.5 s: the limit stays, as less than half of it is never in use, but one in three is
// shed.
void GuardsTest::loadIsShed() {
    EachSecond system(2500);
    system.policy.loadShedding = LoadSheddingPolicy{2, 2, 2, 0.9, seconds(5), 0, {}};
    const RunResult result = system.run();
    QCOMPARE(failed(result.operations[0], Cause::Shed), 3u);
    QCOMPARE(failed(result.journeys[0], Cause::Shed), 3u);
    QCOMPARE(result.operations[0].arrivals, 10u);
}

// Join the shorter of two queues: mean 2.61475 at a load of 0.9 with many servers (Mitzenmacher 1996), and
// above that of the fluid limit with as few as 100; random choice has 10.
void GuardsTest::fewestRequestsOfTwo() {
    Builder model;
    model.service("s", 1, {compute(exponentially(10))}).replicas = 100;
    CallPolicy& policy = model.policy("p");
    policy.loadBalancing.emplace().kind = BalancingKind::LeastRequest;
    model.load("u", PoissonArrivals{9000}, {"s.do"}, "p");
    const double two = *simulate(model.build(60, 10)).journeys[0].latency.mean.value / 10;
    QVERIFY2(std::abs(two - 2.66) < 0.08, qPrintable(QString::number(two)));
}

// Each of two replicas takes half; when one dies, the other takes all, and nothing fails.
void GuardsTest::deadReplicasAreLeftOut() {
    Builder model;
    model.service("s", 10, {compute(Distribution::constant(milliseconds(1)))}).replicas = 2;
    model.policy("p").loadBalancing.emplace().kind = BalancingKind::Random;
    model.load("u", ConstantArrivals{100}, {"s.do"}, "p");
    model.fault(ServiceId("s"), 5.0005, 2, KillFault{1});
    const RunResult result = simulate(model.build(10, 0));
    QCOMPARE(result.journeys[0].failures(), 0u);
}

void GuardsTest::protectedModelsConserve() {
    std::array<std::uint64_t, simulator::causeCount> failures{};
    for (std::uint32_t seed = 1; seed <= 300; ++seed) {
        simulator::RunOptions options;
        options.replications = 1;
        const RunResult result = simulator::run(*planOf(RandomModel(seed).withProtection().make()), options);
        QVERIFY2(result.conservation.holds && result.conservation.worstLittleResidual < 1e-9,
                 qPrintable(QString("%1: %2 arrived, %3 ended, %4 in flight, Little %5 at %6")
                                .arg(seed)
                                .arg(result.conservation.arrived)
                                .arg(result.conservation.completed + result.conservation.failed)
                                .arg(result.conservation.inFlight)
                                .arg(result.conservation.worstLittleResidual)
                                .arg(result.conservation.worstLittleStation.c_str())));
        for (const FlowResult& flow : result.journeys)
            for (std::size_t cause = 0; cause < failures.size(); ++cause)
                failures[cause] += flow.failed[cause];
        for (const FlowResult& flow : result.operations)
            for (std::size_t cause = 0; cause < failures.size(); ++cause)
                failures[cause] += flow.failed[cause];
    }
    for (const Cause cause : {Cause::BreakerOpen, Cause::BulkheadFull, Cause::RateLimited, Cause::Shed})
        QVERIFY2(failures[static_cast<std::size_t>(cause)] > 0, simulator::causeName(cause));
}

// Also when clients pause, replicas die and messages are lost.
void GuardsTest::protectionOutlastsFaults() {
    int runs = 0;
    for (std::uint32_t seed = 1; seed <= 250; ++seed) {
        simulator::RunOptions options;
        options.replications = 1;
        RandomModel model(seed);
        const Project project = RandomFaults(model.withProtection(), seed).make();
        const auto plan = simulator::compile(project, ScenarioId("test"), options);
        if (!plan) continue;  // Faults that would leave somebody waiting for ever
        ++runs;
        const RunResult result = simulator::run(**plan, options);
        QVERIFY2(result.conservation.holds && result.conservation.worstLittleResidual < 1e-9,
                 qPrintable(QString::number(seed)));
        simulator::SteeredRun steered(*plan);
        steered.runTo(steered.length() / 2);
        steered.seek(steered.length() / 4);
        steered.runTo(steered.length());
        QVERIFY2(sameResult(steered.result(), result), qPrintable(QString::number(seed)));
    }
    QVERIFY(runs > 100);
}

void GuardsTest::snapshotsAndThreadsChangeNothing() {
    for (std::uint32_t seed = 1; seed <= 40; ++seed) {
        const Project project = RandomModel(seed).withProtection().make();
        simulator::RunOptions options;
        options.replications = 2;
        options.threads = 1;
        const auto plan = planOf(project);
        const RunResult one = simulator::run(*plan, options);
        options.threads = 2;
        QVERIFY(sameResult(one, simulator::run(*plan, options)));
        options.replications = 1;
        std::mt19937 random(seed);
        simulator::SteeredRun steered(plan);
        for (int moves = 0; moves < 6; ++moves) steered.seek(steered.length() * (random() % 1000) / 1000);
        steered.runTo(steered.length());
        QVERIFY2(sameResult(steered.result(), simulator::run(*plan, options)),
                 qPrintable(QString::number(seed)));
    }
}

QTEST_APPLESS_MAIN(GuardsTest)
#include "guards_test.moc"
