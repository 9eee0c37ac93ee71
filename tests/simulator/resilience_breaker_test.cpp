// The circuit breaker against Resilience4j's semantics, the binomial distribution and a twin of plain lists.
#include <QTest>
#include <cmath>
#include <random>

#include "model/probability/special_functions.h"
#include "simulator/random/philox.h"
#include "simulator/resilience/circuit_breaker.h"
#include "tests/simulator/naive_breaker.h"
#include "tests/simulator/policy_times.h"

using namespace simulator;
using model::BreakerWindow;
using model::CircuitBreakerPolicy;
using Cause = BreakerTransition::Cause;

namespace {

/// Calls that start and end at once; how many were permitted.
int callMany(CircuitBreaker& breaker, std::int64_t now, int calls, bool failed, std::int64_t duration = ms) {
    int permitted = 0;
    for (int i = 0; i < calls; ++i) {
        if (!breaker.acquire(now).permitted) continue;
        breaker.onResult(now, duration, failed);
        ++permitted;
    }
    return permitted;
}

/// A breaker of the given policy that failures have opened at `now`.
CircuitBreaker openedAt(std::int64_t now, const CircuitBreakerPolicy& policy = {}) {
    CircuitBreaker breaker(policy);
    callMany(breaker, now, 100, true);
    return breaker;
}

double binomialTail(int trials, int least, double p) {
    return model::regularizedBeta(least, trials - least + 1, p);
}

}  // namespace

class ResilienceBreakerTest : public QObject {
    Q_OBJECT

private slots:
    void defaultsAreThoseOfResilience4j();
    void ratesAreUndefinedBelowTheMinimum();
    void theMinimumOfACountedWindowIsAtMostItsSize();
    void tripsAtTheThreshold();
    void slowIsStrictlyLonger();
    void aCallMayBeSlowAndFailed();
    void tellsWhy();
    void lateResultsWhileOpenChangeNothing();
    void opensForStrictlyTheWait();
    void theTimerMakesItHalfOpen();
    void halfOpenPermitsSoManyCalls();
    void halfOpenDecidesAtTheMinimum();
    void halfOpenMayBeStuckForEver();
    void halfOpenEndsAfterTheLongestWait();
    void resultsOfEarlierCallsCountWhileHalfOpen();
    void closedAgainItStartsEmpty();
    void releasedPermitsComeBack();
    void theWaitGrowsWithTheOpenings();
    void timeBasedWindowsAreWholeSeconds();
    void statesOfOperators();
    void theFirstWindowTripsBinomially_data();
    void theFirstWindowTripsBinomially();
    void halfOpenReopensBinomially_data();
    void halfOpenReopensBinomially();
    void doesAsItsNaiveTwin_data();
    void doesAsItsNaiveTwin();
    void copiesGoOnAlike();
};

void ResilienceBreakerTest::defaultsAreThoseOfResilience4j() {
    CircuitBreaker breaker{CircuitBreakerPolicy{}};
    QCOMPARE(callMany(breaker, 0, 99, true), 99);
    QCOMPARE(breaker.state(), BreakerState::Closed);
    QCOMPARE(callMany(breaker, 0, 1, true), 1);
    QCOMPARE(breaker.state(), BreakerState::Open);
    QVERIFY(!breaker.acquire(60 * s).permitted);
    // The first call after the wait makes it half open, with 10 permits of which it takes one.
    const BreakerAdmission first = breaker.acquire(60 * s + 1);
    QVERIFY(first.permitted);
    QVERIFY(first.transition.cause == Cause::WaitOver);
    QCOMPARE(first.transition.to, BreakerState::HalfOpen);
    for (int call = 2; call <= 10; ++call) QVERIFY(breaker.acquire(60 * s + 1).permitted);
    QVERIFY(!breaker.acquire(60 * s + 1).permitted);
    for (int i = 0; i < 5; ++i) breaker.onResult(61 * s, ms, false);
    for (int i = 0; i < 4; ++i) breaker.onResult(61 * s, ms, true);
    QCOMPARE(breaker.state(), BreakerState::HalfOpen);
    breaker.onResult(61 * s, ms, true);
    QCOMPARE(breaker.state(), BreakerState::Open);
}

void ResilienceBreakerTest::ratesAreUndefinedBelowTheMinimum() {
    CircuitBreakerPolicy policy;
    policy.minimumCalls = 10;
    CircuitBreaker breaker(policy);
    callMany(breaker, 0, 9, true);
    QCOMPARE(breaker.state(), BreakerState::Closed);
    callMany(breaker, 0, 1, false);
    QCOMPARE(breaker.state(), BreakerState::Open);  // 9 of 10
}

void ResilienceBreakerTest::theMinimumOfACountedWindowIsAtMostItsSize() {
    CircuitBreakerPolicy policy;
    policy.windowSize = 5;
    policy.minimumCalls = 100;
    CircuitBreaker counted(policy);
    callMany(counted, 0, 4, true);
    QCOMPARE(counted.state(), BreakerState::Closed);
    callMany(counted, 0, 1, true);
    QCOMPARE(counted.state(), BreakerState::Open);

    policy.window = BreakerWindow::TimeBased;
    CircuitBreaker timed(policy);
    callMany(timed, 0, 99, true);
    QCOMPARE(timed.state(), BreakerState::Closed);
    callMany(timed, 0, 1, true);
    QCOMPARE(timed.state(), BreakerState::Open);
}

void ResilienceBreakerTest::tripsAtTheThreshold() {
    for (const int failures : {49, 50}) {
        CircuitBreaker breaker{CircuitBreakerPolicy{}};
        callMany(breaker, 0, 100 - failures, false);
        callMany(breaker, 0, failures, true);
        QCOMPARE(breaker.state() == BreakerState::Open, failures == 50);
    }
    // The result that brings the rate there need not be a failure: it may push an old success out.
    CircuitBreakerPolicy policy;
    policy.windowSize = 3;
    policy.failureRateThreshold = 60;
    CircuitBreaker breaker(policy);
    callMany(breaker, 0, 2, false);
    callMany(breaker, 0, 1, true);
    QCOMPARE(breaker.state(), BreakerState::Closed);
    callMany(breaker, 0, 1, true);
    QCOMPARE(breaker.state(), BreakerState::Open);
}

void ResilienceBreakerTest::slowIsStrictlyLonger() {
    CircuitBreaker punctual{CircuitBreakerPolicy{}};
    callMany(punctual, 0, 200, false, 60 * s);
    QCOMPARE(punctual.state(), BreakerState::Closed);
    CircuitBreaker slow{CircuitBreakerPolicy{}};
    callMany(slow, 0, 99, false, 60 * s + 1);
    QCOMPARE(slow.state(), BreakerState::Closed);
    callMany(slow, 0, 1, false, 60 * s + 1);
    QCOMPARE(slow.state(), BreakerState::Open);
}

void ResilienceBreakerTest::aCallMayBeSlowAndFailed() {
    CircuitBreakerPolicy policy;
    policy.windowSize = policy.minimumCalls = 2;
    policy.slowCallRateThreshold = 50;
    CircuitBreaker breaker(policy);
    breaker.onResult(0, ms, false);
    const BreakerTransition opened = breaker.onResult(0, 61 * s, true);
    QVERIFY(opened.cause == Cause::BothRates);
    QVERIFY((opened.counts == OutcomeCounts{2, 1, 1}));
}

void ResilienceBreakerTest::tellsWhy() {
    CircuitBreaker breaker{CircuitBreakerPolicy{}};
    callMany(breaker, 0, 48, false);
    BreakerTransition last;
    for (int i = 0; i < 52; ++i) last = breaker.onResult(7, ms, true);
    QVERIFY(last);
    QVERIFY(last.cause == Cause::FailureRate);
    QCOMPARE(last.from, BreakerState::Closed);
    QCOMPARE(last.to, BreakerState::Open);
    QCOMPARE(last.failureRate, 52.0f);
    QCOMPARE(last.slowCallRate, 0.0f);
    QCOMPARE(last.counts.calls, 100u);
    QCOMPARE(last.openings, 1u);
}

void ResilienceBreakerTest::lateResultsWhileOpenChangeNothing() {
    CircuitBreaker breaker = openedAt(0);
    QVERIFY((breaker.counts(0) == OutcomeCounts{100, 100, 0}));
    for (int i = 0; i < 500; ++i) QVERIFY(!breaker.onResult(s, ms, i % 2 == 0));
    QCOMPARE(breaker.state(), BreakerState::Open);
    // They are recorded: of the last hundred each other one failed, and now one is slow.
    QVERIFY((breaker.counts(s) == OutcomeCounts{100, 50, 0}));
    QVERIFY(!breaker.onResult(s, 61 * s, false));
    QVERIFY((breaker.counts(s) == OutcomeCounts{100, 49, 1}));
    QVERIFY(!breaker.acquire(60 * s).permitted);
    QVERIFY(breaker.acquire(60 * s + 1).permitted);
}

void ResilienceBreakerTest::opensForStrictlyTheWait() {
    CircuitBreaker breaker = openedAt(5 * s);
    for (const std::int64_t at : {5 * s, 30 * s, 65 * s}) QVERIFY(!breaker.acquire(at).permitted);
    QCOMPARE(breaker.refused(), std::uint64_t{3});
    QCOMPARE(breaker.timer(), never);
    QVERIFY(!breaker.onTimer(100 * s));  // No timer, no change
    QVERIFY(breaker.acquire(65 * s + 1).permitted);
}

void ResilienceBreakerTest::theTimerMakesItHalfOpen() {
    CircuitBreakerPolicy policy;
    policy.automaticHalfOpen = true;
    CircuitBreaker breaker = openedAt(0, policy);
    QCOMPARE(breaker.timer(), 60 * s);
    QVERIFY(!breaker.onTimer(60 * s - 1));
    QCOMPARE(breaker.onTimer(60 * s).to, BreakerState::HalfOpen);
    QCOMPARE(breaker.permits(), 10u);  // No call has taken one
    QCOMPARE(breaker.timer(), never);
}

void ResilienceBreakerTest::halfOpenPermitsSoManyCalls() {
    CircuitBreaker breaker = openedAt(0);
    int permitted = 0;
    for (int i = 0; i < 1000; ++i) permitted += breaker.acquire(61 * s + i).permitted;
    QCOMPARE(permitted, 10);
    // Ends give no permits back.
    for (int i = 0; i < 9; ++i) QVERIFY(!breaker.onResult(62 * s, ms, false));
    QVERIFY(!breaker.acquire(62 * s).permitted);
    QCOMPARE(breaker.onResult(62 * s, ms, false).to, BreakerState::Closed);
}

void ResilienceBreakerTest::halfOpenDecidesAtTheMinimum() {
    CircuitBreakerPolicy policy;
    policy.minimumCalls = 4;
    CircuitBreaker breaker(policy);
    callMany(breaker, 0, 4, true);
    QVERIFY(breaker.acquire(61 * s).permitted);
    for (int i = 0; i < 3; ++i) QVERIFY(!breaker.onResult(61 * s, ms, i == 0));
    QCOMPARE(breaker.onResult(61 * s, ms, false).to, BreakerState::Closed);  // 1 of 4
}

void ResilienceBreakerTest::halfOpenMayBeStuckForEver() {
    CircuitBreaker breaker = openedAt(0);
    for (int i = 0; i < 10; ++i) QVERIFY(breaker.acquire(61 * s).permitted);
    for (int i = 0; i < 9; ++i) breaker.onResult(62 * s, ms, false);  // The tenth never reports
    QCOMPARE(breaker.timer(), never);
    for (std::int64_t day = 1; day < 1000; ++day) QVERIFY(!breaker.acquire(day * 86400 * s).permitted);
    QCOMPARE(breaker.state(), BreakerState::HalfOpen);
}

void ResilienceBreakerTest::halfOpenEndsAfterTheLongestWait() {
    CircuitBreakerPolicy policy;
    policy.maxHalfOpenWait = model::seconds(5);
    CircuitBreaker breaker = openedAt(0, policy);
    QVERIFY(breaker.acquire(61 * s).permitted);
    QCOMPARE(breaker.timer(), 66 * s);
    const BreakerTransition opened = breaker.onTimer(66 * s);
    QVERIFY(opened.cause == Cause::HalfOpenOverdue);
    QCOMPARE(opened.openings, 2u);
    QVERIFY(!breaker.acquire(126 * s).permitted);
    QVERIFY(breaker.acquire(126 * s + 1).permitted);
}

void ResilienceBreakerTest::resultsOfEarlierCallsCountWhileHalfOpen() {
    CircuitBreakerPolicy policy;
    policy.halfOpenCalls = 2;
    CircuitBreaker breaker = openedAt(0, policy);
    QVERIFY(breaker.acquire(61 * s).permitted);
    // Calls that started while it was closed, an hour ago.
    QVERIFY(!breaker.onResult(61 * s, 3600 * s, true));
    QCOMPARE(breaker.onResult(61 * s, 3600 * s, true).to, BreakerState::Open);
}

void ResilienceBreakerTest::closedAgainItStartsEmpty() {
    CircuitBreaker breaker = openedAt(0);
    QCOMPARE(callMany(breaker, 61 * s, 10, false), 10);
    QCOMPARE(breaker.state(), BreakerState::Closed);
    QCOMPARE(breaker.counts(61 * s).calls, 0u);
    callMany(breaker, 61 * s, 99, true);
    QCOMPARE(breaker.state(), BreakerState::Closed);
    callMany(breaker, 61 * s, 1, true);
    QCOMPARE(breaker.state(), BreakerState::Open);
}

void ResilienceBreakerTest::releasedPermitsComeBack() {
    CircuitBreaker breaker = openedAt(0);
    for (int i = 0; i < 10; ++i) QVERIFY(breaker.acquire(61 * s).permitted);
    QVERIFY(!breaker.acquire(61 * s).permitted);
    breaker.release();
    QVERIFY(breaker.acquire(61 * s).permitted);
}

void ResilienceBreakerTest::theWaitGrowsWithTheOpenings() {
    CircuitBreakerPolicy policy;
    policy.openWait = model::seconds(10);
    policy.openWaitFactor = 2;
    policy.maxOpenWait = model::seconds(35);
    CircuitBreaker breaker = openedAt(0, policy);
    std::int64_t now = 0;
    for (const std::int64_t wait : {10, 20, 35, 35}) {
        QVERIFY(!breaker.acquire(now + wait * s).permitted);
        now += wait * s + 1;
        QCOMPARE(callMany(breaker, now, 10, true), 10);
        QCOMPARE(breaker.state(), BreakerState::Open);
    }
    // Closed in between, it begins with the first wait.
    now += 35 * s + 1;
    callMany(breaker, now, 10, false);
    callMany(breaker, now, 100, true);
    QVERIFY(!breaker.acquire(now + 10 * s).permitted);
    QVERIFY(breaker.acquire(now + 10 * s + 1).permitted);
}

void ResilienceBreakerTest::timeBasedWindowsAreWholeSeconds() {
    CircuitBreakerPolicy policy;
    policy.window = BreakerWindow::TimeBased;
    policy.windowSize = 10;
    policy.minimumCalls = 5;
    policy.failureRateThreshold = 100;
    CircuitBreaker breaker(policy, 0);
    // At the end of second 0: gone at the start of second 10, after 9.001 s.
    callMany(breaker, 999 * ms, 4, true);
    QCOMPARE(breaker.counts(10 * s - 1).calls, 4u);
    QCOMPARE(breaker.counts(10 * s).calls, 0u);
    // At the start of second 20: still there 9.999 s later.
    callMany(breaker, 20 * s, 4, true);
    callMany(breaker, 30 * s - 1, 1, true);
    QCOMPARE(breaker.state(), BreakerState::Open);
}

void ResilienceBreakerTest::statesOfOperators() {
    CircuitBreakerPolicy policy;
    policy.start = BreakerState::ForcedOpen;
    CircuitBreaker forced(policy);
    QCOMPARE(callMany(forced, 1000 * s, 10, false), 0);
    policy.start = BreakerState::Disabled;
    CircuitBreaker disabled(policy);
    QCOMPARE(callMany(disabled, 0, 1000, true), 1000);
    QCOMPARE(disabled.counts(0).calls, 0u);
    policy.start = BreakerState::MetricsOnly;
    CircuitBreaker metrics(policy);
    QCOMPARE(callMany(metrics, 0, 1000, true), 1000);
    QCOMPARE(metrics.counts(0).failed, 100u);
    policy.start = BreakerState::Open;
    CircuitBreaker open(policy);
    QVERIFY(!open.acquire(60 * s).permitted);
    QVERIFY(open.acquire(60 * s + 1).permitted);
}

void ResilienceBreakerTest::theFirstWindowTripsBinomially_data() {
    QTest::addColumn<double>("p");
    QTest::addColumn<double>("expected");
    QTest::newRow(".4") << .4 << .0270992;
    QTest::newRow(".5") << .5 << .539795;
    QTest::newRow(".6") << .6 << .983238;
}
void ResilienceBreakerTest::theFirstWindowTripsBinomially() {
    QFETCH(double, p);
    QFETCH(double, expected);
    const double exact = binomialTail(100, 50, p);
    QVERIFY(std::abs(exact - expected) < 1e-6);
    constexpr int streams = 20000;
    int tripped = 0;
    for (std::uint32_t stream = 0; stream < streams; ++stream) {
        RandomStream random(1, entityKey("breaker"), Purpose::Test, stream);
        CircuitBreaker breaker{CircuitBreakerPolicy{}};
        for (int call = 0; call < 100; ++call) breaker.onResult(call * ms, ms, random.uniform() < p);
        tripped += breaker.state() == BreakerState::Open;
    }
    const double error = std::sqrt(exact * (1 - exact) / streams);
    QVERIFY(std::abs(static_cast<double>(tripped) / streams - exact) < 4 * error);
}

void ResilienceBreakerTest::halfOpenReopensBinomially_data() {
    QTest::addColumn<double>("p");
    QTest::addColumn<double>("expected");
    QTest::newRow(".1") << .1 << .00163494;
    QTest::newRow(".2") << .2 << .0327935;
    QTest::newRow(".3") << .3 << .150268;
    QTest::newRow(".5") << .5 << .623047;
}
void ResilienceBreakerTest::halfOpenReopensBinomially() {
    QFETCH(double, p);
    QFETCH(double, expected);
    const double exact = binomialTail(10, 5, p);
    QVERIFY(std::abs(exact - expected) < 1e-6);
    constexpr int streams = 100000;
    const CircuitBreaker opened = openedAt(0);
    int reopened = 0;
    for (std::uint32_t stream = 0; stream < streams; ++stream) {
        RandomStream random(2, entityKey("breaker"), Purpose::Test, stream);
        CircuitBreaker breaker = opened;
        for (int call = 0; call < 10; ++call) QVERIFY(breaker.acquire(61 * s).permitted);
        for (int call = 0; call < 10; ++call) breaker.onResult(61 * s, ms, random.uniform() < p);
        QVERIFY(breaker.state() != BreakerState::HalfOpen);
        reopened += breaker.state() == BreakerState::Open;
    }
    const double error = std::sqrt(exact * (1 - exact) / streams);
    QVERIFY(std::abs(static_cast<double>(reopened) / streams - exact) < 4 * error);
}

void ResilienceBreakerTest::doesAsItsNaiveTwin_data() {
    QTest::addColumn<bool>("byTime");
    QTest::newRow("count-based") << false;
    QTest::newRow("time-based") << true;
}
void ResilienceBreakerTest::doesAsItsNaiveTwin() {
    QFETCH(bool, byTime);
    std::mt19937_64 random(7);
    int openings = 0;
    for (int round = 0; round < 200; ++round) {
        CircuitBreakerPolicy policy;
        policy.window = byTime ? BreakerWindow::TimeBased : BreakerWindow::CountBased;
        policy.windowSize = static_cast<std::int32_t>(1 + random() % 12);
        policy.minimumCalls = static_cast<std::int32_t>(1 + random() % 12);
        policy.halfOpenCalls = static_cast<std::int32_t>(1 + random() % 6);
        policy.failureRateThreshold = static_cast<double>(25 * (1 + random() % 4));
        policy.slowCallRateThreshold = static_cast<double>(25 * (1 + random() % 4));
        policy.slowCallDuration = model::seconds(1);
        policy.openWait = model::seconds(static_cast<double>(random() % 5));
        CircuitBreaker breaker(policy);
        NaiveBreaker twin(policy);
        std::int64_t now = 0;
        int underWay = 0;
        for (int step = 0; step < 400; ++step) {
            now += static_cast<std::int64_t>(random() % (random() % 40 == 0 ? 20 * s : s));
            if (underWay == 0 || random() % 2 == 0) {
                const bool permitted = breaker.acquire(now).permitted;
                QCOMPARE(permitted, twin.acquire(now));
                underWay += permitted;
            } else {
                const auto duration = static_cast<std::int64_t>(random() % (3 * s));
                const bool failed = random() % 3 == 0;
                openings += breaker.onResult(now, duration, failed).to == BreakerState::Open;
                twin.onResult(now, duration, failed);
                --underWay;
            }
            QCOMPARE(breaker.state(), twin.state);
        }
    }
    QVERIFY(openings > 500);
}

void ResilienceBreakerTest::copiesGoOnAlike() {
    RandomStream random(3, entityKey("breaker"), Purpose::Test, 0);
    CircuitBreaker breaker{CircuitBreakerPolicy{}};
    for (int i = 0; i < 150; ++i) breaker.onResult(i * ms, ms, random.uniform() < 0.3);
    CircuitBreaker copy = breaker;
    for (int i = 0; i < 1000; ++i) {
        const bool failed = random.uniform() < 0.5;
        QCOMPARE(copy.acquire(i * s).permitted, breaker.acquire(i * s).permitted);
        QCOMPARE(copy.onResult(i * s, ms, failed).cause, breaker.onResult(i * s, ms, failed).cause);
        QCOMPARE(copy.state(), breaker.state());
    }
}

QTEST_GUILESS_MAIN(ResilienceBreakerTest)
#include "resilience_breaker_test.moc"
