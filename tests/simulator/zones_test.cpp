// Zones that are away while something in them should come back, or start.
#include <QTest>
#include <algorithm>
#include <cmath>

#include "simulator/simulate.h"
#include "tests/simulator/queueing.h"
#include "tests/simulator/same_result.h"

using namespace queueing;
using simulator::RunResult;

class ZonesTest : public QObject {
    Q_OBJECT

private slots:
    void whatIsRepairedInALostZoneComesBackWithIt();
    void noPodStartsInALostZone();
};

namespace {

Builder inZones() {
    Builder model;
    for (const char* name : {"a", "b", "c"})
        model.project.network.zones = model.project.network.zones.with({ZoneId(name), name, {}});
    return model;
}

RunResult simulated(const Project& project) {
    simulator::RunOptions options;
    options.replications = 1;
    const auto plan = simulator::compile(project, ScenarioId("test"), options);
    if (!plan) qFatal("%s", plan.error().text().c_str());
    const RunResult result = simulator::run(**plan, options);
    if (!result.conservation.holds) qFatal("conservation does not hold");
    return result;
}

}  // namespace

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
    const RunResult repaired = simulated(build(true));
    const RunResult dead = simulated(build(false));
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
    Project project = model.build(300, 0);
    Scenario scenario = *project.scenarios.find(ScenarioId("test"));
    scenario.autoscaling = true;
    project.scenarios = project.scenarios.with(scenario);
    const RunResult result = simulated(project);
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
