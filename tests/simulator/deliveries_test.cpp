// What becomes of messages: redelivery, dead letters, retention, transactions, and the read models that they
// feed.
#include <QTest>
#include <cmath>

#include "tests/simulator/topic.h"

using namespace queueing;

namespace {

/// A read model of `t` that `c` keeps, and a service that reads it.
struct ReadModel : Topic {
    ReadModel(const Arrivals& events, double handling, double reads)
        : Topic(events, {steadily(handling), query("view", StoreAccess::Write)}) {
        DataStore& view = store("view", 100, Distribution::constant(milliseconds(0)));
        view.owner = ServiceId("c");
        view.projection = ChannelId("t");
        service("r", 1000, {query("view")});
        load("readers", ConstantArrivals{reads}, {"r.do"});
    }
};

}  // namespace

class DeliveriesTest : public QObject {
    Q_OBJECT

private slots:
    void messagesAtTheDead_data();
    void messagesAtTheDead();
    void redeliveryBacksOff();
    void evenDelaysAreCapped();
    void redeliveryHoldsUpItsPartitionOnly();
    void deadLettersAreCounted_data();
    void deadLettersAreCounted();
    void deadLettersAreHandledInTurn();
    void poisonFailsAtEachDelivery();
    void poisonIsTheSameBesideOthers();
    void retentionDropsWhatWaits();
    void retentionEndsRedelivery();
    void expiredMessagesOfAQueueAreDeadLetters();
    void transactionsTakeBackWhatFailed_data();
    void transactionsTakeBackWhatFailed();
    void transactionsTakeTheirTime();
    void readModelsAreBehind();
    void readModelsAreBehindWhileNobodyWrites();
    void badInputIsNamed();
};

void DeliveriesTest::messagesAtTheDead_data() {
    QTest::addColumn<DeliveryGuarantee>("delivery");
    QTest::newRow("at most once") << DeliveryGuarantee::AtMostOnce;
    QTest::newRow("at least once") << DeliveryGuarantee::AtLeastOnce;
    QTest::newRow("exactly once") << DeliveryGuarantee::ExactlyOnce;
}

// Each partition is busy without a pause: what the dead one of two had in its hands is lost, or delivered
// again.
void DeliveriesTest::messagesAtTheDead() {
    QFETCH(DeliveryGuarantee, delivery);
    Topic topic(ConstantArrivals{20}, {steadily(200)}, 2, 1);
    topic.channel.partitions = 2;
    topic.channel.delivery = delivery;
    topic.channel.sessionTimeout = seconds(1);
    topic.channel.rebalancePause = seconds(1);
    topic.fault(ServiceId("c"), 10.1, {}, KillFault{1});
    const GroupResult group = groupOf(whole(topic.build(30)), "t");
    const unsigned lost = delivery == DeliveryGuarantee::AtMostOnce ? 1 : 0;
    QCOMPARE(group.dropped, lost);
    QCOMPARE(group.redelivered, 1 - lost);
}

// Fails for 1 s: deliveries after 0, 100, 300 and 700 ms fail, that after 1500 ms does not.
void DeliveriesTest::redeliveryBacksOff() {
    for (const bool capped : {false, true}) {
        Topic topic(ConstantArrivals{0.1}, {steadily(1)});
        topic.channel.redelivery = {10, milliseconds(100), 2, capped ? milliseconds(200) : seconds(9), {}};
        topic.fault(ServiceId("c"), 9.9, 1.1, ErrorFault{1.0});
        const GroupResult group = groupOf(whole(topic.build(19)), "t");
        QCOMPARE(group.handled, 1u);
        QCOMPARE(group.redelivered, capped ? 6u : 4u);  // After 0, 100, 300, 500, 700, 900, 1100 ms
        QVERIFY2(std::abs(group.oldestMs - (capped ? 1101 : 1501)) < 1,
                 qPrintable(QString::number(group.oldestMs)));
    }
}

// Fails for 1 s: with a delay that does not grow, of at most 200 ms, deliveries after 0, 200, ... 1000 ms
// fail.
void DeliveriesTest::evenDelaysAreCapped() {
    Topic topic(ConstantArrivals{0.1}, {steadily(1)});
    topic.channel.redelivery = {10, seconds(3), 1, milliseconds(200), {}};
    topic.fault(ServiceId("c"), 9.9, 1.15, ErrorFault{1.0});
    const GroupResult group = groupOf(whole(topic.build(19)), "t");
    QCOMPARE(group.handled, 1u);
    QCOMPARE(group.redelivered, 6u);
    QVERIFY2(std::abs(group.oldestMs - 1201) < 1, qPrintable(QString::number(group.oldestMs)));
}

// While one message of two partitions waits 5 s, the messages behind it wait too; the other partition goes
// on.
void DeliveriesTest::redeliveryHoldsUpItsPartitionOnly() {
    for (const bool assigned : {true, false}) {
        Topic topic(ConstantArrivals{10}, {steadily(1)}, 2, 1);
        topic.channel.partitions = 2;
        if (!assigned) topic.channel.partitioning = Partitioning::Shared;
        topic.channel.redelivery.delay = seconds(5);
        topic.fault(ServiceId("c"), 9.95, 0.1, ErrorFault{1.0});
        const GroupResult group = groupOf(whole(topic.build(30.05)), "t");
        QCOMPARE(group.redelivered, 1u);
        QCOMPARE(group.inside, 0u);
        QVERIFY2(std::abs(group.largestLag - (assigned ? 26 : 2)) <= 1,
                 qPrintable(QString::number(group.largestLag)));
    }
}

void DeliveriesTest::deadLettersAreCounted_data() {
    QTest::addColumn<DeliveryGuarantee>("delivery");
    QTest::addColumn<bool>("kept");
    for (const bool kept : {true, false}) {
        QTest::addRow("at most once %d", kept) << DeliveryGuarantee::AtMostOnce << kept;
        QTest::addRow("at least once %d", kept) << DeliveryGuarantee::AtLeastOnce << kept;
    }
}

// What always fails is delivered three times, and goes to the dead letters of a consumer that handles them.
void DeliveriesTest::deadLettersAreCounted() {
    QFETCH(DeliveryGuarantee, delivery);
    QFETCH(bool, kept);
    Topic topic(ConstantArrivals{10}, {steadily(1)});
    topic.channel.delivery = delivery;
    topic.channel.redelivery.maxDeliveries = 3;
    if (kept) topic.channel.deadLetter = ChannelId("dead");
    topic.project.channels = topic.project.channels.with(topic.queue("dead"));
    topic.consumer("d", "dead", {steadily(1)});
    topic.fault(ServiceId("c"), 0, {}, ErrorFault{1.0});
    const RunResult result = whole(topic.build(30.05));
    const GroupResult& group = groupOf(result, "t");
    const bool repeats = delivery == DeliveryGuarantee::AtLeastOnce;
    QCOMPARE(group.published, 300u);
    QCOMPARE(group.redelivered, repeats ? 600u : 0u);
    QCOMPARE(group.deadLettered, repeats && kept ? 300u : 0u);
    QCOMPARE(group.dropped, repeats && kept ? 0u : 300u);
    QCOMPARE(group.handled, 0u);
    for (const simulator::EdgeResult& edge : result.edges)
        if (edge.kind == "dead-letter") QCOMPARE(edge.calls, group.deadLettered);
    if (!kept) return;
    QCOMPARE(groupOf(result, "dead", "d").published, group.deadLettered);
    QCOMPARE(completed(result, "d.do"), group.deadLettered);
}

// The handler of dead letters fails as well: on to the next channel, and there to an end.
void DeliveriesTest::deadLettersAreHandledInTurn() {
    Topic topic(ConstantArrivals{10}, {steadily(1)});
    topic.channel.deadLetter = ChannelId("dead");
    Channel dead = topic.queue("dead");
    dead.redelivery.maxDeliveries = 2;
    dead.deadLetter = ChannelId("parked");
    topic.project.channels = topic.project.channels.with(dead).with(topic.queue("parked"));
    topic.consumer("d", "dead", {steadily(1)});
    for (const char* service : {"c", "d"}) topic.fault(ServiceId(service), 0, {}, ErrorFault{1.0});
    const RunResult result = whole(topic.build(30.05));
    QCOMPARE(groupOf(result, "t").deadLettered, 300u);
    QCOMPARE(groupOf(result, "dead", "d").deadLettered, 300u);
    QCOMPARE(groupOf(result, "dead", "d").redelivered, 300u);
    for (const simulator::EdgeResult& edge : result.edges)
        if (edge.callee == "parked") QCOMPARE(edge.calls, 300u);
}

// Ten a second come, two a second are handled, those that wait longer than 5 s are dropped: in the end 8/s
// expire, and 5 s of messages are inside, in a line of partitions as in a shared one.
// Of a share that fails by chance hardly any fails three times; of a share that is poison, all.
void DeliveriesTest::poisonFailsAtEachDelivery() {
    for (const bool poison : {false, true}) {
        Topic topic(PoissonArrivals{500}, {steadily(1), {Fail{0.02, poison}, {}}}, 4);
        topic.channel.redelivery.maxDeliveries = 3;
        topic.channel.deadLetter = ChannelId("dead");
        topic.project.channels = topic.project.channels.with(topic.queue("dead"));
        const RunResult result = whole(topic.build(100));
        const GroupResult& group = groupOf(result, "t");
        const double dead = static_cast<double>(group.deadLettered);
        QVERIFY(std::abs(dead - (poison ? 1000 : 0.4)) < (poison ? 130 : 5));
        if (poison) QVERIFY(group.redelivered >= 2 * group.deadLettered);
        if (poison) QVERIFY(group.redelivered <= 2 * group.deadLettered + 4);
    }
}

// Which messages it is does not depend on what else is in the model.
void DeliveriesTest::poisonIsTheSameBesideOthers() {
    const auto deadWith = [](bool others) {
        Topic topic(PoissonArrivals{500}, {steadily(1), {Fail{0.02, true}, {}}}, 4);
        topic.channel.redelivery.maxDeliveries = 3;
        if (others) {
            topic.service("a", 10, {steadily(1), steadily(1)});
            topic.load("b", ConstantArrivals{5}, {"a.do"});
        }
        return groupOf(whole(topic.build(100)), "t");
    };
    const GroupResult alone = deadWith(false);
    const GroupResult beside = deadWith(true);
    QVERIFY(alone.dropped > 800);
    QCOMPARE(beside.dropped, alone.dropped);
    QCOMPARE(beside.redelivered, alone.redelivered);
}

void DeliveriesTest::retentionDropsWhatWaits() {
    for (const Partitioning partitioning : {Partitioning::RoundRobin, Partitioning::Shared}) {
        Topic topic(ConstantArrivals{10}, {steadily(1000)}, 1, 2);
        topic.channel.partitions = 2;
        topic.channel.partitioning = partitioning;
        topic.channel.retention = seconds(5);
        const GroupResult group = groupOf(whole(topic.build(100.05)), "t");
        QCOMPARE(group.published, 1000u);
        QVERIFY2(std::abs(static_cast<double>(group.handled) - 198) <= 2,
                 qPrintable(QString::number(group.handled)));
        QVERIFY2(std::abs(static_cast<double>(group.expired) - (1000 - 200 - 50)) < 10,
                 qPrintable(QString::number(group.expired)));
        QVERIFY(group.oldestMs <= 6001);
    }
}

// Fails at 10 s and 13 s, and is too old when it is to be delivered at 16 s.
void DeliveriesTest::retentionEndsRedelivery() {
    for (const Partitioning partitioning : {Partitioning::RoundRobin, Partitioning::Shared}) {
        Topic topic(ConstantArrivals{0.1}, {steadily(1)});
        topic.channel.partitioning = partitioning;
        topic.channel.redelivery.delay = seconds(3);
        topic.channel.retention = seconds(5);
        topic.fault(ServiceId("c"), 0, {}, ErrorFault{1.0});
        const GroupResult group = groupOf(whole(topic.build(19)), "t");
        QCOMPARE(group.redelivered, 1u);
        QCOMPARE(group.expired, 1u);
        QVERIFY(std::abs(group.oldestMs - 6000) < 1);
    }
}

// RabbitMQ sends what expires to the dead letters; so it is counted there, and not as expired.
void DeliveriesTest::expiredMessagesOfAQueueAreDeadLetters() {
    Topic topic(ConstantArrivals{10}, {steadily(1000)});
    topic.channel = topic.queue("t");
    topic.channel.retention = seconds(2);
    topic.channel.deadLetter = ChannelId("dead");
    topic.project.channels = topic.project.channels.with(topic.queue("dead"));
    topic.consumer("d", "dead", {steadily(1)});
    const RunResult result = whole(topic.build(60.05));
    const GroupResult& group = groupOf(result, "t");
    QCOMPARE(group.expired, 0u);
    QVERIFY(std::abs(static_cast<double>(group.deadLettered) - (600 - 60 - 20)) < 10);
    QCOMPARE(groupOf(result, "dead", "d").published, group.deadLettered);
}

void DeliveriesTest::transactionsTakeBackWhatFailed_data() {
    QTest::addColumn<DeliveryGuarantee>("delivery");
    QTest::addColumn<bool>("killed");
    for (const bool killed : {true, false}) {
        QTest::addRow("at least once %d", killed) << DeliveryGuarantee::AtLeastOnce << killed;
        QTest::addRow("exactly once %d", killed) << DeliveryGuarantee::ExactlyOnce << killed;
    }
}

// The handler publishes, in a branch too, and then fails by chance or is killed: delivered at least once,
// each delivery publishes twice; exactly once, each message that was handled does.
void DeliveriesTest::transactionsTakeBackWhatFailed() {
    QFETCH(DeliveryGuarantee, delivery);
    QFETCH(bool, killed);
    const Step both{Parallel{{{publish("next")}, {steadily(1)}}, Join::All, 1}, {}};
    Behaviour handling{publish("next"), both, steadily(20)};
    if (!killed) handling.push_back({Fail{0.3}, {}});
    Topic topic(ConstantArrivals{20}, handling, 2, 1);
    topic.channel.partitions = 2;
    topic.channel.delivery = delivery;
    topic.channel.sessionTimeout = milliseconds(10);
    topic.channel.rebalancePause = milliseconds(10);
    topic.project.channels = topic.project.channels.with(topic.queue("next", Broker::Kafka));
    topic.consumer("n", "next", {steadily(0)}, 10);
    if (killed)
        for (int time = 0; time < 20; ++time) topic.fault(ServiceId("c"), 1.31 + time, 0.1, KillFault{});
    const RunResult result = whole(topic.build(40.04));
    const GroupResult& group = groupOf(result, "t");
    const std::uint64_t published = groupOf(result, "next", "n").published;
    QVERIFY(group.redelivered >= (killed ? 15u : 150u));
    if (delivery == DeliveryGuarantee::ExactlyOnce)
        QCOMPARE(published, 2 * group.handled);
    else
        QVERIFY(published >= 2 * (group.handled + group.redelivered));
}

// 5 ms of work and 20 ms of commit let one partition handle 40/s.
void DeliveriesTest::transactionsTakeTheirTime() {
    Topic topic(ConstantArrivals{100}, {steadily(5)});
    topic.channel.delivery = DeliveryGuarantee::ExactlyOnce;
    topic.channel.transactionTime = milliseconds(20);
    const GroupResult group = groupOf(whole(topic.build(60.05)), "t");
    QVERIFY(std::abs(static_cast<double>(group.handled) - 2400) < 5);
}

// An event each second, applied 300 ms later; reads at every 100 ms: of ten reads three (at 0 ms, which comes
// before the publication or with it, 100 and 200 ms) find it missing.
void DeliveriesTest::readModelsAreBehind() {
    ReadModel model(ConstantArrivals{1}, 300.5, 10);
    const RunResult result = whole(model.build(100.05));
    QCOMPARE(result.projections.size(), std::size_t{1});
    const simulator::ProjectionResult& view = result.projections.front();
    QCOMPARE(view.id, std::string("view"));
    QCOMPARE(view.channel, std::string("t"));
    QCOMPARE(view.group, std::string("c"));
    QCOMPARE(view.reads, 1000u);
    const double mean = *view.staleness.mean.value;
    QVERIFY2(std::abs(mean - (0 + 100 + 200 + 300) / 10.0) < 1, qPrintable(QString::number(mean)));
    QVERIFY(*view.staleness.p50.value < 1e-5);
    QVERIFY(std::abs(*view.staleness.p99.value - 300) < 2);
    QCOMPARE(view.series.size(), std::size_t{2});
    QCOMPARE(view.series[0].values.size(), result.groups[0].series[0].values.size());
}

// While its writer is dead for 20 s, a read model is ever more behind.
void DeliveriesTest::readModelsAreBehindWhileNobodyWrites() {
    ReadModel model(ConstantArrivals{10}, 1, 10);
    model.channel.rebalancePause = {};
    model.fault(ServiceId("c"), 10.05, 20.0, KillFault{});
    const RunResult result = whole(model.build(60.05));
    const std::vector<double>& p99 = result.projections.front().series[1].values;
    QVERIFY(p99[5] < 2);
    QVERIFY2(std::abs(p99[19] - 9800) < 300, qPrintable(QString::number(p99[19])));
    QVERIFY(std::abs(p99[29] - 19'800) < 300);
    QVERIFY(p99[40] < 2);

    // Nobody publishes: there is nothing to be behind of.
    ReadModel quiet(ConstantArrivals{10}, 1, 10);
    quiet.workloads.front().journeys = quiet.workloads.front().journeys.without(JourneyId("u.journey"));
    quiet.workloads.erase(quiet.workloads.begin());
    QVERIFY(simulated(quiet.build(10)).projections.empty());
}

void DeliveriesTest::badInputIsNamed() {
    const auto refusal = [](const Project& project) {
        const auto plan = simulator::compile(project, ScenarioId("test"));
        return plan ? QString("taken") : QString::fromStdString(plan.error().text());
    };
    Topic crowded(ConstantArrivals{1}, {steadily(1)}, 1000, 2000);
    QVERIFY2(refusal(crowded.build(1)).contains("channels/t"), qPrintable(refusal(crowded.project)));
    QVERIFY(refusal(crowded.project).contains("2000000"));

    ReadModel unfed(ConstantArrivals{1}, 1, 1);
    unfed.stores.front().owner = ServiceId("p");
    QVERIFY(refusal(unfed.build(1)).startsWith("/stores/view: is made from the events of `t`"));

    Topic circle(ConstantArrivals{1}, {steadily(1)});
    circle.channel.deadLetter = ChannelId("t");
    QVERIFY(refusal(circle.build(1)).contains("/channels/t/dead_letter"));
}

QTEST_GUILESS_MAIN(DeliveriesTest)
#include "deliveries_test.moc"
