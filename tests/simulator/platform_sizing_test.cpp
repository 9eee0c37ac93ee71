// The recommender and the updater against the semantics of Kubernetes' Vertical Pod Autoscaler.
#include <QTest>
#include <cmath>
#include <random>

#include "simulator/platform/vertical_autoscaler.h"

using namespace simulator;

namespace {

constexpr std::int64_t s = 1'000'000'000;
constexpr std::int64_t minute = 60 * s;
constexpr std::int64_t hour = 60 * minute;
constexpr std::int64_t day = 24 * hour;
constexpr double exactly = 1e-12;

/// What a use comes to: the end of its bucket [cores].
double endOf(double cores) {
    return UsageHistogram::startOf(UsageHistogram::bucketOf(cores) + 1);
}

/// The same in thousandths, with a margin of 15 %.
double withMargin(double cores) {
    const double base = std::floor(1000 * endOf(cores));
    return base + std::floor(0.15 * base);
}

VerticalRules wideRules() {
    VerticalRules rules;
    rules.minMilli = 1;
    rules.maxMilli = 1'000'000;
    return rules;
}

/// Of a pod that used as much all the time, with a sample in each interval.
CpuRecommendation constantUse(double milli, std::int64_t length, std::int64_t interval,
                              const VerticalRules& rules = wideRules()) {
    CpuRecommender recommender(rules);
    for (std::int64_t at = 0; at <= length; at += interval) recommender.add(at, milli, 250);
    return recommender.recommend().value();
}

std::vector<SizedPod> podsOf(std::size_t count, std::int32_t requestMilli, std::int64_t age = 0) {
    return std::vector<SizedPod>(count, {SizedPod::State::Ready, requestMilli, age});
}

using Places = std::vector<std::size_t>;
constexpr CpuRecommendation wanted{400, 300, 600};

}  // namespace

class PlatformSizingTest : public QObject {
    Q_OBJECT

private slots:
    void bucketsGrowByATwentieth();
    void quantilesAreEndsOfBuckets();
    void olderSamplesCountLess();
    void onlyAgesCount();
    void longHistoriesStayFinite();
    void samplesCountByTheirRequest();
    void constantUseHasAMargin_data();
    void constantUseHasAMargin();
    void boundsNarrowWithTheHistory_data();
    void boundsNarrowWithTheHistory();
    void recommendationsStayWithinTheirRules();
    void wrongPodsGo_data();
    void wrongPodsGo();
    void theWorstGoFirst();
    void halfOfThemStay_data();
    void halfOfThemStay();
    void theBudgetHolds();
    void whatDoesNotRunIsFree();
    void limitsHoldForAll();
};

void PlatformSizingTest::bucketsGrowByATwentieth() {
    QCOMPARE(UsageHistogram::buckets(), std::size_t(176));
    QCOMPARE(UsageHistogram::startOf(0), 0.0);
    QVERIFY(std::abs(UsageHistogram::startOf(1) - 0.01) < exactly);
    QVERIFY(std::abs(UsageHistogram::startOf(2) - 0.0205) < exactly);
    const auto widthOf = [](std::size_t bucket) {
        return UsageHistogram::startOf(bucket + 1) - UsageHistogram::startOf(bucket);
    };
    for (std::size_t bucket = 1; bucket + 1 < UsageHistogram::buckets(); ++bucket)
        QVERIFY(std::abs(widthOf(bucket) / widthOf(bucket - 1) - 1.05) < 1e-9);
    std::mt19937 random(1);
    for (int i = 0; i < 10'000; ++i) {
        const double cores = std::exp(std::uniform_real_distribution<double>(-7, 6.9)(random));
        const std::size_t bucket = UsageHistogram::bucketOf(cores);
        QVERIFY(UsageHistogram::startOf(bucket) <= cores * (1 + 1e-9));
        QVERIFY(UsageHistogram::startOf(bucket + 1) > cores * (1 - 1e-9));
    }
    QCOMPARE(UsageHistogram::bucketOf(1e9), UsageHistogram::buckets() - 1);
}

void PlatformSizingTest::quantilesAreEndsOfBuckets() {
    UsageHistogram usage(day);
    QCOMPARE(usage.quantile(0.5), 0.0);
    for (int i = 1; i <= 100; ++i) usage.add(0, i / 100.0, 1);
    double before = 0;
    for (int percent = 1; percent <= 100; ++percent) {
        const double quantile = usage.quantile((percent - 0.5) / 100);
        QVERIFY(quantile >= before && quantile >= percent / 100.0);
        QVERIFY(quantile <= percent / 100.0 * 1.05 + 0.01 + exactly);
        before = quantile;
    }
    usage.add(0, 1e6, 1000);
    QCOMPARE(usage.quantile(0.9), UsageHistogram::startOf(UsageHistogram::buckets() - 1));
}

// A hundred samples, against one that is k half-lives younger: it is the median once 2^k is above a hundred.
void PlatformSizingTest::olderSamplesCountLess() {
    for (int halfLives = 0; halfLives <= 12; ++halfLives) {
        UsageHistogram usage(hour);
        for (int i = 0; i < 100; ++i) usage.add(0, 0.1, 1);
        usage.add(halfLives * hour, 2, 1);
        QCOMPARE(usage.quantile(0.5), endOf(halfLives < 7 ? 0.1 : 2));
    }
}

// Not the moment when they were taken, and not their order.
void PlatformSizingTest::onlyAgesCount() {
    std::mt19937 random(2);
    std::vector<std::pair<std::int64_t, double>> samples;
    for (int i = 0; i < 300; ++i)
        samples.emplace_back(std::int64_t(random() % (3 * hour)), 0.01 * double(random() % 500));
    UsageHistogram usage(hour), later(hour), shuffled(hour);
    for (const auto& [at, cores] : samples) {
        usage.add(at, cores, 1);
        later.add(at + 90 * hour, cores, 1);
    }
    std::ranges::shuffle(samples, random);
    for (const auto& [at, cores] : samples) shuffled.add(at, cores, 1);
    for (int percent = 1; percent < 100; ++percent) {
        QCOMPARE(later.quantile(percent / 100.0), usage.quantile(percent / 100.0));
        QCOMPARE(shuffled.quantile(percent / 100.0), usage.quantile(percent / 100.0));
    }
}

void PlatformSizingTest::longHistoriesStayFinite() {
    UsageHistogram usage(s);
    for (int second = 0; second < 5000; ++second) {
        usage.add(second * s, second < 4990 ? 5 : 0.5, 1);
        QCOMPARE(usage.quantile(0.9), endOf(second < 4993 ? 5 : 0.5));
    }
}

// Those of less than a tenth of a core count like that; four of these are less than one of half a core.
void PlatformSizingTest::samplesCountByTheirRequest() {
    const auto medianOf = [](int small, std::int32_t smallRequest) {
        VerticalRules rules = wideRules();
        rules.percentile = 0.5;
        CpuRecommender recommender(rules);
        for (int i = 0; i < small; ++i) recommender.add(i, 20, smallRequest);
        recommender.add(small, 480, 500);
        return double(recommender.recommend()->target);
    };
    for (const std::int32_t request : {1, 50, 100}) {
        QCOMPARE(medianOf(4, request), withMargin(0.48));
        QCOMPARE(medianOf(6, request), withMargin(0.02));
    }
    QCOMPARE(medianOf(4, 200), withMargin(0.02));
}

void PlatformSizingTest::constantUseHasAMargin_data() {
    QTest::addColumn<double>("milli");
    for (const double milli : {0.0, 9.0, 40.0, 150.0, 1000.0, 2345.0, 64'000.0})
        QTest::addRow("%g", milli) << milli;
}

void PlatformSizingTest::constantUseHasAMargin() {
    QFETCH(double, milli);
    const CpuRecommendation found = constantUse(milli, day, 5 * minute);
    QCOMPARE(double(found.target), withMargin(milli / 1000));
    QVERIFY(found.target >= milli * 1.15 - 1);
    QVERIFY(found.target <= (milli * 1.05 + 10) * 1.15);
}

void PlatformSizingTest::boundsNarrowWithTheHistory_data() {
    QTest::addColumn<qint64>("length");
    QTest::addColumn<qint64>("interval");
    QTest::addColumn<double>("days");
    QTest::newRow("5 minutes") << qint64(5 * minute) << qint64(minute / 4) << 5.0 / 1440;
    QTest::newRow("12 hours") << qint64(12 * hour) << qint64(minute / 2) << 0.5;
    QTest::newRow("a day") << qint64(day) << qint64(minute) << 1.0;
    QTest::newRow("a week") << qint64(7 * day) << qint64(minute) << 7.0;
    QTest::newRow("few samples") << qint64(7 * day) << qint64(7 * hour) << 25.0 / 1440;
}

void PlatformSizingTest::boundsNarrowWithTheHistory() {
    QFETCH(qint64, length);
    QFETCH(qint64, interval);
    QFETCH(double, days);
    const CpuRecommendation found = constantUse(200, length, interval);
    const double base = withMargin(0.2);
    QCOMPARE(double(found.lower), std::floor(base * std::pow(1 + 0.001 / days, -2)));
    QCOMPARE(double(found.upper), std::floor(base * (1 + 1 / days)));
}

void PlatformSizingTest::recommendationsStayWithinTheirRules() {
    VerticalRules rules;
    rules.minMilli = 300;
    rules.maxMilli = 500;
    QVERIFY(!CpuRecommender(rules).recommend());
    QCOMPARE(constantUse(10, day, minute, rules), (CpuRecommendation{300, 300, 300}));
    QCOMPARE(constantUse(5000, day, minute, rules), (CpuRecommendation{500, 500, 500}));
    QCOMPARE(constantUse(300, 0, minute, rules).lower, 300);
    QCOMPARE(constantUse(300, 0, minute, rules).upper, 500);
}

void PlatformSizingTest::wrongPodsGo_data() {
    QTest::addColumn<int>("request");
    QTest::addColumn<double>("hours");
    QTest::addColumn<bool>("goes");
    QTest::newRow("below the bounds") << 299 << 0.0 << true;
    QTest::newRow("at the lower one") << 300 << 0.0 << false;
    QTest::newRow("at the upper one") << 600 << 0.0 << false;
    QTest::newRow("above the bounds") << 601 << 0.0 << true;
    QTest::newRow("not old enough") << 300 << 11.99 << false;
    QTest::newRow("too small for long") << 300 << 12.0 << true;
    QTest::newRow("too large for long") << 600 << 12.0 << true;
    QTest::newRow("less than a tenth") << 367 << 100.0 << false;
    QTest::newRow("a tenth") << 363 << 100.0 << true;
    QTest::newRow("right") << 400 << 1000.0 << false;
}

void PlatformSizingTest::wrongPodsGo() {
    QFETCH(int, request);
    QFETCH(double, hours);
    QFETCH(bool, goes);
    std::vector<SizedPod> pods = podsOf(2, 400);
    pods.push_back({SizedPod::State::Ready, request, std::int64_t(hours * double(hour))});
    QCOMPARE(podsToEvict(wanted, pods, {3}), goes ? Places{2} : Places{});
}

void PlatformSizingTest::theWorstGoFirst() {
    std::vector<SizedPod> pods;
    for (const std::int32_t request : {900, 200, 400, 100, 5000, 200, 400, 400, 400, 400})
        pods.push_back({SizedPod::State::Ready, request, 0});
    QCOMPARE(podsToEvict(wanted, pods, {10}), (Places{3, 1, 5, 4, 0}));
}

void PlatformSizingTest::halfOfThemStay_data() {
    QTest::addColumn<int>("pods");
    QTest::addColumn<int>("wantedPods");
    QTest::addColumn<int>("go");
    QTest::newRow("one") << 1 << 1 << 0;
    QTest::newRow("one that is to be two") << 1 << 2 << 0;
    QTest::newRow("two") << 2 << 2 << 1;
    QTest::newRow("three") << 3 << 3 << 1;
    QTest::newRow("four") << 4 << 4 << 2;
    QTest::newRow("three of four") << 3 << 4 << 1;
    QTest::newRow("two of four") << 2 << 4 << 0;
    QTest::newRow("seven") << 7 << 7 << 3;
    QTest::newRow("two that are to be one") << 2 << 1 << 1;
}

void PlatformSizingTest::halfOfThemStay() {
    QFETCH(int, pods);
    QFETCH(int, wantedPods);
    QFETCH(int, go);
    const auto evicted = podsToEvict(wanted, podsOf(std::size_t(pods), 100), {std::uint32_t(wantedPods)});
    QCOMPARE(evicted.size(), std::size_t(go));
}

void PlatformSizingTest::theBudgetHolds() {
    std::vector<SizedPod> pods = podsOf(8, 100);
    for (const std::int64_t budget : {-2, 0, 1, 3, 9})
        QCOMPARE(std::int64_t(podsToEvict(wanted, pods, {8, budget}).size()),
                 std::clamp<std::int64_t>(budget, 0, 4));
    pods[6].state = SizedPod::State::Running;
    QCOMPARE(podsToEvict(wanted, pods, {8, 0}), Places{6});
}

void PlatformSizingTest::whatDoesNotRunIsFree() {
    std::vector<SizedPod> pods = podsOf(4, 100);
    pods[1].state = pods[2].state = SizedPod::State::Pending;
    QCOMPARE(podsToEvict(wanted, pods, {4, 0}), (Places{1, 2}));
}

// Whoever they are: those that are right stay, and no more go than may.
void PlatformSizingTest::limitsHoldForAll() {
    std::mt19937 random(3);
    const auto below = [&random](int bound) {
        return std::uniform_int_distribution<int>(0, bound - 1)(random);
    };
    std::size_t all = 0;
    for (int i = 0; i < 20'000; ++i) {
        std::vector<SizedPod> pods;
        for (int count = below(9); count > 0; --count)
            pods.push_back({SizedPod::State(below(3)), 100 * (1 + below(9)), below(24) * hour});
        const DisruptionLimits limits{std::uint32_t(below(9)), below(6) - 1};
        const auto running = std::ranges::count_if(
            pods, [](const SizedPod& pod) { return pod.state != SizedPod::State::Pending; });
        std::int64_t ready = 0;
        std::int64_t stopped = 0;
        for (const std::size_t one : podsToEvict(wanted, pods, limits)) {
            const SizedPod& pod = pods[one];
            const bool isOutside = pod.requestMilli < 300 || pod.requestMilli > 600;
            QVERIFY(isOutside ||
                    (pod.age >= 12 * hour && std::abs(pod.requestMilli - 400) * 10 >= pod.requestMilli));
            ready += pod.state == SizedPod::State::Ready;
            stopped += pod.state != SizedPod::State::Pending;
            ++all;
        }
        QVERIFY(ready <= std::max<std::int64_t>(0, limits.ready));
        const std::int64_t half = (limits.wanted + 1) / 2;
        QVERIFY(stopped == 0 || running - stopped >= half || (stopped == 1 && limits.wanted <= 1));
    }
    QVERIFY(all > 5000);
}

QTEST_APPLESS_MAIN(PlatformSizingTest)
#include "platform_sizing_test.moc"
