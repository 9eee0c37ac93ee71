// Rate limiters and client-side throttling against the semantics of Resilience4j, Google's SRE book and
// Envoy, and against closed forms.
#include <QTest>
#include <cmath>
#include <map>
#include <random>

#include "simulator/resilience/adaptive_throttle.h"
#include "simulator/resilience/rate_limiter.h"
#include "tests/simulator/policy_times.h"

using namespace simulator;

namespace {

model::RateLimitPolicy tokens(std::int32_t perSecond, std::int32_t burst) {
    model::RateLimitPolicy policy;
    policy.kind = model::RateLimitKind::TokenBucket;
    policy.limit = perSecond;
    policy.period = model::seconds(1);
    policy.burst = burst;
    return policy;
}

/// The share of Poisson arrivals that a bucket refuses.
double refusedShare(double perSecond, const model::RateLimitPolicy& policy, int arrivals) {
    TokenBucket bucket(policy);
    RandomStream random = streamOf("limits", 7);
    std::int64_t now = 0;
    int refused = 0;
    for (int i = 0; i < arrivals; ++i) {
        now += exponential(random, 1e9 / perSecond);
        refused += !bucket.take(now);
    }
    return static_cast<double>(refused) / arrivals;
}

}  // namespace

class ResilienceRateTest : public QObject {
    Q_OBJECT

private slots:
    void cyclesBringPermits();
    void cyclesAreReservedAhead();
    void refusedCallsFailAfterTheLongestWait();
    void cycleDefaults();
    void cyclesNeverGiveMoreThanTheyHave();
    void bucketEmptiesAndLimits();
    void bucketOfOneIsErlang_data();
    void bucketOfOneIsErlang();
    void bucketsAgainstASimulation_data();
    void bucketsAgainstASimulation();
    void bucketsConserveTokens();
    void throttlingFormula();
    void throttlingSendsTwiceTheCapacity_data();
    void throttlingSendsTwiceTheCapacity();
    void throttlingForgets();
    void admissionControlOfEnvoy();
};

void ResilienceRateTest::cyclesBringPermits() {
    model::RateLimitPolicy policy;
    policy.limit = 3;
    policy.period = model::milliseconds(100);
    policy.maxWait = {};
    CycleRateLimiter limiter(policy);
    for (int i = 0; i < 3; ++i) QVERIFY(limiter.acquire(90 * ms).permitted);
    QVERIFY(!limiter.acquire(99 * ms).permitted);
    // The cycle is a matter of the clock, not of the first call: 10 ms later there are three again.
    for (int i = 0; i < 3; ++i) QVERIFY(limiter.acquire(100 * ms).permitted);
    QVERIFY(!limiter.acquire(199 * ms).permitted);
    QVERIFY(limiter.acquire(900 * ms).permitted);
    QCOMPARE(limiter.permits(), std::int64_t{2});  // Unused ones are not kept
}

void ResilienceRateTest::cyclesAreReservedAhead() {
    model::RateLimitPolicy policy;
    policy.limit = 2;
    policy.period = model::milliseconds(100);
    policy.maxWait = model::milliseconds(250);
    CycleRateLimiter limiter(policy);
    const std::int64_t now = 30 * ms;
    for (const std::int64_t wait : {0, 0, 70, 70, 170, 170}) {
        const RateDecision decision = limiter.acquire(now);
        QVERIFY(decision.permitted);
        QCOMPARE(decision.wait, wait * ms);
    }
    QCOMPARE(limiter.permits(), std::int64_t{-4});
    QVERIFY(!limiter.acquire(now).permitted);       // It would be 270 ms
    QCOMPARE(limiter.permits(), std::int64_t{-4});  // and reserves none
    QCOMPARE(limiter.acquire(100 * ms).wait, 200 * ms);
    QCOMPARE(limiter.permits(), std::int64_t{-3});
    QCOMPARE(limiter.acquire(1000 * ms).wait, std::int64_t{0});
    QCOMPARE(limiter.permits(), std::int64_t{1});
    // Several at once: all of them, or a wait for all.
    QCOMPARE(limiter.acquire(1000 * ms, 2).wait, 100 * ms);
}

void ResilienceRateTest::refusedCallsFailAfterTheLongestWait() {
    model::RateLimitPolicy policy;
    policy.limit = 1;
    policy.period = model::seconds(10);
    CycleRateLimiter limiter(policy);
    QVERIFY(limiter.acquire(0).permitted);
    const RateDecision refused = limiter.acquire(0);
    QVERIFY(!refused.permitted);
    QCOMPARE(refused.wait, 5 * s);
    QVERIFY(limiter.acquire(5 * s).permitted);  // Exactly the longest wait is allowed
}

void ResilienceRateTest::cycleDefaults() {
    // 50 permits every 500 ns: 10^8 calls a second.
    CycleRateLimiter limiter{model::RateLimitPolicy{}};
    for (int i = 0; i < 50; ++i) QCOMPARE(limiter.acquire(0).wait, std::int64_t{0});
    QCOMPARE(limiter.acquire(0).wait, std::int64_t{500});
}

void ResilienceRateTest::cyclesNeverGiveMoreThanTheyHave() {
    std::mt19937_64 random(5);
    model::RateLimitPolicy policy;
    policy.limit = 7;
    policy.period = model::milliseconds(10);
    policy.maxWait = model::milliseconds(35);
    CycleRateLimiter limiter(policy);
    std::map<std::int64_t, int> started;  // By cycle
    std::int64_t now = 0;
    for (int i = 0; i < 50000; ++i) {
        now += static_cast<std::int64_t>(random() % (random() % 100 == 0 ? 200 * ms : 2 * ms));
        const RateDecision decision = limiter.acquire(now);
        QVERIFY(decision.wait <= 35 * ms);
        if (decision.permitted) QVERIFY(++started[(now + decision.wait) / (10 * ms)] <= 7);
    }
    QVERIFY(std::any_of(started.begin(), started.end(), [](const auto& cycle) { return cycle.second == 7; }));
}

void ResilienceRateTest::bucketEmptiesAndLimits() {
    TokenBucket bucket(tokens(50, 100));
    int accepted = 0;
    std::int64_t firstRefused = 0;
    for (int i = 0; i <= 2000; ++i) {
        const bool taken = bucket.take(i * 5 * ms);
        accepted += taken;
        if (!taken && firstRefused == 0) firstRefused = i * 5 * ms;
    }
    QCOMPARE(accepted, 600);  // b + r T
    QVERIFY(std::abs(static_cast<double>(firstRefused) / s - 0.66667) < 0.0051);
    QCOMPARE(bucket.nextToken() - 10 * s, 20 * ms);
}

void ResilienceRateTest::bucketOfOneIsErlang_data() {
    QTest::addColumn<double>("load");
    QTest::newRow("as many as tokens") << 1.0;
    QTest::newRow("twice") << 2.0;
    QTest::newRow("half") << 0.5;
}
void ResilienceRateTest::bucketOfOneIsErlang() {
    QFETCH(double, load);
    const double refused = refusedShare(100 * load, tokens(100, 1), 400000);
    QVERIFY(std::abs(refused - load / (1 + load)) < 0.003);
}

void ResilienceRateTest::bucketsAgainstASimulation_data() {
    QTest::addColumn<int>("burst");
    QTest::addColumn<double>("load");
    QTest::addColumn<double>("expected");
    QTest::newRow("10, as many") << 10 << 1.0 << .0510;
    QTest::newRow("100, as many") << 100 << 1.0 << .0050;
    QTest::newRow("10, twice") << 10 << 2.0 << .5001;
    QTest::newRow("10, less") << 10 << 0.8 << .0036;
}
void ResilienceRateTest::bucketsAgainstASimulation() {
    QFETCH(int, burst);
    QFETCH(double, load);
    QFETCH(double, expected);
    const double refused = refusedShare(100 * load, tokens(100, burst), 2000000);
    QVERIFY2(std::abs(refused - expected) < 0.0008, qPrintable(QString::number(refused)));
}

void ResilienceRateTest::bucketsConserveTokens() {
    std::mt19937_64 random(6);
    for (const int limit : {1, 3, 7, 1000003}) {
        model::RateLimitPolicy policy = tokens(limit, 5);
        TokenBucket bucket(policy);
        std::int64_t now = 0;
        std::int64_t taken = 0;
        for (int i = 0; i < 20000; ++i) {
            now += static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(4 * s / limit));
            taken += bucket.take(now);
            QVERIFY(bucket.tokens() >= 0 && bucket.tokens() <= 5);
            QVERIFY(static_cast<double>(taken) <= 5 + static_cast<double>(now) / s * limit);
        }
        // Never full, it gives exactly what came in: thirds and sevenths of a second leave no remainder.
        TokenBucket busy(policy);
        taken = 0;
        for (std::int64_t at = 0; at <= 100 * s; at += std::max<std::int64_t>(s / limit / 3, 1000))
            taken += busy.take(at);
        const auto came = static_cast<std::int64_t>(limit) * 100 + 5;
        QVERIFY(taken <= came && (limit > 1000 || taken >= came - 1));
    }
}

void ResilienceRateTest::throttlingFormula() {
    AdaptiveThrottle throttle{model::ThrottlingPolicy{}};
    QCOMPARE(throttle.rejectionProbability(0), 0.0);
    for (int i = 0; i < 100; ++i) QVERIFY(throttle.admits(0, 0.999999));
    // None was accepted: 100 / 101 of the next are refused.
    QCOMPARE(throttle.rejectionProbability(0), 100.0 / 101);
    for (int i = 0; i < 50; ++i) throttle.onAccepted(0);
    QCOMPARE(throttle.rejectionProbability(0), 0.0);
    for (int i = 0; i < 100; ++i) throttle.admits(0, 1);
    QCOMPARE(throttle.rejectionProbability(0), (200 - 2 * 50) / 201.0);
    QVERIFY(!throttle.admits(0, 0.49));  // Refused ones count as well
    QCOMPARE(throttle.rejectionProbability(0), (201 - 2 * 50) / 202.0);
}

void ResilienceRateTest::throttlingSendsTwiceTheCapacity_data() {
    QTest::addColumn<double>("offered");
    QTest::addColumn<double>("dropped");
    QTest::newRow("below the capacity") << 0.8 << 0.0;
    QTest::newRow("twice") << 2.0 << 0.0;
    QTest::newRow("4 x") << 4.0 << 0.5;
    QTest::newRow("10 x") << 10.0 << 0.8;
}
void ResilienceRateTest::throttlingSendsTwiceTheCapacity() {
    QFETCH(double, offered);
    QFETCH(double, dropped);
    AdaptiveThrottle throttle{model::ThrottlingPolicy{}};
    RandomStream random = streamOf("limits", 8);
    const auto perSecond = static_cast<int>(1000 * offered);
    int refused = 0;
    for (int second = 0; second < 600; ++second) {
        int served = 0;
        for (int i = 0; i < perSecond; ++i) {
            const std::int64_t now = second * s + i * s / perSecond;
            const bool admitted = throttle.admits(now, random.uniform());
            // The server takes an even 1,000 a second.
            if (admitted && served * std::int64_t{s} <= 1000 * (now - second * s)) {
                ++served;
                throttle.onAccepted(now);
            }
            if (second >= 300) refused += !admitted;
        }
    }
    const double share = refused / (300.0 * perSecond);
    QVERIFY2(std::abs(share - dropped) < 0.01, qPrintable(QString::number(share)));
}

void ResilienceRateTest::throttlingForgets() {
    AdaptiveThrottle throttle{model::ThrottlingPolicy{}};
    for (int i = 0; i < 1000; ++i) throttle.admits(0, 1);
    QVERIFY(throttle.rejectionProbability(119 * s) > 0.99);
    QCOMPARE(throttle.rejectionProbability(120 * s), 0.0);
}

void ResilienceRateTest::admissionControlOfEnvoy() {
    model::ThrottlingPolicy policy;
    policy.multiplier = 1 / 0.95;
    policy.window = model::seconds(30);
    policy.aggression = 2;
    policy.maxRejection = 80;
    AdaptiveThrottle throttle(policy);
    for (int i = 0; i < 100; ++i) throttle.admits(0, 1);
    for (int i = 0; i < 76; ++i) throttle.onAccepted(0);
    QVERIFY(std::abs(throttle.rejectionProbability(0) - std::sqrt((100 - 80) / 101.0)) < 1e-12);
    for (int i = 0; i < 1000; ++i) throttle.admits(0, 1);
    QCOMPARE(throttle.rejectionProbability(0), 0.8);
}

QTEST_GUILESS_MAIN(ResilienceRateTest)
#include "resilience_rate_test.moc"
