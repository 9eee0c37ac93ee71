// Services that are scaled by requests under way, against timelines worked out by hand.
#include <QTest>
#include <numeric>

#include "simulator/platform/window_average.h"
#include "tests/simulator/by_hand.h"
#include "tests/simulator/scaled.h"

using namespace queueing;
using simulator::Cause;
using simulator::RunResult;

class ActivatorTest : public QObject {
    Q_OBJECT

private slots:
    void windowsFillAndEmpty();
    void theFirstRequestWaitsForAStart();
    void allWhoWaitComeIn();
    void panicFollowsABurst();
    void oneReplicaStays();
    void deadReplicasMakeRequestsWait();
    void whatIsAbandonedIsDropped();
    void tracesShowTheWait();
    void clientsThatChooseAreNamed();
};

namespace {

constexpr std::int64_t second = 1'000'000'000;

/// A service of one operation that takes that long.
Deployment& onDemand(Builder& model, double milliseconds, int least = 0, int workers = 20) {
    Deployment& deployment = model.service("s", workers, {compute(always(milliseconds))});
    deployment.imagePull = seconds(2);
    deployment.startUp = seconds(3);
    Autoscaling& scaling = deployment.autoscaling.emplace();
    scaling.minReplicas = least;
    scaling.maxReplicas = 20;
    scaling.concurrency = ConcurrencyScaling{};
    scaling.concurrency->target = 10;
    return deployment;
}

TraceArrivals at(const std::vector<double>& times) {
    TraceArrivals arrivals;
    for (const double time : times) arrivals.times.push_back(seconds(time));
    return arrivals;
}

double sumOf(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
}

}  // namespace

void ActivatorTest::windowsFillAndEmpty() {
    simulator::WindowAverage window(3 * second);
    QCOMPARE(window.at(5 * second), 0.0);
    window.record(10 * second, 6);
    QCOMPARE(window.at(10 * second), 6.0);
    window.record(11 * second, 0);
    QCOMPARE(window.at(11 * second), 3.0);
    window.record(12 * second, 3);
    QCOMPARE(window.at(12 * second), 3.0);
    window.record(13 * second, 3);
    QCOMPARE(window.at(13 * second), 2.0);
    QCOMPARE(window.at(14 * second), 3.0);
    QCOMPARE(window.at(15 * second), 3.0);
    QCOMPARE(window.at(16 * second), 0.0);
    window.record(15 * second, 1);
    window.record(15 * second + 1, 1);
    QCOMPARE(window.at(15 * second), 1.666666);  // 3, 0 and 2, rounded down
    window.record(18 * second, 7);               // A whole window later it begins anew
    QCOMPARE(window.at(18 * second), 7.0);
}

// Active for the stable window of 60 s without a request, and the last replica for 30 s more. The request at
// 100.5 s waits for the image, 2 s, and the start, 3 s. It has its answer at 106.5 s; the last second with
// something under way is that before 107 s; a whole window of others has passed at 167 s, the next decision
// is at 168 s, and the end 30 s later.
void ActivatorTest::theFirstRequestWaitsForAStart() {
    Builder model;
    onDemand(model, 1000);
    model.load("u", at({100.5}), {"s.do"});
    const RunResult result = simulate(follow(model.build(250, 0.0)));
    QCOMPARE(changesOf(result, "wanted"), (Changes{{0, 1}, {90, 0}, {100, 0.5}, {101, 1}, {198, 0}}));
    QCOMPARE(changesOf(result, "ready"), (Changes{{0, 1}, {90, 0}, {105, 0.5}, {106, 1}, {198, 0}}));
    QCOMPARE(sumOf(seriesOf(result.stations.at(0), "cold_starts")), 1.0);
    QCOMPARE(mean(result), 6000.0);
    QCOMPARE(*result.stations.at(0).wait.value, 5000.0);
}

// Ten within the start: the last one finds all workers taken, and the limit of the queue holds.
void ActivatorTest::allWhoWaitComeIn() {
    Builder model;
    Deployment& deployment = onDemand(model, 1000, 0, 4);
    deployment.queueLimit = 5;
    model.load("u", at({100, 100.1, 100.2, 100.3, 101, 101.1, 102, 103, 104, 104.9}), {"s.do"});
    const RunResult result = simulate(follow(model.build(150, 0.0)));
    QCOMPARE(sumOf(seriesOf(result.stations.at(0), "cold_starts")), 10.0);
    QCOMPARE(result.journeys.at(0).completed, 9u);
    QCOMPARE(failed(result.operations.at(0), Cause::Rejected), 1u);
    // Four begin at 105 s, four at 106 s, one at 107 s; they came at 100 s to 104 s.
    const double ends = 4 * 106 + 4 * 107 + 108;
    const double begins = 100 + 100.1 + 100.2 + 100.3 + 101 + 101.1 + 102 + 103 + 104;
    QVERIFY(std::abs(mean(result) - (ends - begins) / 9 * 1000) < 1e-6);
}

// Of 10 requests for a replica 7 are aimed at. At 60 s five under way become fifty, within a second. The mean
// of six seconds is 16.3 at 62 s, more than twice what one replica takes: panic, with ceil(16.3 / 7) = 3,
// then 31.3, 46.3 and 50. While there is panic, for a stable window from the last moment over the threshold
// on, nothing goes down, though there is no request from 80 s on. At 124 s the mean of a minute is 13.7: not
// below half of what there is; 12.1 at 126 s.
void ActivatorTest::panicFollowsABurst() {
    Builder model;
    Deployment& deployment = onDemand(model, 1000, 1, 1000);
    deployment.imagePull = {};
    deployment.startUp = seconds(1);
    model.load("u", steps({{60, 5}, {20, 50}}), {"s.do"});
    const RunResult result = simulate(follow(model.build(180)));
    QCOMPARE(changesOf(result, "wanted"),
             (Changes{{0, 1}, {62, 3}, {64, 5}, {66, 7}, {68, 8}, {124, 4}, {126, 2}, {134, 1}}));
    QCOMPARE(result.operations.at(0).failures(), 0u);
}

void ActivatorTest::oneReplicaStays() {
    Builder model;
    onDemand(model, 1000, 1);
    model.load("u", at({200.5}), {"s.do"});
    const RunResult result = simulate(follow(model.build(250, 0.0)));
    QCOMPARE(changesOf(result, "ready"), (Changes{{0, 1}}));
    QCOMPARE(mean(result), 1000.0);
}

// Requests wait while the only replica is dead.
void ActivatorTest::deadReplicasMakeRequestsWait() {
    Builder model;
    onDemand(model, 1000);
    model.load("u", at({5, 12}), {"s.do"});
    model.fault(ServiceId("s"), 10, 5.0, KillFault{});
    const RunResult result = simulate(follow(model.build(30, 0.0)));
    QCOMPARE(result.journeys.at(0).completed, 2u);
    QVERIFY(mean(result) >= 2500);  // 1 s, and at least 3 s + 1 s
}

// Its caller has given up before a replica is ready.
void ActivatorTest::whatIsAbandonedIsDropped() {
    for (const OrphanWork orphans : {OrphanWork::Cancel, OrphanWork::Finish}) {
        Builder model;
        onDemand(model, 1000);
        CallPolicy& policy = model.policy("p");
        policy.timeout = seconds(1);
        policy.orphanWork = orphans;
        model.load("u", at({100.5}), {"s.do"}, "p");
        const RunResult result = simulate(follow(model.build(250, 0.0)));
        QCOMPARE(result.journeys.at(0).completed, 0u);
        QCOMPARE(result.operations.at(0).completed, orphans == OrphanWork::Finish ? 1u : 0u);
    }
}

// At the activator for 5 s, and then at the replica.
void ActivatorTest::tracesShowTheWait() {
    Builder model;
    onDemand(model, 1000);
    model.load("u", at({100.5}), {"s.do"});
    simulator::RunOptions options;
    options.replications = 1;
    options.traces.emplace().headShare = 1;
    const RunResult result = simulator::run(*planOf(follow(model.build(250, 0.0))), options);
    QCOMPARE(result.traces.size(), std::size_t(1));
    const simulator::Span& span = result.traces[0].spans.back();
    QCOMPARE(span.replica, 0);
    QCOMPARE(span.part(simulator::Part::Queue), 5 * second);
    QCOMPARE(span.part(simulator::Part::Service), second);
}

void ActivatorTest::clientsThatChooseAreNamed() {
    const auto refusal = [](int least) {
        Builder model;
        onDemand(model, 1000, least);
        model.policy("p").loadBalancing = LoadBalancing{};
        model.load("u", at({100.5}), {"s.do"}, "p");
        const auto plan = simulator::compile(follow(model.build(250)), ScenarioId("test"));
        return plan ? std::string() : plan.error().text();
    };
    QCOMPARE(refusal(1), std::string());
    const std::string text = refusal(0);
    QVERIFY2(text.starts_with("/deployments/s/autoscaling/concurrency: is called by policy `p`"),
             text.c_str());
}

QTEST_GUILESS_MAIN(ActivatorTest)
#include "activator_test.moc"
