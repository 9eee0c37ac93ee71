#pragma once

#include <string>
#include <string_view>

namespace exporters {

/// The text as lines of `//` comments (of Protocol Buffers and C++), wrapped at 100 columns, each with its
/// line break. Whatever the text holds stays comment: line breaks of every kind begin a new comment line,
/// control characters, malformed UTF-8 and dollar signs are replaced, no line ends in a backslash. Empty for
/// a text without content.
std::string lineComment(std::string_view text, std::string_view indent = "");

/// The text in one line, free of line breaks, control characters and malformed UTF-8, at most `limit` bytes.
std::string oneLine(std::string_view text, std::size_t limit = 200);

/// The text with a full stop at its end, its first letter raised.
std::string sentence(std::string_view text);

}  // namespace exporters
