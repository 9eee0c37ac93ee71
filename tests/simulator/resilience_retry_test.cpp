// Back-off, retries, their limits, hedging and deadlines against the semantics of Resilience4j, gRPC and
// Envoy and against closed forms.
#include <QTest>
#include <cmath>
#include <queue>

#include "simulator/kernel/clock.h"
#include "simulator/resilience/retry_limits.h"
#include "simulator/resilience/retry_schedule.h"
#include "simulator/resilience/retry_throttle.h"
#include "tests/simulator/policy_times.h"

using namespace simulator;
using model::BackoffKind;
using model::Jitter;
using Reason = RetryDecision::Reason;

namespace {

model::RetryPolicy policyOf(BackoffKind kind, double delay, double factor, double most, Jitter jitter,
                            double share = 0.5) {
    model::RetryPolicy policy;
    policy.backoff = kind;
    policy.delay = model::milliseconds(delay);
    policy.factor = factor;
    policy.maxDelay = model::milliseconds(most);
    policy.jitter = jitter;
    policy.jitterShare = share;
    return policy;
}

model::RetryPolicy attempts(std::int32_t number) {
    model::RetryPolicy policy = policyOf(BackoffKind::Constant, 0, 1, 0, Jitter::None);
    policy.maxAttempts = number;
    return policy;
}

/// Asks after an attempt, without limits.
RetryDecision ask(RetrySchedule& schedule, const RetryRules& rules, AttemptEnd end, double uniform = 0,
                  const RetryLimits& limits = {}, Pushback pushback = {}) {
    return schedule.next(rules, limits, end, pushback, 0, never, uniform);
}

/// How often the last of `depth` layers is called for one call of the first; each layer tries `tries` times.
struct Layers {
    RetryRules rules;
    double failure = 1;
    RandomStream random;
    std::uint64_t leafCalls = 0;

    bool call(int depth) {
        if (depth == 0) {
            ++leafCalls;
            return random.uniform() >= failure;
        }
        RetrySchedule schedule;
        while (true) {
            const bool succeeded = call(depth - 1);
            if (!ask(schedule, rules, succeeded ? AttemptEnd::Success : AttemptEnd::Retryable).again())
                return succeeded;
        }
    }
};

}  // namespace

class ResilienceRetryTest : public QObject {
    Q_OBJECT

private slots:
    void waitsOfTheVendors_data();
    void waitsOfTheVendors();
    void jitterIsUniform_data();
    void jitterIsUniform();
    void existingPoliciesKeepTheirWaits();
    void grpcTakesAtMostFiveAttempts();
    void grpcThrottlesByTokens();
    void grpcThrottleBreaksEvenAtOneEleventh();
    void grpcTokensAreConserved();
    void grpcFailuresTakeTokensWhateverElse();
    void grpcPushback();
    void grpcTransparentRetries();
    void waitsEndAtTheDeadline();
    void envoyRetriesAreLimitedAtOnce();
    void envoyBudgetReplacesTheLimit();
    void attemptsAtOneLayer_data();
    void attemptsAtOneLayer();
    void layersMultiply_data();
    void layersMultiply();
    void retriesGrowWithoutBudget();
    void ratioKeepsTheGrowthBelow();
};

void ResilienceRetryTest::waitsOfTheVendors_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<double>("delay");
    QTest::addColumn<double>("factor");
    QTest::addColumn<double>("most");
    QTest::addColumn<int>("jitter");
    QTest::addColumn<double>("share");
    QTest::addColumn<double>("uniform");
    QTest::addColumn<QList<double>>("expected");  // [ms]
    const auto row = [](const char* name, BackoffKind kind, double delay, double factor, double most,
                        Jitter jitter, double share, double uniform, const QList<double>& expected) {
        QTest::newRow(name) << int(kind) << delay << factor << most << int(jitter) << share << uniform
                            << expected;
    };
    row("Resilience4j, fixed", BackoffKind::WholeMilliseconds, 500, 1, 1e9, Jitter::None, 0, 0,
        {500, 500, 500, 500});
    row("Resilience4j, exponential", BackoffKind::WholeMilliseconds, 500, 1.5, 1e9, Jitter::None, 0, 0,
        {500, 750, 1125, 1687, 2530, 3795, 5692});
    row("Resilience4j, capped", BackoffKind::WholeMilliseconds, 500, 1.5, 1500, Jitter::None, 0, 0,
        {500, 750, 1125, 1500, 1500});
    row("Resilience4j, randomised, lowest", BackoffKind::WholeMilliseconds, 500, 1.5, 1e9,
        Jitter::Proportional, .5, 0, {250, 375, 562, 843});
    row("Resilience4j, randomised, middle", BackoffKind::WholeMilliseconds, 500, 1.5, 1e9,
        Jitter::Proportional, .5, .5, {500, 750, 1125, 1687});
    row("Resilience4j, the cap comes last", BackoffKind::WholeMilliseconds, 1000, 2, 1000,
        Jitter::Proportional, .5, 0, {500, 1000, 1000});
    row("gRPC, lowest", BackoffKind::Exponential, 100, 2, 1000, Jitter::Proportional, .2, 0,
        {80, 160, 320, 640, 800, 800});
    row("gRPC, the cap comes first", BackoffKind::Exponential, 100, 2, 1000, Jitter::Proportional, .2, 1,
        {120, 240, 480, 960, 1200, 1200});
    row("Envoy, means", BackoffKind::Doubling, 25, 1, 250, Jitter::Full, 0, .5,
        {12.5, 37.5, 87.5, 125, 125, 125});
    row("Envoy, lowest", BackoffKind::Doubling, 25, 1, 250, Jitter::Full, 0, 0, {0, 0, 0, 0});
}
void ResilienceRetryTest::waitsOfTheVendors() {
    QFETCH(int, kind);
    QFETCH(double, delay);
    QFETCH(double, factor);
    QFETCH(double, most);
    QFETCH(int, jitter);
    QFETCH(double, share);
    QFETCH(double, uniform);
    QFETCH(QList<double>, expected);
    const Backoff backoff(policyOf(BackoffKind(kind), delay, factor, most, Jitter(jitter), share));
    for (qsizetype i = 0; i < expected.size(); ++i)
        QCOMPARE(backoff.before(static_cast<std::uint32_t>(i) + 1, uniform),
                 model::milliseconds(expected[i]).count());
}

void ResilienceRetryTest::jitterIsUniform_data() {
    QTest::addColumn<int>("jitter");
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    QTest::newRow("none") << int(Jitter::None) << 1.0 << 1.0;
    QTest::newRow("full") << int(Jitter::Full) << 0.0 << 1.0;
    QTest::newRow("equal") << int(Jitter::Equal) << 0.5 << 1.0;
    QTest::newRow("proportional") << int(Jitter::Proportional) << 0.7 << 1.3;
}
void ResilienceRetryTest::jitterIsUniform() {
    QFETCH(int, jitter);
    QFETCH(double, low);
    QFETCH(double, high);
    const Backoff backoff(policyOf(BackoffKind::Constant, 100, 1, 1000, Jitter(jitter), 0.3));
    RandomStream random = streamOf("retry", 0);
    constexpr int draws = 100000;
    double sum = 0;
    for (int i = 0; i < draws; ++i) {
        const double delay = static_cast<double>(backoff.before(1, random.uniform())) / (100 * ms);
        QVERIFY(delay >= low - 1e-8 && delay <= high + 1e-8);
        sum += delay;
    }
    const double error = (high - low) / std::sqrt(12.0 * draws);
    QVERIFY(std::abs(sum / draws - (low + high) / 2) <= 4 * error + 1e-9);
}

void ResilienceRetryTest::existingPoliciesKeepTheirWaits() {
    const Backoff backoff{model::RetryPolicy{}};  // 50 ms x 2^n, at most 1 s, full jitter
    QCOMPARE(backoff.before(1, 0.5), 25 * ms);
    QCOMPARE(backoff.before(3, 0.5), 100 * ms);
    QCOMPARE(backoff.before(9, 0.5), 500 * ms);
    QCOMPARE(backoff.before(1000, 0.5), 500 * ms);
}

void ResilienceRetryTest::grpcTakesAtMostFiveAttempts() {
    const RetryRules rules(attempts(9), true);
    RetrySchedule schedule;
    for (int i = 0; i < 4; ++i) QVERIFY(ask(schedule, rules, AttemptEnd::Retryable).again());
    QVERIFY(ask(schedule, rules, AttemptEnd::Retryable).reason == Reason::NoAttemptLeft);
    QCOMPARE(schedule.attempts(), 5u);
    QVERIFY(ask(schedule, rules, AttemptEnd::Fatal).reason == Reason::NotRetryable);
}

void ResilienceRetryTest::grpcThrottlesByTokens() {
    RetryThrottle throttle{model::RetryTokens{}};
    const RetryLimits limits{&throttle, nullptr, nullptr, 0, 0};
    const RetryRules rules(attempts(2), true);
    for (int failure = 1; failure <= 5; ++failure) {
        RetrySchedule call;
        const Reason expected = failure < 5 ? Reason::Retried : Reason::Throttled;
        QVERIFY(ask(call, rules, AttemptEnd::Retryable, 0, limits).reason == expected);
    }
    QCOMPARE(throttle.thousandthsOfTokens(), 5000);
    RetrySchedule good;
    ask(good, rules, AttemptEnd::Success, 0, limits);
    QVERIFY(throttle.allows());  // 5.1 of 10
    for (int i = 0; i < 20; ++i) throttle.onFailure();
    QCOMPARE(throttle.thousandthsOfTokens(), 0);
    for (int i = 0; i < 50; ++i) throttle.onSuccess();
    QVERIFY(!throttle.allows());
    throttle.onSuccess();
    QVERIFY(throttle.allows());
    for (int i = 0; i < 1000; ++i) throttle.onSuccess();
    QCOMPARE(throttle.thousandthsOfTokens(), 10000);
    // Three decimals count, the fourth does not.
    RetryThrottle fine({10, 0.0299, {}});
    fine.onFailure();
    fine.onSuccess();
    QCOMPARE(fine.thousandthsOfTokens(), 9029);
}

void ResilienceRetryTest::grpcThrottleBreaksEvenAtOneEleventh() {
    const auto share = [](double failure) {
        RetryThrottle throttle({1000, 0.1, {}});
        RandomStream random = streamOf("retry", 3);
        int allowed = 0;
        for (int i = 0; i < 400000; ++i) {
            if (random.uniform() < failure)
                throttle.onFailure();
            else
                throttle.onSuccess();
            if (i >= 200000) allowed += throttle.allows();
        }
        return allowed / 200000.0;
    };
    QCOMPARE(share(0.0909 * 0.9), 1.0);
    QCOMPARE(share(0.0910 * 1.1), 0.0);
}

void ResilienceRetryTest::grpcTokensAreConserved() {
    RetryThrottle throttle({100, 0.25, {}});
    RandomStream random = streamOf("retry", 4);
    std::int32_t twin = 100000;
    for (int i = 0; i < 10000; ++i) {
        if (random.uniform() < 0.2) {
            throttle.onFailure();
            twin = std::max(twin - 1000, 0);
        } else {
            throttle.onSuccess();
            twin = std::min(twin + 250, 100000);
        }
        QCOMPARE(throttle.thousandthsOfTokens(), twin);
        QCOMPARE(throttle.allows(), twin > 50000);
    }
}

void ResilienceRetryTest::grpcFailuresTakeTokensWhateverElse() {
    const RetryRules rules(attempts(1), true);
    const auto left = [&](AttemptEnd end, Pushback pushback) {
        RetryThrottle throttle{model::RetryTokens{}};
        RetrySchedule call;
        ask(call, rules, end, 0, {&throttle, nullptr, nullptr, 0, 0}, pushback);
        return throttle.thousandthsOfTokens();
    };
    QCOMPARE(left(AttemptEnd::Retryable, {}), 9000);  // Though no attempt is left
    QCOMPARE(left(AttemptEnd::Fatal, {}), 10000);
    QCOMPARE(left(AttemptEnd::Fatal, Pushback::ofMilliseconds(-1)), 9000);
    QCOMPARE(left(AttemptEnd::NeverSent, {}), 10000);
    QCOMPARE(left(AttemptEnd::NotProcessed, {}), 10000);
}

void ResilienceRetryTest::grpcPushback() {
    model::RetryPolicy policy = policyOf(BackoffKind::Exponential, 100, 2, 10000, Jitter::None);
    policy.maxAttempts = 5;
    const RetryRules rules(policy, true);
    RetrySchedule call;
    QCOMPARE(ask(call, rules, AttemptEnd::Retryable).delay, 100 * ms);
    QCOMPARE(ask(call, rules, AttemptEnd::Retryable).delay, 200 * ms);
    QCOMPARE(ask(call, rules, AttemptEnd::Retryable, 0, {}, Pushback::ofMilliseconds(7)).delay, 7 * ms);
    QCOMPARE(ask(call, rules, AttemptEnd::Retryable).delay, 100 * ms);  // It starts again
    RetrySchedule other;
    const RetryDecision refused =
        ask(other, rules, AttemptEnd::Retryable, 0, {}, Pushback::ofMilliseconds(-1));
    QVERIFY(refused.reason == Reason::PushedBack);
    QCOMPARE(ask(other, rules, AttemptEnd::Retryable, 0, {}, Pushback::ofMilliseconds(0)).delay,
             std::int64_t{0});
}

void ResilienceRetryTest::grpcTransparentRetries() {
    const RetryRules rules(attempts(2), true);
    RetrySchedule call;
    for (int i = 0; i < 100; ++i) {
        const RetryDecision decision = ask(call, rules, AttemptEnd::NeverSent);
        QVERIFY(decision.again() && decision.transparent && decision.delay == 0);
    }
    QVERIFY(ask(call, rules, AttemptEnd::NotProcessed).transparent);
    QCOMPARE(call.attempts(), 1u);
    const RetryDecision second = ask(call, rules, AttemptEnd::NotProcessed);  // Once only
    QVERIFY(second.again() && !second.transparent);
    QCOMPARE(call.attempts(), 2u);
    QVERIFY(ask(call, rules, AttemptEnd::NotProcessed).reason == Reason::NoAttemptLeft);
    // Others know no such thing.
    RetrySchedule plain;
    QVERIFY(!ask(plain, RetryRules(attempts(2)), AttemptEnd::NeverSent).transparent);
}

void ResilienceRetryTest::waitsEndAtTheDeadline() {
    const RetryRules rules(policyOf(BackoffKind::Constant, 100, 1, 1000, Jitter::None));
    RetrySchedule call;
    QVERIFY(call.next(rules, {}, AttemptEnd::Retryable, {}, 0, 100 * ms + 1, 0).again());
    QVERIFY(call.next(rules, {}, AttemptEnd::Retryable, {}, 0, 100 * ms, 0).reason == Reason::PastDeadline);
}

void ResilienceRetryTest::envoyRetriesAreLimitedAtOnce() {
    RetryConcurrency concurrency(3);
    const RetryRules rules(attempts(2));
    const RetryLimits limits{nullptr, &concurrency, nullptr, 1000, 1000};
    for (int i = 0; i < 3; ++i) {
        RetrySchedule call;
        QVERIFY(ask(call, rules, AttemptEnd::Retryable, 0, limits).again());
    }
    RetrySchedule fourth;
    QVERIFY(ask(fourth, rules, AttemptEnd::Retryable, 0, limits).reason == Reason::OverBudget);
    concurrency.end();
    RetrySchedule fifth;
    QVERIFY(ask(fifth, rules, AttemptEnd::Retryable, 0, limits).again());
    QCOMPARE(concurrency.count(), 3u);
}

void ResilienceRetryTest::envoyBudgetReplacesTheLimit() {
    const RetryConcurrency budget(1000, model::RetryBudget{});
    QCOMPARE(budget.most(0, 0), 3u);
    QCOMPARE(budget.most(15, 4), 3u);  // 3.8
    QCOMPARE(budget.most(15, 5), 4u);
    QCOMPARE(budget.most(100, 23), 24u);  // 24.6
}

void ResilienceRetryTest::attemptsAtOneLayer_data() {
    QTest::addColumn<double>("p");
    QTest::addColumn<double>("expected");
    QTest::newRow(".1") << .1 << 1.111;
    QTest::newRow(".5") << .5 << 1.875;
    QTest::newRow(".9") << .9 << 3.439;
    QTest::newRow("1") << 1.0 << 4.0;
}
void ResilienceRetryTest::attemptsAtOneLayer() {
    QFETCH(double, p);
    QFETCH(double, expected);
    constexpr int calls = 200000;
    Layers layers{RetryRules(attempts(4)), p, streamOf("retry", 1)};
    int failed = 0;
    for (int i = 0; i < calls; ++i) failed += !layers.call(1);
    const double mean = static_cast<double>(layers.leafCalls) / calls;
    QVERIFY(std::abs(mean - expected) <= 4 * 1.5 / std::sqrt(calls) + 1e-12);
    const double failure = std::pow(p, 4);
    const double error = std::sqrt(failure * (1 - failure) / calls);
    QVERIFY(std::abs(static_cast<double>(failed) / calls - failure) <= 4 * error + 1e-12);
}

void ResilienceRetryTest::layersMultiply_data() {
    QTest::addColumn<int>("tries");
    QTest::addColumn<int>("depth");
    QTest::addColumn<double>("p");
    QTest::addColumn<double>("expected");
    QTest::newRow("4 tries, 3 layers, all fail") << 4 << 3 << 1.0 << 64.0;
    QTest::newRow("4 tries, 3 layers, .99") << 4 << 3 << .99 << 47.440;
    QTest::newRow("4 tries, 3 layers, .9") << 4 << 3 << .9 << 9.98821;
    QTest::newRow("4 tries, 3 layers, .5") << 4 << 3 << .5 << 2.0;
    QTest::newRow("3 tries, 5 layers, all fail") << 3 << 5 << 1.0 << 243.0;
    QTest::newRow("3 tries, 5 layers, .99") << 3 << 5 << .99 << 91.303;
    QTest::newRow("3 tries, 5 layers, .9") << 3 << 5 << .9 << 10.0;
}
void ResilienceRetryTest::layersMultiply() {
    QFETCH(int, tries);
    QFETCH(int, depth);
    QFETCH(double, p);
    QFETCH(double, expected);
    const int calls = p == 1 ? 10 : 40000;
    Layers layers{RetryRules(attempts(tries)), p, streamOf("retry", 2)};
    double squares = 0;
    std::uint64_t before = 0;
    for (int i = 0; i < calls; ++i) {
        layers.call(depth);
        const auto made = static_cast<double>(layers.leafCalls - before);
        before = layers.leafCalls;
        squares += made * made;
    }
    const double mean = static_cast<double>(layers.leafCalls) / calls;
    const double error = std::sqrt(std::max(squares / calls - mean * mean, 0.0) / calls);
    QVERIFY2(std::abs(mean - expected) <= 4 * error + 0.0005, qPrintable(QString::number(mean)));
}

// 10,100 calls a second arrive at a capacity of 10,000, and what is rejected comes again after a second.
void ResilienceRetryTest::retriesGrowWithoutBudget() {
    const RetryRules rules(policyOf(BackoffKind::Constant, 1000, 1, 1000, Jitter::None));
    RetryRules patient = rules;
    patient.maxAttempts = 1000;
    std::queue<std::pair<std::int64_t, RetrySchedule>> waiting;
    for (int second = 0; second < 8; ++second) {
        int load = 0;
        const auto arrive = [&](RetrySchedule schedule) {
            if (++load <= 10000) return;
            const RetryDecision decision =
                schedule.next(patient, {}, AttemptEnd::Retryable, {}, second * s, never, 0);
            waiting.push({second * s + decision.delay, schedule});
        };
        for (std::size_t due = waiting.size(); due > 0; --due) {
            QCOMPARE(waiting.front().first, second * s);
            const RetrySchedule schedule = waiting.front().second;
            waiting.pop();
            arrive(schedule);
        }
        for (int i = 0; i < 10100; ++i) arrive({});
        QCOMPARE(load, 10100 + 100 * second);
    }
}

void ResilienceRetryTest::ratioKeepsTheGrowthBelow() {
    for (const bool limited : {true, false}) {
        RetryRatio ratio{model::RetryRatio{}};
        const RetryRules rules(attempts(3));
        const RetryLimits limits{nullptr, nullptr, limited ? &ratio : nullptr, 0, 0};
        int load = 0;
        for (int call = 0; call < 100000; ++call) {
            const std::int64_t now = call * ms;
            ratio.onFirstTry(now);
            RetrySchedule schedule;
            do ++load;  // All fail
            while (schedule.next(rules, limits, AttemptEnd::Retryable, {}, now, never, 0).again());
        }
        if (limited)
            QVERIFY(load <= 110000 && load > 109900);
        else
            QCOMPARE(load, 300000);
    }
    // What is older than the window does not count.
    RetryRatio ratio{model::RetryRatio{}};
    for (int i = 0; i < 100; ++i) ratio.onFirstTry(0);
    QVERIFY(!ratio.tryRetry(120 * s));
    QVERIFY(!RetryRatio{model::RetryRatio{}}.tryRetry(0));
}

QTEST_GUILESS_MAIN(ResilienceRetryTest)
#include "resilience_retry_test.moc"
