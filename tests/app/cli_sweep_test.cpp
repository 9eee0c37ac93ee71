// `lintel sweep`: what it prints and writes, how it goes on after a kill, and its ranks.
#include <QElapsedTimer>
#include <QTest>
#include <QThread>

#include "app/cli/parameters.h"
#include "simulator/cluster/ranks.h"
#include "tests/app/cli_program.h"

namespace {

const QString storm = QStringLiteral("sample:cascades/retry-storm");
const QStringList loads{
    "--set", "load=100..200:3", "--set", "/deployments/orders/workers=25,30", "--duration", "20s"};

QStringList sweepOf(const QStringList& more) {
    return QStringList{"sweep", storm, "--scenario", "incident"} + loads + more;
}

/// `mpirun`, also for those who are root, and with more ranks than processors.
Ran runOnRanks(int ranks, const QStringList& arguments) {
    QProcess process;
    process.start("mpirun", QStringList{"--allow-run-as-root", "--oversubscribe", "-n",
                                        QString::number(ranks), QStringLiteral(LINTEL_BIN_DIR "/lintel")} +
                                arguments);
    if (!process.waitForFinished(120'000)) {
        process.kill();
        process.waitForFinished();
        return {-1, process.readAllStandardOutput(), "did not end in time"};
    }
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

std::string jsonAt(const char* place, const char* text) {
    const auto value = app::valueAsJson(text, place);
    return value ? *value : value.error().text();
}

}  // namespace

class CliSweepTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString at(const QString& name) const { return m_folder.filePath(name); }

private slots:
    void pointsArePrinted() {
        const Ran ran = runLintel(sweepOf({}));
        QVERIFY2(ran.exit == 0 && ran.out.contains("6 points of 6, all with the random numbers of seed 1"),
                 ran.told());
        QVERIFY2(
            ran.out.contains("/deployments/orders/workers") && ran.out.contains("customers.order.mean_ms"),
            ran.told());
        QVERIFY2(ran.out.contains("  OBJECTIVES  ") &&
                     ran.out.contains("All objectives are met at 6 of 6 points."),
                 ran.told());
    }

    void documentIsWhole() {
        const Ran ran = runLintel(sweepOf({"--json", "--replications", "1"}));
        const QJsonObject document = ran.json();
        const QJsonArray points = document["points"].toArray();
        QVERIFY2(points.size() == 6 && ran.err.isEmpty(), ran.told());
        QCOMPARE(document["seeds"].toString(), QStringLiteral("common"));
        const QJsonValue last = points.at(5);
        QCOMPARE(last["parameters"]["load"].toDouble(), 200.0);
        QCOMPARE(last["parameters"]["/deployments/orders/workers"].toDouble(), 30.0);
        QVERIFY(qAbs(last["figures"]["goodput_rps"].toDouble() - 200) < 15);
        for (const QJsonValue& point : points)
            QCOMPARE(point["figures"]["verdict"].toString(), QStringLiteral("met"));
        QCOMPARE(last["figures"]["served.verdict"].toString(), QStringLiteral("met"));
        QCOMPARE(last["figures"]["replications"].toInt(), 1);
    }

    void filesAreWritten() {
        const QString csv = at("space.csv");
        const Ran ran = runLintel(sweepOf({"--out", csv}));
        QVERIFY2(ran.exit == 0, ran.told());
        const QList<QByteArray> lines = contentOfFile(csv).trimmed().split('\n');
        QCOMPARE(lines.size(), 7);
        QVERIFY(lines[0].startsWith("point,load,/deployments/orders/workers,seed,"));
        QVERIFY(lines[1].startsWith("0,100,25,1,"));
        for (const QByteArray& line : lines) QCOMPARE(line.count(','), lines[0].count(','));
        const QString json = at("space.json");
        const Ran other = runLintel(sweepOf({"--out", json, "--json"}));
        QCOMPARE(contentOfFile(json), other.out);
    }

    // Whatever number of threads, and where it was broken off.
    void resultsAreTheSameAfterAnyBreak() {
        const QString csv = at("whole.csv");
        QVERIFY(runLintel(sweepOf({"--out", csv, "--threads", "2"})).exit == 0);
        const QByteArray whole = contentOfFile(csv);
        const QByteArray journal = contentOfFile(csv + ".journal");
        for (const qsizetype size : {qsizetype{0}, qsizetype{20}, journal.indexOf('\n') + 1,
                                     journal.size() / 2, journal.size() - 1, journal.size()}) {
            const QString broken = at(QString("broken-%1.csv").arg(size));
            QVERIFY(putFile(broken + ".journal", journal.left(size)));
            const Ran ran = runLintel(sweepOf({"--out", broken, "--threads", "1"}));
            QVERIFY2(ran.exit == 0, ran.told());
            QCOMPARE(contentOfFile(broken), whole);
        }
    }

    void killedItGoesOn() {
        const QString csv = at("killed.csv");
        const QStringList arguments{"sweep",     storm, "--scenario", "incident", "--set", "load=100..130",
                                    "--threads", "2",   "--duration", "100s",     "--out", csv};
        QProcess process;
        process.start(QStringLiteral(LINTEL_BIN_DIR "/lintel"), arguments);
        QElapsedTimer waited;
        for (waited.start(); waited.elapsed() < 60'000; QThread::msleep(5))
            if (contentOfFile(csv + ".journal").count('\n') > 3) break;
        process.kill();
        process.waitForFinished();
        QVERIFY(!QFile::exists(csv));
        const Ran again = runLintel(arguments);
        QVERIFY2(again.exit == 0 && again.err.contains("of 31 are known already"), again.told());
        QStringList fresh = arguments;
        fresh.last() = at("fresh.csv");
        QVERIFY(runLintel(fresh).exit == 0);
        QCOMPARE(contentOfFile(csv), contentOfFile(at("fresh.csv")));
    }

    void interruptedItSaysHowToGoOn() {
        const QString csv = at("interrupted.csv");
        QProcess process;
        process.start(QStringLiteral(LINTEL_BIN_DIR "/lintel"),
                      {"sweep", storm, "--scenario", "incident", "--set", "load=100..200", "--replications",
                       "50", "--out", csv});
        QElapsedTimer waited;
        for (waited.start(); waited.elapsed() < 60'000; QThread::msleep(5))
            if (QFile::exists(csv + ".journal")) break;
        process.terminate();
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitCode(), 143);
        QVERIFY(process.readAllStandardError().contains("the same command continues"));
        QVERIFY(!QFile::exists(csv));
    }

    void anotherQuestionIsRefused() {
        const QString csv = at("question.csv");
        QVERIFY(runLintel(sweepOf({"--out", csv, "--replications", "1"})).exit == 0);
        const QByteArray before = contentOfFile(csv);
        const Ran other = runLintel(sweepOf({"--out", csv, "--replications", "1", "--seed", "5"}));
        QVERIFY2(other.exit == 3 && other.err.contains("its seed is 1, here it is 5"), other.told());
        QCOMPARE(contentOfFile(csv), before);
        QVERIFY(putFile(at("mine.csv"), "my own\n"));
        const Ran mine = runLintel(sweepOf({"--out", at("mine.csv")}));
        QVERIFY2(mine.exit == 3 && mine.err.contains("is there already"), mine.told());
        QCOMPARE(contentOfFile(at("mine.csv")), QByteArray("my own\n"));
        QVERIFY(!QFile::exists(at("mine.csv.journal")));
    }

    void samplesAreDrawn() {
        const Ran ran = runLintel({"sweep", storm, "--scenario", "incident", "--set", "load=50..150:log",
                                   "--set", "/policies/impatient/timeout_ms=0.5 s..2 s", "--sample", "lhs:8",
                                   "--duration", "10s", "--independent", "--json"});
        const QJsonArray points = ran.json()["points"].toArray();
        QVERIFY2(points.size() == 8, ran.told());
        QSet<qint64> seeds;
        for (const QJsonValue& point : points) {
            const double timeout = point["parameters"]["/policies/impatient/timeout_ms"].toDouble();
            QVERIFY(timeout >= 500 && timeout < 2000);
            seeds.insert(qint64(point["figures"]["event_log_hash"].toString().toULongLong(nullptr, 16)));
        }
        QCOMPARE(seeds.size(), 8);
    }

    // The seed that is told is the one to ask with again, also where it is but the base of others.
    void theSeedThatIsToldGivesTheSame() {
        const QStringList arguments{
            "sweep",      storm, "--scenario", "incident",       "--set", "load=50..150", "--sample", "lhs:3",
            "--duration", "5s",  "--json",     "--replications", "1",     "--independent"};
        const QJsonObject first = runLintel(arguments).json();
        QCOMPARE(first["points"].toArray().size(), 3);
        const QString seed = QString::number(first["seed"].toInteger());
        QCOMPARE(first["question"]["seed"].toString(), seed);
        const Ran again = runLintel(arguments + QStringList{"--seed", seed});
        QVERIFY2(again.json() == first, again.told());
    }

    void quantitiesAreUnderstood() {
        QCOMPARE(jsonAt("/policies/p/timeout_ms", "200 ms"), std::string("200"));
        QCOMPARE(jsonAt("/policies/p/timeout_ms", "1.1s"), std::string("1100"));
        QCOMPARE(jsonAt("/scenarios/s/length_s", "10 min"), std::string("600"));
        QCOMPARE(jsonAt("/workloads/w/arrivals/rate_per_s", "6000/min"), std::string("100"));
        QCOMPARE(jsonAt("load", "300 rps"), std::string("300"));
        QCOMPARE(jsonAt("/objectives/o/share", "99.9%"), std::string("0.999"));
        QCOMPARE(jsonAt("/deployments/d/workers", "7"), std::string("7"));
        QCOMPARE(jsonAt("/x/kind", "poisson"), std::string("\"poisson\""));
        QCOMPARE(jsonAt("/x/list", "[1, {\"a\": 2}]"), std::string("[1, {\"a\": 2}]"));
        QCOMPARE(
            jsonAt("/deployments/d/workers", "7 ms"),
            std::string(
                "/deployments/d/workers: found `7 ms`, expected a number without a unit, or in percent"));
    }

    void wrongUseIsNamed_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("told");
        const auto row = [](const char* name, const QStringList& arguments, const char* told) {
            QTest::newRow(name) << arguments << QByteArray(told);
        };
        row("nothing", {}, "nothing to vary");
        row("no values", {"--set", "/deployments/orders/workers"}, "expected PLACE=VALUES");
        row("empty value", {"--set", "/deployments/orders/workers=1,,2"}, "found ``");
        row("nowhere", {"--set", "/deployments/nobody/workers=3"},
            "--set /deployments/nobody/workers: there is no `nobody` in /deployments; there is the "
            "following: "
            "orders");
        row("unknown field", {"--set", "/deployments/orders/worker=3"}, "the format knows no field `worker`");
        row("wrong kind", {"--set", "/deployments/orders/workers=3,many"},
            "/deployments/orders/workers: expected a whole number, found the text \"many\"");
        row("wrong unit", {"--set", "/policies/impatient/timeout_ms=3 kg"},
            "found `3 kg`, expected a time such as 200 ms");
        row("out of range", {"--set", "/deployments/orders/workers=-1"}, "/deployments/orders/workers: -1");
        row("twice", {"--set", "load=1", "--set", "load=2"}, "load: is set twice");
        row("too many", {"--set", "load=1..1000", "--set", "seed=1..1000"}, "expected at most 100000");
        row("no steps", {"--set", "load=1.5..2"}, "expected how many values: 1.5..2:5");
        row("range of words", {"--set", "load=a..b"}, "found `a` in a range, expected a number");
        row("bad detail", {"--set", "load=1..2:fast"}, "found `:fast` behind a range");
        row("sample", {"--set", "load=1..2", "--sample", "grid:3"}, "expected lhs:N");
        row("out", {"--set", "load=1..2", "--out", "space.txt"},
            "expected a name that ends with .csv or .json");
        row("field of the scenario", {"--set", "lenght_s=3"}, "the format knows no field `lenght_s`");
        row("another scenario", {"--set", "/scenarios/healed/seed=3"},
            "only the fields of the one that runs");
    }

    void wrongUseIsNamed() {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, told);
        const Ran ran = runLintel(QStringList{"sweep", storm, "--scenario", "incident"} + arguments);
        QVERIFY2(ran.exit == 2 && ran.err.contains(told) && ran.out.isEmpty(), ran.told());
    }

    void helpHasExamples() {
        const Ran help = runLintel({"sweep", "--help"});
        QVERIFY2(help.exit == 0 && help.out.contains("--sample lhs:200 --out space.csv"), help.told());
        QVERIFY(
            help.out.contains(simulator::isBuiltWithMpi() ? "This program has MPI" : "built without MPI"));
    }

    void anyNumberOfRanksGivesTheSame() {
        if (!simulator::isBuiltWithMpi()) QSKIP("needs a build with LINTEL_MPI");
        const QString alone = at("alone.csv");
        QVERIFY(runLintel(sweepOf({"--out", alone})).exit == 0);
        for (const int ranks : {1, 2, 3, 5}) {
            const QString csv = at(QString("ranks-%1.csv").arg(ranks));
            const Ran ran = runOnRanks(ranks, sweepOf({"--out", csv, "--threads", ranks == 3 ? "2" : "1"}));
            QVERIFY2(ran.exit == 0 && ran.out.count("6 points of 6") == 1, ran.told());
            QCOMPARE(contentOfFile(csv), contentOfFile(alone));
        }
        // One rank's journal is continued by several.
        const QString broken = at("broken-ranks.csv");
        const QByteArray journal = contentOfFile(alone + ".journal");
        QVERIFY(putFile(broken + ".journal", journal.left(journal.size() / 2)));
        QVERIFY(runOnRanks(2, sweepOf({"--out", broken})).exit == 0);
        QCOMPARE(contentOfFile(broken), contentOfFile(alone));
    }

    void ranksEndWithTheFirstOne() {
        if (!simulator::isBuiltWithMpi()) QSKIP("needs a build with LINTEL_MPI");
        const Ran wrong = runOnRanks(3, sweepOf({"--set", "load=1"}));
        QVERIFY2(wrong.exit == 2 && wrong.err.count("load: is set twice") == 1, wrong.told());
        // A point that only the rank that runs it finds impossible.
        const Ran impossible = runOnRanks(
            2, {"sweep", storm, "--scenario", "incident", "--set", "workloads=[\"customers\"],[]"});
        QVERIFY2(
            impossible.exit == 3 && impossible.err.contains("(point 1: /scenarios/incident/workloads=[])"),
            impossible.told());
    }
};

QTEST_APPLESS_MAIN(CliSweepTest)
#include "cli_sweep_test.moc"
