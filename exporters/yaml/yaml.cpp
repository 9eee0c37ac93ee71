#include "exporters/yaml/yaml.h"

#include <cassert>

namespace exporters {

namespace {

const Yaml& nothing() {
    static const Yaml value;
    return value;
}

}  // namespace

Yaml::Yaml(bool value) : m_value(value) {}
Yaml::Yaml(std::string value) : m_value(std::move(value)) {}
Yaml::Yaml(std::string_view value) : m_value(std::string(value)) {}
Yaml::Yaml(const char* value) : m_value(std::string(value)) {}
Yaml::Yaml(List value) : m_value(std::move(value)) {}

Yaml Yaml::fromInteger(std::int64_t value) {
    Yaml made;
    made.m_value = value;
    return made;
}

Yaml::Yaml(Map value) : m_value(std::move(value)) {}

const Yaml& Yaml::operator[](std::string_view key) const {
    if (const Map* entries = map())
        for (const YamlEntry& entry : *entries)
            if (entry.key == key) return entry.value;
    return nothing();
}

const Yaml& Yaml::operator[](std::size_t index) const {
    const List* items = list();
    return items && index < items->size() ? (*items)[index] : nothing();
}

const Yaml& Yaml::at(std::initializer_list<std::string_view> keys) const {
    const Yaml* value = this;
    for (const std::string_view key : keys) value = &(*value)[key];
    return *value;
}

const std::string& Yaml::text() const {
    static const std::string empty;
    const std::string* value = string();
    return value ? *value : empty;
}

Yaml& Yaml::add(std::string key, Yaml value) {
    if (isNull()) m_value = Map{};
    Map* entries = std::get_if<Map>(&m_value);
    assert(entries && (*this)[key].isNull());
    entries->push_back({std::move(key), std::move(value)});
    return *this;
}

Yaml& Yaml::append(Yaml item) {
    if (isNull()) m_value = List{};
    List* items = std::get_if<List>(&m_value);
    assert(items);
    items->push_back(std::move(item));
    return *this;
}

bool Yaml::operator==(const Yaml& other) const {
    return m_value == other.m_value;
}

}  // namespace exporters
