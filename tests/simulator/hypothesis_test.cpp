// The steady state of an experiment, window by window, and the end of a run that has gone wrong.
#include <QTest>

#include "simulator/steered_run.h"
#include "tests/simulator/by_hand.h"
#include "tests/simulator/same_result.h"

using namespace queueing;
using simulator::MissedWindow;
using simulator::RunResult;
using Verdict = simulator::SteadyStateResult::Verdict;

class HypothesisTest : public QObject {
    Q_OBJECT

private slots:
    void windowsAreJudged();
    void windowsNeedNotFitTheSeries();
    void whatIsSlowIsMissed();
    void fewRequestsSayNothing();
    void faultsWithoutAnEndHaveNoAfterwards();
    void chanceHasNoAfterwards();
    void theWarmUpIsLeftOut();
    void missedInARowEndsTheRun();
    void abortsAreTheSameHoweverTheyAreSteered();
    void nothingToJudgeIsRefused();
};

namespace {

Objective available(const std::string& journey, double share) {
    Objective objective;
    objective.id = ObjectiveId("up");
    objective.name = "Up";
    objective.target = JourneyId(journey);
    objective.goal = AvailabilityObjective{share};
    return objective;
}

Objective fast(const std::string& journey, double quantile, double limit) {
    Objective objective;
    objective.id = ObjectiveId("fast");
    objective.name = "Fast";
    objective.target = JourneyId(journey);
    objective.goal = LatencyObjective{quantile, milliseconds(limit)};
    return objective;
}

RunResult ran(const Project& project) {
    return simulate(project, 2);
}

/// Ten requests a second of 1 ms, which all fail from 20 s to 30 s.
Builder outage() {
    Builder model;
    model.service("s", 10, {constantly(1)});
    model.load("u", ConstantArrivals{10}, {"s.do"});
    model.fault(ServiceId("s"), 20, 10, ErrorFault{});
    model.objectives.push_back(available("u.journey", 0.99));
    return model;
}

Project withSteadyState(Builder model, double length, const SteadyState& steady,
                        std::optional<double> warmUp = 0) {
    Project project = model.build(length, warmUp);
    Scenario scenario = project.scenarios.at(0);
    scenario.steadyState = steady;
    project.scenarios = project.scenarios.with(scenario);
    return project;
}

Project withAbort(Builder model, double length, const AbortCondition& abort) {
    Project project = model.build(length, 0);
    Scenario scenario = project.scenarios.at(0);
    scenario.abort = abort;
    project.scenarios = project.scenarios.with(scenario);
    return project;
}

SteadyState windowsOf(double seconds, double recovery, bool throughout = false) {
    SteadyState steady;
    steady.window = model::seconds(seconds);
    steady.recovery = model::seconds(recovery);
    steady.throughout = throughout;
    return steady;
}

}  // namespace

// 60 s: windows of 5 s, of which 4 end before the fault, 2 are within it, and those from 35 s on come after.
void HypothesisTest::windowsAreJudged() {
    const RunResult held = ran(withSteadyState(outage(), 60, windowsOf(5, 5)));
    QCOMPARE(held.steadyState.verdict, Verdict::Passed);
    QCOMPARE(held.steadyState.judged, 2u * (4 + 5));
    QCOMPARE(held.steadyState.missedCount, 0u);
    QCOMPARE(held.steadyState.note, std::string());
    const RunResult all = ran(withSteadyState(outage(), 60, windowsOf(5, 5, true)));
    QCOMPARE(all.steadyState.verdict, Verdict::Failed);
    QCOMPARE(all.steadyState.judged, 2u * 12);
    QCOMPARE(all.steadyState.missedCount, 2u * 2);
    const MissedWindow& first = all.steadyState.missed.at(0);
    QCOMPARE(first.from, 20.0);
    QCOMPARE(first.to, 25.0);
    QCOMPARE(first.value, 0.0);
    QCOMPARE(first.limit, 0.99);
    QCOMPARE(first.objective, std::string("up"));
    QCOMPARE(all.steadyState.missed.at(3).replication, 1);
    QVERIFY(!all.cancelled && all.limitReached.empty());
    // What is judged changes nothing else.
    QCOMPARE(all.eventLogHash, ran(outage().build(60, 0)).eventLogHash);
}

// Of 0.7 s in series of seconds: each has its seven requests.
void HypothesisTest::windowsNeedNotFitTheSeries() {
    const RunResult result = ran(withSteadyState(outage(), 42, windowsOf(0.7, 0, true)));
    QCOMPARE(result.steadyState.judged, 2u * 60);
    for (const MissedWindow& window : result.steadyState.missed) {
        QVERIFY(window.to > 20 && window.from < 30.1);
        // Seven requests, of which some came before the fault or after it.
        const double sevenths = window.value * 7;
        QVERIFY2(std::abs(sevenths - std::round(sevenths)) < 1e-9, qPrintable(QString::number(sevenths)));
    }
    // From 19.6 to 30.1 s: 15 windows.
    QCOMPARE(result.steadyState.missedCount, 2u * 15);
}

// Twice as slow for ten seconds: the median is above the limit in the windows of that time alone.
void HypothesisTest::whatIsSlowIsMissed() {
    Builder model;
    model.service("s", 10, {constantly(10)});
    model.load("u", ConstantArrivals{20}, {"s.do"});
    model.fault(ServiceId("s"), 20, 10, SlowFault{2, {}});
    model.objectives.push_back(fast("u.journey", 0.5, 15));
    const RunResult result = ran(withSteadyState(model, 60, windowsOf(5, 0, true)));
    QCOMPARE(result.steadyState.missedCount, 2u * 2);
    QCOMPARE(result.steadyState.missed[0].from, 20.0);
    QVERIFY(std::abs(result.steadyState.missed[0].value - 20) < 0.1);
    QCOMPARE(result.steadyState.missed[0].unit, std::string("ms"));
}

// A 99th percentile of fewer than 100 requests says nothing, an availability of none neither.
void HypothesisTest::fewRequestsSayNothing() {
    for (const double length : {9.0, 10.0}) {
        Builder model = outage();
        model.objectives.clear();
        model.objectives.push_back(fast("u.journey", 0.99, 0.1));
        const RunResult result = ran(withSteadyState(model, 90, windowsOf(length, 0)));
        QCOMPARE(result.steadyState.verdict, length < 10 ? Verdict::NotJudged : Verdict::Failed);
        if (length < 10) QCOMPARE(result.steadyState.judged, 0u);
    }
    Builder idle = outage();
    idle.workloads.clear();
    idle.load("u", ConstantArrivals{0.01}, {"s.do"});
    const RunResult result = ran(withSteadyState(idle, 60, windowsOf(5, 5)));
    QCOMPARE(result.steadyState.verdict, Verdict::NotJudged);
    QCOMPARE(result.steadyState.judged, 0u);
    QVERIFY(!result.steadyState.note.empty());
}

void HypothesisTest::faultsWithoutAnEndHaveNoAfterwards() {
    Builder model = outage();
    model.faults[0].length.reset();
    const RunResult result = ran(withSteadyState(model, 60, windowsOf(5, 5)));
    QCOMPARE(result.steadyState.verdict, Verdict::NotJudged);
    QCOMPARE(result.steadyState.judged, 2u * 4);
    QVERIFY2(result.steadyState.note.starts_with("a fault lasts to the end"),
             result.steadyState.note.c_str());
    const RunResult all = ran(withSteadyState(model, 60, windowsOf(5, 5, true)));
    QCOMPARE(all.steadyState.verdict, Verdict::Failed);
    QCOMPARE(all.steadyState.missedCount, 2u * 8);
}

void HypothesisTest::chanceHasNoAfterwards() {
    Builder model = outage();
    model.faults[0].start = {};
    model.faults[0].length = seconds(1);
    model.faults[0].chance = FaultChance{seconds(30), {}, {}};
    const RunResult result = ran(withSteadyState(model, 600, windowsOf(1, 5)));
    QCOMPARE(result.steadyState.verdict, Verdict::NotJudged);
    QCOMPARE(result.steadyState.missedCount, 0u);
    QVERIFY2(result.steadyState.note.ends_with("with `throughout` all"), result.steadyState.note.c_str());
    QCOMPARE(ran(withSteadyState(model, 600, windowsOf(1, 5, true))).steadyState.verdict, Verdict::Failed);
}

void HypothesisTest::theWarmUpIsLeftOut() {
    Builder model = outage();
    model.fault(ServiceId("s"), 1, 2, SlowFault{1, {}});
    const RunResult result = ran(withSteadyState(outage(), 60, windowsOf(5, 5), 7));
    // The windows that begin at 0 s and 5 s are not judged.
    QCOMPARE(result.steadyState.judged, 2u * (2 + 5));
}

void HypothesisTest::missedInARowEndsTheRun() {
    AbortCondition abort;
    abort.window = seconds(3);
    abort.windows = 2;
    const RunResult result = ran(withAbort(outage(), 60, abort));
    // Missed from 18 to 21 s, and from 21 to 24 s.
    QCOMPARE(result.simulatedSeconds, 24.0);
    QCOMPARE(result.steadyState.verdict, Verdict::Failed);
    QCOMPARE(result.steadyState.aborted.size(), std::size_t{2});
    QCOMPARE(result.steadyState.aborted[1].to, 24.0);
    QVERIFY(result.conservation.holds);
    QCOMPARE(
        result.limitReached,
        std::string("ended after 24 s because the objective `up` was missed in 2 windows of 3 s in a row"));
    // The outage is over before so many.
    abort.windows = 6;
    const RunResult whole = ran(withAbort(outage(), 60, abort));
    QCOMPARE(whole.simulatedSeconds, 60.0);
    QCOMPARE(whole.steadyState.verdict, Verdict::NotStated);
    QCOMPARE(whole.eventLogHash, ran(outage().build(60, 0)).eventLogHash);
}

void HypothesisTest::abortsAreTheSameHoweverTheyAreSteered() {
    AbortCondition abort;
    abort.window = seconds(3);
    abort.windows = 2;
    const auto plan = simulator::compile(withAbort(outage(), 60, abort), ScenarioId("test")).value();
    simulator::SteeredRun whole(plan);
    whole.runTo(60);
    QVERIFY(whole.isOver());
    QCOMPARE(whole.seconds(), 24.0);
    simulator::SteeredRun parts(plan);
    for (double time = 0.25; time < 60 && !parts.isOver(); time += 0.25) parts.runTo(time);
    QCOMPARE(parts.seconds(), 24.0);
    QCOMPARE(parts.fingerprint(), whole.fingerprint());
    QVERIFY(parts.result().steadyState == whole.result().steadyState);
    // Judged otherwise, it is another run.
    abort.windows = 3;
    const auto other = simulator::compile(withAbort(outage(), 60, abort), ScenarioId("test")).value();
    QVERIFY(parts.seek(10));
    const auto refused = parts.fork(other);
    QVERIFY(!refused);
    QVERIFY(refused.error().message.starts_with("what is judged in windows"));
    QVERIFY(parts.fork(plan));
}

void HypothesisTest::nothingToJudgeIsRefused() {
    Builder model = outage();
    model.objectives[0].target = OperationId("s.do");
    QVERIFY(simulator::compile(withSteadyState(model, 60, windowsOf(5, 5)), ScenarioId("test")));
    Builder other;
    other.service("s", 1, {constantly(1)});
    other.load("u", ConstantArrivals{1}, {"s.do"});
    other.load("v", ConstantArrivals{1}, {"s.do"});
    other.fault(ServiceId("s"), 20, 10, ErrorFault{});
    other.objectives.push_back(available("v.journey", 0.9));
    Project project = withSteadyState(other, 60, windowsOf(5, 5));
    Scenario scenario = project.scenarios.at(0);
    scenario.workloads.pop_back();
    project.scenarios = project.scenarios.with(scenario);
    const auto plan = simulator::compile(project, ScenarioId("test"));
    QVERIFY(!plan);
    QVERIFY2(plan.error().text().starts_with("/scenarios/test/steady_state/objectives: none is of latency"),
             plan.error().text().c_str());
}

QTEST_GUILESS_MAIN(HypothesisTest)
#include "hypothesis_test.moc"
