// Zones: what is lost with them, when clients learn of it, where calls go, what comes back.
#include <QTest>
#include <algorithm>
#include <cmath>

#include "model/json/json.h"
#include "tests/simulator/by_hand.h"
#include "tests/simulator/same_result.h"
#include "tests/simulator/scaled.h"

using namespace queueing;
using simulator::Cause;
using simulator::FlowResult;
using simulator::RunResult;

class ZonesTest : public QObject {
    Q_OBJECT

private slots:
    void zonesAreLost();
    void callersInOtherZonesAreNotTold();
    void deadReplicasStayInTurn();
    void clientsKeepAddresses();
    void callsStayInTheirZone();
    void callsLeaveAnEmptyZone();
    void badZonesAreNamed();
    void whatIsRepairedInALostZoneComesBackWithIt();
    void noPodStartsInALostZone();
};

namespace {

void addZones(Builder& model, const std::vector<std::string>& names) {
    for (const std::string& name : names)
        model.project.network.zones = model.project.network.zones.with({ZoneId(name), name, {}});
}

Builder inZones() {
    Builder model;
    addZones(model, {"a", "b", "c"});
    return model;
}

}  // namespace

// Of each of three zones a third, and the primary of a store, whose second server takes over a second later.
void ZonesTest::zonesAreLost() {
    Builder model;
    addZones(model, {"a", "b", "c"});
    DataStore& store = model.store("db", 10, Distribution::constant(milliseconds(1)));
    store.replication.emplace().replicas = 1;
    store.replication->failover = seconds(1);
    store.zones = {ZoneId("a"), ZoneId("b")};
    Deployment& deployment = model.service("s", 1, {constantly(20)});
    deployment.replicas = 6;
    deployment.zones = {ZoneId("a"), ZoneId("b"), ZoneId("c")};
    model.service("t", 1000, {query("db", StoreAccess::Write)}).zones = {ZoneId("b")};
    model.policy("p").timeout = seconds(5);
    model.load("u", ConstantArrivals{240}, {"s.do"}, "p");
    model.load("v", ConstantArrivals{10}, {"t.do"}, "p");
    model.fault(ZoneId("a"), 20.001, 10, KillFault{});
    const RunResult result = simulate(model.build(60, 0));
    QVERIFY(result.conservation.holds);
    // 240/s are more than four replicas can do, 200/s: ten seconds leave 400 in the queues, 2 s each.
    const simulator::StationResult& station = find(result.stations, "s");
    double longest = 0;
    for (const simulator::Series& series : station.series)
        if (series.name == "queue") longest = *std::max_element(series.values.begin(), series.values.end());
    QVERIFY2(std::abs(longest - 400) < 30, qPrintable(QString::number(longest)));
    // Two replicas lose what they have, which is one each; nobody is told.
    QVERIFY(failed(find(result.journeys, "u.journey"), Cause::Timeout) <= 2);
    QCOMPARE(find(result.journeys, "u.journey").failures(),
             failed(find(result.journeys, "u.journey"), Cause::Timeout));
    for (const simulator::StoreResult& of : result.stores) QCOMPARE(of.failovers, 1u);
}

void ZonesTest::callersInOtherZonesAreNotTold() {
    for (const bool isZone : {true, false}) {
        Builder model;
        addZones(model, {"a"});
        model.service("s", 100, {constantly(1000)}).zones = {ZoneId("a")};
        model.policy("p").timeout = milliseconds(3000);
        model.load("u", ConstantArrivals{10}, {"s.do"}, "p");
        const FaultTarget target = isZone ? FaultTarget(ZoneId("a")) : FaultTarget(ServiceId("s"));
        model.fault(target, 20.05, 10, KillFault{});
        const RunResult result = simulate(model.build(60, 0));
        // Ten were there; those that come when no address is left fail at once.
        QCOMPARE(failed(result.journeys[0], Cause::Timeout), isZone ? 10u : 0u);
        QCOMPARE(failed(result.journeys[0], Cause::Crashed), isZone ? 100u : 110u);
    }
}

// Half of the requests go to a dead one, until the third of its probes in a row has failed: 20 to 30 s.
void ZonesTest::deadReplicasStayInTurn() {
    for (const bool isZone : {true, false}) {
        Builder model;
        addZones(model, {"a", "b"});
        Deployment& deployment = model.service("s", 100, {constantly(1)});
        deployment.replicas = 2;
        deployment.zones = {ZoneId("a"), ZoneId("b")};
        deployment.readiness = Probe{};
        deployment.discovery = Discovery{};
        model.policy("p").timeout = milliseconds(100);
        model.load("u", ConstantArrivals{100}, {"s.do"}, "p");
        const FaultTarget target = isZone ? FaultTarget(ZoneId("a")) : FaultTarget(ServiceId("s"));
        model.fault(target, 20.005, 60, KillFault{isZone ? 0 : 1});
        simulator::RunOptions options;
        options.replications = 40;
        const RunResult result = simulator::run(*planOf(model.build(100, 0)), options);
        QVERIFY(result.conservation.holds);
        const auto count =
            static_cast<double>(failed(result.journeys[0], isZone ? Cause::Timeout : Cause::Crashed));
        QCOMPARE(static_cast<std::uint64_t>(count), result.journeys[0].failures());
        // Uniform: a deviation of 2.9 s, of the mean of 40 a sixth of that.
        QVERIFY2(std::abs(count / 40 / 50 - 25) < 5 * 2.9 / std::sqrt(40),
                 qPrintable(QString::number(count)));
    }
}

// And then until a client asks anew, up to a minute later; no client of its own begins before.
void ZonesTest::clientsKeepAddresses() {
    Builder model;
    addZones(model, {"a", "b"});
    Deployment& deployment = model.service("s", 100, {constantly(1)});
    deployment.replicas = 2;
    deployment.zones = {ZoneId("a"), ZoneId("b")};
    deployment.readiness = Probe{};
    deployment.discovery = Discovery{seconds(60), {}};
    CallPolicy& policy = model.policy("p");
    policy.timeout = milliseconds(100);
    policy.loadBalancing.emplace().kind = BalancingKind::RoundRobin;
    model.load("u", ConstantArrivals{100}, {"s.do"}, "p");
    model.fault(ZoneId("a"), 20.005, 100, KillFault{});
    simulator::RunOptions options;
    options.replications = 60;
    const RunResult result = simulator::run(*planOf(model.build(200, 0)), options);
    const auto lag = static_cast<double>(result.journeys[0].failures()) / 60 / 50;
    const double deviation = std::sqrt((60.0 * 60 + 10 * 10) / 12);
    QVERIFY2(std::abs(lag - 55) < 4 * deviation / std::sqrt(60), qPrintable(QString::number(lag)));
}

/// Users of two replicas of a, in two zones, each of which calls b three times; the first replica of b fails.
Builder zonedPair(std::int32_t replicas, const std::vector<ZoneId>& zones, bool isAware) {
    Builder model;
    addZones(model, {"a", "b", "c"});
    CallPolicy& policy = model.policy("p");
    policy.timeout = seconds(1);
    policy.loadBalancing.emplace().kind = BalancingKind::Random;
    policy.loadBalancing->zoneAware = isAware;
    Deployment& callers = model.service("a", 100, {call("b.do", "p"), call("b.do", "p"), call("b.do", "p")});
    callers.replicas = 2;
    callers.zones = {ZoneId("a"), ZoneId("b")};
    Deployment& deployment = model.service("b", 100, {constantly(1)});
    deployment.replicas = replicas;
    deployment.zones = zones;
    model.policy("user").timeout = seconds(10);
    model.load("u", ConstantArrivals{200}, {"a.do"}, "user");
    model.fault(ServiceId("b"), 0, {}, ErrorFault{1, 1});
    return model;
}

// With zones alike all calls stay: of one half of the users each call fails with 1/3, of the others none.
// With a third zone a third of the calls goes there: 2/9. Else each fails with the share of the broken one.
void ZonesTest::callsStayInTheirZone() {
    const std::vector<ZoneId> two{ZoneId("a"), ZoneId("b")};
    const std::vector<ZoneId> three{ZoneId("a"), ZoneId("b"), ZoneId("c")};
    const auto served = [](Builder model) {
        const RunResult result = simulate(model.build(100, 0));
        return share(result.journeys[0].completed,
                     result.journeys[0].completed + result.journeys[0].failures());
    };
    const auto ofThree = [](double failure) { return std::pow(1 - failure, 3); };
    QVERIFY(isShare(served(zonedPair(6, two, true)), (1 + ofThree(1 / 3.0)) / 2, 20'000));
    QVERIFY(isShare(served(zonedPair(6, two, false)), ofThree(1 / 6.0), 20'000));
    QVERIFY(isShare(served(zonedPair(9, three, true)), (1 + ofThree(2 / 9.0)) / 2, 20'000));
    QVERIFY(isShare(served(zonedPair(9, three, false)), ofThree(1 / 9.0), 20'000));
    // Five are too few to be told apart.
    QVERIFY(isShare(served(zonedPair(5, two, true)), ofThree(1 / 5.0), 20'000));
}

// A third of the calls goes to a zone without callers, whose first replica fails, until it is lost.
void ZonesTest::callsLeaveAnEmptyZone() {
    Builder model = zonedPair(9, {ZoneId("a"), ZoneId("b"), ZoneId("c")}, true);
    model.deployments.front().zones = {ZoneId("b"), ZoneId("c")};
    model.fault(ZoneId("a"), 20.0025, 20, KillFault{});
    const RunResult result = simulate(model.build(60, 0));
    QVERIFY(result.conservation.holds);
    for (const simulator::Series& series : result.journeys[0].series) {
        if (series.name != "goodput_rps") continue;
        QVERIFY(*std::max_element(series.values.begin() + 1, series.values.begin() + 19) < 190);
        QVERIFY(*std::min_element(series.values.begin() + 21, series.values.begin() + 39) > 199);
        QVERIFY(*std::max_element(series.values.begin() + 41, series.values.begin() + 59) < 190);
    }
}

void ZonesTest::badZonesAreNamed() {
    const auto problem = [](const std::string& part) {
        const auto parsed = model::parseProject(
            R"({"lintel": 1, "name": "Bad", "services": {"s": {"name": "S"}},
                "network": {"zones": {"a": {"name": "A"}, "b": {"name": "B"}}}, )" +
            part + "}");
        return parsed && !parsed->problems.empty() ? parsed->problems.front().text() : std::string();
    };
    QCOMPARE(problem(R"("deployments": {"s": {"service": "s", "zones": ["q"]}})"),
             std::string("/deployments/s/zones/0: there is no zone \"q\""));
    QCOMPARE(problem(R"("deployments": {"s": {"service": "s", "zones": ["a", "a"]}})"),
             std::string("/deployments/s/zones/1: \"a\" is named twice"));
    QCOMPARE(problem(R"("stores": {"s": {"name": "S", "zones": ["a", "b"]}})"),
             std::string("/stores/s/zones: 2 zones, expected at most as many as there are servers, 1"));
    Builder model;
    addZones(model, {"a", "b"});
    model.service("s", 1, {constantly(1)}).zones = {ZoneId("a")};
    model.load("u", ConstantArrivals{1}, {"s.do"});
    for (const char* zone : {"a", "b"}) {
        model.faults.clear();
        model.fault(ZoneId(zone), 0, {}, KillFault{});
        const auto plan = simulator::compile(model.build(10), ScenarioId("test"));
        QVERIFY(!plan);
        const std::string expected = *zone == 'a' ? "/fault_plans/faults/faults/0: loses messages of the call"
                                                  : "/fault_plans/faults/faults/0/zone: nothing is in the";
        QVERIFY2(plan.error().text().starts_with(expected), plan.error().text().c_str());
    }
}

// A replica that died before its zone was lost is as dead as if nobody had repaired it in the meantime.
void ZonesTest::whatIsRepairedInALostZoneComesBackWithIt() {
    const auto build = [](bool zone) {
        Builder model = inZones();
        Deployment& deployment = model.service("s", 1, {compute(exponentially(20))});
        deployment.replicas = 3;
        deployment.zones = {ZoneId("a"), ZoneId("b"), ZoneId("c")};
        model.policy("p").timeout = seconds(5);
        model.load("u", PoissonArrivals{90}, {"s.do"}, "p");
        model.fault(ServiceId("s"), 20, zone ? 30 : 70, KillFault{1});
        if (zone) model.fault(ZoneId("a"), 30, 60, KillFault{});
        return model.build(150, 0);
    };
    const RunResult repaired = simulate(build(true));
    const RunResult dead = simulate(build(false));
    QCOMPARE(repaired.journeys[0].completed, dead.journeys[0].completed);
    QVERIFY(repaired.journeys[0].failed == dead.journeys[0].failed);
    QVERIFY(same(repaired.journeys[0].latency.mean, dead.journeys[0].latency.mean));
}

// Nine pods are wanted, three of them in the zone that is away from 10 s to 200 s.
void ZonesTest::noPodStartsInALostZone() {
    Builder model = inZones();
    Deployment& deployment = model.service("s", 20, {compute(Distribution::constant(milliseconds(100)))});
    deployment.replicas = 3;
    deployment.cpuRequestMilli = deployment.cpuLimitMilli = 1000;
    deployment.autoscaling = Autoscaling{3, 9, 50, {}};
    deployment.zones = {ZoneId("a"), ZoneId("b"), ZoneId("c")};
    model.policy("p").timeout = seconds(5);
    model.load("u", ConstantArrivals{900}, {"s.do"}, "p");
    model.fault(ZoneId("a"), 10, 190, KillFault{});
    const RunResult result = simulate(follow(model.build(300, 0)));
    double away = 0;
    double back = 0;
    for (const simulator::Series& series : result.stations[0].series) {
        if (series.name != "ready") continue;
        for (std::size_t at = 0; at < series.values.size(); ++at) {
            const double time = static_cast<double>(at) * result.seriesInterval;
            if (time > 15 && time < 195) away = std::max(away, series.values[at]);
            if (time > 230) back = std::max(back, series.values[at]);
        }
    }
    QCOMPARE(away, 6.0);
    QCOMPARE(back, 9.0);
}

QTEST_APPLESS_MAIN(ZonesTest)
#include "zones_test.moc"
