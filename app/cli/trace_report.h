#pragma once

#include <string>

#include "simulator/run_result.h"

namespace app {

class JsonWriter;

enum class TraceFormat { Otlp, Jaeger };
/// The format by its word, or else by the name of the file: `.jaeger.json`.
TraceFormat traceFormatOf(const std::string& file, const std::string& word);
std::string traceFile(const std::vector<simulator::Trace>& traces, TraceFormat format);

/// What became of tracing: how many were kept, and the slowest of each journey in one sentence. Empty for a
/// run that was not traced.
std::string tracesText(const simulator::RunResult& result);
/// The same as the member `traces` of the run's document; nothing for a run that was not traced.
void writeTraces(JsonWriter& json, const simulator::RunResult& result);

}  // namespace app
