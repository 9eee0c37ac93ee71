// Releases that are rolled out: how many replicas there are when, what fails, and what stops a bad one;
// worked out by hand.
#include <QTest>
#include <cmath>
#include <random>

#include "simulator/cascade/cascade.h"
#include "simulator/platform/crash_backoff.h"
#include "simulator/platform/rollout.h"
#include "simulator/steered_run.h"
#include "tests/simulator/by_hand.h"
#include "tests/simulator/same_result.h"

using namespace queueing;
using simulator::Cause;
using simulator::RolloutCounts;
using simulator::RolloutRules;
using simulator::RunResult;
using simulator::SteeredRun;

namespace {

/// (second, kind, share of the new version's traffic) of a roll-out.
struct Event {
    double at;
    std::string kind;
    double weight = 0;

    bool operator==(const Event&) const = default;
};
std::vector<Event> rolloutOf(const RunResult& result) {
    std::vector<Event> events;
    for (const simulator::PlatformChange& change : result.chronicle.platform)
        if (change.replica < 0) events.push_back({change.at, change.kind, change.weight});
    return events;
}

/// Says what was found when it is not what was expected.
bool are(const std::vector<Event>& found, const std::vector<Event>& expected) {
    if (found == expected) return true;
    for (const Event& event : found) qWarning("%g %s %g", event.at, event.kind.c_str(), event.weight);
    return false;
}

double ready(const RunResult& result, std::size_t second, std::size_t station = 0) {
    for (const simulator::Series& series : result.stations.at(station).series)
        if (series.name == "ready")
            return series.values.at(static_cast<std::size_t>(double(second) / result.seriesInterval));
    qFatal("no series of what is ready");
}

/// A service of so many replicas, each of which has time for more than comes; starting up takes 5 s.
Deployment& service(Builder& model, int replicas, RolloutStrategy strategy) {
    Deployment& deployment = model.service("s", 100, {constantly(10)});
    deployment.replicas = replicas;
    deployment.startUp = seconds(5);
    deployment.rollout.emplace();
    deployment.rollout->strategy = strategy;
    return deployment;
}

/// 100 requests a second; a release comes at 10 s.
Project released(Builder& model, const ReleaseFault& release, double length) {
    model.load("u", ConstantArrivals{100}, {"s.do"});
    model.fault(ServiceId("s"), 10, {}, release);
    return model.build(length);
}

std::uint64_t faults(const RunResult& result) {
    return failed(operation(result, "s.do"), Cause::Fault);
}
std::uint64_t crashed(const RunResult& result) {
    return failed(operation(result, "s.do"), Cause::Crashed);
}

ReleaseFault failing(double rate) {
    ReleaseFault release;
    release.errorRate = rate;
    return release;
}

RolloutAnalysis analysis(std::int32_t failureLimit = 0) {
    RolloutAnalysis made;
    made.failureLimit = failureLimit;
    return made;
}

}  // namespace

class RolloutsTest : public QObject {
    Q_OBJECT

private slots:
    void stepsKeepTheirBounds();
    void restartsBackOff();
    void splitsAreSmooth();
    void replicasRollOver();
    void minReadyDelays();
    void badReleasesStopRolling();
    void recreatedOnesAreAway();
    void greenTakesOver();
    void badGreenIsSwitchedBack();
    void canariesGrow();
    void badCanariesAreAborted_data();
    void badCanariesAreAborted();
    void slowCanariesAreAborted();
    void balancersFollowTheWeights();
    void theNextReleaseTakesOver();
    void cascadesTellOfReleases();
    void snapshotsGoOn();
};

// Whatever becomes ready when: never more than wanted and the surge, never fewer available than wanted less
// the unavailable where all were; and it comes to an end.
void RolloutsTest::stepsKeepTheirBounds() {
    std::mt19937 random(1);
    const auto below = [&](std::uint32_t bound) { return static_cast<std::uint32_t>(random() % bound); };
    for (int round = 0; round < 500; ++round) {
        RolloutRules rules;
        rules.maxSurge = below(5) * 25;
        rules.maxUnavailable = below(5) * 25;
        const std::uint32_t wanted = 1 + below(12);
        const std::uint32_t surge = simulator::percentUp(rules.maxSurge, wanted);
        std::uint32_t unavailable = static_cast<std::uint32_t>(rules.maxUnavailable * wanted / 100);
        if (surge + unavailable == 0) unavailable = 1;
        RolloutCounts counts{wanted, wanted, 0, wanted, 0};
        for (int look = 0; look < 1000 && (counts.oldOnes > 0 || counts.newAvailable < wanted); ++look) {
            const RolloutCounts next = rollingStep(rules, counts);
            counts.oldOnes = counts.oldAvailable = next.oldOnes;
            counts.newOnes = next.newOnes;
            QVERIFY(counts.oldOnes + counts.newOnes <= wanted + surge);
            QVERIFY(counts.oldAvailable + counts.newAvailable + unavailable >= wanted);
            if (counts.newAvailable < counts.newOnes && below(2)) ++counts.newAvailable;
        }
        QCOMPARE(counts.oldOnes, 0u);
        QCOMPARE(counts.newOnes, wanted);
    }
}

// At once, then 10, 20, 40 ... 300 s later; after ten minutes as if it were the first time.
void RolloutsTest::restartsBackOff() {
    constexpr std::int64_t s = 1'000'000'000;
    simulator::CrashBackoff backoff;
    std::int64_t now = 5 * s;
    for (const std::int64_t delay : {0, 10, 20, 40, 80, 160, 300, 300}) {
        QCOMPARE(backoff.startAfter(now), now + delay * s);
        now += (delay + 7) * s;
    }
    const std::int64_t start = backoff.startAfter(now);
    QCOMPARE(backoff.startAfter(start + 600 * s), start + 900 * s);
    QCOMPARE(backoff.startAfter(start + 1501 * s), start + 1501 * s);
    QCOMPARE(backoff.startAfter(start + 1502 * s), start + 1512 * s);
}

void RolloutsTest::splitsAreSmooth() {
    for (const int weight : {0, 1, 10, 25, 50, 99, 100}) {
        simulator::TrafficSplit split;
        int news = 0;
        for (int request = 1; request <= 1000; ++request) {
            news += split.isForNew(weight);
            QVERIFY(std::abs(news - weight * request / 100.0) < 1 + 1e-9);
        }
        QCOMPARE(news, 10 * weight);
    }
}

// Four, one more and one fewer: at once two new ones, and one old one goes. At 15 s these two are ready, two
// old ones go and two new ones come; at 20 s the last old one goes.
void RolloutsTest::replicasRollOver() {
    Builder model;
    service(model, 4, RolloutStrategy::Rolling);
    const RunResult result = simulate(released(model, {}, 40));
    QVERIFY(are(rolloutOf(result), {{10, "rollout_begins"}, {20, "rollout_completed"}}));
    const std::vector<double> expected{4, 3, 3, 4};
    for (std::size_t at = 0; at < expected.size(); ++at) QCOMPARE(ready(result, 8 + 5 * at), expected[at]);
    QCOMPARE(crashed(result) + faults(result), std::uint64_t(0));  // Those that go end what they have
}

// New ones count 3 s later: the last of them at 26 s.
void RolloutsTest::minReadyDelays() {
    Builder model;
    service(model, 4, RolloutStrategy::Rolling).rollout->minReady = seconds(3);
    const RunResult result = simulate(released(model, {}, 40));
    QVERIFY(are(rolloutOf(result), {{10, "rollout_begins"}, {26, "rollout_completed"}}));
    QCOMPARE(ready(result, 16), 5.0);
}

// It dies as it starts, again and again: one replica of four is lost, and no more, for ever.
void RolloutsTest::badReleasesStopRolling() {
    Builder model;
    service(model, 4, RolloutStrategy::Rolling).rollout->progressDeadline = seconds(60);
    ReleaseFault release;
    release.crashes = true;
    const RunResult result = simulate(released(model, release, 200));
    QVERIFY(are(rolloutOf(result), {{10, "rollout_begins"}, {70, "rollout_failed"}}));
    for (std::size_t second = 10; second < 200; ++second) QCOMPARE(ready(result, second), 3.0);
    std::vector<double> deaths;
    for (const simulator::PlatformChange& change : result.chronicle.platform)
        if (change.kind == "died_starting" && change.replica == 4) deaths.push_back(change.at);
    QCOMPARE(deaths, (std::vector<double>{15, 20, 35, 60, 105, 190}));
    QCOMPARE(crashed(result) + faults(result), std::uint64_t(0));
}

// Nobody is there from 10 s on until the old ones are seen to have gone, at 11 s, and the new ones have
// started up.
void RolloutsTest::recreatedOnesAreAway() {
    Builder model;
    service(model, 2, RolloutStrategy::Recreate);
    const RunResult result = simulate(released(model, {}, 40));
    QVERIFY(are(rolloutOf(result), {{10, "rollout_begins"}, {16, "rollout_completed"}}));
    QVERIFY(std::abs(double(crashed(result)) - 600) <= 1);
    QCOMPARE(ready(result, 12), 0.0);
    QCOMPARE(ready(result, 17), 2.0);
}

// Twice as many from 15 s to 45 s; half of the requests of the new version fail, and it has none before.
void RolloutsTest::greenTakesOver() {
    Builder model;
    service(model, 3, RolloutStrategy::BlueGreen);
    const RunResult result = simulate(released(model, failing(1), 60));
    QVERIFY(are(rolloutOf(result),
                {{10, "rollout_begins"}, {45, "traffic_shifted", 100}, {45, "rollout_completed", 100}}));
    QCOMPARE(ready(result, 20), 6.0);
    QCOMPARE(ready(result, 50), 3.0);
    QVERIFY(std::abs(double(faults(result)) - 1500) <= 1);
}

// All requests of ten seconds fail, until it is looked at.
void RolloutsTest::badGreenIsSwitchedBack() {
    Builder model;
    service(model, 3, RolloutStrategy::BlueGreen).rollout->analysis = analysis();
    const RunResult result = simulate(released(model, failing(1), 100));
    QVERIFY(are(rolloutOf(result),
                {{10, "rollout_begins"}, {45, "traffic_shifted", 100}, {55, "rollout_aborted"}}));
    QVERIFY(std::abs(double(faults(result)) - 1000) <= 1);
    QCOMPARE(ready(result, 54), 6.0);
    QCOMPARE(ready(result, 60), 3.0);
}

// One of ten, then five, then all; each time what is new has to start up first.
void RolloutsTest::canariesGrow() {
    Builder model;
    Deployment& deployment = service(model, 10, RolloutStrategy::Canary);
    deployment.rollout->steps = {{10, seconds(60), {}}, {50, seconds(30), {}}};
    deployment.rollout->analysis = analysis();
    const RunResult result = simulate(released(model, {}, 150));
    QVERIFY(are(rolloutOf(result), {{10, "rollout_begins"},
                                    {15, "traffic_shifted", 10},
                                    {80, "traffic_shifted", 50},
                                    {115, "traffic_shifted", 100},
                                    {115, "rollout_completed", 100}}));
    QCOMPARE(ready(result, 20), 11.0);
    QCOMPARE(ready(result, 90), 15.0);
    QCOMPARE(ready(result, 120), 10.0);
    QCOMPARE(crashed(result), std::uint64_t(0));
}

void RolloutsTest::badCanariesAreAborted_data() {
    QTest::addColumn<int>("weight");
    QTest::addColumn<int>("failureLimit");
    QTest::addColumn<double>("rate");
    QTest::newRow("a tenth") << 10 << 0 << 1.0;
    QTest::newRow("a quarter, two more looks") << 25 << 2 << 1.0;
    QTest::newRow("half of them fail") << 20 << 0 << 0.5;
}

// Its share of all requests fails for as many intervals as it takes: 100/s x weight x 10 s x (limit + 1) x
// rate.
void RolloutsTest::badCanariesAreAborted() {
    QFETCH(int, weight);
    QFETCH(int, failureLimit);
    QFETCH(double, rate);
    Builder model;
    Deployment& deployment = service(model, 10, RolloutStrategy::Canary);
    deployment.rollout->steps = {{double(weight), seconds(60), {}}, {50, seconds(60), {}}};
    deployment.rollout->analysis = analysis(failureLimit);
    const RunResult result = simulate(released(model, failing(rate), 120));
    const double length = 10.0 * (failureLimit + 1);
    QVERIFY(are(
        rolloutOf(result),
        {{10, "rollout_begins"}, {15, "traffic_shifted", double(weight)}, {15 + length, "rollout_aborted"}}));
    const double sent = weight * length;
    if (rate == 1.0) QVERIFY(std::abs(double(faults(result)) - sent) <= 1);
    QVERIFY(isShare(double(faults(result)) / sent, rate - 1e-3, sent) || rate == 1.0);
    QCOMPARE(ready(result, 110), 10.0);
    QCOMPARE(crashed(result), std::uint64_t(0));
}

// 50 ms in place of 10 ms, where 20 ms are allowed.
void RolloutsTest::slowCanariesAreAborted() {
    for (const bool isSlow : {false, true}) {
        Builder model;
        Deployment& deployment = service(model, 10, RolloutStrategy::Canary);
        deployment.rollout->steps = {{10, seconds(30), {}}};
        deployment.rollout->analysis = analysis();
        deployment.rollout->analysis->maxLatency = milliseconds(20);
        ReleaseFault release;
        release.factor = isSlow ? 5 : 1.5;
        const RunResult result = simulate(released(model, release, 100));
        QCOMPARE(rolloutOf(result).back().kind,
                 std::string(isSlow ? "rollout_aborted" : "rollout_completed"));
    }
}

// Clients that choose replicas themselves send the canary its share, too.
void RolloutsTest::balancersFollowTheWeights() {
    Builder model;
    Deployment& deployment = service(model, 10, RolloutStrategy::Canary);
    deployment.rollout->steps = {{20, seconds(50), {}}};
    model.policy("p").loadBalancing.emplace();
    model.service("client", 1000, {call("s.do", "p")});
    model.load("u", ConstantArrivals{100}, {"client.do"});
    model.fault(ServiceId("s"), 10, {}, failing(1));
    const RunResult result = simulate(model.build(60));
    QVERIFY(std::abs(double(faults(result)) - 45 * 20) <= 2);
}

// A second release comes while the first one is rolled out: in the end all replicas are of it.
void RolloutsTest::theNextReleaseTakesOver() {
    for (const RolloutStrategy strategy : {RolloutStrategy::Rolling, RolloutStrategy::BlueGreen}) {
        Builder model;
        service(model, 4, strategy);
        model.load("u", ConstantArrivals{100}, {"s.do"});
        model.fault(ServiceId("s"), 10, {}, failing(1));
        model.fault(ServiceId("s"), 17, {}, ReleaseFault{});
        model.fault(ServiceId("s"), 80, {}, failing(1));
        const RunResult result = simulate(model.build(79));
        const std::uint64_t before = faults(result);
        QCOMPARE(rolloutOf(result).back().kind, std::string("rollout_completed"));
        QCOMPARE(ready(result, 78), 4.0);
        if (strategy == RolloutStrategy::BlueGreen) QCOMPARE(before, std::uint64_t(0));
        if (strategy == RolloutStrategy::Rolling) QVERIFY(before > 100 && before < 1500);
    }
}

void RolloutsTest::cascadesTellOfReleases() {
    Builder model;
    Deployment& deployment = service(model, 10, RolloutStrategy::Canary);
    deployment.rollout->steps = {{10, seconds(60), {}}};
    deployment.rollout->analysis = analysis();
    const Project project = released(model, failing(1), 60);
    const simulator::Cascade cascade =
        simulator::explainCascade(project, ScenarioId("test"), simulate(project));
    const std::string told =
        "At 10.0 s s got a release that fails 100 % of what it is asked for, until 25.0 s. It was taken back "
        "at "
        "25.0 s.";
    QCOMPARE(cascade.events.front().sentence, told);
    QCOMPARE(cascade.triggerEnd, std::optional(25.0));
}

void RolloutsTest::snapshotsGoOn() {
    for (const RolloutStrategy strategy : {RolloutStrategy::Rolling, RolloutStrategy::Recreate,
                                           RolloutStrategy::BlueGreen, RolloutStrategy::Canary}) {
        Builder model;
        Deployment& deployment = service(model, 5, strategy);
        if (strategy == RolloutStrategy::Canary) {
            deployment.rollout->steps = {{20, seconds(15), {}}, {60, seconds(15), {}}};
            deployment.rollout->analysis = analysis(100);
        }
        const auto plan = simulator::compile(released(model, failing(0.3), 80), ScenarioId("test"));
        QVERIFY(plan);
        SteeredRun whole(*plan);
        whole.runTo(80);
        SteeredRun steered(*plan);
        for (double at = 5; at < 80; at += 6) {
            steered.runTo(at);
            auto forked = steered.fork(*plan);
            QVERIFY2(forked, forked ? "" : forked.error().text().c_str());
            forked->runTo(80);
            QVERIFY(sameResult(forked->result(), whole.result()));
            steered.restore(steered.snapshot());
        }
        steered.runTo(80);
        QVERIFY(sameResult(steered.result(), whole.result()));
    }
}

QTEST_GUILESS_MAIN(RolloutsTest)
#include "rollouts_test.moc"
