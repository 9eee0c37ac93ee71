#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QTest>

#include "simulator/store/run_store.h"
#include "tests/app/cli_program.h"
#include "tests/simulator/bad_models.h"

namespace {

QByteArray modelWith(const QByteArray& members) {
    return "{\"lintel\": 1, \"name\": \"Test\", " + members + "}";
}

QByteArray workloadAt(const QByteArray& rate) {
    return modelWith(
        "\"workloads\": {\"w\": {\"name\": \"W\", \"arrivals\": {\"kind\": \"poisson\", \"rate_per_s\": " +
        rate + "}}}");
}

/// An operation whose parallel steps nest that deep.
QByteArray nestedSteps(int depth) {
    QByteArray text =
        "\"services\": {\"s\": {\"name\": \"S\", \"operations\": {\"s.o\": {\"name\": \"O\", \"behaviour\": "
        "[";
    for (int level = 0; level < depth; ++level) text += "{\"step\": \"parallel\", \"branches\": [[";
    for (int level = 0; level < depth; ++level) text += "]]}";
    return modelWith(text + "]}}}}");
}

}  // namespace

/// Bad input: each kind has its clear message and the exit code 3, and nothing is harmed.
class CliInputTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString at(const QString& name) const { return m_folder.filePath(name); }

private slots:
    void badModels_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("place");
        const auto row = [](const char* name, const QByteArray& content, const char* place) {
            QTest::newRow(name) << content << QByteArray(place);
        };
        row("empty", "", "");
        row("truncated", "{\"lintel\": 1, \"name\": \"Te", "line 1");
        row("not JSON", "hello", "line 1");
        row("a list", "[]", "");
        row("binary", QByteArray("\0\x01\xff\xfe", 4), "");
        row("not UTF-8", modelWith("\"description\": \"\xff\xfe\""), "");
        row("no version", "{\"name\": \"Test\"}", "lintel");
        row("newer version", "{\"lintel\": 2, \"name\": \"Test\"}", "/lintel");
        row("version of a wrong type", "{\"lintel\": \"1\", \"name\": \"Test\"}", "/lintel");
        row("name of a wrong type", "{\"lintel\": 1, \"name\": 7}", "/name");
        row("services of a wrong type", modelWith("\"services\": []"), "/services");
        row("unknown word", modelWith("\"services\": {\"s\": {\"name\": \"S\", \"kind\": \"thing\"}}"),
            "/services/s/kind");
        row("duplicate id", modelWith("\"teams\": {\"a\": {\"name\": \"A\"}, \"a\": {\"name\": \"B\"}}"),
            "/teams");
        row("malformed id", modelWith("\"teams\": {\"A b\": {\"name\": \"A\"}}"), "/teams/A b");
        row("dangling id", modelWith("\"contexts\": {\"c\": {\"name\": \"C\", \"team\": \"nobody\"}}"),
            "/contexts/c/team");
        row("negative rate", workloadAt("-5"), "/workloads/w/arrivals/rate_per_s");
        row("not a number", workloadAt("NaN"), "");
        row("infinite number", workloadAt("1e999"), "");
        row("rate of a wrong type", workloadAt("\"many\""), "/workloads/w/arrivals/rate_per_s");
        row("name of 10 MB", modelWith("\"description\": \"" + QByteArray(10 << 20, 'x') + "\""), "");
        row("service name of 10 MB",
            modelWith("\"services\": {\"s\": {\"name\": \"" + QByteArray(10 << 20, 'x') + "\"}}"), "");
        row("100,000 nested steps", nestedSteps(100'000), "");
        row("65 nested steps", nestedSteps(70), "/services/s/operations");
        row("100,000 open lists", QByteArray(100'000, '['), "");
    }

    void badModels() {
        QFETCH(QByteArray, content);
        QFETCH(QByteArray, place);
        const QString path = at("bad.lintel");
        QVERIFY(putFile(path, content));
        const Ran check = runLintel({"check", path});
        QVERIFY2(check.exit == 3, check.told());
        QVERIFY2((check.out + check.err).contains(place), check.told());
        QVERIFY2(check.err.startsWith("lintel: " + path.toUtf8()), check.told());
        QVERIFY2(check.err.size() < 5000, "a message stays a message");
        const Ran json = runLintel({"check", path, "--json"});
        QVERIFY2(json.exit == 3 && !json.json()["valid"].toBool(true), json.told());
        QVERIFY(!json.json()["problems"].toArray().isEmpty());
        const Ran simulate = runLintel({"simulate", "-", "--json"}, content);
        QVERIFY2(simulate.exit == 3 && simulate.out.isEmpty() && !simulate.err.isEmpty(), simulate.told());
        QCOMPARE(contentOfFile(path), content);
    }

    void whatCannotBeSimulatedIsNamed_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("place");
        QTest::addColumn<QByteArray>("words");
        for (const badmodels::BadModel& bad : badmodels::badModels())
            QTest::newRow(bad.name.c_str())
                << QByteArray::fromStdString(bad.text) << QByteArray::fromStdString(bad.place)
                << QByteArray::fromStdString(bad.words);
    }

    void whatCannotBeSimulatedIsNamed() {
        QFETCH(QByteArray, content);
        QFETCH(QByteArray, place);
        QFETCH(QByteArray, words);
        const Ran check = runLintel({"check", "-"}, content);
        QVERIFY2(check.exit == 3 && (check.out + check.err).contains(words), check.told());
        QVERIFY2((check.out + check.err).contains(place), check.told());
        const QJsonObject json = runLintel({"check", "-", "--json"}, content).json();
        const QJsonValue problem = json["problems"].toArray().at(0);
        QVERIFY(!json["valid"].toBool(true) && problem["message"].toString().toUtf8().contains(words));
        QCOMPARE(problem["place"].toString().toUtf8(), place);
        const Ran simulate = runLintel({"simulate", "-", "--scenario", "s", "--json"}, content);
        QVERIFY2(simulate.exit == 3 && simulate.out.isEmpty(), simulate.told());
        QVERIFY2(simulate.err.contains(place + ": ") && simulate.err.contains(words), simulate.told());
    }

    // A run follows it.
    void whatIsNotEstimatedIsSaid() {
        const QByteArray content = QByteArray::fromStdString(badmodels::modelWith(
            {{"1000", R"(1000, "hedging": {"delay_ms": 100}}, "q": {"name": "Q", "timeout_ms": 1000)"}}));
        const Ran check = runLintel({"check", "-"}, content);
        QVERIFY2(check.exit == 0 && check.out.contains("the model is whole"), check.told());
        const Ran simulate = runLintel({"simulate", "-", "--scenario", "s", "--json"}, content);
        QVERIFY2(simulate.exit == 0, simulate.told());
        const Ran estimate = runLintel({"estimate", "-", "--scenario", "s"}, content);
        QVERIFY2(estimate.out.contains("is not in the estimate"), estimate.told());
    }

    void memoryIsLimitedAndTold() {
        const QByteArray content = QByteArray::fromStdString(badmodels::modelWith(
            {{"arrivals",
              R"({"kind": "closed", "users": 900000, "think": {"kind": "constant", "mean_ms": 1e6}})"},
             {"1-replications", "4"}}));
        const QStringList simulate{"simulate", "-", "--duration", "2s", "--threads", "4"};
        const Ran refused = runLintel(simulate + QStringList{"--memory", "100"}, content);
        QVERIFY2(refused.exit == 3 && refused.out.isEmpty(), refused.told());
        QVERIFY2(refused.err.contains("/workloads/w/arrivals/users: the run is expected to need 4") &&
                     refused.err.contains("at most 100 MB are allowed; most of it: 900000 users need 439 MB"),
                 refused.told());
        const Ran told = runLintel(simulate + QStringList{"--memory", "100000"}, content);
        QVERIFY2(told.exit == 0 && told.err.contains("lintel: the run is expected to need 4"), told.told());
    }

    void whatHasNoEndIsPartial() {
        const QByteArray content = QByteArray::fromStdString(badmodels::modelWith(
            {{"arrivals", R"({"kind": "trace", "times_s": [1, 1]})"},
             {"2", "0"},
             {"more-of-a", "," + badmodels::loop("1000000", R"({"step": "call", "operation": "b.do"})")},
             {"more-of-b", "," + badmodels::loop("90", "")},
             {"1-of-b", "0"}}));
        QVERIFY(runLintel({"check", "-"}, content).exit == 0);
        const QByteArray reason = "ended after 1 s because more than 100 million steps took no time";
        const Ran text = runLintel({"simulate", "-", "--store", at("partial.lintel-runs")}, content);
        QVERIFY2(text.exit == 1 && text.out.contains("PARTIAL: " + reason), text.told());
        QVERIFY2(text.err.contains(reason) && text.err.contains("kept as run 1"), text.told());
        const Ran json = runLintel({"simulate", "-", "--json"}, content);
        QVERIFY2(json.exit == 1 && json.json()["cancelled"].toBool(), json.told());
        QVERIFY(json.json()["limit_reached"].toString().toUtf8().startsWith(reason));
        QVERIFY(json.json()["conservation"].toObject()["holds"].toBool());
        const auto store = simulator::RunStore::open(at("partial.lintel-runs").toStdString());
        QVERIFY(store);
        const auto kept = store->load(1);
        QVERIFY(kept && kept->cancelled && QByteArray::fromStdString(kept->limitReached).startsWith(reason));
    }

    void whatIsNoFileIsTold() {
        const Ran folder = runLintel({"check", m_folder.path()});
        QVERIFY2(folder.exit == 3 && folder.err.contains("is a directory"), folder.told());
        const Ran missing = runLintel({"check", at("none.lintel")});
        QVERIFY2(missing.exit == 3 && missing.err.contains("no such file"), missing.told());
        const Ran sample = runLintel({"check", "sample:none"});
        QVERIFY2(sample.exit == 3 && sample.err.contains("online-boutique"), sample.told());
        QCOMPARE(::mkfifo(qPrintable(at("pipe")), 0600), 0);
        const Ran pipe = runLintel({"check", at("pipe")});
        QVERIFY2(pipe.exit == 3 && pipe.err.contains("is a pipe"), pipe.told());
    }

    void aFileWithoutPermissionIsTold() {
        QVERIFY(putFile(at("secret.lintel"), "{}"));
        QCOMPARE(::chmod(qPrintable(at("secret.lintel")), 0), 0);
        QCOMPARE(::chmod(qPrintable(m_folder.path()), 0755), 0);
        const bool isRoot = ::geteuid() == 0;
        constexpr uid_t nobody = 65534;
        const Ran ran = runLintel({"check", at("secret.lintel")}, {}, [isRoot] {
            if (isRoot && ::setuid(nobody) != 0) ::_exit(99);
        });
        if (isRoot && ran.exit == -1) QSKIP("the program cannot be started as another user here");
        QVERIFY2(ran.exit == 3 && ran.err.contains("permission denied"), ran.told());
    }

    void aLimitedFileSizeLeavesTheOldFileWhole() {
        const QString path = at("old.lintel");
        QCOMPARE(runLintel({"new", path}).exit, 0);
        const QByteArray before = contentOfFile(path);
        const Ran ran = runLintel({"new", path, "--from", "shop", "--force"}, {}, [] {
            const rlimit limit{4096, 4096};
            ::setrlimit(RLIMIT_FSIZE, &limit);
        });
        QVERIFY2(ran.exit == 3 && ran.err.contains("larger than the system allows"), ran.told());
        QVERIFY(ran.err.contains("the old file is unchanged"));
        QCOMPARE(contentOfFile(path), before);
        QCOMPARE(QDir(m_folder.path()).entryList({".lintel-*"}, QDir::Files | QDir::Hidden), QStringList());
    }

    void aFullDiskLeavesTheOldFileWhole() {
        const QString disk = at("disk");
        QVERIFY(QDir().mkpath(disk));
        if (::mount("none", qPrintable(disk), "tmpfs", 0, "size=16k") != 0)
            QSKIP("a small file system cannot be mounted here");
        const Ran made = runLintel({"new", disk + "/m.lintel"});
        const QByteArray before = contentOfFile(disk + "/m.lintel");
        const Ran full = runLintel({"new", disk + "/m.lintel", "--from", "shop", "--force"});
        const QByteArray after = contentOfFile(disk + "/m.lintel");
        const Ran exported = runLintel({"export", "sample:shop", "--out", disk + "/export"});
        const Ran drawn = runLintel({"render", "sample:shop", "--out", disk + "/x.png"});
        const Ran stored =
            runLintel({"simulate", "sample:shop", "--duration", "2s", "--store", disk + "/runs"});
        QCOMPARE(::umount(qPrintable(disk)), 0);
        QCOMPARE(made.exit, 0);
        QVERIFY2(full.exit == 3 && full.err.contains("no space is left"), full.told());
        QCOMPARE(after, before);
        QVERIFY2(exported.exit == 3 && !exported.err.isEmpty(), exported.told());
        QVERIFY2(drawn.exit == 3 && drawn.err.contains("no space is left"), drawn.told());
        QVERIFY2(stored.exit == 3 && !stored.err.isEmpty(), stored.told());
    }

    void unknownFieldsSurvive() {
        const QByteArray content = modelWith("\"colour\": {\"favourite\": [1, 2.5, \"blue\"]}");
        const Ran ran = runLintel({"format", "-"}, content);
        QVERIFY2(ran.exit == 0, ran.told());
        QCOMPARE(ran.json()["colour"], QJsonDocument::fromJson(content).object()["colour"]);
    }

    void controlCharactersOfNamesDoNotReachTheTerminal() {
        const QByteArray content = modelWith("\"services\": {\"s\": {\"name\": \"\\u001b[31mred\\u0007\"}}");
        const Ran ran = runLintel({"lint", "-"}, content);
        QVERIFY2(ran.exit == 0 && ran.out.contains("[31mred") && !ran.out.contains('\x1b') &&
                     !ran.out.contains('\a'),
                 ran.told());
    }
};

QTEST_GUILESS_MAIN(CliInputTest)
#include "cli_input_test.moc"
