#include <signal.h>

#include <QFile>
#include <QJsonArray>
#include <QTest>

#include "tests/app/cli_program.h"

namespace {

const QStringList shortRun{"simulate", "sample:shop", "--scenario", "base", "--duration", "20s", "--json"};

QStringList missingKeys(const QJsonObject& object, const QStringList& keys) {
    QStringList missing;
    for (const QString& key : keys)
        if (!object.contains(key)) missing << key;
    return missing;
}

/// A figure has a value in its interval, or says why it has none.
bool isFigure(const QJsonValue& value) {
    if (value["value"].isNull()) return !value["why"].toString().isEmpty();
    return value["low"].toDouble() <= value["value"].toDouble() &&
           value["value"].toDouble() <= value["high"].toDouble();
}

}  // namespace

class CliSimulateTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString at(const QString& name) const { return m_folder.filePath(name); }

private slots:
    void theDocumentHasWhatItPromises() {
        const Ran ran = runLintel(shortRun);
        QVERIFY2(ran.exit == 0 || ran.exit == 1, ran.told());
        const QJsonObject result = ran.json();
        QCOMPARE(missingKeys(result, {"model", "scenario", "seed", "replications", "simulated_s", "warmup_s",
                                      "event_log_hash", "engine", "conservation", "journeys", "operations",
                                      "edges", "stations", "objectives"}),
                 QStringList());
        QCOMPARE(missingKeys(result["engine"].toObject(),
                             {"events", "events_per_s", "cpu_s", "wall_s", "peak_rss_mb"}),
                 QStringList());
        QVERIFY(result["conservation"]["holds"].toBool());
        QVERIFY(!result["journeys"].toArray().isEmpty() && !result["stations"].toArray().isEmpty());
        for (const char* kind : {"journeys", "operations"}) {
            const QJsonArray flows = result[QLatin1String(kind)].toArray();
            for (const QJsonValue& flow : flows) {
                QCOMPARE(missingKeys(flow.toObject(), {"id", "arrivals", "completed", "failed",
                                                       "throughput_rps", "goodput_rps", "latency_ms"}),
                         QStringList());
                QVERIFY(isFigure(flow["throughput_rps"]) && isFigure(flow["goodput_rps"]));
                for (const char* quantile : {"mean", "p50", "p90", "p95", "p99", "p999"})
                    QVERIFY2(isFigure(flow["latency_ms"][QLatin1String(quantile)]), quantile);
            }
        }
        const QJsonArray groups = result["groups"].toArray();
        QCOMPARE(groups.size(), 3);
        for (const QJsonValue& group : groups) {
            QCOMPARE(missingKeys(group.toObject(), {"channel", "id", "partitions", "members", "redelivered",
                                                    "rebalances", "paused_s", "busiest_partition"}),
                     QStringList());
            double settled = 0;
            for (const char* fate : {"handled", "dead_lettered", "dropped", "expired", "inside"})
                settled += group[QLatin1String(fate)].toDouble(-1e9);
            QCOMPARE(group["published"].toDouble(), settled);
            QVERIFY(group["largest_lag"].toDouble() > 0 && group["oldest_ms"].toDouble() > 0);
        }
        QVERIFY(result["projections"].isArray());
        const QJsonArray stations = result["stations"].toArray();
        for (const QJsonValue& station : stations)
            QCOMPARE(missingKeys(station.toObject(), {"id", "utilisation", "mean_queue", "mean_in_service",
                                                      "wait_ms", "rejected"}),
                     QStringList());
    }

    void neitherThreadsNorRepetitionChangeTheHash() {
        const QString hash =
            runLintel(shortRun + QStringList{"--threads", "1"}).json()["event_log_hash"].toString();
        QCOMPARE(hash.size(), 16);
        QCOMPARE(runLintel(shortRun + QStringList{"--threads", "2"}).json()["event_log_hash"].toString(),
                 hash);
        QVERIFY(runLintel(shortRun + QStringList{"--seed", "2"}).json()["event_log_hash"].toString() != hash);
    }

    void theReportIsForPeople() {
        const Ran ran = runLintel({"simulate", "sample:shop", "--scenario", "Base", "--duration", "20s"});
        QVERIFY2(ran.exit == 0 || ran.exit == 1, ran.told());
        for (const char* part :
             {"OBJECTIVES", "JOURNEYS", "OPERATIONS", "EDGES", "STATIONS", "Conservation holds",
              "Event-log hash", "customers.buy", "Checkout within 800 ms"})
            QVERIFY2(ran.out.contains(part), part);
        QVERIFY2(!ran.err.contains('\r'), "no progress where there is no terminal");
    }

    void replicasThatAreScaledAreTold() {
        const QString path = QString(LINTEL_SOURCE_DIR) + "/samples/shop.lintel";
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QByteArray model = file.readAll();
        const QStringList run{"simulate", "-", "--scenario", "Base", "--duration", "60s"};
        QVERIFY(!runLintel(run, model).out.contains("READY REPLICAS"));
        QVERIFY(model.contains("\"scenarios\": {"));
        const auto scenario = model.indexOf("\"workloads\"", model.indexOf("\"scenarios\": {"));
        QVERIFY(scenario > 0);
        model.insert(scenario, "\"autoscaling\": true, ");
        const Ran ran = runLintel(run, model);
        QVERIFY2(ran.out.contains("READY REPLICAS") && ran.out.contains("Conservation holds"), ran.told());
    }

    // All of them within three minutes: the small ones grow, the others shrink.
    void replicasThatAreSizedAreTold() {
        const QStringList run{
            "simulate", "sample:scaling/right-sizing", "--scenario", "right-sized", "--replications", "1"};
        const Ran ran = runLintel(run);
        QVERIFY2(ran.out.contains("REQUESTED CPU [cores]") && ran.out.contains("RECOMMENDED FOR EACH"),
                 ran.told());
        const QJsonArray stations = runLintel(run + QStringList{"--json"}).json()["stations"].toArray();
        QCOMPARE(stations.size(), 3);
        for (const QJsonValue& station : stations) {
            const QJsonValue told = station["vertical_scaling"];
            const double start = station["id"] == "small" ? 0.3 : 6;
            QVERIFY(told["evictions"].toDouble() >= 3);
            QCOMPARE(float(told["cpu_request_cores_at_start"].toDouble()), float(start));
            QVERIFY(told["cpu_recommended_cores"].toDouble() > 0.24 * 1.15);
            QVERIFY(told["cpu_request_cores_at_end"].toDouble() > 0.6 &&
                    told["cpu_request_cores_at_end"].toDouble() < 1.2);
            QVERIFY(told["cpu_request_cores_at_most"].toDouble() >= start);
        }
        const Ran plain =
            runLintel({"simulate", "sample:scaling/right-sizing", "--scenario", "as-deployed", "--json"});
        QVERIFY(plain.json()["stations"].toArray().at(0)["vertical_scaling"].isUndefined());
    }

    // Of the sample whose backend fails fast from 60 s to 360 s.
    void theSteadyStateIsToldAndDecides() {
        const QString path = QString(LINTEL_SOURCE_DIR) + "/samples/cascades/black-hole.lintel";
        QJsonObject model = QJsonDocument::fromJson(contentOfFile(path)).object();
        const auto with = [&](const char* part, const QJsonObject& value) {
            QJsonObject scenarios = model["scenarios"].toObject();
            QJsonObject incident = scenarios["incident"].toObject();
            incident[QLatin1String(part)] = value;
            scenarios["incident"] = incident;
            QJsonObject changed = model;
            changed["scenarios"] = scenarios;
            return QJsonDocument(changed).toJson();
        };
        const QStringList run{"simulate", "-", "--scenario", "incident", "--replications", "1"};
        const QByteArray throughout =
            with("steady_state", {{"window_s", 20}, {"recovery_s", 10}, {"throughout", true}});
        const Ran failed = runLintel(run, throughout);
        QCOMPARE(failed.exit, 1);
        QVERIFY2(failed.out.contains("STEADY STATE: FAILED, 15 of 20 windows missed"), failed.told());
        const QJsonValue told = runLintel(run + QStringList{"--json"}, throughout).json()["steady_state"];
        QCOMPARE(told["verdict"].toString(), QString("failed"));
        QCOMPARE(told["missed"].toArray().size(), 15);
        QCOMPARE(told["missed"][0]["from_s"].toDouble(), 60.0);
        const QByteArray around = with("steady_state", {{"window_s", 10}, {"recovery_s", 5}});
        QVERIFY(runLintel(run, around).out.contains("STEADY STATE: PASSED"));
        const Ran aborted = runLintel(run, with("abort", {{"window_s", 10}, {"windows", 3}}));
        QCOMPARE(aborted.exit, 1);
        QVERIFY2(aborted.err.contains("ended after 90 s because the objective `answers` was missed in 3"),
                 aborted.told());
        QVERIFY2(aborted.out.contains("STEADY STATE: FAILED, the run was ended"), aborted.told());
    }

    void costsAreTold() {
        QByteArray model = runLintel({"format", "sample:online-boutique"}).out;
        const QStringList run{"simulate", "-", "--duration", "20s", "--replications", "1"};
        const Ran report = runLintel(run, model);
        for (const char* part : {"COSTS, ENERGY AND CARBON", "USD/MONTH", "KG CO2E/MONTH", "total", "assumed",
                                 "Note: services embody nothing"})
            QVERIFY2(report.out.contains(part), report.told());
        const QJsonObject result = runLintel(run + QStringList{"--json"}, model).json();
        const QJsonValue total = result["footprint"]["total"];
        const QJsonValue cost = total["cost_per_month"];
        QVERIFY(cost["value"].toDouble() > 0);
        QCOMPARE(cost["low"].toDouble(), cost["value"].toDouble());
        QVERIFY(total["cost_per_million_requests"]["high"].toDouble() >
                total["cost_per_million_requests"]["low"].toDouble());
    }

    void anObjectiveOfCostNeedsRates() {
        QByteArray model = runLintel({"format", "sample:shop"}).out;
        model.replace("\"objectives\": {\n    \"",
                      "\"objectives\": {\n    \"budget\": {\"name\": \"Budget\", "
                      "\"goal\": \"cost\", \"limit\": 1},\n    \"");
        const Ran ran = runLintel({"check", "-"}, model);
        QVERIFY2(ran.exit != 0 && (ran.out + ran.err).contains("/objectives/budget/goal"), ran.told());
    }

    void aMissedObjectiveIsANo() {
        QByteArray model = runLintel({"format", "sample:shop"}).out;
        model.replace("\"limit_ms\": 50", "\"limit_ms\": 0.01");
        const Ran ran =
            runLintel({"simulate", "-", "--scenario", "base", "--duration", "20s", "--json"}, model);
        QVERIFY2(ran.exit == 1, ran.told());
        QStringList verdicts;
        const QJsonArray objectives = ran.json()["objectives"].toArray();
        for (const QJsonValue& objective : objectives) verdicts << objective["verdict"].toString();
        QVERIFY(verdicts.contains("missed"));
    }

    void resultsAreKept() {
        const QString runs = at("shop.lintel-runs");
        const QStringList keeping = shortRun + QStringList{"--store", runs};
        QVERIFY(runLintel(keeping).err.contains("kept as run 1"));
        QVERIFY(runLintel(keeping).err.contains("kept as run 2"));
        QVERIFY(contentOfFile(runs).startsWith("SQLite format 3"));
        const Ran folder = runLintel(shortRun + QStringList{"--store", m_folder.path()});
        QVERIFY2(folder.exit == 3 && folder.out.isEmpty(), folder.told());
    }

    void tracesAreWrittenInBothFormats() {
        const QString otlp = at("peak.json");
        const Ran ran = runLintel(shortRun + QStringList{"--traces", otlp, "--trace-count", "2"});
        QVERIFY2(ran.exit == 0 && ran.err.contains("written to"), ran.told());
        QVERIFY(!QJsonDocument::fromJson(contentOfFile(otlp))["resourceSpans"].toArray().isEmpty());
        const QJsonObject told = ran.json()["traces"].toObject();
        QVERIFY(told["kept"].toInt() >= 6 && told["kept"].toInt() <= 14);
        for (const QJsonValue& slowest : told["slowest"].toArray()) {
            double sum = 0;
            for (const QJsonValue& share : slowest["shares"].toArray()) sum += share["ms"].toDouble();
            QVERIFY(std::abs(sum - slowest["latency_ms"].toDouble()) < 1e-6);
        }
        const QString jaeger = at("peak.jaeger.json");
        runLintel(shortRun + QStringList{"--traces", jaeger});
        QVERIFY(!QJsonDocument::fromJson(contentOfFile(jaeger))["data"].toArray().isEmpty());
        runLintel(shortRun + QStringList{"--traces", jaeger, "--trace-format", "otlp"});
        QVERIFY(!QJsonDocument::fromJson(contentOfFile(jaeger))["resourceSpans"].toArray().isEmpty());
    }

    void tracesAreExplainedInTheReport() {
        const QStringList run{"simulate", "sample:shop", "--scenario", "base", "--duration", "20s"};
        const Ran with = runLintel(run + QStringList{"--traces", at("one.json")});
        QVERIFY2(with.out.contains("\nTRACES\n") && with.out.contains("Slowest of customers.buy"),
                 with.told());
        QVERIFY(!runLintel(run).out.contains("TRACES"));
    }

    void tracesThatCannotBeWrittenAreTold() {
        const Ran alone = runLintel(shortRun + QStringList{"--trace-count", "3"});
        QVERIFY2(alone.exit == 2 && alone.err.contains("--trace-count needs --traces"), alone.told());
        const Ran folder = runLintel(shortRun + QStringList{"--traces", at("missing/folder/t.json")});
        QVERIFY2(folder.exit == 3 && folder.out.isEmpty() && folder.err.contains("missing/folder"),
                 folder.told());
    }

    void messagesNeverLandInsideTheReport() {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(LINTEL_BIN_DIR "/lintel", {"simulate", "sample:online-boutique", "--duration", "20s",
                                                 "--store", at("merged.lintel-runs")});
        QVERIFY(process.waitForFinished(120'000));
        const QList<QByteArray> lines = process.readAll().trimmed().split('\n');
        QVERIFY2(lines.size() > 60, "longer than a buffer of standard output");
        QVERIFY2(lines.back().startsWith("lintel: kept as run 1"), lines.back());
    }

    void whatCannotBeCompiledIsNamed() {
        QFile file(LINTEL_SOURCE_DIR "/tests/model/lint/synchronous-cycle/trips.lintel");
        QVERIFY(file.open(QIODevice::ReadOnly));
        const Ran none = runLintel({"simulate", file.fileName()});
        QVERIFY2(none.exit == 3 && none.err.contains("scenarios"), none.told());
        QByteArray model = file.readAll();
        model.insert(model.lastIndexOf('}'),
                     ", \"workloads\": {\"w\": {\"name\": \"W\", \"arrivals\": {\"kind\": \"poisson\", "
                     "\"rate_per_s\": 1}, "
                     "\"journeys\": {\"w.j\": {\"name\": \"J\", \"steps\": [{\"operation\": \"a.one\"}]}}}}, "
                     "\"scenarios\": {\"s\": {\"name\": \"S\", \"workloads\": [\"w\"]}}");
        const Ran cycle = runLintel({"simulate", "-"}, model);
        QVERIFY2(cycle.exit == 3 && cycle.err.contains("a.one"), cycle.told());
    }

    void interruptedItReportsWhatWasRunAndKeepsNothing_data() {
        QTest::addColumn<int>("signal");
        QTest::addColumn<int>("exit");
        QTest::newRow("SIGINT") << SIGINT << 130;
        QTest::newRow("SIGTERM") << SIGTERM << 143;
    }

    void interruptedItReportsWhatWasRunAndKeepsNothing() {
        QFETCH(int, signal);
        QFETCH(int, exit);
        const QString runs = at("interrupted.lintel-runs");
        QProcess process;
        process.start(LINTEL_BIN_DIR "/lintel", {"simulate", "sample:shop", "--scenario", "base",
                                                 "--duration", "5h", "--store", runs, "--json"});
        QVERIFY(process.waitForStarted());
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(runs), 30'000);
        QTest::qWait(500);
        QCOMPARE(::kill(static_cast<pid_t>(process.processId()), signal), 0);
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), exit);
        const QJsonObject result = QJsonDocument::fromJson(process.readAllStandardOutput()).object();
        QVERIFY(result["cancelled"].toBool());
        QVERIFY(process.readAllStandardError().contains("interrupted"));
        QVERIFY(!QFile::exists(runs));
    }
};

QTEST_GUILESS_MAIN(CliSimulateTest)
#include "cli_simulate_test.moc"
