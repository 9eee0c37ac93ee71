// Values in the place of others.
#include <QTest>

#include "model/json/assign.h"
#include "model/json/json.h"

using namespace model;

namespace {

Project shop() {
    const auto result = parseProject(R"({"lintel": 1, "name": "N",
        "services": {"s": {"name": "S", "operations": {"s.do": {"name": "Do",
            "behaviour": [{"step": "compute", "time": {"kind": "constant", "mean_ms": 1}}]}}}},
        "deployments": {"s": {"service": "s", "workers": 4, "kept/by~us": 3}},
        "workloads": {"w": {"name": "W", "arrivals": {"kind": "poisson", "rate_per_s": 1},
            "journeys": {"w.j": {"name": "J", "steps": [{"operation": "s.do"}]}}}},
        "scenarios": {"plain": {"name": "P", "workloads": ["w"]},
            "other": {"name": "O", "workloads": ["w"], "changes": {"deployments": {"s": {"workers": 7}}}}}})");
    if (!result) qFatal("%s", result.error().text().c_str());
    return result->project;
}

const ScenarioId plain("plain");
const ScenarioId other("other");

std::string toldBy(const Result<Project>& result) {
    return result ? std::string("no failure") : result.error().text();
}

}  // namespace

class AssignTest : public QObject {
    Q_OBJECT

private slots:
    void valuesAreSet() {
        const auto changed =
            withValues(shop(), {{"/deployments/s/workers", "9"},
                                {"/deployments/s/queue_limit", "30"},
                                {"/services/s/operations/s.do/behaviour/0/time/mean_ms", "2.5"},
                                {"/scenarios/plain/length_s", "60"}});
        QVERIFY2(changed.has_value(), toldBy(changed).c_str());
        const Deployment* deployment = changed->deployments.find(DeploymentId("s"));
        QVERIFY(deployment->workers == 9 && deployment->queueLimit == 30);
        const Operation operation = changed->services.at(0).operations.at(0);
        QCOMPARE(std::get<Compute>(operation.behaviour[0].action).time.mean, milliseconds(2.5));
        QCOMPARE(changed->scenarios.find(plain)->length, seconds(60));
    }

    void nullTakesAway() {
        const Project limited = *withValues(shop(), {{"/deployments/s/queue_limit", "30"}});
        QVERIFY(*withValues(limited, {{"/deployments/s/queue_limit", "null"}}) == shop());
        QVERIFY(*withValues(shop(), {}) == shop());
    }

    void escapesAreUnderstood() {
        const auto changed = withValues(shop(), {{"/deployments/s/kept~1by~0us", "4"}});
        QVERIFY2(changed.has_value(), toldBy(changed).c_str());
        QVERIFY(writeProject(*changed).find(R"("kept/by~us": 4)") != std::string::npos);
    }

    void mistakesAreNamed_data() {
        QTest::addColumn<std::string>("place");
        QTest::addColumn<std::string>("value");
        QTest::addColumn<std::string>("told");
        const auto row = [](const char* place, const char* value, const char* told) {
            QTest::newRow(qPrintable(QString("%1=%2").arg(place, value)))
                << std::string(place) << std::string(value) << std::string(told);
        };
        row("deployments", "1", "deployments: expected a JSON pointer");
        row("", "1", "expected a JSON pointer");
        row("/deployments/t/workers", "1",
            "/deployments/t/workers: there is no `t` in /deployments; there is the following: s");
        row("/deployments/s/workers/2", "1", "/deployments/s/workers/2: there is no `2`");
        row("/services/s/operations/s.do/behaviour/1/time/mean_ms", "1", "there is a list, 0 to 0");
        row("/services/s/operations/s.do/behaviour/00/time/mean_ms", "1", "there is a list, 0 to 0");
        row("/services/s/operations/s.do/behaviour/99999999999999999999", "1", "there is a list, 0 to 0");
        row("/deployments/~2/workers", "1", "`~` is followed by 0 or 1");
        row("/deployments/s/workers", "\"many\"",
            "/deployments/s/workers: expected a whole number, found the text \"many\"");
        row("/deployments/s/workers", "0", "/deployments/s/workers: 0");
        row("/deployments/s/workers", "three", "/deployments/s/workers: `three` is no JSON value");
        row("/deployments/s/service", "\"t\"", "/deployments/s/service: there is no service");
        row("/services/s", "null", "/deployments/s/service: there is no service");
    }

    void mistakesAreNamed() {
        QFETCH(std::string, place);
        QFETCH(std::string, value);
        QFETCH(std::string, told);
        const std::string found = toldBy(withValues(shop(), {{place, value}}));
        QVERIFY2(found.find(told) != std::string::npos, found.c_str());
    }

    void placesThatMatter_data() {
        QTest::addColumn<std::string>("place");
        QTest::addColumn<std::string>("told");
        const auto row = [](const char* place, const char* told) {
            QTest::newRow(place) << std::string(place) << std::string(told);
        };
        row("/deployments/s/workers", "");
        row("/deployments/s/queue_limit", "");
        row("/deployments/s/service", "");
        row("/workloads/w/arrivals/kind", "");
        row("/workloads/w/arrivals", "");
        row("/services/s/operations/s.do/behaviour", "");
        row("/services/s/operations/s.do/behaviour/0", "");
        row("/scenarios/plain/seed", "");
        row("/scenarios/plain/workloads", "");
        row("/deployments/s/workerz",
            "the format knows no field `workerz` here; there is the following: service, workers");
        row("/deployments/s/kept~1by~0us", "the format knows no field");
        row("/scenarios/other/seed", "only the fields of the one that runs matter: /scenarios/plain/...");
        row("/scenarios", "only the fields of the one that runs matter");
        row("/scenarios/plain/changes", "expected a place in the model");
        row("/lintel", "no parameter");
        row("/deployments/t/workers", "there is no `t`");
    }

    void placesThatMatter() {
        QFETCH(std::string, place);
        QFETCH(std::string, told);
        const auto found = checkPlace(shop(), plain, place);
        const std::string text = found ? std::string() : found.error().text();
        QVERIFY2(told.empty() ? text.empty() : text.find(told) != std::string::npos, text.c_str());
    }

    void aScenarioIsMadePlain() {
        const auto model = asScenarioHasIt(shop(), other);
        QVERIFY(model && model->deployments.at(0).workers == 7);
        for (const Scenario& scenario : model->scenarios) QVERIFY(scenario.changes.empty());
        const auto same = asScenarioHasIt(shop(), plain);
        QVERIFY(same && same->deployments.at(0).workers == 4);
        QVERIFY(same->scenarios.find(other)->changes.empty());
    }

    void changesAreAdded() {
        const auto more = withMoreChanges(shop(), other, R"({"deployments": {"s": {"queue_limit": 5}}})");
        QVERIFY2(more.has_value(), toldBy(more).c_str());
        const auto changed = withChanges(*more, other);
        QVERIFY(changed->deployments.at(0).workers == 7 && changed->deployments.at(0).queueLimit == 5);
        QVERIFY(toldBy(withMoreChanges(shop(), other, "[1]")).find("expected a JSON object") !=
                std::string::npos);
        QVERIFY(toldBy(withMoreChanges(shop(), other, "{")).find("is no JSON object") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(AssignTest)
#include "assign_test.moc"
