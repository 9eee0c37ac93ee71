// Probes against Kubernetes' semantics.
#include <QTest>
#include <cmath>

#include "simulator/kernel/clock.h"
#include "simulator/platform/pod_probes.h"
#include "simulator/random/philox.h"

using namespace simulator;

namespace {

constexpr std::int64_t s = 1'000'000'000;

PodProbes::Rules only(ProbeKind kind, const ProbeRules& rules = {}) {
    PodProbes::Rules all;
    (kind == ProbeKind::Startup    ? all.startup
     : kind == ProbeKind::Liveness ? all.liveness
                                   : all.readiness) = rules;
    return all;
}

}  // namespace

class PlatformProbesTest : public QObject {
    Q_OBJECT

private slots:
    void defaults();
    void readinessStartsAsFailed();
    void resultsCountInRuns();
    void livenessRestarts();
    void livenessAndReadinessAreIndependent();
    void startupHoldsTheOthersBack();
    void startupGivesUp();
    void initialDelaysSkipTicks();
    void failuresAreSeenAfterTwentyToThirtySeconds();
};

void PlatformProbesTest::defaults() {
    const ProbeRules rules;
    QCOMPARE(rules.initialDelay, std::int64_t{0});
    QCOMPARE(rules.period, 10 * s);
    QCOMPARE(rules.timeout, s);
    QCOMPARE(rules.successThreshold, 1);
    QCOMPARE(rules.failureThreshold, 3);
    const PodProbes none({}, 0, 0);
    QVERIFY(none.isReady() && none.isStarted());
    QCOMPARE(none.next(ProbeKind::Readiness), never);
}

void PlatformProbesTest::readinessStartsAsFailed() {
    PodProbes pod(only(ProbeKind::Readiness), 100 * s, 0.25);
    QVERIFY(!pod.isReady());
    QCOMPARE(pod.next(ProbeKind::Readiness), 102 * s + s / 2);
    QVERIFY(pod.onResult(ProbeKind::Readiness, false) == ProbeEvent::None);
    QVERIFY(pod.onResult(ProbeKind::Readiness, true) == ProbeEvent::BecameReady);
    QCOMPARE(pod.next(ProbeKind::Readiness), 122 * s + s / 2);
    QVERIFY(pod.isReady());
}

void PlatformProbesTest::resultsCountInRuns() {
    ProbeRules rules;
    rules.successThreshold = 2;
    PodProbes pod(only(ProbeKind::Readiness, rules), 0, 0);
    const auto is = [&](bool passed, ProbeEvent event) {
        return pod.onResult(ProbeKind::Readiness, passed) == event;
    };
    QVERIFY(is(true, ProbeEvent::None) && is(false, ProbeEvent::None) && is(true, ProbeEvent::None));
    QVERIFY(is(true, ProbeEvent::BecameReady));
    for (int i = 0; i < 10; ++i)
        QVERIFY(is(false, ProbeEvent::None) && is(false, ProbeEvent::None) && is(true, ProbeEvent::None));
    QVERIFY(is(false, ProbeEvent::None) && is(false, ProbeEvent::None));
    QVERIFY(is(false, ProbeEvent::BecameUnready) && is(false, ProbeEvent::None));
}

void PlatformProbesTest::livenessRestarts() {
    PodProbes pod(only(ProbeKind::Liveness), 0, 0);
    QVERIFY(pod.isReady());
    for (int i = 0; i < 2; ++i) QVERIFY(pod.onResult(ProbeKind::Liveness, false) == ProbeEvent::None);
    QVERIFY(pod.onResult(ProbeKind::Liveness, false) == ProbeEvent::Restart);
    QCOMPARE(pod.next(ProbeKind::Liveness), never);  // Until it is started anew
    QVERIFY(pod.onResult(ProbeKind::Liveness, false) == ProbeEvent::None);
}

void PlatformProbesTest::livenessAndReadinessAreIndependent() {
    PodProbes::Rules rules;
    rules.liveness = rules.readiness = ProbeRules{};
    PodProbes pod(rules, 0, 0);
    // It is killed without ever having been ready, and while it is ready.
    for (int i = 0; i < 3; ++i) pod.onResult(ProbeKind::Readiness, false);
    QVERIFY(pod.onResult(ProbeKind::Liveness, true) == ProbeEvent::None);
    QVERIFY(!pod.isReady());
    QVERIFY(pod.onResult(ProbeKind::Readiness, true) == ProbeEvent::BecameReady);
    for (int i = 0; i < 2; ++i) pod.onResult(ProbeKind::Liveness, false);
    QVERIFY(pod.onResult(ProbeKind::Liveness, false) == ProbeEvent::Restart);
    QVERIFY(pod.isReady());
}

void PlatformProbesTest::startupHoldsTheOthersBack() {
    PodProbes::Rules rules;
    rules.startup = rules.liveness = rules.readiness = ProbeRules{};
    PodProbes pod(rules, 0, 0);
    for (int i = 0; i < 10; ++i) {
        QVERIFY(pod.onResult(ProbeKind::Liveness, false) == ProbeEvent::None);
        QVERIFY(pod.onResult(ProbeKind::Readiness, true) == ProbeEvent::None);
    }
    QVERIFY(!pod.isReady() && !pod.isStarted());
    QVERIFY(pod.onResult(ProbeKind::Startup, true) == ProbeEvent::Started);
    QCOMPARE(pod.next(ProbeKind::Startup), never);
    QVERIFY(pod.onResult(ProbeKind::Readiness, true) == ProbeEvent::BecameReady);
    PodProbes unprobed(only(ProbeKind::Startup), 0, 0);
    QVERIFY(!unprobed.isReady());
    unprobed.onResult(ProbeKind::Startup, true);
    QVERIFY(unprobed.isReady());
}

void PlatformProbesTest::startupGivesUp() {
    ProbeRules rules;
    rules.failureThreshold = 30;
    PodProbes pod(only(ProbeKind::Startup, rules), 0, 0.999999);
    std::int64_t last = 0;
    for (int i = 0; i < 30; ++i) {
        QVERIFY(!pod.isStarted());
        last = pod.next(ProbeKind::Startup);
        QVERIFY((pod.onResult(ProbeKind::Startup, false) == ProbeEvent::Restart) == (i == 29));
    }
    QVERIFY(last > 299 * s && last <= 300 * s);
}

void PlatformProbesTest::initialDelaysSkipTicks() {
    ProbeRules rules;
    rules.initialDelay = 25 * s;
    QCOMPARE(PodProbes(only(ProbeKind::Liveness, rules), 0, 0).next(ProbeKind::Liveness), 30 * s);
    QCOMPARE(PodProbes(only(ProbeKind::Liveness, rules), 0, 0.5).next(ProbeKind::Liveness), 25 * s);
    QCOMPARE(PodProbes(only(ProbeKind::Liveness, rules), 0, 0.4).next(ProbeKind::Liveness), 34 * s);
}

// From some time on each probe fails, by its timeout or before.
void PlatformProbesTest::failuresAreSeenAfterTwentyToThirtySeconds() {
    RandomStream random(1, entityKey("probes"), Purpose::Test, 0);
    constexpr int pods = 20000;
    const ProbeRules rules;
    double sum = 0;
    for (int i = 0; i < pods; ++i) {
        PodProbes pod(only(ProbeKind::Readiness), 0, random.uniform());
        const auto breaks = static_cast<std::int64_t>((100 + 1000 * random.uniform()) * s);
        const auto answers = static_cast<std::int64_t>(random.uniform() * static_cast<double>(rules.timeout));
        std::int64_t seen = 0;
        while (seen == 0) {
            const std::int64_t at = pod.next(ProbeKind::Readiness);
            if (pod.onResult(ProbeKind::Readiness, at < breaks) == ProbeEvent::BecameUnready)
                seen = at + answers;
        }
        const double after = static_cast<double>(seen - breaks) / s;
        QVERIFY(after >= 20 && after <= 31);
        sum += after;
    }
    QVERIFY(std::abs(sum / pods - 25.5) < 0.1);
}

QTEST_GUILESS_MAIN(PlatformProbesTest)
#include "platform_probes_test.moc"
