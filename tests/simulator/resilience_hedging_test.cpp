// Hedging and deadlines against gRPC's semantics and closed forms.
#include <QTest>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "simulator/random/philox.h"
#include "simulator/resilience/deadline.h"
#include "simulator/resilience/hedging.h"
#include "simulator/resilience/retry_throttle.h"
#include "tests/simulator/policy_times.h"

using namespace simulator;
using Action = HedgeDecision::Action;

class ResilienceHedgingTest : public QObject {
    Q_OBJECT

private slots:
    void hedgesEveryDelay();
    void hedgesAtOnceAfterAFailure();
    void hedgesEndWithTheFirstAnswer();
    void hedgesNeedTokens();
    void hedgesFollowThePushback();
    void hedgingCutsTheTail();
    void deadlinesArePassedOn();
    void attemptsEndAtTheEarlierLimit();
};

void ResilienceHedgingTest::hedgesEveryDelay() {
    const HedgingRules rules({3, model::milliseconds(10), {}});
    Hedging call;
    call.start(rules, nullptr, 0);
    QCOMPARE(call.timer(), 10 * ms);
    QVERIFY(call.onTimer(rules, nullptr, 9 * ms).action == Action::Wait);
    QVERIFY(call.onTimer(rules, nullptr, 10 * ms).action == Action::Send);
    QCOMPARE(call.timer(), 20 * ms);
    QVERIFY(call.onTimer(rules, nullptr, 20 * ms).action == Action::Send);
    QCOMPARE(call.timer(), never);
    QCOMPARE(call.sent(), 3u);
    QCOMPARE(HedgingRules({9, {}, {}}).maxAttempts, 5u);
    QCOMPARE(HedgingRules({9, {}, {}}, false).maxAttempts, 9u);
}

void ResilienceHedgingTest::hedgesAtOnceAfterAFailure() {
    const HedgingRules rules({3, model::milliseconds(10), {}});
    Hedging call;
    call.start(rules, nullptr, 0);
    QVERIFY(call.onEnd(rules, nullptr, AttemptEnd::Retryable, {}, 4 * ms).action == Action::Send);
    QCOMPARE(call.timer(), 14 * ms);
    QVERIFY(call.onTimer(rules, nullptr, 14 * ms).action == Action::Send);
    QVERIFY(call.onEnd(rules, nullptr, AttemptEnd::Retryable, {}, 15 * ms).action == Action::Wait);
    QVERIFY(call.onEnd(rules, nullptr, AttemptEnd::Retryable, {}, 16 * ms).action == Action::Fail);
}

void ResilienceHedgingTest::hedgesEndWithTheFirstAnswer() {
    const HedgingRules rules({4, model::milliseconds(10), {}});
    for (const AttemptEnd end : {AttemptEnd::Success, AttemptEnd::Fatal}) {
        Hedging call;
        call.start(rules, nullptr, 0);
        call.onTimer(rules, nullptr, 10 * ms);
        const HedgeDecision decision = call.onEnd(rules, nullptr, end, {}, 11 * ms);
        QVERIFY(decision.action == (end == AttemptEnd::Success ? Action::Complete : Action::Fail));
        QCOMPARE(call.underWay(), 1u);  // To be cancelled
        QCOMPARE(call.timer(), never);
        QVERIFY(call.onTimer(rules, nullptr, s).action == Action::Wait);
    }
}

void ResilienceHedgingTest::hedgesNeedTokens() {
    RetryThrottle throttle{model::RetryTokens{}};
    for (int i = 0; i < 4; ++i) throttle.onFailure();  // 6 left
    const HedgingRules rules({3, model::milliseconds(10), {}});
    Hedging call;
    call.start(rules, &throttle, 0);
    QCOMPARE(call.timer(), 10 * ms);
    // The fifth failure leaves 5 of 10: no further copy, and the call fails.
    const HedgeDecision decision = call.onEnd(rules, &throttle, AttemptEnd::Retryable, {}, ms);
    QVERIFY(decision.action == Action::Fail && decision.throttled);
    Hedging next;
    next.start(rules, &throttle, 0);  // The original goes
    QCOMPARE(next.timer(), never);
    QVERIFY(next.onEnd(rules, &throttle, AttemptEnd::Success, {}, ms).action == Action::Complete);
    QCOMPARE(throttle.thousandthsOfTokens(), 5100);
}

void ResilienceHedgingTest::hedgesFollowThePushback() {
    const HedgingRules rules({4, model::milliseconds(10), {}});
    Hedging call;
    call.start(rules, nullptr, 0);
    call.onTimer(rules, nullptr, 10 * ms);
    const Pushback later = Pushback::ofMilliseconds(50);
    QVERIFY(call.onEnd(rules, nullptr, AttemptEnd::Retryable, later, 12 * ms).action == Action::Wait);
    QCOMPARE(call.timer(), 62 * ms);
    QVERIFY(call.onTimer(rules, nullptr, 62 * ms).action == Action::Send);
    QCOMPARE(call.timer(), 72 * ms);
    const Pushback refusal = Pushback::ofMilliseconds(-1);
    QVERIFY(call.onEnd(rules, nullptr, AttemptEnd::Retryable, refusal, 63 * ms).action == Action::Wait);
    QCOMPARE(call.timer(), never);
    QVERIFY(call.onEnd(rules, nullptr, AttemptEnd::Retryable, {}, 64 * ms).action == Action::Fail);
}

// Exponential answers of mean 1 s, a copy after their 95 % quantile.
void ResilienceHedgingTest::hedgingCutsTheTail() {
    const double delay = -std::log(0.05);
    const HedgingRules rules({2, model::seconds(delay), {}});
    RandomStream random(1, entityKey("hedging"), Purpose::Test, 0);
    constexpr int calls = 400000;
    std::vector<double> times;
    std::uint64_t copies = 0;
    for (int i = 0; i < calls; ++i) {
        Hedging call;
        call.start(rules, nullptr, 0);
        auto first = static_cast<std::int64_t>(-std::log(random.positiveUniform()) * s);
        if (call.timer() < first) {
            QVERIFY(call.onTimer(rules, nullptr, call.timer()).action == Action::Send);
            const auto second = static_cast<std::int64_t>((delay - std::log(random.positiveUniform())) * s);
            first = std::min(first, second);
        }
        QVERIFY(call.onEnd(rules, nullptr, AttemptEnd::Success, {}, first).action == Action::Complete);
        copies += call.sent();
        times.push_back(static_cast<double>(first) / s);
    }
    std::sort(times.begin(), times.end());
    const double mean = std::accumulate(times.begin(), times.end(), 0.0) / calls;
    QVERIFY(std::abs(mean - 0.975) < 4 * 0.95 / std::sqrt(calls));
    QVERIFY(std::abs(times[calls / 100 * 99] - 3.80045) < 0.03);
    QVERIFY(std::abs(times[calls / 1000 * 999] - 4.95174) < 0.12);
    QVERIFY(std::abs(times[calls / 10000 * 9999] - 6.10304) < 0.32);
    QVERIFY(std::abs(static_cast<double>(copies) / calls - 1.05) < 4 * std::sqrt(0.05 * 0.95 / calls));
}

void ResilienceHedgingTest::deadlinesArePassedOn() {
    const model::DeadlinePropagation passes{model::milliseconds(5), model::milliseconds(20), {}};
    const CallDeadline own = callDeadline(100 * ms, 50 * ms, 1000 * ms, passes);
    QCOMPARE(own.at, 150 * ms);
    QVERIFY(!own.inherited && !own.tooLate);
    const CallDeadline outer = callDeadline(100 * ms, 50 * ms, 130 * ms, passes);
    QCOMPARE(outer.at, 125 * ms);
    QVERIFY(outer.inherited && !outer.tooLate);
    QVERIFY(callDeadline(100 * ms, 50 * ms, 124 * ms, passes).tooLate);
    QVERIFY(callDeadline(100 * ms, {}, 90 * ms, model::DeadlinePropagation{}).tooLate);
    QCOMPARE(callDeadline(100 * ms, {}, 90 * ms, {}).at, never);
    QCOMPARE(callDeadline(0, {}, never, passes).at, never);
    QCOMPARE(callDeadline(100 * ms, never, never, passes).at, never);
}

void ResilienceHedgingTest::attemptsEndAtTheEarlierLimit() {
    const auto is = [](AttemptTime time, std::int64_t end, AttemptLimit limit) {
        return time.end == end && time.limit == limit;
    };
    QVERIFY(is(attemptTime(0, 10 * ms, 100 * ms), 10 * ms, AttemptLimit::Attempt));
    QVERIFY(is(attemptTime(95 * ms, 10 * ms, 100 * ms), 100 * ms, AttemptLimit::Deadline));
    QVERIFY(is(attemptTime(90 * ms, 10 * ms, 100 * ms), 100 * ms, AttemptLimit::Deadline));
    QVERIFY(is(attemptTime(0, {}, never), never, AttemptLimit::None));
    QVERIFY(is(attemptTime(0, 10 * ms, never), 10 * ms, AttemptLimit::Attempt));
}

QTEST_GUILESS_MAIN(ResilienceHedgingTest)
#include "resilience_hedging_test.moc"
