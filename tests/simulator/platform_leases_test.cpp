// The leases of a registry against Eureka's semantics.
#include <QTest>

#include "simulator/platform/lease_registry.h"

using namespace simulator;

namespace {

constexpr std::int64_t s = 1'000'000'000;

/// Instances that send a heartbeat at 0 s, 30 s, 60 s, ..., of a registry that looks at 60 s, 120 s, ....
struct Server {
    LeaseRegistry leases;
    std::int64_t now = 0;

    explicit Server(std::uint32_t instances) : leases(instances + 2, 60 * s) {
        for (std::uint32_t at = 0; at < instances; ++at) {
            leases.add(at, 30 * s, 90 * s);
            leases.hasLongBeenThere(at, 0);
        }
        for (std::uint32_t at = instances; at < instances + 2; ++at) leases.add(at, 30 * s, 90 * s);
    }
    /// Looks until that moment; how many are evicted at the last look.
    std::size_t lookUntil(std::int64_t time) {
        std::size_t evicted = 0;
        for (; now + 60 * s <= time;) {
            now += 60 * s;
            evicted = leases.evict(now, 1).size();
        }
        return evicted;
    }
};

}  // namespace

class PlatformLeasesTest : public QObject {
    Q_OBJECT

private slots:
    void leasesExpireAfterTwiceTheirDuration();
    void oneThatWasNeverRenewedExpiresAfterItsDuration();
    void tooFewRenewalsEvictNone();
    void whoCancelsIsExpectedNoMore();
    void fewAreEvictedAtATime();
};

// Its last heartbeat is at 90 s: expired after 270 s, which the look at 300 s finds.
void PlatformLeasesTest::leasesExpireAfterTwiceTheirDuration() {
    Server server(10);
    QCOMPARE(server.lookUntil(60 * s), std::size_t{0});
    server.leases.dies(4, 100 * s);
    QCOMPARE(server.lookUntil(240 * s), std::size_t{0});
    QVERIFY(server.leases.isRegistered(4));
    QCOMPARE(server.lookUntil(300 * s), std::size_t{1});
    QVERIFY(!server.leases.isRegistered(4) && server.leases.isRegistered(5));
    // One that is back before is the same again.
    server.leases.dies(5, 310 * s);
    server.leases.registers(5, 400 * s);
    QCOMPARE(server.lookUntil(1200 * s), std::size_t{0});
}

void PlatformLeasesTest::oneThatWasNeverRenewedExpiresAfterItsDuration() {
    for (const bool renews : {false, true}) {
        Server server(10);
        server.leases.registers(10, 65 * s);
        server.leases.dies(10, renews ? 96 * s : 94 * s);
        QCOMPARE(server.lookUntil(180 * s), std::size_t{renews ? 0u : 1u});
        QCOMPARE(server.lookUntil(300 * s), std::size_t{renews ? 1u : 0u});
    }
}

// Of ten instances 20 renewals a minute are expected, and more than 17 needed: 18 of nine are, 16 of eight
// are not. Of three, one is too many.
void PlatformLeasesTest::tooFewRenewalsEvictNone() {
    const std::pair<std::uint32_t, std::uint32_t> cases[] = {{10, 2}, {3, 1}};
    for (const auto& [instances, dead] : cases) {
        Server server(instances);
        for (std::uint32_t at = 0; at < dead; ++at) server.leases.dies(at, 100 * s);
        QCOMPARE(server.lookUntil(6000 * s), std::size_t{0});
        QVERIFY(server.leases.isPreserving() && server.leases.isRegistered(0));
    }
    Server server(10);
    server.leases.dies(0, 100 * s);
    server.lookUntil(240 * s);
    QVERIFY(!server.leases.isPreserving());
}

// Eight are left, of which 16 are expected and more than 13 needed.
void PlatformLeasesTest::whoCancelsIsExpectedNoMore() {
    Server server(10);
    server.leases.cancels(0, 100 * s);
    server.leases.cancels(1, 100 * s);
    QVERIFY(!server.leases.isRegistered(0));
    server.leases.dies(2, 130 * s);
    QCOMPARE(server.lookUntil(360 * s), std::size_t{1});
}

// Of 20 at most three at a time; those that do not renew any more while others renew twice as often as is
// expected.
void PlatformLeasesTest::fewAreEvictedAtATime() {
    LeaseRegistry leases(40, 60 * s);
    for (std::uint32_t at = 0; at < 20; ++at) {
        leases.add(at, at < 8 ? 60 * s : 15 * s, 90 * s);
        leases.hasLongBeenThere(at, 0);
    }
    for (std::uint32_t at = 0; at < 8; ++at) leases.dies(at, 1 * s);
    std::size_t evicted = 0;
    std::size_t most = 0;
    for (std::int64_t now = 60 * s; now <= 600 * s; now += 60 * s) {
        const std::size_t found = leases.evict(now, static_cast<std::uint64_t>(now)).size();
        most = std::max(most, found);
        evicted += found;
    }
    QCOMPARE(most, std::size_t{3});
    QCOMPARE(evicted, std::size_t{8});
}

QTEST_APPLESS_MAIN(PlatformLeasesTest)
#include "platform_leases_test.moc"
