// Replications are added until the intervals are as narrow as wanted.
#include <QTest>
#include <cmath>

#include "simulator/metrics/precision.h"
#include "simulator/simulate.h"
#include "tests/simulator/queueing.h"
#include "tests/simulator/same_result.h"

using namespace queueing;
using namespace simulator;

class PrecisionTest : public QObject {
    Q_OBJECT

private slots:
    void theWidestFigureDecides();
    void neededReplicationsGrowWithTheSquare();
    void runsUntilItIsPrecise();
    void roundsDoNotChangeResults();
    void givesUpAtTheLimit();
    void welchsCurveRisesAndSettles();
};

namespace {

std::shared_ptr<const Plan> queuePlan() {
    Builder model;
    model.service("s", 1, {compute(Distribution::exponential(milliseconds(1)))});
    model.load("u", PoissonArrivals{700}, {"s.do"});
    const auto plan = compile(model.build(10, 1.0), ScenarioId("test"));
    if (!plan) qFatal("%s", plan.error().text().c_str());
    return *plan;
}

}  // namespace

void PrecisionTest::theWidestFigureDecides() {
    RunResult result;
    QCOMPARE(precisionOf(result).share, 0.0);
    FlowResult journey;
    journey.id = "a";
    journey.arrivals = journey.completed = 10;
    journey.goodput = {100.0, 99, 101, {}};
    journey.latency.mean = {10.0, 9.5, 10.2, {}};
    result.journeys = {journey};
    QCOMPARE(precisionOf(result).share, 0.05);
    QCOMPARE(precisionOf(result).figure, std::string("mean latency of a"));
    ObjectiveResult objective;
    objective.id = "o";
    result.objectives = {objective};
    QVERIFY(std::isinf(precisionOf(result).share));
    // A journey that nobody began cannot be known better.
    journey.arrivals = 0;
    result.journeys = {journey};
    result.objectives = {};
    QCOMPARE(precisionOf(result).share, 0.0);
}

void PrecisionTest::neededReplicationsGrowWithTheSquare() {
    QCOMPARE(missingReplications({0.01, ""}, 0.01, 5, 100), 0);
    QCOMPARE(missingReplications({0.015, ""}, 0.01, 20, 100), 28);  // 20 * 2.25 * 1.05 = 47.25
    QCOMPARE(missingReplications({0.5, ""}, 0.01, 10, 1000), 30);   // not further than four times
    QCOMPARE(missingReplications({0.5, ""}, 0.01, 10, 15), 5);
    QCOMPARE(missingReplications({0.5, ""}, 0.01, 15, 15), 0);
    QCOMPARE(missingReplications({INFINITY, ""}, 0.01, 2, 100), 3);
}

void PrecisionTest::runsUntilItIsPrecise() {
    RunOptions options;
    options.precision = 0.01;
    const RunResult result = run(*queuePlan(), options);
    QVERIFY(!result.cancelled);
    QVERIFY(result.replications > 4);
    QVERIFY(precisionOf(result).share <= 0.01);
    QVERIFY(std::abs(*result.journeys[0].latency.mean.value - 1 / 0.3) < 0.03 / 0.3);
    QVERIFY(result.intervalMethod.find("within 1 %") != std::string::npos);
}

// As many replications at once come to the same; so do other numbers of threads.
void PrecisionTest::roundsDoNotChangeResults() {
    RunOptions options;
    options.precision = 0.02;
    options.threads = 1;
    const RunResult rounds = run(*queuePlan(), options);
    options.threads = 2;
    QVERIFY(sameResult(run(*queuePlan(), options), rounds));
    options.precision.reset();
    options.replications = rounds.replications;
    QVERIFY(sameResult(run(*queuePlan(), options), rounds));
}

void PrecisionTest::givesUpAtTheLimit() {
    RunOptions options;
    options.precision = 0.0001;
    options.mostReplications = 6;
    const RunResult result = run(*queuePlan(), options);
    QCOMPARE(result.replications, 6);
    QVERIFY(result.intervalMethod.find("NOT within 0.01 %") != std::string::npos);
}

// M/M/1 at 90 % from empty: 10 ms in the long run, less at first.
void PrecisionTest::welchsCurveRisesAndSettles() {
    Builder model;
    model.service("s", 1, {compute(Distribution::exponential(milliseconds(1)))});
    model.load("u", PoissonArrivals{900}, {"s.do"});
    RunOptions options;
    options.replications = 40;
    const auto plan = compile(model.build(20), ScenarioId("test"));
    QVERIFY(plan);
    const RunResult result = run(**plan, options);
    const std::vector<double>& curve = result.warmUpCurve;
    const auto intervals = std::size_t(std::lround(20 / result.seriesInterval));
    QCOMPARE(curve.size(), intervals - std::max<std::size_t>(1, intervals / 20));
    QVERIFY2(curve.front() < 8, qPrintable(QString::number(curve.front())));
    double settled = 0;
    for (std::size_t at = curve.size() / 2; at < curve.size(); ++at)
        settled += curve[at] / double(curve.size() - curve.size() / 2);
    QVERIFY2(std::abs(settled - 10) < 1, qPrintable(QString::number(settled)));
}

QTEST_GUILESS_MAIN(PrecisionTest)
#include "precision_test.moc"
