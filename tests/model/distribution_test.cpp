// Distributions by quantiles: what is solved has the quantiles that were asked for, and what cannot be is
// said.
#include <QTest>
#include <cmath>

#include "model/check.h"
#include "model/json/json.h"
#include "model/probability/special_functions.h"
#include "model/probability/time_shape.h"
#include "model/probability/unit_quantile.h"
#include "tests/model/example_project.h"

using namespace model;

namespace {

Distribution byQuantiles(DistributionKind kind, double lowMs, double highMs, double low = 0.5,
                         double high = 0.99) {
    return Distribution::byQuantiles(kind,
                                     {{low, milliseconds(lowMs), {}}, {high, milliseconds(highMs), {}}});
}

/// The example with that distribution as the time of a store.
Project with(const Distribution& distribution) {
    Project project = examples::shop();
    DataStore store = *project.stores.begin();
    store.readTime = distribution;
    project.stores = project.stores.with(store);
    return project;
}

QString problemOf(const Distribution& distribution) {
    const auto problems = check(with(distribution));
    return problems.empty() ? QString() : QString::fromStdString(problems.front().text());
}

bool near(double value, double expected, double relative) {
    const bool good = std::abs(value - expected) <= relative * std::abs(expected);
    if (!good) qWarning("%.15g, expected %.15g", value, expected);
    return good;
}

}  // namespace

class DistributionTest : public QObject {
    Q_OBJECT

private slots:
    void quantilesAreMet_data();
    void quantilesAreMet();
    void momentsComeBackFromTheirQuantiles();
    void knownPairsHaveKnownParameters();
    void erlangKeepsTheLowQuantile();
    void momentsOfMeasuredTimes();
    void pairsOutOfReachAreSaid_data();
    void pairsOutOfReachAreSaid();
    void badInputIsNamed_data();
    void badInputIsNamed();
    void emptyListsStateNothing();
    void filesHoldEachWay();
    void oneWayIsTaken();
};

void DistributionTest::quantilesAreMet_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<double>("high");
    const auto row = [](const char* name, DistributionKind kind, std::initializer_list<double> highs) {
        for (const double high : highs)
            QTest::newRow(qPrintable(QString("%1 %2").arg(name).arg(high))) << static_cast<int>(kind) << high;
    };
    row("uniform", DistributionKind::Uniform, {5.5, 7, 9.9});
    row("gamma", DistributionKind::Gamma, {5.5, 10, 40, 400});
    row("hyper-exponential", DistributionKind::HyperExponential, {34, 40, 80});
    row("log-normal", DistributionKind::LogNormal, {5.5, 10, 40, 400});
    row("weibull", DistributionKind::Weibull, {5.5, 10, 40, 400});
    row("pareto", DistributionKind::Pareto, {34, 60, 100});
}

void DistributionTest::quantilesAreMet() {
    QFETCH(int, kind);
    QFETCH(double, high);
    const auto wanted = static_cast<DistributionKind>(kind);
    const auto shape = shapeOf(byQuantiles(wanted, 5, high));
    QVERIFY2(shape.has_value(), shape ? "" : shape.error().text().c_str());
    QVERIFY(near(shape->mean * unitQuantile(wanted, shape->cv, 0.5), 5e6, 1e-9));
    QVERIFY(near(shape->mean * unitQuantile(wanted, shape->cv, 0.99), high * 1e6, 1e-9));
    QCOMPARE(problemOf(byQuantiles(wanted, 5, high)), QString());
}

// The quantiles of a known distribution lead back to its moments, for other pairs of probabilities too.
void DistributionTest::momentsComeBackFromTheirQuantiles() {
    struct Case {
        DistributionKind kind;
        double cv;
    };
    for (const Case& known :
         {Case{DistributionKind::Uniform, 0.3}, Case{DistributionKind::Erlang, 0.5},
          Case{DistributionKind::Gamma, 0.3}, Case{DistributionKind::Gamma, 1.5},
          Case{DistributionKind::HyperExponential, 1.4}, Case{DistributionKind::LogNormal, 0.2},
          Case{DistributionKind::LogNormal, 5}, Case{DistributionKind::Weibull, 0.4},
          Case{DistributionKind::Weibull, 4}, Case{DistributionKind::Pareto, 1.7}})
        for (const auto& [low, high] : {std::pair(0.1, 0.9), std::pair(0.25, 0.95), std::pair(0.5, 0.9)}) {
            // A second, so that rounding to the nanosecond does not matter.
            const double first = 1e9 * unitQuantile(known.kind, known.cv, low);
            const double second = 1e9 * unitQuantile(known.kind, known.cv, high);
            const auto shape =
                shapeOf(Distribution::byQuantiles(known.kind, {{low, Duration(std::llround(first)), {}},
                                                               {high, Duration(std::llround(second)), {}}}));
            QVERIFY2(shape.has_value(), shape ? "" : shape.error().text().c_str());
            QVERIFY(near(shape->mean, 1e9, 1e-4));
            QVERIFY(near(shape->cv, known.cv, 1e-4));
        }
}

void DistributionTest::knownPairsHaveKnownParameters() {
    // ln(8) / 2.3263 = 0.89386; the mean is the median exp(s^2 / 2).
    const auto logNormal = shapeOf(byQuantiles(DistributionKind::LogNormal, 5, 40));
    QVERIFY(near(logNormal->mean, 5e6 * std::exp(0.5 * 0.893865 * 0.893865), 1e-5));
    // From 0 to 10 ms.
    const auto uniform = shapeOf(byQuantiles(DistributionKind::Uniform, 5, 9, 0.5, 0.9));
    QVERIFY(near(uniform->mean, 5e6, 1e-12));
    QVERIFY(near(uniform->cv, 1 / std::sqrt(3.0), 1e-12));
    const auto exponential =
        shapeOf(Distribution::byQuantiles(DistributionKind::Exponential, {{0.9, milliseconds(10), {}}}));
    QVERIFY(near(exponential->mean, 10e6 / std::log(10.0), 1e-12));
    const auto constant =
        shapeOf(Distribution::byQuantiles(DistributionKind::Constant, {{0.9, milliseconds(10), {}}}));
    QCOMPARE(constant->mean, 10e6);
    // A Weibull distribution with the quantiles of an exponential one is one.
    const auto weibull =
        shapeOf(byQuantiles(DistributionKind::Weibull, 1000 * std::log(2.0), 1000 * std::log(100.0)));
    QVERIFY(near(weibull->mean, 1e9, 1e-8));
    QVERIFY(near(weibull->cv, 1, 1e-8));
}

void DistributionTest::erlangKeepsTheLowQuantile() {
    const auto shape = shapeOf(byQuantiles(DistributionKind::Erlang, 10, 28));
    QVERIFY(shape.has_value());
    const double phases = 1 / (shape->cv * shape->cv);
    QVERIFY(near(phases, std::round(phases), 1e-9));
    QVERIFY(near(shape->mean * unitQuantile(DistributionKind::Erlang, shape->cv, 0.5), 10e6, 1e-9));
    const auto distance = [&](double k) {
        const double cv = 1 / std::sqrt(k);
        return std::abs(unitQuantile(DistributionKind::Erlang, cv, 0.99) /
                            unitQuantile(DistributionKind::Erlang, cv, 0.5) -
                        2.8);
    };
    QVERIFY(distance(phases) < distance(phases - 1));
    QVERIFY(distance(phases) < distance(phases + 1));
}

void DistributionTest::momentsOfMeasuredTimes() {
    const auto samples = shapeOf(
        Distribution::ofSamples({milliseconds(4), milliseconds(1), milliseconds(1), milliseconds(2)}));
    QCOMPARE(samples->mean, 2e6);
    QVERIFY(near(samples->cv, std::sqrt(1.5) / 2, 1e-12));
    // One bucket is a uniform distribution.
    const auto histogram = shapeOf(Distribution::ofHistogram({milliseconds(0), milliseconds(10)}, {3}));
    QCOMPARE(histogram->mean, 5e6);
    QVERIFY(near(histogram->cv, 1 / std::sqrt(3.0), 1e-12));
}

void DistributionTest::pairsOutOfReachAreSaid_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<double>("high");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, DistributionKind kind, double high, const char* expected) {
        QTest::newRow(name) << static_cast<int>(kind) << high << QString(expected);
    };
    row("uniform", DistributionKind::Uniform, 11, "the ratio is 2.2, should be from 1 to 1.98");
    row("gamma", DistributionKind::Gamma, 5.01, "the ratio is 1.002, should be 1.02");
    row("erlang", DistributionKind::Erlang, 40, "the ratio is 8, should be from 1.02");
    row("hyper-exponential, low", DistributionKind::HyperExponential, 20,
        "the ratio is 4, should be from 6.644");
    row("hyper-exponential, high", DistributionKind::HyperExponential, 5000,
        "the ratio is 1000, should be from 6.644");
    row("log-normal", DistributionKind::LogNormal, 5.01, "the ratio is 1.002, should be from 1.02");
    row("weibull", DistributionKind::Weibull, 5.01, "the ratio is 1.002, should be from 1.01");
    row("pareto, low", DistributionKind::Pareto, 20, "the ratio is 4, should be from 6.644 to 21.7");
    row("pareto, high", DistributionKind::Pareto, 200, "the ratio is 40, should be from 6.644 to 21.7");
    row("falling", DistributionKind::LogNormal, 4, "probabilities and times should rise");
}

void DistributionTest::pairsOutOfReachAreSaid() {
    QFETCH(int, kind);
    QFETCH(double, high);
    QFETCH(QString, expected);
    const QString problem = problemOf(byQuantiles(static_cast<DistributionKind>(kind), 5, high));
    QVERIFY2(problem.startsWith("/stores/"), qPrintable(problem));
    QVERIFY2(problem.contains("/read_time/quantiles: p50 = 5 ms and p99 = "), qPrintable(problem));
    QVERIFY2(problem.contains(expected), qPrintable(problem));
}

void DistributionTest::badInputIsNamed_data() {
    QTest::addColumn<Distribution>("distribution");
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* name, const Distribution& distribution, const char* place,
                        const char* reason) {
        QTest::newRow(name) << distribution << QString(place) << QString(reason);
    };
    const double nan = std::nan("");
    row("no samples", Distribution::ofSamples({}), "/read_time", "neither samples nor histogram");
    row("negative sample", Distribution::ofSamples({milliseconds(1), milliseconds(-1)}),
        "/read_time/samples_ms/1", "-1, should be from 0");
    row("too many samples", Distribution::ofSamples(std::vector<Duration>(mostSamples + 1)), "/samples_ms",
        "100001 samples, expected at most 100000");
    row("negative weight", Distribution::ofHistogram({milliseconds(0), milliseconds(1)}, {-1}),
        "/histogram/weights/0", "-1, should be");
    row("no number", Distribution::ofHistogram({milliseconds(0), milliseconds(1)}, {nan}),
        "/histogram/weights/0", "not a number, should be");
    row("no weight", Distribution::ofHistogram({milliseconds(0)}, {}), "/histogram", "no weight");
    row("all zero", Distribution::ofHistogram({milliseconds(0), milliseconds(1)}, {0}), "/histogram",
        "add up to 0");
    row("edges", Distribution::ofHistogram({milliseconds(0), milliseconds(1)}, {1, 2}), "/histogram",
        "2 edges for 2 weights, expected 3");
    row("unsorted edges",
        Distribution::ofHistogram({milliseconds(0), milliseconds(2), milliseconds(2)}, {1, 2}),
        "/histogram/edges_ms/2", "2 after 2, edges should rise");
    row("too long", Distribution::exponential(Duration(INT64_MAX)), "/read_time/mean_ms",
        "should be from 0 to 1000000000000");
    row("one quantile", Distribution::byQuantiles(DistributionKind::Gamma, {{0.5, milliseconds(1), {}}}),
        "/quantiles", "1 quantiles, should be two");
    row("two for one", byQuantiles(DistributionKind::Exponential, 1, 2), "/quantiles", "should be one");
    row("probability", Distribution::byQuantiles(DistributionKind::Exponential, {{1, milliseconds(1), {}}}),
        "/quantiles/0/probability", "1, should be");
    row("zero time", Distribution::byQuantiles(DistributionKind::Exponential, {{0.5, {}, {}}}),
        "/quantiles/0/time_ms", "0, should be above 0");
    Distribution both = byQuantiles(DistributionKind::LogNormal, 1, 2);
    both.mean = milliseconds(1);
    row("mean and quantiles", both, "/read_time", "both a mean or cv and quantiles");
    Distribution mixed = Distribution::ofSamples({milliseconds(1)});
    mixed.kind = DistributionKind::Gamma;
    row("samples of a gamma", mixed, "/read_time", "with the kind gamma");
}

void DistributionTest::badInputIsNamed() {
    QFETCH(Distribution, distribution);
    QFETCH(QString, place);
    QFETCH(QString, reason);
    const QString problem = problemOf(distribution);
    QVERIFY2(problem.startsWith("/stores/"), qPrintable(problem));
    QVERIFY2(problem.contains(place + ": "), qPrintable(problem));
    QVERIFY2(problem.contains(reason), qPrintable(problem));
}

// A list without an entry states no time; it is no way to leave the mean out.
void DistributionTest::emptyListsStateNothing() {
    const std::string text = writeProject(with(Distribution::exponential(milliseconds(5))));
    const std::string mean = "\"mean_ms\": 5";
    const auto at = text.find(mean);
    QVERIFY(at != std::string::npos);
    for (const std::string list : {"\"quantiles\": []", "\"samples_ms\": []"}) {
        const auto without = parseProject(std::string(text).replace(at, mean.size(), list));
        QVERIFY(!without);
        QVERIFY(without.error().text().find("\"mean_ms\" is missing") != std::string::npos);
        QVERIFY(parseProject(std::string(text).replace(at, mean.size(), mean + ", " + list)).has_value());
    }
}

void DistributionTest::filesHoldEachWay() {
    for (const Distribution& distribution :
         {byQuantiles(DistributionKind::LogNormal, 5, 40),
          Distribution::ofSamples({milliseconds(4), milliseconds(0.25), milliseconds(1)}),
          Distribution::ofHistogram({milliseconds(0), milliseconds(1.5), milliseconds(10)}, {3, 0.5}),
          Distribution{}}) {
        const Project project = with(distribution);
        const std::string text = writeProject(project);
        const auto parsed = parseProject(text);
        QVERIFY2(parsed.has_value(), parsed ? "" : parsed.error().text().c_str());
        QVERIFY(parsed->project.stores.begin()->readTime == distribution);
        QVERIFY(parsed->problems.empty());
        QCOMPARE(QString::fromStdString(writeProject(parsed->project)), QString::fromStdString(text));
    }
}

void DistributionTest::oneWayIsTaken() {
    std::string text = writeProject(with(byQuantiles(DistributionKind::LogNormal, 5, 40)));
    const auto refusal = [&](const std::string& from, const std::string& to) {
        std::string changed = text;
        changed.replace(changed.find(from), from.size(), to);
        const auto parsed = parseProject(changed);
        return parsed ? QString("read") : QString::fromStdString(parsed.error().text());
    };
    QVERIFY(refusal("\"kind\": \"log-normal\",", "\"kind\": \"log-normal\", \"mean_ms\": 3,")
                .contains("expected either \"mean_ms\" or \"quantiles\", found both"));
    QVERIFY(refusal("\"quantiles\": [", "\"quartiles\": [").contains("the field \"mean_ms\" is missing"));
}

QTEST_APPLESS_MAIN(DistributionTest)
#include "distribution_test.moc"
