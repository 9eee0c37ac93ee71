// Every sample is canonical, whole, and simulates.
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QTest>

#include "model/check.h"
#include "model/json/json.h"
#include "simulator/simulate.h"

class SamplesTest : public QObject {
    Q_OBJECT

private slots:
    void isCanonicalAndWhole_data();
    void isCanonicalAndWhole();
    void simulatesEachScenario_data();
    void simulatesEachScenario();
};

namespace {

void addSamples() {
    QTest::addColumn<QString>("path");
    const QString folder = QStringLiteral(LINTEL_SOURCE_DIR) + "/samples";
    QDirIterator files(folder, {"*.lintel"}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next();
        QTest::newRow(qPrintable(QDir(folder).relativeFilePath(path))) << path;
    }
}

std::string textOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

}  // namespace

void SamplesTest::isCanonicalAndWhole_data() {
    addSamples();
}

void SamplesTest::isCanonicalAndWhole() {
    QFETCH(QString, path);
    const std::string text = textOf(path);
    const auto parsed = model::parseProject(text);
    QVERIFY2(parsed, parsed ? "" : parsed.error().text().c_str());
    QVERIFY2(parsed->problems.empty(), parsed->problems.empty() ? "" : parsed->problems[0].text().c_str());
    QCOMPARE(QString::fromStdString(model::writeProject(parsed->project)), QString::fromStdString(text));
    QVERIFY(!parsed->project.description.empty());
    QVERIFY(!parsed->project.scenarios.empty());
    for (const model::Scenario& scenario : parsed->project.scenarios) QVERIFY(!scenario.description.empty());
}

void SamplesTest::simulatesEachScenario_data() {
    addSamples();
}

// Two seconds of each; a warm-up that the scenario states is left out.
void SamplesTest::simulatesEachScenario() {
    QFETCH(QString, path);
    const auto parsed = model::parseProject(textOf(path));
    QVERIFY(parsed);
    for (model::Scenario scenario : parsed->project.scenarios) {
        scenario.warmUp = model::Duration(0);
        scenario.length = model::seconds(2);
        scenario.replications = 1;
        model::Project project = parsed->project;
        project.scenarios = project.scenarios.with(scenario);
        const auto plan = simulator::compile(project, scenario.id);
        QVERIFY2(plan, plan ? "" : plan.error().text().c_str());
        const simulator::RunResult result = simulator::run(**plan);
        QVERIFY2(result.conservation.holds, scenario.id.value().c_str());
        QVERIFY2(result.engine.events > 0, scenario.id.value().c_str());
        QVERIFY(!result.journeys.empty());
    }
}

QTEST_GUILESS_MAIN(SamplesTest)
#include "samples_test.moc"
