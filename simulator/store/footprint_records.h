#pragma once

#include "simulator/run_result.h"
#include "simulator/store/sqlite.h"

namespace simulator {

/// The tables of costs, energy and carbon, since version 4 of the schema; its comments are kept in the file.
extern const char* const storeFootprintTables;

/// Writes the footprint of a result for the run of that number. Throws `sqlite::Failure`.
void writeFootprint(sqlite::Database& database, std::int64_t run, const FootprintResult& footprint);
/// Reads it; its currency is that of the run. Throws `sqlite::Failure`.
void readFootprint(sqlite::Database& database, std::int64_t run, FootprintResult& footprint);

}  // namespace simulator
