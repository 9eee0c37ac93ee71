#pragma once

#include <string>

#include "simulator/run_result.h"

namespace app {

/// The result of a run as the JSON document of `lintel simulate --json`.
std::string runDocument(const simulator::RunResult& result);

/// The hash of an event log as people compare it: 16 hexadecimal digits.
std::string hashText(std::uint64_t hash);

}  // namespace app
