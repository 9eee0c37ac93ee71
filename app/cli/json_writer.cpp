#include "app/cli/json_writer.h"

#include <fmt/format.h>

#include <cmath>

namespace app {

namespace {

/// The length of the well-formed UTF-8 sequence at the start of the text; 0 when there is none.
std::size_t utf8Length(std::string_view text) {
    const auto byte = [&](std::size_t index) { return static_cast<unsigned char>(text[index]); };
    const unsigned char first = byte(0);
    const std::size_t length = first < 0x80   ? 1
                               : first < 0xc2 ? 0
                               : first < 0xe0 ? 2
                               : first < 0xf0 ? 3
                               : first < 0xf5 ? 4
                                              : 0;
    if (length == 0 || length > text.size()) return 0;
    for (std::size_t index = 1; index < length; ++index)
        if ((byte(index) & 0xc0) != 0x80) return 0;
    if (first == 0xe0 && byte(1) < 0xa0) return 0;  // overlong
    if (first == 0xed && byte(1) > 0x9f) return 0;  // surrogate
    if (first == 0xf0 && byte(1) < 0x90) return 0;  // overlong
    if (first == 0xf4 && byte(1) > 0x8f) return 0;  // beyond U+10FFFF
    return length;
}

std::string quoted(std::string_view text) {
    std::string result = "\"";
    while (!text.empty()) {
        const std::size_t length = utf8Length(text);
        const auto byte = static_cast<unsigned char>(text.front());
        if (length == 0)
            result += "\xef\xbf\xbd";
        else if (byte == '"' || byte == '\\')
            result += fmt::format("\\{}", text.front());
        else if (byte == '\n')
            result += "\\n";
        else if (byte < 0x20 || byte == 0x7f)
            result += fmt::format("\\u{:04x}", byte);
        else
            result += text.substr(0, length);
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return result + "\"";
}

}  // namespace

void JsonWriter::indent() {
    m_text += '\n';
    m_text.append(2 * m_hasElements.size(), ' ');
}

void JsonWriter::beginElement() {
    if (m_afterKey) {
        m_afterKey = false;
        return;
    }
    if (m_hasElements.empty()) return;
    if (m_hasElements.back()) m_text += ',';
    m_hasElements.back() = true;
    indent();
}

JsonWriter& JsonWriter::literal(std::string_view text) {
    beginElement();
    m_text += text;
    return *this;
}

void JsonWriter::open(char bracket) {
    beginElement();
    m_text += bracket;
    m_hasElements.push_back(false);
}

void JsonWriter::close(char bracket) {
    const bool hadElements = m_hasElements.back();
    m_hasElements.pop_back();
    if (hadElements) indent();
    m_text += bracket;
}

JsonWriter& JsonWriter::beginObject() {
    open('{');
    return *this;
}

JsonWriter& JsonWriter::endObject() {
    close('}');
    return *this;
}

JsonWriter& JsonWriter::beginArray() {
    open('[');
    return *this;
}

JsonWriter& JsonWriter::endArray() {
    close(']');
    return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
    literal(quoted(name));
    m_text += ": ";
    m_afterKey = true;
    return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
    return literal(quoted(text));
}

JsonWriter& JsonWriter::value(double number) {
    return std::isfinite(number) ? literal(fmt::format("{}", number)) : null();
}

JsonWriter& JsonWriter::value(std::uint64_t number) {
    return literal(fmt::format("{}", number));
}

JsonWriter& JsonWriter::value(int number) {
    return literal(fmt::format("{}", number));
}

JsonWriter& JsonWriter::value(bool truth) {
    return literal(truth ? "true" : "false");
}

JsonWriter& JsonWriter::null() {
    return literal("null");
}

}  // namespace app
