// Load balancing against Envoy's semantics, published tables and the theory of power-of-choices.
#include <QTest>
#include <cmath>
#include <numeric>
#include <queue>
#include <random>

#include "simulator/resilience/load_balancer.h"
#include "simulator/resilience/locality.h"
#include "simulator/resilience/mix.h"
#include "simulator/resilience/xx_hash.h"
#include "tests/simulator/policy_times.h"

using namespace simulator;
using model::BalancingKind;
using model::LoadBalancing;

namespace {

/// Hosts and the names that they point to.
struct Hosts {
    std::vector<std::string> names;
    std::vector<BalancedHost> list;

    Hosts(const std::string& stem, int first, int count, const std::vector<std::uint32_t>& weights = {}) {
        for (int i = 0; i < count; ++i) names.push_back(stem + std::to_string(first + i));
        for (std::size_t i = 0; i < names.size(); ++i)
            list.push_back({names[i], weights.empty() ? 1 : weights[i]});
    }
    std::vector<std::uint32_t> all() const {
        std::vector<std::uint32_t> members(list.size());
        std::iota(members.begin(), members.end(), 0u);
        return members;
    }
};

LoadBalancer balancerOf(BalancingKind kind, const Hosts& hosts, std::uint64_t seed = 0, double bias = 1) {
    LoadBalancing policy;
    policy.kind = kind;
    policy.activeRequestBias = bias;
    LoadBalancer balancer(policy, hosts.list, seed);
    for (std::uint32_t i = 0; i < hosts.list.size(); ++i) balancer.set(i, HostState::Healthy);
    return balancer;
}

/// How often each host is picked.
std::vector<int> picksOf(LoadBalancer& balancer, std::size_t hosts, int picks,
                         const std::vector<std::uint32_t>& active) {
    RandomStream random = streamOf("balance", 1);
    std::vector<int> counts(hosts);
    for (int i = 0; i < picks; ++i) ++counts[balancer.pick(active, random.next64(), random.next64()).host];
    return counts;
}

std::vector<PriorityLoad> loadsOf(const std::vector<PriorityHosts>& priorities, double panicThreshold = 50) {
    LoadBalancing policy;
    policy.panicThreshold = panicThreshold;
    std::vector<PriorityLoad> loads(priorities.size());
    priorityLoads(policy, priorities, loads);
    return loads;
}

/// What many exponential servers come to.
struct Crowd {
    double meanTime = 0;        ///< In the system, in units of a service
    std::vector<double> tails;  ///< Share of the servers with so many requests or more
};

Crowd crowdOf(BalancingKind kind, std::int32_t choices, double load, std::uint32_t servers) {
    constexpr int arrivals = 1500000;
    constexpr int looksEvery = 500;
    const Hosts hosts("h", 0, servers);
    LoadBalancing policy;
    policy.kind = kind;
    policy.choices = choices;
    LoadBalancer balancer(policy, hosts.list, 0);
    for (std::uint32_t i = 0; i < servers; ++i) balancer.set(i, HostState::Healthy);
    RandomStream random = streamOf("balance", 2);
    std::vector<std::uint32_t> active(servers);
    std::vector<double> freeAt(servers);
    using Departure = std::pair<double, std::uint32_t>;
    std::priority_queue<Departure, std::vector<Departure>, std::greater<>> departures;
    Crowd crowd{0, std::vector<double>(8)};
    double now = 0;
    double looks = 0;
    for (int i = 0; i < arrivals; ++i) {
        now -= std::log(random.positiveUniform()) / (load * servers);
        for (; !departures.empty() && departures.top().first <= now; departures.pop())
            --active[departures.top().second];
        const std::uint32_t host = balancer.pick(active, random.next64()).host;
        freeAt[host] = std::max(freeAt[host], now) - std::log(random.positiveUniform());
        ++active[host];
        departures.push({freeAt[host], host});
        if (i < arrivals / 5) continue;
        crowd.meanTime += (freeAt[host] - now) / (arrivals * 0.8);
        if (i % looksEvery != 0) continue;
        ++looks;
        for (std::size_t least = 0; least < crowd.tails.size(); ++least)
            crowd.tails[least] += static_cast<double>(
                std::ranges::count_if(active, [&](std::uint32_t requests) { return requests >= least; }));
    }
    for (double& tail : crowd.tails) tail /= looks * servers;
    return crowd;
}

/// For infinitely many servers: the sum of load^((d^i - d) / (d - 1)) over i from 1 on (Mitzenmacher).
double mitzenmacher(double load, int choices) {
    double sum = 0;
    for (int i = 1; i < 40; ++i) sum += std::pow(load, (std::pow(choices, i) - choices) / (choices - 1));
    return sum;
}

}  // namespace

class ResilienceBalancerTest : public QObject {
    Q_OBJECT

private slots:
    void hashesAsPublished();
    void maglevAsEnvoy();
    void ringAsEnvoy();
    void maglevIsEven();
    void maglevFollowsWeights();
    void maglevDisturbsLittle();
    void ringMovesOnlyWhatItMust();
    void retriesGoElsewhere();
    void roundRobinTakesTurns();
    void roundRobinStartsAtItsSeed();
    void weightsMakeASchedule();
    void leastRequestLooksAtTwo();
    void leastRequestWithWeights();
    void leastRequestWithABias_data();
    void leastRequestWithABias();
    void randomIgnoresWeights();
    void choicesHaveThePowerOfTheory_data();
    void choicesHaveThePowerOfTheory();
    void manyChooseAsInTheLimit_data();
    void manyChooseAsInTheLimit();
    void queuesAreShortDoublyExponentially();
    void panicsBelowHalf();
    void nobodyIsThere();
    void prioritiesAsDocumented_data();
    void prioritiesAsDocumented();
    void prioritiesPanic();
    void prioritiesArePicked();
    void localitiesLoseWeight();
    void zonesKeepTheirCalls();
    void zonesShareWhatIsLeft();
    void zonesSpreadEvenly();
    void tablesAreMadeAgain();
};

// The reference implementation's values.
void ResilienceBalancerTest::hashesAsPublished() {
    QCOMPARE(xxHash64(""), std::uint64_t{0xEF46DB3751D8E999});
    QCOMPARE(xxHash64("a"), std::uint64_t{0xD24EC4F1A98C6E5B});
    QCOMPARE(xxHash64("abc"), std::uint64_t{0x44BC2CF5AD770999});
    QCOMPARE(xxHash64("Nobody inspects the spammish repetition"), std::uint64_t{0xFBCEA83C8A378BF1});
}

// The tables in the comments of Envoy's own tests of its Maglev balancer.
void ResilienceBalancerTest::maglevAsEnvoy() {
    const auto tableOf = [](const Hosts& hosts) {
        MaglevTable table(7);
        table.build(hosts.list, hosts.all());
        return std::vector<std::uint32_t>(table.table().begin(), table.table().end());
    };
    QCOMPARE(tableOf(Hosts("127.0.0.1:", 90, 6)), (std::vector<std::uint32_t>{2, 4, 0, 1, 5, 0, 3}));
    QCOMPARE(tableOf(Hosts("", 90, 6)), (std::vector<std::uint32_t>{2, 5, 0, 3, 4, 1, 0}));
}

// The ring in the comments of Envoy's own tests of its ring hash balancer.
void ResilienceBalancerTest::ringAsEnvoy() {
    const Hosts hosts("127.0.0.1:", 90, 6);
    HashRing ring(12, 8388608);
    ring.build(hosts.list, hosts.all());
    const std::vector<std::pair<std::uint64_t, std::uint32_t>> expected = {
        {833437586790550860, 4},    {928266305478181108, 2},    {1033482794131418490, 0},
        {3551244743356806947, 5},   {3851675632748031481, 3},   {5583722120771150861, 1},
        {6311230543546372928, 1},   {7700377290971790572, 3},   {13144177310400110813u, 5},
        {13444792449719432967u, 2}, {15516499411664133160u, 4}, {16117243373044804889u, 0}};
    QCOMPARE(ring.points().size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        QCOMPARE(ring.points()[i].hash, expected[i].first);
        QCOMPARE(ring.points()[i].host, expected[i].second);
    }
    QCOMPARE(ring.pick(0), 4u);
    QCOMPARE(ring.pick(~std::uint64_t{0}), 4u);
    QCOMPARE(ring.pick(3551244743356806947), 5u);
    QCOMPARE(ring.pick(3551244743356806948), 3u);
    QCOMPARE(ring.pick(16117243373044804880u), 0u);
}

void ResilienceBalancerTest::maglevIsEven() {
    for (const int count : {1, 2, 3, 10, 100, 300}) {
        const Hosts hosts("10.0.0.", 1, count);
        MaglevTable table;
        table.build(hosts.list, hosts.all());
        std::vector<std::size_t> places(hosts.list.size());
        for (const std::uint32_t host : table.table()) ++places[host];
        const auto [least, most] = std::minmax_element(places.begin(), places.end());
        QVERIFY(*most - *least <= 1);
    }
}

void ResilienceBalancerTest::maglevFollowsWeights() {
    const Hosts hosts("h", 0, 3, {1, 2, 4});
    MaglevTable table;
    table.build(hosts.list, hosts.all());
    std::vector<double> places(3);
    for (const std::uint32_t host : table.table()) ++places[host];
    for (std::size_t i = 0; i < 3; ++i)
        QVERIFY(std::abs(places[i] / 65537 - hosts.list[i].weight / 7.0) < 1e-4);
}

// Section 5.3 of the paper: without one of 100 hosts few other places change.
void ResilienceBalancerTest::maglevDisturbsLittle() {
    const Hosts hosts("10.1.0.", 0, 100);
    MaglevTable before;
    before.build(hosts.list, hosts.all());
    std::vector<std::uint32_t> rest = hosts.all();
    rest.erase(rest.begin() + 37);
    MaglevTable after;
    after.build(hosts.list, rest);
    int changed = 0;
    int others = 0;
    for (std::size_t i = 0; i < before.table().size(); ++i) {
        if (before.table()[i] == 37) continue;
        ++others;
        changed += before.table()[i] != after.table()[i];
    }
    QVERIFY2(changed < 0.03 * others, qPrintable(QString::number(changed)));
}

void ResilienceBalancerTest::ringMovesOnlyWhatItMust() {
    const Hosts hosts("10.1.0.", 0, 32);  // 32 x 32 points, without one of them still 32 each
    HashRing before(1024, 8388608);
    before.build(hosts.list, hosts.all());
    std::vector<std::uint32_t> rest = hosts.all();
    rest.pop_back();
    HashRing after(992, 8388608);
    after.build(hosts.list, rest);
    RandomStream random = streamOf("balance", 3);
    int moved = 0;
    for (int i = 0; i < 10000; ++i) {
        const std::uint64_t hash = random.next64();
        if (before.pick(hash) == 31)
            ++moved;
        else
            QCOMPARE(after.pick(hash), before.pick(hash));
    }
    QVERIFY(moved > 100 && moved < 800);
}

void ResilienceBalancerTest::retriesGoElsewhere() {
    const Hosts hosts("h", 0, 10);
    for (const BalancingKind kind : {BalancingKind::Maglev, BalancingKind::RingHash}) {
        LoadBalancer balancer = balancerOf(kind, hosts);
        int other = 0;
        for (std::uint64_t call = 0; call < 1000; ++call)
            other +=
                balancer.pick({}, 0, mixed(call, 0)).host != balancer.pick({}, 0, mixed(call, 0), 1).host;
        QVERIFY(other > 800);
    }
}

void ResilienceBalancerTest::roundRobinTakesTurns() {
    const Hosts hosts("h", 0, 4);
    LoadBalancer balancer = balancerOf(BalancingKind::RoundRobin, hosts);
    for (std::uint32_t i = 0; i < 12; ++i) QCOMPARE(balancer.pick({}, 0).host, i % 4);
    balancer.set(1, HostState::Unhealthy);
    std::vector<int> counts = picksOf(balancer, 4, 300, {});
    QCOMPARE(counts, (std::vector<int>{100, 0, 100, 100}));
}

void ResilienceBalancerTest::roundRobinStartsAtItsSeed() {
    const Hosts hosts("h", 0, 5);
    for (std::uint32_t seed = 0; seed < 10; ++seed) {
        LoadBalancer balancer = balancerOf(BalancingKind::RoundRobin, hosts, seed);
        QCOMPARE(balancer.pick({}, 0).host, seed % 5);
    }
}

void ResilienceBalancerTest::weightsMakeASchedule() {
    const Hosts hosts("h", 0, 3, {1, 2, 4});
    LoadBalancer balancer = balancerOf(BalancingKind::RoundRobin, hosts);
    // By hand: due at 1; .5, 1; .25, .5, .75, 1; ties in the order of entering.
    std::vector<std::uint32_t> picks;
    for (int i = 0; i < 7; ++i) picks.push_back(balancer.pick({}, 0).host);
    QCOMPARE(picks, (std::vector<std::uint32_t>{2, 1, 2, 2, 0, 1, 2}));
    QCOMPARE(picksOf(balancer, 3, 7000, {}), (std::vector<int>{1000, 2000, 4000}));
}

void ResilienceBalancerTest::leastRequestLooksAtTwo() {
    const Hosts hosts("h", 0, 4);
    LoadBalancer balancer = balancerOf(BalancingKind::LeastRequest, hosts);
    // Host i has i requests: it is picked if both choices are at least i.
    const std::vector<int> counts = picksOf(balancer, 4, 160000, {0, 1, 2, 3});
    for (int host = 0; host < 4; ++host) QVERIFY(std::abs(counts[host] - 10000 * (7 - 2 * host)) < 900);
    // The first one on a tie.
    const std::uint64_t random = std::uint64_t{0xC0000000} << 32 | 0x40000000;
    QCOMPARE(balancer.pick(std::vector<std::uint32_t>{5, 5, 5, 5}, random).host, 3u);
    QCOMPARE(balancer.pick(std::vector<std::uint32_t>{5, 4, 5, 5}, random).host, 1u);
}

void ResilienceBalancerTest::leastRequestWithWeights() {
    const Hosts hosts("h", 0, 2, {1, 3});
    LoadBalancer idle = balancerOf(BalancingKind::LeastRequest, hosts);
    QCOMPARE(picksOf(idle, 2, 4000, {0, 0}), (std::vector<int>{1000, 3000}));
    LoadBalancer busy = balancerOf(BalancingKind::LeastRequest, hosts);
    // 1 / (0 + 1) against 3 / (2 + 1).
    const std::vector<int> counts = picksOf(busy, 2, 4000, {0, 2});
    QVERIFY(std::abs(counts[0] - 2000) <= 1);
}

void ResilienceBalancerTest::leastRequestWithABias_data() {
    QTest::addColumn<double>("bias");
    QTest::addColumn<double>("busyWeight");
    QTest::newRow("none") << 0.0 << 3.0;
    QTest::newRow("half") << 0.5 << 3 / std::sqrt(3);
    QTest::newRow("Envoy's default") << 1.0 << 1.0;
    QTest::newRow("two") << 2.0 << 3.0 / 9;
}

// weight / (active + 1)^bias: of 1 / 1^bias and 3 / 3^bias each gets its share.
void ResilienceBalancerTest::leastRequestWithABias() {
    QFETCH(double, bias);
    QFETCH(double, busyWeight);
    const Hosts hosts("h", 0, 2, {1, 3});
    LoadBalancer balancer = balancerOf(BalancingKind::LeastRequest, hosts, 0, bias);
    const std::vector<int> counts = picksOf(balancer, 2, 4000, {0, 2});
    QVERIFY2(std::abs(counts[1] - 4000 * busyWeight / (1 + busyWeight)) <= 2,
             qPrintable(QString::number(counts[1])));
}

void ResilienceBalancerTest::randomIgnoresWeights() {
    const Hosts hosts("h", 0, 2, {1, 99});
    LoadBalancer balancer = balancerOf(BalancingKind::Random, hosts);
    QVERIFY(std::abs(picksOf(balancer, 2, 100000, {})[0] - 50000) < 700);
}

void ResilienceBalancerTest::choicesHaveThePowerOfTheory_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("choices");
    QTest::addColumn<double>("expected");
    QTest::addColumn<double>("tolerance");
    QTest::newRow("random") << int(BalancingKind::Random) << 0 << 10.0 << .6;
    QTest::newRow("round robin") << int(BalancingKind::RoundRobin) << 0 << 5.27 << .25;
    QTest::newRow("two choices") << int(BalancingKind::LeastRequest) << 2 << 2.649 << .06;
    QTest::newRow("three choices") << int(BalancingKind::LeastRequest) << 3 << 2.067 << .04;
}
void ResilienceBalancerTest::choicesHaveThePowerOfTheory() {
    QFETCH(int, kind);
    QFETCH(int, choices);
    QFETCH(double, expected);
    QFETCH(double, tolerance);
    const double mean = crowdOf(BalancingKind(kind), choices, 0.9, 100).meanTime;
    QVERIFY2(std::abs(mean - expected) < tolerance, qPrintable(QString::number(mean)));
}

void ResilienceBalancerTest::manyChooseAsInTheLimit_data() {
    QTest::addColumn<double>("load");
    QTest::addColumn<int>("choices");
    QTest::addColumn<double>("expected");
    QTest::newRow(".7, two") << .7 << 2 << 1.61445;
    QTest::newRow(".7, three") << .7 << 3 << 1.35684;
    QTest::newRow(".9, two") << .9 << 2 << 2.61406;
    QTest::newRow(".9, three") << .9 << 3 << 2.02786;
    QTest::newRow(".9, five") << .9 << 5 << 1.63288;
    QTest::newRow(".99, two") << .99 << 2 << 5.43200;
    QTest::newRow(".99, three") << .99 << 3 << 3.85785;
}

// A thousand servers are near to infinitely many, the less the more loaded they are.
void ResilienceBalancerTest::manyChooseAsInTheLimit() {
    QFETCH(double, load);
    QFETCH(int, choices);
    QFETCH(double, expected);
    QVERIFY(std::abs(mitzenmacher(load, choices) - expected) < 1e-5);
    const double mean = crowdOf(BalancingKind::LeastRequest, choices, load, 1000).meanTime;
    QVERIFY2(std::abs(mean / expected - 1) < (load > .9 ? 0.05 : 0.01), qPrintable(QString::number(mean)));
}

void ResilienceBalancerTest::queuesAreShortDoublyExponentially() {
    const std::vector<double> expected = {1, .9, .729, .478297, .205891, .038152};
    const Crowd crowd = crowdOf(BalancingKind::LeastRequest, 2, 0.9, 1000);
    for (std::size_t least = 0; least < expected.size(); ++least) {
        QVERIFY(std::abs(std::pow(0.9, std::pow(2, least) - 1) - expected[least]) < 1e-6);
        QVERIFY2(std::abs(crowd.tails[least] - expected[least]) < 0.005,
                 qPrintable(QString("%1: %2").arg(least).arg(crowd.tails[least])));
    }
}

void ResilienceBalancerTest::panicsBelowHalf() {
    const Hosts hosts("h", 0, 10);
    LoadBalancer balancer = balancerOf(BalancingKind::RoundRobin, hosts);
    for (std::uint32_t i = 0; i < 5; ++i) balancer.set(i, HostState::Unhealthy);
    QVERIFY(!balancer.pick({}, 0).panic);  // Half is not below half
    QCOMPARE(picksOf(balancer, 10, 100, {})[0], 0);
    balancer.set(5, HostState::Unhealthy);
    QVERIFY(balancer.pick({}, 0).panic);
    QCOMPARE(picksOf(balancer, 10, 100, {}), std::vector<int>(10, 10));
    // Those that are gone count for nothing.
    for (std::uint32_t i = 0; i < 3; ++i) balancer.set(i, HostState::Absent);
    QVERIFY(!balancer.pick({}, 0).panic);
    QCOMPARE(balancer.present().size(), std::size_t{7});
}

void ResilienceBalancerTest::nobodyIsThere() {
    const Hosts hosts("h", 0, 3);
    for (const auto kind : {BalancingKind::RoundRobin, BalancingKind::Random, BalancingKind::LeastRequest,
                            BalancingKind::RingHash, BalancingKind::Maglev}) {
        LoadBalancing policy;
        policy.kind = kind;
        policy.panicThreshold = 0;
        LoadBalancer balancer(policy, hosts.list, 9);
        QCOMPARE(balancer.pick({}, 0).host, noHost);
        for (std::uint32_t i = 0; i < 3; ++i) balancer.set(i, HostState::Unhealthy);
        QCOMPARE(balancer.pick({}, 0).host, noHost);  // Panic is off
    }
}

void ResilienceBalancerTest::prioritiesAsDocumented_data() {
    QTest::addColumn<QList<int>>("healthy");  // Of 100 each
    QTest::addColumn<QList<int>>("percent");
    QTest::newRow("all") << QList<int>{100, 100} << QList<int>{100, 0};
    QTest::newRow("72") << QList<int>{72, 100} << QList<int>{100, 0};
    QTest::newRow("71") << QList<int>{71, 100} << QList<int>{99, 1};
    QTest::newRow("50") << QList<int>{50, 100} << QList<int>{70, 30};
    QTest::newRow("25") << QList<int>{25, 100} << QList<int>{35, 65};
    QTest::newRow("none") << QList<int>{0, 100} << QList<int>{0, 100};
    QTest::newRow("25, 25") << QList<int>{25, 25} << QList<int>{50, 50};
    QTest::newRow("three") << QList<int>{25, 25, 20} << QList<int>{37, 35, 28};  // 35, 35, 28 and the rest
}
void ResilienceBalancerTest::prioritiesAsDocumented() {
    QFETCH(QList<int>, healthy);
    QFETCH(QList<int>, percent);
    std::vector<PriorityHosts> priorities;
    for (const int number : healthy) priorities.push_back({static_cast<std::uint32_t>(number), 100});
    const std::vector<PriorityLoad> loads = loadsOf(priorities, 0);
    for (qsizetype i = 0; i < percent.size(); ++i)
        QCOMPARE(static_cast<int>(loads[static_cast<std::size_t>(i)].percent), percent[i]);
}

void ResilienceBalancerTest::prioritiesPanic() {
    // Together they carry everything: no panic, although P0 is nearly down.
    QCOMPARE(loadsOf({{10, 100}, {100, 100}}), (std::vector<PriorityLoad>{{14, false}, {86, false}}));
    QCOMPARE(loadsOf({{60, 100}, {5, 100}}), (std::vector<PriorityLoad>{{93, false}, {7, true}}));
    // All panic: by their numbers, whole percents, the rest to the first.
    QCOMPARE(loadsOf({{1, 10}, {1, 20}}), (std::vector<PriorityLoad>{{34, true}, {66, true}}));
    QCOMPARE(loadsOf({{0, 0}, {0, 0}}), (std::vector<PriorityLoad>{{100, true}, {0, true}}));
    QCOMPARE(loadsOf({{0, 10}, {0, 10}}, 0), (std::vector<PriorityLoad>{{100, false}, {0, false}}));
}

void ResilienceBalancerTest::prioritiesArePicked() {
    const std::vector<PriorityLoad> loads = {{70, false}, {30, false}};
    QCOMPARE(pickPriority(loads, 69), 0u);
    QCOMPARE(pickPriority(loads, 70), 1u);
    QCOMPARE(pickPriority(loads, 199), 1u);
}

void ResilienceBalancerTest::localitiesLoseWeight() {
    QCOMPARE(effectiveWeight({}, 10, {8, 10}), 10.0);
    QVERIFY(std::abs(effectiveWeight({}, 10, {5, 10}) - 7) < 1e-12);
    QCOMPARE(effectiveWeight({}, 10, {0, 10}), 0.0);
}

void ResilienceBalancerTest::zonesKeepTheirCalls() {
    LoadBalancing policy;
    policy.zoneAware = true;
    ZoneRouter router(policy, 2, 0);
    router.update(std::vector<ZoneHosts>{{5, 5, 5}, {5, 5, 5}});
    QVERIFY(router.mode() == ZoneRouter::Mode::OwnZone);
    QCOMPARE(router.pick(0), 0u);
    router.update(std::vector<ZoneHosts>{{5, 3, 3}, {5, 2, 2}});  // Fewer than six
    QCOMPARE(router.pick(0), anyZone);
    router.update(std::vector<ZoneHosts>{{5, 9, 9}, {0, 9, 9}});  // All callers in one zone
    QCOMPARE(router.pick(0), anyZone);
    ZoneRouter off(LoadBalancing{}, 2, 0);
    off.update(std::vector<ZoneHosts>{{5, 5, 5}, {5, 5, 5}});
    QCOMPARE(off.pick(0), anyZone);
}

// The example in Envoy's sources: callers 40, 40, 20 %; replicas 25, 50, 25 %.
void ResilienceBalancerTest::zonesShareWhatIsLeft() {
    LoadBalancing policy;
    policy.zoneAware = true;
    ZoneRouter router(policy, 3, 0);
    router.update(std::vector<ZoneHosts>{{40, 25, 25}, {40, 50, 50}, {20, 25, 25}});
    QVERIFY(router.mode() == ZoneRouter::Mode::Residual);
    QCOMPARE(router.staying(), 6250u);
    RandomStream random = streamOf("balance", 4);
    std::vector<double> picks(3);
    for (int i = 0; i < 100000; ++i) ++picks[router.pick(random.next64())];
    QVERIFY(std::abs(picks[0] / 100000 - 0.625) < 0.007);
    QVERIFY(std::abs(picks[1] / 100000 - 0.25) < 0.007);  // 10 of 15
    QVERIFY(std::abs(picks[2] / 100000 - 0.125) < 0.005);
}

// Whatever the zones, each replica gets the same load when callers call alike.
void ResilienceBalancerTest::zonesSpreadEvenly() {
    LoadBalancing policy;
    policy.zoneAware = true;
    const std::vector<ZoneHosts> zones = {{10, 10, 10}, {30, 20, 20}, {20, 30, 25}, {40, 25, 15}};
    std::vector<double> load(4);
    RandomStream random = streamOf("balance", 5);
    for (std::uint32_t zone = 0; zone < 4; ++zone) {
        ZoneRouter router(policy, 4, zone);
        router.update(zones);
        for (std::uint32_t call = 0; call < 4000 * zones[zone].callers; ++call)
            ++load[router.pick(random.next64())];
    }
    for (std::size_t zone = 0; zone < 4; ++zone)
        QVERIFY(std::abs(load[zone] / zones[zone].healthy / (400000.0 / 70) - 1) < 0.03);
}

void ResilienceBalancerTest::tablesAreMadeAgain() {
    const Hosts hosts("h", 0, 8);
    for (const BalancingKind kind : {BalancingKind::Maglev, BalancingKind::RingHash}) {
        LoadBalancer balancer = balancerOf(kind, hosts);
        const std::vector<int> before = picksOf(balancer, 8, 4000, {});
        balancer.set(2, HostState::Unhealthy);
        QCOMPARE(picksOf(balancer, 8, 4000, {})[2], 0);
        LoadBalancer copy = balancer;
        copy.set(2, HostState::Healthy);
        QCOMPARE(picksOf(copy, 8, 4000, {}), before);
        QCOMPARE(picksOf(balancer, 8, 4000, {})[2], 0);
    }
}

QTEST_GUILESS_MAIN(ResilienceBalancerTest)
#include "resilience_balancer_test.moc"
