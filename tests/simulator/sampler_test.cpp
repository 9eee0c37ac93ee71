#include <QTest>
#include <algorithm>
#include <cmath>
#include <map>

#include "simulator/random/sampler.h"

using namespace simulator;
using model::Distribution;
using model::DistributionKind;

class SamplerTest : public QObject {
    Q_OBJECT

private slots:
    void momentsAreThoseAskedFor_data();
    void momentsAreThoseAskedFor();
    void valuesFollowTheDistribution_data();
    void valuesFollowTheDistribution();
    void zigguratsAreExact();
    void quantilesAreThoseAskedFor_data();
    void quantilesAreThoseAskedFor();
    void samplesAreDrawnAlike();
    void histogramsAreLinearInsideABucket();
    void nothingMeasuredIsZero();
    void constantsAreConstant();
    void valuesOutOfRangeBecomeTheNearest();
    void longTimesAreBounded();
};

namespace {

Distribution distribution(DistributionKind kind, double cv) {
    return {kind, model::milliseconds(2), cv, {}};
}

void addKinds() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<double>("cv");
    const auto row = [](const char* name, DistributionKind kind, double cv) {
        QTest::newRow(qPrintable(QString("%1 %2").arg(name).arg(cv))) << static_cast<int>(kind) << cv;
    };
    row("exponential", DistributionKind::Exponential, 1);
    for (const double cv : {0.1, 0.3, 0.57}) row("uniform", DistributionKind::Uniform, cv);
    for (const double cv : {0.2, 0.5, 1 / std::sqrt(3.0), 1.0}) row("erlang", DistributionKind::Erlang, cv);
    for (const double cv : {0.2, 0.9, 1.0, 1.5, 2.0}) row("gamma", DistributionKind::Gamma, cv);
    for (const double cv : {1.0, 1.2, 2.0, 3.0})
        row("hyper-exponential", DistributionKind::HyperExponential, cv);
    for (const double cv : {0.1, 0.5, 1.0, 2.0}) row("log-normal", DistributionKind::LogNormal, cv);
    for (const double cv : {0.2, 0.5, 1.0, 1.5, 2.0}) row("weibull", DistributionKind::Weibull, cv);
    for (const double cv : {1.1, 1.5}) row("pareto", DistributionKind::Pareto, cv);
}

}  // namespace

void SamplerTest::momentsAreThoseAskedFor_data() {
    addKinds();
}

void SamplerTest::momentsAreThoseAskedFor() {
    QFETCH(int, kind);
    QFETCH(double, cv);
    const Sampler sampler(distribution(static_cast<DistributionKind>(kind), cv));
    QVERIFY(std::abs(sampler.cv() - cv) < 1e-6);
    RandomStream stream(11, static_cast<std::uint64_t>(kind), Purpose::Test, 0);
    constexpr int draws = 400'000;
    std::vector<double> values;
    for (int i = 0; i < draws; ++i) values.push_back(static_cast<double>(sampler(stream)) / 2e6);
    double mean = 0;
    for (const double value : values) mean += value / draws;
    double variance = 0;
    double fourth = 0;
    for (const double value : values) {
        variance += std::pow(value - 1, 2) / draws;
        fourth += std::pow(value - 1, 4) / draws;
    }
    QVERIFY2(std::abs(mean - 1) < 4.5 * cv / std::sqrt(draws), qPrintable(QString::number(mean, 'g', 9)));
    // The variance of a Lomax sample has no useful standard error: its fourth moment is infinite here.
    if (static_cast<DistributionKind>(kind) == DistributionKind::Pareto) return;
    const double tolerance = 4.5 * std::sqrt(std::max(0.0, fourth - variance * variance) / draws);
    QVERIFY2(std::abs(variance - cv * cv) < tolerance + 1e-6, qPrintable(QString::number(variance, 'g', 9)));
}

void SamplerTest::valuesFollowTheDistribution_data() {
    addKinds();
}

void SamplerTest::valuesFollowTheDistribution() {
    QFETCH(int, kind);
    QFETCH(double, cv);
    const Sampler sampler(distribution(static_cast<DistributionKind>(kind), cv));
    RandomStream stream(12, static_cast<std::uint64_t>(kind), Purpose::Test, 0);
    std::vector<double> values(200'000);
    for (double& value : values) value = static_cast<double>(sampler(stream));
    std::sort(values.begin(), values.end());
    double distance = 0;
    const auto n = static_cast<double>(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        // A whole nanosecond stands for all times that are rounded to it.
        const double before = sampler.cumulative(values[i] - 0.5);
        const double after = sampler.cumulative(values[i] + 0.5);
        distance = std::max(
            {distance, before - static_cast<double>(i) / n, (static_cast<double>(i) + 1) / n - after});
    }
    // Kolmogorov-Smirnov at the level 1e-4.
    QVERIFY2(distance < 2.23 / std::sqrt(n), qPrintable(QString::number(distance)));
}

// Tails, where an error in a table would hide from a test of the whole.
void SamplerTest::zigguratsAreExact() {
    RandomStream stream(5, 0, Purpose::Test, 0);
    constexpr int draws = 4'000'000;
    std::array<int, 20> exponentialBeyond{};
    std::array<int, 10> normalBeyond{};
    int positive = 0;
    for (int i = 0; i < draws; ++i) {
        const double exponential = standardExponential(stream);
        for (std::size_t x = 0; x < exponentialBeyond.size(); ++x)
            exponentialBeyond[x] += exponential > 0.5 * double(x);
        const double normal = standardNormal(stream);
        positive += normal > 0;
        for (std::size_t x = 0; x < normalBeyond.size(); ++x)
            normalBeyond[x] += std::abs(normal) > 0.5 * double(x);
    }
    const auto near = [&](int count, double probability) {
        return std::abs(count - draws * probability) <
               4.5 * std::sqrt(draws * probability * (1 - probability)) + 1;
    };
    QVERIFY(near(positive, 0.5));
    for (std::size_t x = 0; x < exponentialBeyond.size(); ++x)
        QVERIFY(near(exponentialBeyond[x], std::exp(-0.5 * double(x))));
    for (std::size_t x = 0; x < normalBeyond.size(); ++x)
        QVERIFY(near(normalBeyond[x], std::erfc(0.5 * double(x) / std::sqrt(2.0))));
}

void SamplerTest::quantilesAreThoseAskedFor_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<double>("p99");
    const auto row = [](const char* name, DistributionKind kind, double p99) {
        QTest::newRow(name) << static_cast<int>(kind) << p99;
    };
    row("uniform", DistributionKind::Uniform, 8);
    row("gamma", DistributionKind::Gamma, 40);
    row("hyper-exponential", DistributionKind::HyperExponential, 60);
    row("log-normal", DistributionKind::LogNormal, 40);
    row("weibull", DistributionKind::Weibull, 60);
    row("pareto", DistributionKind::Pareto, 100);
}

// The number of values below each quantile is binomial.
void SamplerTest::quantilesAreThoseAskedFor() {
    QFETCH(int, kind);
    QFETCH(double, p99);
    const model::Duration median = model::milliseconds(5);
    const model::Duration high = model::milliseconds(p99);
    const Sampler sampler(Distribution::byQuantiles(static_cast<DistributionKind>(kind),
                                                    {{0.5, median, {}}, {0.99, high, {}}}));
    RandomStream stream(13, static_cast<std::uint64_t>(kind), Purpose::Test, 0);
    constexpr int draws = 400'000;
    int belowMedian = 0;
    int belowHigh = 0;
    for (int i = 0; i < draws; ++i) {
        const std::int64_t value = sampler(stream);
        belowMedian += value <= median.count();
        belowHigh += value <= high.count();
    }
    QVERIFY2(std::abs(belowMedian - 0.5 * draws) < 4.5 * std::sqrt(0.25 * draws),
             qPrintable(QString::number(belowMedian)));
    QVERIFY2(std::abs(belowHigh - 0.99 * draws) < 4.5 * std::sqrt(0.0099 * draws),
             qPrintable(QString::number(belowHigh)));
}

void SamplerTest::samplesAreDrawnAlike() {
    std::vector<model::Duration> samples;
    for (const int ms : {7, 1, 3, 3, 100}) samples.push_back(model::milliseconds(ms));
    const EmpiricalTable table(Distribution::ofSamples(samples));
    const Sampler sampler(table);
    QCOMPARE(sampler.mean(), 22.8e6);
    QCOMPARE(sampler.cumulative(0.9e6), 0.0);
    QCOMPARE(sampler.cumulative(3e6), 0.6);
    QCOMPARE(sampler.cumulative(1e9), 1.0);
    RandomStream stream(14, 0, Purpose::Test, 0);
    constexpr int draws = 200'000;
    std::map<std::int64_t, int> counts;
    for (int i = 0; i < draws; ++i) ++counts[sampler(stream)];
    QCOMPARE(counts.size(), std::size_t(4));
    for (const auto& [value, count] : counts) {
        const double share = value == 3'000'000 ? 0.4 : 0.2;
        QVERIFY(std::abs(count - share * draws) < 4.5 * std::sqrt(share * (1 - share) * draws));
    }
}

void SamplerTest::histogramsAreLinearInsideABucket() {
    using model::milliseconds;
    const EmpiricalTable table(Distribution::ofHistogram(
        {milliseconds(1), milliseconds(2), milliseconds(4), milliseconds(5), milliseconds(9)}, {0, 3, 0, 1}));
    const Sampler sampler(table);
    QVERIFY(std::abs(sampler.mean() - 4e6) < 1e-3);  // 0.75 * 3 ms + 0.25 * 7 ms
    RandomStream stream(15, 0, Purpose::Test, 0);
    std::vector<double> values(200'000);
    double mean = 0;
    for (double& value : values) mean += value = static_cast<double>(sampler(stream));
    const auto n = static_cast<double>(values.size());
    QVERIFY(std::abs(mean / n - sampler.mean()) < 4.5 * sampler.cv() * sampler.mean() / std::sqrt(n));
    std::sort(values.begin(), values.end());
    QVERIFY(values.front() >= 2e6 && values.back() <= 9e6);
    double distance = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        distance = std::max({distance, sampler.cumulative(values[i] - 0.5) - static_cast<double>(i) / n,
                             (static_cast<double>(i) + 1) / n - sampler.cumulative(values[i] + 0.5)});
        QVERIFY(!(values[i] > 4e6 + 1 && values[i] < 5e6 - 1));  // No weight there
    }
    QVERIFY2(distance < 2.23 / std::sqrt(n), qPrintable(QString::number(distance)));
}

// What is edited need not be whole at all times.
void SamplerTest::nothingMeasuredIsZero() {
    using model::milliseconds;
    for (const Distribution& distribution :
         {Distribution::ofSamples({}), Distribution::ofHistogram({}, {}),
          Distribution::ofHistogram({milliseconds(1)}, {1, 2, 3}),
          Distribution::ofHistogram({milliseconds(1), milliseconds(2), milliseconds(3)}, {1}),
          Distribution::ofHistogram({milliseconds(1), milliseconds(1)}, {1}),
          Distribution::ofHistogram({milliseconds(1), milliseconds(2)}, {0})}) {
        const EmpiricalTable table(distribution);
        QCOMPARE(table.quantile(0.99), 0.0);
        QCOMPARE(table.mean(), 0.0);
    }
}

void SamplerTest::constantsAreConstant() {
    RandomStream stream;
    QCOMPARE(Sampler()(stream), 0);
    QCOMPARE(Sampler(Distribution::constant(model::Duration(123456789)))(stream), 123456789);
    QCOMPARE(Sampler(Distribution::logNormal(model::milliseconds(3), 0))(stream), 3'000'000);
    QCOMPARE(Sampler(Distribution::exponential(model::Duration(0)))(stream), 0);
    QCOMPARE(Sampler(Distribution::exponential(model::Duration(-5)))(stream), 0);
    QCOMPARE(stream.draws(), 0u);
}

void SamplerTest::valuesOutOfRangeBecomeTheNearest() {
    QCOMPARE(Sampler(distribution(DistributionKind::HyperExponential, 0.5)).kind(),
             Sampler::Kind::Exponential);
    QCOMPARE(Sampler(distribution(DistributionKind::Pareto, 1.0)).kind(), Sampler::Kind::Exponential);
    QCOMPARE(Sampler(distribution(DistributionKind::Erlang, 3.0)).kind(), Sampler::Kind::Exponential);
    QCOMPARE(Sampler(distribution(DistributionKind::LogNormal, std::nan(""))).kind(),
             Sampler::Kind::Constant);
    const Sampler uniform(distribution(DistributionKind::Uniform, 5));
    RandomStream stream;
    for (int i = 0; i < 1000; ++i) {
        const std::int64_t value = uniform(stream);
        QVERIFY(value >= 0 && value <= 4'000'000);
    }
}

void SamplerTest::longTimesAreBounded() {
    RandomStream stream;
    for (const DistributionKind kind :
         {DistributionKind::Exponential, DistributionKind::LogNormal, DistributionKind::Weibull,
          DistributionKind::Pareto, DistributionKind::Gamma}) {
        const Sampler sampler({kind, model::Duration(INT64_MAX), 50, {}});
        for (int i = 0; i < 1000; ++i) {
            const std::int64_t value = sampler(stream);
            QVERIFY(value >= 0 && static_cast<double>(value) <= longestTime);
        }
    }
}

QTEST_GUILESS_MAIN(SamplerTest)
#include "sampler_test.moc"
