#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "simulator/trace/trace.h"

namespace simulator {

/// What every format tells about a span besides its place and time, by name.
struct SpanTag {
    std::string key;
    std::variant<std::string, std::int64_t, bool> value;
};

/// The attributes, and in `lintel.*` what the conventions have no name for: the parts of the time [ns].
std::vector<SpanTag> tagsOf(const Trace& trace, const Span& span);

}  // namespace simulator
