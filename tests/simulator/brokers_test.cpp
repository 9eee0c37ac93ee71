// Brokers that go away, members that take too long, and servers of stores that are worse than the others.
#include <QTest>
#include <algorithm>
#include <cmath>

#include "simulator/steered_run.h"
#include "tests/simulator/by_hand.h"
#include "tests/simulator/topic.h"

using namespace queueing;
using simulator::Cause;

class BrokersTest : public QObject {
    Q_OBJECT

private slots:
    void producersOfALogWait_data();
    void producersOfALogWait();
    void notForEver();
    void whatAProcessKeepsDiesWithIt();
    void publishersOfAQueueFail();
    void whatWasThereIsHandledAfterwards();
    void whoTakesTooLongIsOut();
    void processingBeyondTheIntervalLoops();
    void fewerRecordsAreInTime();
    void defaultsAreThoseOfKafka();
    void pollsHaveKafkasDefaults();
    void atMostOnceIsHandledOnce();
    void deadMembersHaveNothing();
    void someServersAreSlow();
    void someServersFail();
    void moreServersThanThereAreAreRefused();
};

namespace {

double peak(const std::vector<double>& values, std::size_t from = 0) {
    return *std::max_element(values.begin() + static_cast<std::ptrdiff_t>(from), values.end());
}

std::uint64_t failedAt(const simulator::EdgeResult& edge, Cause cause) {
    return edge.failed[static_cast<std::size_t>(cause)];
}

/// Handled one after the other, each in 5 ms; a hundred a second are published, none is for ten seconds.
Topic awayForTenSeconds() {
    Topic topic(ConstantArrivals{100}, {steadily(5)});
    topic.channel.partitions = 1;
    topic.fault(ChannelId("t"), 10.0001, 10, KillFault{});
    return topic;
}

/// However it is steered, a run is the uninterrupted run, and a fork by the same plan, too.
bool isSteerable(const Project& project, double moment) {
    const auto plan = planFor(project);
    simulator::SteeredRun whole(plan);
    whole.runTo(1e6);
    simulator::SteeredRun steered(plan);
    steered.runTo(moment);
    auto forked = steered.fork(plan);
    if (!forked) return false;
    steered.runTo(moment + 5);
    steered.seek(moment / 2);
    steered.runTo(1e6);
    forked->runTo(1e6);
    return steered.fingerprint() == whole.fingerprint() && forked->fingerprint() == whole.fingerprint();
}

}  // namespace

void BrokersTest::producersOfALogWait_data() {
    QTest::addColumn<bool>("assigned");
    QTest::newRow("shared") << false;
    QTest::newRow("partitions of members") << true;
}

// A backlog of 100/s x 10 s, drained at 200/s - 100/s: in ten seconds. The last of them waits 1000 x 5 ms.
void BrokersTest::producersOfALogWait() {
    QFETCH(bool, assigned);
    Topic topic = awayForTenSeconds();
    if (!assigned) topic.channel.partitioning = Partitioning::Shared;
    const Project project = topic.build(40);
    const RunResult result = whole(project);
    const GroupResult& group = groupOf(result, "t");
    QVERIFY2(std::abs(group.largestLag - 1000) <= 2, qPrintable(QString::number(group.largestLag)));
    QVERIFY2(std::abs(group.oldestMs - 5000) <= 10, qPrintable(QString::number(group.oldestMs)));
    QCOMPARE(result.journeys[0].failures(), 0u);
    QCOMPARE(group.handled + group.inside, group.published);
    QVERIFY(edge(result, "t").calls - group.published <= 1);
    const auto at = [&](double second) { return static_cast<std::size_t>(second / result.seriesInterval); };
    QVERIFY(peak(seriesOf(group, "lag"), at(31)) <= 2);
    QVERIFY(peak(seriesOf(group, "lag"), at(29)) > 50);
    for (const simulator::Series& series : operation(result, "c.do").series)
        if (series.name == "goodput_rps")
            for (std::size_t place = at(11); place < at(20); ++place) QCOMPARE(series.values[place], 0.0);
    QVERIFY(isSteerable(project, 15));
}

// 150 s are longer than producers wait: what was published in the first 30 of them is lost.
void BrokersTest::notForEver() {
    Topic topic(ConstantArrivals{10}, {steadily(5)});
    topic.fault(ChannelId("t"), 10.05, 150, KillFault{});
    const RunResult result = whole(topic.build(200));
    QVERIFY(std::abs(static_cast<double>(failedAt(edge(result, "t"), Cause::Timeout)) - 300) <= 1);
    QVERIFY(std::abs(groupOf(result, "t").largestLag - 1200) <= 2);
    QCOMPARE(result.journeys[0].failures(), 0u);
}

void BrokersTest::whatAProcessKeepsDiesWithIt() {
    Topic topic(ConstantArrivals{10}, {steadily(5)});
    topic.fault(ChannelId("t"), 10.05, 20, KillFault{});
    topic.fault(ServiceId("p"), 15.05, 1, KillFault{});
    const RunResult result = whole(topic.build(60));
    QCOMPARE(failedAt(edge(result, "t"), Cause::Crashed), 50u);
    QCOMPARE(failed(result.journeys[0], Cause::Crashed), 10u);
    QVERIFY(std::abs(groupOf(result, "t").largestLag - 140) <= 2);
}

void BrokersTest::publishersOfAQueueFail() {
    for (const Broker broker : {Broker::RabbitMq, Broker::CloudQueue}) {
        Topic topic(ConstantArrivals{10}, {steadily(5)});
        topic.channel = topic.queue("t", broker);
        topic.fault(ChannelId("t"), 10.05, 10, KillFault{});
        const RunResult result = whole(topic.build(40));
        QCOMPARE(failedAt(edge(result, "t"), Cause::Crashed), 100u);
        QCOMPARE(failed(result.journeys[0], Cause::Dependency), 100u);
        QVERIFY(groupOf(result, "t").largestLag <= 2);
    }
}

// A hundred wait when the broker of a queue goes, and nothing is lost.
void BrokersTest::whatWasThereIsHandledAfterwards() {
    Topic topic(ConstantArrivals{20}, {steadily(100)});
    topic.channel = topic.queue("t");
    topic.fault(ChannelId("t"), 10.01, 10, KillFault{});
    const RunResult result = whole(topic.build(60));
    const GroupResult& group = groupOf(result, "t");
    QCOMPARE(group.handled + group.inside, group.published);
    const auto at15 = static_cast<std::size_t>(15 / result.seriesInterval);
    // 200 published and 100 handled by then; one more is, that was begun.
    QVERIFY(std::abs(seriesOf(group, "lag")[at15] - 99) <= 2);
    QVERIFY(isSteerable(topic.project, 15));
}

// The only member handles the only message for 10 s and has 4 s: it is out, ends it for nobody, joins anew,
// which takes 3 s, and begins again: each 13 s.
void BrokersTest::whoTakesTooLongIsOut() {
    Topic topic(ConstantArrivals{0.01}, {steadily(10'000)});
    topic.channel.maxPollInterval = seconds(4);
    topic.channel.rebalancePause = seconds(3);
    const Project project = topic.build(190);
    const RunResult result = whole(project);
    const GroupResult& group = groupOf(result, "t");
    QCOMPARE(group.published, 1u);
    QCOMPARE(group.handled, 0u);
    QCOMPARE(group.inside, 1u);
    QCOMPARE(group.rebalances, 7u);   // At 110, 123, 136, 149, 162, 175 and 188 s
    QCOMPARE(group.redelivered, 6u);  // At 113, 126, 139, 152, 165 and 178 s
    QVERIFY(isSteerable(project, 128));
}

// Cascade 9: two members, each message takes longer than they have. Each leaves and comes back again and
// again, nothing is ever handled; with twice the time all goes well.
void BrokersTest::processingBeyondTheIntervalLoops() {
    for (const double interval : {5.0, 12.0}) {
        Topic topic(ConstantArrivals{0.1}, {steadily(10'000)}, 2);
        topic.channel.partitions = 2;
        topic.channel.maxPollInterval = seconds(interval);
        topic.channel.maxPollRecords = 1;
        topic.channel.rebalancePause = seconds(1);
        topic.channel.redelivery.maxDeliveries = 3;
        const RunResult result = whole(topic.build(1000));
        const GroupResult& group = groupOf(result, "t");
        if (interval < 10) {
            QCOMPARE(group.handled + group.deadLettered + group.dropped, 0u);
            QVERIFY2(group.rebalances > 100, qPrintable(QString::number(group.rebalances)));
            QVERIFY(completed(result, "c.do") > 100);
        } else {
            QCOMPARE(group.rebalances, 0u);
            QVERIFY(group.handled + 3 >= group.published);
        }
    }
}

// Twenty come at once. All of them take longer than there is time for, four do not.
void BrokersTest::fewerRecordsAreInTime() {
    for (const std::int32_t records : {4, 500}) {
        Topic topic(ConstantArrivals{0.5}, {steadily(1000)});
        topic.channel.maxPollInterval = milliseconds(5500);
        topic.channel.maxPollRecords = records;
        topic.fault(ChannelId("t"), 10.05, 40, KillFault{});
        const RunResult result = whole(topic.build(200));
        const GroupResult& group = groupOf(result, "t");
        if (records == 4) {
            QVERIFY(std::abs(group.largestLag - 20) <= 1);
            QCOMPARE(group.rebalances, 0u);
            QCOMPARE(group.redelivered, 0u);
            QVERIFY(group.inside <= 2);
        } else {
            QVERIFY(group.rebalances > 0);
            QVERIFY(group.redelivered > 0);
            // Some are handled more than once.
            QVERIFY(completed(result, "c.do") > group.handled);
        }
    }
}

void BrokersTest::defaultsAreThoseOfKafka() {
    const Channel channel;
    QCOMPARE(channel.sessionTimeout, seconds(45));
    QCOMPARE(channel.rebalancePause, seconds(3));  // heartbeat.interval.ms
    QVERIFY(!channel.takesPolls());
}

// Only one of both is stated: the other is max.poll.interval.ms = 300 s, or max.poll.records = 500.
void BrokersTest::pollsHaveKafkasDefaults() {
    Topic topic(ConstantArrivals{1}, {steadily(5)});
    topic.channel.maxPollRecords = 7;
    const auto records = planFor(Topic(topic).build(10));
    QCOMPARE(records->channels.at(0).maxPollRecords, 7u);
    QCOMPARE(records->channels.at(0).maxPollInterval, std::int64_t{300'000'000'000});
    topic.channel.maxPollRecords.reset();
    topic.channel.maxPollInterval = seconds(2);
    const auto interval = planFor(Topic(topic).build(10));
    QCOMPARE(interval->channels.at(0).maxPollRecords, 500u);
    QCOMPARE(interval->channels.at(0).maxPollInterval, std::int64_t{2'000'000'000});
    topic.channel.maxPollInterval.reset();
    QVERIFY(!planFor(Topic(topic).build(10))->channels.at(0).polls());
}

void BrokersTest::atMostOnceIsHandledOnce() {
    Topic topic(ConstantArrivals{0.5}, {steadily(1000)});
    topic.channel.delivery = DeliveryGuarantee::AtMostOnce;
    topic.channel.maxPollInterval = milliseconds(5500);
    topic.fault(ChannelId("t"), 10.05, 40, KillFault{});
    const RunResult result = whole(topic.build(200));
    const GroupResult& group = groupOf(result, "t");
    QVERIFY(group.rebalances > 0);
    QCOMPARE(group.redelivered, 0u);
    QCOMPARE(completed(result, "c.do"), group.handled);
}

// The member dies while it is out of its group: the message is there for the one that comes back.
void BrokersTest::deadMembersHaveNothing() {
    Topic topic(ConstantArrivals{0.01}, {steadily(10'000)});
    topic.channel.maxPollInterval = seconds(4);
    topic.channel.rebalancePause = seconds(3);
    topic.fault(ServiceId("c"), 106, 1, KillFault{});
    const RunResult result = whole(topic.build(125));
    const GroupResult& group = groupOf(result, "t");
    // It comes back at 107 s, begins at 110 s, is out at 114 s, and ends it at 120 s.
    QCOMPARE(group.inside, 1u);
    QCOMPARE(group.redelivered, 2u);
    QCOMPARE(group.rebalances, 2u);
    QCOMPARE(failed(operation(result, "c.do"), Cause::Crashed), 1u);
}

// Of two servers in turn the first takes five times as long.
void BrokersTest::someServersAreSlow() {
    Builder model;
    DataStore& store = model.store("db", 10, Distribution::constant(milliseconds(2)));
    store.replication.emplace().reads = ReadsFrom::Any;
    model.service("s", 100, {query("db")});
    model.load("u", ConstantArrivals{20}, {"s.do"});
    model.fault(DataStoreId("db"), 0, {}, SlowFault{5, {}, 1});
    const RunResult result = simulate(model.build(100.01, 0));
    QVERIFY2(std::abs(mean(result) - (2 + 10) / 2.0) < 0.01, qPrintable(QString::number(mean(result))));
    model.faults.clear();
    model.fault(DataStoreId("db"), 0, {}, SlowFault{5, {}, 2});
    QVERIFY(std::abs(mean(simulate(model.build(100.01, 0))) - 10) < 0.01);
}

// The primary fails: all writes do, and half of the reads.
void BrokersTest::someServersFail() {
    for (const StoreAccess access : {StoreAccess::Read, StoreAccess::Write}) {
        Builder model;
        DataStore& store = model.store("db", 10, Distribution::constant(milliseconds(2)));
        store.replication.emplace().reads = ReadsFrom::Any;
        model.service("s", 100, {query("db", access)});
        model.load("u", ConstantArrivals{20}, {"s.do"});
        model.fault(DataStoreId("db"), 0, {}, ErrorFault{1, 1, {}});
        const RunResult result = simulate(model.build(100.01, 0));
        QCOMPARE(failedAt(edge(result, "db"), Cause::Fault), access == StoreAccess::Read ? 1000u : 2000u);
    }
}

void BrokersTest::moreServersThanThereAreAreRefused() {
    Builder model;
    model.store("db", 10, Distribution::constant(milliseconds(2))).replication.emplace();
    model.service("s", 100, {query("db")});
    model.load("u", ConstantArrivals{20}, {"s.do"});
    model.fault(DataStoreId("db"), 0, {}, SlowFault{5, {}, 3});
    const auto plan = simulator::compile(model.build(10), ScenarioId("test"));
    QVERIFY(!plan);
    QCOMPARE(plan.error().text(), std::string("/fault_plans/faults/faults/0/replicas: 3, but `db` has 2 "
                                              "servers: expected at most as many"));
}

QTEST_GUILESS_MAIN(BrokersTest)
#include "brokers_test.moc"
