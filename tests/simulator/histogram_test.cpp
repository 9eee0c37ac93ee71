#include <QTest>
#include <algorithm>
#include <cmath>
#include <random>

#include "simulator/statistics/latency_recorder.h"

using namespace simulator;

class HistogramTest : public QObject {
    Q_OBJECT

private slots:
    void bucketsTileTheRange();
    void quantilesAreWithinTheBucketError();
    void mergingIsRecordingBoth();
    void subtractingGivesWhatCameAfter();
    void valuesOutOfRangeAreClampedAndCounted();
    void emptyHistogramsHaveNoQuantile();
    void sparseHistogramsAgreeWithFullOnes();
    void sparseHistogramsMergeInAnyOrder();
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
    SparseHistogram forward;
    SparseHistogram backward;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        forward.merge(parts[i]);
        backward.merge(parts[parts.size() - 1 - i]);
    }
    QVERIFY(forward == backward);
    QCOMPARE(forward.total(), 4000u);
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
