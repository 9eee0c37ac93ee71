#pragma once

#include <string>
#include <string_view>

namespace exporters {

/// Takes the first code point off a text that is not empty. A byte that begins no well-formed sequence
/// (Unicode 15, table 3-7: no surrogates, nothing overlong) counts as U+FFFD.
char32_t takeUtf8(std::string_view& text);
void appendUtf8(std::string& out, char32_t codePoint);
/// At most `limit` bytes of the text, cut between code points, with an ellipsis when something was cut.
std::string shortened(std::string_view text, std::size_t limit);

}  // namespace exporters
