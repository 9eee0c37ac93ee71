#include <QJsonArray>
#include <QTest>

#include "tests/app/cli_program.h"

namespace {

const QStringList commandNames{"capacity",   "check", "diff",   "export",  "format",   "lint",   "merge",
                               "metastable", "new",   "render", "samples", "simulate", "survey", "targets"};

QStringList idsIn(const QJsonArray& array, const QString& key = "id") {
    QStringList ids;
    for (const QJsonValue& value : array) ids << value[key].toString();
    return ids;
}

}  // namespace

class CliTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString at(const QString& name) const { return m_folder.filePath(name); }

    /// A new file with a sample in it.
    QString sampleFile(const QString& name, const QString& sample) {
        const QString path = at(name);
        const Ran made = runLintel({"new", path, "--from", sample, "--force"});
        return made.exit == 0 ? path : QString();
    }

private slots:
    void helpHasAnExampleForEveryCommand() {
        const Ran help = runLintel({"--help"});
        QCOMPARE(help.exit, 0);
        for (const QString& name : commandNames) {
            QVERIFY(help.out.contains(("  " + name + " ").toUtf8()));
            const Ran own = runLintel({name, "--help"});
            QVERIFY2(own.exit == 0 && own.err.isEmpty(), own.told());
            QVERIFY2(own.out.contains(("Example:\n  lintel " + name).toUtf8()), own.told());
        }
        QVERIFY(runLintel({"--version"}).out.startsWith("lintel "));
    }

    void wrongUse_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("told");
        const auto row = [](const char* name, const QStringList& arguments, const char* told) {
            QTest::newRow(name) << arguments << QByteArray(told);
        };
        row("nothing", {}, "subcommand is required");
        row("unknown command", {"frobnicate"}, "frobnicate");
        row("unknown option", {"check", "sample:shop", "--frobnicate"}, "--frobnicate");
        row("no file", {"check"}, "FILE is missing");
        row("missing argument", {"diff", "sample:shop"}, "AFTER");
        row("unknown scenario", {"simulate", "sample:shop", "--scenario", "none"}, "black-friday");
        row("negative seed", {"simulate", "sample:shop", "--seed", "-1"}, "whole number");
        row("no replications", {"simulate", "sample:shop", "--replications", "0"}, "from 1 to");
        row("bad duration", {"simulate", "sample:shop", "--duration", "10 lightyears"}, "length of time");
        row("no duration", {"simulate", "sample:shop", "--duration", "0s"}, "length of time");
        row("not a number", {"simulate", "sample:shop", "--threads", "nan"}, "whole number");
        row("no load", {"capacity", "sample:shop", "--load", "0"}, "a number above 0");
        row("load without a number", {"metastable", "sample:shop", "--load", "12x"}, "a number above 0");
        row("unknown scenario to survey", {"survey", "sample:shop", "--scenario", "none"}, "black-friday");
        row("unknown rule", {"lint", "sample:shop", "--rules", "none"}, "shared-database");
        row("unknown target", {"export", "sample:shop", "--to", "none", "--out", "x"}, "kubernetes");
        row("export without a folder", {"export", "sample:shop"}, "--out");
        row("view of nothing", {"render", "sample:shop", "--view", "components", "--out", "x.svg"},
            "components:SERVICE");
        row("view of what is not there",
            {"render", "sample:shop", "--view", "components:nobody", "--out", "x.svg"}, "service:nobody");
        row("unknown view", {"render", "sample:shop", "--view", "none", "--out", "x.svg"},
            "services, contexts");
        row("unknown picture", {"render", "sample:shop", "--out", "x.bmp"}, ".svg, .png and .pdf");
        row("unknown sample to start from", {"new", "x.lintel", "--from", "none"}, "shop");
        row("rewriting a sample", {"format", "--write", "sample:shop"}, "needs a file");
    }

    void wrongUse() {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, told);
        const Ran ran = runLintel(arguments);
        QVERIFY2(ran.exit == 2, ran.told());
        QVERIFY2(ran.out.isEmpty(), ran.told());
        QVERIFY2(ran.err.startsWith("lintel: ") && ran.err.contains(told), ran.told());
    }

    void aModelIsStartedCheckedAndFormatted() {
        const QString path = at("mine.lintel");
        QCOMPARE(runLintel({"new", path}).exit, 0);
        QVERIFY(contentOfFile(path).contains("\"name\": \"mine\""));
        const Ran again = runLintel({"new", path});
        QVERIFY2(again.exit == 2 && again.err.contains("exists already"), again.told());
        const Ran check = runLintel({"check", path, "--json"});
        QVERIFY2(check.exit == 0 && check.json()["valid"].toBool(), check.told());
        QCOMPARE(runLintel({"format", "--check", path}).exit, 0);

        const QByteArray canonical = contentOfFile(path);
        QVERIFY(putFile(path, QJsonDocument::fromJson(canonical).toJson(QJsonDocument::Compact)));
        QCOMPARE(runLintel({"format", path}).out, canonical);
        QCOMPARE(runLintel({"format", "-"}, contentOfFile(path)).out, canonical);
        QCOMPARE(runLintel({"format", "--check", path}).exit, 1);
        QCOMPARE(runLintel({"format", "--write", path}).exit, 0);
        QCOMPARE(contentOfFile(path), canonical);
    }

    void startingFromASampleBringsItsLayout() {
        const QString path = sampleFile("from.lintel", "shop");
        QVERIFY(!path.isEmpty());
        QVERIFY(QFile::exists(path + "-layout"));
        const Ran same = runLintel({"diff", path, "sample:shop"});
        QVERIFY2(same.exit == 0 && same.out == "No difference.\n", same.told());
    }

    void theSchemaIsJson() {
        const Ran schema = runLintel({"check", "--schema"});
        QCOMPARE(schema.exit, 0);
        QVERIFY(schema.json()["$schema"].toString().contains("2020-12"));
        const Ran layout = runLintel({"check", "--layout-schema"});
        QCOMPARE(layout.exit, 0);
        QVERIFY(layout.json()["properties"].toObject().contains("diagrams"));
    }

    void samplesAndTargetsAreListed() {
        const Ran samples = runLintel({"samples", "--json"});
        const QStringList ids = idsIn(samples.json()["samples"].toArray());
        QVERIFY2(ids.contains("online-boutique") && ids.contains("shop"), samples.told());
        QVERIFY(runLintel({"samples"}).out.contains("online-boutique: Online Boutique"));
        const Ran targets = runLintel({"targets", "--json"});
        QVERIFY2(idsIn(targets.json()["targets"].toArray()).contains("kubernetes"), targets.told());
    }

    void lintFindsTheFlawsOfTheShop() {
        const Ran found = runLintel({"lint", "sample:shop", "--json"});
        QVERIFY2(found.exit == 0, found.told());
        const QJsonArray findings = found.json()["findings"].toArray();
        QCOMPARE(idsIn(findings, "rule"), (QStringList{"call-without-timeout", "shared-database"}));
        for (const QJsonValue& finding : findings)
            for (const char* key : {"rule", "severity", "entity", "message", "explanation", "fix"})
                QVERIFY2(!finding[QLatin1String(key)].toString().isEmpty(), key);
        const Ran one = runLintel({"lint", "sample:shop", "--rules", "shared-database", "--json"});
        QCOMPARE(idsIn(one.json()["findings"].toArray(), "entity"), QStringList{"store:orders"});
        QVERIFY(runLintel({"lint", "sample:online-boutique"}).out.startsWith("No findings."));
        QVERIFY(runLintel({"lint", "--list"}).out.contains("synchronous-cycle (error)"));
    }

    void aLintErrorIsANo() {
        const Ran found =
            runLintel({"lint", LINTEL_SOURCE_DIR "/tests/model/lint/synchronous-cycle/trips.lintel"});
        QVERIFY2(found.exit == 1 && found.out.contains("error: operation:a.one [synchronous-cycle]"),
                 found.told());
    }

    void diffTellsWhatDiffers() {
        const QString path = sampleFile("changed.lintel", "shop");
        QByteArray content = contentOfFile(path);
        content.replace("\"technology\": \"Quarkus\"", "\"technology\": \"Go\"");
        QVERIFY(putFile(path, content));
        const Ran ran = runLintel({"diff", "sample:shop", path, "--json"});
        QVERIFY2(ran.exit == 1, ran.told());
        const QJsonArray changes = ran.json()["changes"].toArray();
        QCOMPARE(changes.size(), 1);
        QCOMPARE(changes[0]["change"].toString(), QString("changed"));
        QCOMPARE(changes[0]["kind"].toString(), QString("service"));
        QCOMPARE(changes[0]["id"].toString(), QString("cart"));
        const QJsonValue field = changes[0]["fields"][0];
        QCOMPARE(field["pointer"].toString(), QString("/technology"));
        QVERIFY(field["before"].toString().contains("Quarkus") && field["after"].toString().contains("Go"));
        QCOMPARE(runLintel({"diff", "-", "sample:shop"}, content).exit, 1);
    }

    void diffTellsConnectionsAndLooks() {
        const QString path = sampleFile("looks.lintel", "shop");
        QByteArray layout = contentOfFile(path + "-layout");
        layout.replace("\"x\": ", "\"x\": 1");
        QVERIFY(putFile(path + "-layout", layout));
        const Ran ran = runLintel({"diff", "sample:shop", path, "--json"});
        QVERIFY2(ran.exit == 0, ran.told());
        QVERIFY(ran.json()["identical"].toBool() && !ran.json()["layout"].toArray().isEmpty());
        QVERIFY(ran.json()["relations"].isArray());
    }

    /// As git calls it: the result takes the place of ours.
    void mergeTakesBothSides() {
        const QString base = sampleFile("base.lintel", "shop"), ours = sampleFile("ours.lintel", "shop");
        const QString theirs = sampleFile("theirs.lintel", "shop");
        const auto change = [](const QString& path, const char* from, const char* to) {
            QByteArray content = contentOfFile(path);
            content.replace(from, to);
            return putFile(path, content);
        };
        QVERIFY(change(ours, "\"technology\": \"Quarkus\"", "\"technology\": \"Go\""));
        QVERIFY(change(theirs, "\"technology\": \"Micronaut\"", "\"technology\": \"Rust\""));
        const Ran clean = runLintel({"merge", base, ours, theirs, "-o", ours});
        QVERIFY2(clean.exit == 0, clean.told());
        const QByteArray merged = contentOfFile(ours);
        QVERIFY(!merged.contains("Quarkus") && !merged.contains("Micronaut") && merged.contains("Rust"));
        QVERIFY(change(theirs, "\"technology\": \"Quarkus\"", "\"technology\": \"Zig\""));
        const Ran clash = runLintel({"merge", base, ours, theirs, "-o", at("out.lintel"), "--json"});
        QVERIFY2(clash.exit == 1, clash.told());
        QCOMPARE(clash.json()["conflicts"].toArray().size(), 1);
        QCOMPARE(clash.json()["conflicts"][0]["place"].toString(), QString("/services/cart/technology"));
        QVERIFY(!contentOfFile(at("out.lintel")).contains("Zig"));
        const Ran taken =
            runLintel({"merge", base, ours, theirs, "-o", at("out.lintel"), "--take", "theirs"});
        QVERIFY2(taken.exit == 0 && contentOfFile(at("out.lintel")).contains("Zig"), taken.told());
        QCOMPARE(runLintel({"merge", base, ours, at("none.lintel"), "-o", ours}).exit, 3);
    }

    void exportIsPlannedThenDone() {
        const QString folder = at("export");
        const QStringList export_{"export", "sample:shop", "--to", "kubernetes", "--out", folder, "--json"};
        const Ran plan = runLintel(export_ + QStringList{"--dry-run"});
        QVERIFY2(plan.exit == 0 && plan.json()["dry_run"].toBool(), plan.told());
        QVERIFY(!QFile::exists(folder));
        const Ran first = runLintel(export_);
        QVERIFY2(first.exit == 0, first.told());
        const QStringList paths = idsIn(first.json()["files"].toArray(), "path");
        QVERIFY(paths.size() > 5);
        for (const QString& path : paths) QVERIFY2(QFile::exists(folder + "/" + path), qPrintable(path));
        const Ran second = runLintel(export_);
        for (const QString& action : idsIn(second.json()["files"].toArray(), "action"))
            QVERIFY2(action == "unchanged" || action == "keep", qPrintable(action));
    }

    void picturesAreDrawn_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("start");
        QTest::newRow("svg") << "x.svg" << QByteArray("<?xml");
        QTest::newRow("png") << "x.png" << QByteArray("\x89PNG");
        QTest::newRow("pdf") << "x.pdf" << QByteArray("%PDF");
    }

    void picturesAreDrawn() {
        QFETCH(QString, name);
        QFETCH(QByteArray, start);
        for (const char* view :
             {"services", "contexts", "teams", "deployment", "context", "components:order"}) {
            const Ran ran =
                runLintel({"render", "sample:shop", "--view", view, "--out", at(name), "--scheme", "dark"});
            QVERIFY2(ran.exit == 0, ran.told());
            const QByteArray picture = contentOfFile(at(name));
            QVERIFY(picture.startsWith(start) && picture.size() > 5000);
        }
    }

    void picturesFollowTheOptions() {
        const auto drawn = [this](QStringList options) {
            const Ran ran = runLintel(QStringList{"render", "sample:shop", "--out", at("o.svg")} + options);
            return ran.exit == 0 ? contentOfFile(at("o.svg")) : QByteArray();
        };
        const QByteArray whole = drawn({});
        QVERIFY(whole.contains(">inventory<") && whole.contains(">event<") && whole.contains(">Services<"));
        const QByteArray part = drawn({"--select", "service:order,service:payment"});
        QVERIFY(part.contains(">payment<") && !part.contains(">inventory<"));
        QVERIFY(!drawn({"--no-legend"}).contains(">event<"));
        QVERIFY(!drawn({"--no-title"}).contains(">Services<"));
        QVERIFY(drawn({"--scheme", "paper"}) != whole);
        QCOMPARE(
            runLintel({"render", "sample:shop", "--out", at("o.svg"), "--select", "service:nobody"}).exit, 3);
    }

    void densitiesAreKept() {
        const auto widthAt = [this](const QStringList& options) {
            runLintel(QStringList{"render", "sample:shop", "--out", at("d.png")} + options);
            return QImage(at("d.png")).width();
        };
        const int once = widthAt({"--scale", "1"});
        QVERIFY(once > 400);
        QVERIFY(std::abs(widthAt({"--dpi", "288"}) - 3 * once) <= 3);
        QVERIFY(std::abs(widthAt({"--dpi", "48"}) - once / 2) <= 1);
    }

    void allDiagramsAreDrawnAtOnce() {
        const Ran book = runLintel({"render", "sample:shop", "--view", "all", "--out", at("book.pdf")});
        QVERIFY2(book.exit == 0, book.told());
        QVERIFY(contentOfFile(at("book.pdf")).count("/Type /Page\n") > 10);
        const Ran files = runLintel({"render", "sample:shop", "--view", "all", "--out", at("all.svg")});
        QVERIFY2(files.exit == 0, files.told());
        QVERIFY(contentOfFile(at("all-services.svg")).startsWith("<?xml"));
        QVERIFY(contentOfFile(at("all-components-order.svg")).startsWith("<?xml"));
    }

    void pagesTellWhatIsModelled() {
        const QString list = QString::fromUtf8(runLintel({"explain"}).out);
        for (const char* page : {"channels", "estimate", "faults", "figures", "footprint", "requests",
                                 "stations", "stores", "trace", "transactions", "workloads"}) {
            QVERIFY2(list.contains(QLatin1String(page) + ' '), page);
            const Ran ran = runLintel({"explain", page});
            QCOMPARE(ran.exit, 0);
            QVERIFY2(ran.out.startsWith("# "), page);
        }
        const Ran unknown = runLintel({"explain", "nothing"});
        QCOMPARE(unknown.exit, 2);
        QVERIFY2(QString(unknown.told()).contains("there is no page `nothing`"), unknown.told());
    }

    void aReaderThatGoesAwayIsNoFailure() {
        QProcess shell;
        shell.start("bash",
                    {"-c", "\"$0\" check --schema | true; echo ${PIPESTATUS[0]}", LINTEL_BIN_DIR "/lintel"});
        QVERIFY(shell.waitForFinished());
        QCOMPARE(shell.readAllStandardOutput(), QByteArray("0\n"));
        QCOMPARE(shell.readAllStandardError(), QByteArray());
    }

    void aFullOutputIsToldAbout() {
        if (!QFile::exists("/dev/full")) QSKIP("there is no /dev/full here");
        QProcess process;
        process.setStandardOutputFile("/dev/full");
        process.start(LINTEL_BIN_DIR "/lintel", {"check", "--schema"});
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitCode(), 3);
        QVERIFY(
            process.readAllStandardError().contains("standard output cannot be written: no space is left"));
    }
};

QTEST_GUILESS_MAIN(CliTest)
#include "cli_test.moc"
