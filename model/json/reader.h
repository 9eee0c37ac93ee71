#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <concepts>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "model/description/fields.h"
#include "model/json/pointer.h"
#include "model/result.h"

/// Reads entities from JSON by their description. Included by the sources of this folder only.
namespace model::reading {

using Json = nlohmann::ordered_json;

/// What a walk through a file carries: where it is, and the first thing that was wrong.
struct Walk {
    PointerPath path;
    std::optional<Error> error;
    int behaviourDepth = 0;

    bool failed() const { return error.has_value(); }
    void fail(std::string message) {
        if (!error) error = Error{path.text(), std::move(message)};
    }
    void expected(std::string_view what, const Json& found);
};

/// What a value is, in words, shortened: `the text "abc"`, `a list`, `the number 12`.
std::string describeValue(const Json& value);

inline void Walk::expected(std::string_view what, const Json& found) {
    fail(fmt::format("expected {}, found {}", what, describeValue(found)));
}

/// The fields of one object and which of them were asked for.
struct Fields {
    explicit Fields(const Json& source) : object(source), used(source.size(), false) {}
    const Json& object;
    std::vector<bool> used;

    const Json* take(std::string_view key) {
        std::size_t index = 0;
        for (auto entry = object.begin(); entry != object.end(); ++entry, ++index)
            if (entry.key() == key) {
                used[index] = true;
                return &entry.value();
            }
        return nullptr;
    }
    bool has(const char* key) const { return object.contains(key); }
    /// Whether there is something; an empty list states nothing.
    bool states(const char* key) const {
        const auto entry = object.find(key);
        return entry != object.end() && !(entry->is_array() && entry->empty());
    }
};

template <class T>
void read(const Json& value, T& target, Walk& walk);

template <class T>
class ObjectReader {
public:
    ObjectReader(Fields& fields, T& target, Walk& walk) : m_fields(fields), m_target(target), m_walk(walk) {}

    template <class M>
    void field(const char* key, M T::*member, Range = {}) {
        if (const Json* value = take(key)) readAt(key, *value, m_target.*member);
    }
    template <class M>
    void required(const char* key, M T::*member, Range = {}) {
        if (const Json* value = takeRequired(key)) readAt(key, *value, m_target.*member);
    }
    template <class M>
    void milliseconds(const char* key, M T::*member, Range = {}) {
        if (const Json* value = take(key)) readDuration(key, *value, m_target.*member, 1e6);
    }
    template <class M>
    void requiredMilliseconds(const char* key, M T::*member, Range = {}) {
        if (const Json* value = takeRequired(key)) readDuration(key, *value, m_target.*member, 1e6);
    }
    template <class M>
    void millisecondsUnless(const char* key, M T::*member, Range range, bool (T::*)() const,
                            std::initializer_list<const char*> others) {
        if (m_walk.failed()) return;
        const bool there = m_fields.has(key);
        for (const char* other : others)
            if (m_fields.states(other) && there)
                return m_walk.fail(fmt::format("expected either \"{}\" or \"{}\", found both", key, other));
        if (std::any_of(others.begin(), others.end(), [&](auto other) { return m_fields.states(other); }))
            return;
        if (!there)
            return m_walk.fail(fmt::format("the field \"{}\" is missing, or one of {} in its place", key,
                                           fmt::join(others, ", ")));
        milliseconds(key, member, range);
    }
    template <class M>
    void seconds(const char* key, M T::*member, Range = {}) {
        if (const Json* value = take(key)) readDuration(key, *value, m_target.*member, 1e9);
    }
    template <class M>
    void requiredSeconds(const char* key, M T::*member, Range = {}) {
        if (const Json* value = takeRequired(key)) readDuration(key, *value, m_target.*member, 1e9);
    }
    template <class... A>
    void tagged(const char* key, std::variant<A...> T::*member) {
        readTagged(key, m_target.*member, m_fields);
    }
    template <class... A>
    void taggedObject(const char* key, const char* tag, std::variant<A...> T::*member,
                      UnknownFields T::*unknownMember) {
        const Json* value = takeRequired(key);
        if (!value) return;
        const PointerPath::Scope scope(m_walk.path, key);
        if (!value->is_object()) return m_walk.expected("an object", *value);
        Fields fields(*value);
        readTagged(tag, m_target.*member, fields);
        keepUnknown(fields, m_target.*unknownMember);
    }
    template <class First, class Second>
    void choice(std::variant<First, Second> T::*member, const char* first, const char* second) {
        if (m_walk.failed()) return;
        const Json* one = take(first);
        const Json* other = take(second);
        if ((one == nullptr) == (other == nullptr))
            return m_walk.fail(fmt::format("expected either \"{}\" or \"{}\", found {}", first, second,
                                           one ? "both" : "neither"));
        if (one)
            readAt(first, *one, (m_target.*member).template emplace<0>());
        else
            readAt(second, *other, (m_target.*member).template emplace<1>());
    }
    template <class... A>
    requires(sizeof...(A) > 2) void choice(std::variant<A...> T::*member,
                                           std::same_as<const char*> auto... keys) {
        if (m_walk.failed()) return;
        const std::array names{keys...};
        const std::array found{take(keys)...};
        const auto count = std::count_if(found.begin(), found.end(), [](auto* at) { return at != nullptr; });
        if (count != 1) {
            return m_walk.fail(fmt::format("expected one of \"{}\" and \"{}\", found {}",
                                           fmt::join(names.begin(), names.end() - 1, "\", \""), names.back(),
                                           count == 0 ? "none" : "several"));
        }
        readChosen(m_target.*member, names, found, std::index_sequence_for<A...>());
    }
    template <class First, class Second, class None>
    void choiceOrNone(std::variant<First, Second, None> T::*member, const char* first, const char* second) {
        if (m_walk.failed()) return;
        const Json* one = take(first);
        const Json* other = take(second);
        if (one && other)
            return m_walk.fail(fmt::format("expected either \"{}\" or \"{}\", found both", first, second));
        if (one)
            readAt(first, *one, (m_target.*member).template emplace<0>());
        else if (other)
            readAt(second, *other, (m_target.*member).template emplace<1>());
        else
            (m_target.*member).template emplace<2>();
    }
    void object(const char* key, JsonObject T::*member) {
        const Json* value = take(key);
        if (!value) return;
        const PointerPath::Scope scope(m_walk.path, key);
        if (!value->is_object()) return m_walk.expected("an object", *value);
        if (!value->empty()) (m_target.*member).json = value->dump();
    }
    void unknown(UnknownFields T::*member) { keepUnknown(m_fields, m_target.*member); }

private:
    const Json* take(const char* key) { return m_walk.failed() ? nullptr : m_fields.take(key); }
    const Json* takeRequired(const char* key) {
        const Json* value = take(key);
        if (!value) m_walk.fail(fmt::format("the field \"{}\" is missing", key));
        return value;
    }
    template <class M>
    void readAt(const char* key, const Json& value, M& target) {
        const PointerPath::Scope scope(m_walk.path, key);
        read(value, target, m_walk);
    }
    template <class Variant, std::size_t... Place>
    void readChosen(Variant& target, const std::array<const char*, sizeof...(Place)>& keys,
                    const std::array<const Json*, sizeof...(Place)>& found, std::index_sequence<Place...>) {
        ((found[Place] ? readAt(keys[Place], *found[Place], target.template emplace<Place>()) : void()), ...);
    }
    void readDuration(const char* key, const Json& value, Duration& target, double unit) {
        const PointerPath::Scope scope(m_walk.path, key);
        readDuration(value, target, unit);
    }
    void readDuration(const Json& value, Duration& target, double unit) {
        if (!value.is_number()) return m_walk.expected("a number", value);
        const double nanoseconds = std::round(value.get<double>() * unit);
        if (!(std::abs(nanoseconds) < 9e18)) return m_walk.expected("a time below 280 years", value);
        target = Duration(static_cast<std::int64_t>(nanoseconds));
    }
    void readDuration(const char* key, const Json& value, std::optional<Duration>& target, double unit) {
        readDuration(key, value, target.emplace(), unit);
    }
    void readDuration(const char* key, const Json& value, std::vector<Duration>& target, double unit) {
        const PointerPath::Scope scope(m_walk.path, key);
        if (!value.is_array()) return m_walk.expected("a list", value);
        target.assign(value.size(), {});
        for (std::size_t i = 0; i < value.size() && !m_walk.failed(); ++i) {
            const PointerPath::Scope inner(m_walk.path, i);
            readDuration(value[i], target[i], unit);
        }
    }
    template <class... A>
    void readTagged(const char* key, std::variant<A...>& target, Fields& fields) {
        if (m_walk.failed()) return;
        const Json* tag = fields.take(key);
        if (!tag) return m_walk.fail(fmt::format("the field \"{}\" is missing", key));
        const std::string text = tag->is_string() ? tag->template get<std::string>() : std::string();
        const bool known = (readAlternative<A>(text, target, fields) || ...);
        if (known) return;
        const PointerPath::Scope scope(m_walk.path, key);
        std::string words;
        ((words += words.empty() ? Tag<A>::name : std::string(", ") + Tag<A>::name), ...);
        m_walk.expected("one of " + words, *tag);
    }
    template <class A, class Variant>
    bool readAlternative(const std::string& tag, Variant& target, Fields& fields) {
        if (tag != Tag<A>::name) return false;
        ObjectReader<A> reader(fields, target.template emplace<A>(), m_walk);
        describe(reader, Of<A>());
        return true;
    }
    void keepUnknown(const Fields& fields, UnknownFields& target) {
        if (m_walk.failed()) return;
        Json rest = Json::object();
        std::size_t index = 0;
        for (auto entry = fields.object.begin(); entry != fields.object.end(); ++entry, ++index)
            if (!fields.used[index]) rest[entry.key()] = entry.value();
        if (!rest.empty()) target.json = rest.dump();
    }

    Fields& m_fields;
    T& m_target;
    Walk& m_walk;
};

template <class T>
concept Enumeration = std::is_enum_v<T>;

inline void readValue(const Json& value, std::string& target, Walk& walk) {
    if (!value.is_string()) return walk.expected("a text", value);
    target = value.get<std::string>();
}
inline void readValue(const Json& value, bool& target, Walk& walk) {
    if (!value.is_boolean()) return walk.expected("true or false", value);
    target = value.get<bool>();
}
inline void readValue(const Json& value, double& target, Walk& walk) {
    if (!value.is_number()) return walk.expected("a number", value);
    target = value.get<double>();
}
inline void readValue(const Json& value, std::int32_t& target, Walk& walk) {
    const bool fits = value.is_number_integer() && value.get<std::int64_t>() >= INT32_MIN &&
                      value.get<std::int64_t>() <= INT32_MAX &&
                      (!value.is_number_unsigned() || value.get<std::uint64_t>() <= INT32_MAX);
    if (!fits) return walk.expected("a whole number", value);
    target = value.get<std::int32_t>();
}
inline void readValue(const Json& value, std::uint64_t& target, Walk& walk) {
    if (!value.is_number_unsigned()) return walk.expected("a whole number that is not negative", value);
    target = value.get<std::uint64_t>();
}
template <Enumeration E>
void readValue(const Json& value, E& target, Walk& walk) {
    const E* found = value.is_string() ? fromWord<E>(value.get_ref<const std::string&>()) : nullptr;
    if (found) {
        target = *found;
        return;
    }
    std::string words;
    for (const auto& entry : Words<E>::list) words += (words.empty() ? "" : ", ") + std::string(entry.second);
    walk.expected("one of " + words, value);
}
template <class E>
void readValue(const Json& value, Id<E>& target, Walk& walk) {
    if (!value.is_string()) return walk.expected("an id", value);
    target = Id<E>(value.get<std::string>());
}
template <class T>
void readValue(const Json& value, std::optional<T>& target, Walk& walk) {
    read(value, target.emplace(), walk);
}
template <class T>
void readValue(const Json& value, std::vector<T>& target, Walk& walk) {
    if (!value.is_array()) return walk.expected("a list", value);
    constexpr bool steps = std::is_same_v<T, Step>;
    if (steps && ++walk.behaviourDepth > maxBehaviourDepth)
        return walk.fail(fmt::format("steps nest more than {} levels deep", maxBehaviourDepth));
    target.clear();
    target.reserve(value.size());
    for (std::size_t i = 0; i < value.size() && !walk.failed(); ++i) {
        const PointerPath::Scope scope(walk.path, i);
        read(value[i], target.emplace_back(), walk);
    }
    if (steps) --walk.behaviourDepth;
}
template <class T>
void readValue(const Json& value, std::map<std::string, T>& target, Walk& walk) {
    if (!value.is_object()) return walk.expected("an object", value);
    for (auto entry = value.begin(); entry != value.end() && !walk.failed(); ++entry) {
        const PointerPath::Scope scope(walk.path, entry.key());
        read(entry.value(), target[entry.key()], walk);
    }
}
template <class T>
void readValue(const Json& value, SharedMap<T>& target, Walk& walk) {
    if (!value.is_object()) return walk.expected("an object", value);
    std::vector<typename SharedMap<T>::Entry> entries;
    entries.reserve(value.size());
    for (auto entry = value.begin(); entry != value.end() && !walk.failed(); ++entry) {
        const PointerPath::Scope scope(walk.path, entry.key());
        read(entry.value(), entries.emplace_back(entry.key(), T()).second, walk);
    }
    target = SharedMap<T>(std::move(entries));
}
inline void readValue(const Json& value, KeySet& target, Walk& walk) {
    std::vector<std::string> keys;
    readValue(value, keys, walk);
    std::vector<KeySet::Entry> entries;
    for (std::string& key : keys) entries.emplace_back(std::move(key), Present());
    target = KeySet(std::move(entries));
}
template <class E>
void readValue(const Json& value, Collection<E>& target, Walk& walk) {
    if (!value.is_object()) return walk.expected("an object with ids as keys", value);
    std::vector<E> entities;
    entities.reserve(value.size());
    for (auto entry = value.begin(); entry != value.end() && !walk.failed(); ++entry) {
        const PointerPath::Scope scope(walk.path, entry.key());
        read(entry.value(), entities.emplace_back(), walk);
        entities.back().id = Id<E>(entry.key());
    }
    target = Collection<E>(std::move(entities));
}
template <Described T>
void readValue(const Json& value, T& target, Walk& walk) {
    if (!value.is_object()) return walk.expected("an object", value);
    target = T();  // What an object leaves out has the default of its type, not that of its owner
    Fields fields(value);
    ObjectReader<T> reader(fields, target, walk);
    describe(reader, Of<T>());
}

template <class T>
void read(const Json& value, T& target, Walk& walk) {
    if (!walk.failed()) readValue(value, target, walk);
}

}  // namespace model::reading
