// What the estimate knows of channels: redeliveries and commits, held against runs, and what it says it
// leaves out.
#include <QTest>
#include <cmath>

#include "simulator/estimate/estimate.h"
#include "tests/simulator/topic.h"

using namespace queueing;

namespace {

simulator::Estimate estimateOf(const Project& project) {
    auto result = simulator::estimate(project, ScenarioId("test"));
    if (!result) qFatal("%s", result.error().text().c_str());
    return *result;
}

bool agree(double estimated, double simulated, double tolerance) {
    if (std::abs(estimated - simulated) <= tolerance * simulated) return true;
    qWarning("estimated %g, simulated %g", estimated, simulated);
    return false;
}

double attemptsOf(const RunResult& figures) {
    for (const simulator::EdgeResult& edge : figures.edges)
        if (edge.kind == "consume") return edge.amplification;
    qFatal("nobody consumes");
}

QStringList remarks(const simulator::Estimate& estimate) {
    QStringList list;
    for (const simulator::Remark& remark : estimate.notRepresented)
        list << QString::fromStdString(remark.entity + ": " + remark.text);
    return list;
}

}  // namespace

class EstimateChannelsTest : public QObject {
    Q_OBJECT

private slots:
    void deliveriesAreThoseOfTheChannel_data();
    void deliveriesAreThoseOfTheChannel();
    void commitsTakeTheirTime();
    void saysWhatItLeavesOut();
};

void EstimateChannelsTest::deliveriesAreThoseOfTheChannel_data() {
    QTest::addColumn<int>("most");
    QTest::addColumn<DeliveryGuarantee>("delivery");
    QTest::addColumn<double>("fails");
    for (const double fails : {0.5, 1.0})
        for (const int most : {1, 2, 8}) {
            const auto row = [&](const char* name, DeliveryGuarantee delivery) {
                QTest::addRow("%s, %d, %g fail", name, most, fails) << most << delivery << fails;
            };
            row("at least once", DeliveryGuarantee::AtLeastOnce);
            row("exactly once", DeliveryGuarantee::ExactlyOnce);
            row("at most once", DeliveryGuarantee::AtMostOnce);
        }
}

// A share p of all deliveries fails at a callee: 1 + p + p^2 ... of them for a message, at most so many.
void EstimateChannelsTest::deliveriesAreThoseOfTheChannel() {
    QFETCH(int, most);
    QFETCH(DeliveryGuarantee, delivery);
    QFETCH(double, fails);
    Topic topic(PoissonArrivals{100}, {steadily(1), call("f.do")}, 1, 10);
    topic.service("f", 100, {steadily(1)});
    topic.fault(ServiceId("f"), 0, {}, ErrorFault{fails});
    topic.channel.partitioning = Partitioning::Shared;
    topic.channel.partitions = 10;
    topic.channel.delivery = delivery;
    topic.channel.redelivery.maxDeliveries = most;
    const Project project = topic.build(300);
    double expected = 1;
    if (delivery != DeliveryGuarantee::AtMostOnce)
        for (int turn = 1; turn < most; ++turn) expected += std::pow(fails, turn);
    QVERIFY(agree(attemptsOf(estimateOf(project).figures), expected, 1e-3));
    QVERIFY(agree(attemptsOf(whole(project)), expected, 0.02));
}

void EstimateChannelsTest::commitsTakeTheirTime() {
    Topic topic(PoissonArrivals{20}, {steadily(5)}, 1, 10);
    topic.channel.partitioning = Partitioning::Shared;
    topic.channel.partitions = 10;
    topic.channel.delivery = DeliveryGuarantee::ExactlyOnce;
    topic.channel.transactionTime = milliseconds(20);
    const Project project = topic.build(300);
    const auto busy = [](const RunResult& figures) { return *stationOf(figures, "c").meanInService.value; };
    QVERIFY(agree(busy(estimateOf(project).figures), 20 * 0.025, 1e-3));
    QVERIFY(agree(busy(whole(project)), 20 * 0.025, 0.05));
}

// Dead letters that somebody handles are load that is missing; those that nobody handles are not.
void EstimateChannelsTest::saysWhatItLeavesOut() {
    for (const bool handled : {false, true}) {
        Topic topic(PoissonArrivals{20}, {steadily(5)});
        topic.channel.partitions = 2;
        topic.channel.retention = seconds(60);
        topic.channel.deadLetter = ChannelId("dead");
        topic.project.channels = topic.project.channels.with(topic.queue("dead"));
        if (handled) topic.consumer("d", "dead", {steadily(1)});
        const QStringList told = remarks(estimateOf(topic.build(60)));
        QCOMPARE(told.filter("t: partitions of one consumer each").size(), 1);
        QCOMPARE(told.filter("t: a retention").size(), 1);
        QCOMPARE(told.filter("t: dead letters").size(), handled ? 1 : 0);
    }
}

QTEST_GUILESS_MAIN(EstimateChannelsTest)
#include "estimate_channels_test.moc"
