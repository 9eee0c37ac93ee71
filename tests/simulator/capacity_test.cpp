// The cheapest replicas that meet the objectives, held against formulas of queues.
#include <QTest>

#include "simulator/experiment/capacity.h"
#include "tests/simulator/acceptance.h"

using namespace queueing;
using simulator::Capacity;
using simulator::CapacityOptions;
using simulator::PlannedService;

namespace {

const ScenarioId test("test");

void limitLatency(Builder& model, const std::string& id, const ObjectiveTarget& target, double quantile,
                  double limit) {
    Objective objective;
    objective.id = ObjectiveId(id);
    objective.name = id;
    objective.target = target;
    objective.goal = LatencyObjective{quantile, milliseconds(limit)};
    model.objectives.push_back(objective);
}

/// A web server before a back end that takes ten times as long, with a limit of the 90 % quantile of 120 ms;
/// and a service that nobody asks.
Builder webAndBack() {
    Builder model;
    model.service("back", 4, {compute(exponentially(20))});
    model.service("web", 4, {compute(exponentially(2)), call("back.do")});
    model.service("unused", 4, {compute(exponentially(20))});
    model.load("users", PoissonArrivals{500}, {"web.do"});
    limitLatency(model, "quick", JourneyId("users.journey"), 0.9, 120);
    return model;
}

/// Users who are answered at once; and after ten seconds two requests of more steps than a moment may have.
Builder endless() {
    Builder model;
    model.service("web", 4, {compute(exponentially(5))});
    model.load("users", PoissonArrivals{100}, {"web.do"});
    model.service("s", 2, {Step{Loop{1'000'000, {call("t.do")}}, {}}});
    model.service("t", 2, {Step{Loop{90, {}}, {}}});
    for (const char* name : {"u", "v"}) model.load(name, ConstantArrivals{0.1}, {"s.do"});
    return model;
}

Capacity planned(const Project& project, const CapacityOptions& options = {}) {
    const auto plan = simulator::planCapacity(project, test, options);
    if (!plan) qFatal("%s", plan.error().text().c_str());
    return *plan;
}

const PlannedService& service(const Capacity& plan, const std::string& id) {
    for (const PlannedService& candidate : plan.services)
        if (candidate.id == id) return candidate;
    qFatal("no such service");
}

bool isMetWith(Project project, const std::string& id, std::int32_t replicas) {
    Deployment deployment = *project.deployments.find(DeploymentId(id));
    deployment.replicas = replicas;
    project.deployments = project.deployments.with(deployment);
    const auto result = simulator::run(**simulator::compile(project, test));
    return result.objectives.at(0).verdict == simulator::ObjectiveResult::Verdict::Met;
}

std::string whyNot(const Project& project) {
    const Capacity plan = planned(project);
    return plan.isPossible || plan.whyNot.empty() ? std::string() : plan.whyNot.front();
}

}  // namespace

class CapacityTest : public QObject {
    Q_OBJECT

private slots:
    // 500/s of 20 ms keep ten workers busy, so that the back end needs three replicas of four at least; the
    // web server's threads wait for it.
    void replicasFollowFromTheLoad() {
        const Capacity plan = planned(webAndBack().build(120));
        QVERIFY(plan.isPossible && plan.whyNot.empty());
        QCOMPARE(plan.services.size(), std::size_t{2});
        QVERIFY(service(plan, "back").replicas >= 3 && service(plan, "back").replicas <= 4);
        QVERIFY(service(plan, "web").replicas >= 3 && service(plan, "web").replicas <= 6);
        QCOMPARE(service(plan, "back").stated, 1);
        QCOMPARE(plan.load.value_or(0), 500.0);
        for (const simulator::ObjectiveResult& objective : plan.objectives)
            QVERIFY(objective.verdict == simulator::ObjectiveResult::Verdict::Met);
    }

    // With the plan the objective is met, with any replica fewer it is not, and that is what binds.
    void noReplicaCanGo() {
        Project project = webAndBack().build(120);
        const Capacity plan = planned(project);
        for (const PlannedService& of : plan.services) {
            Deployment deployment = *project.deployments.find(DeploymentId(of.id));
            deployment.replicas = of.replicas;
            project.deployments = project.deployments.with(deployment);
        }
        for (const PlannedService& of : plan.services) {
            QVERIFY(isMetWith(project, of.id, of.replicas));
            QVERIFY(!isMetWith(project, of.id, of.replicas - 1));
            QCOMPARE(of.binds, (std::vector<std::string>{"quick"}));
        }
        QCOMPARE(plan.binding, (std::vector<std::string>{"quick"}));
    }

    void moreLoadNeedsMore() {
        CapacityOptions options;
        options.load = 2000;
        const Capacity plan = planned(webAndBack().build(60), options);
        QVERIFY(plan.isPossible);
        QVERIFY(std::abs(plan.load.value_or(0) - 2000) < 1e-6);
        QVERIFY(service(plan, "back").replicas >= 10 && service(plan, "back").replicas <= 13);
        options.load = 20;
        const Capacity little = planned(webAndBack().build(60), options);
        QCOMPARE(service(little, "back").replicas, 1);
        QVERIFY(service(little, "back").binds.empty() && little.binding.empty());
    }

    void costsFollowTheRates() {
        Project project = webAndBack().build(60);
        QVERIFY(!planned(project).footprint.known() && !planned(project).statedCost);
        Rates rates;
        rates.vcpuHour = 4.0;
        rates.gibHour = 0.0;
        project.rates = rates;
        const Capacity plan = planned(project);
        // A quarter of a vCPU each, one unused replica among them.
        const int replicas = service(plan, "back").replicas + service(plan, "web").replicas;
        QVERIFY(std::abs(plan.footprint.total.cost.value.value_or(0) - (replicas + 1)) < 1e-6);
        QVERIFY(std::abs(plan.statedCost->value.value_or(0) - 3) < 1e-6);
        QVERIFY(std::abs(service(plan, "web").cost.value.value_or(0) - service(plan, "web").replicas) < 1e-6);
    }

    void workThatTakesTooLongIsTold() {
        Builder model = webAndBack();
        limitLatency(model, "too-quick", JourneyId("users.journey"), 0.9, 30);
        const std::string why = whyNot(model.build(60));
        QVERIFY2(
            why.find("too-quick: ") == 0 && why.find("the work itself takes as long") != std::string::npos,
            why.c_str());
    }

    void aFullStoreIsTold() {
        Builder model;
        model.store("rows", 2, exponentially(10));
        model.service("web", 8, {query("rows")});
        model.load("users", PoissonArrivals{250}, {"web.do"});
        limitLatency(model, "quick", JourneyId("users.journey"), 0.9, 100);
        const std::string why = whyNot(model.build(60));
        QVERIFY2(why.find("quick: the store rows is full") == 0, why.c_str());
    }

    void failuresOfTheServiceItselfAreTold() {
        Builder model;
        model.service("web", 8, {compute(exponentially(5)), {Fail{0.2}, {}}});
        model.load("users", PoissonArrivals{100}, {"web.do"});
        Objective objective;
        objective.id = ObjectiveId("works");
        objective.name = "Works";
        objective.target = JourneyId("users.journey");
        objective.goal = AvailabilityObjective{0.99};
        model.objectives.push_back(objective);
        const std::string why = whyNot(model.build(60));
        QVERIFY2(why.find("works: ") == 0 && why.find("most of them by") != std::string::npos, why.c_str());
    }

    // The plan that meets the others costs more than is allowed.
    void limitsOfCostAreHeldAgainstThePlan() {
        Builder model = webAndBack();
        Objective money;
        money.id = ObjectiveId("cheap");
        money.name = "Cheap";
        money.target = WholeSystem{};
        money.goal = CostObjective{1, CostBasis::Month};
        model.objectives.push_back(money);
        Project project = model.build(60);
        Rates rates;
        rates.vcpuHour = 4.0;
        project.rates = rates;
        const Capacity plan = planned(project);
        QVERIFY(!plan.isPossible);
        QVERIFY2(plan.whyNot.front().find("cheap: the cheapest replicas") == 0, plan.whyNot.front().c_str());
        QVERIFY(service(plan, "back").replicas >= 3);
    }

    void theSameOnAnyNumberOfThreads() {
        CapacityOptions options;
        options.experiment.threads = 1;
        const Capacity alone = planned(webAndBack().build(30), options);
        options.experiment.threads = 2;
        QVERIFY(planned(webAndBack().build(30), options) == alone);
    }

    // Autoscaling does not come between.
    void replicasStay() {
        Project project = webAndBack().build(60);
        Deployment deployment = *project.deployments.find(DeploymentId("back"));
        deployment.autoscaling = Autoscaling{};
        project.deployments = project.deployments.with(deployment);
        Scenario scenario = *project.scenarios.find(test);
        scenario.autoscaling = true;
        project.scenarios = project.scenarios.with(scenario);
        const Capacity plan = planned(project);
        const Capacity fixed = planned(webAndBack().build(60));
        QCOMPARE(service(plan, "back").replicas, service(fixed, "back").replicas);
        QCOMPARE(service(plan, "web").replicas, service(fixed, "web").replicas);
    }

    void closedUsersHaveAPlanToo() {
        Builder model;
        model.service("web", 2, {compute(exponentially(20))});
        model.load("users", ClosedUsers{20, exponentially(180)}, {"web.do"});
        limitLatency(model, "quick", JourneyId("users.journey"), 0.9, 60);
        const Capacity plan = planned(model.build(120));
        QVERIFY(plan.isPossible && !plan.load);
        QVERIFY(service(plan, "web").replicas >= 2 && service(plan, "web").replicas <= 3);
    }

    // What a full queue refuses has no latency: a plan that refuses most would meet any limit of it.
    void mostUsersAreServed() {
        Builder model;
        model.service("web", 1, {compute(exponentially(20))}).queueLimit = 2;
        model.load("users", PoissonArrivals{100}, {"web.do"});
        limitLatency(model, "quick", JourneyId("users.journey"), 0.9, 150);
        Project project = model.build(60);
        const Capacity plan = planned(project);
        QVERIFY(plan.isPossible);
        QVERIFY2(service(plan, "web").replicas >= 3,
                 qPrintable(QString::number(service(plan, "web").replicas)));
        QCOMPARE(service(plan, "web").unserved, (std::vector<std::string>{"users.journey"}));
        QVERIFY(service(plan, "web").binds.empty() && plan.binding.empty());
        Deployment deployment = *project.deployments.find(DeploymentId("web"));
        deployment.replicas = service(plan, "web").replicas;
        project.deployments = project.deployments.with(deployment);
        const auto result = simulator::run(**simulator::compile(project, test));
        QVERIFY(result.journeys[0].failures() * 50 < result.journeys[0].completed);
    }

    // A fault of three replicas is refused on fewer, for which the load would be little enough.
    void struckReplicasAreThere() {
        Builder model;
        model.service("web", 4, {compute(exponentially(20))}).replicas = 4;
        model.load("users", PoissonArrivals{20}, {"web.do"});
        model.fault(ServiceId("web"), 10, 20, SlowFault{1.5, {}, 3});
        limitLatency(model, "quick", JourneyId("users.journey"), 0.9, 150);
        const auto plan = simulator::planCapacity(model.build(60), test);
        QVERIFY2(plan.has_value(), plan ? "" : plan.error().text().c_str());
        QVERIFY(plan->isPossible);
        QCOMPARE(service(*plan, "web").replicas, 3);
        QCOMPARE(service(*plan, "web").fewest, 3);
        QVERIFY(service(*plan, "web").binds.empty());
    }

    // What ended by itself has met nothing, whatever it had seen until then.
    void runsThatEndEarlyAreNotEnough() {
        Builder model = endless();
        limitLatency(model, "quick", JourneyId("users.journey"), 0.9, 100);
        CapacityOptions options;
        options.run.replications = 1;
        const Capacity plan = planned(model.build(20, 0), options);
        QVERIFY(!plan.isPossible && plan.whyNot.size() == 1);
        QVERIFY2(plan.whyNot[0].find("quick: with plenty of replicas the run ended after 10 s because more "
                                     "than 100 million steps took no time") == 0,
                 plan.whyNot[0].c_str());
    }

    // 300 replicas are busy: six times as many as an estimate of one replica begins with.
    void largeNumbersAreFound() {
        Builder model;
        model.service("web", 1, {compute(Distribution::constant(seconds(1)))});
        model.load("users", PoissonArrivals{300}, {"web.do"});
        limitLatency(model, "quick", JourneyId("users.journey"), 0.9, 1200);
        const Capacity plan = planned(model.build(60));
        QVERIFY2(plan.isPossible, plan.whyNot.empty() ? "" : plan.whyNot.front().c_str());
        QVERIFY2(service(plan, "web").replicas > 300 && service(plan, "web").replicas < 400,
                 qPrintable(QString::number(service(plan, "web").replicas)));
    }

    void badInputIsNamed() {
        Builder model;
        model.service("web", 2, {compute(exponentially(20))});
        model.load("users", PoissonArrivals{10}, {"web.do"});
        const auto aimless = simulator::planCapacity(model.build(60), test);
        QVERIFY(!aimless && aimless.error().place == "/scenarios/test/objectives");
        const auto nobody = simulator::planCapacity(model.build(60), ScenarioId("nobody"));
        QVERIFY(!nobody && nobody.error().place == "/scenarios");
        std::stop_source stop;
        stop.request_stop();
        CapacityOptions options;
        options.experiment.stop = stop.get_token();
        QVERIFY(planned(webAndBack().build(60), options).cancelled);
    }
};

QTEST_APPLESS_MAIN(CapacityTest)
#include "capacity_test.moc"
