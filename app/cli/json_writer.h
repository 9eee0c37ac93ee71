#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace app {

/// Writes one JSON document, member by member, indented for people. Always valid: what is not a finite number
/// becomes null, what is not UTF-8 becomes U+FFFD.
class JsonWriter {
public:
    JsonWriter& beginObject();
    JsonWriter& endObject();
    JsonWriter& beginArray();
    JsonWriter& endArray();
    JsonWriter& key(std::string_view name);

    JsonWriter& value(std::string_view text);
    JsonWriter& value(const char* text) { return value(std::string_view(text)); }
    JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
    JsonWriter& value(double number);
    JsonWriter& value(std::uint64_t number);
    JsonWriter& value(int number);
    JsonWriter& value(bool truth);
    JsonWriter& null();
    /// A value that is JSON already, as it stands.
    JsonWriter& document(std::string_view json) { return literal(json); }

    /// A key and its value.
    template <class Value>
    JsonWriter& member(std::string_view name, const Value& content) {
        key(name);
        return value(content);
    }

    /// A key and its texts.
    JsonWriter& texts(std::string_view name, const std::vector<std::string>& all) {
        key(name).beginArray();
        for (const std::string& one : all) value(one);
        return endArray();
    }

    /// The document so far, with a line break at the end.
    std::string text() const { return m_text + "\n"; }

private:
    void beginElement();
    void indent();
    JsonWriter& literal(std::string_view text);
    void open(char bracket);
    void close(char bracket);

    std::string m_text;
    std::vector<bool> m_hasElements;
    bool m_afterKey = false;
};

}  // namespace app
