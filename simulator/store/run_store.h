#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "model/result.h"
#include "simulator/run_result.h"

namespace simulator {

namespace sqlite {
class Database;
}

/// A saved run, as lists show it.
struct RunSummary {
    std::int64_t run = 0;
    std::string savedAt;  ///< UTC, ISO 8601
    std::string model;
    std::uint64_t modelHash = 0;
    std::string scenario;
    std::string scenarioName;
    std::uint64_t seed = 0;
    int replications = 0;
    double simulatedSeconds = 0;
    bool cancelled = false;

    bool operator==(const RunSummary&) const = default;
};

/// What was varied to get a run, by name.
using RunParameters = std::map<std::string, std::string>;

/// The results of many runs in one SQLite file (`shop.lintel-runs`), open to everybody's queries:
/// `schema.cpp` documents the tables, and the file carries that text. Writes are transactions in
/// write-ahead-log mode: a crash loses nothing that was saved, and others can read meanwhile. One object
/// serves one thread at a time; several objects, threads and programs may have the same file open.
class RunStore {
public:
    enum class Access { Read, Write };

    /// Opens a file, and makes it when it is opened to write and not there. Fails, naming the path, on a
    /// directory, a missing permission, a file that is not a store of runs, and one from a newer version.
    static model::Result<RunStore> open(const std::string& path, Access access = Access::Write);

    RunStore(RunStore&&) noexcept;
    RunStore& operator=(RunStore&&) noexcept;
    ~RunStore();

    /// Saves a result whole or not at all, and gives its number.
    model::Result<std::int64_t> save(const RunResult& result, const RunParameters& parameters = {});
    /// All runs, the latest first.
    model::Result<std::vector<RunSummary>> list() const;
    /// The result as it was saved; NaN comes back as NaN.
    model::Result<RunResult> load(std::int64_t run) const;
    model::Result<RunParameters> parameters(std::int64_t run) const;
    /// Forgets a run. Fails when there is none of that number.
    model::Result<void> remove(std::int64_t run);

private:
    RunStore(std::string path, std::unique_ptr<sqlite::Database> database);

    std::string m_path;
    std::unique_ptr<sqlite::Database> m_database;
};

}  // namespace simulator
