// Pods on nodes: where they go, what they wait for, and when the loss of a node is noticed; worked out by
// hand.
#include <QTest>
#include <cmath>

#include "simulator/platform/node_pool.h"
#include "simulator/steered_run.h"
#include "tests/simulator/by_hand.h"
#include "tests/simulator/same_result.h"

using namespace queueing;
using simulator::Cause;
using simulator::noNode;
using simulator::PodRequest;
using simulator::RunResult;
using simulator::SteeredRun;

namespace {

double readyAt(const RunResult& result, double second) {
    for (const simulator::Series& series : result.stations.at(0).series)
        if (series.name == "ready")
            return series.values.at(static_cast<std::size_t>(second / result.seriesInterval));
    qFatal("no series of what is ready");
}

/// When something happened to a roll-out, or to any replica.
std::vector<double> timesOf(const RunResult& result, const std::string& kind) {
    std::vector<double> times;
    for (const simulator::PlatformChange& change : result.chronicle.platform)
        if (change.kind == kind) times.push_back(change.at);
    return times;
}

NodePool pool(Builder& model, int nodes) {
    NodePool made;
    made.id = NodePoolId("pool");
    made.name = "Pool";
    made.nodes = nodes;
    made.cpuMilli = 1000;
    made.provision = seconds(60);
    made.idle = seconds(100);
    made.detection = seconds(5);
    made.eviction = seconds(20);
    model.project.network.nodePools = model.project.network.nodePools.with(made);
    return made;
}

/// Four of them fill a node.
Deployment& service(Builder& model, int replicas) {
    Deployment& deployment = model.service("s", 100, {constantly(10)});
    deployment.replicas = replicas;
    deployment.startUp = seconds(5);
    deployment.nodePool = NodePoolId("pool");
    return deployment;
}

/// 60 requests a second, which wait for a second at most.
void load(Builder& model) {
    model.policy("p").timeout = seconds(1);
    model.load("u", ConstantArrivals{60}, {"s.do"}, "p");
}

}  // namespace

class NodesTest : public QObject {
    Q_OBJECT

private slots:
    void podsAreSpread();
    void nodesAreOrdered();
    void lostNodesAreNoticedLate();
    void nodesComeBackBefore();
    void zonesTakeTheirNodes();
    void poolsGrowAndShrink();
    void roomIsNeeded();
    void snapshotsGoOn();
};

// Over zones, then over nodes, then where least is allocated.
void NodesTest::podsAreSpread() {
    simulator::NodePoolRules rules;
    rules.nodes = rules.mostNodes = 4;
    rules.cpuMilli = 1000;
    rules.memoryMib = 1000;
    rules.zones = {0, 1};
    simulator::NodePool nodes(rules);
    const auto place = [&](const PodRequest& pod, const std::vector<bool>& away = {}) {
        const std::uint32_t node = nodes.choose(pod, away);
        if (node != noNode) nodes.add(node, pod, 0);
        return node;
    };
    const PodRequest one{1, 300, 100};
    QCOMPARE(place(one), 0u);
    QCOMPARE(place(one), 1u);
    QCOMPARE(place(one), 2u);  // The other node of zone 0
    QCOMPARE(place(one), 3u);
    QCOMPARE(place({2, 700, 0}), 0u);
    QCOMPARE(place({3, 100, 0}, {true}), 1u);
    QCOMPARE(place({4, 100, 0}), 2u);  // There 300 are asked for, at node 0 all is
    QCOMPARE(place({5, 800, 0}), noNode);
    QVERIFY(!nodes.remove(0, one, 0));
    QVERIFY(nodes.remove(0, {2, 700, 0}, 0));
    QCOMPARE(place({5, 800, 0}), 0u);
}

// One for four that wait; two are on their way then, for eight.
void NodesTest::nodesAreOrdered() {
    simulator::NodePoolRules rules;
    rules.nodes = 1;
    rules.mostNodes = 3;
    rules.cpuMilli = 1000;
    simulator::NodePool nodes(rules);
    const PodRequest pod{0, 250, 0};
    QCOMPARE(nodes.missingNodes({}), 0u);
    QCOMPARE(nodes.missingNodes({pod, pod, pod, pod}), 1u);
    QCOMPARE(nodes.order(), 1u);
    QCOMPARE(nodes.missingNodes({pod, pod, pod, pod}), 0u);
    QCOMPARE(nodes.missingNodes({pod, pod, pod, pod, pod}), 1u);
    QCOMPARE(nodes.missingNodes({{0, 2000, 0}}), 0u);  // No node would do
    QCOMPARE(nodes.order(), 2u);
    QCOMPARE(nodes.order(), noNode);
}

// Two of six pods are lost at 10 s. Until 15 s a third of the requests goes to them and has no answer; from
// 15 s on the others have all. At 35 s they are made anew on the two nodes that are left, and start up.
void NodesTest::lostNodesAreNoticedLate() {
    Builder model;
    pool(model, 3);
    service(model, 6);
    load(model);
    model.fault(NodePoolId("pool"), 10, 100, KillFault{1});
    const RunResult result = simulate(model.build(60));
    QVERIFY(std::abs(double(failed(result.journeys[0], Cause::Timeout)) - 5 * 20) <= 2);
    QCOMPARE(readyAt(result, 9), 6.0);
    QCOMPARE(readyAt(result, 12), 4.0);
    QCOMPARE(readyAt(result, 39), 4.0);
    QCOMPARE(readyAt(result, 41), 6.0);
    QVERIFY(timesOf(result, "no_room").empty());
}

// After 12 s, before anything is made anew: they start where they were.
void NodesTest::nodesComeBackBefore() {
    Builder model;
    pool(model, 3);
    service(model, 6);
    load(model);
    model.fault(NodePoolId("pool"), 10, 12, KillFault{1});
    const RunResult result = simulate(model.build(60));
    QVERIFY(std::abs(double(failed(result.journeys[0], Cause::Timeout)) - 5 * 20) <= 2);
    QCOMPARE(readyAt(result, 26), 4.0);
    QCOMPARE(readyAt(result, 28), 6.0);
}

// Of three zones with a node each one is lost.
void NodesTest::zonesTakeTheirNodes() {
    Builder model;
    for (const char* name : {"a", "b", "c"})
        model.project.network.zones = model.project.network.zones.with({ZoneId(name), name, {}});
    NodePool made = pool(model, 3);
    made.zones = {ZoneId("a"), ZoneId("b"), ZoneId("c")};
    model.project.network.nodePools = model.project.network.nodePools.with(made);
    service(model, 6);
    load(model);
    model.fault(ZoneId("b"), 10, 20, KillFault{});
    const RunResult result = simulate(model.build(60));
    QVERIFY(std::abs(double(failed(result.journeys[0], Cause::Timeout)) - 5 * 20) <= 2);
    QCOMPARE(readyAt(result, 12), 4.0);
    QCOMPARE(readyAt(result, 40), 6.0);
}

// The canary finds no room beside four that fill the node. It waits for a minute for another one, and starts
// up; its second release, when that has gone again, waits as long.
void NodesTest::poolsGrowAndShrink() {
    for (const bool staysIdle : {false, true}) {
        Builder model;
        NodePool made = pool(model, 1);
        made.maxNodes = 2;
        if (staysIdle) made.idle = seconds(1000);
        model.project.network.nodePools = model.project.network.nodePools.with(made);
        Deployment& deployment = service(model, 4);
        deployment.rollout.emplace();
        deployment.rollout->strategy = RolloutStrategy::Canary;
        deployment.rollout->steps = {{25, seconds(60), {}}};
        deployment.rollout->analysis.emplace();
        load(model);
        ReleaseFault bad;
        bad.errorRate = 1;
        model.fault(ServiceId("s"), 10, {}, bad);
        model.fault(ServiceId("s"), 200, {}, bad);
        const RunResult result = simulate(model.build(300));
        // Looked at after 10 s, it is aborted at 85 s, and is gone at 86 s; the node goes at 186 s.
        QCOMPARE(timesOf(result, "traffic_shifted"),
                 staysIdle ? (std::vector<double>{75, 205}) : (std::vector<double>{75, 265}));
        QCOMPARE(timesOf(result, "no_room"),
                 staysIdle ? std::vector<double>{10} : (std::vector<double>{10, 200}));
    }
}

void NodesTest::roomIsNeeded() {
    Builder model;
    pool(model, 1);
    service(model, 5);
    load(model);
    const auto plan = simulator::compile(model.build(60), ScenarioId("test"));
    QVERIFY(!plan);
    QCOMPARE(plan.error().text(),
             std::string("/deployments/s/node_pool: the nodes of `pool` have room for 4 of its "
                         "replicas, beside those of others: expected room for 5"));
}

void NodesTest::snapshotsGoOn() {
    Builder model;
    NodePool made = pool(model, 3);
    made.maxNodes = 5;
    made.provision = seconds(7);
    made.idle = seconds(9);
    model.project.network.nodePools = model.project.network.nodePools.with(made);
    Deployment& deployment = service(model, 9);
    deployment.liveness = Probe{};
    deployment.rollout.emplace();
    load(model);
    model.fault(NodePoolId("pool"), 10, 60, KillFault{2});
    model.fault(ServiceId("s"), 20, {}, ReleaseFault{});
    model.fault(ServiceId("s"), 5, 20, KillFault{2});
    const auto plan = simulator::compile(model.build(100), ScenarioId("test"));
    QVERIFY2(plan, plan ? "" : plan.error().text().c_str());
    SteeredRun whole(*plan);
    whole.runTo(100);
    QVERIFY(!timesOf(whole.result(), "no_room").empty());
    QVERIFY(whole.result().conservation.holds);
    SteeredRun steered(*plan);
    for (double at = 3; at < 100; at += 7) {
        steered.runTo(at);
        auto forked = steered.fork(*plan);
        QVERIFY2(forked, forked ? "" : forked.error().text().c_str());
        forked->runTo(100);
        QVERIFY(sameResult(forked->result(), whole.result()));
        steered.restore(steered.snapshot());
    }
    steered.runTo(100);
    QVERIFY(sameResult(steered.result(), whole.result()));
}

QTEST_GUILESS_MAIN(NodesTest)
#include "nodes_test.moc"
