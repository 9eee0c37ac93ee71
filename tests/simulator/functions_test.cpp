// Services that run as functions: exact timelines, and what theory says of cold starts and of the number of
// instances.
#include <QTest>
#include <numeric>

#include "simulator/kernel/clock.h"
#include "simulator/platform/instance_pool.h"
#include "tests/simulator/by_hand.h"
#include "tests/simulator/scaled.h"

using namespace queueing;
using simulator::Cause;
using simulator::InstancePool;
using simulator::RunResult;

class FunctionsTest : public QObject {
    Q_OBJECT

private slots:
    void theLastUsedGoesFirst();
    void idleInstancesGo();
    void provisionedInstancesStay();
    void requestsWaitForTheInstanceTheyMade();
    void instancesThatAreProvisionedAreWarm();
    void tooManyAreRefused();
    void erlangsLossFormula();
    void coldStartsAreExponential_data();
    void coldStartsAreExponential();
    void instancesAreThoseInUse();
    void deadInstancesAreReplaced();
    void killedFunctionsAnswerNothing();
    void abandonedStartsLeaveAnInstance();
    void tracesShowTheWait();
    void whatDoesNotGoWithItIsNamed();
};

namespace {

/// A function that takes that long; 2 s of image and 3 s of start.
Deployment& function(Builder& model, const Distribution& time, double idle = 10, int most = 1000,
                     int provisioned = 0) {
    Deployment& deployment = model.service("s", 20, {compute(time)});
    deployment.imagePull = seconds(2);
    deployment.startUp = seconds(3);
    deployment.serverless = Serverless{most, seconds(idle), provisioned, {}};
    return deployment;
}

TraceArrivals cameAt(const std::vector<double>& times) {
    TraceArrivals arrivals;
    for (const double time : times) arrivals.times.push_back(seconds(time));
    return arrivals;
}

double coldStartsOf(const RunResult& result) {
    const std::vector<double>& values = seriesOf(result.stations.at(0), "cold_starts");
    return std::accumulate(values.begin(), values.end(), 0.0);
}

}  // namespace

void FunctionsTest::theLastUsedGoesFirst() {
    InstancePool pool({3, 0, 10});
    const auto take = [&pool] {
        const auto grant = pool.take();
        return grant ? std::pair(static_cast<int>(grant->instance), grant->cold) : std::pair(-1, false);
    };
    QCOMPARE(take(), std::pair(0, true));
    QCOMPARE(take(), std::pair(1, true));
    QCOMPARE(take(), std::pair(2, true));
    QCOMPARE(take(), std::pair(-1, false));
    pool.giveBack(1, 1);
    pool.giveBack(2, 0);
    pool.giveBack(3, 2);
    QCOMPARE(take(), std::pair(2, false));
    QCOMPARE(take(), std::pair(0, false));
    pool.giveBack(4, 2);
    QCOMPARE(take(), std::pair(2, false));
    QCOMPARE(take(), std::pair(1, false));
    QCOMPARE(pool.size(), 3u);
    pool.lose(1);
    QCOMPARE(take(), std::pair(1, true));
}

void FunctionsTest::idleInstancesGo() {
    InstancePool pool({3, 0, 10});
    for (int at = 0; at < 3; ++at) pool.take();
    QCOMPARE(pool.nextExpiry(), simulator::never);
    pool.giveBack(5, 2);
    pool.giveBack(7, 0);
    pool.giveBack(8, 1);
    QCOMPARE(pool.nextExpiry(), 15);
    QVERIFY(!pool.expire(14));
    QCOMPARE(*pool.expire(17), 2u);
    QCOMPARE(*pool.expire(17), 0u);
    QVERIFY(!pool.expire(17));
    QCOMPARE(pool.size(), 1u);
    pool.lose(1);
    QCOMPARE(pool.nextExpiry(), simulator::never);
    QCOMPARE(pool.size(), 0u);
}

void FunctionsTest::provisionedInstancesStay() {
    InstancePool pool({3, 2, 10});
    QCOMPARE(pool.size(), 2u);
    QCOMPARE(pool.nextExpiry(), simulator::never);
    const auto first = pool.take();
    QVERIFY(first && !first->cold);
    pool.take();
    QVERIFY(pool.take()->cold);
    pool.giveBack(1, 2);
    QCOMPARE(pool.nextExpiry(), 11);
    QCOMPARE(*pool.expire(11), 2u);
    pool.lose(first->instance);
    QCOMPARE(pool.size(), 1u);
    QVERIFY(pool.replace());
    QVERIFY(!pool.replace());
    QCOMPARE(pool.size(), 2u);
}

// The request at 1 s starts an instance until 6 s, that at 4 s another one until 9 s, though the first is
// idle from 7 s on. The one at 12 s gets the second: it is the last one used, until 13 s. The first has been
// idle for 10 s at 17 s, the second at 23 s.
void FunctionsTest::requestsWaitForTheInstanceTheyMade() {
    Builder model;
    function(model, always(1000));
    model.load("u", cameAt({1, 4, 12}), {"s.do"});
    const RunResult result = simulate(model.build(120, 0.0));
    QCOMPARE(coldStartsOf(result), 2.0);
    QVERIFY(std::abs(mean(result) - (6000 + 6000 + 1000) / 3.0) < 1e-6);
    QCOMPARE(changesOf(result, "ready"), (Changes{{0, 0}, {6, 1}, {9, 2}, {17, 1}, {23, 0}}));
    QCOMPARE(changesOf(result, "wanted"), (Changes{{0, 0}, {1, 1}, {4, 2}, {17, 1}, {23, 0}}));
}

// Two at a time are warm, the third is not; what it cost is what was there.
void FunctionsTest::instancesThatAreProvisionedAreWarm() {
    Builder model;
    function(model, always(1000), 10, 1000, 2).pricePerReplicaHour = 3600;
    model.project.rates.emplace();
    model.load("u", cameAt({10, 10.2, 10.4, 30}), {"s.do"});
    const RunResult result = simulate(model.build(100, 0.0));
    QCOMPARE(coldStartsOf(result), 1.0);
    QVERIFY(std::abs(mean(result) - (1000 + 1000 + 6000 + 1000) / 4.0) < 1e-6);
    // One more from 10.4 s on; at 21 s the first of the three has been idle for 10 s.
    QVERIFY(std::abs(result.footprint.parts.at(0).units - (2 + 0.106)) < 1e-9);
}

void FunctionsTest::tooManyAreRefused() {
    Builder model;
    function(model, always(1000), 10, 2);
    model.load("u", cameAt({1, 2, 3, 4, 8}), {"s.do"});
    const RunResult result = simulate(model.build(120, 0.0));
    QCOMPARE(failed(result.operations.at(0), Cause::Rejected), 2u);
    QCOMPARE(result.stations.at(0).rejected, 2u);
    QCOMPARE(result.journeys.at(0).completed, 3u);
}

// Without cold starts it is M/M/c/c.
void FunctionsTest::erlangsLossFormula() {
    Builder model;
    Deployment& deployment = function(model, exponentially(1000), 0, 10);
    deployment.imagePull = deployment.startUp = {};
    model.load("u", PoissonArrivals{10}, {"s.do"});
    const RunResult result = simulate(model.build(20000, 100.0));
    const simulator::FlowResult& flow = result.operations.at(0);
    const double loss = share(failed(flow, Cause::Rejected), flow.arrivals);
    QVERIFY2(std::abs(loss - 0.214582) < 0.004, qPrintable(QString::number(loss)));
    QVERIFY(isNear(result.stations.at(0).meanInService, 10 * (1 - 0.214582)));
}

void FunctionsTest::coldStartsAreExponential_data() {
    QTest::addColumn<double>("idle");
    QTest::addColumn<double>("expected");
    QTest::newRow("1") << 1.0 << 0.367879;
    QTest::newRow("2") << 2.0 << 0.135335;
    QTest::newRow("3") << 3.0 << 0.049787;
}

// Short requests at rate 1 find no instance where the gap before was longer than T: e^(-T).
void FunctionsTest::coldStartsAreExponential() {
    QFETCH(double, idle);
    QFETCH(double, expected);
    Builder model;
    Deployment& deployment = function(model, always(0.01), idle);
    deployment.imagePull = deployment.startUp = {};
    model.load("u", PoissonArrivals{1}, {"s.do"});
    const RunResult result = simulate(model.build(30000, 0.0));
    const auto count = static_cast<double>(result.operations.at(0).arrivals);
    QVERIFY(isShare(coldStartsOf(result) / count, expected, count));
}

// Taken away as soon as they are idle, there are as many as in M/G/inf: the load.
void FunctionsTest::instancesAreThoseInUse() {
    Builder model;
    Deployment& deployment = function(model, exponentially(2000), 0);
    deployment.imagePull = deployment.startUp = {};
    deployment.pricePerReplicaHour = 1;
    model.project.rates.emplace();
    model.load("u", PoissonArrivals{3}, {"s.do"});
    const RunResult result = simulate(model.build(20000, 100.0));
    const simulator::StationResult& station = result.stations.at(0);
    QVERIFY(isNear(station.meanInService, 6));
    QVERIFY(std::abs(station.servers - *station.meanInService.value) < 1e-6);
    QVERIFY(std::abs(result.footprint.parts.at(0).units - *station.meanInService.value) < 1e-6);
    QVERIFY(std::abs(*station.utilisation.value - 1) < 1e-9);
}

// One of two is killed at 5 s with its request, and one that is provisioned comes in its place after 5 s.
void FunctionsTest::deadInstancesAreReplaced() {
    Builder model;
    function(model, always(2000), 10, 1000, 2);
    model.load("u", cameAt({4, 4.5, 7, 15}), {"s.do"});
    model.fault(ServiceId("s"), 5, 20.0, KillFault{1});
    const RunResult result = simulate(model.build(120, 0.0));
    QCOMPARE(changesOf(result, "ready"), (Changes{{0, 2}, {5, 1}, {10, 2}}));
    QCOMPARE(changesOf(result, "wanted"), (Changes{{0, 2}}));
    QCOMPARE(coldStartsOf(result), 0.0);
    QCOMPARE(result.journeys.at(0).completed, 3u);
    QCOMPARE(failed(result.operations.at(0), Cause::Crashed), 1u);
}

void FunctionsTest::killedFunctionsAnswerNothing() {
    Builder model;
    function(model, always(2000));
    model.load("u", cameAt({1, 10, 15, 30}), {"s.do"});
    model.fault(ServiceId("s"), 7, 10.0, KillFault{});
    const RunResult result = simulate(model.build(60, 0.0));
    // The first is under way until 8 s.
    QCOMPARE(failed(result.operations.at(0), Cause::Crashed), 3u);
    QCOMPARE(result.journeys.at(0).completed, 1u);
    QCOMPARE(coldStartsOf(result), 2.0);
}

// Its caller gives up after a second; what has begun to start is there for the next one.
void FunctionsTest::abandonedStartsLeaveAnInstance() {
    Builder model;
    function(model, always(500));
    CallPolicy& policy = model.policy("p");
    policy.timeout = seconds(1);
    policy.orphanWork = OrphanWork::Cancel;
    model.load("u", cameAt({1, 10}), {"s.do"}, "p");
    const RunResult result = simulate(model.build(120, 0.0));
    QCOMPARE(coldStartsOf(result), 1.0);
    QCOMPARE(result.journeys.at(0).completed, 1u);
    QCOMPARE(changesOf(result, "ready"), (Changes{{0, 0}, {6, 1}, {20, 0.5}, {21, 0}}));
}

// 5 s of a cold start before 1 s of work, at instances 0, 1 and 1 again.
void FunctionsTest::tracesShowTheWait() {
    Builder model;
    function(model, always(1000));
    model.load("u", cameAt({1, 4, 12}), {"s.do"});
    simulator::RunOptions options;
    options.replications = 1;
    options.traces.emplace().headShare = 1;
    const Project project = model.build(120, 0.0);
    const RunResult result = simulator::run(*planOf(project), options);
    QCOMPARE(result.eventLogHash, simulate(project).eventLogHash);
    QCOMPARE(result.traces.size(), std::size_t(3));
    const int instances[] = {0, 1, 1};
    for (std::size_t at = 0; at < 3; ++at) {
        const simulator::Span& span = result.traces[at].spans.back();
        QCOMPARE(span.replica, instances[at]);
        QCOMPARE(span.part(simulator::Part::Queue), at < 2 ? 5'000'000'000 : 0);
        QCOMPARE(span.part(simulator::Part::Service), 1'000'000'000);
    }
}

void FunctionsTest::whatDoesNotGoWithItIsNamed() {
    const auto refusal = [](auto change) {
        Builder model;
        Deployment& deployment = function(model, always(1));
        change(model, deployment);
        model.load("u", PoissonArrivals{1}, {"s.do"});
        const auto plan = simulator::compile(model.build(1), ScenarioId("test"));
        return plan ? std::string() : plan.error().text();
    };
    QCOMPARE(refusal([](Builder&, Deployment&) {}), std::string());
    const std::string probe = refusal([](Builder&, Deployment& d) { d.readiness = Probe{}; });
    QVERIFY2(probe.starts_with("/deployments/s/readiness: beside serverless"), probe.c_str());
    const std::string consumer = refusal([](Builder& model, Deployment&) {
        Channel channel;
        channel.id = ChannelId("c");
        channel.name = "Channel";
        model.project.channels = model.project.channels.with(channel);
        Operation operation = model.lastOperation();
        operation.subscription = Subscription{channel.id, "", 1, {}};
        model.last().operations = model.last().operations.with(operation);
    });
    QVERIFY2(consumer.find("/serverless: found consumers of channel `c`") != std::string::npos,
             consumer.c_str());
}

QTEST_GUILESS_MAIN(FunctionsTest)
#include "functions_test.moc"
