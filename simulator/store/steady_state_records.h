#pragma once

#include "simulator/run_result.h"
#include "simulator/store/sqlite.h"

namespace simulator {

/// The tables of hypotheses, since version 5 of the schema; its comments are kept in the file.
extern const char* const storeSteadyStateTables;

/// Writes whether the hypothesis held, where one was stated or a run was ended early. Throws
/// `sqlite::Failure`.
void writeSteadyState(sqlite::Database& database, std::int64_t run, const SteadyStateResult& steady);
/// Reads it. Throws `sqlite::Failure`.
void readSteadyState(sqlite::Database& database, std::int64_t run, SteadyStateResult& steady);

}  // namespace simulator
