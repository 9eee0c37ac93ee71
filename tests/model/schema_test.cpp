#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include "model/json/json.h"
#include "model/policy_presets.h"
#include "tests/model/example_project.h"

/// The schema that ships accepts what the program writes and refuses what the program refuses.
class SchemaTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    static void write(const QString& path, const std::string& text) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text.data(), static_cast<qint64>(text.size()));
    }

    /// What the validator says: empty when the text is valid.
    QString validate(const std::string& text) {
        write(m_folder.filePath("schema.json"), model::projectSchema());
        write(m_folder.filePath("model.json"), text);
        QProcess python;
        python.start(
            "/usr/bin/python3",
            {"-c",
             "import json,sys,jsonschema\n"
             "schema=json.load(open(sys.argv[1]))\n"
             "jsonschema.Draft202012Validator.check_schema(schema)\n"
             "for e in jsonschema.Draft202012Validator(schema).iter_errors(json.load(open(sys.argv[2]))):\n"
             "    print(e.json_path, e.message[:200])",
             m_folder.filePath("schema.json"), m_folder.filePath("model.json")});
        if (!python.waitForFinished(60000)) return "python3 did not run";
        return QString::fromUtf8(python.readAllStandardOutput() + python.readAllStandardError());
    }

private slots:
    void initTestCase() {
        if (QProcess::execute("/usr/bin/python3", {"-c", "import jsonschema"}) == 0) return;
        if (qEnvironmentVariableIsSet("CI")) QFAIL("python3-jsonschema is not installed");
        QSKIP("python3-jsonschema is not installed");
    }

    void acceptsWhatIsWritten() { QCOMPARE(validate(model::writeProject(examples::shop())), QString()); }

    void knowsCallPolicies() {
        using namespace model;
        Project project = examples::shop();
        for (const std::string& name : policyPresetNames())
            project.policies = project.policies.with(*policyPreset(name));
        CallPolicy hedged = *policyPreset("istio");
        hedged.id = CallPolicyId("hedged");
        hedged.retry.reset();
        hedged.hedging = HedgingPolicy{};
        hedged.threadPool = ThreadPoolPolicy{};
        hedged.throttling = ThrottlingPolicy{};
        hedged.loadShedding = LoadSheddingPolicy{};
        hedged.order = {PolicyLayer::Bulkhead};
        project.policies = project.policies.with(hedged);
        QCOMPARE(validate(writeProject(project)), QString());
        hedged.circuitBreaker = CircuitBreakerPolicy{};
        hedged.circuitBreaker->halfOpenCalls = 0;
        project.policies = project.policies.with(hedged);
        QVERIFY(validate(writeProject(project)).contains("half_open_calls"));
    }

    void acceptsEachKindOfLoadAndTime() {
        using namespace model;
        Project project = examples::shop();
        const auto put = [&](const Arrivals& arrivals) {
            Workload workload = *project.workloads.begin();
            workload.arrivals = arrivals;
            project.workloads = project.workloads.with(workload);
            return validate(writeProject(project));
        };
        QCOMPARE(put(DiurnalArrivals{10, 5, seconds(60), seconds(3)}), QString());
        QCOMPARE(put(StepArrivals{{{seconds(1), 2, {}}}}), QString());
        QCOMPARE(put(ModulatedArrivals{{{1, seconds(1), {}}, {9, seconds(0.5), {}}}}), QString());
        QCOMPARE(put(TraceArrivals{{seconds(0.25), seconds(1)}, seconds(2)}), QString());
        QCOMPARE(put(CountedArrivals{seconds(1), {3, 0}, Spacing::Regular, true}), QString());
        QVERIFY(!put(TraceArrivals{{seconds(-1)}, {}}).isEmpty());
        QCOMPARE(put(PoissonArrivals{1}), QString());
        const auto time = [&](const Distribution& distribution) {
            DataStore store = *project.stores.begin();
            store.readTime = distribution;
            project.stores = project.stores.with(store);
            return validate(writeProject(project));
        };
        QCOMPARE(time(Distribution::byQuantiles(DistributionKind::Gamma, {{0.5, milliseconds(1), {}}})),
                 QString());
        QCOMPARE(time(Distribution::ofSamples({milliseconds(1)})), QString());
        QCOMPARE(time(Distribution::ofHistogram({{}, milliseconds(1)}, {2})), QString());
        Distribution both = Distribution::ofSamples({milliseconds(1)});
        both.mean = milliseconds(1);
        QVERIFY(!time(both).isEmpty());
    }

    void acceptsTheSamples_data() {
        QTest::addColumn<QString>("path");
        QDirIterator files(LINTEL_SOURCE_DIR "/samples", {"*.lintel"}, QDir::Files,
                           QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString path = files.next();
            QTest::newRow(qPrintable(QFileInfo(path).fileName())) << path;
        }
    }
    void acceptsTheSamples() {
        QFETCH(QString, path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(validate(file.readAll().toStdString()), QString());
    }

    void refusesWhatIsRefused_data() {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::newRow("word") << "\"step\": \"branch\""
                              << "\"step\": \"brunch\"";
        QTest::newRow("type") << "\"replicas\": 3"
                              << "\"replicas\": \"3\"";
        QTest::newRow("range") << "\"replicas\": 3"
                               << "\"replicas\": 0";
        QTest::newRow("missing") << "\"patterns\": [\"customer-supplier\"],"
                                 << "";
        QTest::newRow("both targets") << "\"node_pool\": \"small\", \"fault\""
                                      << "\"node_pool\": \"small\", \"store\": \"ledger\", \"fault\"";
        QTest::newRow("version") << "\"lintel\": 1"
                                 << "\"lintel\": 2";
        QTest::newRow("id") << "\"ledger\": {"
                            << "\"Ledger!\": {";
    }
    void refusesWhatIsRefused() {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QString text = QString::fromStdString(model::writeProject(examples::shop()));
        QVERIFY2(text.contains(from), qPrintable(text));
        text.replace(text.indexOf(from), from.size(), to);
        QVERIFY(!validate(text.toStdString()).isEmpty());
        const auto parsed = model::parseProject(text.toStdString());
        QVERIFY(!parsed || !parsed->problems.empty());
    }
};

QTEST_APPLESS_MAIN(SchemaTest)
#include "schema_test.moc"
