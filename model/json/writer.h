#pragma once

#include <array>
#include <cmath>
#include <concepts>
#include <map>
#include <nlohmann/json.hpp>

#include "model/description/fields.h"

/// Turns entities into JSON by their description. Included by the sources of this folder only.
namespace model::writing {

using Json = nlohmann::ordered_json;

/// A number, whole where it is whole.
inline Json number(double value) {
    if (std::abs(value) < 1e15 && value == std::floor(value)) return static_cast<std::int64_t>(value);
    return value;
}

/// Appends a field that is not there yet (the map's own insertion would look for it).
inline void append(Json& object, const std::string& key, Json value) {
    auto& map = object.get_ref<Json::object_t&>();
    static_cast<std::vector<std::pair<const std::string, Json>>&>(map).emplace_back(key, std::move(value));
}

template <class T>
Json toJson(const T& value);

template <class T>
class ObjectWriter {
public:
    ObjectWriter(const T& source, Json& object) : m_source(source), m_object(object) {}

    template <class M>
    void field(const char* key, M T::*member, Range = {}) {
        if (!(m_source.*member == m_defaults.*member)) required(key, member);
    }
    template <class M>
    void required(const char* key, M T::*member, Range = {}) {
        append(m_object, key, toJson(m_source.*member));
    }
    template <class M>
    void milliseconds(const char* key, M T::*member, Range = {}) {
        if (!(m_source.*member == m_defaults.*member)) duration(key, m_source.*member, 1e6);
    }
    template <class M>
    void requiredMilliseconds(const char* key, M T::*member, Range = {}) {
        duration(key, m_source.*member, 1e6);
    }
    template <class M>
    void millisecondsUnless(const char* key, M T::*member, Range, bool (T::*asserted)() const,
                            std::initializer_list<const char*>) {
        if ((m_source.*asserted)() || !(m_source.*member == m_defaults.*member))
            duration(key, m_source.*member, 1e6);
    }
    template <class M>
    void requiredSeconds(const char* key, M T::*member, Range = {}) {
        duration(key, m_source.*member, 1e9);
    }
    template <class M>
    void seconds(const char* key, M T::*member, Range = {}) {
        if (!(m_source.*member == m_defaults.*member)) duration(key, m_source.*member, 1e9);
    }
    template <class... A>
    void tagged(const char* key, std::variant<A...> T::*member) {
        writeTagged(key, m_source.*member, m_object);
    }
    template <class... A>
    void taggedObject(const char* key, const char* tag, std::variant<A...> T::*member,
                      UnknownFields T::*unknownMember) {
        Json object = Json::object();
        writeTagged(tag, m_source.*member, object);
        appendUnknown(m_source.*unknownMember, object);
        append(m_object, key, std::move(object));
    }
    template <class... A>
    void choice(std::variant<A...> T::*member, std::same_as<const char*> auto... keys) {
        const auto& value = m_source.*member;
        append(m_object, std::array{keys...}[value.index()],
               std::visit([](const auto& chosen) { return toJson(chosen); }, value));
    }
    template <class First, class Second, class None>
    void choiceOrNone(std::variant<First, Second, None> T::*member, const char* first, const char* second) {
        const auto& value = m_source.*member;
        if (const auto* one = std::get_if<0>(&value)) append(m_object, first, toJson(*one));
        if (const auto* other = std::get_if<1>(&value)) append(m_object, second, toJson(*other));
    }
    void object(const char* key, JsonObject T::*member) {
        const std::string& text = (m_source.*member).json;
        if (!text.empty()) append(m_object, key, Json::parse(text, nullptr, false));
    }
    void unknown(UnknownFields T::*member) { appendUnknown(m_source.*member, m_object); }

private:
    void duration(const char* key, Duration value, double unit) {
        append(m_object, key, number(static_cast<double>(value.count()) / unit));
    }
    void duration(const char* key, const std::optional<Duration>& value, double unit) {
        if (value) duration(key, *value, unit);
    }
    void duration(const char* key, const std::vector<Duration>& values, double unit) {
        Json list = Json::array();
        for (const Duration value : values) list.push_back(number(static_cast<double>(value.count()) / unit));
        append(m_object, key, std::move(list));
    }
    template <class Variant>
    static void writeTagged(const char* key, const Variant& variant, Json& object) {
        std::visit(
            [&]<class A>(const A& chosen) {
                append(object, key, Tag<A>::name);
                ObjectWriter<A> writer(chosen, object);
                describe(writer, Of<A>());
            },
            variant);
    }
    static void appendUnknown(const UnknownFields& fields, Json& object) {
        if (fields.json.empty()) return;
        const Json rest = Json::parse(fields.json, nullptr, false);
        if (!rest.is_object()) return;
        for (auto entry = rest.begin(); entry != rest.end(); ++entry)
            if (!object.contains(entry.key())) append(object, entry.key(), entry.value());
    }

    const T& m_source;
    Json& m_object;
    const T m_defaults{};
};

inline Json valueToJson(const std::string& value) {
    return value;
}
inline Json valueToJson(bool value) {
    return value;
}
inline Json valueToJson(double value) {
    return number(value);
}
inline Json valueToJson(std::int32_t value) {
    return value;
}
inline Json valueToJson(std::uint64_t value) {
    return value;
}
template <class E>
requires std::is_enum_v<E> Json valueToJson(E value) {
    return word(value);
}
template <class E>
Json valueToJson(const Id<E>& value) {
    return value.value();
}
template <class T>
Json valueToJson(const std::optional<T>& value) {
    return value ? toJson(*value) : Json();
}
template <class T>
Json valueToJson(const std::vector<T>& value) {
    Json list = Json::array();
    for (const T& element : value) list.push_back(toJson(element));
    return list;
}
template <class T>
Json valueToJson(const std::map<std::string, T>& value) {
    Json object = Json::object();
    for (const auto& [key, element] : value) append(object, key, toJson(element));
    return object;
}
template <class T>
Json valueToJson(const SharedMap<T>& value) {
    Json object = Json::object();
    for (const auto& [key, element] : value) append(object, key, toJson(element));
    return object;
}
inline Json valueToJson(const KeySet& value) {
    Json list = Json::array();
    for (const auto& item : value) list.push_back(item.key);
    return list;
}
template <class E>
Json valueToJson(const Collection<E>& value) {
    Json object = Json::object();
    for (const E& entity : value) append(object, entity.id.value(), toJson(entity));
    return object;
}
template <Described T>
Json valueToJson(const T& value) {
    Json object = Json::object();
    ObjectWriter<T> writer(value, object);
    describe(writer, Of<T>());
    return object;
}

template <class T>
Json toJson(const T& value) {
    return valueToJson(value);
}

}  // namespace model::writing
