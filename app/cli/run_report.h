#pragma once

#include <string>

#include "simulator/run_result.h"

namespace app {

/// The result of a run as text for people: objectives, tables by journey, operation, edge and station, the
/// checks.
std::string runReport(const simulator::RunResult& result);

/// Its tables alone; `interval` is the title of the objectives' ranges.
std::string runTables(const simulator::RunResult& result, const std::string& interval);

}  // namespace app
