#pragma once

#include <string>
#include <vector>

#include "simulator/trace/trace.h"

namespace simulator {

/// What simulated time zero is in exported files [ns since 1970]: 1 January 2026, 00:00 UTC. Tools for traces
/// show times of day; a fixed one keeps the files of equal runs equal.
inline constexpr std::int64_t exportedTimeZero = 1'767'225'600'000'000'000;

/// Traces as one `TracesData` message of the OpenTelemetry protocol 1.x in its JSON encoding (ids as
/// hexadecimal digits, 64-bit integers as strings, enumerations as numbers), one resource for each service.
/// https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
std::string otlpJson(const std::vector<Trace>& traces);

}  // namespace simulator
