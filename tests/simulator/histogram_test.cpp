#include <QTest>
#include <algorithm>
#include <array>
#include <cmath>
#include <random>

#include "simulator/random/philox.h"
#include "simulator/statistics/latency_recorder.h"

using namespace simulator;

class HistogramTest : public QObject {
    Q_OBJECT

private slots:
    void bucketsTileTheRange();
    void quantilesAreWithinTheBucketError();
    void mergingIsRecordingBoth();
    void subtractingGivesWhatCameAfter();
    void timesCountInTheirBuckets();
    void valuesOutOfRangeAreClampedAndCounted();
    void countsAreExactBeyond32Bits();
    void emptyHistogramsHaveNoQuantile();
    void sparseHistogramsAgreeWithFullOnes();
    void sparseHistogramsMergeInAnyOrder();
    void groupsAreThoseOfTheFullHistogram();
    void quantilesAreTheSameTogetherAndAlone();
    void recorderClosesIntervals();
};

namespace {

std::vector<std::int64_t> latencies(int count, unsigned seed) {
    std::mt19937_64 random(seed);
    std::lognormal_distribution<double> time(std::log(5e6), 1.2);
    std::vector<std::int64_t> values;
    for (int i = 0; i < count; ++i) values.push_back(static_cast<std::int64_t>(time(random)));
    return values;
}

Histogram recorded(const std::vector<std::int64_t>& values) {
    Histogram histogram;
    for (const std::int64_t value : values) histogram.record(value);
    return histogram;
}

}  // namespace

void HistogramTest::bucketsTileTheRange() {
    for (std::uint32_t bucket = 0; bucket < Histogram::bucketCount; ++bucket) {
        const std::int64_t low = Histogram::lowEdge(bucket);
        const std::int64_t high = low + Histogram::width(bucket) - 1;
        QCOMPARE(Histogram::bucketOf(low), bucket);
        QCOMPARE(Histogram::bucketOf(high), bucket);
        if (bucket + 1 < Histogram::bucketCount) QCOMPARE(Histogram::lowEdge(bucket + 1), high + 1);
        if (low >= 2048)
            QVERIFY(0.5 * double(Histogram::width(bucket)) <= Histogram::bucketError() * double(low));
    }
    QCOMPARE(Histogram::bucketOf(Histogram::largest), Histogram::bucketCount - 1);
    QVERIFY(Histogram::bucketError() <= 0.0005);
    QVERIFY(Histogram::largest > std::int64_t{3600} * 1'000'000'000);
}

void HistogramTest::quantilesAreWithinTheBucketError() {
    std::vector<std::int64_t> values = latencies(100'000, 1);
    const Histogram histogram = recorded(values);
    std::sort(values.begin(), values.end());
    for (const double probability : {0.01, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999, 0.9999}) {
        const auto rank = static_cast<std::size_t>(std::ceil(probability * double(values.size()))) - 1;
        const auto exact = static_cast<double>(values[rank]);
        QVERIFY(std::abs(histogram.quantile(probability) - exact) <=
                2 * Histogram::bucketError() * exact + 1);
        QVERIFY(std::abs(histogram.countUpTo(histogram.quantile(probability)) -
                         probability * double(values.size())) < 1);
    }
    double mean = 0;
    for (const std::int64_t value : values) mean += double(value) / double(values.size());
    QVERIFY(std::abs(histogram.mean() - mean) < Histogram::bucketError() * mean);
}

void HistogramTest::mergingIsRecordingBoth() {
    std::vector<std::int64_t> left = latencies(5000, 2);
    const std::vector<std::int64_t> right = latencies(7000, 3);
    Histogram merged = recorded(left);
    merged.merge(recorded(right));
    left.insert(left.end(), right.begin(), right.end());
    QVERIFY(merged == recorded(left));
    QCOMPARE(merged.total(), 12'000u);
    const Histogram copy = merged;
    QVERIFY(copy == merged);
}

void HistogramTest::subtractingGivesWhatCameAfter() {
    LatencyRecorder recorder;
    for (const std::int64_t value : latencies(5000, 4)) recorder.record(value);
    recorder.mark();
    const std::vector<std::int64_t> later = latencies(300, 5);
    for (const std::int64_t value : later) recorder.record(value);
    QCOMPARE(recorder.marks(), std::size_t{1});
    QVERIFY(recorder.since(0) == recorded(later));
    QCOMPARE(recorder.all().total(), 5300u);
}

// At the edges of all buckets and of all powers of two, and anywhere, one by one and many at once.
void HistogramTest::timesCountInTheirBuckets() {
    std::vector<std::int64_t> times;
    for (std::uint32_t bucket = 0; bucket < Histogram::bucketCount; ++bucket) {
        times.push_back(Histogram::lowEdge(bucket));
        times.push_back(Histogram::lowEdge(bucket) + Histogram::width(bucket) - 1);
    }
    std::mt19937_64 random(8);
    for (int at = 0; at < 100'000; ++at)
        times.push_back(static_cast<std::int64_t>(random() >> (22 + random() % 42)));
    std::shuffle(times.begin(), times.end(), random);
    Histogram together;
    Histogram alone;
    std::vector<std::uint64_t> counts(Histogram::bucketCount);
    together.record(times);
    for (const std::int64_t time : times) {
        alone.record(time);
        ++counts[Histogram::bucketOf(time)];
    }
    QVERIFY(together == alone);
    for (std::uint32_t bucket = 0; bucket < Histogram::bucketCount; ++bucket)
        QCOMPARE(together.count(bucket), counts[bucket]);
}

void HistogramTest::valuesOutOfRangeAreClampedAndCounted() {
    Histogram histogram;
    histogram.record(-1);
    histogram.record(INT64_MIN);
    histogram.record(INT64_MAX);
    histogram.record(Histogram::largest);
    histogram.record(0);
    QCOMPARE(histogram.total(), 5u);
    QCOMPARE(histogram.clamped(), 3u);
    QCOMPARE(histogram.count(0), 3u);
    QCOMPARE(histogram.count(Histogram::bucketCount - 1), 2u);
}

// A bucket that holds as much as 31 bits, and more times than 31 bits after that.
void HistogramTest::countsAreExactBeyond32Bits() {
    constexpr std::uint64_t half = std::uint64_t{1} << 31;
    const std::vector<std::int64_t> block(1 << 16, 5'000'000);
    const std::uint32_t bucket = Histogram::bucketOf(block[0]);
    Histogram histogram;
    histogram.add(bucket, half - 1);
    for (std::uint64_t count = 0; count < half; count += block.size()) histogram.record(block);
    for (int more = 0; more < 3; ++more) histogram.record(block[0]);
    histogram.record(1);
    const std::uint64_t expected = 2 * half + 2;
    QCOMPARE(histogram.count(bucket), expected);
    QCOMPARE(histogram.total(), expected + 1);
    QCOMPARE(histogram.countUpTo(1e9), double(expected + 1));
    QCOMPARE(Histogram::bucketOf(static_cast<std::int64_t>(histogram.quantile(0.5))), bucket);

    Histogram twice = histogram;
    QVERIFY(twice == histogram);
    twice.merge(histogram);
    QCOMPARE(twice.count(bucket), 2 * expected);
    QVERIFY(!(twice == histogram));
    twice.subtract(histogram.sparse());
    QVERIFY(twice == histogram);
}

void HistogramTest::emptyHistogramsHaveNoQuantile() {
    const Histogram histogram;
    QVERIFY(std::isnan(histogram.quantile(0.5)));
    QVERIFY(std::isnan(histogram.mean()));
    QVERIFY(std::isnan(SparseHistogram().quantile(0.5)));
    QCOMPARE(histogram.countUpTo(1e9), 0.0);
}

void HistogramTest::sparseHistogramsAgreeWithFullOnes() {
    LatencyRecorder recorder;
    for (const std::int64_t value : latencies(50'000, 6)) recorder.record(value);
    const IntervalLatency interval = recorder.closeInterval();
    QCOMPARE(interval.count, 50'000u);
    QCOMPARE(interval.histogram.total(), 50'000u);
    for (const double probability : {0.01, 0.5, 0.9, 0.99, 0.999}) {
        const double exact = recorder.all().quantile(probability);
        QVERIFY(std::abs(interval.histogram.quantile(probability) - exact) < 0.016 * exact);
        QVERIFY(std::abs(interval.histogram.countUpTo(exact) - probability * 50'000) < 0.002 * 50'000);
    }
}

void HistogramTest::sparseHistogramsMergeInAnyOrder() {
    LatencyRecorder recorder;
    std::vector<SparseHistogram> parts;
    for (unsigned part = 0; part < 4; ++part) {
        for (const std::int64_t value : latencies(1000, 7 + part)) recorder.record(value * (part + 1));
        parts.push_back(recorder.closeInterval().histogram);
    }
    GroupCounts forward;
    GroupCounts backward;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        forward.add(parts[i]);
        backward.add(parts[parts.size() - 1 - i]);
    }
    SparseHistogram sum;
    SparseHistogram other;
    forward.moveTo(sum);
    backward.moveTo(other);
    QVERIFY(sum == other);
    QCOMPARE(sum.total(), 4000u);
}

void HistogramTest::groupsAreThoseOfTheFullHistogram() {
    RandomStream random(3, 0, Purpose::Test, 0);
    LatencyRecorder recorder;
    IntervalLatency interval;
    for (int round = 0; round < 200; ++round) {
        Histogram full;
        const std::uint32_t count = random.below(round % 2 ? 8 : 3000);
        for (std::uint32_t at = 0; at < count; ++at) {
            const std::int64_t time = std::int64_t{random.below(1 << 30)} << random.below(round % 5 ? 6 : 20);
            recorder.record(time);
            full.record(time);
        }
        recorder.closeInterval(interval);
        QCOMPARE(interval.count, full.total());
        std::vector<std::uint64_t> groups(SparseHistogram::groupCount);
        for (std::uint32_t bucket = 0; bucket < Histogram::bucketCount; ++bucket)
            groups[bucket >> SparseHistogram::groupBits] += full.count(bucket);
        std::vector<SparseHistogram::Entry> expected;
        for (std::uint32_t group = 0; group < groups.size(); ++group)
            if (groups[group]) expected.push_back({group, static_cast<std::uint32_t>(groups[group])});
        QVERIFY(interval.histogram.entries() == expected);
        // Up to the edge of a group both know the same.
        const std::uint32_t edge = random.below(SparseHistogram::groupCount) << SparseHistogram::groupBits;
        const auto time = static_cast<double>(Histogram::lowEdge(edge));
        QCOMPARE(interval.histogram.countUpTo(time), full.countUpTo(time));
    }
}

void HistogramTest::quantilesAreTheSameTogetherAndAlone() {
    RandomStream random(4, 0, Purpose::Test, 0);
    LatencyRecorder recorder;
    for (int round = 0; round < 200; ++round) {
        for (const std::int64_t value : latencies(round < 20 ? round : 50 * round, 20u + unsigned(round)))
            recorder.record(value);
        const SparseHistogram histogram = recorder.closeInterval().histogram;
        std::array<double, 7> probabilities;
        for (double& probability : probabilities) probability = 1.2 * random.uniform() - 0.1;
        if (round % 2) std::sort(probabilities.begin(), probabilities.end());
        std::array<double, 7> together;
        histogram.quantiles(probabilities, together);
        for (std::size_t at = 0; at < together.size(); ++at) {
            const double alone = histogram.quantile(probabilities[at]);
            QVERIFY(together[at] == alone || (std::isnan(together[at]) && histogram.total() == 0));
            if (histogram.total() == 0) continue;
            const double rank = std::clamp(probabilities[at], 0.0, 1.0) * double(histogram.total());
            QVERIFY(std::abs(histogram.countUpTo(alone) - rank) < 1e-6 * (1 + rank));
        }
    }
}

void HistogramTest::recorderClosesIntervals() {
    LatencyRecorder recorder;
    recorder.record(1000);
    recorder.record(3000);
    const IntervalLatency first = recorder.closeInterval();
    QCOMPARE(first.count, 2u);
    QCOMPARE(first.sum, 4000.0);
    const IntervalLatency second = recorder.closeInterval();
    QCOMPARE(second.count, 0u);
    QCOMPARE(second.histogram.total(), 0u);
    QCOMPARE(recorder.all().total(), 2u);
    recorder.clear();
    QCOMPARE(recorder.all().total(), 0u);
}

QTEST_GUILESS_MAIN(HistogramTest)
#include "histogram_test.moc"
