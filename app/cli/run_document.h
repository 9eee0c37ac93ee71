#pragma once

#include <string>

#include "simulator/run_result.h"

namespace app {

class JsonWriter;

/// The members of the document of a run, into an object that is open.
void writeRun(JsonWriter& json, const simulator::RunResult& result);

/// A figure as a member of the open object: value, bounds, or why there is none.
void writeFigure(JsonWriter& json, const char* name, const simulator::Figure& figure);

/// Objectives and how they came out, as the member `objectives` of the open object.
void writeObjectives(JsonWriter& json, const std::vector<simulator::ObjectiveResult>& objectives);

/// The result of a run as the JSON document of `lintel simulate --json`.
std::string runDocument(const simulator::RunResult& result);

/// The hash of an event log as people compare it: 16 hexadecimal digits.
std::string hashText(std::uint64_t hash);

}  // namespace app
