#pragma once

#include <string>

#include "simulator/run_result.h"

namespace app {

/// The result of a run as text for people: objectives, tables by journey, operation, edge and station, the
/// checks.
std::string runReport(const simulator::RunResult& result);

/// Its tables alone; `interval` is the title of the objectives' ranges.
std::string runTables(const simulator::RunResult& result, const std::string& interval);

/// Objectives and how they came out; nothing when there are none.
std::string objectivesText(const std::vector<simulator::ObjectiveResult>& objectives,
                           const std::string& interval);
/// `12.3 %`; with three decimals where it is nearly all.
std::string shareText(double share);

}  // namespace app
