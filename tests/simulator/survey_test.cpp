// What is left when one component after the other is away.
#include <QTest>
#include <algorithm>
#include <cmath>

#include "simulator/experiment/survey.h"
#include "tests/simulator/acceptance.h"

using namespace queueing;
using simulator::RemovalKind;
using simulator::Survey;
using simulator::SurveyOptions;
using simulator::SurveyRow;

namespace {

const ScenarioId test("test");

/// A shop asks its catalogue in every request, and for a picture that it can do without; half of the users
/// look at news that need neither.
Project shop() {
    Builder model;
    model.service("catalogue", 4, {compute(exponentially(5)), query("goods")}).replicas = 3;
    model.store("goods", 8, exponentially(2));
    model.service("pictures", 4, {compute(exponentially(5))});
    model.service("unused", 4, {compute(exponentially(5))});
    model.service("shop", 8,
                  {call("catalogue.do"), {Fallback{{call("pictures.do")}, {compute(exponentially(1))}}, {}}});
    model.service("news", 8, {compute(exponentially(5))});
    model.load("buyers", PoissonArrivals{50}, {"shop.do"});
    model.load("readers", PoissonArrivals{50}, {"news.do"});
    watchAvailability(model, "buying", JourneyId("buyers.journey"));
    watchAvailability(model, "reading", JourneyId("readers.journey"));
    return model.build(60);
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

/// Three zones: the front stands in all, the cart in the first alone, the search in the other two. Whoever
/// calls gives up after a second.
Builder zonedShop(bool patient = false) {
    Builder model;
    model.service("cart", 4, {compute(exponentially(5))}).zones = {ZoneId("a")};
    Deployment& search = model.service("search", 4, {compute(exponentially(5))});
    search.zones = {ZoneId("b"), ZoneId("c")};
    search.replicas = 4;
    Deployment& front =
        model.service("front", 8, {branch(0.5, {call("cart.do", "quick")}), call("search.do", "quick")});
    front.zones = {ZoneId("a"), ZoneId("b"), ZoneId("c")};
    front.replicas = 6;
    model.load("users", PoissonArrivals{60}, {"front.do"}, patient ? std::nullopt : std::optional("quick"));
    model.policy("quick").timeout = seconds(1);
    watchAvailability(model, "served", JourneyId("users.journey"));
    for (const char* name : {"a", "b", "c"})
        model.project.network.zones =
            model.project.network.zones.with({ZoneId(name), name, {}, RegionId("r")});
    model.project.network.regions = model.project.network.regions.with({RegionId("r"), "R", {}});
    return model;
}

Survey surveyed(const Project& project, SurveyOptions options = {}) {
    const auto survey = simulator::survey(project, test, options);
    if (!survey) qFatal("%s", survey.error().text().c_str());
    return *survey;
}

const SurveyRow& row(const Survey& survey, RemovalKind kind, const std::string& id) {
    for (const SurveyRow& candidate : survey.rows)
        if (candidate.removal.kind == kind && candidate.removal.id == id) return candidate;
    qFatal("no such row");
}

std::vector<std::string> affectedBy(const SurveyRow& row) {
    std::vector<std::string> ids;
    for (const simulator::AffectedFlow& flow : row.affected) ids.push_back(flow.id);
    return ids;
}

}  // namespace

class SurveyTest : public QObject {
    Q_OBJECT

private slots:
    void everyComponentIsTakenAwayOnce() {
        const Survey survey = surveyed(shop());
        std::vector<std::string> removed;
        for (const SurveyRow& row : survey.rows)
            removed.push_back(std::string(simulator::removalKindName(row.removal.kind)) + " " +
                              row.removal.id);
        std::ranges::sort(removed);
        QCOMPARE(removed, (std::vector<std::string>{"instance catalogue", "service catalogue", "service news",
                                                    "service pictures", "service shop", "service unused",
                                                    "store goods"}));
        QCOMPARE(survey.lostAt, 10.0);
        QVERIFY(!survey.lostFor && survey.trials == 7 && !survey.cancelled);
    }

    // Half of the load needs the catalogue: all of that fails, and its objective with it, and nothing else.
    void aLossHurtsThoseWhoNeedIt() {
        const Survey survey = surveyed(shop());
        for (const auto& [kind, id] :
             {std::pair(RemovalKind::Service, "catalogue"), std::pair(RemovalKind::Store, "goods"),
              std::pair(RemovalKind::Service, "shop")}) {
            const SurveyRow& lost = row(survey, kind, id);
            QVERIFY2(std::abs(lost.goodputLeft - 0.5) < 0.02, id);
            QCOMPARE(lost.missed.size(), std::size_t{1});
            QCOMPARE(lost.objectives[lost.missed[0]].id, std::string("buying"));
            QCOMPARE(lost.affected.front().id, std::string("buyers.journey"));
            QVERIFY(lost.affected.front().success < 0.001);
        }
        QCOMPARE(affectedBy(row(survey, RemovalKind::Store, "goods")),
                 (std::vector<std::string>{"buyers.journey", "catalogue.do", "shop.do"}));
    }

    // A fallback and spare replicas do their work; what nobody asks for is missed by nobody.
    void someLossesAreBorne() {
        const Survey survey = surveyed(shop());
        for (const auto& [kind, id] :
             {std::pair(RemovalKind::Instance, "catalogue"), std::pair(RemovalKind::Service, "pictures"),
              std::pair(RemovalKind::Service, "unused")}) {
            const SurveyRow& lost = row(survey, kind, id);
            QVERIFY2(lost.goodputLeft > 0.99 && lost.missed.empty(), id);
        }
        QVERIFY(row(survey, RemovalKind::Service, "unused").affected.empty());
    }

    void theWorstComesFirst() {
        const Survey survey = surveyed(shop());
        for (std::size_t at = 1; at < survey.rows.size(); ++at) {
            const SurveyRow& before = survey.rows[at - 1];
            const SurveyRow& after = survey.rows[at];
            QVERIFY(before.missed.size() > after.missed.size() ||
                    (before.missed.size() == after.missed.size() && before.goodputLeft <= after.goodputLeft));
        }
    }

    void theSameOnAnyNumberOfThreads() {
        SurveyOptions options;
        options.experiment.threads = 1;
        const Survey alone = surveyed(shop(), options);
        options.experiment.threads = 2;
        QVERIFY(surveyed(shop(), options) == alone);
    }

    // What is back after a tenth of the time costs a tenth of the buyers.
    void anOutageEnds() {
        SurveyOptions options;
        options.outage = seconds(5);
        const Survey survey = surveyed(shop(), options);
        QCOMPARE(survey.lostFor.value(), 5.0);
        const double left = row(survey, RemovalKind::Service, "catalogue").goodputLeft;
        QVERIFY2(left > 0.9 && left < 0.98, qPrintable(QString::number(left)));
    }

    // The loss comes later than the stated scenario is over.
    void aLongerRunCanBeAskedFor() {
        SurveyOptions options;
        options.run.length = seconds(600);
        options.run.replications = 1;
        const Survey survey = surveyed(shop(), options);
        QCOMPARE(survey.lostAt, 100.0);
        QCOMPARE(survey.simulatedSeconds, 600.0);
        QVERIFY(std::abs(row(survey, RemovalKind::Service, "shop").goodputLeft - 0.5) < 0.02);
    }

    // In the zone of the cart alone is half of what users need; of all else there is more elsewhere.
    void zonesAndRegionsAreTakenAway() {
        const Survey survey = surveyed(zonedShop().build(60));
        QVERIFY2(survey.untried.empty(), survey.untried.empty() ? "" : survey.untried[0].reason.c_str());
        const SurveyRow& cart = row(survey, RemovalKind::Zone, "a");
        QVERIFY2(std::abs(cart.goodputLeft - row(survey, RemovalKind::Service, "cart").goodputLeft) < 0.02,
                 qPrintable(QString::number(cart.goodputLeft)));
        // It is away itself, and not among those that are worse off for it.
        QCOMPARE(affectedBy(cart), (std::vector<std::string>{"users.journey", "front.do"}));
        for (const char* zone : {"b", "c"}) {
            const SurveyRow& other = row(survey, RemovalKind::Zone, zone);
            QVERIFY2(other.goodputLeft > 0.98 && other.missed.empty(), zone);
        }
        const SurveyRow& all = row(survey, RemovalKind::Region, "r");
        QVERIFY(all.goodputLeft < 0.01 && all.missed.size() == 1);
        QCOMPARE(affectedBy(all), (std::vector<std::string>{"users.journey"}));
        QCOMPARE(survey.rows.front().removal.kind == RemovalKind::Zone, false);
    }

    // Who waits for ever is named, and all other losses are looked at; so are zones without anything.
    void lossesThatCannotBeTriedAreTold() {
        Builder model = zonedShop(true);
        model.project.network.zones = model.project.network.zones.with({ZoneId("d"), "d", {}, {}});
        const Survey survey = surveyed(model.build(30));
        std::vector<std::string> untried;
        for (const simulator::UntriedLoss& loss : survey.untried)
            untried.push_back(simulator::removalKindName(loss.removal.kind) + (" " + loss.removal.id) + ": " +
                              loss.reason);
        const std::string waits =
            ": loses messages of the call of `front.do` by `users.journey`, which would wait for ever: "
            "expected a "
            "policy with a timeout or a deadline there";
        QCOMPARE(untried,
                 (std::vector<std::string>{"zone a" + waits, "zone b" + waits, "zone c" + waits,
                                           "zone d: nothing is in the zone `d`: expected a deployment or a "
                                           "store that is spread over it",
                                           "region r" + waits}));
        QCOMPARE(survey.rows.size(), survey.trials - untried.size());
        QVERIFY(row(survey, RemovalKind::Service, "front").goodputLeft < 0.01);
    }

    // What the scenario loses itself cannot be lost again at the same time.
    void whatIsLostAlreadyIsTold() {
        Builder model = zonedShop();
        model.fault(ZoneId("b"), 0, {}, KillFault{});
        const Survey survey = surveyed(model.build(30));
        QCOMPARE(survey.untried.size(), std::size_t{1});
        QVERIFY(survey.untried[0].removal.kind == RemovalKind::Zone && survey.untried[0].removal.id == "b");
        QVERIFY2(survey.untried[0].reason.find("the same as fault 0") == 0, survey.untried[0].reason.c_str());
        // With both of its zones away nobody can search.
        QVERIFY(row(survey, RemovalKind::Zone, "c").goodputLeft < 0.01);
    }

    // One node of two takes half of the replicas for as long as the run lasts; both take all.
    void nodesAndPoolsAreTakenAway() {
        Builder model = zonedShop();
        NodePool pool;
        pool.id = NodePoolId("pool");
        pool.name = "Pool";
        pool.nodes = 2;
        model.project.network.nodePools = model.project.network.nodePools.with(pool);
        for (Deployment& deployment : model.deployments)
            if (deployment.service == ServiceId("search")) {
                deployment.zones = {};
                deployment.nodePool = pool.id;
            }
        const Survey survey = surveyed(model.build(60));
        const SurveyRow& node = row(survey, RemovalKind::Node, "pool");
        const SurveyRow& all = row(survey, RemovalKind::NodePool, "pool");
        QVERIFY2(node.goodputLeft > 0.3 && node.goodputLeft < 0.9,
                 qPrintable(QString::number(node.goodputLeft)));
        QVERIFY(all.goodputLeft < 0.01);
        QCOMPARE(affectedBy(all), (std::vector<std::string>{"users.journey", "front.do"}));
    }

    // Publishers get an error from a broker that is away; whoever has nothing to do with it is well.
    void brokersAreTakenAway() {
        Builder model;
        Channel letters;
        letters.id = ChannelId("letters");
        letters.name = "Letters";
        letters.broker = Broker::RabbitMq;
        model.project.channels = model.project.channels.with(letters);
        model.service("writer", 4, {compute(exponentially(1)), publish("letters")});
        model.service("reader", 4, {compute(exponentially(1))});
        model.load("writers", PoissonArrivals{50}, {"writer.do"});
        model.load("readers", PoissonArrivals{50}, {"reader.do"});
        const SurveyRow lost = row(surveyed(model.build(60)), RemovalKind::Broker, "letters");
        QVERIFY2(std::abs(lost.goodputLeft - 0.5) < 0.02, qPrintable(QString::number(lost.goodputLeft)));
        QCOMPARE(affectedBy(lost), (std::vector<std::string>{"writers.journey", "writer.do"}));
    }

    void primariesAreServersOfTheirOwn() {
        Project project = shop();
        DataStore store = *project.stores.find(DataStoreId("goods"));
        store.replication = Replication{};
        project.stores = project.stores.with(store);
        const Survey survey = surveyed(project);
        const double primary = row(survey, RemovalKind::Server, "goods").goodputLeft;
        QVERIFY(primary > row(survey, RemovalKind::Store, "goods").goodputLeft);
    }

    // Faults of the scenario stay, and its stated warm-up is when the loss begins.
    void theScenarioStays() {
        Project project = shop();
        FaultPlan plan;
        plan.id = FaultPlanId("survey");
        plan.name = "Own";
        Fault fault;
        fault.target = ServiceId("news");
        fault.effect = KillFault{};
        plan.faults = {fault};
        project.faultPlans = project.faultPlans.with(plan);
        Scenario scenario = *project.scenarios.find(test);
        scenario.faults = plan.id;
        scenario.warmUp = seconds(20);
        project.scenarios = project.scenarios.with(scenario);
        const Survey survey = surveyed(project);
        QCOMPARE(survey.lostAt, 20.0);
        QVERIFY(row(survey, RemovalKind::Service, "catalogue").goodputLeft < 0.01);
        // It is missed anyway, so no loss is to blame.
        for (const SurveyRow& row : survey.rows)
            for (const std::size_t at : row.missed) QCOMPARE(row.objectives[at].id, std::string("buying"));
    }

    // What is refused has no latency: half of the capacity serves two thirds of the requests in time.
    void refusedRequestsAreNotInTime() {
        Builder model;
        Deployment& web = model.service("web", 1, {compute(exponentially(10))});
        web.replicas = 2;
        web.queueLimit = 1;
        model.load("users", PoissonArrivals{50}, {"web.do"});
        Objective quick;
        quick.id = ObjectiveId("quick");
        quick.name = "Quick";
        quick.target = JourneyId("users.journey");
        quick.goal = LatencyObjective{0.95, milliseconds(200)};
        model.objectives.push_back(quick);
        const SurveyRow lost = row(surveyed(model.build(60)), RemovalKind::Instance, "web");
        QVERIFY(lost.objectives[0].verdict == simulator::ObjectiveResult::Verdict::Met);
        QVERIFY2(lost.goodputLeft > 0.5 && lost.goodputLeft < 0.95,
                 qPrintable(QString::number(lost.goodputLeft)));
        QCOMPARE(lost.missed, (std::vector<std::size_t>{0}));
    }

    // Only without what makes the steps, or takes them, the run comes to its end.
    void runsThatEndEarlyAreTold() {
        SurveyOptions options;
        options.run.replications = 1;
        const Survey survey = surveyed(endless().build(20, 5), options);
        const std::string why = "ended after 10 s because more than 100 million steps took no time";
        QVERIFY2(survey.limitReached.starts_with(why), survey.limitReached.c_str());
        QVERIFY(row(survey, RemovalKind::Service, "web").limitReached.starts_with(why));
        QCOMPARE(row(survey, RemovalKind::Service, "s").limitReached, std::string());
    }

    void badInputIsNamed() {
        const auto nobody = simulator::survey(shop(), ScenarioId("nobody"));
        QVERIFY(!nobody && nobody.error().place == "/scenarios");
        SurveyOptions options;
        options.outage = seconds(100);
        const auto tooLong = simulator::survey(shop(), test, options);
        QVERIFY(!tooLong &&
                tooLong.error().message.find("before each component is back") != std::string::npos);
        Project empty = shop();
        empty.services = {};
        empty.stores = {};
        const auto nothing = simulator::survey(empty, test);
        QVERIFY(!nothing && nothing.error().message.find("to take away") != std::string::npos);
    }

    void aStopLeavesWhatWasDone() {
        std::stop_source stop;
        stop.request_stop();
        SurveyOptions options;
        options.experiment.stop = stop.get_token();
        const Survey survey = surveyed(shop(), options);
        QVERIFY(survey.cancelled && survey.rows.empty());
        QCOMPARE(survey.trials, std::size_t{7});
    }
};

QTEST_APPLESS_MAIN(SurveyTest)
#include "survey_test.moc"
