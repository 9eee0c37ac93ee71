#pragma once

#include "simulator/run_result.h"
#include "simulator/store/sqlite.h"

namespace simulator {

/// The tables of traces, since version 3 of the schema; its comments are kept in the file.
extern const char* const storeTraceTables;

/// Writes the traces of a result for the run of that number. Throws `sqlite::Failure`.
void writeTraces(sqlite::Database& database, std::int64_t run, const RunResult& result);
/// Reads them. Throws `sqlite::Failure`.
void readTraces(sqlite::Database& database, std::int64_t run, RunResult& result);

}  // namespace simulator
