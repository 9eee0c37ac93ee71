// Services whose replicas change their size, against what the Vertical Pod Autoscaler's formulas say, worked
// out by hand.
#include <QTest>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "simulator/estimate/estimate.h"
#include "simulator/platform/usage_histogram.h"
#include "simulator/steered_run.h"
#include "tests/simulator/scaled.h"
#include "tests/simulator/short_run.h"

using namespace queueing;
using simulator::RunResult;
using simulator::SteeredRun;

namespace {

/// What is recommended to a pod that uses so much all the time [1/1000 core].
double targetOf(double milli) {
    using simulator::UsageHistogram;
    const double end = UsageHistogram::startOf(UsageHistogram::bucketOf(milli / 1000) + 1);
    const double base = std::floor(1000 * end);
    return base + std::floor(0.15 * base);
}

Step cpu(const Distribution& time) {
    return {Compute{time, Work::Cpu}, {}};
}

/// Pods that compute 15 ms for each of 10 requests a second and pod: 150 thousandths of a core. They request
/// `request`, and may use three times as much.
Deployment& sized(Builder& model, std::int32_t request, int replicas = 2) {
    Deployment& deployment = model.service("s", 100, {cpu(always(15))});
    deployment.replicas = replicas;
    deployment.cpuRequestMilli = request;
    deployment.cpuLimitMilli = 3 * request;
    deployment.startUp = seconds(5);
    deployment.verticalScaling.emplace();
    return deployment;
}

void load(Builder& model, int replicas = 2) {
    model.load("u", ConstantArrivals{10.0 * replicas}, {"s.do"});
}

RunResult follows(Builder& model, double length) {
    return simulate(follow(model.build(length, 0.0)));
}

double evictionsOf(const RunResult& result) {
    const std::vector<double>& values = seriesOf(result.stations.at(0), "evictions");
    return std::accumulate(values.begin(), values.end(), 0.0);
}

/// When pods were evicted.
std::vector<double> evictedAt(const RunResult& result) {
    std::vector<double> times;
    for (const simulator::PlatformChange& change : result.chronicle.platform)
        if (change.kind == "evicted_for_size") times.push_back(change.at);
    return times;
}

double requestAt(const RunResult& result, std::size_t second) {
    return 1000 * seriesOf(result.stations.at(0), "cpu_request").at(second);
}
double recommendedAt(const RunResult& result, std::size_t second) {
    return 1000 * seriesOf(result.stations.at(0), "cpu_recommended").at(second);
}
double recommendedAtEnd(const RunResult& result) {
    return 1000 * seriesOf(result.stations.at(0), "cpu_recommended").back();
}

/// Of the journeys that ended in that second [ms].
double medianAt(const RunResult& result, std::size_t second) {
    for (const simulator::Series& series : result.journeys.at(0).series)
        if (series.name == "p50_ms") return series.values.at(second);
    qFatal("no series");
}

bool isClose(double found, double expected, double within = 1e-5) {
    if (std::abs(found - expected) <= within * std::abs(expected)) return true;
    qWarning("%g instead of %g", found, expected);
    return false;
}

}  // namespace

class VerticalScalingTest : public QObject {
    Q_OBJECT

private slots:
    void smallOnesGrow();
    void largeOnesShrink();
    void starvedOnesRecover();
    void oneByOne_data();
    void oneByOne();
    void theBudgetMayForbidIt();
    void oneAloneStays();
    void newPodsAreSized();
    void youngOnesStayWithinTheirBounds();
    void withoutAReasonNothingChanges();
    void scenariosDecide();
    void eventLoopsAreThrottled();
    void delaysCostWhatTheyUse();
    void nodesNeedRoom();
    void costsAreTheIntegralOfRequests();
    void pricesOfReplicasStay();
    void pressureIsOfTheNewSize();
    void versionsAreSizedApart();
    void forksGoOnWithTheirSizes();
    void estimatesSayThatTheyDoNot();
    void whatDoesNotFitIsNamed();
};

// 0.3 cores need 50 ms for 15 ms of work. At 60 s the first figure is there, and one that has always been
// there goes at each look: its successor has a limit in the same ratio.
void VerticalScalingTest::smallOnesGrow() {
    Builder model;
    sized(model, 100);
    load(model);
    const RunResult result = follows(model, 300);
    const double target = targetOf(150);
    QCOMPARE(evictedAt(result), (std::vector<double>{60, 120}));
    QCOMPARE(evictionsOf(result), 2.0);
    QVERIFY(isClose(recommendedAtEnd(result), target));
    QVERIFY(isClose(requestAt(result, 30), 200));
    QVERIFY(isClose(requestAt(result, 90), 100 + target));
    QVERIFY(isClose(requestAt(result, 299), 2 * target));
    QVERIFY(isClose(medianAt(result, 50), 50, 0.02));
    QVERIFY(isClose(medianAt(result, 299), 15 / (0.003 * target), 0.02));
    QCOMPARE(result.operations.at(0).failures(), 0u);
    const std::vector<double>& use = seriesOf(result.stations.at(0), "cpu");
    QVERIFY(isClose(use[50], 0.5));
    QVERIFY(isClose(use[299], 150 / (3 * target)));
}

void VerticalScalingTest::largeOnesShrink() {
    Builder model;
    sized(model, 2000);
    load(model);
    const RunResult result = follows(model, 300);
    QCOMPARE(evictionsOf(result), 2.0);
    QVERIFY(isClose(requestAt(result, 30), 4000));
    QVERIFY(isClose(requestAt(result, 299), 2 * targetOf(150)));
}

// What is throttled uses its limit, and is given a margin above it, again and again, until it has enough.
void VerticalScalingTest::starvedOnesRecover() {
    Builder model;
    Deployment& deployment = sized(model, 50);
    deployment.cpuLimitMilli = 50;
    deployment.workers = 4;
    deployment.queueLimit = 0;
    deployment.verticalScaling->halfLife = seconds(120);
    load(model);
    const RunResult result = follows(model, 7200);
    const std::vector<double>& recommended = seriesOf(result.stations.at(0), "cpu_recommended");
    QVERIFY(evictionsOf(result) >= 6);
    QVERIFY(isClose(recommendedAtEnd(result), targetOf(150)));
    QVERIFY(isClose(1000 * recommended.at(std::size_t(100 / result.seriesInterval)), targetOf(50)));
    const auto& good = result.journeys.at(0).series;
    const auto goodput = std::ranges::find(good, std::string("goodput_rps"), &simulator::Series::name);
    QVERIFY(goodput->values.front() < 10);
    QVERIFY(isClose(goodput->values.back(), 20, 0.01));
}

void VerticalScalingTest::oneByOne_data() {
    QTest::addColumn<int>("replicas");
    QTest::addColumn<int>("budget");
    QTest::addColumn<int>("atOnce");
    QTest::newRow("by the default budget") << 6 << 1 << 1;
    QTest::newRow("two") << 6 << 2 << 2;
    QTest::newRow("half of them") << 6 << 5 << 3;
    QTest::newRow("half of five") << 5 << 5 << 2;
}

void VerticalScalingTest::oneByOne() {
    QFETCH(int, replicas);
    QFETCH(int, budget);
    QFETCH(int, atOnce);
    Builder model;
    sized(model, 500, replicas).maxUnavailable = budget;
    load(model, replicas);
    const RunResult result = follows(model, 420);
    std::vector<double> expected;
    for (int left = replicas, at = 60; left > 0; left -= atOnce, at += 60)
        expected.insert(expected.end(), std::size_t(std::min(left, atOnce)), at);
    QCOMPARE(evictedAt(result), expected);
    const std::vector<double>& ready = seriesOf(result.stations.at(0), "ready");
    QCOMPARE(*std::ranges::min_element(ready), double(replicas - atOnce));
    QCOMPARE(ready.back(), double(replicas));
    QVERIFY(isClose(requestAt(result, 419), replicas * targetOf(150)));
}

void VerticalScalingTest::theBudgetMayForbidIt() {
    Builder model;
    sized(model, 500).maxUnavailable = 0;
    load(model);
    const RunResult result = follows(model, 300);
    QCOMPARE(evictionsOf(result), 0.0);
    QVERIFY(isClose(recommendedAtEnd(result), targetOf(150)));
    QVERIFY(isClose(requestAt(result, 299), 1000));
}

// As by default: it would be away for as long as its successor starts.
void VerticalScalingTest::oneAloneStays() {
    Builder model;
    sized(model, 500, 1);
    load(model, 1);
    const RunResult result = follows(model, 300);
    QCOMPARE(evictionsOf(result), 0.0);
    QVERIFY(isClose(recommendedAtEnd(result), targetOf(150)));
    QVERIFY(isClose(requestAt(result, 299), 500));
}

// Whatever they are made for.
void VerticalScalingTest::newPodsAreSized() {
    Builder model;
    sized(model, 500, 1);
    load(model, 1);
    model.fault(ServiceId("s"), 100, {}, ReleaseFault{});
    const RunResult result = follows(model, 300);
    QCOMPARE(evictionsOf(result), 0.0);
    QVERIFY(isClose(requestAt(result, 90), 500));
    QVERIFY(isClose(requestAt(result, 299), targetOf(150)));
}

// From 200 s on there is half as much to do. After seven minutes the upper bound is 200 times as much as was
// used, so that nobody shrinks.
void VerticalScalingTest::youngOnesStayWithinTheirBounds() {
    Builder model;
    sized(model, 500).verticalScaling->halfLife = seconds(60);
    model.load("u", steps({{200, 20}, {400, 10}}), {"s.do"});
    const RunResult result = follows(model, 600);
    QCOMPARE(evictionsOf(result), 2.0);
    QVERIFY(isClose(recommendedAtEnd(result), targetOf(75)));
    QVERIFY(isClose(requestAt(result, 599), 2 * targetOf(150)));
}

// Bounds that leave no choice: looking at it changes nothing.
void VerticalScalingTest::withoutAReasonNothingChanges() {
    const auto run = [](bool scales) {
        Builder model;
        Deployment& deployment = sized(model, 200);
        if (scales)
            deployment.verticalScaling->minCpuMilli = deployment.verticalScaling->maxCpuMilli = 200;
        else
            deployment.verticalScaling.reset();
        model.load("u", PoissonArrivals{20}, {"s.do"});
        model.project.rates.emplace().vcpuHour = 1;
        return follows(model, 300);
    };
    const RunResult plain = run(false);
    const RunResult looked = run(true);
    QCOMPARE(evictionsOf(looked), 0.0);
    QVERIFY(looked.journeys.at(0).latency == plain.journeys.at(0).latency);
    QVERIFY(looked.stations.at(0).cpu == plain.stations.at(0).cpu);
    QVERIFY(isClose(*looked.footprint.total.cost.value, *plain.footprint.total.cost.value, 1e-12));
    for (const double request : seriesOf(looked.stations.at(0), "cpu_request"))
        QVERIFY(isClose(request, 0.4));
}

void VerticalScalingTest::scenariosDecide() {
    const auto hashOf = [](bool scales) {
        Builder model;
        Deployment& deployment = sized(model, 100);
        if (!scales) deployment.verticalScaling.reset();
        load(model);
        return simulate(model.build(200, 0.0)).eventLogHash;
    };
    QCOMPARE(hashOf(true), hashOf(false));
}

// A loop that is busy for a fifth of the time uses a fifth of its limit of a core. With less than a core it
// takes longer, and uses the same.
void VerticalScalingTest::eventLoopsAreThrottled() {
    Builder model;
    Deployment& deployment = model.service("s", 1, {compute(always(20))});
    deployment.concurrency = Concurrency::EventLoop;
    deployment.replicas = 2;
    deployment.cpuRequestMilli = deployment.cpuLimitMilli = 1000;
    deployment.verticalScaling.emplace();
    load(model);
    const RunResult result = follows(model, 600);
    const double target = targetOf(200);
    QCOMPARE(evictionsOf(result), 2.0);
    QVERIFY(isClose(recommendedAtEnd(result), target));
    QVERIFY(isClose(requestAt(result, 599), 2 * target));
    QVERIFY(isClose(medianAt(result, 30), 20, 0.02));
    QVERIFY(isClose(medianAt(result, 599), 20'000 / target, 0.02));
}

// Workers that only wait: two of ten are 200 of the limit's 1000 thousandths, and no size makes them faster.
void VerticalScalingTest::delaysCostWhatTheyUse() {
    Builder model;
    Deployment& deployment = model.service("s", 10, {compute(always(200))});
    deployment.replicas = 2;
    deployment.cpuRequestMilli = deployment.cpuLimitMilli = 1000;
    deployment.verticalScaling.emplace();
    load(model);
    const RunResult result = follows(model, 600);
    QVERIFY(isClose(recommendedAtEnd(result), targetOf(200)));
    QVERIFY(isClose(requestAt(result, 599), 2 * targetOf(200)));
    QVERIFY(isClose(medianAt(result, 599), 200, 0.02));
}

// Each node has room for one of them: its successor waits until it has gone.
void VerticalScalingTest::nodesNeedRoom() {
    Builder model;
    NodePool pool;
    pool.id = NodePoolId("pool");
    pool.name = "Pool";
    pool.nodes = 2;
    pool.cpuMilli = 250;
    model.project.network.nodePools = model.project.network.nodePools.with(pool);
    sized(model, 100).nodePool = pool.id;
    load(model);
    const RunResult result = follows(model, 300);
    std::vector<double> waited;
    for (const simulator::PlatformChange& change : result.chronicle.platform)
        if (change.kind == "no_room") waited.push_back(change.at);
    QCOMPARE(waited, (std::vector<double>{60, 120}));
    QCOMPARE(seriesOf(result.stations.at(0), "ready").back(), 2.0);
    QVERIFY(isClose(requestAt(result, 299), 2 * targetOf(150)));
    const std::vector<double>& request = seriesOf(result.stations.at(0), "cpu_request");
    QVERIFY(isClose(1000 * *std::ranges::max_element(request), 2 * targetOf(150)));
}

// A currency unit for each second of a core, whoever has it.
void VerticalScalingTest::costsAreTheIntegralOfRequests() {
    for (const std::int32_t request : {60, 400, 3000}) {
        Builder model;
        Deployment& deployment = sized(model, request, 4);
        deployment.imagePull = seconds(3);
        deployment.gracePeriod = seconds(20);
        model.load("u", PoissonArrivals{40}, {"s.do"});
        Rates& rates = model.project.rates.emplace();
        rates.vcpuHour = 3600;
        Power& power = rates.power.emplace();
        power.idleWatts = 7;
        power.fullWatts = 7;
        power.memoryWatts = 0;
        power.pue = 1;
        power.gridIntensity = 100;
        power.embodied = 3600;
        const RunResult result = follows(model, 500);
        const std::vector<double>& cores = seriesOf(result.stations.at(0), "cpu_request");
        const double mean = std::accumulate(cores.begin(), cores.end(), 0.0) / double(cores.size());
        const simulator::FootprintPart& part = result.footprint.parts.at(0);
        QVERIFY(evictionsOf(result) >= 4);
        QVERIFY(isClose(*part.cost.value, 3600 * mean));
        QVERIFY(isClose(*part.power.value, 7 * mean));
        QVERIFY(isClose(*part.embodied.value, 3600 * mean));
        QVERIFY(part.cost.low == *part.cost.value);
    }
}

void VerticalScalingTest::pricesOfReplicasStay() {
    Builder model;
    sized(model, 500).pricePerReplicaHour = 10;
    load(model);
    model.project.rates.emplace().vcpuHour = 3600;
    const RunResult result = follows(model, 300);
    const simulator::FootprintResult& footprint = result.footprint;
    QVERIFY(isClose(*footprint.parts.at(0).cost.value, 10 * footprint.parts.at(0).units, 1e-12));
    QVERIFY(std::ranges::any_of(footprint.leftOut, [](const std::string& text) {
        return text.find("price_per_replica_hour") != std::string::npos;
    }));
}

// Half of the cores that they have by then.
void VerticalScalingTest::pressureIsOfTheNewSize() {
    Builder model;
    sized(model, 100);
    load(model);
    PressureFault pressure;
    pressure.cpuShare = 0.5;
    model.fault(ServiceId("s"), 200, {}, pressure);
    const RunResult result = follows(model, 240);
    const double before = 15 / (0.003 * targetOf(150));
    QVERIFY(isClose(medianAt(result, 199), before, 0.02));
    QVERIFY(isClose(medianAt(result, 239), 2 * before, 0.02));
}

// The budget counts both sides: of the old four it lets half go at a look. The new ones are too young to
// shrink.
void VerticalScalingTest::versionsAreSizedApart() {
    Builder model;
    Deployment& deployment = sized(model, 500, 4);
    deployment.rollout.emplace().strategy = RolloutStrategy::BlueGreen;
    deployment.rollout->promotion = seconds(200);
    deployment.maxUnavailable = 1;
    load(model, 4);
    model.fault(ServiceId("s"), 10, {}, ReleaseFault{});
    const RunResult result = follows(model, 500);
    const std::vector<double>& ready = seriesOf(result.stations.at(0), "ready");
    QCOMPARE(evictedAt(result), (std::vector<double>{60, 60, 120, 120}));
    QCOMPARE(*std::ranges::max_element(ready), 8.0);
    QCOMPARE(ready.back(), 4.0);
    QCOMPARE(result.operations.at(0).failures(), 0u);
    QVERIFY(isClose(requestAt(result, 199), 4 * 500 + 4 * recommendedAt(result, 120)));
    QVERIFY(isClose(requestAt(result, 499), 4 * 500));
}

// With twice as many workers the pods keep the size that they have.
void VerticalScalingTest::forksGoOnWithTheirSizes() {
    const auto planWith = [](int workers, double percentile) {
        Builder model;
        Deployment& deployment = model.service("s", workers, {compute(always(15))});
        deployment.discipline = QueueDiscipline::ProcessorSharing;
        deployment.replicas = 2;
        deployment.cpuRequestMilli = deployment.cpuLimitMilli = 1000;
        deployment.verticalScaling.emplace().percentile = percentile;
        load(model);
        simulator::RunOptions options;
        options.replications = 1;
        return simulator::compile(follow(model.build(400, 0.0)), ScenarioId("test"), options).value();
    };
    SteeredRun run(planWith(4, 90));
    run.runTo(200);
    auto same = run.fork(planWith(4, 90));
    auto more = run.fork(planWith(8, 90));
    QVERIFY(same && more);
    const auto other = run.fork(planWith(4, 80));
    QVERIFY(!other && other.error().text().find("is scaled otherwise") != std::string::npos);
    for (SteeredRun* each : {&run, &*same, &*more}) each->runTo(400);
    QCOMPARE(same->fingerprint(), run.fingerprint());
    const double size = targetOf(1000 * 0.15 / 4) / 1000;
    QVERIFY(isClose(medianAt(run.result(), 399), 15 / std::min(1.0, 4 * size), 0.02));
    QVERIFY(isClose(medianAt(more->result(), 205), 15 / std::min(1.0, 8 * size), 0.02));
}

void VerticalScalingTest::estimatesSayThatTheyDoNot() {
    Builder model;
    sized(model, 500);
    load(model);
    const Project project = model.build(10);
    const auto remarks = [](const Project& estimated) {
        return simulator::estimate(estimated, ScenarioId("test"))->notRepresented;
    };
    const auto before = remarks(project);
    const auto after = remarks(follow(project));
    QCOMPARE(after.size(), before.size() + 1);
    QVERIFY(std::ranges::any_of(after, [](const auto& remark) {
        return remark.text.find("CPU of the deployment") != std::string::npos;
    }));
}

void VerticalScalingTest::whatDoesNotFitIsNamed() {
    const auto refusal = [](auto change) {
        Builder model;
        change(sized(model, 500));
        load(model);
        const auto plan = simulator::compile(follow(model.build(1)), ScenarioId("test"));
        return plan ? std::string() : plan.error().text();
    };
    QCOMPARE(refusal([](Deployment&) {}), std::string());
    QVERIFY(refusal([](Deployment& d) {
                d.autoscaling.emplace();
            }).starts_with("/deployments/s/vertical_scaling: found autoscaling by CPU too"));
    QVERIFY(refusal([](Deployment& d) {
                d.serverless.emplace();
            }).starts_with("/deployments/s/vertical_scaling: beside serverless"));
    QVERIFY(refusal([](Deployment& d) {
                d.verticalScaling->minCpuMilli = 9000;
            }).starts_with("/deployments/s/vertical_scaling: min_cpu_milli 9000 above max_cpu_milli 8000"));
}

QTEST_GUILESS_MAIN(VerticalScalingTest)
#include "vertical_scaling_test.moc"
