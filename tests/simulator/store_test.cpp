#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <atomic>
#include <cmath>
#include <random>
#include <thread>

#include "simulator/store/run_store.h"
#include "tests/simulator/any_result.h"

using namespace simulator;

class StoreTest : public QObject {
    Q_OBJECT

private slots:
    void resultsComeBackAsTheyWere_data();
    void resultsComeBackAsTheyWere();
    void numbersThatAreNotFiniteComeBack();
    void listsTheLatestFirst();
    void removesARun();
    void answersQueriesOfPeople();
    void readersSeeWholeRunsWhileOneWrites();
    void survivesAKill();
    void refusesWhatIsNotAStore_data();
    void refusesWhatIsNotAStore();
    void upgradesTheFirstVersion_data();
    void upgradesTheFirstVersion();
    void upgradesTheSecondVersion();
    void saysThatNothingIsThere();
    void refusesAFolderWithoutPermission();
    void losesNothingWhenTheDiskIsFull();

private:
    std::string pathOf(const char* name) const { return (m_folder.path() + "/" + name).toStdString(); }
    QTemporaryDir m_folder;
};

namespace {

constexpr const char* dropTraceTables =
    "DROP TABLE span_attributes; DROP TABLE spans; DROP TABLE traces; DROP TABLE trace_counts;";

RunResult smallResult(int number) {
    RunResult result;
    result.model = "shop";
    result.seed = static_cast<std::uint64_t>(number);
    FlowResult& flow = result.journeys.emplace_back();
    flow.id = "buy";
    flow.arrivals = flow.completed = 1000;
    flow.latency.p99 = {12.5, 12, 13, {}};
    flow.series.push_back({"p99_ms", std::vector<double>(6000, number)});
    return result;
}

void writeFile(const std::string& path, const QByteArray& bytes) {
    QFile file(QString::fromStdString(path));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

}  // namespace

void StoreTest::resultsComeBackAsTheyWere_data() {
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 0; seed < 25; ++seed) QTest::addRow("%u", seed) << seed;
}

void StoreTest::resultsComeBackAsTheyWere() {
    QFETCH(unsigned, seed);
    auto store = RunStore::open(pathOf("round-trip.lintel-runs"));
    QVERIFY2(store, store ? "" : store.error().text().c_str());
    const RunResult result = AnyResult(seed).result();
    const RunParameters parameters{{"rate", "1000"}, {"replicas", "3"}};
    const auto run = store->save(result, parameters);
    QVERIFY2(run, run ? "" : run.error().text().c_str());
    const auto loaded = store->load(*run);
    QVERIFY2(loaded, loaded ? "" : loaded.error().text().c_str());
    QVERIFY(*loaded == result);
    QVERIFY(store->parameters(*run).value() == parameters);
    const auto reader = RunStore::open(pathOf("round-trip.lintel-runs"), RunStore::Access::Read);
    QVERIFY(reader);
    QVERIFY(reader->load(*run).value() == result);
}

void StoreTest::numbersThatAreNotFiniteComeBack() {
    auto store = RunStore::open(pathOf("nan.lintel-runs"));
    QVERIFY(store);
    RunResult result = smallResult(1);
    result.journeys[0].series[0].values = {1, std::nan(""), INFINITY, -INFINITY, -0.0};
    result.journeys[0].latency.bucketError = INFINITY;
    result.conservation.worstLittleResidual = std::nan("");
    const RunResult loaded = store->load(store->save(result).value()).value();
    const std::vector<double>& values = loaded.journeys[0].series[0].values;
    QCOMPARE(values.size(), std::size_t{5});
    QVERIFY(std::isnan(values[1]));
    QVERIFY(values[2] == INFINITY && values[3] == -INFINITY && std::signbit(values[4]));
    QVERIFY(loaded.journeys[0].latency.bucketError == INFINITY);
    QVERIFY(std::isnan(loaded.conservation.worstLittleResidual));
}

void StoreTest::listsTheLatestFirst() {
    auto store = RunStore::open(pathOf("list.lintel-runs"));
    QVERIFY(store);
    QVERIFY(store->list().value().empty());
    for (int number = 1; number <= 3; ++number) QVERIFY(store->save(smallResult(number)));
    const auto runs = store->list().value();
    QCOMPARE(runs.size(), std::size_t{3});
    QCOMPARE(runs[0].seed, 3u);
    QCOMPARE(runs[2].seed, 1u);
    QCOMPARE(runs[0].model, std::string("shop"));
    QVERIFY(runs[0].savedAt.size() >= 20 && runs[0].savedAt.ends_with('Z'));
}

void StoreTest::removesARun() {
    auto store = RunStore::open(pathOf("remove.lintel-runs"));
    QVERIFY(store);
    const std::int64_t first = store->save(smallResult(1)).value();
    const std::int64_t second = store->save(smallResult(2)).value();
    QVERIFY(store->remove(first));
    QVERIFY(!store->load(first));
    QVERIFY(!store->remove(first));
    QVERIFY(store->load(second).value() == smallResult(2));
    sqlite3* database = nullptr;
    QCOMPARE(sqlite3_open(pathOf("remove.lintel-runs").c_str(), &database), SQLITE_OK);
    const auto count = [](void* answer, int, char** columns, char**) {
        *static_cast<std::string*>(answer) = columns[0];
        return 0;
    };
    std::string chunks;
    QCOMPARE(sqlite3_exec(database, "SELECT count(*) FROM series", count, &chunks, nullptr), SQLITE_OK);
    sqlite3_close(database);
    QCOMPARE(chunks, std::string("2"));  // 6000 values of the one run that is left
}

void StoreTest::answersQueriesOfPeople() {
    auto store = RunStore::open(pathOf("views.lintel-runs"));
    QVERIFY(store);
    QVERIFY(store->save(smallResult(5)));
    sqlite3* database = nullptr;
    QCOMPARE(sqlite3_open(pathOf("views.lintel-runs").c_str(), &database), SQLITE_OK);
    const auto append = [](void* answer, int columns, char** values, char**) {
        for (int i = 0; i < columns; ++i)
            *static_cast<std::string*>(answer) += std::string(values[i] ? values[i] : "-") + " ";
        return 0;
    };
    std::string answer;
    const auto ask = [&](const char* query) {
        answer.clear();
        return sqlite3_exec(database, query, append, &answer, nullptr);
    };
    QCOMPARE(ask("SELECT id, measure, ms, low_ms, high_ms FROM latency WHERE measure = 'p99'"), SQLITE_OK);
    QCOMPARE(answer, std::string("buy p99 12.5 12.0 13.0 "));
    QCOMPARE(ask("SELECT kind, id, arrivals, failed FROM outcomes"), SQLITE_OK);
    QCOMPARE(answer, std::string("journey buy 1000 0 "));
    QCOMPARE(ask("SELECT count(*) FROM load"), SQLITE_OK);
    QCOMPARE(ask("SELECT sql FROM sqlite_schema WHERE name = 'runs'"), SQLITE_OK);
    QVERIFY(answer.find("-- UTC") != std::string::npos);
    QCOMPARE(ask("INSERT INTO runs (model) VALUES (x'00')"), SQLITE_CONSTRAINT);
    sqlite3_close(database);
}

void StoreTest::readersSeeWholeRunsWhileOneWrites() {
    const std::string path = pathOf("readers.lintel-runs");
    auto store = RunStore::open(path);
    QVERIFY(store);
    QVERIFY(store->save(smallResult(0)));
    std::atomic<bool> done = false;
    std::atomic<int> reads = 0;
    std::atomic<int> wrong = 0;
    std::vector<std::jthread> readers;
    for (int reader = 0; reader < 3; ++reader)
        readers.emplace_back([&] {
            auto mine = RunStore::open(path, RunStore::Access::Read);
            if (!mine) ++wrong;
            while (mine && !done) {
                const auto runs = mine->list();
                const auto loaded =
                    runs ? mine->load(runs->front().run) : tl::unexpected<model::Error>(runs.error());
                if (!loaded || !(*loaded == smallResult(static_cast<int>(loaded->seed)))) ++wrong;
                ++reads;
            }
        });
    for (int number = 1; number <= 60 || reads < 30; ++number) QVERIFY(store->save(smallResult(number)));
    done = true;
    readers.clear();
    QCOMPARE(wrong.load(), 0);
}

// A writer is killed at any moment; what it said was saved must be there, whole, and the file must open.
void StoreTest::survivesAKill() {
    std::mt19937 random(7);
    for (int round = 0; round < 12; ++round) {
        const std::string path = pathOf(("kill-" + std::to_string(round)).c_str());
        int channel[2];
        QCOMPARE(pipe(channel), 0);
        const pid_t writer = fork();
        if (writer == 0) {
            close(channel[0]);
            auto store = RunStore::open(path);
            for (int number = 1; store && number < 100'000; ++number) {
                if (!store->save(smallResult(number))) break;
                if (write(channel[1], "x", 1) != 1) break;
            }
            _exit(0);
        }
        QVERIFY(writer > 0);
        close(channel[1]);
        usleep(static_cast<useconds_t>(3000 + random() % 60'000));
        kill(writer, SIGKILL);
        waitpid(writer, nullptr, 0);
        std::size_t saved = 0;
        for (char letter; read(channel[0], &letter, 1) == 1;) ++saved;
        close(channel[0]);
        auto store = RunStore::open(path);
        QVERIFY2(store, store ? "" : store.error().text().c_str());
        const auto runs = store->list().value();
        QVERIFY(runs.size() == saved || runs.size() == saved + 1);
        for (const RunSummary& summary : runs)
            QVERIFY(store->load(summary.run).value() == smallResult(static_cast<int>(summary.seed)));
        QVERIFY(store->save(smallResult(0)));
    }
}

void StoreTest::refusesWhatIsNotAStore_data() {
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("reason");
    QTest::newRow("text") << "text"
                          << "another kind of file";
    QTest::newRow("another database") << "foreign"
                                      << "another kind of file";
    QTest::newRow("newer") << "newer"
                           << "found format version 6, this program reads versions up to 5";
    QTest::newRow("truncated") << "truncated"
                               << "";
    QTest::newRow("directory") << "directory"
                               << "found a directory";
    QTest::newRow("folder that is not there") << "missing/folder/file"
                                              << "cannot be opened";
}

void StoreTest::refusesWhatIsNotAStore() {
    QFETCH(QString, kind);
    QFETCH(QString, reason);
    std::string path = pathOf(qPrintable(kind));
    const auto execute = [&](const char* statements) {
        sqlite3* database = nullptr;
        QCOMPARE(sqlite3_open(path.c_str(), &database), SQLITE_OK);
        QCOMPARE(sqlite3_exec(database, statements, nullptr, nullptr, nullptr), SQLITE_OK);
        sqlite3_close(database);
    };
    if (kind == "text")
        writeFile(path, "This is not a database, but a text that is long enough to look at.\n");
    if (kind == "foreign") execute("CREATE TABLE somebody (elses INTEGER)");
    if (kind == "directory") path = m_folder.path().toStdString();
    if (kind == "newer" || kind == "truncated") {
        QVERIFY(RunStore::open(path));
        execute(kind == "newer" ? "PRAGMA user_version = 6" : "PRAGMA journal_mode = DELETE");
        if (kind == "truncated") QVERIFY(QFile::resize(QString::fromStdString(path), 5000));
    }
    QFile before(QString::fromStdString(path));
    const QByteArray bytes = before.open(QIODevice::ReadOnly) ? before.readAll() : QByteArray();
    for (const RunStore::Access access : {RunStore::Access::Read, RunStore::Access::Write}) {
        auto store = RunStore::open(path, access);
        if (kind == "truncated" && store) {
            const auto saved = store->save(smallResult(1));
            QVERIFY(!saved && !saved.error().message.empty());
            continue;
        }
        QVERIFY(!store);
        QCOMPARE(store.error().place, path);
        QVERIFY2(store.error().message.find(reason.toStdString()) != std::string::npos,
                 store.error().message.c_str());
    }
    QFile after(QString::fromStdString(path));
    if (kind != "truncated")
        QCOMPARE(after.open(QIODevice::ReadOnly) ? after.readAll() : QByteArray(), bytes);
}

void StoreTest::upgradesTheFirstVersion_data() {
    QTest::addColumn<bool>("write");
    QTest::newRow("to read") << false;
    QTest::newRow("to write") << true;
}

/// What the second version did not know of.
const char* const backToTheSecond =
    "DROP TABLE steady_states; DROP TABLE missed_windows; "
    "DROP VIEW footprint; DROP TABLE footprints; DROP TABLE footprint_notes; "
    "ALTER TABLE runs DROP COLUMN currency; ALTER TABLE runs DROP COLUMN limit_reached; "
    "ALTER TABLE runs DROP COLUMN warm_up_curve; DROP VIEW lag; DROP VIEW hits; DROP TABLE groups; "
    "DROP TABLE projections; DROP TABLE caches; DROP TABLE stores; DROP TABLE servers; "
    "PRAGMA writable_schema = ON; "
    "UPDATE sqlite_schema SET sql = replace(sql, ', ''group'',', ',') WHERE name = 'subjects'; "
    "PRAGMA writable_schema = OFF; PRAGMA user_version = 2;";

void StoreTest::upgradesTheSecondVersion() {
    const std::string path = pathOf("second.lintel-runs");
    const RunResult expected = smallResult(1);
    QVERIFY(RunStore::open(path).value().save(expected));
    sqlite3* database = nullptr;
    QCOMPARE(sqlite3_open(path.c_str(), &database), SQLITE_OK);
    const std::string statements = std::string(dropTraceTables) + backToTheSecond;
    QCOMPARE(sqlite3_exec(database, statements.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(database);

    RunStore store = RunStore::open(path).value();
    QVERIFY(store.load(1).value() == expected);
    RunResult grown = smallResult(2);
    grown.groups.push_back({"orders", "mail", 4, 2, 10, 9, 1, 0, 0, 0, 4, 1, 3, 0.5, 7, 120, {}});
    grown.caches.push_back({"redis", "shared", 1, 100, 10, 30, 20, 9, 1, 2, 8, 1, 7, 3, {}, {}});
    grown.stores.emplace_back().id = "db";
    grown.stores[0].servers.push_back({"primary", 12, 0.5});
    QVERIFY(store.load(store.save(grown).value()).value() == grown);
    RunResult traced;
    for (std::uint32_t seed = 0; traced.traces.empty(); ++seed) traced = AnyResult(seed).result();
    QVERIFY(store.load(store.save(traced).value()).value() == traced);
    QVERIFY(store.remove(1));
    QCOMPARE(store.list().value().size(), std::size_t{2});
}

// In the first version each cause of failures was a column of flows and edges.
void StoreTest::upgradesTheFirstVersion() {
    QFETCH(bool, write);
    const std::string path = pathOf(write ? "first-write.lintel-runs" : "first-read.lintel-runs");
    RunResult expected = smallResult(1);
    expected.journeys[0].failed = {5, 4, 3, 2, 1, 0};
    QVERIFY(RunStore::open(path).value().save(expected));
    std::string statements = std::string(backToTheSecond) + "DROP VIEW outcomes;";
    for (const char* table : {"flows", "edges"})
        for (const char* cause : {"timeout", "rejected", "crashed", "fault", "dependency"}) {
            const std::string column = std::string("failed_") + cause;
            statements += std::string("ALTER TABLE ") + table + " ADD COLUMN " + column +
                          " INTEGER NOT NULL DEFAULT 0; UPDATE " + table + " SET " + column +
                          " = coalesce((SELECT count FROM failures WHERE failures.subject = " + table +
                          ".subject AND cause = '" + cause + "'), 0);";
        }
    statements += "DROP TABLE failures; CREATE VIEW outcomes AS SELECT 1; PRAGMA user_version = 1;";
    statements += dropTraceTables;
    sqlite3* database = nullptr;
    QCOMPARE(sqlite3_open(path.c_str(), &database), SQLITE_OK);
    QCOMPARE(sqlite3_exec(database, statements.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(database);

    auto store = RunStore::open(path, write ? RunStore::Access::Write : RunStore::Access::Read);
    QVERIFY2(store, store ? "" : store.error().text().c_str());
    QVERIFY(store->load(1).value() == expected);
    if (write) QVERIFY(store->save(smallResult(2)));
}

void StoreTest::saysThatNothingIsThere() {
    QVERIFY(!RunStore::open(pathOf("nowhere.lintel-runs"), RunStore::Access::Read));
    QVERIFY(!QFile::exists(QString::fromStdString(pathOf("nowhere.lintel-runs"))));
    QVERIFY(!RunStore::open(""));
    writeFile(pathOf("empty"), "");
    const auto empty = RunStore::open(pathOf("empty"), RunStore::Access::Read);
    QVERIFY(!empty && empty.error().message.starts_with("found an empty file"));
    auto store = RunStore::open(pathOf("few.lintel-runs"));
    QVERIFY(store);
    const auto loaded = store->load(17);
    QVERIFY(!loaded);
    QVERIFY(loaded.error().message.find("there is no run 17") != std::string::npos);
}

void StoreTest::refusesAFolderWithoutPermission() {
    if (geteuid() == 0) QSKIP("The superuser may write everywhere");
    const QString folder = m_folder.path() + "/locked";
    QVERIFY(QDir().mkdir(folder));
    QVERIFY(QFile::setPermissions(folder, QFile::ReadOwner | QFile::ExeOwner));
    const auto store = RunStore::open((folder + "/a.lintel-runs").toStdString());
    QVERIFY(!store && store.error().message.find("permission") != std::string::npos);
}

// A limit on the size of files stands in for a full disk.
void StoreTest::losesNothingWhenTheDiskIsFull() {
    auto store = RunStore::open(pathOf("full.lintel-runs"));
    QVERIFY(store);
    const std::int64_t first = store->save(smallResult(1)).value();
    rlimit before{};
    QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
    const auto ignored = signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{200'000, before.rlim_max};
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &limit), 0);
    RunResult large = smallResult(2);
    large.journeys[0].series[0].values.resize(200'000);
    const auto saved = store->save(large);
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, ignored);
    QVERIFY(!saved);
    QVERIFY(!saved.error().message.empty());
    QCOMPARE(store->list().value().size(), std::size_t{1});
    QVERIFY(store->load(first).value() == smallResult(1));
    QVERIFY(store->save(large));
}

QTEST_GUILESS_MAIN(StoreTest)
#include "store_test.moc"
