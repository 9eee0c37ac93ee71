// Steps that repeat, fail and are made good, against what follows from their chances.
#include "simulator/estimate/course.h"
#include "simulator/estimate/evaluation.h"
#include "simulator/estimate/live_estimate.h"
#include "tests/simulator/estimates.h"

using namespace estimates;

namespace {

Step mistake(double probability) {
    return {Fail{probability}, {}};
}
Step loop(int times, Behaviour steps) {
    return {Loop{times, std::move(steps)}, {}};
}
Step fallback(Behaviour steps, Behaviour onFailure) {
    return {Fallback{std::move(steps), std::move(onFailure)}, {}};
}
Step work(double time) {
    return compute(Distribution::constant(milliseconds(time)));
}

/// A service that does these steps, with a queue behind it, at 10 journeys/s.
Estimate doing(Behaviour steps) {
    Builder model;
    model.service("back", 1, {compute(Distribution::exponential(milliseconds(1)))});
    model.service("front", 1000, std::move(steps));
    model.store("store", 100, Distribution::constant(milliseconds(1)));
    model.load("users", PoissonArrivals{10}, {"front.do"});
    return estimated(model.build(1000));
}

double goodput(const Estimate& estimate) {
    return *estimate.figures.journeys.at(0).goodput.value;
}

double attempts(const Estimate& estimate, const std::string& callee) {
    for (const simulator::EdgeResult& edge : estimate.figures.edges)
        if (edge.callee == callee) return *edge.attemptRate.value;
    return 0;
}

bool is(double value, double expected, double tolerance = 1e-9) {
    if (std::abs(value - expected) <= tolerance * std::max(1.0, std::abs(expected))) return true;
    qWarning("%.12g, expected %.12g", value, expected);
    return false;
}

}  // namespace

class EstimateStepsTest : public QObject {
    Q_OBJECT

private slots:
    void loopsRepeat();
    void failuresEndLoops_data();
    void failuresEndLoops();
    void loopsInLoops();
    void loopsTakeTheTimeOfTheirRounds();
    void fallbacksMakeGood();
    void mistakesAreBugs();
    void retriesRepeatMistakes();
    void branchesFailForTheirReasons();
    void theFirstFailureEndsAFork();
    void failuresWithinRoundings();
    void closedLoopsHaveAProductForm();
    void aLoopOfNoRoundIsRefused();
    void commitsQueryTheirStores();
    void whatIsLeftOutIsNamed();
    void editsElsewhereKeepWhatIsNamed();
};

// Three calls of M/M/1 by one journey.
void EstimateStepsTest::loopsRepeat() {
    const Estimate estimate = doing({loop(3, {call("back.do")})});
    QVERIFY(estimate.notRepresented.empty());
    QVERIFY(is(*station(estimate, "back").utilisation.value, 0.03));
    QVERIFY(near("mean", estimate.figures.journeys.at(0).latency.mean, 3 / (1 - 0.03), 1e-4));
    QVERIFY(is(attempts(estimate, "back.do"), 30));
}

void EstimateStepsTest::failuresEndLoops_data() {
    QTest::addColumn<double>("fails");
    QTest::addColumn<int>("rounds");
    for (const double fails : {0.0, 1e-9, 0.01, 0.3, 1.0})
        for (const int rounds : {1, 2, 7, 1000}) QTest::addRow("%g %d", fails, rounds) << fails << rounds;
}

// Rounds until the first failure are geometric, up to the end of the loop.
void EstimateStepsTest::failuresEndLoops() {
    QFETCH(double, fails);
    QFETCH(int, rounds);
    const Estimate estimate = doing({loop(rounds, {query("store"), mistake(fails)})});
    double begun = 0, survives = 1, failedTime = 0;
    for (int round = 0; round < rounds; ++round) {
        begun += survives;
        failedTime += survives * fails * (round + 1);
        survives *= 1 - fails;
    }
    QVERIFY(is(goodput(estimate), 10 * survives));
    QVERIFY(is(attempts(estimate, "store"), 10 * begun));
    // Of all requests, failed ones included: what they hold, each round 1 ms.
    const double busy = 10 * (survives * rounds + failedTime) * 1e-3;
    QVERIFY(is(*station(estimate, "front").meanInService.value, busy, 1e-6));
}

void EstimateStepsTest::loopsInLoops() {
    const double fails = 0.1;
    const Estimate estimate = doing({loop(3, {loop(4, {query("store"), mistake(fails)}), query("store")})});
    const double good = 1 - fails;
    const double inner = (1 - std::pow(good, 4)) / fails;
    const double outer = (1 - std::pow(good, 12)) / (1 - std::pow(good, 4));
    QVERIFY(is(goodput(estimate), 10 * std::pow(good, 12)));
    QVERIFY(is(attempts(estimate, "store"), 10 * outer * (inner + std::pow(good, 4))));
    // Any depth costs a round each: 2^60 rounds are put together as quickly.
    Behaviour deep{mistake(1e-3), work(1)};
    for (int depth = 0; depth < 60; ++depth) deep = {loop(2, deep)};
    QVERIFY(goodput(doing(deep)) < 1e-12);
}

// A sum of independent times: Erlang-5, whose 99th percentile is case 39's.
void EstimateStepsTest::loopsTakeTheTimeOfTheirRounds() {
    const Estimate estimate = doing({loop(5, {compute(Distribution::exponential(milliseconds(1)))})});
    QVERIFY(near("mean", estimate.figures.journeys.at(0).latency.mean, 5, 1e-9));
    QVERIFY(near("p99", estimate.figures.journeys.at(0).latency.p99, 11.6046, fitted));
}

void EstimateStepsTest::fallbacksMakeGood() {
    const Estimate estimate =
        doing({fallback({work(2), mistake(0.3), query("store")}, {work(10), mistake(0.5)}), work(1)});
    QVERIFY(estimate.notRepresented.empty());
    QVERIFY(is(goodput(estimate), 10 * (0.7 + 0.3 * 0.5)));
    QVERIFY(is(attempts(estimate, "store"), 7));
    // Those that succeed took 2 + 1 + 1, or 2 + 10 + 1.
    const double mean = (0.7 * 4 + 0.15 * 13) / 0.85;
    QVERIFY(near("mean", flow(estimate.figures.operations, "front.do").latency.mean, mean, 1e-9));
    QVERIFY(is(*station(estimate, "front").meanInService.value, 10 * (2.8 + 0.15 * 13 + 0.15 * 12) * 1e-3));
    // A failure of the first steps alone is nobody's.
    const Estimate good = doing({fallback({mistake(1)}, {work(1)})});
    const simulator::FlowResult& front = flow(good.figures.operations, "front.do");
    QCOMPARE(front.failures(), std::uint64_t{0});
    QVERIFY(is(goodput(good), 10));
}

void EstimateStepsTest::mistakesAreBugs() {
    const auto number = [](simulator::Cause cause) { return static_cast<std::size_t>(cause); };
    Builder model;
    model.service("back", 10, {work(1), mistake(0.2)});
    model.service("front", 10, {call("back.do"), mistake(0.5)});
    model.load("users", PoissonArrivals{10}, {"front.do"});
    const Estimate estimate = estimated(model.build(1000));
    const simulator::FlowResult& back = flow(estimate.figures.operations, "back.do");
    const simulator::FlowResult& front = flow(estimate.figures.operations, "front.do");
    QCOMPARE(back.failed[number(simulator::Cause::Bug)], std::uint64_t{2000});
    QCOMPARE(back.failures(), std::uint64_t{2000});
    QCOMPARE(front.failed[number(simulator::Cause::Bug)], std::uint64_t{4000});
    QCOMPARE(front.failed[number(simulator::Cause::Dependency)], std::uint64_t{2000});
    const simulator::FlowResult& journey = estimate.figures.journeys.at(0);
    QCOMPARE(journey.completed, std::uint64_t{4000});
    QCOMPARE(journey.failed[number(simulator::Cause::Bug)], std::uint64_t{4000});
    QCOMPARE(journey.failed[number(simulator::Cause::Dependency)], std::uint64_t{2000});
}

// Case 24, with the failures of a service's own.
void EstimateStepsTest::retriesRepeatMistakes() {
    Builder model;
    model.service("back", 100, {work(1), mistake(0.5)});
    RetryPolicy retry;
    retry.maxAttempts = 4;
    retry.delay = {};
    model.policy("stubborn").retry = retry;
    model.load("users", PoissonArrivals{10}, {"back.do"}, "stubborn");
    const Estimate estimate = estimated(model.build(1000));
    QVERIFY(is(attempts(estimate, "back.do"), 18.75));
    QVERIFY(is(goodput(estimate), 10 * (1 - std::pow(0.5, 4))));
}

void EstimateStepsTest::branchesFailForTheirReasons() {
    Parallel parallel;
    parallel.branches = {{mistake(0.1)}, {mistake(0.2)}, {work(1)}};
    const Estimate estimate = doing({Step{parallel, {}}});
    QVERIFY(is(goodput(estimate), 10 * 0.9 * 0.8));
    const simulator::FlowResult& front = flow(estimate.figures.operations, "front.do");
    QCOMPARE(front.failed[static_cast<std::size_t>(simulator::Cause::Bug)], std::uint64_t{2800});
}

// One in a million has the one branch fail late, one in ten the other at once: 1 s for those that succeed.
void EstimateStepsTest::theFirstFailureEndsAFork() {
    for (const double late : {1e-6, 1e-9, 1e-12, 0.0}) {
        Parallel parallel;
        parallel.branches = {{work(1000), mistake(late)}, {mistake(0.1)}};
        const Estimate estimate = doing({Step{parallel, {}}});
        QVERIFY(near("utilisation", station(estimate, "front").utilisation, 10 * 0.9 / 1000, 1e-4));
    }
}

// Shares of successes and failures may be more than all by a rounding: no share is less than nothing by that.
void EstimateStepsTest::failuresWithinRoundings() {
    using namespace simulator::estimating;
    Builder model;
    model.service("back", 1, {work(1)});
    model.policy("patient").timeout = milliseconds(500);
    model.load("users", PoissonArrivals{10}, {"back.do"}, "patient");
    const Project project = model.build(1000);
    const auto network = flatten(project, ScenarioId("test"), LoadLevel::Mean);
    QVERIFY(network);
    for (const double fails : {2.3e-16, 1e-15, 1e-13, 1e-9}) {
        Course course;
        course.begin(*network);
        ProgramState& back = course.solution.programs[0];
        back.succeeded = back.failed = Moments::constant(0.001);
        back.succeeds = 1;
        back.fails = fails;
        Evaluation(*network, course.solution).evaluate(1);
        const ProgramState& journey = course.solution.programs[1];
        QVERIFY(journey.fails >= 0 && journey.fails <= 2 * fails);
        QVERIFY(journey.failed.mean >= 0 && journey.failed.mean < 0.6);
        QVERIFY(is(journey.hold.mean, 0.001, 1e-9));
    }
}

// Machine repair (case 17) with each journey split into four visits of a quarter: the same network of
// demands. A journey that may end early is one of fewer visits.
void EstimateStepsTest::closedLoopsHaveAProductForm() {
    Builder model;
    model.service("back", 1, {compute(Distribution::exponential(milliseconds(25)))});
    model.service("front", 1000, {loop(4, {call("back.do")})});
    model.load("users", ClosedUsers{10, Distribution::exponential(seconds(1))}, {"front.do"});
    const Estimate estimate = estimated(model.build(1000));
    QVERIFY(estimate.exact);
    QVERIFY(near("throughput", estimate.figures.journeys.at(0).throughput, 7.85418, exactly));
    QVERIFY(near("mean", estimate.figures.journeys.at(0).latency.mean, 273.21, exactly));
    Builder failing;
    failing.service("back", 1, {compute(Distribution::exponential(milliseconds(100)))});
    failing.service("front", 1000, {fallback({mistake(0.5), call("back.do")}, {call("back.do")})});
    failing.load("users", ClosedUsers{10, Distribution::exponential(seconds(1))}, {"front.do"});
    const Estimate same = estimated(failing.build(1000));
    QVERIFY(same.exact);
    QVERIFY(near("throughput", same.figures.journeys.at(0).throughput, 7.85418, exactly));
}

void EstimateStepsTest::aLoopOfNoRoundIsRefused() {
    Builder model;
    model.service("front", 1, {loop(0, {work(1)})});
    model.load("users", PoissonArrivals{1}, {"front.do"});
    const auto refused = simulator::estimate(model.build(1), ScenarioId("test"));
    QVERIFY(!refused && refused.error().text().find("front.do") != std::string::npos);
}

void EstimateStepsTest::whatIsLeftOutIsNamed() {
    const auto remarks = [](Behaviour steps) { return doing(std::move(steps)).notRepresented.size(); };
    Step cpu = work(1);
    std::get<Compute>(cpu.action).work = Work::Cpu;
    QCOMPARE(remarks({work(1)}), std::size_t(0));
    QCOMPARE(remarks({cpu}), std::size_t(1));
    QCOMPARE(remarks({Step{Lock{"l", LockScope::Replica, 1, 1, {work(1)}}, {}}}), std::size_t(1));
    QCOMPARE(remarks({Step{Saga{{{"a", {work(1)}, {}, {}}}}, {}}}), std::size_t(1));
    TwoPhaseCommit transaction;
    transaction.participants = {{DataStoreId("store"), {}, {}, 0, {}}};
    QCOMPARE(remarks({Step{transaction, {}}}), std::size_t(1));
    for (const QueueDiscipline discipline :
         {QueueDiscipline::AdaptiveLifo, QueueDiscipline::Priority, QueueDiscipline::PreemptivePriority,
          QueueDiscipline::ProcessorSharing}) {
        Builder model;
        model.service("s", 1, {work(1)}).discipline = discipline;
        model.load("users", PoissonArrivals{10}, {"s.do"});
        QCOMPARE(estimated(model.build(10)).notRepresented.size(), std::size_t(1));
    }
    const auto faulty = [](const FaultTarget& target, const FaultEffect& effect) {
        Builder model;
        model.project.network.zones = model.project.network.zones.with({ZoneId("a"), "A", {}});
        Deployment& deployment = model.service("s", 10, {work(1)});
        deployment.replicas = 2;
        deployment.zones = {ZoneId("a")};
        model.load("users", PoissonArrivals{10}, {"s.do"});
        model.fault(target, 0, {}, effect);
        return estimated(model.build(10)).notRepresented.size();
    };
    QCOMPARE(faulty(ServiceId("s"), ErrorFault{0.5}), std::size_t(0));
    QCOMPARE(faulty(ServiceId("s"), ErrorFault{0.5, 2}), std::size_t(0));
    QCOMPARE(faulty(ServiceId("s"), ErrorFault{0.5, 1}), std::size_t(1));
    QCOMPARE(faulty(ServiceId("s"), ErrorFault{0.5, 0, milliseconds(1)}), std::size_t(1));
    QCOMPARE(faulty(ServiceId("s"), SlowFault{2, {}, 1}), std::size_t(1));
    QCOMPARE(faulty(ZoneId("a"), KillFault{}), std::size_t(1));
}

// The steps under a lock take their time, and what does not change is not looked at again, but still named.
void EstimateStepsTest::editsElsewhereKeepWhatIsNamed() {
    Builder model;
    model.service("back", 1, {work(1)});
    model.service("front", 1000, {Step{Lock{"l", LockScope::Replica, 1, 1, {work(5)}}, {}}, call("back.do")});
    model.load("users", PoissonArrivals{10}, {"front.do"});
    const Project project = model.build(1000);
    simulator::LiveEstimate live{ScenarioId("test")};
    QVERIFY(live.update(project));
    QVERIFY(near("mean", live.whole().figures.journeys.at(0).latency.mean, 6, 1e-2));
    Service back = *project.services.find(ServiceId("back"));
    Operation operation = back.operations.at(0);
    operation.behaviour = {work(2)};
    back.operations = back.operations.with(operation);
    Project next = project;
    next.services = next.services.with(back);
    QVERIFY(live.update(next));
    QCOMPARE(live.whole().notRepresented.size(), std::size_t(1));
    QVERIFY(near("mean", live.whole().figures.journeys.at(0).latency.mean, 7, 1e-2));
}

// Each participant works and commits: two queries of one edge, which has the name of the store.
void EstimateStepsTest::commitsQueryTheirStores() {
    const std::string ledger = "the-ledger-of-all-accounts";
    const Distribution time = Distribution::constant(milliseconds(1));
    TwoPhaseCommit transaction;
    transaction.participants = {{DataStoreId(ledger), time, time, 0, {}}};
    Builder model;
    model.service("s", 1000, {Step{transaction, {}}});
    model.store(ledger, 100, time);
    model.load("users", PoissonArrivals{10}, {"s.do"});
    const Estimate estimate = estimated(model.build(1000));
    QCOMPARE(estimate.figures.edges.size(), std::size_t(2));
    QVERIFY(is(attempts(estimate, ledger), 20));
    QVERIFY(near("mean", estimate.figures.journeys.at(0).latency.mean, 2, 1e-4));
}

QTEST_GUILESS_MAIN(EstimateStepsTest)
#include "estimate_steps_test.moc"
