// Users with one request, who share a frame with it as long as nothing goes wrong.
#include <QTest>
#include <array>
#include <cmath>

#include "simulator/simulate.h"
#include "simulator/steered_run.h"
#include "tests/simulator/random_model.h"
#include "tests/simulator/same_result.h"
#include "tests/simulator/short_run.h"

using namespace queueing;
using simulator::RunResult;
using simulator::SteeredRun;
using simulator::TraceOptions;

class UsersTest : public QObject {
    Q_OBJECT

private slots:
    void oneFrameOrTwoIsTheSame();
    void faultsThatAreAddedAreMet();
};

namespace {

RunResult simulated(const Project& project, const std::optional<TraceOptions>& traces = {}) {
    simulator::RunOptions options;
    options.replications = 1;
    options.traces = traces;
    return simulator::run(*planOf(project), options);
}

/// Users of open workloads make one request, which takes no time on its way, and wait for it without an end.
Project withUsersOfOneRequest(Project project) {
    project.network.latency.reset();
    for (Scenario scenario : Collection<Scenario>(project.scenarios)) {
        scenario.faults.reset();
        project.scenarios = project.scenarios.with(scenario);
    }
    for (Workload workload : Collection<Workload>(project.workloads)) {
        if (std::holds_alternative<ClosedUsers>(workload.arrivals)) workload.arrivals = PoissonArrivals{100};
        for (Journey journey : Collection<Journey>(workload.journeys)) {
            journey.steps.resize(1);
            journey.steps[0].policy.reset();
            workload.journeys = workload.journeys.with(journey);
        }
        project.workloads = project.workloads.with(workload);
    }
    return project;
}

}  // namespace

// They share a frame with their request, unless somebody traces them.
void UsersTest::oneFrameOrTwoIsTheSame() {
    std::array<std::uint64_t, simulator::causeCount> failed{};
    for (std::uint32_t seed = 0; seed < 150; ++seed) {
        const Project project = withUsersOfOneRequest(RandomModel(seed).make());
        const RunResult alone = simulated(project);
        const RunResult with = simulated(project, TraceOptions{});
        QVERIFY2(sameResult(with, alone), qPrintable(QString::number(seed)));
        QVERIFY(alone.conservation.holds && with.conservation.holds);
        QCOMPARE(alone.conservation.inFlight, with.conservation.inFlight);
        for (const auto& journey : alone.journeys)
            for (std::size_t cause = 0; cause < failed.size(); ++cause)
                failed[cause] += journey.failed[cause];
    }
    for (const auto cause : {simulator::Cause::Rejected, simulator::Cause::Dependency, simulator::Cause::Bug})
        QVERIFY2(failed[static_cast<std::size_t>(cause)] > 0, simulator::causeName(cause));
}

// They share a frame with their request until then; a run that has the faults from its start knows no such
// users.
void UsersTest::faultsThatAreAddedAreMet() {
    const auto build = [](const std::optional<FaultEffect>& fault, bool retried) {
        Builder model;
        model.policy("again").retry = retries(2, BackoffKind::Constant, milliseconds(3));
        model.service("s", 2, {compute(exponentially(10)), call("t.do")}).queueLimit = 90;
        model.service("t", 3, {compute(exponentially(10))});
        model.load("u", PoissonArrivals{180}, {"s.do"}, retried ? std::optional("again") : std::nullopt);
        if (fault) model.fault(ServiceId("s"), 5, 1.0, *fault);
        return model.build(20);
    };
    PauseFault often;
    often.pause = milliseconds(30);
    often.everyRequests = 7;
    const std::vector<FaultEffect> faults{
        KillFault{},  ErrorFault{0.5}, SlowFault{2, {}},
        PauseFault{}, often,           LatencyFault{std::nullopt, Distribution::constant(milliseconds(5))}};
    for (const FaultEffect& fault : faults)
        for (const bool retried : {false, true}) {
            SteeredRun whole(planOf(build(fault, retried)));
            whole.runTo(20);
            SteeredRun run(planOf(build(std::nullopt, retried)));
            run.runTo(4.9);
            auto forked = run.fork(planOf(build(fault, retried)));
            QVERIFY2(forked, forked ? "" : forked.error().text().c_str());
            forked->runTo(20);
            const RunResult expected = whole.result();
            const RunResult found = forked->result();
            QVERIFY(found.conservation.holds);
            QCOMPARE(found.conservation.inFlight, expected.conservation.inFlight);
            QCOMPARE(found.engine.events, expected.engine.events);
            const auto& journey = found.journeys[0];
            QCOMPARE(journey.arrivals, expected.journeys[0].arrivals);
            QCOMPARE(journey.completed, expected.journeys[0].completed);
            QVERIFY(journey.failed == expected.journeys[0].failed);
            QVERIFY(found.edges[0].failed == expected.edges[0].failed);
            QCOMPARE(found.edges[0].attempts, expected.edges[0].attempts);
            QVERIFY(std::abs(*journey.latency.mean.value - *expected.journeys[0].latency.mean.value) < 1e-6);
        }
}

QTEST_APPLESS_MAIN(UsersTest)
#include "users_test.moc"
