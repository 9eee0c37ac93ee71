// What a scenario changes in the model.
#include <QTest>

#include "model/check.h"
#include "model/digest.h"
#include "model/json/changes.h"
#include "model/json/json.h"

using namespace model;

namespace {

Project parsed(const std::string& changes) {
    const auto result = parseProject(R"({"lintel": 1, "name": "N",
        "services": {"s": {"name": "S", "operations": {"s.do": {"name": "Do",
            "behaviour": [{"step": "compute", "time": {"kind": "constant", "mean_ms": 1}}]}}}},
        "deployments": {"s": {"service": "s", "workers": 4, "queue_limit": 9}},
        "workloads": {"w": {"name": "W", "arrivals": {"kind": "poisson", "rate_per_s": 1},
            "journeys": {"w.j": {"name": "J", "steps": [{"operation": "s.do"}]}}}},
        "scenarios": {"plain": {"name": "P", "workloads": ["w"]},
            "other": {"name": "O", "workloads": ["w"], "changes": )" +
                                     changes + "}}}");
    if (!result) qFatal("%s", result.error().text().c_str());
    return result->project;
}

const ScenarioId other("other");

}  // namespace

class ChangesTest : public QObject {
    Q_OBJECT

private slots:
    void fieldsAreMerged() {
        const Project project = parsed(R"({"deployments": {"s": {"workers": 7, "queue_limit": null}}})");
        const auto changed = withChanges(project, other);
        QVERIFY(changed);
        const Deployment* deployment = changed->deployments.find(DeploymentId("s"));
        QCOMPARE(deployment->workers, 7);
        QVERIFY(!deployment->queueLimit);
        QCOMPARE(deployment->service, ServiceId("s"));
        QCOMPARE(project.deployments.find(DeploymentId("s"))->workers, 4);
    }

    void theyAreListedFieldByField() {
        const Project project =
            parsed(R"({"deployments": {"s": {"workers": 7, "queue_limit": null}}, "name": "M"})");
        const std::vector<ModelChange> expected{{{"deployments", "s", "workers"}, "7"},
                                                {{"deployments", "s", "queue_limit"}, ""},
                                                {{"name"}, "\"M\""}};
        QVERIFY(changesOf(*project.scenarios.find(other)) == expected);
        QVERIFY(changesOf(*project.scenarios.find(ScenarioId("plain"))).empty());
    }

    // The other way round: what is listed makes the same patch.
    void aPatchIsMadeOfThem() {
        const std::string text =
            R"({"deployments":{"s":{"workers":7,"queue_limit":null,"codel":{}}},"name":"M"})";
        const Project project = parsed(text);
        QCOMPARE(patchOf(changesOf(*project.scenarios.find(other))).json, text);
        QVERIFY(patchOf({}).empty());
        QVERIFY(patchOf({{{"name"}, "no JSON"}, {{}, "1"}}).empty());
        QCOMPARE(patchOf({{{"a"}, "1"}, {{"a", "b"}, "2"}, {{"a", "b"}, "3"}}).json,
                 std::string(R"({"a":{"b":3}})"));
    }

    void withoutThemTheModelIsTheSame() {
        const Project project = parsed("{}");
        QVERIFY(*withChanges(project, other) == project);
        QVERIFY(*withChanges(project, ScenarioId("plain")) == project);
        QVERIFY(*withChanges(project, ScenarioId("nobody")) == project);
    }

    void theyAreWrittenAndRead() {
        const Project project = parsed(R"({"deployments": {"s": {"workers": 7}}, "name": "M"})");
        const std::string text = writeProject(project);
        const auto again = parseProject(text);
        QVERIFY(again && again->project == project);
        QCOMPARE(writeProject(again->project), text);
        QVERIFY(digest(project) != digest(parsed("{}")));
    }

    void mistakesAreNamed_data() {
        QTest::addColumn<std::string>("changes");
        QTest::addColumn<std::string>("told");
        const auto row = [](const char* name, const char* changes, const char* told) {
            QTest::newRow(name) << std::string(changes) << std::string("/scenarios/other/changes") + told;
        };
        row("scenarios", R"({"scenarios": {"other": null}})", "/scenarios: a scenario changes the model");
        row("version", R"({"lintel": 2})", "/lintel: a scenario changes the model");
        row("type", R"({"deployments": {"s": {"workers": "many"}}})",
            "/deployments/s/workers: expected a whole number");
        row("half an entity", R"({"deployments": {"t": {"workers": 3}}})",
            "/deployments/t: the field \"service\" is missing");
        row("dangling", R"({"services": {"s": null}})", "/deployments/s/service: there is no service");
        row("range", R"({"deployments": {"s": {"workers": 0}}})", "/deployments/s/workers: 0");
    }

    // By check, so that every command says so.
    void mistakesAreNamed() {
        QFETCH(std::string, changes);
        QFETCH(std::string, told);
        const std::vector<Error> problems = check(parsed(changes));
        QVERIFY(!problems.empty());
        QVERIFY2(problems[0].text().starts_with(told), problems[0].text().c_str());
    }

    void whatIsWrongWithoutThemIsToldOnce() {
        Project project = parsed(R"({"deployments": {"s": {"workers": 7}}})");
        Deployment deployment = *project.deployments.find(DeploymentId("s"));
        deployment.workers = -1;
        project.deployments = project.deployments.with(deployment);
        QCOMPARE(check(project).size(), std::size_t{1});
    }
};

QTEST_APPLESS_MAIN(ChangesTest)
#include "changes_test.moc"
