#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

namespace exporters {

struct YamlEntry;

/// A value of YAML's core: null, boolean, integer, string, list, or map that keeps the order of its keys.
class Yaml {
public:
    using List = std::vector<Yaml>;
    using Map = std::vector<YamlEntry>;

    Yaml() = default;
    Yaml(bool value);
    template <class Integer,
              class = std::enable_if_t<std::is_integral_v<Integer> && !std::is_same_v<Integer, bool>>>
    Yaml(Integer value);
    Yaml(std::string value);
    Yaml(std::string_view value);
    Yaml(const char* value);
    Yaml(List value);
    Yaml(Map value);

    bool isNull() const { return std::holds_alternative<std::monostate>(m_value); }
    const bool* boolean() const { return std::get_if<bool>(&m_value); }
    const std::int64_t* integer() const { return std::get_if<std::int64_t>(&m_value); }
    const std::string* string() const { return std::get_if<std::string>(&m_value); }
    const List* list() const { return std::get_if<List>(&m_value); }
    const Map* map() const { return std::get_if<Map>(&m_value); }

    /// The value at that key of a map; null when this is no map or lacks the key.
    const Yaml& operator[](std::string_view key) const;
    /// The item of a list; null when this is no list or is shorter.
    const Yaml& operator[](std::size_t index) const;
    /// The value at the end of the keys: `value.at({"spec", "template", "metadata"})`.
    const Yaml& at(std::initializer_list<std::string_view> keys) const;
    /// The text of a string; empty for every other value.
    const std::string& text() const;

    /// Adds an entry to a map (null becomes a map); a key must be added once.
    Yaml& add(std::string key, Yaml value);
    /// Adds an item to a list (null becomes a list).
    Yaml& append(Yaml item);

    bool operator==(const Yaml&) const;

private:
    static Yaml fromInteger(std::int64_t value);

    std::variant<std::monostate, bool, std::int64_t, std::string, List, Map> m_value;
};

struct YamlEntry {
    std::string key;
    Yaml value;

    bool operator==(const YamlEntry&) const = default;
};

template <class Integer, class>
Yaml::Yaml(Integer value) : Yaml(fromInteger(static_cast<std::int64_t>(value))) {}

/// The value as a document in block style, two spaces deep, with a line break at the end. Any parser of
/// YAML 1.1 or 1.2 reads every string back as that string: what could be read as something else is in double
/// quotes, with what is not plainly printable escaped. Bytes that are not UTF-8 become U+FFFD.
std::string writeYaml(const Yaml& value);
/// Several documents in one file, with `---` between them.
std::string writeYaml(const std::vector<Yaml>& documents);

/// A string as one scalar on one line: plain where that is safe everywhere, else in double quotes.
std::string yamlScalar(std::string_view text);

}  // namespace exporters
