// Caches that are simulated key by key, against exact and well-known results.
#include <QTest>
#include <cmath>

#include "simulator/engine/cache_content.h"
#include "tests/simulator/scaled.h"
#include "tests/simulator/topic.h"

using namespace queueing;
using simulator::CacheContent;
using simulator::CacheResult;
using simulator::ZipfSampler;

class CachesTest : public QObject {
    Q_OBJECT

private slots:
    void keysFollowZipf_data();
    void keysFollowZipf();
    void leastRecentlyUsed_data();
    void leastRecentlyUsed();
    void evictsTheOldest();
    void warmCachesBeginFull();
    void warmCachesGrowOld();
    void newPodsFindTheirCachesCold();
    void hitsAreFound();
    void keysGrowOld_data();
    void keysGrowOld();
    void stampedes_data();
    void stampedes();
    void eachReplicaHasItsOwn();
    void fillsGoOnWithoutTheCaller();
    void failedFills();
    void nextOneFillsAfterADeath();
    void theDeadAreNoStampede();
    void storesLoseTheirContent();
    void failedLookUpsAreMisses();
    void oneNameOneCache();
    void tooManyKeys();
};

namespace {

Step lookUp(const KeySpace& keys, Behaviour onMiss = {}, std::optional<std::string> store = {}) {
    CacheLookup lookup;
    if (store) lookup.store = DataStoreId(*store);
    lookup.keys = keys;
    lookup.onMiss = std::move(onMiss);
    return {lookup, {}};
}

CacheLookup& lookUpIn(Step& step) {
    return std::get<CacheLookup>(step.action);
}

const CacheResult& onlyCache(const RunResult& result) {
    if (result.caches.size() != 1) qFatal("not one cache");
    const CacheResult& cache = result.caches.front();
    if (cache.lookUps != cache.hits + cache.misses + cache.coalesced) qFatal("look-ups are lost");
    return cache;
}

std::string problemOf(const Project& project) {
    const auto plan = simulator::compile(project, ScenarioId("test"));
    return plan ? "" : plan.error().text();
}

}  // namespace

void CachesTest::keysFollowZipf_data() {
    QTest::addColumn<int>("keys");
    QTest::addColumn<double>("skew");
    for (const int keys : {1, 2, 30, 200})
        for (const double skew : {0.0, 0.3, 1.0, 1.00001, 2.5})
            QTest::addRow("%d keys, skew %g", keys, skew) << keys << skew;
}

// Chi-square against the probabilities; seldom keys are taken together.
void CachesTest::keysFollowZipf() {
    QFETCH(int, keys);
    QFETCH(double, skew);
    const ZipfSampler sampler(static_cast<std::uint32_t>(keys), skew);
    simulator::RandomStream stream(7, 1, simulator::Purpose::Test, 0);
    constexpr int draws = 400'000;
    std::vector<double> seen(static_cast<std::size_t>(keys));
    for (int at = 0; at < draws; ++at) ++seen.at(sampler(stream));
    double sum = 0;
    for (int key = 1; key <= keys; ++key) sum += std::pow(key, -skew);
    double statistic = 0;
    double expectedRest = 0;
    double seenRest = 0;
    int cells = 0;
    for (int key = 1; key <= keys; ++key) {
        expectedRest += draws * std::pow(key, -skew) / sum;
        seenRest += seen[static_cast<std::size_t>(key - 1)];
        if (expectedRest < 20) continue;
        statistic += (seenRest - expectedRest) * (seenRest - expectedRest) / expectedRest;
        expectedRest = seenRest = 0;
        ++cells;
    }
    const double freedom = std::max(1, cells - 1);
    QVERIFY2(statistic < freedom + 5 * std::sqrt(2 * freedom), qPrintable(QString::number(statistic)));
}

void CachesTest::leastRecentlyUsed_data() {
    QTest::addColumn<int>("keys");
    QTest::addColumn<double>("skew");
    QTest::addColumn<int>("capacity");
    QTest::addColumn<double>("hitRatio");
    QTest::newRow("1000") << 1000 << 0.8 << 100 << 0.37779;
    QTest::newRow("10,000") << 10'000 << 0.8 << 1000 << 0.43666;
    QTest::newRow("10,000, skew 1") << 10'000 << 1.0 << 1000 << 0.67560;
    QTest::newRow("140,000") << 140'000 << 1.00001 << 14'000 << 0.74446;
    // Of the cascade of a flushed cache
    QTest::newRow("140,000, large") << 140'000 << 1.00001 << 60'000 << 0.90236;
}

// Che, Tung, Wang: Hierarchical web caching systems (2002): the approximation is this close.
void CachesTest::leastRecentlyUsed() {
    QFETCH(int, keys);
    QFETCH(double, skew);
    QFETCH(int, capacity);
    QFETCH(double, hitRatio);
    simulator::CachePlan plan;
    plan.keys = ZipfSampler(static_cast<std::uint32_t>(keys), skew);
    plan.capacity = static_cast<std::uint32_t>(capacity);
    CacheContent content(plan, 0);
    simulator::RandomStream stream(3, 1, simulator::Purpose::Test, 0);
    constexpr int draws = 4'000'000;
    int hits = 0;
    for (int at = -draws / 4; at < draws; ++at) {
        const simulator::Index key = plan.keys(stream);
        const bool hit = content.find(key, 0) == CacheContent::Found::Hit;
        if (!hit) content.fill(key, 0);
        if (hit && at >= 0) ++hits;
        if (content.size() > plan.capacity) QFAIL("holds more than it can");
    }
    QCOMPARE(content.size(), plan.capacity);
    const double found = static_cast<double>(hits) / draws;
    QVERIFY2(std::abs(found / hitRatio - 1) < 0.005, qPrintable(QString::number(found)));
}

// Full of what is wanted most, which is the last to leave.
void CachesTest::warmCachesBeginFull() {
    simulator::CachePlan plan;
    plan.keys = ZipfSampler(1000, 0.8);
    plan.capacity = 100;
    plan.warm = true;
    CacheContent content(plan, 0);
    QCOMPARE(content.size(), 100u);
    QVERIFY(content.fill(500, 0));
    QCOMPARE(content.find(99, 0), CacheContent::Found::Absent);
    for (simulator::Index key = 0; key < 99; ++key) QCOMPARE(content.find(key, 0), CacheContent::Found::Hit);
    QCOMPARE(content.find(100, 0), CacheContent::Found::Absent);
}

// After a tenth of the time to live a tenth of the keys is too old, of those that are wanted most and least.
void CachesTest::warmCachesGrowOld() {
    simulator::CachePlan plan;
    plan.keys = ZipfSampler(2000, 0.8);
    plan.capacity = 1000;
    plan.warm = true;
    plan.ttl = 60'000'000'000;
    for (int tenths = 0; tenths <= 10; ++tenths) {
        CacheContent content(plan, 0);
        int expired[2] = {0, 0};
        for (simulator::Index key = 0; key < 1000; ++key)
            if (content.find(key, tenths * plan.ttl / 10) == CacheContent::Found::Expired)
                ++expired[key / 500];
        for (const int count : expired)
            QVERIFY2(std::abs(count - 50 * tenths) <= 3, qPrintable(QString::number(count)));
    }
}

// The two replicas that are there at first miss nothing; the third, which 75 % of usage for 50 asks for,
// fills its own cache.
void CachesTest::newPodsFindTheirCachesCold() {
    for (const bool scales : {false, true}) {
        Builder model;
        Step look = lookUp(KeySpace{20, 0});
        lookUpIn(look).warm = true;
        Deployment& deployment =
            model.service("s", 20, {look, compute(Distribution::constant(milliseconds(100)))});
        deployment.replicas = 2;
        deployment.cpuRequestMilli = deployment.cpuLimitMilli = 1000;
        deployment.autoscaling = Autoscaling{2, 5, 50, {}};
        model.load("u", ConstantArrivals{300}, {"s.do"});
        const Project project = model.build(300, 0);
        const CacheResult& cache = onlyCache(whole(scales ? follow(project) : project));
        QCOMPARE(cache.misses, std::uint64_t{scales ? 20u : 0u});
    }
}

void CachesTest::evictsTheOldest() {
    simulator::CachePlan plan;
    plan.keys = ZipfSampler(9, 0);
    plan.capacity = 2;
    CacheContent content(plan, 0);
    QVERIFY(!content.fill(1, 0));
    QVERIFY(!content.fill(2, 0));
    QCOMPARE(content.find(1, 0), CacheContent::Found::Hit);
    QVERIFY(content.fill(3, 0));
    QCOMPARE(content.find(2, 0), CacheContent::Found::Absent);
    QCOMPARE(content.find(1, 0), CacheContent::Found::Hit);
    plan.evicts = false;
    CacheContent keeps(plan, 0);
    for (const simulator::Index key : {1u, 2u, 3u}) QVERIFY(!keeps.fill(key, 0));
    QCOMPARE(keeps.find(3, 0), CacheContent::Found::Absent);
    QCOMPARE(keeps.find(1, 0), CacheContent::Found::Hit);
    keeps.clear();
    QCOMPARE(keeps.find(1, 0), CacheContent::Found::Absent);
    QCOMPARE(keeps.size(), 0u);
}

void CachesTest::hitsAreFound() {
    Builder model;
    Step look = lookUp({1000, 0.8});
    lookUpIn(look).capacity = 100;
    model.service("s", 100, {look});
    model.load("u", PoissonArrivals{20'000}, {"s.do"});
    const RunResult result = whole(model.build(100, 10));
    const CacheResult& cache = onlyCache(result);
    QCOMPARE(cache.kind, std::string("in-process"));
    QVERIFY2(std::abs(*cache.hitRatio.value / 0.37779 - 1) < 0.005,
             qPrintable(QString::number(*cache.hitRatio.value)));
    QVERIFY(cache.hitRatio.low < *cache.hitRatio.value && cache.hitRatio.high > *cache.hitRatio.value);
    QCOMPARE(cache.evictions, cache.misses);
    QCOMPARE(cache.fills, cache.misses);
}

void CachesTest::keysGrowOld_data() {
    QTest::addColumn<double>("rate");
    QTest::addColumn<double>("ttl");
    QTest::newRow("10/s, 1 s") << 10.0 << 1.0;
    QTest::newRow("1/s, 60 s") << 1.0 << 60.0;
}

// Of lambda T + 1 look-ups one finds the key too old.
void CachesTest::keysGrowOld() {
    QFETCH(double, rate);
    QFETCH(double, ttl);
    Builder model;
    Step look = lookUp({1, 0});
    lookUpIn(look).ttl = seconds(ttl);
    model.service("s", 100, {look});
    model.load("u", PoissonArrivals{rate}, {"s.do"});
    const RunResult result = whole(model.build(400'000 / rate, 10));
    const CacheResult& cache = onlyCache(result);
    const double expected = rate * ttl / (1 + rate * ttl);
    QVERIFY2(std::abs(*cache.hitRatio.value / expected - 1) < 0.003,
             qPrintable(QString::number(*cache.hitRatio.value)));
    QCOMPARE(cache.expired, cache.misses);
}

void CachesTest::stampedes_data() {
    QTest::addColumn<bool>("singleFlight");
    QTest::newRow("each for itself") << false;
    QTest::newRow("single flight") << true;
}

// An empty key, 1000 look-ups a second, half a second to fill it in: 1 + lambda L go to the backend.
void CachesTest::stampedes() {
    QFETCH(bool, singleFlight);
    Builder model;
    model.store("db", 10'000, Distribution::constant(milliseconds(500.5)));
    Step look = lookUp({1, 0}, {query("db")});
    lookUpIn(look).singleFlight = singleFlight;
    model.service("s", 10'000, {look});
    model.load("u", ConstantArrivals{1000}, {"s.do"});
    const RunResult result = whole(model.build(10, 0));
    const CacheResult& cache = onlyCache(result);
    QCOMPARE(cache.misses + cache.coalesced, std::uint64_t{501});
    QCOMPARE(cache.misses, std::uint64_t{singleFlight ? 1u : 501u});
    QCOMPARE(cache.stampede, std::uint64_t{501});
    QCOMPARE(stationOf(result, "db").arrivals, cache.misses);
    QCOMPARE(completed(result, "s.do"), cache.lookUps);
}

void CachesTest::eachReplicaHasItsOwn() {
    Builder model;
    Deployment& deployment = model.service("s", 100, {lookUp({50, 0})});
    deployment.replicas = 3;
    model.load("u", PoissonArrivals{1000}, {"s.do"});
    model.fault(ServiceId("s"), 5, 1.0, KillFault{1});
    const RunResult result = whole(model.build(20, 0));
    const CacheResult& cache = onlyCache(result);
    QCOMPARE(cache.contents, std::uint64_t{3});
    // Each fills its keys in once, and the one that died once more.
    QCOMPARE(cache.misses, std::uint64_t{50 * 4});
}

// The caller gives up; what it asked for goes on, and fills the key in.
void CachesTest::fillsGoOnWithoutTheCaller() {
    Builder model;
    CallPolicy& policy = model.policy("short");
    policy.timeout = milliseconds(100);
    model.service("s", 100, {lookUp({1, 0}, {steadily(1000)})});
    model.load("u", ConstantArrivals{1}, {"s.do"}, "short");
    const RunResult result = whole(model.build(20, 0));
    const CacheResult& cache = onlyCache(result);
    QVERIFY(cache.misses >= 1 && cache.misses <= 2);
    QCOMPARE(cache.fills, cache.misses);
    QCOMPARE(result.conservation.failed, cache.misses);
}

// Those who wait fail with the one that they wait for.
void CachesTest::failedFills() {
    Builder model;
    Step look = lookUp({1, 0}, {steadily(100), {Fail{1}, {}}});
    lookUpIn(look).singleFlight = true;
    model.service("s", 100, {look});
    model.load("u", ConstantArrivals{100}, {"s.do"});
    const RunResult result = whole(model.build(10, 0));
    const CacheResult& cache = onlyCache(result);
    QCOMPARE(cache.hits, std::uint64_t{0});
    QCOMPARE(cache.fills, std::uint64_t{0});
    QCOMPARE(completed(result, "s.do"), std::uint64_t{0});
    QVERIFY(cache.coalesced > 8 * cache.failedFills && cache.failedFills > 80);
}

void CachesTest::nextOneFillsAfterADeath() {
    Builder model;
    model.store("redis", 100, Distribution::constant({}));
    Step look = lookUp({1, 0}, {steadily(2000)}, "redis");
    lookUpIn(look).singleFlight = true;
    Deployment& deployment = model.service("s", 100, {look});
    deployment.replicas = 2;
    model.load("u", ConstantArrivals{10}, {"s.do"});
    model.fault(ServiceId("s"), 1, {}, KillFault{1});
    const RunResult result = whole(model.build(10, 0));
    const CacheResult& cache = onlyCache(result);
    QCOMPARE(cache.kind, std::string("shared"));
    QCOMPARE(cache.misses, std::uint64_t{1});
    QCOMPARE(cache.failedFills, std::uint64_t{1});
    QCOMPARE(cache.fills, std::uint64_t{1});
    QVERIFY(cache.hits > 60);
}

// Of ten that want the key at 1.05 s, a second fill from then on, five die with their replica; 20 more come
// until it is filled in.
void CachesTest::theDeadAreNoStampede() {
    Builder model;
    model.store("redis", 100, Distribution::constant({}));
    Step look = lookUp({1, 0}, {steadily(2000)}, "redis");
    lookUpIn(look).singleFlight = true;
    model.service("s", 100, {look}).replicas = 2;
    model.load("u", ConstantArrivals{10}, {"s.do"});
    model.fault(ServiceId("s"), 1.05, {}, KillFault{1});
    const RunResult result = whole(model.build(10, 0));
    const CacheResult& cache = onlyCache(result);
    QCOMPARE(cache.coalesced, std::uint64_t{29});
    QCOMPARE(cache.stampede, std::uint64_t{25});
}

void CachesTest::storesLoseTheirContent() {
    Builder model;
    model.store("redis", 100, Distribution::constant({}));
    model.service("s", 100, {lookUp({20, 0}, {}, "redis")});
    model.load("u", PoissonArrivals{1000}, {"s.do"});
    model.fault(DataStoreId("redis"), 5, 1.0, KillFault{});
    QCOMPARE(onlyCache(whole(model.build(20, 0))).misses, std::uint64_t{40});
}

void CachesTest::failedLookUpsAreMisses() {
    Builder model;
    model.store("redis", 100, Distribution::constant({}));
    model.store("db", 100, Distribution::constant(milliseconds(1)));
    model.service("s", 100, {lookUp({20, 0}, {query("db")}, "redis")});
    model.load("u", ConstantArrivals{100}, {"s.do"});
    model.fault(DataStoreId("redis"), 0, {}, ErrorFault{1});
    const RunResult result = whole(model.build(10, 0));
    QCOMPARE(onlyCache(result).lookUps, std::uint64_t{0});
    QCOMPARE(result.conservation.failed, std::uint64_t{0});
    QVERIFY(stationOf(result, "db").arrivals > 990);
}

void CachesTest::oneNameOneCache() {
    Builder model;
    Step other = lookUp({2000, 0.8});
    model.service("s", 10, {lookUp({1000, 0.8}), other});
    model.load("u", PoissonArrivals{10}, {"s.do"});
    const std::string problem = problemOf(model.build(10));
    QVERIFY2(problem.find("services/s/operations/s.do") != std::string::npos &&
                 problem.find("looks in the cache `s` with other keys") != std::string::npos,
             problem.c_str());
    Builder named;
    lookUpIn(other).name = "other";
    named.service("s", 10, {lookUp({1000, 0.8}), other});
    named.load("u", PoissonArrivals{10}, {"s.do"});
    const RunResult result = whole(named.build(10, 0));
    QCOMPARE(result.caches.size(), std::size_t{2});
    QCOMPARE(result.caches[1].id, std::string("s/other"));
}

void CachesTest::tooManyKeys() {
    Builder model;
    Deployment& deployment = model.service("s", 10, {lookUp({10'000'000, 0.8})});
    deployment.replicas = 100;
    model.load("u", PoissonArrivals{10}, {"s.do"});
    const std::string problem = problemOf(model.build(10));
    QVERIFY2(problem.find("at most 50 million can be simulated") != std::string::npos, problem.c_str());
    Builder wrong;
    Step look = lookUp({10, 0});
    lookUpIn(look).keys.reset();
    lookUpIn(look).capacity = 10;
    wrong.service("s", 10, {look});
    wrong.load("u", PoissonArrivals{10}, {"s.do"});
    const std::string found = problemOf(wrong.build(10));
    QVERIFY2(found.find("behaviour/0/capacity: is there without keys") != std::string::npos, found.c_str());
}

QTEST_GUILESS_MAIN(CachesTest)
#include "caches_test.moc"
