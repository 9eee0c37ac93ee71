#include <sqlite3.h>

#include <QTemporaryDir>
#include <QTest>

#include "simulator/store/run_store.h"
#include "tests/simulator/any_result.h"

using namespace simulator;

namespace {

/// What the third version did not know of.
const char* const backToTheThird =
    "DROP TABLE steady_states; DROP TABLE missed_windows; "
    "DROP VIEW footprint; DROP TABLE footprints; DROP TABLE footprint_notes; "
    "ALTER TABLE runs DROP COLUMN currency; ALTER TABLE runs DROP COLUMN limit_reached; PRAGMA "
    "writable_schema = ON; "
    "UPDATE sqlite_schema SET sql = replace(sql, ', ''footprint''', '') WHERE name = 'subjects'; "
    "PRAGMA writable_schema = OFF; PRAGMA user_version = 3;";

/// A result of any shape that has costs, or none.
RunResult resultWithCosts(bool known) {
    for (unsigned seed = 0;; ++seed) {
        RunResult result = AnyResult(seed).result();
        const bool whole = !result.traces.empty() && !result.caches.empty() && !result.groups.empty();
        const bool paid =
            result.footprint.known() && !result.footprint.parts.empty() && !result.footprint.leftOut.empty();
        if (whole && (known ? paid : !result.footprint.known())) return result;
    }
}

}  // namespace

/// Stores of the version that had no costs.
class StoreUpgradeTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_path = (m_folder.path() + "/runs.lintel-runs").toStdString();
        QFile::remove(QString::fromStdString(m_path));
    }

    void upgradesTheThirdVersion() {
        RunResult before = resultWithCosts(false);
        before.steadyState = {};
        QVERIFY(RunStore::open(m_path).value().save(before));
        QCOMPARE(execute(backToTheThird), std::string());
        RunStore store = RunStore::open(m_path).value();
        QVERIFY(store.load(1).value() == before);
        const RunResult paid = resultWithCosts(true);
        QVERIFY(store.load(store.save(paid).value()).value() == paid);
        QVERIFY(store.remove(1));
        QCOMPARE(execute("SELECT count(*) FROM subjects WHERE run = 1"), std::string("0 "));
    }

    void upgradesTheFourthVersion() {
        RunResult before = resultWithCosts(true);
        before.steadyState = {};
        QVERIFY(RunStore::open(m_path).value().save(before));
        QCOMPARE(execute("DROP TABLE missed_windows; DROP TABLE steady_states; PRAGMA user_version = 4;"),
                 std::string());
        RunStore store = RunStore::open(m_path).value();
        QVERIFY(store.load(1).value() == before);
        RunResult judged = before;
        judged.steadyState.verdict = simulator::SteadyStateResult::Verdict::Passed;
        QVERIFY(store.load(store.save(judged).value()).value() == judged);
    }

    void peopleCanAskForCosts() {
        RunResult result;
        result.footprint.currency = "EUR";
        result.footprint.total.kind = "total";
        result.footprint.total.cost = {0.5, 0.4, 0.6, {}};
        FootprintPart service;
        service.id = "web";
        service.kind = "service";
        service.units = 2;
        service.cpuAssumed = true;
        service.cost = {0.25, 0.25, 0.25, {}};
        service.power = {10, 9, 11, {}};
        result.footprint.parts.push_back(service);
        QVERIFY(RunStore::open(m_path).value().save(result));
        QCOMPARE(execute("SELECT kind, id, units, currency, cost_per_month, cost_low, energy_kwh_per_month, "
                         "carbon_g_per_month, cpu_assumed FROM footprint ORDER BY kind"),
                 std::string("service web 2.0 EUR 182.5 182.5 7.3 - 1 total  0.0 EUR 365.0 292.0 - - 0 "));
    }

private:
    /// The values of all rows, or what went wrong.
    std::string execute(const char* statements) {
        sqlite3* database = nullptr;
        if (sqlite3_open(m_path.c_str(), &database) != SQLITE_OK) return "not opened";
        const auto append = [](void* answer, int columns, char** values, char**) {
            for (int i = 0; i < columns; ++i)
                *static_cast<std::string*>(answer) += std::string(values[i] ? values[i] : "-") + " ";
            return 0;
        };
        std::string answer;
        char* failure = nullptr;
        if (sqlite3_exec(database, statements, append, &answer, &failure) != SQLITE_OK && failure)
            answer = failure;
        sqlite3_free(failure);
        sqlite3_close(database);
        return answer;
    }

    QTemporaryDir m_folder;
    std::string m_path;
};

QTEST_GUILESS_MAIN(StoreUpgradeTest)
#include "store_upgrade_test.moc"
