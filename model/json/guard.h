#pragma once

#include <optional>
#include <string_view>

#include "model/result.h"

namespace model {

/// How deep a file's objects and arrays may nest.
inline constexpr std::size_t maxJsonDepth = 256;
/// The longest single text in a file [bytes].
inline constexpr std::size_t maxTextLength = 1u << 20;

/// Looks through hostile text before anything is built from it: malformed JSON (with line and column), a key
/// that is there twice, too deep nesting, too long texts. Nothing when the text may be parsed.
std::optional<Error> findJsonFault(std::string_view text);

}  // namespace model
