// Partitions and their groups, rebalances and lag: small cases worked out by hand, formulas, and models made
// by chance.
#include <QTest>
#include <cmath>
#include <map>
#include <random>
#include <set>

#include "simulator/engine/assignment.h"
#include "simulator/metrics/lag_meter.h"
#include "tests/simulator/random_channels.h"
#include "tests/simulator/topic.h"

using namespace queueing;
using simulator::Assignment;
using simulator::Index;

class ChannelsTest : public QObject {
    Q_OBJECT

private slots:
    void assignmentsAreFair_data();
    void assignmentsAreFair();
    void assignmentsByHand();
    void backlogKnowsItsOldest();
    void aPartitionIsOneAtATime();
    void aPartitionKeepsTheOrder();
    void consumersBeyondThePartitionsAreIdle();
    void keysGoWhereTheyBelong();
    void hotPartitionsLimitTheGroup();
    void backlogOfAnOverload();
    void deathIsNoticedAfterTheSession();
    void returnMakesARebalance();
    void cooperativeMembersKeepWorking();
    void withoutPausesNothingIsPaused();
    void randomChannelsConserve();
    void threadsChangeNothing();
};

void ChannelsTest::assignmentsAreFair_data() {
    QTest::addColumn<int>("way");
    QTest::newRow("range") << 0;
    QTest::newRow("round robin") << 1;
    QTest::newRow("cooperative sticky") << 2;
}

// All members get as many partitions as any other, or one more; the sticky way moves no more than it must.
void ChannelsTest::assignmentsAreFair() {
    QFETCH(int, way);
    std::mt19937 random(7);
    const auto below = [&](unsigned bound) { return static_cast<std::uint32_t>(random() % bound); };
    for (int trial = 0; trial < 500; ++trial) {
        const std::uint32_t members = 1 + below(12);
        std::vector<Index> before(1 + below(30));
        for (Index& owner : before) owner = below(3) == 0 ? simulator::none : below(members);
        const auto after = simulator::assignPartitions(static_cast<Assignment>(way), members, before);
        QCOMPARE(after.size(), before.size());
        std::vector<std::size_t> had(members);
        std::vector<std::size_t> has(members);
        std::size_t kept = 0;
        for (std::size_t at = 0; at < before.size(); ++at) {
            QVERIFY(after[at] < members);
            ++has[after[at]];
            if (before[at] != simulator::none) ++had[before[at]];
            if (before[at] == after[at]) ++kept;
        }
        const auto [least, most] = std::minmax_element(has.begin(), has.end());
        QVERIFY(*most - *least <= 1);
        if (way != 2) continue;
        std::size_t extras = before.size() % members;
        std::size_t keepable = 0;
        for (const std::size_t count : had) {
            const std::size_t quota = before.size() / members;
            const bool extra = count > quota && extras > 0;
            if (extra) --extras;
            keepable += std::min(count, quota + (extra ? 1 : 0));
        }
        QCOMPARE(kept, keepable);
    }
}

void ChannelsTest::assignmentsByHand() {
    using simulator::assignPartitions;
    const std::vector<Index> nobody(5, simulator::none);
    QCOMPARE(assignPartitions(Assignment::Range, 2, nobody), (std::vector<Index>{0, 0, 0, 1, 1}));
    QCOMPARE(assignPartitions(Assignment::RoundRobin, 2, nobody), (std::vector<Index>{0, 1, 0, 1, 0}));
    QCOMPARE(assignPartitions(Assignment::CooperativeSticky, 2, {1, simulator::none, 1, 1, 1}),
             (std::vector<Index>{1, 0, 1, 1, 0}));
    QCOMPARE(assignPartitions(Assignment::Range, 0, nobody), nobody);
}

// Against a sorted multiset.
void ChannelsTest::backlogKnowsItsOldest() {
    std::mt19937 random(3);
    simulator::Backlog backlog;
    std::multiset<std::int64_t> expected;
    std::int64_t now = 0;
    for (int step = 0; step < 20000; ++step) {
        now += random() % 3;
        if (random() % (step < 10000 ? 3 : 2) != 0) {
            backlog.add(now);
            expected.insert(now);
        } else if (!expected.empty()) {
            auto chosen = expected.begin();
            std::advance(chosen, random() % std::min<std::size_t>(expected.size(), 1 + random() % 50));
            backlog.remove(*chosen);
            expected.erase(chosen);
        }
        QCOMPARE(backlog.size(), expected.size());
        if (!expected.empty()) QCOMPARE(backlog.oldest(), *expected.begin());
    }
}

// Handled one after the other, however many consumers there are.
void ChannelsTest::aPartitionIsOneAtATime() {
    Topic topic(PoissonArrivals{50}, {compute(Distribution::exponential(milliseconds(5)))}, 3, 4);
    const RunResult result = whole(topic.build(200));
    const GroupResult& group = groupOf(result, "t");
    QCOMPARE(group.members, 12u);
    QCOMPARE(group.partitions, 1u);
    QCOMPARE(group.handled + group.inside, group.published);
    QCOMPARE(group.busiestPartition, 1.0);
    const simulator::StationResult& station = stationOf(result, "t");
    QCOMPARE(station.servers, 1.0);
    QVERIFY(std::abs(*station.utilisation.value - 0.25) < 0.01);
    // M/M/1 with a load of 1/4: 1/12 wait.
    QVERIFY(std::abs(*station.meanQueue.value - 1.0 / 12) < 0.01);
}

// In order, a message waits for all before it to be visible: the time there is the largest of D(i-k) - k d,
// where D are the exponential delays of the messages and d is their distance. Out of order it is D alone.
void ChannelsTest::aPartitionKeepsTheOrder() {
    constexpr double mean = 0.3;
    constexpr double distance = 0.1;
    const auto stays = [&](Partitioning partitioning) {
        Topic topic(ConstantArrivals{1 / distance}, {steadily(0)}, 2, 2);
        topic.channel.partitioning = partitioning;
        topic.channel.partitions = partitioning == Partitioning::Shared ? 100 : 1;
        topic.channel.delay = Distribution::exponential(seconds(mean));
        return *stationOf(whole(topic.build(5000, 10)), "t").meanQueue.value * distance;
    };
    double expected = 0;
    constexpr double step = 0.001;
    for (double time = step / 2; time < 10; time += step) {
        double below = 1;
        for (int before = 0; before < 100; ++before)
            below *= 1 - std::exp(-(time + before * distance) / mean);
        expected += step * (1 - below);
    }
    QVERIFY(expected > 1.5 * mean);
    const double ordered = stays(Partitioning::RoundRobin);
    QVERIFY2(std::abs(ordered - expected) < 0.03 * expected, qPrintable(QString::number(ordered / expected)));
    QVERIFY(std::abs(stays(Partitioning::Shared) - mean) < 0.03 * mean);
}

// Three partitions of five messages a second each of 100 ms: three of eight consumers work.
void ChannelsTest::consumersBeyondThePartitionsAreIdle() {
    for (const int partitions : {1, 3, 8, 20}) {
        Topic topic(ConstantArrivals{100}, {steadily(100)}, 4, 2);
        topic.channel.partitions = partitions;
        const RunResult result = whole(topic.build(60.05));
        const double atATime = std::min(8, partitions);
        const auto handled = static_cast<double>(groupOf(result, "t").handled);
        QVERIFY2(std::abs(handled - 600 * atATime) < 3 * atATime, qPrintable(QString::number(handled)));
    }
}

// Shares of partitions are those of the keys: one key, one partition; many keys, all partitions alike.
void ChannelsTest::keysGoWhereTheyBelong() {
    const auto busiest = [](std::int32_t keys, double skew) {
        Topic topic(ConstantArrivals{1000}, {steadily(0.1)}, 1, 10);
        topic.channel.partitions = 10;
        topic.channel.partitioning = Partitioning::ByKey;
        topic.channel.keys = keys;
        topic.channel.keySkew = skew;
        return groupOf(whole(topic.build(60)), "t").busiestPartition;
    };
    QCOMPARE(busiest(1, 0), 1.0);
    QVERIFY(std::abs(busiest(100'000, 0) - 0.1) < 0.01);
    // The first of 100 keys has 1 / H(100) = 0.193 of the messages; its partition some more.
    QVERIFY(busiest(100, 1) > 0.19);
    QVERIFY(busiest(100, 1) < 0.4);
    QVERIFY(std::abs(busiest(100, 3) - 1 / 1.202) < 0.02);
}

// Ten partitions handle 10/s each; the keys give one of them more than that.
void ChannelsTest::hotPartitionsLimitTheGroup() {
    for (const bool skewed : {false, true}) {
        Topic topic(ConstantArrivals{50}, {steadily(100)}, 1, 10);
        topic.channel.partitions = 10;
        topic.channel.partitioning = skewed ? Partitioning::ByKey : Partitioning::RoundRobin;
        topic.channel.keys = 20;
        topic.channel.keySkew = 1.5;
        const GroupResult group = groupOf(whole(topic.build(100)), "t");
        const double into = 50 * group.busiestPartition;
        const double expected = skewed ? (into - 10) * 100 : 0;
        QVERIFY(skewed == (into > 10.5));
        QVERIFY2(std::abs(static_cast<double>(group.inside) - expected) < 0.1 * expected + 12,
                 qPrintable(QString("%1, expected %2").arg(group.inside).arg(expected)));
    }
}

// 1200/s against 1000/s for 600 s: 120,000 messages, the last of which waits 120 s; 800/s for 600 s more:
// drained.
void ChannelsTest::backlogOfAnOverload() {
    Topic topic(CountedArrivals{seconds(600), {720'000, 480'000, 10}, Spacing::Regular, false},
                {steadily(10)}, 1, 10);
    topic.channel.partitions = 10;
    const RunResult result = whole(topic.build(1230));
    const GroupResult& group = groupOf(result, "t");
    QCOMPARE(result.seriesInterval, 5.0);
    QVERIFY2(std::abs(group.largestLag - 120'000) < 20, qPrintable(QString::number(group.largestLag)));
    QVERIFY2(std::abs(group.oldestMs - 120'000) < 20, qPrintable(QString::number(group.oldestMs)));
    const std::vector<double>& lag = seriesOf(group, "lag");
    const std::vector<double>& oldest = seriesOf(group, "oldest_ms");
    QVERIFY2(std::abs(lag[59] - 60'000) < 20, qPrintable(QString::number(lag[59])));    // At 300 s
    QVERIFY2(std::abs(lag[180] - 60'000) < 20, qPrintable(QString::number(lag[180])));  // At 900 s
    QVERIFY2(std::abs(oldest[59] - 50'000) < 20,
             qPrintable(QString::number(oldest[59])));  // 300 s - 300,000/1200
    QVERIFY(lag[237] > 1000 && lag[240] < 20);
    QVERIFY(group.inside < 20);
}

// Two replicas with two partitions each, 10 messages a second of 10 ms. One dies at 20 s: half of all
// messages wait for the 6 s of the session and the 2 s of the rebalance, the other half for those 2 s.
void ChannelsTest::deathIsNoticedAfterTheSession() {
    Topic topic(ConstantArrivals{10}, {steadily(10)}, 2, 2);
    topic.channel.partitions = 4;
    topic.channel.sessionTimeout = seconds(6);
    topic.channel.rebalancePause = seconds(2);
    topic.fault(ServiceId("c"), 20.05, {}, KillFault{1});
    const RunResult result = whole(topic.build(60.05));
    const GroupResult& group = groupOf(result, "t");
    QCOMPARE(group.rebalances, 1u);
    QCOMPARE(group.pausedSeconds, 2.0);
    QVERIFY2(std::abs(group.largestLag - (6 * 5 + 2 * 10)) <= 1,
             qPrintable(QString::number(group.largestLag)));
    // The first that waits is published at 20.1 or 20.2 s, and handled at 28.06 s.
    QVERIFY2(std::abs(group.oldestMs - 7900) < 120, qPrintable(QString::number(group.oldestMs)));
    const std::vector<double>& paused = seriesOf(group, "paused");
    QVERIFY(paused[24] == 0 && std::abs(paused[26] - 0.95) < 0.01 && paused[27] == 1 &&
            std::abs(paused[28] - 0.05) < 0.01 && paused[30] == 0);
    QCOMPARE(group.published, 600u);
    QVERIFY(group.handled >= 599);
}

// Killed at 10 s, back at 12 s, before its session is over: one rebalance, at its return.
void ChannelsTest::returnMakesARebalance() {
    Topic topic(ConstantArrivals{10}, {steadily(10)}, 2, 1);
    topic.channel.partitions = 2;
    topic.channel.sessionTimeout = seconds(20);
    topic.channel.rebalancePause = seconds(3);
    topic.fault(ServiceId("c"), 10.05, 2.0, KillFault{1});
    const GroupResult group = groupOf(whole(topic.build(60.05)), "t");
    QCOMPARE(group.rebalances, 1u);
    QCOMPARE(group.pausedSeconds, 3.0);
    QVERIFY2(std::abs(group.largestLag - (2 * 5 + 3 * 10)) <= 1,
             qPrintable(QString::number(group.largestLag)));

    // All are gone: nothing to share out, until they are back.
    Topic gone(ConstantArrivals{10}, {steadily(10)}, 2, 1);
    gone.channel.partitions = 2;
    gone.channel.sessionTimeout = seconds(1);
    gone.channel.rebalancePause = seconds(3);
    gone.fault(ServiceId("c"), 10.05, 5.0, KillFault{});
    const GroupResult all = groupOf(whole(gone.build(60.05)), "t");
    QCOMPARE(all.rebalances, 1u);

    // Killed twice, by two faults: it comes back once.
    Topic twice(ConstantArrivals{10}, {steadily(10)}, 2, 1);
    twice.channel.partitions = 2;
    twice.channel.sessionTimeout = seconds(20);
    for (const double start : {10.05, 11.05}) twice.fault(ServiceId("c"), start, 2.0, KillFault{1});
    QCOMPARE(groupOf(whole(twice.build(60.05)), "t").rebalances, 1u);
    QVERIFY2(std::abs(all.largestLag - 80) <= 1, qPrintable(QString::number(all.largestLag)));
}

// Only what moves stops: a quarter of four partitions for each of the two rebalances, of the death and the
// return.
void ChannelsTest::cooperativeMembersKeepWorking() {
    for (const PartitionAssignment way :
         {PartitionAssignment::Range, PartitionAssignment::CooperativeSticky}) {
        Topic topic(ConstantArrivals{40}, {steadily(5)}, 4, 1);
        topic.channel.partitions = 4;
        topic.channel.assignment = way;
        topic.channel.sessionTimeout = {};
        topic.channel.rebalancePause = seconds(4);
        topic.fault(ServiceId("c"), 10.01, 10.0, KillFault{1});
        const GroupResult group = groupOf(whole(topic.build(60.05)), "t");
        const double share = way == PartitionAssignment::Range ? 1 : 0.25;
        QCOMPARE(group.rebalances, 2u);
        QCOMPARE(group.pausedSeconds, 8 * share);
        QVERIFY2(std::abs(group.largestLag - 4 * 40 * share) <= 2,
                 qPrintable(QString::number(group.largestLag)));
    }
}

void ChannelsTest::withoutPausesNothingIsPaused() {
    Topic topic(ConstantArrivals{40}, {steadily(5)}, 4, 1);
    topic.channel.partitions = 8;
    topic.channel.sessionTimeout = {};
    topic.channel.rebalancePause = {};
    topic.fault(ServiceId("c"), 10.01, 10.0, KillFault{1});
    const GroupResult group = groupOf(whole(topic.build(60.05)), "t");
    QCOMPARE(group.rebalances, 2u);
    QCOMPARE(group.pausedSeconds, 0.0);
    QVERIFY(group.largestLag <= 4);
}

void ChannelsTest::randomChannelsConserve() {
    GroupResult sum;
    for (std::uint32_t seed = 1; seed <= 400; ++seed) {
        const RunResult result = simulated(RandomChannels(seed).make(), seed);
        QVERIFY2(result.conservation.holds, qPrintable(QString::number(seed)));
        QVERIFY2(result.conservation.worstLittleResidual < 1e-9, qPrintable(QString::number(seed)));
        std::map<std::string, std::uint64_t> dead;
        for (const GroupResult& group : result.groups) {
            QCOMPARE(group.published,
                     group.handled + group.deadLettered + group.dropped + group.expired + group.inside);
            sum.published += group.published;
            sum.handled += group.handled;
            sum.deadLettered += group.deadLettered;
            sum.dropped += group.dropped;
            sum.expired += group.expired;
            sum.redelivered += group.redelivered;
            sum.rebalances += group.rebalances;
            dead[group.channel] += group.deadLettered;
        }
        for (const simulator::EdgeResult& edge : result.edges)
            if (edge.kind == "dead-letter") QCOMPARE(edge.calls, dead[edge.caller]);
    }
    for (const std::uint64_t count : {sum.published, sum.handled, sum.deadLettered, sum.dropped, sum.expired,
                                      sum.redelivered, sum.rebalances})
        QVERIFY2(count > 100, qPrintable(QString::number(count)));
}

void ChannelsTest::threadsChangeNothing() {
    for (std::uint32_t seed = 1; seed <= 30; ++seed) {
        const Project project = RandomChannels(seed).make();
        const RunResult one = simulated(project, seed, 1, 4);
        const RunResult two = simulated(project, seed, 2, 4);
        QCOMPARE(one.eventLogHash, two.eventLogHash);
        QCOMPARE(one.groups.size(), two.groups.size());
        for (std::size_t at = 0; at < one.groups.size(); ++at) {
            QVERIFY(one.groups[at].handled == two.groups[at].handled);
            QVERIFY(one.groups[at].largestLag == two.groups[at].largestLag);
            QVERIFY(one.groups[at].oldestMs == two.groups[at].oldestMs);
        }
    }
}

QTEST_GUILESS_MAIN(ChannelsTest)
#include "channels_test.moc"
