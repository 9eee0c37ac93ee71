// What lies between zones: latency, faults, proxies.
#include <QTest>
#include <cmath>

#include "simulator/steered_run.h"
#include "tests/simulator/by_hand.h"
#include "tests/simulator/random_network.h"
#include "tests/simulator/same_result.h"

using namespace queueing;
using simulator::Cause;
using simulator::RunResult;

class ZoneNetworkTest : public QObject {
    Q_OBJECT

private slots:
    void latencyDependsOnBothPlaces();
    void awarenessSavesLatency();
    void regionsAreFar();
    void regionsAreLostAsTheirZones();
    void zonesArePartitioned();
    void zonesAreCutOffFromAll();
    void zonesGetFarther();
    void partitionsCutQueries();
    void whoWaitsForEverIsRefused();
    void proxiesTakeTime();
    void proxiesTakeTheirReplicasCpu();
    void connectionsBeginWithAHandshake();
    void randomNetworksConserve();
};

namespace {

void addZones(Builder& model, const std::vector<std::string>& names) {
    for (const std::string& name : names)
        model.project.network.zones = model.project.network.zones.with({ZoneId(name), name, {}});
}

Distribution always(double time) {
    return Distribution::constant(milliseconds(time));
}

void addLatency(Builder& model, const std::string& from, const std::string& to, double time) {
    model.project.network.zoneLatencies.push_back({ZoneId(from), ZoneId(to), always(time), {}});
}

/// Two callers in the zones a and b, so many callees in a, b, a, ..., each of which takes 2 ms; 60 users a
/// second who wait half a second at most, calls a tenth.
Builder apart(std::int32_t callees) {
    Builder model;
    addZones(model, {"a", "b"});
    model.policy("p").timeout = milliseconds(100);
    model.policy("user").timeout = milliseconds(500);
    Deployment& callers = model.service("from", 100, {call("to.do", "p")});
    callers.replicas = 2;
    callers.zones = {ZoneId("a"), ZoneId("b")};
    Deployment& called = model.service("to", 100, {constantly(2)});
    called.replicas = callees;
    called.zones = {ZoneId("a"), ZoneId("b")};
    model.load("u", ConstantArrivals{60}, {"from.do"}, "user");
    return model;
}

bool isAbout(double found, double expected, double tolerance) {
    if (std::abs(found - expected) <= tolerance) return true;
    qWarning("%g, expected %g", found, expected);
    return false;
}

/// Computes on the CPU of its replica.
Step computing(double time) {
    return {Compute{always(time), Work::Cpu}, {}};
}

Mesh meshOf(double latency, double cpu, MeshKind kind = MeshKind::Sidecar) {
    Mesh mesh;
    mesh.kind = kind;
    if (latency > 0) mesh.latency = always(latency);
    mesh.cpu = milliseconds(cpu);
    mesh.mutualTls = false;
    return mesh;
}

}  // namespace

// In turn over three callees in a, b and a half of the calls stay in their zone; users have the network's 5
// ms.
void ZoneNetworkTest::latencyDependsOnBothPlaces() {
    Builder model = apart(3);
    model.project.network.latency = always(5);
    addLatency(model, "a", "a", 1);
    addLatency(model, "b", "b", 1);
    addLatency(model, "b", "a", 10);
    const RunResult result = simulate(model.build(100, 0));
    QVERIFY(isAbout(mean(result), 2 * 5 + 2 + 0.5 * 2 * 1 + 0.5 * 2 * 10, 0.05));
    // What is said of no pair has the network's, too.
    model.project.network.zoneLatencies.pop_back();
    QVERIFY(isAbout(mean(simulate(model.build(100, 0))), 2 * 5 + 2 + 0.5 * 2 * 1 + 0.5 * 2 * 5, 0.05));
}

void ZoneNetworkTest::awarenessSavesLatency() {
    for (const bool isAware : {true, false}) {
        Builder model = apart(6);
        model.policies[0].loadBalancing.emplace().kind = BalancingKind::Random;
        model.policies[0].loadBalancing->zoneAware = isAware;
        addLatency(model, "a", "a", 1);
        addLatency(model, "b", "b", 1);
        addLatency(model, "a", "b", 10);
        const RunResult result = simulate(model.build(200, 0));
        // A share of 1, or of 1/2, of 12,000 calls: of 9 ms each way.
        const double deviation = isAware ? 0.001 : 2 * 9 * 0.5 / std::sqrt(12'000);
        QVERIFY(isAbout(mean(result), isAware ? 4 : 2 + 1 + 10, 5 * deviation));
    }
}

// From a1 to a1, a2, b and a zone of no region.
void ZoneNetworkTest::regionsAreFar() {
    Builder model;
    Network& network = model.project.network;
    network.regions = network.regions.with({RegionId("a"), "A", {}}).with({RegionId("b"), "B", {}});
    network.zones = network.zones.with({ZoneId("a1"), "A1", {}, RegionId("a")})
                        .with({ZoneId("a2"), "A2", {}, RegionId("a")})
                        .with({ZoneId("b1"), "B1", {}, RegionId("b")})
                        .with({ZoneId("c"), "C", {}});
    addLatency(model, "a1", "a1", 1);
    network.regionLatencies = {{RegionId("a"), RegionId("a"), always(2), {}},
                               {RegionId("b"), RegionId("a"), always(30), {}}};
    model.service("from", 100, {call("to.do")}).zones = {ZoneId("a1")};
    Deployment& called = model.service("to", 100, {constantly(2)});
    called.replicas = 4;
    called.zones = {ZoneId("a1"), ZoneId("a2"), ZoneId("b1"), ZoneId("c")};
    model.load("u", ConstantArrivals{40}, {"from.do"});
    QVERIFY(isAbout(mean(simulate(model.build(100, 0))), 2 + 2 * (1 + 2 + 30 + 0) / 4.0, 0.1));
}

void ZoneNetworkTest::regionsAreLostAsTheirZones() {
    const auto lose = [](bool region) {
        Builder model;
        Network& network = model.project.network;
        network.regions = network.regions.with({RegionId("r"), "R", {}});
        network.zones = network.zones.with({ZoneId("a"), "A", {}, RegionId("r")})
                            .with({ZoneId("b"), "B", {}, RegionId("r")})
                            .with({ZoneId("c"), "C", {}});
        Deployment& deployment = model.service("s", 1, {compute(exponentially(10))});
        deployment.replicas = 3;
        deployment.zones = {ZoneId("a"), ZoneId("b"), ZoneId("c")};
        model.policy("p").timeout = seconds(1);
        model.load("u", PoissonArrivals{80}, {"s.do"}, "p");
        if (region) {
            model.fault(RegionId("r"), 20, 10, KillFault{});
        } else {
            model.fault(ZoneId("a"), 20, 10, KillFault{});
            model.fault(ZoneId("b"), 20, 10, KillFault{});
        }
        return simulate(model.build(60, 0));
    };
    const RunResult region = lose(true);
    QCOMPARE(region.eventLogHash, lose(false).eventLogHash);
    // One server in three has 80 % of what it can do.
    QVERIFY(find(region.stations, "s").meanQueue.value.value() > 0.2);
}

// Half of 60 calls a second for ten seconds; who waits for them learns of it after a tenth of a second.
void ZoneNetworkTest::zonesArePartitioned() {
    Builder model = apart(3);
    model.fault(ZoneId("a"), 10.001, 10, PartitionFault{{}, ZoneId("b")});
    const RunResult result = simulate(model.build(40, 0));
    const auto lost = static_cast<double>(failed(result.journeys[0], Cause::Dependency));
    QVERIFY(isAbout(lost, 300, 2));
    QCOMPARE(result.journeys[0].failures(), static_cast<std::uint64_t>(lost));
    QVERIFY(isAbout(static_cast<double>(edge(result, "to.do").failed[0]), lost, 0));
}

// Users are elsewhere: half of their requests are lost. Of the calls that the others make two in three go to
// a.
void ZoneNetworkTest::zonesAreCutOffFromAll() {
    Builder model = apart(3);
    model.fault(ZoneId("a"), 10.001, 10, PartitionFault{});
    const RunResult result = simulate(model.build(40, 0));
    QVERIFY(isAbout(static_cast<double>(failed(result.journeys[0], Cause::Timeout)), 300, 3));
    QVERIFY(isAbout(static_cast<double>(failed(result.journeys[0], Cause::Dependency)), 200, 3));
}

void ZoneNetworkTest::zonesGetFarther() {
    Builder model = apart(3);
    model.fault(ZoneId("b"), 0, {}, LatencyFault{{}, always(20), ZoneId("a")});
    QVERIFY(isAbout(mean(simulate(model.build(100, 0))), 2 + 0.5 * 2 * 20, 0.1));
}

// Of a store with one server in a: queries from b fail at once. With a server in each zone reads find one.
void ZoneNetworkTest::partitionsCutQueries() {
    for (const bool isReplicated : {false, true})
        for (const StoreAccess access : {StoreAccess::Read, StoreAccess::Write}) {
            Builder model;
            addZones(model, {"a", "b"});
            DataStore& store = model.store("db", 10, always(1));
            store.zones = {ZoneId("a")};
            if (isReplicated) {
                store.zones.push_back(ZoneId("b"));
                store.replication.emplace().reads = ReadsFrom::Any;
            }
            Deployment& deployment = model.service("s", 100, {query("db", access)});
            deployment.replicas = 2;
            deployment.zones = {ZoneId("a"), ZoneId("b")};
            model.load("u", ConstantArrivals{60}, {"s.do"});
            model.fault(ZoneId("a"), 10.001, 10, PartitionFault{{}, ZoneId("b")});
            const RunResult result = simulate(model.build(40, 0));
            const bool canRead = isReplicated && access == StoreAccess::Read;
            const auto count = static_cast<double>(result.journeys[0].failures());
            QVERIFY(isAbout(count, canRead ? 0 : 300, 2));
            QCOMPARE(edge(result, "db").failed[static_cast<std::size_t>(Cause::Crashed)],
                     result.journeys[0].failures());
        }
    // An answer from there takes longer as well.
    Builder model;
    addZones(model, {"a", "b"});
    model.store("db", 10, always(1)).zones = {ZoneId("a")};
    model.service("s", 100, {query("db")}).zones = {ZoneId("b")};
    model.load("u", ConstantArrivals{60}, {"s.do"});
    model.fault(ZoneId("a"), 0, {}, LatencyFault{{}, always(7), {}});
    model.policy("p");
    // The users of s are in no zone, and s is not in a.
    QVERIFY(isAbout(mean(simulate(model.build(20, 0))), 1 + 2 * 7, 0.01));
}

void ZoneNetworkTest::whoWaitsForEverIsRefused() {
    const auto plan = [](const std::optional<ZoneId>& peer, double rate) {
        Builder model = apart(2);
        model.policies[1].timeout.reset();
        model.fault(ZoneId("a"), 1, 1, LossFault{{}, rate, peer});
        return simulator::compile(model.build(10), ScenarioId("test"));
    };
    QVERIFY(plan(ZoneId("b"), 0.5));
    QVERIFY(plan({}, 0));
    const auto refused = plan({}, 0.5);
    QVERIFY(!refused);
    QVERIFY2(refused.error().text().starts_with("/fault_plans/faults/faults/0: loses messages of the call of "
                                                "`from.do` by `u.journey`"),
             refused.error().text().c_str());
}

// Two passages at the callee of the users, four of a call between two that are in the mesh.
void ZoneNetworkTest::proxiesTakeTime() {
    for (const MeshKind kind : {MeshKind::Sidecar, MeshKind::Ambient}) {
        Builder model = apart(3);
        for (Deployment& deployment : model.deployments) deployment.mesh = meshOf(0.5, 0.25, kind);
        const double passage = kind == MeshKind::Sidecar ? 0.75 : 0.5;
        QVERIFY(isAbout(mean(simulate(model.build(20, 0))), 2 + 6 * passage, 1e-3));
        model.deployments[0].mesh.reset();
        QVERIFY(isAbout(mean(simulate(model.build(20, 0))), 2 + 2 * passage, 1e-3));
    }
}

// The caller computes for five passages a request: one of users in and out, and one of its call out and in.
void ZoneNetworkTest::proxiesTakeTheirReplicasCpu() {
    Builder model;
    model.service("from", 100, {computing(1), call("to.do")}).mesh = meshOf(0, 0.5);
    model.service("to", 100, {computing(2)}).mesh = meshOf(0, 0.5);
    model.load("u", ConstantArrivals{20}, {"from.do"});
    const RunResult result = simulate(model.build(100, 0));
    QVERIFY(isAbout(mean(result), 1 + 2 + 6 * 0.5, 1e-3));
    QVERIFY(isAbout(find(result.stations, "from").cpu.value.value(), 20 * (0.001 + 4 * 0.0005), 1e-4));
    QVERIFY(isAbout(find(result.stations, "to").cpu.value.value(), 20 * (0.002 + 2 * 0.0005), 1e-4));
}

// Each tenth request at each end, by turns over the replicas of the other.
void ZoneNetworkTest::connectionsBeginWithAHandshake() {
    for (const bool computes : {true, false})
        for (const int replicas : {1, 3}) {
            Builder model;
            const auto step = [&](double time) { return computes ? computing(time) : constantly(time); };
            Mesh mesh = meshOf(0, 0.5);
            mesh.mutualTls = true;
            mesh.handshake = milliseconds(3);
            mesh.requestsPerConnection = 10;
            model.service("from", 100, {step(1), call("to.do")}).mesh = mesh;
            Deployment& called = model.service("to", 100, {step(2)});
            called.mesh = mesh;
            called.replicas = replicas;
            model.load("u", ConstantArrivals{20}, {"from.do"});
            const RunResult result = simulate(model.build(150.01, 0));
            QVERIFY(isAbout(mean(result), 1 + 2 + 6 * 0.5 + 2 * 3 * 0.1, 0.01));
            if (!computes) continue;
            const double cpu = 20 * (0.002 + 2 * 0.0005 + 0.1 * 0.003) / replicas;
            QVERIFY(isAbout(find(result.stations, "to").cpu.value.value(), cpu, 1e-4));
            // Users are in no mesh: nobody shakes hands with them.
            QVERIFY(isAbout(find(result.stations, "from").cpu.value.value(),
                            20 * (0.001 + 4 * 0.0005 + 0.1 * 0.003), 1e-4));
        }
}

void ZoneNetworkTest::randomNetworksConserve() {
    int count = 0;
    for (std::uint32_t seed = 1; seed <= 150; ++seed) {
        const auto plan = simulator::compile(RandomNetwork(seed).make(), ScenarioId("test"));
        if (!plan) continue;
        ++count;
        simulator::RunOptions options;
        options.replications = 2;
        options.threads = 1;
        const RunResult one = simulator::run(**plan, options);
        QVERIFY2(one.conservation.holds, qPrintable(QString::number(seed)));
        QVERIFY2(one.conservation.worstLittleResidual < 1e-9, qPrintable(QString::number(seed)));
        options.threads = 2;
        QCOMPARE(simulator::run(**plan, options).eventLogHash, one.eventLogHash);
        simulator::SteeredRun whole(*plan);
        whole.runTo(100);
        simulator::SteeredRun steered(*plan);
        steered.runTo(2.5);
        const simulator::Snapshot middle = steered.snapshot();
        auto forked = steered.fork(*plan);
        QVERIFY2(forked, forked ? "" : forked.error().text().c_str());
        steered.runTo(4);
        steered.restore(middle);
        steered.runTo(100);
        QCOMPARE(steered.fingerprint(), whole.fingerprint());
        forked->runTo(100);
        QCOMPARE(forked->fingerprint(), whole.fingerprint());
        QVERIFY(forked->result().conservation.holds);
    }
    QVERIFY2(count > 50, qPrintable(QString::number(count)));
}

QTEST_GUILESS_MAIN(ZoneNetworkTest)
#include "zone_network_test.moc"
