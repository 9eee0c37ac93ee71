#include <QtTest>

#include "model/edit.h"
#include "simulator/estimate/estimate.h"
#include "simulator/footprint/footprint.h"
#include "simulator/steered_run.h"
#include "tests/simulator/topic.h"

using namespace queueing;
using simulator::Figure;
using simulator::FootprintPart;
using simulator::FootprintResult;
using simulator::ObjectiveResult;

namespace {

Rates plainRates() {
    Rates rates;
    rates.vcpuHour = 0.04;
    rates.gibHour = 0.005;
    rates.millionMessages = 2;
    rates.storeNodeHour = 0.3;
    Power power;
    power.idleWatts = 1;
    power.fullWatts = 4;
    power.memoryWatts = 0.4;
    power.storeNodeWatts = 20;
    power.pue = 1.2;
    power.gridIntensity = 300;
    power.embodied = 1.5;
    power.storeNodeEmbodied = 6;
    rates.power = power;
    return rates;
}

Step cpu(double milliseconds, Work work = Work::Cpu) {
    return {Compute{Distribution::constant(model::milliseconds(milliseconds)), work}, {}};
}

/// `front` (two replicas of half a vCPU and half a GiB) computes for 4 ms and calls `back` (one replica of a
/// vCPU), which computes for 10 ms: at 50 requests a second 0.2 and 0.5 cores are busy.
Project twoServices(double rate = 50, Work work = Work::Cpu) {
    Builder builder;
    Deployment& front = builder.service("front", 16, {cpu(4, work), call("back.do")});
    front.replicas = 2;
    front.cpuRequestMilli = 500;
    front.cpuLimitMilli = 1000;
    front.memoryRequestMib = front.memoryLimitMib = 512;
    Deployment& back = builder.service("back", 16, {cpu(10, work)});
    back.cpuRequestMilli = back.cpuLimitMilli = 1000;
    back.memoryRequestMib = back.memoryLimitMib = 1024;
    builder.load("users", ConstantArrivals{rate}, {"front.do"});
    builder.project.rates = plainRates();
    return builder.build(60, 0);
}

FootprintResult footprintOf(const Project& project) {
    return simulated(project).footprint;
}
FootprintResult estimatedFootprint(const Project& project) {
    const auto estimate = simulator::estimate(project, ScenarioId("test"));
    if (!estimate) qFatal("%s", estimate.error().text().c_str());
    return estimate->figures.footprint;
}

const FootprintPart& partOf(const FootprintResult& footprint, const std::string& id) {
    for (const FootprintPart& part : footprint.parts)
        if (part.id == id) return part;
    qFatal("no such part");
}

bool close(const Figure& figure, double expected, double tolerance = 1e-9) {
    if (figure.value && std::abs(*figure.value - expected) <= tolerance * std::abs(expected)) return true;
    qWarning("%g (%s), expected %g", figure.value.value_or(-1), figure.why.c_str(), expected);
    return false;
}
bool isExact(const Figure& figure) {
    return figure.value && figure.low == *figure.value && figure.high == *figure.value;
}
/// Whether what is expected lies within three half-widths of what was measured.
bool agree(const Figure& one, const Figure& other) {
    if (one.value && other.value &&
        std::abs(*one.value - *other.value) <= 1.5 * (one.high - one.low) + (other.high - other.low) / 2)
        return true;
    qWarning("%g [%g, %g] and %g [%g, %g]", one.value.value_or(-1), one.low, one.high,
             other.value.value_or(-1), other.low, other.high);
    return false;
}

/// The figures of a part, in one order.
std::vector<Figure> figuresOf(const FootprintPart& part) {
    return {part.cost,
            part.costPerMillion,
            part.power,
            part.energyPerRequest,
            part.operational,
            part.embodied,
            part.carbon,
            part.operationalPerRequest,
            part.embodiedPerRequest,
            part.carbonPerRequest};
}

Project withReplicas(Project project, const char* service, int replicas) {
    Deployment deployment = *project.deployments.find(DeploymentId(service));
    deployment.replicas = replicas;
    project.deployments = project.deployments.with(deployment);
    return project;
}

ObjectiveResult judged(Project project, ObjectiveGoal goal, bool byEstimate = false) {
    project.objectives = project.objectives.with({ObjectiveId("o"), "O", WholeSystem{}, goal, {}});
    Scenario scenario = *project.scenarios.begin();
    scenario.objectives = {ObjectiveId("o")};
    project.scenarios = project.scenarios.with(scenario);
    if (!byEstimate) return simulated(project).objectives.at(0);
    const auto estimate = simulator::estimate(project, ScenarioId("test"));
    if (!estimate) qFatal("%s", estimate.error().text().c_str());
    return estimate->figures.objectives.at(0);
}

}  // namespace

/// Costs, energy and carbon against hand-made sums and what must hold of them.
class FootprintTest : public QObject {
    Q_OBJECT

private slots:
    void twoServicesByHand_data() {
        QTest::addColumn<bool>("byEstimate");
        QTest::newRow("simulated") << false;
        QTest::newRow("estimated") << true;
    }
    void twoServicesByHand() {
        QFETCH(bool, byEstimate);
        const Project project = twoServices();
        const FootprintResult footprint = byEstimate ? estimatedFootprint(project) : footprintOf(project);
        QCOMPARE(footprint.currency, std::string("USD"));
        QCOMPARE(footprint.parts.size(), std::size_t{2});
        // Requests end a little after they begin: the last ones are not seen.
        const double ends = byEstimate ? 1e-9 : 2e-3;
        const FootprintPart& front = partOf(footprint, "front");
        QCOMPARE(front.units, 2.0);
        QVERIFY(!front.cpuAssumed);
        QVERIFY(close(front.cpu, 0.2 / 2, ends));
        QVERIFY(close(front.cost, 2 * (0.5 * 0.04 + 0.5 * 0.005)));
        QVERIFY(isExact(front.cost));
        const double frontWatts = 1.2 * (2 * (0.5 * 1 + 0.5 * 0.4) + 0.2 * (4 - 1));
        QVERIFY(close(front.power, frontWatts, ends));
        QVERIFY(close(front.operational, frontWatts / 1000 * 300, ends));
        QVERIFY(close(front.embodied, 2 * 0.5 * 1.5));
        const FootprintPart& back = partOf(footprint, "back");
        const double backWatts = 1.2 * (1 + 0.4 + 0.5 * 3);
        QVERIFY(close(back.cpu, 0.5, ends));
        QVERIFY(close(back.power, backWatts, ends));
        QVERIFY(close(back.cost, 0.045));
        const double cost = 0.045 + 0.045;
        const double carbon = (frontWatts + backWatts) * 0.3 + 3;
        QVERIFY(close(footprint.total.cost, cost));
        QVERIFY(close(footprint.total.carbon, carbon, ends));
        QVERIFY(close(footprint.total.costPerMillion, cost / 3600 / 50 * 1e6, ends));
        QVERIFY(close(footprint.total.energyPerRequest, (frontWatts + backWatts) / 50, ends));
        QVERIFY(close(footprint.total.carbonPerRequest, carbon / 3600 / 50, ends));
    }

    void storesAndMessagesHaveTheirPrice() {
        Topic topic(ConstantArrivals{100}, {steadily(1)});
        topic.last().operations = {};  // Below, the consumer also writes to a store
        Operation handle;
        handle.id = OperationId("c.do");
        handle.name = "Do";
        handle.behaviour = {query("db", StoreAccess::Write)};
        handle.subscription = Subscription{ChannelId("t"), "", 8, {}};
        topic.last().operations = topic.last().operations.with(handle);
        topic.store("db", 4, Distribution::constant(milliseconds(1))).replication = Replication{2};
        topic.store("own", 4, Distribution::constant(milliseconds(1))).pricePerNodeHour = 0.7;
        topic.project.rates = plainRates();
        const Project project = topic.build(100);
        for (const FootprintResult& footprint : {footprintOf(project), estimatedFootprint(project)}) {
            QVERIFY(close(partOf(footprint, "db").cost, 3 * 0.3));
            QCOMPARE(partOf(footprint, "db").units, 3.0);
            QVERIFY(close(partOf(footprint, "db").power, 3 * 20 * 1.2));
            QVERIFY(close(partOf(footprint, "db").embodied, 3 * 6));
            QVERIFY(close(partOf(footprint, "own").cost, 0.7));
            QVERIFY(close(partOf(footprint, "t").cost, 100 * 3600 * 2 / 1e6, 1e-3));
            QVERIFY(!partOf(footprint, "t").power.value);
            QVERIFY(partOf(footprint, "p").cpuAssumed);
        }
    }

    void partsAddUpToTheTotal_data() { twoServicesByHand_data(); }
    void partsAddUpToTheTotal() {
        QFETCH(bool, byEstimate);
        Topic topic(PoissonArrivals{80}, {cpu(3), query("db")});
        topic.store("db", 4, exponential(1));
        topic.project.rates = plainRates();
        const Project project = topic.build(60);
        const FootprintResult footprint = byEstimate ? estimatedFootprint(project) : footprintOf(project);
        const std::vector<Figure> totals = figuresOf(footprint.total);
        for (std::size_t figure = 0; figure < totals.size(); ++figure) {
            double sum = 0;
            for (const FootprintPart& part : footprint.parts)
                sum += figuresOf(part)[figure].value.value_or(0);
            QVERIFY(sum > 0);
            QVERIFY(close(totals[figure], sum));
            QVERIFY(totals[figure].low <= *totals[figure].value * (1 + 1e-12));
            QVERIFY(totals[figure].high >= *totals[figure].value * (1 - 1e-12));
        }
    }

    void costGoesWithReplicas() {
        const Project project = twoServices();
        const double one = *partOf(footprintOf(withReplicas(project, "back", 1)), "back").cost.value;
        for (const int replicas : {2, 3, 7}) {
            const FootprintResult footprint = footprintOf(withReplicas(project, "back", replicas));
            QVERIFY(close(partOf(footprint, "back").cost, replicas * one));
            QVERIFY(close(partOf(footprint, "front").cost, one));
        }
    }

    void aReplicaMayHaveAPriceOfItsOwn() {
        Project project = twoServices();
        Deployment front = *project.deployments.find(DeploymentId("front"));
        front.pricePerReplicaHour = 0.25;
        project.deployments = project.deployments.with(front);
        QVERIFY(close(partOf(footprintOf(project), "front").cost, 0.5));
        QVERIFY(close(partOf(estimatedFootprint(project), "front").cost, 0.5));
    }

    void energyLiesBetweenIdleAndFull_data() {
        QTest::addColumn<double>("rate");
        for (const double rate : {0.1, 20.0, 60.0, 95.0, 300.0}) QTest::addRow("%g", rate) << rate;
    }
    void energyLiesBetweenIdleAndFull() {
        QFETCH(double, rate);
        const Project project = twoServices(rate);
        for (const FootprintResult& footprint : {footprintOf(project), estimatedFootprint(project)}) {
            const Figure& back = partOf(footprint, "back").power;
            QVERIFY(back.value);
            QVERIFY(*back.value >= 1.2 * 1.4 * (1 - 1e-9));
            QVERIFY(*back.value <= 1.2 * 4.4 * (1 + 1e-9));
        }
    }

    void theGridConcernsTheUseAlone() {
        Project project = twoServices();
        const FootprintResult before = footprintOf(project);
        project.rates->power->gridIntensity = 600;
        const FootprintResult after = footprintOf(project);
        for (std::size_t at = 0; at < before.parts.size(); ++at) {
            QVERIFY(close(after.parts[at].operational, 2 * *before.parts[at].operational.value));
            QCOMPARE(*after.parts[at].embodied.value, *before.parts[at].embodied.value);
            QCOMPARE(*after.parts[at].power.value, *before.parts[at].power.value);
            QCOMPARE(*after.parts[at].cost.value, *before.parts[at].cost.value);
        }
    }

    void deadReplicasCostNothing() {
        Builder builder;
        Deployment& back = builder.service("back", 16, {cpu(1)});
        back.replicas = 4;
        back.cpuRequestMilli = back.cpuLimitMilli = 1000;
        back.memoryRequestMib = back.memoryLimitMib = 1024;
        builder.load("users", PoissonArrivals{20}, {"back.do"});
        builder.fault(ServiceId("back"), 20, 40, KillFault{3});
        builder.project.rates = plainRates();
        const FootprintPart part = partOf(footprintOf(builder.build(100)), "back");
        // Three of four are gone for 40 of 100 seconds.
        QVERIFY(std::abs(part.units - 2.8) < 1e-9);
        QVERIFY(close(part.cost, 2.8 * 0.045));
        QVERIFY(isExact(part.cost));
        QVERIFY(close(part.embodied, 2.8 * 1.5));
    }

    void aForkPaysForWhatItAdds() {
        const Project project = twoServices();
        simulator::SteeredRun run(planFor(project));
        QVERIFY(run.runTo(30));
        auto forked = run.fork(planFor(withReplicas(project, "back", 3)));
        QVERIFY2(forked, forked ? "" : forked.error().text().c_str());
        QVERIFY(forked->runTo(60));
        const FootprintPart part = partOf(forked->result().footprint, "back");
        QVERIFY(std::abs(part.units - 2) < 1e-9);
        QVERIFY(close(part.cost, 2 * 0.045));
    }

    void withoutRatesThereAreNoCosts() {
        Project project = twoServices();
        project.rates.reset();
        for (const FootprintResult& footprint : {footprintOf(project), estimatedFootprint(project)}) {
            QVERIFY(!footprint.known());
            QVERIFY(footprint.parts.empty());
            QVERIFY(!footprint.total.cost.value);
        }
    }

    void whatHasNoRateIsLeftOut() {
        Project project = twoServices();
        project.rates = Rates{};
        project.rates->gibHour = 0.005;
        const FootprintResult footprint = footprintOf(project);
        QVERIFY(close(footprint.total.cost, 2 * 0.0025 + 0.005));
        QVERIFY(!footprint.total.power.value);
        QVERIFY(!footprint.total.carbon.value);
        QVERIFY(!footprint.total.power.why.empty());
        QVERIFY(!footprint.leftOut.empty());
    }

    void whatOthersRunIsNotCounted() {
        Project project = twoServices();
        Service back = *project.services.find(ServiceId("back"));
        back.kind = ServiceKind::External;
        project.services = project.services.with(back);
        const FootprintResult footprint = footprintOf(project);
        QCOMPARE(footprint.parts.size(), std::size_t{1});
        QVERIFY(close(footprint.total.cost, 0.045));
    }

    void ratesChangeNoEvent() {
        Project project = twoServices();
        const auto with = simulated(project).eventLogHash;
        project.rates.reset();
        QCOMPARE(simulated(project).eventLogHash, with);
    }

    void busyProcessorsOfEachKindAreCounted_data() {
        QTest::addColumn<int>("kind");
        QTest::newRow("event loops") << 0;
        QTest::newRow("sharing") << 1;
        QTest::newRow("interrupting priorities") << 2;
        QTest::newRow("CPU time of threads") << 3;
    }
    /// The estimate finds the use of processors in its own way, within the interval of the simulation.
    void busyProcessorsOfEachKindAreCounted() {
        QFETCH(int, kind);
        Builder builder;
        const Step work = kind == 3 ? Step{Compute{exponential(8), Work::Cpu}, {}} : compute(exponential(8));
        Deployment& deployment =
            builder.service("s", 2, {work, branch(0.5, {work}), {Loop{2, {work}}, {}}, query("db")});
        builder.store("db", 50, exponential(3));
        deployment.replicas = 2;
        deployment.cpuRequestMilli = deployment.cpuLimitMilli = 2000;
        if (kind == 0) deployment.concurrency = Concurrency::EventLoop;
        if (kind == 1) deployment.discipline = QueueDiscipline::ProcessorSharing;
        if (kind == 2) deployment.discipline = QueueDiscipline::PreemptivePriority;
        if (kind == 3) deployment.workers = 200;
        builder.load("users", PoissonArrivals{60}, {"s.do"});
        builder.project.rates = plainRates();
        const Project project = builder.build(400, 10);
        const FootprintPart measured = partOf(footprintOf(project), "s");
        const FootprintPart expected = partOf(estimatedFootprint(project), "s");
        QVERIFY(close(expected.cpu, 60 * 0.008 * 3.5 / 4, 1e-6));
        QVERIFY(agree(measured.cpu, expected.cpu));
        QVERIFY(agree(measured.power, expected.power));
        QVERIFY(agree(measured.carbonPerRequest, expected.carbonPerRequest));
        QVERIFY(!isExact(measured.power));
    }

    void objectivesAreJudged_data() {
        QTest::addColumn<bool>("byEstimate");
        QTest::newRow("simulated") << false;
        QTest::newRow("estimated") << true;
    }
    void objectivesAreJudged() {
        QFETCH(bool, byEstimate);
        using Verdict = ObjectiveResult::Verdict;
        const Project project = twoServices(50, Work::Delay);
        const ObjectiveResult month =
            judged(project, CostObjective{0.09 * 730, CostBasis::Month}, byEstimate);
        QCOMPARE(month.unit, std::string("USD/month"));
        QVERIFY(month.target.empty());
        QVERIFY(close(month.observed, 0.09 * 730));
        QVERIFY(judged(project, CostObjective{66, CostBasis::Month}, byEstimate).verdict == Verdict::Met);
        QVERIFY(judged(project, CostObjective{65, CostBasis::Month}, byEstimate).verdict == Verdict::Missed);
        const ObjectiveResult million =
            judged(project, CostObjective{0.6, CostBasis::MillionRequests}, byEstimate);
        QCOMPARE(million.unit, std::string("USD/million requests"));
        QVERIFY(million.verdict == Verdict::Met);
        QVERIFY(judged(project, CostObjective{0.4, CostBasis::MillionRequests}, byEstimate).verdict ==
                Verdict::Missed);
        const ObjectiveResult carbon = judged(project, CarbonObjective{1e5, CarbonBasis::Month}, byEstimate);
        QCOMPARE(carbon.unit, std::string("g/month"));
        QVERIFY(carbon.verdict == Verdict::Met);
        QVERIFY(judged(project, CarbonObjective{1, CarbonBasis::Month}, byEstimate).verdict ==
                Verdict::Missed);
        const ObjectiveResult request =
            judged(project, CarbonObjective{1e-6, CarbonBasis::Request}, byEstimate);
        QCOMPARE(request.unit, std::string("g/request"));
        QVERIFY(request.verdict == Verdict::Missed);
    }

    /// The estimate takes CPU time for waiting, and so says of requests only what they miss; what runs costs
    /// the same.
    void whatRunsIsJudgedWithoutTheLoad() {
        using Verdict = ObjectiveResult::Verdict;
        const Project project = twoServices();
        QVERIFY(judged(project, CostObjective{66, CostBasis::Month}, true).verdict == Verdict::Met);
        QVERIFY(judged(project, CostObjective{65, CostBasis::Month}, true).verdict == Verdict::Missed);
        QVERIFY(judged(project, CostObjective{0.6, CostBasis::MillionRequests}, true).verdict ==
                Verdict::Undecided);
    }

    /// A fault in the middle of a run is no steady state: nothing is judged.
    void theEstimateJudgesNoFaults() {
        Builder builder;
        builder.service("back", 16, {cpu(1)}).replicas = 4;
        builder.load("users", PoissonArrivals{20}, {"back.do"});
        builder.fault(ServiceId("back"), 20, 40, KillFault{3});
        builder.project.rates = plainRates();
        const ObjectiveResult result = judged(builder.build(100), CostObjective{1e6, CostBasis::Month}, true);
        QVERIFY(result.observed.value);
        QVERIFY(result.verdict == ObjectiveResult::Verdict::Undecided);
    }

    void tooLittleDataDecidesNothing() {
        Project project = twoServices(0.05);
        Scenario scenario = *project.scenarios.begin();
        scenario.length = seconds(1);
        project.scenarios = project.scenarios.with(scenario);
        const ObjectiveResult result = judged(project, CostObjective{1, CostBasis::MillionRequests});
        QVERIFY(!result.observed.value);
        QVERIFY(result.observed.why.starts_with("not enough data"));
        QVERIFY(result.verdict == ObjectiveResult::Verdict::Undecided);
    }

    void objectivesNeedRates() {
        Project project = twoServices();
        project.rates.reset();
        project.objectives =
            project.objectives.with({ObjectiveId("o"), "O", WholeSystem{}, CostObjective{}, {}});
        const auto plan = simulator::compile(project, ScenarioId("test"));
        QVERIFY(!plan);
        QCOMPARE(plan.error().place, std::string("/objectives/o/goal"));
    }

private:
    static Distribution exponential(double time) { return Distribution::exponential(milliseconds(time)); }
};

QTEST_APPLESS_MAIN(FootprintTest)
#include "footprint_test.moc"
