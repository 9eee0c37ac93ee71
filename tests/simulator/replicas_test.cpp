// Stores with replicas and with rows that are locked, against formulas and cases worked out by hand.
#include <QTest>
#include <cmath>

#include "tests/simulator/topic.h"

using namespace queueing;
using simulator::StoreResult;

class ReplicasTest : public QObject {
    Q_OBJECT

private slots:
    void readsAreStale();
    void rowsAreStale();
    void acknowledgedWritesAreSeen();
    void writesWaitForReplicas();
    void readsAreShared_data();
    void readsAreShared();
    void rowsAreLocked();
    void hotRows();
    void waitingForRowsHoldsConnections();
    void replicasTakeOver();
    void synchronousWritesSurvive();
    void theFormerPrimaryComesBack();
    void writesWaitForEnoughReplicas();
    void withoutReplicasThePrimaryReads();
    void decidedTransactionsReplicate();
    void samplesOfOneServerAreAsBefore();
    void tooManyRows();
};

namespace {

/// `r` reads the store `db`, `w` writes it.
struct Database : Builder {
    explicit Database(double reads, double writes, const Distribution& time = Distribution::constant({})) {
        store("db", 1000, time);
        service("r", 10'000, {query("db")});
        service("w", 10'000, {query("db", StoreAccess::Write)});
        if (reads > 0) load("reads", PoissonArrivals{reads}, {"r.do"});
        if (writes > 0) load("writes", PoissonArrivals{writes}, {"w.do"});
    }
    DataStore& db() { return stores.front(); }
    Replication& replicate(std::int32_t replicas, std::optional<Distribution> lag = {}) {
        db().replication = Replication{};
        db().replication->replicas = replicas;
        db().replication->lag = std::move(lag);
        return *db().replication;
    }
};

const StoreResult& onlyStore(const RunResult& result) {
    if (result.stores.size() != 1) qFatal("not one store");
    return result.stores.front();
}

const simulator::FlowResult& flowOf(const RunResult& result, const std::string& operation) {
    for (const simulator::FlowResult& flow : result.operations)
        if (flow.id == operation) return flow;
    qFatal("no such operation");
}

bool isNear(double found, double expected, double tolerance) {
    const bool near = std::abs(found / expected - 1) < tolerance;
    if (!near) qWarning("found %g, expected %g", found, expected);
    return near;
}

}  // namespace

// Constant lag L, Poisson writes: a read is stale when there was a write in the L before it, and then as old
// as the first of them.
void ReplicasTest::readsAreStale() {
    Database model(2000, 20);
    model.replicate(2, Distribution::constant(milliseconds(50)));
    const RunResult result = whole(model.build(600, 10));
    const StoreResult& store = onlyStore(result);
    const double share = 1 - std::exp(-20 * 0.05);
    QVERIFY(isNear(*store.staleShare.value, share, 0.01));
    QVERIFY(isNear(*store.staleness.mean.value, 50 - 1000 * share / 20, 0.02));
    QVERIFY(*store.staleness.p99.value <= 50.5);
    QVERIFY(store.servers.size() == 3);
    QVERIFY(isNear(static_cast<double>(store.servers[1].queries), store.servers[2].queries, 1e-4));
    QCOMPARE(store.servers[0].queries, store.writes);
    QCOMPARE(store.lostWrites, std::uint64_t{0});
}

// By row: only a write of the same row matters.
void ReplicasTest::rowsAreStale() {
    Database model(2000, 100);
    model.replicate(1, Distribution::constant(milliseconds(50)));
    model.db().rows = KeySpace{20, 1};
    const RunResult result = whole(model.build(600, 10));
    double weights = 0;
    for (int row = 1; row <= 20; ++row) weights += 1.0 / row;
    double share = 0;
    for (int row = 1; row <= 20; ++row) {
        const double probability = 1 / (row * weights);
        share += probability * (1 - std::exp(-100 * probability * 0.05));
    }
    QVERIFY(isNear(*onlyStore(result).staleShare.value, share, 0.01));
}

void ReplicasTest::acknowledgedWritesAreSeen() {
    Database model(2000, 50);
    model.replicate(3, Distribution::exponential(milliseconds(20))).acknowledgements = 3;
    const StoreResult all = onlyStore(whole(model.build(60, 1)));
    QCOMPARE(all.staleReads, std::uint64_t{0});
    QVERIFY(all.replicaReads > 100'000);
    Database some(2000, 50);
    some.replicate(3, Distribution::exponential(milliseconds(20))).acknowledgements = 2;
    QVERIFY(*onlyStore(whole(some.build(60, 1))).staleShare.value > 0.05);
}

// Of three exponential lags the second is 1/3 + 1/2 of a mean.
void ReplicasTest::writesWaitForReplicas() {
    Database model(0, 2, Distribution::constant(milliseconds(1)));
    model.replicate(3, Distribution::exponential(milliseconds(6))).acknowledgements = 2;
    const RunResult result = whole(model.build(20'000, 10));
    QVERIFY(isNear(*flowOf(result, "w.do").latency.mean.value, 1 + 6 * (1.0 / 3 + 1.0 / 2), 0.02));
    QVERIFY(isNear(onlyStore(result).servers[0].utilisation, 2 * 0.006 / 1000, 0.02));
}

void ReplicasTest::readsAreShared_data() {
    QTest::addColumn<int>("reads");
    QTest::addColumn<double>("primary");
    QTest::newRow("primary") << static_cast<int>(ReadsFrom::Primary) << 1.0;
    QTest::newRow("in turn") << static_cast<int>(ReadsFrom::RoundRobin) << 0.0;
    QTest::newRow("least busy") << static_cast<int>(ReadsFrom::LeastBusy) << 0.0;
    QTest::newRow("any") << static_cast<int>(ReadsFrom::Any) << 0.25;
}

// Each server has a pool of its own: 100/s of 8 ms on connections of one each.
void ReplicasTest::readsAreShared() {
    QFETCH(int, reads);
    QFETCH(double, primary);
    Database model(100, 0, Distribution::exponential(milliseconds(8)));
    model.db().poolSize = 1;
    model.replicate(3).reads = static_cast<ReadsFrom>(reads);
    const RunResult result = whole(model.build(2000, 10));
    const StoreResult& store = onlyStore(result);
    const std::vector<simulator::ServerResult>& servers = store.servers;
    const double load = 0.8;
    QVERIFY(std::abs(servers[0].utilisation - primary * load) < 0.02);
    for (std::size_t at = 1; at < 4; ++at)
        QVERIFY(std::abs(servers[at].utilisation - (1 - primary) * load / 3) < 0.02);
    QCOMPARE(stationOf(result, "db").servers, 4.0);
    // One server alone: M/M/1.
    if (primary == 1) QVERIFY(isNear(*flowOf(result, "r.do").latency.mean.value, 8 / (1 - load), 0.05));
    if (static_cast<ReadsFrom>(reads) == ReadsFrom::LeastBusy)
        QVERIFY(*flowOf(result, "r.do").latency.mean.value < 8.8);
}

// All writes want one row: M/M/1, rho = 0.5.
void ReplicasTest::rowsAreLocked() {
    Database model(0, 50, Distribution::exponential(milliseconds(10)));
    model.db().rows = KeySpace{1, 0};
    const RunResult result = whole(model.build(4000, 10));
    const StoreResult& store = onlyStore(result);
    QVERIFY(isNear(*store.rowWait.value, 10, 0.04));
    QVERIFY(isNear(static_cast<double>(store.rowWaits) / static_cast<double>(store.rowLocks), 0.5, 0.02));
    QVERIFY(isNear(*flowOf(result, "w.do").latency.mean.value, 20, 0.03));
    QVERIFY(isNear(*stationOf(result, "db").meanInService.value, 1, 0.03));
}

// Each row is an M/M/1 of its own.
void ReplicasTest::hotRows() {
    Database model(500, 100, Distribution::exponential(milliseconds(10)));
    model.db().rows = KeySpace{10, 0.5};
    const RunResult result = whole(model.build(2000, 10));
    double weights = 0;
    for (int row = 1; row <= 10; ++row) weights += 1 / std::sqrt(row);
    double wait = 0;
    for (int row = 1; row <= 10; ++row) {
        const double probability = 1 / std::sqrt(row) / weights;
        const double load = 100 * probability * 0.01;
        wait += probability * 10 * load / (1 - load);
    }
    QVERIFY(isNear(*onlyStore(result).rowWait.value, wait, 0.03));
    QVERIFY(isNear(*flowOf(result, "r.do").latency.mean.value, 10, 0.02));
}

// Five connections, all in the hands of writers that wait for one row: readers wait, too.
void ReplicasTest::waitingForRowsHoldsConnections() {
    Database model(100, 120, Distribution::constant(milliseconds(10)));
    model.db().poolSize = 5;
    model.db().rows = KeySpace{1, 0};
    const RunResult result = whole(model.build(60, 1));
    QVERIFY(*stationOf(result, "db").utilisation.value > 0.98);
    // It never settles: there is no mean.
    for (const simulator::Series& series : flowOf(result, "r.do").series)
        if (series.name == "p50_ms") QVERIFY(series.values.back() > 5000);
}

// Writes each 10 ms, a lag of 95 ms: nine or ten are lost, and all until the replica has taken over fail.
void ReplicasTest::replicasTakeOver() {
    Database model(1000, 0);
    model.load("writes", ConstantArrivals{100}, {"w.do"});
    Replication& replication = model.replicate(2, Distribution::constant(milliseconds(95)));
    replication.failover = seconds(2);
    model.fault(DataStoreId("db"), 5, 10.0, KillFault{1});
    const RunResult result = whole(model.build(20, 0));
    const StoreResult& store = onlyStore(result);
    QCOMPARE(store.failovers, std::uint64_t{1});
    QVERIFY2(store.lostWrites == 9 || store.lostWrites == 10, qPrintable(QString::number(store.lostWrites)));
    QCOMPARE(store.outageSeconds, 2.0);
    const std::uint64_t failed = flowOf(result, "w.do").failures();
    QVERIFY2(failed >= 199 && failed <= 201, qPrintable(QString::number(failed)));
    QCOMPARE(flowOf(result, "r.do").failures(), std::uint64_t{0});
    // In the outage nothing new comes: what replicas show grows old.
    QVERIFY(*store.staleness.p999.value > 1800);
    QVERIFY(store.servers[1].queries > 0 && store.servers[0].queries > 400);
}

void ReplicasTest::synchronousWritesSurvive() {
    Database model(0, 200);
    Replication& replication = model.replicate(3, Distribution::exponential(milliseconds(30)));
    replication.acknowledgements = 1;
    replication.failover = seconds(1);
    model.fault(DataStoreId("db"), 5, {}, KillFault{1});
    const StoreResult store = onlyStore(whole(model.build(20, 0)));
    QCOMPARE(store.failovers, std::uint64_t{1});
    QCOMPARE(store.lostWrites, std::uint64_t{0});
}

// Before the failover is over, and after all have died.
void ReplicasTest::theFormerPrimaryComesBack() {
    for (const int killed : {1, 0}) {
        Database model(100, 100);
        model.replicate(2, Distribution::constant(milliseconds(50))).failover = seconds(killed == 1 ? 5 : 1);
        model.fault(DataStoreId("db"), 5, 3.0, KillFault{killed});
        const RunResult result = whole(model.build(20, 0));
        const StoreResult& store = onlyStore(result);
        QCOMPARE(store.failovers, std::uint64_t{0});
        QCOMPARE(store.lostWrites, std::uint64_t{0});
        QCOMPARE(store.outageSeconds, 3.0);
        QCOMPARE(flowOf(result, "r.do").failures() > 0, killed == 0);
        QCOMPARE(store.servers[0].queries, store.writes);
    }
}

// The only replica becomes the primary: nobody is left to acknowledge.
void ReplicasTest::writesWaitForEnoughReplicas() {
    Database model(0, 100);
    Replication& replication = model.replicate(1, Distribution::constant(milliseconds(1)));
    replication.acknowledgements = 1;
    replication.failover = seconds(1);
    model.fault(DataStoreId("db"), 5, 5.0, KillFault{1});
    const RunResult result = whole(model.build(20, 0));
    const StoreResult& store = onlyStore(result);
    // From 6 s to 10 s the new primary is alone: what was written then is acknowledged at 10 s.
    QCOMPARE(store.failovers, std::uint64_t{1});
    QVERIFY(isNear(static_cast<double>(flowOf(result, "w.do").failures()), 100, 0.4));
    QVERIFY(*flowOf(result, "w.do").latency.p99.value > 3700);
    QVERIFY(*flowOf(result, "w.do").latency.p50.value < 2);
}

void ReplicasTest::withoutReplicasThePrimaryReads() {
    Database model(100, 10);
    model.replicate(1).failover = seconds(1);
    model.fault(DataStoreId("db"), 5, {}, KillFault{1});
    const RunResult result = whole(model.build(20, 0));
    QCOMPARE(flowOf(result, "r.do").failures(), std::uint64_t{0});
    QVERIFY(isNear(static_cast<double>(onlyStore(result).replicaReads), 600, 0.15));
}

void ReplicasTest::decidedTransactionsReplicate() {
    for (const double refusal : {0.0, 1.0}) {
        Database model(2000, 0);
        model.replicate(1, Distribution::constant(milliseconds(50)));
        TwoPhaseCommit transaction;
        transaction.participants.push_back({DataStoreId("db"), {}, {}, refusal, {}});
        model.service("t", 100, {{transaction, {}}});
        model.load("transactions", PoissonArrivals{20}, {"t.do"});
        const StoreResult store = onlyStore(whole(model.build(200, 1)));
        if (refusal == 0) QVERIFY(isNear(*store.staleShare.value, 1 - std::exp(-1.0), 0.03));
        if (refusal == 1) QCOMPARE(store.writes, std::uint64_t{0});
    }
}

// A store of one server with rows that nobody wants at the same time is as one without.
void ReplicasTest::samplesOfOneServerAreAsBefore() {
    Database plain(300, 50, Distribution::exponential(milliseconds(3)));
    Database rows(300, 50, Distribution::exponential(milliseconds(3)));
    rows.db().rows = KeySpace{1'000'000, 0};
    const RunResult one = whole(plain.build(50, 0));
    const RunResult other = whole(rows.build(50, 0));
    QCOMPARE(one.stores.size(), std::size_t{0});
    QVERIFY(isNear(*flowOf(other, "w.do").latency.mean.value, *flowOf(one, "w.do").latency.mean.value, 1e-3));
}

void ReplicasTest::tooManyRows() {
    Database model(10, 10);
    model.replicate(3);
    model.db().rows = KeySpace{10'000'000, 0};
    const auto plan = simulator::compile(model.build(10), ScenarioId("test"));
    QVERIFY(!plan);
    const std::string problem = plan.error().text();
    QVERIFY2(problem.find("stores/db") != std::string::npos &&
                 problem.find("at most 20 million can be simulated") != std::string::npos,
             problem.c_str());
}

QTEST_GUILESS_MAIN(ReplicasTest)
#include "replicas_test.moc"
