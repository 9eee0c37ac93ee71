// Outlier detection against Envoy's semantics.
#include <QTest>
#include <cmath>
#include <random>

#include "simulator/random/philox.h"
#include "simulator/resilience/outlier_detection.h"
#include "tests/simulator/policy_times.h"

using namespace simulator;
using model::OutlierDetection;
using Kind = OutlierEvent::Kind;
using Cause = OutlierEvent::Cause;

namespace {

OutlierDetector detectorOf(std::uint32_t hosts, const OutlierDetection& policy = {}) {
    OutlierDetector detector(policy, hosts);
    for (std::uint32_t host = 0; host < hosts; ++host) detector.join(host);
    return detector;
}

OutlierEvent fail(OutlierDetector& detector, std::uint32_t host, int times, std::int64_t now,
                  HostOutcome outcome = HostOutcome::ServerError) {
    OutlierEvent last;
    for (int i = 0; i < times; ++i) last = detector.report(host, outcome, now, 0);
    return last;
}

/// Of a hundredfold: successes first, so that no failures in a row come near a limit of 1000.
void answer(OutlierDetector& detector, std::uint32_t host, int requests, int successes) {
    for (int i = 0; i < requests; ++i)
        detector.report(host, i < successes ? HostOutcome::Success : HostOutcome::ServerError, 0, 0);
}

/// Of the rates alone.
OutlierDetection ratesOnly() {
    OutlierDetection policy;
    policy.consecutive5xx = 0;
    policy.consecutiveGatewayFailure = 0;
    policy.maxEjectionPercent = 100;
    return policy;
}

}  // namespace

class ResilienceOutlierTest : public QObject {
    Q_OBJECT

private slots:
    void fiveInARowEject();
    void aSuccessBreaksTheRow();
    void gatewayFailuresAreOnlyCounted();
    void gatewayFailuresBreakByOtherErrors();
    void theTimeGrowsWithTheEjections();
    void theTimeHasACap();
    void theTimeShrinksAgain();
    void returnsAreSeenBySweepsOnly();
    void atMostAShareIsOut();
    void oneMayAlwaysBeOut();
    void successRatesAgainstTheOthers_data();
    void successRatesAgainstTheOthers();
    void successRatesNeedHostsAndRequests();
    void failurePercentages();
    void enforcedInPart();
    void requestsUntilARow_data();
    void requestsUntilARow();
    void hostsJoinAndPart();
    void neverMoreThanTheMost();
};

void ResilienceOutlierTest::fiveInARowEject() {
    OutlierDetector detector = detectorOf(10);
    QVERIFY(!fail(detector, 3, 4, s));
    const OutlierEvent event = fail(detector, 3, 1, s);  // At once, without a sweep
    QVERIFY(event.kind == Kind::Ejected && event.cause == Cause::Consecutive5xx);
    QCOMPARE(event.host, 3u);
    QVERIFY(detector.isEjected(3));
    QVERIFY(!fail(detector, 3, 100, 2 * s));  // It is out already
    QCOMPARE(detector.ejected(), 1u);
}

void ResilienceOutlierTest::aSuccessBreaksTheRow() {
    OutlierDetector detector = detectorOf(10);
    for (int i = 0; i < 100; ++i) {
        QVERIFY(!fail(detector, 0, 4, 0));
        detector.report(0, HostOutcome::Success, 0, 0);
    }
    QVERIFY(fail(detector, 0, 5, 0));
}

void ResilienceOutlierTest::gatewayFailuresAreOnlyCounted() {
    OutlierDetection policy;
    policy.consecutive5xx = 7;
    OutlierDetector detector = detectorOf(10, policy);
    QVERIFY(!fail(detector, 0, 4, 0, HostOutcome::GatewayError));
    const OutlierEvent counted = fail(detector, 0, 1, 0, HostOutcome::GatewayError);
    QVERIFY(counted.kind == Kind::NotEnforced && counted.cause == Cause::ConsecutiveGatewayFailure);
    QVERIFY(!detector.isEjected(0));
    // They are failures of the other kind too.
    QVERIFY(!fail(detector, 0, 1, 0, HostOutcome::GatewayError));
    QVERIFY(fail(detector, 0, 1, 0, HostOutcome::GatewayError).cause == Cause::Consecutive5xx);
    QVERIFY(detector.isEjected(0));
}

void ResilienceOutlierTest::gatewayFailuresBreakByOtherErrors() {
    OutlierDetection policy;
    policy.enforcingConsecutiveGatewayFailure = 100;
    policy.consecutive5xx = 0;
    OutlierDetector detector = detectorOf(10, policy);
    for (int i = 0; i < 20; ++i) {
        QVERIFY(!fail(detector, 0, 4, 0, HostOutcome::GatewayError));
        QVERIFY(!fail(detector, 0, 1, 0, HostOutcome::ServerError));
    }
    QVERIFY(fail(detector, 0, 5, 0, HostOutcome::GatewayError).kind == Kind::Ejected);
}

void ResilienceOutlierTest::theTimeGrowsWithTheEjections() {
    OutlierDetector detector = detectorOf(10);
    std::int64_t now = 0;
    for (int times = 1; times <= 4; ++times) {
        fail(detector, 0, 5, now);
        QCOMPARE(detector.timesEjected(0), static_cast<std::uint32_t>(times));
        QVERIFY(detector.sweep(now + times * 30 * s - 1, 0).empty());
        const auto events = detector.sweep(now + times * 30 * s, 0);
        QCOMPARE(events.size(), std::size_t{1});
        QVERIFY(events[0].kind == Kind::Returned && events[0].cause == Cause::TimeOver);
        QVERIFY(!detector.isEjected(0));
        now += times * 30 * s;
    }
}

void ResilienceOutlierTest::theTimeHasACap() {
    const auto timeOf = [](const OutlierDetection& policy, int ejection) {
        OutlierDetector detector = detectorOf(10, policy);
        std::int64_t now = 0;
        std::int64_t time = 0;
        for (int i = 0; i < ejection; ++i) {
            fail(detector, 0, 5, now);
            for (time = 0; detector.isEjected(0); time += s) detector.sweep(now + time + s, 0);
            now += time;
        }
        return time / s;
    };
    QCOMPARE(timeOf({}, 9), std::int64_t{270});
    QCOMPARE(timeOf({}, 10), std::int64_t{300});
    QCOMPARE(timeOf({}, 15), std::int64_t{300});
    OutlierDetection slow;
    slow.baseEjectionTime = model::seconds(400);
    QCOMPARE(timeOf(slow, 3), std::int64_t{400});
    OutlierDetection capped;
    capped.maxEjectionTime = model::seconds(50);
    QCOMPARE(timeOf(capped, 2), std::int64_t{50});
}

void ResilienceOutlierTest::theTimeShrinksAgain() {
    OutlierDetector detector = detectorOf(10);
    fail(detector, 0, 5, 0);
    detector.sweep(30 * s, 0);
    fail(detector, 0, 5, 30 * s);
    detector.sweep(90 * s, 0);
    QCOMPARE(detector.timesEjected(0), 2u);
    detector.sweep(99 * s, 0);  // Less than an interval after its return
    QCOMPARE(detector.timesEjected(0), 2u);
    detector.sweep(100 * s, 0);
    QCOMPARE(detector.timesEjected(0), 1u);
    detector.sweep(110 * s, 0);
    detector.sweep(120 * s, 0);
    QCOMPARE(detector.timesEjected(0), 0u);
}

void ResilienceOutlierTest::returnsAreSeenBySweepsOnly() {
    OutlierDetector detector = detectorOf(10);
    fail(detector, 0, 5, 5 * s);
    for (std::int64_t now = 10 * s; now < 35 * s; now += 10 * s) detector.sweep(now, 0);
    QVERIFY(detector.isEjected(0));  // 30 s are over at 35 s,
    detector.report(0, HostOutcome::Success, 36 * s, 0);
    QVERIFY(detector.isEjected(0));
    detector.sweep(40 * s, 0);  // which is seen at 40 s
    QVERIFY(!detector.isEjected(0));
    QVERIFY(!fail(detector, 0, 4, 41 * s));  // and it starts from nothing
}

void ResilienceOutlierTest::atMostAShareIsOut() {
    OutlierDetector detector = detectorOf(20);  // 10 %: two
    fail(detector, 0, 5, 0);
    fail(detector, 1, 5, 0);
    QVERIFY(fail(detector, 2, 5, 0).kind == Kind::Overflow);
    QCOMPARE(detector.ejected(), 2u);
    QVERIFY(!fail(detector, 2, 4, 0));  // The row starts again
    QVERIFY(fail(detector, 2, 1, 0).kind == Kind::Overflow);
}

void ResilienceOutlierTest::oneMayAlwaysBeOut() {
    OutlierDetector few = detectorOf(3);  // A third is more than 10 %
    QVERIFY(fail(few, 0, 5, 0).kind == Kind::Ejected);
    QVERIFY(fail(few, 1, 5, 0).kind == Kind::Overflow);
    OutlierDetection policy;
    policy.alwaysEjectOne = false;
    OutlierDetector strict = detectorOf(3, policy);
    QVERIFY(fail(strict, 0, 5, 0).kind == Kind::Overflow);
}

void ResilienceOutlierTest::successRatesAgainstTheOthers_data() {
    QTest::addColumn<QList<int>>("rates");
    QTest::addColumn<double>("threshold");
    QTest::addColumn<bool>("ejects");
    QTest::newRow("4 x 100, 80") << QList<int>{100, 100, 100, 100, 80} << 80.8 << true;
    QTest::newRow("9 x 100, 80") << QList<int>{100, 100, 100, 100, 100, 100, 100, 100, 100, 80} << 86.6
                                 << true;
    QTest::newRow("4 x 100, 50") << QList<int>{100, 100, 100, 100, 50} << 52.0 << true;
    QTest::newRow("spread") << QList<int>{100, 95, 90, 85, 80} << 90 - 1.9 * std::sqrt(50.0) << false;
}
void ResilienceOutlierTest::successRatesAgainstTheOthers() {
    QFETCH(QList<int>, rates);
    QFETCH(double, threshold);
    QFETCH(bool, ejects);
    OutlierDetector detector = detectorOf(static_cast<std::uint32_t>(rates.size()), ratesOnly());
    for (qsizetype host = 0; host < rates.size(); ++host)
        answer(detector, static_cast<std::uint32_t>(host), 100, rates[host]);
    const auto events = detector.sweep(10 * s, 0);
    QCOMPARE(events.size(), std::size_t{ejects});
    if (!ejects) return;
    QVERIFY(events[0].kind == Kind::Ejected && events[0].cause == Cause::SuccessRate);
    QCOMPARE(events[0].host, static_cast<std::uint32_t>(rates.size() - 1));
    QVERIFY(std::abs(events[0].threshold - threshold) < 1e-9);
    QCOMPARE(events[0].figure, static_cast<double>(rates.back()));
}

void ResilienceOutlierTest::successRatesNeedHostsAndRequests() {
    const auto events = [](std::uint32_t hosts, int requests) {
        OutlierDetector detector = detectorOf(hosts, ratesOnly());
        for (std::uint32_t host = 0; host < hosts; ++host)
            answer(detector, host, requests, host == 0 ? 0 : requests);
        return detector.sweep(10 * s, 0).size();
    };
    QCOMPARE(events(5, 100), std::size_t{1});  // Once, though all of its requests fail
    QCOMPARE(events(4, 100), std::size_t{0});
    QCOMPARE(events(5, 99), std::size_t{1});  // By the percentage, which needs 50
    QCOMPARE(events(5, 49), std::size_t{0});
    // The counts are those of one interval.
    OutlierDetector detector = detectorOf(5, ratesOnly());
    for (std::uint32_t host = 0; host < 5; ++host) answer(detector, host, 60, host == 0 ? 50 : 60);
    QVERIFY(detector.sweep(10 * s, 0).empty());
    for (std::uint32_t host = 0; host < 5; ++host) answer(detector, host, 60, host == 0 ? 50 : 60);
    QVERIFY(detector.sweep(20 * s, 0).empty());
}

void ResilienceOutlierTest::failurePercentages() {
    OutlierDetection policy = ratesOnly();
    policy.enforcingSuccessRate = 0;
    policy.enforcingFailurePercentage = 100;
    policy.successRateRequestVolume = 1000;
    OutlierDetector detector = detectorOf(6, policy);
    for (const auto& [host, successes] : {std::pair{0u, 16}, {1u, 15}, {2u, 0}, {3u, 100}, {4u, 100}})
        answer(detector, host, 100, successes);
    answer(detector, 5, 49, 0);  // Too few
    const auto events = detector.sweep(10 * s, 0);
    QCOMPARE(events.size(), std::size_t{2});
    QVERIFY(detector.isEjected(1) && detector.isEjected(2));
    QVERIFY(events[0].cause == Cause::FailurePercentage);
    QCOMPARE(events[0].figure, 85.0);
}

void ResilienceOutlierTest::enforcedInPart() {
    OutlierDetection policy;
    policy.enforcingConsecutive5xx = 30;
    RandomStream random(1, entityKey("outlier"), Purpose::Test, 0);
    constexpr int rounds = 20000;
    int ejected = 0;
    for (int round = 0; round < rounds; ++round) {
        OutlierDetector detector = detectorOf(1, policy);
        for (int i = 0; i < 5; ++i) detector.report(0, HostOutcome::ServerError, 0, random.next64());
        ejected += detector.isEjected(0);
    }
    QVERIFY(std::abs(ejected / double{rounds} - 0.3) < 4 * std::sqrt(0.3 * 0.7 / rounds));
}

void ResilienceOutlierTest::requestsUntilARow_data() {
    QTest::addColumn<double>("p");
    QTest::addColumn<double>("expected");
    QTest::newRow(".1") << .1 << 111'110.0;
    QTest::newRow(".3") << .3 << 586.5;
    QTest::newRow(".5") << .5 << 62.0;
    QTest::newRow(".9") << .9 << 6.94;
    QTest::newRow("1") << 1.0 << 5.0;
}
void ResilienceOutlierTest::requestsUntilARow() {
    QFETCH(double, p);
    QFETCH(double, expected);
    QVERIFY(p == 1 || std::abs((1 - std::pow(p, 5)) / ((1 - p) * std::pow(p, 5)) - expected) < 0.06);
    RandomStream random(2, entityKey("outlier"), Purpose::Test, 0);
    const int rounds = p < .2 ? 200 : 5000;
    double sum = 0;
    double squares = 0;
    for (int round = 0; round < rounds; ++round) {
        OutlierDetector detector = detectorOf(1);
        int requests = 0;
        for (; !detector.isEjected(0); ++requests)
            detector.report(0, random.uniform() < p ? HostOutcome::ServerError : HostOutcome::Success, 0, 0);
        sum += requests;
        squares += double{1} * requests * requests;
    }
    const double mean = sum / rounds;
    const double error = std::sqrt(std::max(squares / rounds - mean * mean, 0.0) / rounds);
    QVERIFY(std::abs(mean - expected) <= 4 * error + 0.01);
}

void ResilienceOutlierTest::hostsJoinAndPart() {
    OutlierDetector detector(OutlierDetection{}, 4);
    QCOMPARE(detector.hosts(), 0u);
    QVERIFY(!fail(detector, 0, 10, 0));  // Nobody is there
    detector.join(0);
    detector.join(1);
    fail(detector, 0, 5, 0);
    QCOMPARE(detector.ejected(), 1u);
    detector.part(0);
    QCOMPARE(detector.ejected(), 0u);
    QCOMPARE(detector.hosts(), 1u);
    QVERIFY(fail(detector, 1, 5, 0).kind == Kind::Ejected);
    detector.join(0);
    QVERIFY(!detector.isEjected(0));
    QCOMPARE(detector.timesEjected(0), 0u);
}

void ResilienceOutlierTest::neverMoreThanTheMost() {
    std::mt19937_64 random(3);
    for (const double most : {10.0, 35.0, 100.0}) {
        OutlierDetection policy;
        policy.maxEjectionPercent = most;
        policy.consecutive5xx = 2;
        policy.successRateRequestVolume = 5;
        policy.failurePercentageRequestVolume = 5;
        policy.enforcingFailurePercentage = 100;
        policy.baseEjectionTime = model::seconds(3);
        constexpr std::uint32_t hosts = 12;
        OutlierDetector detector = detectorOf(hosts, policy);
        const auto limit = std::max(1u, static_cast<std::uint32_t>(most * hosts / 100));
        std::uint32_t reached = 0;
        for (std::int64_t step = 0; step < 20000; ++step) {
            const auto host = static_cast<std::uint32_t>(random() % hosts);
            const bool fails = random() % 10 < host;
            detector.report(host, fails ? HostOutcome::ServerError : HostOutcome::Success, step * s / 10,
                            random());
            if (step % 100 == 0) detector.sweep(step * s / 10, random());
            QVERIFY(detector.ejected() <= limit);
            reached = std::max(reached, detector.ejected());
            std::uint32_t counted = 0;
            for (std::uint32_t i = 0; i < hosts; ++i) counted += detector.isEjected(i);
            QCOMPARE(counted, detector.ejected());
        }
        QVERIFY(reached == limit || most == 100);
    }
}

QTEST_GUILESS_MAIN(ResilienceOutlierTest)
#include "resilience_outlier_test.moc"
