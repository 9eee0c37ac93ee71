#include <QTest>
#include <algorithm>
#include <cmath>

#include "model/probability/special_functions.h"
#include "simulator/random/sampler.h"
#include "simulator/statistics/intervals.h"
#include "simulator/statistics/latency_recorder.h"

using namespace simulator;
using model::logGamma, model::normalQuantile, model::regularizedBeta, model::regularizedGamma,
    model::studentQuantile;

class IntervalsTest : public QObject {
    Q_OBJECT

private slots:
    void quantilesOfStudentAndNormal();
    void specialFunctionsAgreeWithKnownValues();
    void fewestValuesForBounds();
    void orderBoundsCover();
    void intervalsOfIndependentValuesCover();
    void intervalsOfCorrelatedValuesCover();
    void ratiosCoverWithRandomWeights();
    void manyReplicationsCountAsOneBatchEach();
    void tooLittleDataHasAReason();
    void quantileIntervalsCover();
    void quantilesNeedEnoughValues();
    void mserFindsTheEndOfATransient();
    void mserRefusesShortRuns();
    void growingBatchesKeepTheirSum();
};

namespace {

bool near(double value, double expected, double tolerance) {
    if (std::abs(value - expected) <= tolerance) return true;
    qWarning("%.12g, expected %.12g", value, expected);
    return false;
}

Batches timeBatches(const std::vector<double>& values) {
    return {values, std::vector<double>(values.size(), 1.0)};
}

/// AR(1) around `mean` with standard normal innovations.
std::vector<double> autoregressive(RandomStream& stream, std::size_t count, double correlation, double mean) {
    std::vector<double> values;
    double state = standardNormal(stream) / std::sqrt(1 - correlation * correlation);
    for (std::size_t i = 0; i < count; ++i) {
        values.push_back(mean + state);
        state = correlation * state + standardNormal(stream);
    }
    return values;
}

bool covers(const Figure& figure, double truth) {
    return figure.value && figure.low <= truth && truth <= figure.high;
}

/// Of `runs` intervals the share that covers is near 95 %; wide enough for 4 standard errors of the share.
bool isHonest(int covered, int runs, double least = 0.925, double most = 0.985) {
    const double share = double(covered) / runs;
    qInfo("covered %.1f %% of %d", 100 * share, runs);
    return share >= least && share <= most;
}

}  // namespace

// Tables: Abramowitz and Stegun, table 26.10, and closed forms for 1 and 2 degrees of freedom.
void IntervalsTest::quantilesOfStudentAndNormal() {
    QVERIFY(near(studentQuantile(0.975, 1), 12.7062047362, 1e-8));
    QVERIFY(near(studentQuantile(0.975, 2), 4.30265272991, 1e-9));
    QVERIFY(near(studentQuantile(0.975, 4), 2.7764451052, 1e-9));
    QVERIFY(near(studentQuantile(0.975, 9), 2.26215716274, 1e-9));
    QVERIFY(near(studentQuantile(0.975, 19), 2.09302405441, 1e-9));
    QVERIFY(near(studentQuantile(0.975, 39), 2.02269092, 1e-7));
    QVERIFY(near(studentQuantile(0.95, 10), 1.81246112281, 1e-9));
    QVERIFY(near(studentQuantile(0.025, 19), -2.09302405441, 1e-9));
    QVERIFY(near(studentQuantile(0.5, 7), 0, 1e-6));
    QVERIFY(near(studentQuantile(0.975, 1e7), 1.95996398454, 1e-5));
    QVERIFY(near(normalQuantile(0.975), 1.95996398454, 1e-10));
    QVERIFY(near(normalQuantile(0.001), -3.09023230617, 1e-10));
}

void IntervalsTest::specialFunctionsAgreeWithKnownValues() {
    for (const double x : {0.1, 0.5, 1.0, 2.0, 3.5, 10.0, 100.5, 1e4})
        QVERIFY(near(logGamma(x), std::lgamma(x), 1e-11 * (1 + std::abs(std::lgamma(x)))));
    QVERIFY(near(regularizedGamma(1, 2), 1 - std::exp(-2), 1e-13));
    QVERIFY(near(regularizedGamma(3, 2), 1 - 5 * std::exp(-2), 1e-13));
    QVERIFY(near(regularizedGamma(0.5, 4), std::erf(2), 1e-13));
    QVERIFY(near(regularizedBeta(1, 1, 0.3), 0.3, 1e-13));
    QVERIFY(near(regularizedBeta(2, 3, 0.4), 0.5248, 1e-12));
    QVERIFY(near(regularizedBeta(0.5, 0.5, 0.25), 1.0 / 3, 1e-12));
}

void IntervalsTest::fewestValuesForBounds() {
    QCOMPARE(fewestForBound(0.99), 299u);
    QCOMPARE(fewestForBound(0.999), 2995u);
    QCOMPARE(fewestForBound(0.5), 5u);
}

void IntervalsTest::orderBoundsCover() {
    const auto median = orderBounds(0.5, 100);
    QVERIFY(median);
    QCOMPARE(median->low, 40u);
    QCOMPARE(median->high, 61u);
    QVERIFY(!orderBounds(0.99, 300));
    QVERIFY(!orderBounds(0.5, 5));
    QVERIFY(orderBounds(0.99, 1000));
    RandomStream stream(1, 0, Purpose::Test, 0);
    int covered = 0;
    constexpr int runs = 2000;
    for (int run = 0; run < runs; ++run) {
        std::vector<double> values(1000);
        for (double& value : values) value = stream.uniform();
        std::sort(values.begin(), values.end());
        const auto bounds = orderBounds(0.9, values.size());
        covered += values[bounds->low - 1] <= 0.9 && 0.9 <= values[bounds->high - 1];
    }
    QVERIFY(isHonest(covered, runs, 0.935));
}

void IntervalsTest::intervalsOfIndependentValuesCover() {
    RandomStream stream(2, 0, Purpose::Test, 0);
    int covered = 0;
    int coveredByReplications = 0;
    constexpr int runs = 2000;
    for (int run = 0; run < runs; ++run) {
        const std::vector<Batches> replications{timeBatches(autoregressive(stream, 400, 0, 5)),
                                                timeBatches(autoregressive(stream, 400, 0, 5))};
        covered += covers(meanInterval(replications), 5);
        coveredByReplications += covers(meanOfReplications(autoregressive(stream, 5, 0, 5)), 5);
    }
    QVERIFY(isHonest(covered, runs, 0.935));
    QVERIFY(isHonest(coveredByReplications, runs, 0.93));
}

void IntervalsTest::intervalsOfCorrelatedValuesCover() {
    RandomStream stream(3, 0, Purpose::Test, 0);
    for (const double correlation : {0.3, 0.8, 0.95}) {
        int covered = 0;
        constexpr int runs = 1000;
        for (int run = 0; run < runs; ++run) {
            const std::vector<Batches> replications{
                timeBatches(autoregressive(stream, 1600, correlation, 5)),
                timeBatches(autoregressive(stream, 1600, correlation, 5))};
            covered += covers(meanInterval(replications), 5);
        }
        QVERIFY(isHonest(covered, runs));
    }
}

// Latencies per stretch of time: the number of requests is random, and larger where they are slow.
void IntervalsTest::ratiosCoverWithRandomWeights() {
    RandomStream stream(4, 0, Purpose::Test, 0);
    int covered = 0;
    constexpr int runs = 1000;
    for (int run = 0; run < runs; ++run) {
        std::vector<Batches> replications(2);
        for (Batches& batches : replications)
            for (int batch = 0; batch < 80; ++batch) {
                const double weight = 20 + 10 * stream.uniform();
                batches.weights.push_back(weight);
                batches.sums.push_back(3 * weight + 4 * standardNormal(stream));
            }
        covered += covers(meanInterval(replications), 3);
    }
    QVERIFY(isHonest(covered, runs, 0.93));
}

void IntervalsTest::manyReplicationsCountAsOneBatchEach() {
    RandomStream stream(5, 0, Purpose::Test, 0);
    std::vector<Batches> replications;
    for (int replication = 0; replication < 20; ++replication)
        replications.push_back(timeBatches(autoregressive(stream, 100, 0.99, 5)));
    const auto estimate = estimateRatio(replications, nullptr);
    QVERIFY(estimate);
    QVERIFY(estimate->plan.replicationsOnly);
    QCOMPARE(estimate->plan.batches, std::size_t{20});
    QCOMPARE(estimate->degreesOfFreedom, 19.0);
}

void IntervalsTest::tooLittleDataHasAReason() {
    const auto hasReason = [](const Figure& figure) {
        return !figure.value && figure.why.starts_with("not enough data: ");
    };
    QVERIFY(hasReason(meanInterval({})));
    const std::vector<Batches> few{timeBatches({1, 2, 3})};
    QVERIFY(hasReason(meanInterval(few)));
    const std::vector<Batches> nothing{{std::vector<double>(40, 0.0), std::vector<double>(40, 0.0)}};
    QVERIFY(hasReason(meanInterval(nothing)));
    QVERIFY(hasReason(meanOfReplications(std::vector<double>{1})));
    std::vector<double> trend;
    for (int i = 0; i < 1000; ++i) trend.push_back(i);
    const std::vector<Batches> drifting{timeBatches(trend)};
    const Figure figure = meanInterval(drifting);
    QVERIFY2(hasReason(figure), figure.why.c_str());
}

void IntervalsTest::quantileIntervalsCover() {
    const Sampler sampler(model::Distribution::exponential(model::milliseconds(1)));
    RandomStream stream(6, 0, Purpose::Test, 0);
    for (const double probability : {0.5, 0.95, 0.99}) {
        const double truth = -1e6 * std::log(1 - probability);
        int covered = 0;
        constexpr int runs = 400;
        for (int run = 0; run < runs; ++run) {
            std::vector<std::vector<SparseHistogram>> replications(2);
            Histogram all;
            for (auto& histograms : replications) {
                LatencyRecorder recorder;
                for (int batch = 0; batch < 40; ++batch) {
                    for (int i = 0; i < 50; ++i) recorder.record(sampler(stream));
                    histograms.push_back(recorder.closeInterval().histogram);
                }
                all.merge(recorder.all());
            }
            covered += covers(quantileInterval(probability, all, replications), truth);
        }
        QVERIFY(isHonest(covered, runs, 0.92, 0.995));
    }
}

void IntervalsTest::quantilesNeedEnoughValues() {
    LatencyRecorder recorder;
    std::vector<std::vector<SparseHistogram>> replications(1);
    for (int batch = 0; batch < 40; ++batch) {
        for (int i = 0; i < 10; ++i) recorder.record(1'000'000 + 1000 * (i * 40 + batch));
        replications[0].push_back(recorder.closeInterval().histogram);
    }
    QVERIFY(quantileInterval(0.5, recorder.all(), replications).value);
    QVERIFY(quantileInterval(0.9, recorder.all(), replications).value);
    const Figure p999 = quantileInterval(0.999, recorder.all(), replications);
    QVERIFY(!p999.value);
    QCOMPARE(p999.why, std::string("not enough data: 400 values, 2995 are needed"));
    const Figure p50 = quantileInterval(0.5, recorder.all(), replications);
    QVERIFY(p50.low <= *p50.value && *p50.value <= p50.high);
}

void IntervalsTest::mserFindsTheEndOfATransient() {
    RandomStream stream(7, 0, Purpose::Test, 0);
    std::vector<double> values = autoregressive(stream, 1000, 0.2, 10);
    for (std::size_t i = 0; i < 100; ++i) values[i] += 20.0 * (1.0 - double(i) / 100);
    const Truncation found = mser5(values);
    QVERIFY(found.from);
    QVERIFY2(*found.from >= 60 && *found.from <= 200, qPrintable(QString::number(*found.from)));
    const Truncation flat = mser5(std::vector<double>(100, 3.0));
    QCOMPARE(flat.from.value(), std::size_t{0});
    std::vector<double> gaps = values;
    gaps[500] = std::nan("");
    QVERIFY(mser5(gaps).from);
}

void IntervalsTest::mserRefusesShortRuns() {
    QVERIFY(!mser5(std::vector<double>(49, 1.0)).from);
    std::vector<double> late;
    for (int i = 0; i < 200; ++i) late.push_back(i < 150 ? double(i) : 150.0);
    const Truncation refused = mser5(late);
    QVERIFY(!refused.from);
    QVERIFY(refused.note.starts_with("run too short"));
}

void IntervalsTest::growingBatchesKeepTheirSum() {
    GrowingBatches growing(8);
    for (int i = 1; i <= 1000; ++i) growing.add(i);
    const Batches batches = growing.batches();
    QVERIFY(batches.sums.size() < 8 && batches.sums.size() >= 4);
    QCOMPARE(growing.count(), 1000u);
    double sum = 0;
    for (const double s : batches.sums) sum += s;
    const double complete = double(batches.sums.size() * growing.batchSize());
    QCOMPARE(sum, complete * (complete + 1) / 2);
}

QTEST_GUILESS_MAIN(IntervalsTest)
#include "intervals_test.moc"
