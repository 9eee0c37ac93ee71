// Services that are scaled by the backlog of a channel, and ahead of a load that comes again, against
// timelines worked out by hand.
#include <QTest>
#include <cmath>

#include "simulator/platform/load_forecast.h"
#include "tests/simulator/scaled.h"
#include "tests/simulator/short_run.h"

using namespace queueing;
using simulator::RunResult;

class EventScalingTest : public QObject {
    Q_OBJECT

private slots:
    void kedaWakesAndPutsToSleep();
    void activationHoldsItDown();
    void withOneReplicaTheHpaDecides();
    void backlogsDrainWithTheReplicas_data();
    void backlogsDrainWithTheReplicas();
    void partitionsWaitForMembers();
    void sourcesThatAreNotThereAreNamed();
    void forecastsAreOfOnePeriodAgo();
    void podsAreReadyBeforeTheRise();
    void lateForecastsAreNoForecasts();
};

namespace {

/// `p` publishes to the queue `q`, `s` handles one message at a time in that long.
struct Backlog : Builder {
    Deployment* consumers = nullptr;
    Channel channel;

    explicit Backlog(const CountedArrivals& arrivals, double handling = 500) {
        channel.id = ChannelId("q");
        channel.name = "Queue";
        channel.broker = Broker::RabbitMq;
        service("p", 1000, {publish("q")});
        consumers = &service("s", 20, {compute(always(handling))});
        Operation operation = lastOperation();
        operation.subscription = Subscription{channel.id, "", 1, {}};
        last().operations = last().operations.with(operation);
        consumers->startUp = seconds(5);
        Autoscaling& scaling = consumers->autoscaling.emplace();
        scaling.minReplicas = 0;
        scaling.maxReplicas = 10;
        scaling.events = EventScaling{channel.id, "", 5, 0, seconds(30), seconds(60), {}};
        load("u", arrivals, {"p.do"});
    }

    RunResult simulated(double length) {
        project.channels = project.channels.with(channel);
        return simulate(follow(build(length)));
    }
};

/// The first second from which on there is no backlog.
int drainedAt(const RunResult& result) {
    const std::vector<double>& lag = result.groups.at(0).series.at(0).values;
    int at = static_cast<int>(lag.size());
    while (at > 0 && lag[static_cast<std::size_t>(at - 1)] == 0) --at;
    return at;
}

}  // namespace

// KEDA looks every 30 s. At 90 s more than 60 s have passed without a message: none is left. The 20 messages
// of the second after 100 s wait; at 120 s there is to be one replica, and at the same moment the
// HorizontalPodAutoscaler asks for 20 / 5 of them. They start until 125 s, and each handles five messages in
// 2.5 s. More than 60 s after 120 s it is 210 s; the HorizontalPodAutoscaler would have kept the four for
// longer.
void EventScalingTest::kedaWakesAndPutsToSleep() {
    Backlog model(steps({{100, 0}, {1, 20}}));
    const RunResult result = model.simulated(300);
    QCOMPARE(changesOf(result, "wanted", 1), (Changes{{0, 1}, {90, 0}, {120, 4}, {210, 0}}));
    QCOMPARE(changesOf(result, "ready", 1), (Changes{{0, 1}, {90, 0}, {125, 4}, {210, 0}}));
    QCOMPARE(result.groups.at(0).published, 20u);
    QCOMPARE(result.groups.at(0).handled, 20u);
    QCOMPARE(drainedAt(result), 128);
}

// 20 messages are not more than 20: they wait for ever.
void EventScalingTest::activationHoldsItDown() {
    Backlog model(steps({{100, 0}, {1, 20}}));
    model.consumers->autoscaling->events->activation = 20;
    const RunResult result = model.simulated(300);
    QCOMPARE(changesOf(result, "wanted", 1), (Changes{{0, 1}, {90, 0}}));
    QCOMPARE(result.groups.at(0).inside, 20u);
    QCOMPARE(result.groups.at(0).handled, 0u);
}

// At 105 s nine of 20 messages are handled: ceil(11 / 5) = 3. KEDA leaves the last replica alone.
void EventScalingTest::withOneReplicaTheHpaDecides() {
    Backlog model(steps({{100, 0}, {1, 20}}));
    model.consumers->autoscaling->minReplicas = 1;
    model.consumers->autoscaling->scaleDown = ScalingDirection{ScalingSelect::Max, seconds(30), {}, {}};
    const RunResult result = model.simulated(300);
    const Changes wanted = changesOf(result, "wanted", 1);
    QCOMPARE(wanted.front(), (std::pair{0, 1.0}));
    QCOMPARE(wanted.at(1), (std::pair{105, 3.0}));
    QCOMPARE(wanted.back().second, 1.0);
    QCOMPARE(result.groups.at(0).handled, 20u);
}

void EventScalingTest::backlogsDrainWithTheReplicas_data() {
    QTest::addColumn<int>("replicas");
    for (const int replicas : {1, 2, 4, 5}) QTest::addRow("%d", replicas) << replicas;
}

// 40 messages of S = 0.49 s, and n replicas from 125 s on: they are gone after ceil(40 / n) S.
void EventScalingTest::backlogsDrainWithTheReplicas() {
    QFETCH(int, replicas);
    Backlog model(steps({{100, 0}, {1, 40}}), 490);
    model.consumers->autoscaling->maxReplicas = replicas;
    const RunResult result = model.simulated(200);
    QCOMPARE(seriesOf(result.stations.at(1), "ready")[126], double(replicas));
    QCOMPARE(result.groups.at(0).handled, 40u);
    QCOMPARE(drainedAt(result), static_cast<int>(125 + std::ceil(40.0 / replicas) * 0.49) + 1);
}

// The partitions of a log are nobody's while there is no replica, and no message is lost.
void EventScalingTest::partitionsWaitForMembers() {
    for (const PartitionAssignment assignment :
         {PartitionAssignment::Range, PartitionAssignment::CooperativeSticky}) {
        CountedArrivals arrivals = steps({{100, 0}, {1, 20}, {149, 0}, {30, 4}, {20, 0}});
        Backlog model(arrivals);
        model.channel.broker = Broker::Kafka;
        model.channel.partitions = 6;
        model.channel.partitioning = Partitioning::RoundRobin;
        model.channel.assignment = assignment;
        const RunResult result = model.simulated(500);
        const simulator::GroupResult& group = result.groups.at(0);
        QCOMPARE(group.published, 140u);
        QCOMPARE(group.handled, 140u);
        QCOMPARE(changesOf(result, "ready", 1).back().second, 0.0);
        QVERIFY(group.rebalances > 0);
    }
}

void EventScalingTest::sourcesThatAreNotThereAreNamed() {
    const auto refusal = [](const std::string& group, const std::string& channel) {
        Backlog model(steps({{1, 1}}));
        model.consumers->autoscaling->events->group = group;
        model.consumers->autoscaling->events->channel = ChannelId(channel);
        model.project.channels = model.project.channels.with(model.channel);
        const auto plan = simulator::compile(follow(model.build(10)), ScenarioId("test"));
        return plan ? std::string() : plan.error().text();
    };
    QCOMPARE(refusal("", "q"), std::string());
    QCOMPARE(refusal("s", "q"), std::string());
    const std::string group = refusal("other", "q");
    QVERIFY2(group.find("no group `other`") != std::string::npos, group.c_str());
    QVERIFY(!refusal("", "other").empty());
}

// Requests of 2 thousandths of a CPU x s. In the intervals of a period 1, 3, 2 and 0 come in 10 s.
void EventScalingTest::forecastsAreOfOnePeriodAgo() {
    constexpr std::int64_t second = 1'000'000'000;
    const auto forecast = [](std::int64_t ahead, double headroom) {
        return simulator::LoadForecast({40 * second, ahead * second, 10 * second, headroom}, 1000 * second);
    };
    const auto needs = [](simulator::LoadForecast made, int intervals) {
        const double counts[] = {1, 3, 2, 0};
        double requests = 0;
        for (int at = 0; at < intervals; ++at) {
            requests += counts[at % 4];
            made.add(requests, requests, requests * 2 * second);
        }
        return made.needed();
    };
    QCOMPARE(needs(forecast(10, 0), 3), -1.0);
    QCOMPARE(needs(forecast(10, 0), 4), 0.2);
    QCOMPARE(needs(forecast(10, 0), 5), 0.6);
    QCOMPARE(needs(forecast(20, 0), 4), 0.6);
    QCOMPARE(needs(forecast(10, 0.5), 5), 0.9);
    QCOMPARE(needs(forecast(10, 0), 7), 0.0);
    QCOMPARE(needs(forecast(40, 0), 7), 0.6);
    QCOMPARE(needs(forecast(10, 0), 101), 0.6);
    QCOMPARE(needs(simulator::LoadForecast({40 * second, 0, 10 * second, 0}, 40 * second), 50), -1.0);
}

namespace {

/// Requests hold one of 20 workers for 100 ms: 5 thousandths of a CPU x s each; a replica is to use 500. A
/// minute of 90/s and one of 390/s, again and again: one replica, and four.
RunResult wave(std::optional<PredictiveScaling> predictive) {
    Builder model;
    Deployment& deployment = model.service("s", 20, {compute(always(100))});
    deployment.cpuRequestMilli = deployment.cpuLimitMilli = 1000;
    deployment.startUp = seconds(10);
    deployment.autoscaling = Autoscaling{1, 10, 50, {}};
    deployment.autoscaling->scaleDown = ScalingDirection{ScalingSelect::Max, seconds(0), {}, {}};
    deployment.autoscaling->predictive = predictive;
    CountedArrivals arrivals = steps({{60, 90}, {60, 390}});
    arrivals.repeat = true;
    model.load("u", arrivals, {"s.do"});
    return simulate(follow(model.build(360)));
}

}  // namespace

// At 165 s the forecast sees what came from 45 s to 75 s. Before 120 s nothing is known.
void EventScalingTest::podsAreReadyBeforeTheRise() {
    const RunResult plain = wave({});
    const RunResult ahead = wave(PredictiveScaling{seconds(120), seconds(30), 0, {}});
    const std::vector<double>& before = seriesOf(plain.stations.at(0), "ready");
    const std::vector<double>& after = seriesOf(ahead.stations.at(0), "ready");
    for (std::size_t at = 0; at < 120; ++at) QCOMPARE(after[at], before[at]);
    QCOMPARE(before[182], 1.0);
    QCOMPARE(seriesOf(ahead.stations.at(0), "wanted")[164], 2.0);
    QCOMPARE(seriesOf(plain.stations.at(0), "wanted")[165], 1.0);
    QCOMPARE(seriesOf(ahead.stations.at(0), "wanted")[165], 4.0);
    QCOMPARE(after[175], 4.0);
    for (std::size_t at = 180; at < 238; ++at) QVERIFY(after[at] >= 4);
    for (std::size_t at = 300; at < 358; ++at) QVERIFY(after[at] >= 4);
    // Nobody waits in the second and the third wave.
    const std::vector<double>& queue = seriesOf(ahead.stations.at(0), "queue");
    QVERIFY(queue[65] > 10);
    for (std::size_t at = 180; at < 240; ++at) QVERIFY(queue[at] < 0.1);
    QVERIFY(seriesOf(plain.stations.at(0), "queue")[185] > 10);
}

// A period longer than the run leaves the autoscaler by CPU as it is.
void EventScalingTest::lateForecastsAreNoForecasts() {
    QCOMPARE(wave(PredictiveScaling{}).eventLogHash, wave({}).eventLogHash);
}

QTEST_GUILESS_MAIN(EventScalingTest)
#include "event_scaling_test.moc"
