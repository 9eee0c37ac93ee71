#include "simulator/store/run_store.h"

#include <sqlite3.h>

#include <filesystem>

#include "simulator/store/footprint_records.h"
#include "simulator/store/run_records.h"
#include "simulator/store/schema.h"
#include "simulator/store/sqlite.h"
#include "simulator/store/steady_state_records.h"
#include "simulator/store/trace_records.h"

namespace simulator {

namespace {

using sqlite::Database;
using sqlite::Failure;
using sqlite::Statement;
using sqlite::Transaction;

constexpr const char* notOurs =
    "found another kind of file, expected the results of simulations (.lintel-runs)";

std::string explained(const Failure& failure) {
    switch (failure.code) {
        case SQLITE_NOTADB:
            return notOurs;
        case SQLITE_CANTOPEN:
            return "the file cannot be opened: it is not there, or there is no permission";
        case SQLITE_PERM:
        case SQLITE_READONLY:
            return "the file cannot be written: there is no permission";
        case SQLITE_FULL:
            return "the disk is full; nothing was saved";
        case SQLITE_BUSY:
            return "another program has been writing the file for too long";
        case SQLITE_CORRUPT:
            return std::string("the file is damaged: ") + failure.what();
        default:
            return std::string("SQLite reports: ") + failure.what();
    }
}

tl::unexpected<model::Error> failed(const std::string& path, const Failure& failure) {
    return model::failure(path, explained(failure));
}

enum class Content { Empty, Ours, Older, Newer, Foreign };

Content contentOf(Database& database) {
    const std::int64_t application = database.integer("PRAGMA application_id");
    const std::int64_t version = database.integer("PRAGMA user_version");
    if (application == storeApplicationId)
        return version < storeVersion    ? Content::Older
               : version == storeVersion ? Content::Ours
                                         : Content::Newer;
    const bool empty = database.integer("SELECT count(*) FROM sqlite_schema") == 0;
    return empty && application == 0 && version == 0 ? Content::Empty : Content::Foreign;
}

void createSchema(Database& database) {
    Transaction transaction(database, "BEGIN IMMEDIATE");
    if (contentOf(database) != Content::Empty) return;  // another program was faster
    database.execute(storeSchema);
    database.execute(storeComponentTables);
    database.execute(storeTraceTables);
    database.execute(storeFootprintTables);
    database.execute(storeSteadyStateTables);
    database.execute(storeViews);
    database.execute("PRAGMA application_id = " + std::to_string(storeApplicationId));
    database.execute("PRAGMA user_version = " + std::to_string(storeVersion));
    transaction.commit();
}

void upgrade(Database& database) {
    Transaction transaction(database, "BEGIN IMMEDIATE");
    const std::int64_t version = database.integer("PRAGMA user_version");
    if (version >= storeVersion) return;  // another program was faster
    if (version < 2) database.execute(storeUpgradeFrom1);
    if (version < 3) {
        database.execute(storeUpgradeFrom2);
        database.execute(storeComponentTables);
        database.execute(storeTraceTables);
    }
    if (version < 4) {
        database.execute(storeUpgradeFrom3);
        database.execute(storeFootprintTables);
        database.execute(storeViews);
    }
    database.execute(storeSteadyStateTables);
    database.execute("PRAGMA user_version = " + std::to_string(storeVersion));
    transaction.commit();
}

/// Why the content is of no use, or nothing.
std::string refusal(Database& database, Content content) {
    if (content == Content::Foreign) return notOurs;
    if (content == Content::Empty)
        return "found an empty file, expected the results of simulations (.lintel-runs)";
    if (content == Content::Ours) return {};
    return "found format version " + std::to_string(database.integer("PRAGMA user_version")) +
           ", this program reads versions up to " + std::to_string(storeVersion);
}

/// The path is made absolute, because SQLite takes some relative ones for something else (`:memory:`).
Database opened(const std::string& path, RunStore::Access access) {
    const std::string file = std::filesystem::absolute(path).string();
    return Database(file, access == RunStore::Access::Read ? Database::Mode::Read : Database::Mode::Create);
}

}  // namespace

RunStore::RunStore(std::string path, std::unique_ptr<Database> database)
    : m_path(std::move(path)), m_database(std::move(database)) {}
RunStore::RunStore(RunStore&&) noexcept = default;
RunStore& RunStore::operator=(RunStore&&) noexcept = default;
RunStore::~RunStore() = default;

model::Result<RunStore> RunStore::open(const std::string& path, Access access) try {
    if (path.empty()) return model::failure({}, "found no path, expected the path of a file");
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored))
        return model::failure(path, "found a directory, expected a file");
    auto database = std::make_unique<Database>(opened(path, access));
    Content content = contentOf(*database);
    if (content == Content::Empty && access == Access::Write) {
        createSchema(*database);
        content = contentOf(*database);
    }
    if (content == Content::Older) {
        Database writable = opened(path, Access::Write);
        upgrade(writable);
        content = contentOf(*database);
    }
    if (std::string reason = refusal(*database, content); !reason.empty())
        return model::failure(path, std::move(reason));
    if (access == Access::Write) database->execute("PRAGMA journal_mode = WAL");
    database->execute("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
    return RunStore(path, std::move(database));
} catch (const Failure& failure) {
    return failed(path, failure);
}

model::Result<std::int64_t> RunStore::save(const RunResult& result, const RunParameters& parameters) try {
    Transaction transaction(*m_database, "BEGIN IMMEDIATE");
    const std::int64_t run = writeRun(*m_database, result);
    Statement insert(*m_database, "INSERT INTO parameters VALUES (?,?,?)");
    for (const auto& [name, value] : parameters) insert.bind(run).bind(name).bind(value).run();
    transaction.commit();
    return run;
} catch (const Failure& failure) {
    return failed(m_path, failure);
}

model::Result<std::vector<RunSummary>> RunStore::list() const try {
    std::vector<RunSummary> runs;
    Statement row(*m_database,
                  "SELECT run, saved_at, model, model_hash, scenario, scenario_name, seed, replications, "
                  "simulated_s, cancelled FROM runs ORDER BY run DESC");
    while (row.next()) {
        RunSummary& summary = runs.emplace_back();
        summary.run = row.integer();
        summary.savedAt = row.text();
        summary.model = row.text();
        summary.modelHash = hashOf(row.text());
        summary.scenario = row.text();
        summary.scenarioName = row.text();
        summary.seed = row.natural();
        summary.replications = static_cast<int>(row.integer());
        summary.simulatedSeconds = row.real();
        summary.cancelled = row.integer() != 0;
    }
    return runs;
} catch (const Failure& failure) {
    return failed(m_path, failure);
}

model::Result<RunResult> RunStore::load(std::int64_t run) const try {
    Transaction transaction(*m_database, "BEGIN");
    RunResult result;
    if (!readRun(*m_database, run, result))
        return model::failure(m_path, "there is no run " + std::to_string(run));
    return result;
} catch (const Failure& failure) {
    return failed(m_path, failure);
}

model::Result<RunParameters> RunStore::parameters(std::int64_t run) const try {
    RunParameters parameters;
    Statement row(*m_database, "SELECT name, value FROM parameters WHERE run = ?");
    row.bind(run);
    while (row.next()) {
        std::string name = row.text();
        parameters[std::move(name)] = row.text();
    }
    return parameters;
} catch (const Failure& failure) {
    return failed(m_path, failure);
}

model::Result<void> RunStore::remove(std::int64_t run) try {
    Transaction transaction(*m_database, "BEGIN IMMEDIATE");
    if (m_database->integer("SELECT count(*) FROM runs WHERE run = " + std::to_string(run)) == 0)
        return model::failure(m_path, "there is no run " + std::to_string(run));
    m_database->execute("DELETE FROM runs WHERE run = " + std::to_string(run));
    transaction.commit();
    return {};
} catch (const Failure& failure) {
    return failed(m_path, failure);
}

}  // namespace simulator
