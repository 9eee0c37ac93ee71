#pragma once

#include <string>
#include <vector>

#include "simulator/trace/trace.h"

namespace simulator {

/// Traces as the JSON that the Jaeger UI loads from a file and that Jaeger's query service answers:
/// `data[].traceID/spans/processes`, microseconds. Starts and ends are rounded down to whole microseconds.
std::string jaegerJson(const std::vector<Trace>& traces);

}  // namespace simulator
