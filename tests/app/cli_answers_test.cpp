// `lintel survey`, `lintel metastable` and `lintel capacity`: what they print, and their exit codes.
#include <QSet>
#include <QTest>
#include <csignal>

#include "app/cli/survey_report.h"
#include "tests/app/cli_program.h"

namespace {

const QString storm = QStringLiteral("sample:cascades/retry-storm");
const QString boutique = QStringLiteral("sample:online-boutique");
const QString mm1 = QStringLiteral("sample:queues/mm1");

/// A figure with its interval, or the reason why there is none.
bool isFigure(const QJsonValue& value) {
    const QJsonObject figure = value.toObject();
    if (figure["value"].isNull()) return !figure["why"].toString().isEmpty();
    return figure["low"].toDouble() <= figure["value"].toDouble() &&
           figure["value"].toDouble() <= figure["high"].toDouble();
}

/// The sample, with the scenario changed by this patch of JSON.
QByteArray changedStorm(const QJsonObject& changes) {
    QJsonObject model =
        QJsonDocument::fromJson(contentOfFile(LINTEL_SOURCE_DIR "/samples/cascades/retry-storm.lintel"))
            .object();
    QJsonObject scenarios = model["scenarios"].toObject();
    QJsonObject incident = scenarios["incident"].toObject();
    incident["changes"] = changes;
    scenarios["incident"] = incident;
    model["scenarios"] = scenarios;
    return QJsonDocument(model).toJson();
}

}  // namespace

class CliAnswersTest : public QObject {
    Q_OBJECT

private slots:
    void surveyListsEveryLoss() {
        const Ran ran = runLintel({"survey", boutique, "--scenario", "base-load", "--duration", "12s",
                                   "--replications", "1", "--json"});
        QVERIFY2(ran.exit == 1 && ran.err.isEmpty(), ran.told());
        const QJsonObject document = ran.json();
        const QJsonArray rows = document["rows"].toArray();
        QSet<QString> removed;
        for (const QJsonValue& row : rows) {
            removed << row["removed"]["kind"].toString() + ' ' + row["removed"]["id"].toString();
            QVERIFY(row["objectives_missed"].isArray() && row["affected"].isArray());
            QVERIFY(row["goodput_left"].toDouble(-1) >= 0 && row["goodput_left"].toDouble() < 1.05);
        }
        QCOMPARE(removed.size(), rows.size());
        QVERIFY(removed.contains("service frontend") && removed.contains("instance frontend") &&
                removed.contains("store redis-cart"));
        QVERIFY(rows.at(0)["goodput_left"].toDouble(1) < 0.001);
        QVERIFY(document["objectives"].toArray().size() == 5);
    }

    void surveyTellsItInATable() {
        const Ran ran = runLintel({"survey", storm, "--scenario", "half-the-load", "--duration", "60s"});
        QVERIFY2(ran.exit == 1, ran.told());
        QVERIFY2(ran.out.contains("GOODPUT LEFT") && ran.out.contains("served"), ran.told());
        QVERIFY2(ran.out.contains("1 of 1 losses miss an objective."), ran.told());
    }

    // A survey that was interrupted after the first of seven losses.
    void anUnfinishedSurveySaysSo() {
        simulator::Survey survey;
        survey.replications = 2;
        survey.trials = 7;
        survey.rows.resize(1);
        const auto document = [&survey] {
            return QJsonDocument::fromJson(QByteArray::fromStdString(app::surveyDocument(survey))).object();
        };
        QVERIFY(document()["cancelled"].isBool() && !document()["cancelled"].toBool());
        QVERIFY(app::surveyReport(survey).find("CANCELLED") == std::string::npos);
        survey.cancelled = true;
        QVERIFY(document()["cancelled"].toBool());
        QCOMPARE(document()["losses"].toInt(), 7);
        QVERIFY(app::surveyReport(survey).find("1 of 7 looked at") != std::string::npos);
    }

    void surveyWithoutObjectivesTellsGoodput() {
        const Ran ran = runLintel({"survey", mm1, "--duration", "30s"});
        QVERIFY2(ran.exit == 0 && ran.out.contains("has no objectives"), ran.told());
    }

    void metastableFindsTheStorm() {
        const Ran ran = runLintel({"metastable", storm, "--scenario", "incident", "--json"});
        QVERIFY2(ran.exit == 1 && ran.err.isEmpty(), ran.told());
        const QJsonObject document = ran.json();
        QVERIFY(isFigure(document["safe_load_rps"]) && isFigure(document["collapse_load_rps"]));
        QVERIFY2(qAbs(document["safe_load_rps"]["value"].toDouble() - 150) <= 3, ran.told());
        QVERIFY(isFigure(document["minimal_trigger"]["duration_s"]));
        QVERIFY(isFigure(document["minimal_trigger"]["depth"]));
        const QJsonArray fixes = document["fixes"].toArray();
        QVERIFY(fixes.size() > 5);
        for (int at = 0; at < fixes.size(); ++at) {
            QCOMPARE(fixes.at(at)["rank"].toInt(), at + 1);
            QVERIFY(fixes.at(at)["change"].isObject() && !fixes.at(at)["title"].toString().isEmpty());
        }
        QCOMPARE(fixes.at(0)["effect"].toString(), QStringLiteral("heals"));

        // What comes first can be pasted as the scenario's changes, and heals it.
        const Ran healed = runLintel({"metastable", "-", "--scenario", "incident", "--runs", "1"},
                                     changedStorm(fixes.at(0)["change"].toObject()));
        QVERIFY2(healed.exit == 0 && healed.out.contains("recovers from the trigger by itself"),
                 healed.told());
    }

    void metastableNeedsATrigger() {
        const Ran ran = runLintel({"metastable", mm1});
        QVERIFY2(ran.exit == 3 && ran.err.contains("has no trigger"), ran.told());
    }

    // In less nobody can tell: the answer would be that nothing ever recovers.
    void metastableNeedsTimeToWatch() {
        const Ran ran = runLintel(
            {"metastable", "sample:cascades/retry-storm", "--scenario", "incident", "--watch", "1s"});
        QVERIFY2(ran.exit == 2 && ran.err.contains("--watch: found 1 s, expected at least 30 s"), ran.told());
    }

    void capacityPlansTheBoutique() {
        const Ran ran =
            runLintel({"capacity", boutique, "--scenario", "base-load", "--load", "500", "--json"});
        QVERIFY2(ran.exit == 0 && ran.err.isEmpty(), ran.told());
        const QJsonObject document = ran.json();
        QVERIFY(document["possible"].toBool() && document["why_not"].toArray().isEmpty());
        QVERIFY(qAbs(document["load_rps"].toDouble() - 500) < 1e-6);
        QVERIFY(isFigure(document["cost_per_month"]) && document["currency"].toString() == "USD");
        for (const QJsonValue& service : document["services"].toArray())
            QVERIFY(service["replicas"].toInt() >= 1);
        for (const QJsonValue& objective : document["objectives"].toArray())
            QCOMPARE(objective["verdict"].toString(), QStringLiteral("met"));
    }

    void capacityTellsWhyThereIsNoPlan() {
        QByteArray model = contentOfFile(LINTEL_SOURCE_DIR "/samples/online-boutique.lintel");
        model.replace("\"limit_ms\": 100", "\"limit_ms\": 2");
        const Ran ran = runLintel({"capacity", "-", "--scenario", "base-load", "--duration", "20s"}, model);
        QVERIFY2(ran.exit == 1 && ran.out.contains("No number of replicas meets all objectives"), ran.told());
        QVERIFY2(ran.out.contains("home-page-p99: with plenty of replicas"), ran.told());
    }

    void capacityNeedsObjectives() {
        const Ran ran = runLintel({"capacity", mm1});
        QVERIFY2(ran.exit == 3 && ran.err.contains("has no objective of latency or availability"),
                 ran.told());
    }

    void interruptedTheySaySo_data() {
        QTest::addColumn<QString>("command");
        for (const char* command : {"survey", "metastable", "capacity"}) QTest::newRow(command) << command;
    }

    void interruptedTheySaySo() {
        QFETCH(QString, command);
        QStringList arguments{command, "sample:shop", "--scenario", "black-friday"};
        arguments << (command == "metastable" ? "--watch" : "--duration") << "5h";
        QProcess process;
        process.start(LINTEL_BIN_DIR "/lintel", arguments);
        QVERIFY(process.waitForStarted());
        QTest::qWait(1000);
        QVERIFY2(process.state() == QProcess::Running, process.readAllStandardError());
        QCOMPARE(::kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 130);
        QVERIFY(process.readAllStandardError().contains("interrupted"));
        if (command == "survey") QCOMPARE(process.readAllStandardOutput(), QByteArray());
    }
};

QTEST_GUILESS_MAIN(CliAnswersTest)
#include "cli_answers_test.moc"
