// `lintel compare`: what it prints, and its exit codes.
#include <QTest>

#include "tests/app/cli_program.h"

namespace {

const QString storm = QStringLiteral("sample:cascades/retry-storm");

/// The figure of that measure among those of one comparison.
QJsonObject figureOf(const QJsonValue& comparison, const QString& kind, const QString& measure) {
    for (const QJsonValue& figure : comparison["figures"].toArray())
        if (figure["kind"].toString() == kind && figure["measure"].toString() == measure)
            return figure.toObject();
    return {};
}

}  // namespace

class CliCompareTest : public QObject {
    Q_OBJECT

private slots:
    // The exit code says whether a difference was found.
    void differencesAreTold() {
        const Ran ran = runLintel(
            {"compare", storm, "--scenario", "incident", "--scenario", "healed", "--replications", "5"});
        QVERIFY2(ran.exit == 1, ran.told());
        QVERIFY2(ran.out.contains("healed, against the first, incident: better in"), ran.told());
        QVERIFY2(ran.out.contains("BETTER") && ran.out.contains("Bonferroni"), ran.told());
        const Ran same = runLintel({"compare", storm + ":healed", storm + ":healed", "--replications", "2"});
        QVERIFY2(same.exit == 0 && same.out.contains("no difference found"), same.told());
        QVERIFY2(same.out.contains("there is nothing to test"), same.told());
    }

    void documentIsWhole() {
        const Ran ran = runLintel({"compare", storm, "--scenario", "incident", "--scenario", "healed",
                                   "--scenario", "without-retry", "--replications", "4", "--json"});
        const QJsonObject document = ran.json();
        QVERIFY2(!document.isEmpty() && ran.err.isEmpty(), ran.told());
        QCOMPARE(document["variants"].toArray().size(), 3);
        QCOMPARE(document["replications"].toInt(), 4);
        QVERIFY(document["difference_found"].toBool());
        const QJsonArray comparisons = document["comparisons"].toArray();
        QCOMPARE(comparisons.size(), 2);
        const QJsonObject served = figureOf(comparisons.at(0), "objective", "observed");
        QCOMPARE(served["id"].toString(), QStringLiteral("served"));
        QCOMPARE(served["verdict"].toString(), QStringLiteral("better"));
        QVERIFY(served["difference"]["low"].toDouble() > 0);
        QVERIFY(served["other"].toDouble() > 0.9 && served["first"].toDouble() < 0.5);
        for (const char* measure : {"mean", "p50", "p95", "p99", "goodput", "failures"})
            QVERIFY2(!figureOf(comparisons.at(1), "journey", measure).isEmpty(), measure);
    }

    // The scenario `healed` is the incident with this change.
    void changesAreVariants() {
        const QString limit = "{\"deployments\": {\"orders\": {\"queue_limit\": 150}}}";
        const Ran changed =
            runLintel({"compare", storm + ":incident", "--change", limit, "--replications", "3", "--json"});
        const Ran named = runLintel({"compare", storm, "--scenario", "incident", "--scenario", "healed",
                                     "--replications", "3", "--json"});
        QCOMPARE(changed.json()["comparisons"].toArray().at(0)["figures"],
                 named.json()["comparisons"].toArray().at(0)["figures"]);
        QVERIFY(!changed.json()["comparisons"].toArray().isEmpty());
    }

    void modelsAreVariants() {
        QTemporaryDir folder;
        const QString other = folder.filePath("other:one.lintel");
        QVERIFY(runLintel({"new", other, "--from", "cascades/retry-storm"}).exit == 0);
        const Ran ran = runLintel({"compare", storm, "--scenario", "healed", "--with", other,
                                   "--replications", "2", "--threads", "1"});
        QVERIFY2(ran.exit == 0 && ran.out.contains("other:one.lintel, against the first"), ran.told());
    }

    void wrongUseIsNamed_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("exit");
        QTest::addColumn<QByteArray>("told");
        const auto row = [](const char* name, const QStringList& arguments, int exit, const char* told) {
            QTest::newRow(name) << arguments << exit << QByteArray(told);
        };
        row("one", {storm + ":healed"}, 2, "found one variant, expected at least two");
        row("no file", {}, 2, "FILE[:SCENARIO]");
        row("nobody", {storm, "--scenario", "healed", "--scenario", "nobody"}, 2,
            "there is no scenario `nobody`");
        row("no such file", {storm + ":healed", "nowhere.lintel:base"}, 3, "nowhere.lintel");
        row("change", {storm + ":healed", "--change", "{"}, 3, "/scenarios/healed/changes: `{` is no JSON");
        row("changed to nonsense",
            {storm + ":healed", "--change", "{\"deployments\": {\"orders\": {\"workers\": 0}}}"}, 3,
            "/deployments/orders/workers: 0");
        row("lengths", {"sample:queues/mm1", "--scenario", "load-50", "--scenario", "load-80"}, 3,
            "expected variants of the same length");
        row("replications", {storm, "--replications", "1"}, 2, "--replications");
    }

    void wrongUseIsNamed() {
        QFETCH(QStringList, arguments);
        QFETCH(int, exit);
        QFETCH(QByteArray, told);
        const Ran ran = runLintel(QStringList{"compare"} + arguments);
        QVERIFY2(ran.exit == exit && ran.err.contains(told) && ran.out.isEmpty(), ran.told());
    }

    // Journeys of different names: the whole system is left to compare.
    void differentLoadsAreCompared() {
        const Ran ran = runLintel({"compare", "sample:queues/mm1", "--scenario", "load-50", "--scenario",
                                   "load-80", "--duration", "2m", "--replications", "3"});
        QVERIFY2(ran.exit == 1 && ran.out.contains("all journeys mean"), ran.told());
        QVERIFY2(ran.out.contains("none of them of arrivals"), ran.told());
        QVERIFY2(ran.out.contains("Not compared, only one of the two has it: journey load-50.request"),
                 ran.told());
    }

    void helpHasExamples() {
        const Ran help = runLintel({"compare", "--help"});
        QVERIFY2(help.exit == 0 && help.out.contains("lintel compare sample:cascades/retry-storm"),
                 help.told());
    }
};

QTEST_APPLESS_MAIN(CliCompareTest)
#include "cli_compare_test.moc"
