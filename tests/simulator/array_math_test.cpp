#include "simulator/estimate/array_math.h"

#include <QTest>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "simulator/estimate/fitted_time.h"

using namespace simulator::estimating;

class ArrayMathTest : public QObject {
    Q_OBJECT

private slots:
    void exponentialsAreThose();
    void logarithmsAreThose();
    void survivalsAreThoseOneByOne();
};

namespace {

constexpr double unit = std::numeric_limits<double>::epsilon();

std::vector<double> between(double low, double high, std::size_t count) {
    std::mt19937_64 random(1);
    std::uniform_real_distribution<double> uniform(low, high);
    std::vector<double> values(count);
    for (double& value : values) value = uniform(random);
    return values;
}

}  // namespace

void ArrayMathTest::exponentialsAreThose() {
    for (const double range : {1e-9, 1.0, 30.0, 700.0}) {
        std::vector<double> values = between(-range, range, 10'007);  // Of no whole number of vectors
        const std::vector<double> given = values;
        exponentials(values.data(), values.size());
        for (std::size_t at = 0; at < values.size(); ++at)
            QVERIFY(std::abs(values[at] / std::exp(given[at]) - 1) <= 4 * unit);
    }
    double extremes[] = {0, -1e9, 1e9, -std::numeric_limits<double>::infinity()};
    exponentials(extremes, std::size(extremes));
    QCOMPARE(extremes[0], 1.0);
    QVERIFY(extremes[1] > 0 && extremes[1] < 1e-300);
    QVERIFY(extremes[2] > 1e300 && std::isfinite(extremes[2]));
    QCOMPARE(extremes[3], extremes[1]);
}

void ArrayMathTest::logarithmsAreThose() {
    for (const double power : {-290.0, -10.0, 0.0, 10.0, 290.0}) {
        std::vector<double> values = between(0.3, 3, 10'007);
        for (double& value : values) value *= std::pow(10, power);
        const std::vector<double> given = values;
        logarithms(values.data(), values.size());
        for (std::size_t at = 0; at < values.size(); ++at)
            QVERIFY(std::abs(values[at] - std::log(given[at])) <= 2 * unit * std::abs(std::log(given[at])));
    }
    double one = 1;
    logarithms(&one, 1);
    QCOMPARE(one, 0.0);
}

void ArrayMathTest::survivalsAreThoseOneByOne() {
    for (const Moments& moments : {Moments::constant(2), Moments::gamma(2, 1), Moments::gamma(2, 0.1),
                                   Moments{1, 4, 40}, Moments::constant(1) + Moments::gamma(1, 1)}) {
        const FittedTime time(moments);
        std::vector<double> times = between(0, 20, 1001);
        times.push_back(time.least());
        const std::vector<double> given = times;
        time.standardise(times.data(), times.size());
        const std::vector<double> shapes(times.size(), time.shape());
        weibullTails(times.data(), shapes.data(), times.size());
        for (std::size_t at = 0; at < times.size(); ++at)
            QVERIFY(std::abs(times[at] - time.survival(given[at])) <= 1e-13);
    }
}

QTEST_GUILESS_MAIN(ArrayMathTest)
#include "array_math_test.moc"
