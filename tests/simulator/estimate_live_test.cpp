// The estimate that follows edits, against estimates from scratch.
#include "simulator/estimate/live_estimate.h"

#include <random>

#include "tests/simulator/estimates.h"
#include "tests/simulator/random_model.h"
#include "tests/simulator/topic.h"

using namespace estimates;

namespace {

/// Edits made by chance, of everything that the estimate looks at.
class Editor {
public:
    explicit Editor(std::uint32_t seed) : m_random(seed) {}

    void edit(Project& project) {
        switch (below(12)) {
            case 0:
            case 1:
            case 2:
                return editBehaviour(project);
            case 3:
                return editDeployment(project);
            case 4:
                return editStore(project);
            case 5:
                return editPolicy(project);
            case 6:
                return editLoad(project);
            case 7:
                return addService(project);
            case 8:
                return removeJourneyStep(project);
            case 9:
                return editChannel(project);
            case 10:
                project.network.latency = time();
                return;
            default:
                return editFaults(project);
        }
    }

private:
    int below(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(m_random); }
    bool chance(double probability) { return std::bernoulli_distribution(probability)(m_random); }
    Distribution time() { return Distribution::exponential(milliseconds(0.5 * (1 + below(8)))); }
    template <class Entity>
    const Entity* any(const Collection<Entity>& all) {
        return all.empty() ? nullptr : &all.at(static_cast<std::size_t>(below(static_cast<int>(all.size()))));
    }

    void editBehaviour(Project& project) {
        Service service = *any(project.services);
        Operation operation = *any(service.operations);
        Behaviour& steps = operation.behaviour;
        const auto at = steps.begin() + below(static_cast<int>(steps.size()));
        if (chance(0.3))
            *at = compute(time());
        else if (chance(0.4))
            steps.insert(at, someStep(project));
        else if (steps.size() > 1)
            steps.erase(at);
        service.operations = service.operations.with(operation);
        project.services = project.services.with(service);
    }
    Step someStep(const Project& project) {
        switch (below(4)) {
            case 0:
                return {Fail{0.05}, {}};
            case 1:
                return {Loop{1 + below(3), {compute(time())}}, {}};
            case 2:
                if (const DataStore* store = any(project.stores)) return query(store->id.value());
                return compute(time());
            default:
                return {Fallback{{compute(time()), Step{Fail{0.3}, {}}}, {compute(time())}}, {}};
        }
    }
    void editDeployment(Project& project) {
        Deployment deployment = *any(project.deployments);
        if (chance(0.5)) deployment.workers = 1 + below(16);
        if (chance(0.3)) deployment.replicas = 1 + below(3);
        if (chance(0.3)) deployment.queueLimit = below(20);
        project.deployments = project.deployments.with(deployment);
    }
    void editStore(Project& project) {
        const DataStore* found = any(project.stores);
        if (!found) return;
        DataStore store = *found;
        if (chance(0.5)) store.poolSize = 1 + below(8);
        if (chance(0.5)) store.readTime = time();
        project.stores = project.stores.with(store);
    }
    void editPolicy(Project& project) {
        CallPolicy policy = *any(project.policies);
        policy.timeout = milliseconds(5 + below(100));
        if (chance(0.5)) policy.retry = RetryPolicy{};
        if (chance(0.3)) policy.retry.reset();
        project.policies = project.policies.with(policy);
    }
    void editLoad(Project& project) {
        Workload workload = *any(project.workloads);
        const double rate = 10.0 * (1 + below(10));
        const std::vector<Arrivals> kinds{
            PoissonArrivals{rate}, ConstantArrivals{rate}, ClosedUsers{1 + below(10), time()},
            DiurnalArrivals{rate, rate / 2, seconds(10), {}},
            ModulatedArrivals{{{rate, seconds(1), {}}, {3 * rate, seconds(0.5), {}}}}};
        workload.arrivals = kinds[static_cast<std::size_t>(chance(0.5) ? 0 : below(5))];
        project.workloads = project.workloads.with(workload);
    }
    // Before the others, so that all of them move.
    void addService(Project& project) {
        Service service;
        service.id = ServiceId("a" + std::to_string(below(5)));
        if (const Service* known = project.services.find(service.id); known && chance(0.5)) {
            project.services = project.services.without(known->id);
            return;
        }
        Operation operation;
        operation.id = OperationId(service.id.value() + ".do");
        operation.behaviour = {compute(time())};
        service.operations = service.operations.with(operation);
        project.services = project.services.with(service);
    }
    void removeJourneyStep(Project& project) {
        Workload workload = *any(project.workloads);
        Journey journey = *any(workload.journeys);
        if (journey.steps.size() > 1 && chance(0.5))
            journey.steps.pop_back();
        else
            journey.steps.push_back({any(any(project.services)->operations)->id, 0.5, {}, {}, {}});
        journey.weight = 1 + below(3);
        workload.journeys = workload.journeys.with(journey);
        project.workloads = project.workloads.with(workload);
    }
    void editChannel(Project& project) {
        const Channel* found = any(project.channels);
        if (!found) return;
        Channel channel = *found;
        channel.delivery = chance(0.5) ? DeliveryGuarantee::AtLeastOnce : DeliveryGuarantee::AtMostOnce;
        channel.partitions = 1 + below(4);
        project.channels = project.channels.with(channel);
    }
    void editFaults(Project& project) {
        FaultPlan plan;
        plan.id = FaultPlanId("faults");
        Fault fault;
        fault.target = any(project.services)->id;
        if (chance(0.4)) fault.effect = SlowFault{1.5, {}};
        if (chance(0.4)) fault.effect = ErrorFault{0.1};
        if (chance(0.7)) plan.faults = {fault};
        project.faultPlans = project.faultPlans.with(plan);
        Scenario scenario = *project.scenarios.begin();
        scenario.faults = plan.id;
        project.scenarios = project.scenarios.with(scenario);
    }

    std::mt19937 m_random;
};

bool alike(double left, double right, double tolerance) {
    return std::abs(left - right) <= tolerance * (1e-3 + std::max(std::abs(left), std::abs(right)));
}

/// What differs between two estimates; empty when nothing does.
std::string differing(const simulator::LiveEstimate& followed, const simulator::LiveEstimate& scratch) {
    constexpr double tolerance = 2e-5;
    if (followed.operations() != scratch.operations() || followed.stations() != scratch.stations())
        return "number of entities";
    const auto compared = [&](const simulator::Glance& left, const simulator::Glance& right) {
        return left.reached == right.reached && left.stable == right.stable &&
               alike(left.utilisation, right.utilisation, tolerance) &&
               alike(left.mean, right.mean, tolerance) && alike(left.p99, right.p99, 10 * tolerance) &&
               alike(left.load, right.load, tolerance);
    };
    const auto text = [](const char* kind, std::size_t at, const auto& left, const auto& right) {
        return std::string(kind) + " " + std::to_string(at) + ": mean " + std::to_string(left.mean) + ", " +
               std::to_string(right.mean) + "; p99 " + std::to_string(left.p99) + ", " +
               std::to_string(right.p99) + "; load " + std::to_string(left.load) + ", " +
               std::to_string(right.load) + "; utilisation " + std::to_string(left.utilisation) + ", " +
               std::to_string(right.utilisation) + "; reached " + std::to_string(left.reached) + ", " +
               std::to_string(right.reached);
    };
    for (std::size_t at = 0; at < scratch.operations(); ++at)
        if (!compared(followed.operation(at), scratch.operation(at)))
            return text("operation", at, followed.operation(at), scratch.operation(at));
    for (std::size_t at = 0; at < scratch.stations(); ++at)
        if (!compared(followed.station(at), scratch.station(at)))
            return text("station", at, followed.station(at), scratch.station(at));
    if (followed.bottleneck() != scratch.bottleneck()) return "bottleneck";
    return {};
}

}  // namespace

class EstimateLiveTest : public QObject {
    Q_OBJECT

private slots:
    void followsEdits();
    void messagesInCircles();
    void followsEditsOfAllKinds_data();
    void followsEditsOfAllKinds();
    void mostEditsHadAnAnswer();

private:
    int m_compared = 0;
};

// After each edit the live estimate says what an estimate from scratch says.
void EstimateLiveTest::followsEdits() {
    simulator::LiveEstimate live(ScenarioId("test"));
    for (const double time : {1.0, 2.0, 1.5, 0.1}) {
        Builder model;
        Parallel parallel;
        parallel.branches = {{call("back.do")}, {call("back.do")}};
        model.service("back", 4, {compute(Distribution::exponential(milliseconds(time)))}).queueLimit = 10;
        model.service("front", 16, {compute(Distribution::exponential(milliseconds(1))), Step{parallel, {}}});
        model.load("users", PoissonArrivals{600}, {"front.do"});
        const Project project = model.build(10);
        QVERIFY(live.update(project));
        const Estimate whole = estimated(project);
        const simulator::Glance glance = live.operation(1);
        QVERIFY(glance.stable && glance.reached);
        QVERIFY(near("mean", flow(whole.figures.operations, "front.do").latency.mean, glance.mean, 1e-4));
        QVERIFY(near("p99", flow(whole.figures.operations, "front.do").latency.p99, glance.p99, 1e-4));
        QVERIFY(near("utilisation", station(whole, "back").utilisation, live.station(0).utilisation, 1e-4));
        QCOMPARE(QString::fromStdString(std::string(live.bottleneck())),
                 QString::fromStdString(whole.bottleneck));
        QCOMPARE(live.whole().stable, whole.stable);
    }
    Builder broken;
    broken.service("a", 1, {call("nobody.do")});
    broken.load("users", PoissonArrivals{1}, {"a.do"});
    QVERIFY(!live.update(broken.build(10)));
    QCOMPARE(live.stations(), std::size_t{0});
}

// Of 100 messages a second each makes another with a probability p: 100 / (1 - p) of them; with 1 they grow
// without end, and where none is sent any more there are none, whatever was there before.
void EstimateLiveTest::messagesInCircles() {
    struct Edit {
        bool sends;
        double again, load;
    };
    const double endless = 1e12 / 1e6;
    simulator::LiveEstimate live(ScenarioId("test"));
    for (const Edit& edit :
         {Edit{true, 0.5, 2e-4}, Edit{true, 1, endless}, Edit{true, 0.9, 1e-3}, Edit{true, 0.99, 1e-2},
          Edit{false, 1, 0}, Edit{true, 1, endless}, Edit{false, 1, 0}, Edit{false, 0.5, 0}}) {
        Topic topic(PoissonArrivals{100}, {steadily(1), branch(edit.again, {publish("t")})});
        topic.channel.delivery = DeliveryGuarantee::AtMostOnce;
        Project project = topic.build(10);
        if (!edit.sends) {
            Service sender = *project.services.find(ServiceId("p"));
            Operation operation = *sender.operations.begin();
            operation.behaviour = {steadily(1), branch(0, {publish("t")})};
            sender.operations = sender.operations.with(operation);
            project.services = project.services.with(sender);
        }
        QVERIFY(live.update(project));
        std::size_t consumer = 0;
        while (project.services.at(consumer).id != ServiceId("c")) ++consumer;
        const double seen = live.station(consumer).load;
        QVERIFY2(alike(seen, edit.load, 1e-4), qPrintable(QString::number(seen)));
    }
}

void EstimateLiveTest::followsEditsOfAllKinds_data() {
    QTest::addColumn<int>("seed");
    for (int seed = 1; seed <= 60; ++seed) QTest::addRow("%d", seed) << seed;
    QTest::addRow("a branch that hardly ever fails") << 84;
    QTest::addRow("an operation that never succeeds") << 89;
    QTest::addRow("another that never succeeds") << 193;
}

// Whatever is edited, and however often: figures of everything are those from scratch, within what the solver
// leaves open.
void EstimateLiveTest::followsEditsOfAllKinds() {
    QFETCH(int, seed);
    Project project = RandomModel(static_cast<std::uint32_t>(seed)).make();
    Editor editor(static_cast<std::uint32_t>(1000 + seed));
    simulator::LiveEstimate followed(ScenarioId("test"));
    for (int turn = 0; turn < 40; ++turn) {
        if (turn > 0) editor.edit(project);
        simulator::LiveEstimate scratch(ScenarioId("test"));
        const auto one = followed.update(project);
        const auto other = scratch.update(project);
        QCOMPARE(one.has_value(), other.has_value());
        if (!one) {
            QCOMPARE(one.error().text(), other.error().text());
            continue;
        }
        const Estimate whole = scratch.whole();
        if (!whole.converged) continue;  // There is no answer to agree upon
        QCOMPARE(followed.whole().notRepresented, whole.notRepresented);
        const std::string found = differing(followed, scratch);
        QVERIFY2(found.empty(), ("turn " + std::to_string(turn) + ", " + found).c_str());
        ++m_compared;
    }
}

// What does not settle was not compared; that is little.
void EstimateLiveTest::mostEditsHadAnAnswer() {
    QVERIFY2(m_compared > 1200, qPrintable(QString::number(m_compared)));
}

QTEST_GUILESS_MAIN(EstimateLiveTest)
#include "estimate_live_test.moc"
