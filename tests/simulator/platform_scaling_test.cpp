// Autoscalers against the semantics of Kubernetes, KEDA and Knative.
#include <QTest>
#include <numeric>
#include <random>

#include "simulator/platform/concurrency_autoscaler.h"
#include "simulator/platform/event_autoscaler.h"
#include "simulator/platform/horizontal_autoscaler.h"

using namespace simulator;

namespace {

constexpr std::int64_t s = 1'000'000'000;

HorizontalAutoscaling rulesOf(std::int32_t least, std::int32_t most) {
    HorizontalAutoscaling rules;
    rules.minReplicas = least;
    rules.maxReplicas = most;
    return rules;
}

/// Pods of the same use, in percent of a request of one CPU, and others that are unready or missing.
std::vector<PodSample> podsOf(int ready, int percent, int unready = 0, int missing = 0) {
    std::vector<PodSample> pods(static_cast<std::size_t>(ready), {PodState::Ready, percent * 10, 1000});
    pods.insert(pods.end(), static_cast<std::size_t>(unready), {PodState::Unready, 0, 1000});
    pods.insert(pods.end(), static_cast<std::size_t>(missing), {PodState::Missing, 0, 1000});
    return pods;
}

/// The replicas at each sync until they are as wanted.
std::vector<int> stepsOf(const HorizontalAutoscaling& rules, std::int32_t current, std::int32_t wanted,
                         std::int64_t sync) {
    HorizontalAutoscaler autoscaler(rules);
    std::vector<int> steps = {current};
    for (std::int64_t now = 0; current != wanted && now < 100000 * s; now += sync) {
        const std::int32_t next = autoscaler.decide(now, current, wanted).replicas;
        if (next != current) steps.push_back(next);
        current = next;
    }
    return steps;
}

}  // namespace

class PlatformScalingTest : public QObject {
    Q_OBJECT

private slots:
    void utilization_data();
    void utilization();
    void averages();
    void sumsOfExternalMetrics();
    void utilizationIsAWholePercent();
    void podsAreUnreadyOrNot_data();
    void podsAreUnreadyOrNot();
    void goesUpByDefault();
    void goesDownAsDocumented();
    void goesDownByTheLeastPolicy();
    void percentsAreRoundedUpOnTheWayUp();
    void waitsBeforeItGoesDown();
    void waitsBeforeItGoesUpWhenAsked();
    void disabledDirectionsStay();
    void staysWithinItsBounds();
    void rememberedChangesCountInTheirPeriod();
    void kedaWakesAndSleeps();
    void knativeScales();
    void knativePanics();
    void knativeKeepsItsRates();
};

void PlatformScalingTest::utilization_data() {
    QTest::addColumn<int>("ready");
    QTest::addColumn<int>("percent");
    QTest::addColumn<int>("target");
    QTest::addColumn<int>("unready");
    QTest::addColumn<int>("missing");
    QTest::addColumn<int>("current");
    QTest::addColumn<int>("expected");
    QTest::addColumn<int>("expectedOlder");
    const auto row = [](const char* name, int ready, int percent, int target, int unready, int missing,
                        int current, int expected, int older) {
        QTest::newRow(name) << ready << percent << target << unready << missing << current << expected
                            << older;
    };
    row("twice", 4, 200, 100, 0, 0, 4, 8, 8);
    row("half", 4, 50, 100, 0, 0, 4, 2, 2);
    row("3 at 90/60", 3, 90, 60, 0, 0, 3, 5, 5);
    row("10 at 65/60", 10, 65, 60, 0, 0, 10, 10, 10);
    row("10 at 67/60", 10, 67, 60, 0, 0, 10, 12, 12);
    row("10 at 53/60", 10, 53, 60, 0, 0, 10, 9, 9);
    row("10 at 66/60", 10, 66, 60, 0, 0, 10, 10, 11);
    row("50 at 110/100", 50, 110, 100, 0, 0, 50, 50, 56);
    row("1 at 305/50", 1, 305, 50, 0, 0, 1, 7, 7);
    row("unready dampen the way up", 3, 120, 60, 2, 0, 5, 6, 6);
    row("unready turn it", 3, 80, 60, 2, 0, 5, 5, 5);
    row("unready do not count on the way down", 4, 30, 60, 2, 0, 6, 2, 2);
    row("missing count as all on the way down", 4, 30, 60, 0, 1, 5, 4, 4);      // 220 / 5 = 44 %
    row("missing count as the target above 100 %", 4, 60, 200, 0, 1, 5, 3, 3);  // 440 / 5 = 88 %
    row("missing count as nothing on the way up", 3, 120, 60, 0, 2, 5, 6, 6);
    row("missing turn it", 3, 50, 60, 0, 2, 5, 5, 5);
    row("nobody is ready", 0, 0, 60, 3, 0, 3, 3, 3);
}
void PlatformScalingTest::utilization() {
    QFETCH(int, ready);
    QFETCH(int, percent);
    QFETCH(int, target);
    QFETCH(int, unready);
    QFETCH(int, missing);
    QFETCH(int, current);
    QFETCH(int, expected);
    QFETCH(int, expectedOlder);
    HorizontalAutoscaling rules = rulesOf(1, 1000);
    const std::vector<PodSample> pods = podsOf(ready, percent, unready, missing);
    QCOMPARE(replicasForUtilization(rules, current, target, pods), expected);
    rules.test = ToleranceTest::Distance;
    QCOMPARE(replicasForUtilization(rules, current, target, pods), expectedOlder);
}

void PlatformScalingTest::averages() {
    const HorizontalAutoscaling rules = rulesOf(1, 1000);
    const std::vector<PodSample> busy(3, {PodState::Ready, 200, 0});
    QCOMPARE(replicasForAverage(rules, 3, 100, busy), 6);
    const std::vector<PodSample> idle(4, {PodState::Ready, 50, 0});
    QCOMPARE(replicasForAverage(rules, 4, 100, idle), 2);
    std::vector<PodSample> half = idle;
    half.push_back({PodState::Missing, 0, 0});  // As the target: 300 / 5
    QCOMPARE(replicasForAverage(rules, 5, 100, half), 3);
}

void PlatformScalingTest::sumsOfExternalMetrics() {
    const HorizontalAutoscaling rules = rulesOf(1, 1000);
    QCOMPARE(replicasForSum(rules, 1, 5, 51), 11);
    QCOMPARE(replicasForSum(rules, 10, 5, 54), 10);  // Within the tolerance
    QCOMPARE(replicasForSum(rules, 10, 5, 56), 12);
    QCOMPARE(replicasForSum(rules, 10, 5, 0), 0);
}

void PlatformScalingTest::utilizationIsAWholePercent() {
    // 66.99 % counts as 66 %.
    const std::vector<PodSample> pods(10, {PodState::Ready, 6699, 10000});
    QCOMPARE(replicasForUtilization(rulesOf(1, 100), 10, 60, pods), 10);
}

void PlatformScalingTest::podsAreUnreadyOrNot_data() {
    QTest::addColumn<qint64>("started");  // [s], all
    QTest::addColumn<qint64>("changed");
    QTest::addColumn<qint64>("measured");
    QTest::addColumn<bool>("ready");
    QTest::addColumn<bool>("counts");
    QTest::newRow("young, not ready") << qint64{900} << qint64{900} << qint64{990} << false << false;
    QTest::newRow("young, measured since ready") << qint64{900} << qint64{910} << qint64{990} << true << true;
    QTest::newRow("young, measured before") << qint64{900} << qint64{970} << qint64{990} << true << false;
    QTest::newRow("old, ready") << qint64{100} << qint64{120} << qint64{990} << true << true;
    QTest::newRow("old, not ready any more") << qint64{100} << qint64{700} << qint64{990} << false << true;
    QTest::newRow("old, never ready") << qint64{100} << qint64{110} << qint64{990} << false << false;
}
void PlatformScalingTest::podsAreUnreadyOrNot() {
    QFETCH(qint64, started);
    QFETCH(qint64, changed);
    QFETCH(qint64, measured);
    QFETCH(bool, ready);
    QFETCH(bool, counts);
    const PodTimes pod{started * s, changed * s, measured * s, 30 * s, ready};
    QCOMPARE(cpuStateOf(rulesOf(1, 10), pod, 1000 * s) == PodState::Ready, counts);
}

void PlatformScalingTest::goesUpByDefault() {
    QCOMPARE(stepsOf(rulesOf(1, 100), 1, 100, 15 * s), (std::vector<int>{1, 5, 10, 20, 40, 80, 100}));
    QCOMPARE(stepsOf(rulesOf(1, 100), 3, 20, 15 * s), (std::vector<int>{3, 7, 14, 20}));
}

void PlatformScalingTest::goesDownAsDocumented() {
    HorizontalAutoscaling rules = rulesOf(1, 100);
    rules.down = {ScalingRules::Select::Max,
                  0,
                  {{ScalingPolicy::Kind::Pods, 4, 60 * s}, {ScalingPolicy::Kind::Percent, 10, 60 * s}}};
    const std::vector<int> expected = {80, 72, 64, 57, 51, 45, 40, 36, 32, 28, 24, 20, 16, 12, 10};
    QCOMPARE(stepsOf(rules, 80, 10, 60 * s), expected);
    QCOMPARE(stepsOf(rules, 80, 10, 15 * s), expected);  // Asked more often it goes no faster
}

void PlatformScalingTest::goesDownByTheLeastPolicy() {
    HorizontalAutoscaling rules = rulesOf(1, 100);
    rules.down = {ScalingRules::Select::Min,
                  0,
                  {{ScalingPolicy::Kind::Percent, 10, 60 * s}, {ScalingPolicy::Kind::Pods, 5, 60 * s}}};
    QCOMPARE(stepsOf(rules, 80, 10, 60 * s), (std::vector<int>{80, 75, 70, 65, 60, 55, 50, 45, 40, 36,
                                                               32, 28, 25, 22, 19, 17, 15, 13, 11, 10}));
}

void PlatformScalingTest::percentsAreRoundedUpOnTheWayUp() {
    HorizontalAutoscaling rules = rulesOf(1, 100);
    rules.up = {ScalingRules::Select::Max, 0, {{ScalingPolicy::Kind::Percent, 10, 15 * s}}};
    QCOMPARE(stepsOf(rules, 1, 6, 15 * s), (std::vector<int>{1, 2, 3, 4, 5, 6}));
}

void PlatformScalingTest::waitsBeforeItGoesDown() {
    HorizontalAutoscaler autoscaler(rulesOf(1, 100));
    QCOMPARE(autoscaler.decide(0, 10, 10).replicas, 10);
    for (std::int64_t now = 15 * s; now < 300 * s; now += 15 * s) {
        const ScalingDecision decision = autoscaler.decide(now, 10, 2);
        QCOMPARE(decision.replicas, 10);
        QVERIFY(decision.limit == ScalingDecision::Limit::Stabilized);
    }
    // The highest recommendation of the last 300 s wins, and 0 s is 300 s ago.
    QCOMPARE(autoscaler.decide(300 * s, 10, 2).replicas, 2);
    // Upwards it goes at once, and then waits again.
    QCOMPARE(autoscaler.decide(315 * s, 2, 6).replicas, 6);
    QCOMPARE(autoscaler.decide(330 * s, 6, 3).replicas, 6);
}

void PlatformScalingTest::waitsBeforeItGoesUpWhenAsked() {
    HorizontalAutoscaling rules = rulesOf(1, 100);
    rules.up.stabilization = 60 * s;
    HorizontalAutoscaler autoscaler(rules);
    QCOMPARE(autoscaler.decide(0, 5, 5).replicas, 5);
    for (std::int64_t now = 15 * s; now < 60 * s; now += 15 * s)
        QCOMPARE(autoscaler.decide(now, 5, 8).replicas, 5);
    QCOMPARE(autoscaler.decide(60 * s, 5, 8).replicas, 8);
}

void PlatformScalingTest::disabledDirectionsStay() {
    HorizontalAutoscaling rules = rulesOf(1, 100);
    rules.down.select = ScalingRules::Select::Disabled;
    rules.down.stabilization = 0;
    HorizontalAutoscaler autoscaler(rules);
    QCOMPARE(autoscaler.decide(0, 10, 1).replicas, 10);
    QCOMPARE(autoscaler.decide(15 * s, 10, 20).replicas, 20);
}

void PlatformScalingTest::staysWithinItsBounds() {
    HorizontalAutoscaler autoscaler(rulesOf(3, 12));
    QCOMPARE(autoscaler.decide(0, 1, 9).replicas, 3);    // First to the least,
    QCOMPARE(autoscaler.decide(0, 20, 9).replicas, 12);  // or the most
    const ScalingDecision most = autoscaler.decide(100 * s, 10, 50);
    QVERIFY(most.replicas == 12 && most.limit == ScalingDecision::Limit::Maximum);
    const ScalingDecision least = autoscaler.decide(10000 * s, 4, 1);
    QVERIFY(least.replicas == 3 && least.limit == ScalingDecision::Limit::Minimum);
    QCOMPARE(autoscaler.decide(20000 * s, 0, 9).replicas, 0);  // Switched off
    std::mt19937_64 random(1);
    std::int32_t current = 5;
    for (std::int64_t now = 20015 * s; now < 200000 * s; now += 15 * s) {
        const std::int32_t next =
            autoscaler.decide(now, current, static_cast<std::int32_t>(random() % 40)).replicas;
        QVERIFY(next >= 3 && next <= 12 && next <= std::max(2 * current, current + 4));
        current = next;
    }
}

void PlatformScalingTest::rememberedChangesCountInTheirPeriod() {
    HorizontalAutoscaling rules = rulesOf(1, 100);
    rules.up = {ScalingRules::Select::Max, 0, {{ScalingPolicy::Kind::Pods, 4, 60 * s}}};
    HorizontalAutoscaler autoscaler(rules);
    QCOMPARE(autoscaler.decide(0, 10, 12).replicas, 12);
    const ScalingDecision second = autoscaler.decide(15 * s, 12, 30);  // Two of four are used
    QVERIFY(second.replicas == 14 && second.limit == ScalingDecision::Limit::Rate);
    QCOMPARE(autoscaler.decide(45 * s, 14, 30).replicas, 14);
    QCOMPARE(autoscaler.decide(60 * s, 14, 30).replicas, 16);  // The first two are a minute ago
    QCOMPARE(autoscaler.decide(75 * s, 16, 30).replicas, 18);
}

void PlatformScalingTest::kedaWakesAndSleeps() {
    EventAutoscaler keda({}, 0);
    QCOMPARE(keda.poll(30 * s, 0, 0), 0);
    QCOMPARE(keda.poll(60 * s, 0, 1), 1);
    QCOMPARE(keda.poll(90 * s, 7, 3), 7);  // The rest is the HorizontalPodAutoscaler's
    for (std::int64_t now = 120 * s; now <= 390 * s; now += 30 * s) QCOMPARE(keda.poll(now, 7, 0), 7);
    QCOMPARE(keda.poll(420 * s, 7, 0), 0);  // More than 300 s after 90 s
    EventScaling rules;
    rules.minReplicas = 2;
    EventAutoscaler warm(rules, 0);
    QCOMPARE(warm.poll(10000 * s, 5, 0), 5);  // It never sleeps
    QCOMPARE(warm.leastOfHpa(), 2);
    rules.minReplicas = 0;
    rules.activation = 10;
    EventAutoscaler sleepy(rules, 0);
    QCOMPARE(sleepy.poll(30 * s, 0, 10), 0);
    QCOMPARE(sleepy.poll(60 * s, 0, 11), 1);
}

void PlatformScalingTest::knativeScales() {
    ConcurrencyAutoscaler knative{ConcurrencyScaling{}};  // It aims at 70 for each pod
    QCOMPARE(knative.decide(0, 1, 70, 70).replicas, 1);
    QCOMPARE(knative.decide(2 * s, 1, 71, 71).panic, true);  // Two pods are twice what is ready
    ConcurrencyAutoscaler calm{ConcurrencyScaling{}};
    const ConcurrencyDecision up = calm.decide(0, 10, 900, 900);
    QVERIFY(up.replicas == 13 && !up.panic);
    QCOMPARE(calm.decide(2 * s, 10, 0, 0).replicas, 5);  // At most by half
    QCOMPARE(calm.decide(4 * s, 1, 0, 0).replicas, 0);
}

void PlatformScalingTest::knativePanics() {
    ConcurrencyAutoscaler knative{ConcurrencyScaling{}};
    const ConcurrencyDecision surge = knative.decide(0, 4, 300, 560);
    QVERIFY(surge.panic && surge.replicas == 8);
    // While it panics it never takes any away.
    QCOMPARE(knative.decide(2 * s, 8, 300, 350).replicas, 8);
    QCOMPARE(knative.decide(30 * s, 8, 700, 100).replicas, 10);
    QCOMPARE(knative.decide(60 * s, 10, 100, 100).replicas, 10);
    QVERIFY(knative.decide(60 * s, 10, 100, 100).panic);
    const ConcurrencyDecision after = knative.decide(60 * s + 1, 10, 100, 100);
    QVERIFY(!after.panic && after.replicas == 5);
}

void PlatformScalingTest::knativeKeepsItsRates() {
    ConcurrencyScaling rules;
    rules.maxUpRate = 3;
    rules.maxReplicas = 20;
    rules.minReplicas = 2;
    ConcurrencyAutoscaler knative(rules);
    QCOMPARE(knative.decide(0, 2, 7000, 7000).replicas, 6);
    QCOMPARE(knative.decide(2 * s, 6, 7000, 7000).replicas, 18);
    QCOMPARE(knative.decide(4 * s, 18, 7000, 7000).replicas, 20);
    QCOMPARE(knative.decide(1000 * s, 2, 0, 0).replicas, 2);
}

QTEST_GUILESS_MAIN(PlatformScalingTest)
#include "platform_scaling_test.moc"
