// What the estimate says of its figures: what is left out, what grows without end, what cannot be judged.
#include <algorithm>

#include "tests/simulator/estimates.h"

using namespace estimates;

class EstimateVerdictsTest : public QObject {
    Q_OBJECT

private slots:
    void unstableNetworksAreNamed();
    void whatIsLeftOutIsNamed();
    void objectivesAreNotJudgedWithoutTheFaults();
    void badInputIsNamed();
};

void EstimateVerdictsTest::unstableNetworksAreNamed() {
    Builder model;
    model.service("front", 16, {compute(Distribution::exponential(milliseconds(1))), call("middle.do")});
    model.service("middle", 16, {compute(Distribution::exponential(milliseconds(1))), query("store")});
    model.store("store", 2, Distribution::exponential(milliseconds(10)));
    model.load("users", PoissonArrivals{300}, {"front.do"});
    const Estimate estimate = estimated(model.build(100));
    QVERIFY(!estimate.stable);
    QCOMPARE(estimate.bottleneck, std::string("store"));
    QVERIFY(estimate.headroom < 0);
    const simulator::FlowResult& journey = estimate.figures.journeys.at(0);
    QVERIFY(!journey.latency.mean.value);
    QVERIFY2(journey.latency.mean.why.find("`store`") != std::string::npos, journey.latency.mean.why.c_str());
    QVERIFY2(std::abs(*journey.throughput.value - 200) < 4,
             qPrintable(QString::number(*journey.throughput.value)));
    QVERIFY(*station(estimate, "store").utilisation.value > 0.97);
    const auto outlook = std::find_if(estimate.operations.begin(), estimate.operations.end(),
                                      [](const auto& one) { return one.id == "front.do"; });
    QVERIFY(!outlook->stable && outlook->bottleneck == "store");
    // At two thirds of that load nothing grows.
    model.workloads.back().arrivals = PoissonArrivals{150};
    const Estimate calm = estimated(model.build(100));
    QVERIFY(calm.stable && calm.converged && calm.headroom > 0.3);
}

void EstimateVerdictsTest::whatIsLeftOutIsNamed() {
    Builder model;
    model.service("queue", 1, {compute(Distribution::exponential(milliseconds(1)))}).discipline =
        QueueDiscipline::Lifo;
    model.load("users", RampArrivals{0, 100, seconds(10)}, {"queue.do"});
    model.fault(ServiceId("queue"), 3, 2, KillFault{});
    const Estimate estimate = estimated(model.build(20));
    QStringList entities;
    for (const simulator::Remark& remark : estimate.notRepresented)
        entities << QString::fromStdString(remark.entity);
    entities.sort();
    QCOMPARE(entities, QStringList({"queue", "queue", "users"}));
}

// What fails in a part of the run only is in no figure, so that none is held against an objective; what fails
// all the time is in all of them.
void EstimateVerdictsTest::objectivesAreNotJudgedWithoutTheFaults() {
    using Verdict = simulator::ObjectiveResult::Verdict;
    const auto judged = [](double start, std::optional<double> length, double limit) {
        Builder model;
        model.service("queue", 4, {compute(Distribution::constant(milliseconds(1)))});
        model.load("users", PoissonArrivals{10}, {"queue.do"});
        model.fault(ServiceId("queue"), start, length, SlowFault{10, {}});
        Project project = model.build(20);
        Objective objective;
        objective.id = ObjectiveId("fast");
        objective.target = JourneyId("users.journey");
        objective.goal = LatencyObjective{0.5, milliseconds(limit)};
        project.objectives = project.objectives.with(objective);
        Scenario scenario = *project.scenarios.begin();
        scenario.objectives = {objective.id};
        project.scenarios = project.scenarios.with(scenario);
        return estimated(project).figures.objectives.at(0);
    };
    for (const double limit : {100.0, 0.1}) {
        const simulator::ObjectiveResult fault = judged(3, 2, limit);
        QCOMPARE(fault.verdict, Verdict::Undecided);
        QVERIFY(fault.observed.value && fault.observed.why.find("not judged") != std::string::npos);
        QVERIFY(fault.observed.why.find("`queue`") != std::string::npos);
    }
    // Neither is one that grows, comes by chance, or is of a kind without a steady state.
    for (const int kind : {0, 1, 2}) {
        Builder model;
        model.service("queue", 4, {compute(Distribution::constant(milliseconds(1)))});
        model.load("users", PoissonArrivals{10}, {"queue.do"});
        model.fault(ServiceId("queue"), 0, 20, SlowFault{10, {}});
        Fault& fault = model.faults.back();
        if (kind == 0) fault.ramp = seconds(5);
        if (kind == 1) fault.chance = FaultChance{seconds(5), {}, {}};
        if (kind == 2) fault.effect = PauseFault{};
        const auto estimate = estimated(model.build(20));
        QVERIFY(std::any_of(estimate.notRepresented.begin(), estimate.notRepresented.end(),
                            [](const auto& remark) { return remark.entity == "queue"; }));
    }
    QCOMPARE(judged(0, {}, 100).verdict, Verdict::Met);
    QCOMPARE(judged(0, {}, 5).verdict, Verdict::Missed);
    QCOMPARE(judged(0, 20, 5).verdict, Verdict::Missed);
    QVERIFY(judged(0, {}, 5).observed.why.empty());
}

void EstimateVerdictsTest::badInputIsNamed() {
    Builder model;
    model.service("a", 1, {call("b.do")});
    model.service("b", 1, {call("a.do")});
    model.load("users", PoissonArrivals{1}, {"a.do"});
    const Project circle = model.build(1);
    const auto none = simulator::estimate(circle, ScenarioId("none"));
    QVERIFY(!none && none.error().message.find("`none`") != std::string::npos);
    const auto failed = simulator::estimate(circle, ScenarioId("test"));
    QVERIFY(!failed && failed.error().message.find("a.do") != std::string::npos);
    Builder lost;
    lost.service("a", 1, {call("nobody.do")});
    lost.load("users", PoissonArrivals{1}, {"a.do"});
    const auto missing = simulator::estimate(lost.build(1), ScenarioId("test"));
    QVERIFY(!missing && missing.error().text().find("nobody.do") != std::string::npos);
}

QTEST_GUILESS_MAIN(EstimateVerdictsTest)
#include "estimate_verdicts_test.moc"
