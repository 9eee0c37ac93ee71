// Locks, sagas and two-phase commits.
#include <QTest>
#include <cmath>

#include "tests/simulator/short_run.h"

using namespace simulator;
using namespace queueing;

class TransactionTest : public QObject {
    Q_OBJECT

private slots:
    void locksAreQueues_data();
    void locksAreQueues();
    void locksOfReplicasAndServices_data();
    void locksOfReplicasAndServices();
    void failuresUnlock();
    void locksSurviveTheirHolders();
    void oneLockHasOneShape();
    void sagasUndoWhatWasDone();
    void sagasUndoAllTheyCan();
    void commitsHoldConnectionsUntilTheSlowest();
    void votesAgainstUndoAll();
    void connectionsOutliveTheCoordinator();
    void participantsThatDieVoteAgainst();
    void votesOutliveTheirStore_data();
    void votesOutliveTheirStore();
    void decisionsOutliveTheCoordinatorAndTheStore();
};

namespace {

Distribution constantly(double milliseconds) {
    return Distribution::constant(model::milliseconds(milliseconds));
}

Step locked(Lock lock, Behaviour steps) {
    lock.name = "account";
    lock.steps = std::move(steps);
    return {lock, {}};
}

bool isNear(double value, double expected, double share) {
    const bool good = std::abs(value - expected) <= share * expected;
    if (!good) qWarning("%g, expected %g", value, expected);
    return good;
}

const StationResult& station(const RunResult& result, const std::string& id) {
    for (const StationResult& candidate : result.stations)
        if (candidate.id == id) return candidate;
    qFatal("no station %s", id.c_str());
}

const EdgeResult& edge(const RunResult& result, const std::string& callee, const std::string& kind) {
    for (const EdgeResult& candidate : result.edges)
        if (candidate.callee == callee && candidate.kind == kind) return candidate;
    qFatal("no edge to %s", callee.c_str());
}

std::uint64_t failures(const EdgeResult& edge) {
    std::uint64_t sum = 0;
    for (const std::uint64_t count : edge.failed) sum += count;
    return sum;
}

double failedShare(const FlowResult& flow) {
    return double(flow.failures()) / double(flow.failures() + flow.completed);
}

// A saga of three parts, of which each fails with a chance.
Project saga(std::array<double, 3> chances, std::array<Behaviour, 3> compensations) {
    Saga saga;
    for (std::size_t at = 0; at < 3; ++at) {
        SagaStep part;
        part.name = std::string(1, char('a' + at));
        part.steps = {compute(constantly(1)), Step{Fail{chances[at]}, {}}};
        part.compensation = compensations[at];
        saga.parts.push_back(part);
    }
    Builder model;
    model.service("s", 1000, {Step{saga, {}}});
    model.load("u", PoissonArrivals{1000}, {"s.do"});
    return model.build(50, 0.0);
}

// Two stores, which prepare in 3 and 5 ms and commit in 2 ms.
Builder commits(const Arrivals& arrivals, double refusal = 0) {
    Builder model;
    model.store("fast", 100, constantly(3));
    model.store("slow", 100, constantly(5));
    TwoPhaseCommit transaction;
    transaction.participants = {{DataStoreId("fast"), {}, constantly(2), refusal, {}},
                                {DataStoreId("slow"), {}, constantly(2), 0, {}}};
    transaction.recovery = seconds(4);
    model.service("s", 1000, {Step{transaction, {}}});
    model.load("u", arrivals, {"s.do"});
    return model;
}

}  // namespace

void TransactionTest::locksAreQueues_data() {
    QTest::addColumn<int>("permits");
    QTest::addColumn<int>("keys");
    QTest::addColumn<double>("rate");
    QTest::addColumn<double>("mean");
    QTest::newRow("M/M/1") << 1 << 1 << 800.0 << 5.0;
    QTest::newRow("M/M/2") << 2 << 1 << 1600.0 << 1 / (1 - 0.64);
    QTest::newRow("four M/M/1") << 1 << 4 << 3200.0 << 5.0;
}

void TransactionTest::locksAreQueues() {
    QFETCH(int, permits);
    QFETCH(int, keys);
    QFETCH(double, rate);
    QFETCH(double, mean);
    Lock lock;
    lock.permits = permits;
    lock.keys = keys;
    Builder model;
    model.service("s", 10000, {locked(lock, {compute(exponentially(1))})});
    model.load("u", PoissonArrivals{rate}, {"s.do"});
    const RunResult result = simulate(model.build(1600.0 * 800 / rate, 5));
    QVERIFY(isNear(result.journeys[0].latency.mean, mean));
    QVERIFY(isNear(station(result, "s/account").utilisation, 0.8));
    QVERIFY(isNear(station(result, "s/account").wait, mean - 1));
}

void TransactionTest::locksOfReplicasAndServices_data() {
    QTest::addColumn<bool>("shared");
    QTest::addColumn<double>("rate");
    QTest::newRow("each replica") << false << 1600.0;
    QTest::newRow("the service") << true << 800.0;
}

// Round robin makes the arrivals at each of two replicas Erlang-2: shorter waits than Poisson.
void TransactionTest::locksOfReplicasAndServices() {
    QFETCH(bool, shared);
    QFETCH(double, rate);
    Lock lock;
    lock.scope = shared ? LockScope::Service : LockScope::Replica;
    Builder model;
    model.service("s", 10000, {locked(lock, {compute(exponentially(1))})}).replicas = 2;
    model.load("u", PoissonArrivals{rate}, {"s.do"});
    const RunResult result = simulate(model.build(1000, 5));
    QVERIFY(isNear(station(result, "s/account").utilisation, 0.8));
    // E2/M/1: sigma solves s = (2 lambda / (2 lambda + 1 - s))^2 with lambda = 0.8, mean = 1 / (1 - s).
    double sigma = 0.5;
    for (int round = 0; round < 200; ++round) sigma = std::pow(1.6 / (1.6 + 1 - sigma), 2);
    QVERIFY(isNear(result.journeys[0].latency.mean, shared ? 5 : 1 / (1 - sigma)));
}

void TransactionTest::failuresUnlock() {
    Builder model;
    model.service("s", 1000, {locked({}, {compute(constantly(1)), Step{Fail{0.5}, {}}})});
    model.load("u", PoissonArrivals{500}, {"s.do"});
    const RunResult result = simulate(model.build(60, 0.0));
    QVERIFY(isNear(failedShare(result.journeys[0]), 0.5, 0.03));
    QVERIFY(isNear(station(result, "s/account").utilisation, 0.5));
}

// A lock of the whole service goes on when the replica of its holder and of some in line dies.
void TransactionTest::locksSurviveTheirHolders() {
    Lock lock;
    lock.scope = LockScope::Service;
    Builder model;
    model.service("s", 10000, {locked(lock, {compute(exponentially(1))})}).replicas = 2;
    model.load("u", PoissonArrivals{900}, {"s.do"});
    for (int at = 1; at < 20; ++at) model.fault(ServiceId("s"), at, 0.5, KillFault{1});
    const RunResult result = simulate(model.build(21));
    QVERIFY(result.journeys[0].failed[int(Cause::Crashed)] > 10);
    QVERIFY(failedShare(result.journeys[0]) < 0.1);
}

void TransactionTest::oneLockHasOneShape() {
    Lock other;
    other.permits = 2;
    Builder model;
    model.service("s", 1, {locked({}, {}), locked(other, {})});
    model.load("u", PoissonArrivals{1}, {"s.do"});
    const auto plan = compile(model.build(1), ScenarioId("test"));
    QVERIFY(!plan);
    QVERIFY(plan.error().text().find("lock `account`") != std::string::npos);
}

// The second part fails after 0.9, the third after 0.81 of all sagas.
void TransactionTest::sagasUndoWhatWasDone() {
    const Behaviour undo{compute(constantly(1))};
    const RunResult result = simulate(saga({0.1, 0.1, 0.1}, {undo, undo, undo}));
    const auto begun = double(result.journeys[0].arrivals);
    QVERIFY(isNear(failedShare(result.journeys[0]), 1 - 0.729, 0.03));
    QCOMPARE(result.journeys[0].failed[int(Cause::Dependency)], result.journeys[0].failures());
    QVERIFY(isNear(double(edge(result, "s.do/a", "saga step").calls), begun, 0.001));
    QVERIFY(isNear(double(edge(result, "s.do/c", "saga step").calls), 0.81 * begun, 0.02));
    QVERIFY(isNear(double(failures(edge(result, "s.do/c", "saga step"))), 0.081 * begun, 0.06));
    QVERIFY(isNear(double(edge(result, "s.do/a", "compensation").calls), 0.171 * begun, 0.05));
    QVERIFY(isNear(double(edge(result, "s.do/b", "compensation").calls), 0.081 * begun, 0.06));
    QCOMPARE(edge(result, "s.do/c", "compensation").calls, 0u);
}

// The compensation of the second part fails; the first part is undone nevertheless.
void TransactionTest::sagasUndoAllTheyCan() {
    const RunResult result =
        simulate(saga({0, 0, 1}, {Behaviour{compute(constantly(1))}, {Step{Fail{1}, {}}}, {}}));
    const auto begun = double(result.journeys[0].arrivals);
    QCOMPARE(failedShare(result.journeys[0]), 1.0);
    QVERIFY(isNear(double(failures(edge(result, "s.do/b", "compensation"))), begun, 0.001));
    QVERIFY(isNear(double(edge(result, "s.do/a", "compensation").calls), begun, 0.001));
    QCOMPARE(failures(edge(result, "s.do/a", "compensation")), 0u);
}

void TransactionTest::commitsHoldConnectionsUntilTheSlowest() {
    const RunResult result = simulate(commits(PoissonArrivals{1000}).build(60, 1));
    QVERIFY(std::abs(*result.journeys[0].latency.mean.value - 7) < 1e-6);
    for (const char* store : {"fast", "slow"})
        QVERIFY(isNear(station(result, store).meanInService, 1000 * 0.007));
}

void TransactionTest::votesAgainstUndoAll() {
    const RunResult result = simulate(commits(PoissonArrivals{1000}, 0.2).build(60, 1));
    QVERIFY(isNear(failedShare(result.journeys[0]), 0.2, 0.03));
    for (const char* store : {"fast", "slow"})
        QVERIFY(isNear(station(result, store).meanInService, 1000 * 0.007));
}

// 2 ms x 1000/s of those at `fast` have voted when the coordinator dies: they hold connections for 4 s.
void TransactionTest::connectionsOutliveTheCoordinator() {
    Builder model = commits(PoissonArrivals{1000});
    model.fault(ServiceId("s"), 2, {}, KillFault{});
    const RunResult result = simulate(model.build(10));
    const auto busyAt = [&](double time) {
        const std::vector<double>& values = station(result, "fast").series[2].values;
        return values[std::size_t(time / result.seriesInterval)];
    };
    QVERIFY2(busyAt(4) >= 1 && busyAt(4) <= 8, qPrintable(QString::number(busyAt(4))));
    QCOMPARE(busyAt(4), busyAt(5.5));
    QCOMPARE(busyAt(7), 0.0);
}

void TransactionTest::participantsThatDieVoteAgainst() {
    Builder model = commits(PoissonArrivals{1000});
    model.fault(DataStoreId("fast"), 2, 3.0, KillFault{});
    const RunResult result = simulate(model.build(10));
    const FlowResult& flow = result.journeys[0];
    QVERIFY(isNear(double(flow.failed[int(Cause::Dependency)]), 3007, 0.05));
    QCOMPARE(flow.failures(), flow.failed[int(Cause::Dependency)]);
}

void TransactionTest::votesOutliveTheirStore_data() {
    QTest::addColumn<bool>("replicated");
    QTest::addColumn<QString>("store");
    QTest::addColumn<int>("working");
    for (const bool replicated : {false, true}) {
        QTest::addRow("fast, replicated %d", replicated) << replicated << "fast" << 3;
        QTest::addRow("slow, replicated %d", replicated) << replicated << "slow" << 5;
    }
}

// Those that have not voted in the store that dies fail, and those that come until it is back. Where it had
// voted, before the decision and after it, it commits in the end.
void TransactionTest::votesOutliveTheirStore() {
    QFETCH(bool, replicated);
    QFETCH(QString, store);
    QFETCH(int, working);
    Builder model = commits(ConstantArrivals{1000});
    if (replicated) {
        Replication replication;
        replication.failover = seconds(3);
        for (DataStore& each : model.stores) each.replication = replication;
    }
    model.fault(DataStoreId(store.toStdString()), 2.0005, 3.0, KillFault{1});
    const RunResult result = simulate(model.build(10.0005, 0));
    QVERIFY(result.conservation.holds);
    const FlowResult& flow = result.journeys[0];
    QCOMPARE(flow.failed[int(Cause::Dependency)], std::uint64_t(3000 + working));
    QCOMPARE(flow.failures(), flow.failed[int(Cause::Dependency)]);
    QCOMPARE(result.stores.size(), std::size_t(replicated ? 2 : 0));
    for (const StoreResult& each : result.stores) QCOMPARE(each.writes, flow.completed);
}

// At the same moment: two that are decided at `slow` are written when it is back.
void TransactionTest::decisionsOutliveTheCoordinatorAndTheStore() {
    for (const bool storeToo : {false, true}) {
        Builder model = commits(ConstantArrivals{1000});
        for (DataStore& each : model.stores) each.replication = Replication{};
        model.fault(ServiceId("s"), 2.0005, {}, KillFault{});
        if (storeToo) model.fault(DataStoreId("slow"), 2.0006, 3.0, KillFault{1});
        const RunResult result = simulate(model.build(10, 0));
        for (const StoreResult& each : result.stores) QCOMPARE(each.writes, result.journeys[0].completed + 2);
    }
}

QTEST_GUILESS_MAIN(TransactionTest)
#include "transaction_test.moc"
