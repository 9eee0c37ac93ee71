#include <string>

#include "exporters/yaml/yaml.h"

namespace exporters {

namespace {

/// Longer keys need the `? key` form: a key on the line of its value has at most 1024 characters
/// (YAML 1.1, 9.3.2).
constexpr std::size_t longestImplicitKey = 1000;
constexpr std::string_view step = "  ";

class YamlWriter {
public:
    std::string document(const Yaml& value) {
        block(value, "");
        return std::move(m_out);
    }

private:
    static bool isEmptyCollection(const Yaml& value) {
        return (value.list() && value.list()->empty()) || (value.map() && value.map()->empty());
    }

    static std::string scalar(const Yaml& value) {
        if (const bool* boolean = value.boolean()) return *boolean ? "true" : "false";
        if (const std::int64_t* integer = value.integer()) return std::to_string(*integer);
        if (const std::string* string = value.string()) return yamlScalar(*string);
        if (value.list()) return "[]";
        if (value.map()) return "{}";
        return "null";
    }

    static bool isOneLine(const Yaml& value) {
        return (!value.list() && !value.map()) || isEmptyCollection(value);
    }

    /// Writes the value where a line has just been begun and is indented already.
    void block(const Yaml& value, const std::string& indent) {
        if (isOneLine(value))
            m_out += scalar(value) + '\n';
        else if (const Yaml::List* list = value.list())
            items(*list, indent);
        else
            entries(*value.map(), indent);
    }

    void items(const Yaml::List& list, const std::string& indent) {
        bool first = true;
        for (const Yaml& item : list) {
            if (!first) m_out += indent;
            first = false;
            m_out += "- ";
            block(item, indent + std::string(step));
        }
    }

    void entries(const Yaml::Map& map, const std::string& indent) {
        bool first = true;
        for (const YamlEntry& entry : map) {
            if (!first) m_out += indent;
            first = false;
            this->entry(entry, indent);
        }
    }

    void entry(const YamlEntry& entry, const std::string& indent) {
        const std::string key = yamlScalar(entry.key);
        const std::string deeper = indent + std::string(step);
        if (key.size() > longestImplicitKey)
            m_out += "? " + key + '\n' + indent + ':';
        else
            m_out += key + ':';
        if (isOneLine(entry.value))
            m_out += ' ' + scalar(entry.value) + '\n';
        else {
            m_out += '\n' + deeper;
            block(entry.value, deeper);
        }
    }

    std::string m_out;
};

}  // namespace

std::string writeYaml(const Yaml& value) {
    return YamlWriter().document(value);
}

std::string writeYaml(const std::vector<Yaml>& documents) {
    std::string text;
    for (const Yaml& document : documents) {
        if (!text.empty()) text += "---\n";
        text += writeYaml(document);
    }
    return text;
}

}  // namespace exporters
