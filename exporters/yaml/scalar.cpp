#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "exporters/names/ascii.h"
#include "exporters/yaml/utf8.h"
#include "exporters/yaml/yaml.h"

namespace exporters {

namespace {

/// Words that a parser of YAML 1.1 reads as booleans, nulls or numbers (https://yaml.org/type/), in lower
/// case.
bool isReservedWord(std::string_view text) {
    static const std::set<std::string, std::less<>> words = {"y",    "n",     "yes",  "no",  "on", "off",
                                                             "true", "false", "null", "nan", "inf"};
    return words.count(ascii::toLower(text)) > 0;
}

/// Begins with a letter, which no number, date, tag or indicator does; has no character with a meaning of its
/// own.
bool isPlain(std::string_view text) {
    const auto allowed = [](char c) {
        return ascii::isAlphanumeric(c) || std::string_view("_./:@-").find(c) != std::string_view::npos;
    };
    return !text.empty() && text.size() <= 120 && ascii::isLetter(text.front()) && text.back() != ':' &&
           std::all_of(text.begin(), text.end(), allowed) && !isReservedWord(text);
}

/// Whether a reader sees it as it is: no control character, no break of lines, nothing invisible or that
/// turns the direction of text.
bool isPrintable(char32_t c) {
    if (c < 0x20 || (c >= 0x7f && c <= 0xa0) || c == 0xad) return false;
    if ((c >= 0x2000 && c <= 0x200f) || (c >= 0x2028 && c <= 0x202f) || (c >= 0x205f && c <= 0x206f))
        return false;
    return c != 0xfeff && c < 0xe0000 && (c & 0xfffe) != 0xfffe && (c < 0xfff0 || c > 0xfffc);
}

void appendEscaped(std::string& out, char32_t c) {
    switch (c) {
        case '"':
            out += "\\\"";
            return;
        case '\\':
            out += "\\\\";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
            return;
        default:
            break;
    }
    const auto number = static_cast<std::uint32_t>(c);
    if (isPrintable(c))
        appendUtf8(out, c);
    else if (c <= 0xff)
        out += fmt::format("\\x{:02x}", number);
    else if (c <= 0xffff)
        out += fmt::format("\\u{:04x}", number);
    else
        out += fmt::format("\\U{:08x}", number);
}

}  // namespace

std::string yamlScalar(std::string_view text) {
    if (isPlain(text)) return std::string(text);
    std::string out = "\"";
    while (!text.empty()) appendEscaped(out, takeUtf8(text));
    return out + '"';
}

}  // namespace exporters
