// `lintel cascade`: what it prints, and its exit codes.
#include <QTest>

#include "tests/app/cli_program.h"

namespace {

const QString storm = QStringLiteral("sample:cascades/retry-storm");

}  // namespace

class CliCascadeTest : public QObject {
    Q_OBJECT

private slots:
    // The exit code says whether it outlives its trigger.
    void tellsTheStory() {
        const Ran incident = runLintel({"cascade", storm, "--scenario", "incident"});
        QVERIFY2(incident.exit == 1, incident.told());
        QVERIFY2(incident.out.contains("At 60.0 s orders stood still, until 70.0 s."), incident.told());
        QVERIFY2(incident.out.contains("First domino: [1] orders stood still, at 60.0 s"), incident.told());
        QVERIFY2(incident.out.contains("it keeps itself going"), incident.told());
        QVERIFY2(incident.out.contains("Outlives its trigger: yes"), incident.told());
        const Ran healed = runLintel({"cascade", storm, "--scenario", "healed"});
        QVERIFY2(healed.exit == 0 && healed.out.contains("Outlives its trigger: no"), healed.told());
    }

    void documentIsWhole() {
        const Ran ran = runLintel({"cascade", storm, "--scenario", "incident", "--json"});
        const QJsonObject document = ran.json();
        const QJsonArray events = document["events"].toArray();
        QVERIFY2(!events.isEmpty() && ran.err.isEmpty(), ran.told());
        const int first = document["first_domino"].toInt(-1);
        QCOMPARE(events.at(first)["mechanism"].toString(), QStringLiteral("fault"));
        QVERIFY(document["outlives_trigger"].toBool() && document["recovered_s"].isNull());
        QVERIFY(document["sustained_is_tried"].toBool());
        QVERIFY2(document["sustained_since_s"].toDouble() < 62, ran.told());
        QCOMPARE(document["operations"].toArray(), QJsonArray{"orders.place"});
        QCOMPARE(document["services"].toArray(), QJsonArray{"orders"});
        QCOMPARE(document["detections"].toArray().at(0)["by"], document["detected_by"]);
        for (int at = 0; at < events.size(); ++at) {
            const QJsonValue cause = events.at(at)["cause"];
            QVERIFY(cause.isNull() || (cause.toInt(-1) >= 0 && cause.toInt() < events.size()));
            QVERIFY(!events.at(at)["sentence"].toString().isEmpty());
            QCOMPARE(events.at(at)["by"].isNull(), cause.isNull());
            const QJsonArray evidence = events.at(at)["evidence"].toArray();
            QVERIFY(!evidence.isEmpty() && evidence.at(0)["value"].isDouble());
        }
    }

    void graphHasItsEdges() {
        const Ran ran = runLintel({"cascade", storm, "--scenario", "incident", "--dot"});
        QVERIFY2(ran.out.startsWith("digraph cascade {") && ran.out.endsWith("}\n"), ran.told());
        QVERIFY2(ran.out.contains("e0 -> e1 [label=\"standstill\"];"), ran.told());
        QVERIFY2(ran.out.contains("[label=\"retry amplification\"];"), ran.told());
        QVERIFY2(ran.out.contains("\\nqueue "), ran.told());
    }

    void wrongUseIsNamed() {
        const Ran both = runLintel({"cascade", storm, "--json", "--dot"});
        QVERIFY2(both.exit == 2 && both.err.contains("exclude each other"), both.told());
        const Ran nobody = runLintel({"cascade", storm, "--scenario", "nobody"});
        QVERIFY2(nobody.exit == 2 && nobody.err.contains("there is no scenario `nobody`"), nobody.told());
    }

    // The recommender may take longer than the page's users wait.
    void policiesThatNeverActAreNamed() {
        const QString sample = QStringLiteral("sample:cascades/pool-exhaustion");
        const QByteArray warning =
            "lintel: warning: operation:web.product [timeout-not-below-callers]: `web.product` waits for "
            "`recommender.suggest` up to ";
        const QList<QStringList> commands{{"cascade", sample, "--duration", "20s"},
                                          {"simulate", sample, "--duration", "20s"},
                                          {"survey", sample, "--duration", "20s"},
                                          {"capacity", sample, "--duration", "20s"},
                                          {"metastable", sample, "--runs", "1", "--watch", "30s"},
                                          {"sweep", sample, "--duration", "20s", "--set", "load=50"},
                                          {"compare", sample, "--duration", "20s", "--change", "{}"}};
        for (const QStringList& command : commands) {
            const Ran ran = runLintel(command + QStringList{"--scenario", "incident", "--json"});
            QVERIFY2(ran.err.count(warning) == 1 && !ran.json().isEmpty(), ran.told());
        }
        const Ran quick = runLintel({"cascade", "sample:cascades/pool-exhaustion", "--scenario", "timeout",
                                     "--duration", "20s", "--json"});
        QVERIFY2(quick.err.isEmpty(), quick.told());
    }

    // Of the variant that does not state its request, and not of the other one.
    void scalingByAnUnknownShareIsNamed() {
        const QByteArray warning =
            "lintel: warning: deployment:naive [autoscaling-without-request]: `Naive` is scaled";
        const QString change = QStringLiteral(R"({"deployments": {"naive": {"cpu_request_milli": null}}})");
        const QStringList compared{"compare",        "sample:cascades/autoscaler-thrash",
                                   "--scenario",     "incident",
                                   "--replications", "2",
                                   "--duration",     "20s",
                                   "--json",         "--change"};
        const Ran stated = runLintel(compared + QStringList{"{}"});
        QVERIFY2(stated.err.isEmpty(), stated.told());
        const Ran unknown = runLintel(compared + QStringList{change});
        QVERIFY2(unknown.err.count(warning) == 1, unknown.told());
    }

    // What is estimated is what is simulated.
    void estimatesFollowTheChanges() {
        const Ran half = runLintel({"estimate", storm, "--scenario", "half-the-load", "--json"});
        const QJsonValue journey = half.json()["journeys"].toArray().at(0);
        QVERIFY2(qAbs(journey["throughput_rps"]["value"].toDouble() - 140) < 1, half.told());
    }
};

QTEST_APPLESS_MAIN(CliCascadeTest)
#include "cli_cascade_test.moc"
