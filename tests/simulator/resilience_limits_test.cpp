// Bulkheads, thread pools, limits of concurrency and of rates, throttling and shedding against the semantics
// of Resilience4j, Java, Envoy, Google's SRE book and Netflix's concurrency-limits, and against closed forms.
#include <QTest>
#include <cmath>
#include <queue>
#include <random>

#include "simulator/resilience/concurrency_limits.h"
#include "simulator/resilience/load_shedder.h"
#include "tests/simulator/policy_times.h"
#include "tests/simulator/reference_queues.h"

using namespace simulator;

class ResilienceLimitsTest : public QObject {
    Q_OBJECT

private slots:
    void bulkheadDefaults();
    void bulkheadIsFair();
    void bulkheadLosesByErlang_data();
    void bulkheadLosesByErlang();
    void threadPoolDefaults_data();
    void threadPoolDefaults();
    void threadPoolOrder();
    void threadPoolForgetsIdleThreads();
    void threadPoolWithoutQueue();
    void threadPoolKeepsItsBounds();
    void envoyLimits();
    void envoyPendingIsNeededForAConnection();
    void envoyMultiplexes();
    void envoyKeepsItsBounds();
    void sheddingFindsItsLimit();
    void sheddingKeepsPlacesForPriority();
};

void ResilienceLimitsTest::bulkheadDefaults() {
    Bulkhead bulkhead{model::BulkheadPolicy{}};
    for (int i = 0; i < 25; ++i) QCOMPARE(bulkhead.enter(), Entry::Enters);
    QCOMPARE(bulkhead.enter(), Entry::Refused);  // It does not wait
    QVERIFY(!bulkhead.leave());
    QCOMPARE(bulkhead.enter(), Entry::Enters);
}

void ResilienceLimitsTest::bulkheadIsFair() {
    Bulkhead bulkhead({1, model::milliseconds(10), {}});
    QCOMPARE(bulkhead.enter(), Entry::Enters);
    QCOMPARE(bulkhead.enter(), Entry::Waits);
    QCOMPARE(bulkhead.enter(), Entry::Waits);
    bulkhead.giveUp();
    QVERIFY(bulkhead.leave());  // To the one in line
    QCOMPARE(bulkhead.active(), 1u);
    QCOMPARE(bulkhead.enter(), Entry::Waits);  // Nobody passes the line
    QVERIFY(bulkhead.leave());
    QVERIFY(!bulkhead.leave());
    QCOMPARE(bulkhead.active(), 0u);
}

void ResilienceLimitsTest::bulkheadLosesByErlang_data() {
    QTest::addColumn<int>("places");
    QTest::addColumn<double>("load");
    QTest::newRow("little") << 25 << 20.0;
    QTest::newRow("as many as places") << 25 << 25.0;
    QTest::newRow("more") << 25 << 30.0;
    QTest::newRow("much") << 25 << 50.0;
}
void ResilienceLimitsTest::bulkheadLosesByErlang() {
    QFETCH(int, places);
    QFETCH(double, load);
    const double expected = reference::erlangB(places, load);
    Bulkhead bulkhead({places, {}, {}});
    RandomStream random = streamOf("limits", 1);
    std::priority_queue<std::int64_t, std::vector<std::int64_t>, std::greater<>> ends;
    constexpr int calls = 600000;
    int refused = 0;
    std::int64_t now = 0;
    for (int i = 0; i < calls; ++i) {
        now += exponential(random, 1e9 / load);
        for (; !ends.empty() && ends.top() <= now; ends.pop()) bulkhead.leave();
        if (bulkhead.enter() == Entry::Enters)
            ends.push(now + exponential(random, 1e9));
        else
            ++refused;
    }
    QVERIFY(std::abs(static_cast<double>(refused) / calls - expected) < 0.02 * expected + 0.001);
}

void ResilienceLimitsTest::threadPoolDefaults_data() {
    QTest::addColumn<int>("cpus");
    QTest::addColumn<int>("core");
    QTest::newRow("one") << 1 << 1;
    QTest::newRow("two") << 2 << 1;
    QTest::newRow("eight") << 8 << 7;
}

// CPUs - 1 threads that stay, CPUs at most, 100 that wait, and 20 ms for an idle one beyond the core.
void ResilienceLimitsTest::threadPoolDefaults() {
    QFETCH(int, cpus);
    QFETCH(int, core);
    ThreadPool pool(model::ThreadPoolPolicy{}, cpus);
    for (int i = 0; i < core; ++i) QCOMPARE(pool.submit(0), Entry::Enters);
    for (int i = 0; i < 100; ++i) QCOMPARE(pool.submit(0), Entry::Waits);
    for (int i = core; i < cpus; ++i) QCOMPARE(pool.submit(0), Entry::Enters);
    QCOMPARE(pool.submit(0), Entry::Refused);
    for (int i = 0; i < 100; ++i) QVERIFY(pool.finish(ms));
    for (int i = 0; i < cpus; ++i) QVERIFY(!pool.finish(2 * ms));
    QCOMPARE(pool.threads(22 * ms - 1), static_cast<std::uint32_t>(cpus));
    QCOMPARE(pool.threads(22 * ms), static_cast<std::uint32_t>(core));
}

void ResilienceLimitsTest::threadPoolOrder() {
    ThreadPool pool({2, 4, 3, model::milliseconds(20), {}});
    QCOMPARE(pool.submit(0), Entry::Enters);
    QVERIFY(!pool.finish(0));
    QCOMPARE(pool.threads(0), 1u);
    // Below the core a new thread comes although one is idle.
    QCOMPARE(pool.submit(0), Entry::Enters);
    QCOMPARE(pool.threads(0), 2u);
    QCOMPARE(pool.submit(0), Entry::Enters);  // The idle one
    QCOMPARE(pool.threads(0), 2u);
    for (int i = 0; i < 3; ++i) QCOMPARE(pool.submit(0), Entry::Waits);
    // Only a full queue brings threads beyond the core: the newest call overtakes those that wait.
    for (int i = 0; i < 2; ++i) QCOMPARE(pool.submit(0), Entry::Enters);
    QCOMPARE(pool.threads(0), 4u);
    QCOMPARE(pool.submit(0), Entry::Refused);
    QCOMPARE(pool.queued(), 3u);
    QVERIFY(pool.finish(ms));
    QCOMPARE(pool.submit(ms), Entry::Waits);
}

void ResilienceLimitsTest::threadPoolForgetsIdleThreads() {
    ThreadPool pool({1, 3, 1, model::milliseconds(20), {}});
    QCOMPARE(pool.submit(0), Entry::Enters);
    QCOMPARE(pool.submit(0), Entry::Waits);
    QCOMPARE(pool.submit(0), Entry::Enters);
    QCOMPARE(pool.submit(0), Entry::Enters);
    QVERIFY(pool.finish(ms));
    QVERIFY(!pool.finish(2 * ms));
    QVERIFY(!pool.finish(10 * ms));
    QCOMPARE(pool.threads(22 * ms - 1), 3u);
    QCOMPARE(pool.threads(22 * ms), 2u);
    QCOMPARE(pool.threads(30 * ms), 1u);
    QVERIFY(!pool.finish(40 * ms));
    QCOMPARE(pool.threads(s), 1u);  // The core stays
}

void ResilienceLimitsTest::threadPoolWithoutQueue() {
    ThreadPool pool({1, 2, 0, {}, {}});
    QCOMPARE(pool.submit(0), Entry::Enters);
    QCOMPARE(pool.submit(0), Entry::Enters);
    QCOMPARE(pool.submit(0), Entry::Refused);
    QVERIFY(!pool.finish(0));
    QCOMPARE(pool.submit(0), Entry::Enters);
}

void ResilienceLimitsTest::threadPoolKeepsItsBounds() {
    std::mt19937_64 random(3);
    ThreadPool pool({3, 6, 5, model::milliseconds(5), {}});
    std::int64_t now = 0;
    std::uint32_t running = 0;
    for (int i = 0; i < 100000; ++i) {
        now += static_cast<std::int64_t>(random() % (4 * ms));
        if (running > 0 && random() % 2 == 0)
            running -= !pool.finish(now);
        else
            running += pool.submit(now) == Entry::Enters;
        QCOMPARE(pool.busy(), running);
        QVERIFY(pool.threads(now) <= 6 && pool.threads(now) >= running && pool.queued() <= 5);
        QVERIFY(pool.queued() == 0 ||
                pool.busy() == pool.threads(now));  // Nobody waits beside an idle thread
    }
}

void ResilienceLimitsTest::envoyLimits() {
    ConcurrencyLimits limits{model::ConcurrencyLimits{}};
    for (int i = 0; i < 1024; ++i) QCOMPARE(limits.enter(), Entry::Enters);
    for (int i = 0; i < 1024; ++i) QCOMPARE(limits.enter(), Entry::Waits);
    QCOMPARE(limits.enter(), Entry::Refused);
    QVERIFY(limits.leave());
    QCOMPARE(limits.pending(), 1023u);
    QCOMPARE(limits.enter(), Entry::Waits);

    model::ConcurrencyLimits policy;
    policy.maxRequests = 2;
    ConcurrencyLimits few(policy);
    for (int i = 0; i < 2; ++i) QCOMPARE(few.enter(), Entry::Enters);
    QCOMPARE(few.enter(), Entry::Refused);
}

void ResilienceLimitsTest::envoyPendingIsNeededForAConnection() {
    model::ConcurrencyLimits policy;
    policy.maxPendingRequests = 0;
    ConcurrencyLimits none(policy);
    QCOMPARE(none.enter(), Entry::Refused);  // It would have to wait for its connection
    policy.maxPendingRequests = 1;
    policy.maxConnections = 0;
    ConcurrencyLimits first(policy);
    QCOMPARE(first.enter(), Entry::Enters);  // One connection is always made
    QCOMPARE(first.connections(), 1u);
    QCOMPARE(first.enter(), Entry::Waits);
    QCOMPARE(first.enter(), Entry::Refused);
}

void ResilienceLimitsTest::envoyMultiplexes() {
    model::ConcurrencyLimits policy;
    policy.multiplexed = true;
    policy.maxConnections = 1;
    ConcurrencyLimits limits(policy);
    for (int i = 0; i < 1024; ++i) QCOMPARE(limits.enter(), Entry::Enters);
    QCOMPARE(limits.enter(), Entry::Refused);
    QCOMPARE(limits.connections(), 1u);
}

void ResilienceLimitsTest::envoyKeepsItsBounds() {
    std::mt19937_64 random(4);
    model::ConcurrencyLimits policy;
    policy.maxConnections = 5;
    policy.maxPendingRequests = 3;
    policy.maxRequests = 4;
    ConcurrencyLimits limits(policy);
    for (int i = 0; i < 100000; ++i) {
        if (limits.active() > 0 && random() % 2 == 0)
            limits.leave();
        else
            limits.enter();
        QVERIFY(limits.active() <= 4 && limits.pending() <= 3 && limits.connections() <= 5);
    }
}

void ResilienceLimitsTest::sheddingFindsItsLimit() {
    LoadShedder shedder{model::LoadSheddingPolicy{}};
    for (int i = 0; i < 20; ++i) QVERIFY(shedder.admits());
    QVERIFY(!shedder.admits());
    // While at least half of it is used each good answer adds one: 20 under way, then 19, ... of 20, 21, ...
    for (int i = 0; i < 20; ++i) shedder.onEnd(ms, false);
    QCOMPARE(shedder.limit(), 27);  // 14 x 2 >= 26, but 13 x 2 < 27
    QCOMPARE(shedder.inFlight(), 0);
    shedder.admits();
    shedder.onEnd(5 * s + 1, false);
    QCOMPARE(shedder.limit(), 24);  // 24.3
    shedder.admits();
    shedder.onEnd(5 * s, false);  // Not slow yet, but little is used
    QCOMPARE(shedder.limit(), 24);
    for (int i = 0; i < 5; ++i) {
        shedder.admits();
        shedder.onEnd(0, true);
    }
    QCOMPARE(shedder.limit(), 20);
    for (int round = 0; round < 1000; ++round) {
        while (shedder.admits()) {
        }
        QVERIFY(shedder.inFlight() == shedder.limit());
        for (int i = shedder.inFlight(); i > 0; --i) shedder.onEnd(0, false);
    }
    QCOMPARE(shedder.limit(), 200);
}

void ResilienceLimitsTest::sheddingKeepsPlacesForPriority() {
    model::LoadSheddingPolicy policy;
    policy.reservedShare = 25;
    LoadShedder shedder(policy);
    for (int i = 0; i < 15; ++i) QVERIFY(shedder.admits());
    QVERIFY(!shedder.admits());
    for (int i = 0; i < 5; ++i) QVERIFY(shedder.admits(1));
    QVERIFY(!shedder.admits(1));
}

QTEST_GUILESS_MAIN(ResilienceLimitsTest)
#include "resilience_limits_test.moc"
