// Points of a space of parameters.
#include <QTest>
#include <cmath>
#include <map>
#include <set>

#include "simulator/experiment/design.h"

using namespace simulator;

namespace {

Axis listOf(const std::string& place, std::vector<std::string> values) {
    return {place, std::move(values), {}};
}

Axis rangeOf(const std::string& place, AxisRange range) {
    return {place, {}, range};
}

std::vector<Point> grid(const std::vector<Axis>& axes) {
    const auto points = gridOf(axes);
    if (!points) qFatal("%s", points.error().text().c_str());
    return *points;
}

std::vector<Point> sample(const std::vector<Axis>& axes, std::size_t count, std::uint64_t seed = 7) {
    const auto points = latinHypercube(axes, count, seed);
    if (!points) qFatal("%s", points.error().text().c_str());
    return *points;
}

std::vector<double> numbersOf(const std::vector<Point>& points, std::size_t axis) {
    std::vector<double> numbers;
    for (const Point& point : points) numbers.push_back(std::stod(point[axis]));
    return numbers;
}

std::string refusalOf(const model::Result<std::vector<Point>>& points) {
    return points ? std::string("no failure") : points.error().text();
}

double correlation(const std::vector<double>& x, const std::vector<double>& y) {
    const auto n = static_cast<double>(x.size());
    double sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
    for (std::size_t at = 0; at < x.size(); ++at) {
        sx += x[at];
        sy += y[at];
        sxx += x[at] * x[at];
        syy += y[at] * y[at];
        sxy += x[at] * y[at];
    }
    return (n * sxy - sx * sy) / std::sqrt((n * sxx - sx * sx) * (n * syy - sy * sy));
}

}  // namespace

class DesignTest : public QObject {
    Q_OBJECT

private slots:
    void gridsHaveAllCombinationsInOrder() {
        const std::vector<Point> expected{{"1", "\"x\""}, {"1", "\"y\""}, {"2", "\"x\""},
                                          {"2", "\"y\""}, {"3", "\"x\""}, {"3", "\"y\""}};
        QCOMPARE(grid({rangeOf("/a", {1, 3}), listOf("/b", {"\"x\"", "\"y\""})}), expected);
    }

    void rangesAreSpaced() {
        QCOMPARE(grid({rangeOf("/a", {0, 1, 5})}),
                 (std::vector<Point>{{"0"}, {"0.25"}, {"0.5"}, {"0.75"}, {"1"}}));
        const std::vector<double> byRatio = numbersOf(grid({rangeOf("/a", {1, 1000, 4, true})}), 0);
        for (std::size_t at = 0; at < 4; ++at)
            QVERIFY(std::abs(byRatio[at] / std::pow(10.0, double(at)) - 1) < 1e-12);
        // Values that rounding makes equal are one.
        QCOMPARE(grid({rangeOf("/a", {1, 4, 10, true, true})}),
                 (std::vector<Point>{{"1"}, {"2"}, {"3"}, {"4"}}));
    }

    void rangesAreChecked() {
        QVERIFY(refusalOf(gridOf({rangeOf("/a", {3, 1})})).starts_with("/a: found 3..1, expected a range"));
        QVERIFY(refusalOf(gridOf({rangeOf("/a", {0.5, 2})})).find("expected how many values") !=
                std::string::npos);
        QVERIFY(refusalOf(gridOf({rangeOf("/a", {0, 2, 3, true})})).find("numbers above 0") !=
                std::string::npos);
        QVERIFY(refusalOf(gridOf({rangeOf("/a", {0.5, 2, 3, false, true})})).find("whole numbers") !=
                std::string::npos);
        QVERIFY(refusalOf(gridOf({rangeOf("/a", {1, 2, 1})})).find("at least 2") != std::string::npos);
        QVERIFY(refusalOf(gridOf({listOf("/a", {})})).find("found no value") != std::string::npos);
        QVERIFY(refusalOf(latinHypercube({listOf("/a", {})}, 3, 1)).find("found no value") !=
                std::string::npos);
    }

    void tooManyPointsAreRefused() {
        const std::string many = refusalOf(gridOf({rangeOf("/a", {1, 1000}), rangeOf("/b", {1, 1000})}));
        QVERIFY2(many.find("expected at most 100000") != std::string::npos, many.c_str());
        QVERIFY(refusalOf(gridOf({rangeOf("/a", {1, 1e15})})).find("at most 100000") != std::string::npos);
        // Before there is room for as many.
        QCOMPARE(refusalOf(gridOf({rangeOf("/a", {1, 2, 1'000'000'000'000'000'000})})),
                 std::string("/a: found 1000000000000000000 points, expected at most 100000"));
        QVERIFY(refusalOf(latinHypercube({rangeOf("/a", {1, 2})}, 100'001, 1)).find("at most 100000") !=
                std::string::npos);
    }

    // Each of the equal parts of each axis is hit once.
    void hypercubesAreLatin() {
        constexpr std::size_t count = 50;
        const std::vector<Point> points =
            sample({rangeOf("/a", {10, 20}), rangeOf("/b", {1, 100, {}, true})}, count);
        std::set<std::size_t> first;
        std::set<std::size_t> second;
        for (const double number : numbersOf(points, 0)) {
            QVERIFY(number >= 10 && number < 20);
            first.insert(static_cast<std::size_t>((number - 10) / 10 * count));
        }
        for (const double number : numbersOf(points, 1))
            second.insert(static_cast<std::size_t>(std::log(number) / std::log(100) * count));
        QCOMPARE(first.size(), count);
        QCOMPARE(second.size(), count);
    }

    void axesAreIndependent() {
        const std::vector<Point> points =
            sample({rangeOf("/a", {0, 1}), rangeOf("/b", {0, 1}), rangeOf("/c", {0, 1})}, 2000);
        const std::vector<double> a = numbersOf(points, 0);
        const std::vector<double> b = numbersOf(points, 1);
        const std::vector<double> c = numbersOf(points, 2);
        // Three standard errors of independent values.
        const double most = 3 / std::sqrt(2000.0);
        QVERIFY(std::abs(correlation(a, b)) < most && std::abs(correlation(b, c)) < most &&
                std::abs(correlation(a, c)) < most);
    }

    void listsAndWholeNumbersComeEquallyOften() {
        const std::vector<Point> points =
            sample({listOf("/a", {"true", "false", "null"}), rangeOf("/b", {1, 4, {}, false, true})}, 60);
        std::map<std::string, int> first;
        std::map<std::string, int> second;
        for (const Point& point : points) {
            ++first[point[0]];
            ++second[point[1]];
        }
        QCOMPARE(first, (std::map<std::string, int>{{"true", 20}, {"false", 20}, {"null", 20}}));
        QCOMPARE(second, (std::map<std::string, int>{{"1", 15}, {"2", 15}, {"3", 15}, {"4", 15}}));
    }

    // Another axis changes nothing in the values of those that are there.
    void samplesDependOnSeedAndPlaceOnly() {
        const Axis a = rangeOf("/a", {0, 1});
        const Axis b = rangeOf("/b", {0, 1});
        const std::vector<double> alone = numbersOf(sample({a}, 20), 0);
        QCOMPARE(numbersOf(sample({b, a}, 20), 1), alone);
        QVERIFY(numbersOf(sample({a}, 20, 8), 0) != alone);
        QVERIFY(numbersOf(sample({b}, 20), 0) != alone);
    }
};

QTEST_APPLESS_MAIN(DesignTest)
#include "design_test.moc"
