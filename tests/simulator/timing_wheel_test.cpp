// The timing wheel, and the run that its buckets are sorted to.
#include <QtTest>
#include <algorithm>
#include <set>

#include "simulator/kernel/sorted_run.h"
#include "simulator/kernel/timing_wheel.h"
#include "simulator/random/philox.h"

using namespace simulator;

class TimingWheelTest : public QObject {
    Q_OBJECT
private slots:
    void givesAllKeysInTheOrderOfBuckets_data();
    void givesAllKeysInTheOrderOfBuckets();
    void replacesKeysWhereTheyAre();
    void sortsRuns_data();
    void sortsRuns();
};

namespace {

using Order = std::pair<std::uint64_t, std::uint64_t>;

bool isLess(const EventKey& left, const EventKey& right) {
    return Order(left.time, left.rank) < Order(right.time, right.rank);
}

struct Less {
    bool operator()(const EventKey& left, const EventKey& right) const { return isLess(left, right); }
};

}  // namespace

void TimingWheelTest::givesAllKeysInTheOrderOfBuckets_data() {
    QTest::addColumn<int>("bits");
    for (const int bits : {3, 12, 25, 40, 62}) QTest::addRow("times of %d bits", bits) << bits;
}

// Whatever is taken is all that there was up to the time that passed then, and no bucket that could have been
// spread is too large.
void TimingWheelTest::givesAllKeysInTheOrderOfBuckets() {
    QFETCH(int, bits);
    RandomStream random(5, static_cast<std::uint64_t>(bits), Purpose::Test, 0);
    TimingWheel wheel;
    std::set<EventKey, Less> expected;
    std::uint64_t rank = 0;
    const auto put = [&] {
        const auto wait = static_cast<std::uint64_t>(random.uniform() * static_cast<double>(1ull << bits));
        if (wheel.passed() + 1 + wait > (1ull << 63)) return;
        const EventKey key{rank++, wheel.passed() + 1 + wait};
        wheel.put(key);
        expected.insert(key);
    };
    for (int at = 0; at < 5000; ++at) put();
    for (int turn = 0; turn < 3000 && !expected.empty(); ++turn) {
        QVERIFY(wheel.horizon() <= expected.begin()->time);
        std::vector<EventKey> taken;
        wheel.takeEarliest(32, static_cast<std::size_t>(turn % 40), taken);
        QVERIFY(!taken.empty());
        std::sort(taken.begin(), taken.end(), isLess);
        QVERIFY(taken.size() <= 39 || taken.front().time == taken.back().time);
        for (const EventKey& key : taken) {
            QVERIFY(key == *expected.begin());
            expected.erase(expected.begin());
        }
        QVERIFY(taken.back().time <= wheel.passed());
        QVERIFY(expected.empty() || expected.begin()->time > wheel.passed());
        QCOMPARE(wheel.size(), expected.size());
        for (std::uint32_t more = random.below(60); more > 0; --more) put();
    }
    std::vector<EventKey> rest;
    wheel.takeAll(rest);
    std::sort(rest.begin(), rest.end(), isLess);
    QVERIFY(std::equal(rest.begin(), rest.end(), expected.begin(), expected.end()));
    QCOMPARE(wheel.size(), std::uint64_t{0});
}

void TimingWheelTest::replacesKeysWhereTheyAre() {
    RandomStream random(6, 0, Purpose::Test, 0);
    TimingWheel wheel;
    std::set<EventKey, Less> expected;
    for (std::uint64_t rank = 0; rank < 20'000; ++rank) {
        const EventKey key{rank, 1 + (std::uint64_t{random.below(1 << 20)} << random.below(40))};
        wheel.put(key);
        if (rank % 4) expected.insert(key);
    }
    wheel.replace([&wheel](EventKey key) {
        if (key.rank % 4) wheel.put(key);
    });
    QCOMPARE(wheel.size(), expected.size());
    while (wheel.size() > 0) {
        std::vector<EventKey> taken;
        wheel.takeEarliest(100, 0, taken);
        std::sort(taken.begin(), taken.end(), isLess);
        for (const EventKey& key : taken) {
            QVERIFY(key == *expected.begin());
            expected.erase(expected.begin());
        }
    }
    QVERIFY(expected.empty());
}

void TimingWheelTest::sortsRuns_data() {
    QTest::addColumn<int>("bits");
    QTest::addColumn<bool>("skewed");
    for (const int bits : {0, 2, 10, 30, 63}) {
        QTest::addRow("%d bits, even", bits) << bits << false;
        QTest::addRow("%d bits, skewed", bits) << bits << true;
    }
}

void TimingWheelTest::sortsRuns() {
    QFETCH(int, bits);
    QFETCH(bool, skewed);
    RandomStream random(7, static_cast<std::uint64_t>(bits), Purpose::Test, 0);
    SortedRun run;
    for (std::uint32_t count = 0; count < 3000; count = count * 5 / 4 + 1) {
        std::vector<EventKey>& keys = run.gather();
        for (std::uint64_t rank = 0; rank < count; ++rank) {
            double share = random.uniform();
            if (skewed) share = share * share * share * share * share * share;
            const auto time = static_cast<std::uint64_t>(share * static_cast<double>(1ull << bits));
            keys.push_back({rank * 0x9e3779b97f4a7c15, time});
        }
        std::vector<EventKey> expected = keys;
        std::sort(expected.begin(), expected.end(), isLess);
        run.sort();
        for (const EventKey& key : expected) {
            QVERIFY(!run.empty());
            QVERIFY(run.front() == key);
            run.pop();
        }
        QVERIFY(run.empty());
    }
}

QTEST_APPLESS_MAIN(TimingWheelTest)
#include "timing_wheel_test.moc"
