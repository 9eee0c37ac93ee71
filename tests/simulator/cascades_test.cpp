// The sample cascades come out as they are told in their stories, and are explained as such.
#include <QFile>
#include <QTest>
#include <algorithm>
#include <cmath>

#include "model/json/json.h"
#include "simulator/cascade/cascade.h"
#include "simulator/simulate.h"

using simulator::Cascade;
using simulator::Cause;
using simulator::FlowResult;
using simulator::Mechanism;
using simulator::RunResult;

namespace {

model::Project sample(const std::string& name) {
    QFile file(QStringLiteral(LINTEL_SOURCE_DIR "/samples/cascades/%1.lintel").arg(name.c_str()));
    if (!file.open(QIODevice::ReadOnly)) qFatal("%s is not there", name.c_str());
    const auto parsed = model::parseProject(file.readAll().toStdString());
    if (!parsed) qFatal("%s: %s", name.c_str(), parsed.error().text().c_str());
    if (!parsed->problems.empty()) qFatal("%s: %s", name.c_str(), parsed->problems[0].text().c_str());
    return parsed->project;
}

RunResult simulated(const model::Project& project, const std::string& scenario, int replications = 0) {
    simulator::RunOptions options;
    if (replications) options.replications = replications;
    const auto plan = simulator::compile(project, model::ScenarioId(scenario), options);
    if (!plan) qFatal("%s", plan.error().text().c_str());
    const RunResult result = simulator::run(**plan, options);
    if (!result.conservation.holds) qFatal("conservation does not hold");
    return result;
}

Cascade explained(const model::Project& project, const std::string& scenario) {
    return simulator::explainCascade(project, model::ScenarioId(scenario), simulated(project, scenario, 1));
}

double meanOf(const FlowResult& flow, const std::string& name, double from, double to) {
    double sum = 0;
    int count = 0;
    for (const simulator::Series& series : flow.series)
        if (series.name == name)
            for (std::size_t at = static_cast<std::size_t>(from); at < static_cast<std::size_t>(to);
                 ++at, ++count)
                sum += series.values.at(at);
    return count ? sum / count : -1;
}

bool isNear(double value, double expected, double tolerance) {
    const bool good = std::abs(value - expected) <= tolerance * expected;
    if (!good) qWarning("%g, expected %g", value, expected);
    return good;
}

}  // namespace

class CascadesTest : public QObject {
    Q_OBJECT

private slots:
    void retryStorm();
    void retryStormIsExplained();
    void poolExhaustion();
    void poolExhaustionIsExplained();
    void overloadGrowth();
};

// Outcomes of an independent simulation over 20 seeds: it collapses in all of them, with 560 requests/s and
// no goodput; without the retry it recovers in about 125 s, at half the load in about 111 s.
void CascadesTest::retryStorm() {
    const model::Project project = sample("retry-storm");
    const RunResult incident = simulated(project, "incident", 20);
    QVERIFY(isNear(meanOf(incident.operations[0], "offered_rps", 300, 395), 560, 0.02));
    QVERIFY(meanOf(incident.journeys[0], "goodput_rps", 300, 395) < 1);
    const RunResult healed = simulated(project, "healed", 20);
    QVERIFY(isNear(meanOf(healed.journeys[0], "goodput_rps", 80, 395), 280, 0.02));
    const RunResult patient = simulated(project, "without-retry", 20);
    QVERIFY(meanOf(patient.journeys[0], "goodput_rps", 75, 110) < 28);
    QVERIFY(isNear(meanOf(patient.journeys[0], "goodput_rps", 330, 395), 280, 0.05));
    const RunResult half = simulated(project, "half-the-load", 20);
    QVERIFY(isNear(meanOf(half.journeys[0], "goodput_rps", 330, 395), 140, 0.03));
}

void CascadesTest::retryStormIsExplained() {
    const model::Project project = sample("retry-storm");
    const Cascade incident = explained(project, "incident");
    QVERIFY(incident.outlivesTrigger);
    QVERIFY(incident.firstDomino.has_value());
    QCOMPARE(incident.events[*incident.firstDomino].mechanism, Mechanism::Fault);
    QCOMPARE(incident.events[*incident.firstDomino].entity, std::string("orders"));
    QCOMPARE(*incident.sustainedSince, 70.0);
    QVERIFY(!incident.recovered);
    QCOMPARE(incident.blastRadius, std::vector<std::string>{"customers.order"});
    QVERIFY(std::ranges::any_of(incident.events, [](const simulator::CascadeEvent& event) {
        return event.mechanism == Mechanism::MoreAttempts && event.amount > 1.9 && !event.to;
    }));
    const Cascade patient = explained(project, "without-retry");
    QVERIFY(!patient.outlivesTrigger);
    QVERIFY(isNear(*patient.recovered - 70, 125, 0.35));
    const Cascade healed = explained(project, "healed");
    QVERIFY(!healed.outlivesTrigger);
    QVERIFY(*healed.recovered < 80);
}

// All 100 threads are with the recommender within a second or two, and pages that need none fail; a bulkhead
// of 25 isolates them, a timeout of 100 ms takes 10 threads, a breaker opens.
void CascadesTest::poolExhaustion() {
    const model::Project project = sample("pool-exhaustion");
    const RunResult incident = simulated(project, "incident");
    const auto& browse =
        incident.journeys[0].id == "visitors.browse" ? incident.journeys[0] : incident.journeys[1];
    QVERIFY(meanOf(browse, "goodput_rps", 90, 175) < 60);
    for (const char* scenario : {"healed", "timeout", "breaker"}) {
        const RunResult result = simulated(project, scenario);
        const auto& others =
            result.journeys[0].id == "visitors.browse" ? result.journeys[0] : result.journeys[1];
        QVERIFY2(others.failures() == 0, scenario);
    }
}

void CascadesTest::poolExhaustionIsExplained() {
    const model::Project project = sample("pool-exhaustion");
    const Cascade incident = explained(project, "incident");
    QVERIFY(incident.firstDomino.has_value());
    QCOMPARE(incident.events[*incident.firstDomino].entity, std::string("recommender"));
    QVERIFY(std::ranges::any_of(incident.events, [](const simulator::CascadeEvent& event) {
        return event.mechanism == Mechanism::Saturated && event.entity == "web" && event.from < 65;
    }));
    QCOMPARE(incident.blastRadius.size(), std::size_t{2});
    QVERIFY(!incident.outlivesTrigger);
}

// About 100 requests/s more each second, up to the balance: of 10,100 p^3 are turned away three times, which
// is 100 for p = 0.215, and 10,100 (1 + p + p^2) = 12,733 come. A budget of a tenth keeps it at 1.1 times.
void CascadesTest::overloadGrowth() {
    const model::Project project = sample("overload-growth");
    const RunResult incident = simulated(project, "incident");
    const double growth = (meanOf(incident.operations[0], "offered_rps", 29, 31) -
                           meanOf(incident.operations[0], "offered_rps", 21, 23)) /
                          8;
    QVERIFY2(growth > 60 && growth < 200, qPrintable(QString::number(growth)));
    QVERIFY(isNear(meanOf(incident.operations[0], "offered_rps", 50, 59), 12'733, 0.03));
    const RunResult healed = simulated(project, "healed");
    QVERIFY(isNear(meanOf(healed.operations[0], "offered_rps", 45, 59), 1.1 * 10'100, 0.015));
}

QTEST_APPLESS_MAIN(CascadesTest)
#include "cascades_test.moc"
