#include <string_view>

#include "model/json/guard.h"
#include "model/json/json.h"
#include "model/json/pretty.h"
#include "model/json/writer.h"

namespace model {
namespace {

using writing::Json;

/// `Service` for model::Service.
template <class T>
std::string typeName() {
    std::string_view name = __PRETTY_FUNCTION__;
    name = name.substr(name.find("T = ") + 4);
    name = name.substr(0, name.find_first_of(";]"));
    return std::string(name.substr(name.rfind(':') + 1));
}

/// The definitions that are collected while the description is walked.
struct Definitions {
    Json definitions = Json::object();
};

template <class T>
Json schemaOf(const Range& range, Definitions& all);

Json numeric(const char* type, const Range& range) {
    Json schema = {{"type", type}};
    if (!std::isinf(range.low))
        schema[range.openLow ? "exclusiveMinimum" : "minimum"] = writing::number(range.low);
    if (!std::isinf(range.high)) schema["maximum"] = writing::number(range.high);
    return schema;
}

/// Collects the fields of one object.
template <class T>
class SchemaBuilder {
public:
    SchemaBuilder(Json& schema, Definitions& all) : m_schema(schema), m_all(all) {}

    template <class M>
    void field(const char* key, M T::*member, Range range = {}) {
        Json schema = schemaOf<M>(range, m_all);
        if constexpr (std::is_arithmetic_v<M> || std::is_enum_v<M>) {
            const T defaults{};
            schema["default"] = writing::toJson(defaults.*member);
        }
        property(key, std::move(schema));
    }
    template <class M>
    void required(const char* key, M T::*, Range range = {}) {
        Json schema = schemaOf<M>(range, m_all);
        if constexpr (std::is_same_v<M, std::string>) schema["minLength"] = 1;
        property(key, std::move(schema));
        require(key);
    }
    template <class M>
    void milliseconds(const char* key, M T::*, Range range = {}) {
        Json schema = numeric("number", range);
        if constexpr (std::is_same_v<M, std::vector<Duration>>)
            schema = Json{{"type", "array"}, {"items", std::move(schema)}};
        property(key, std::move(schema));
    }
    template <class M>
    void requiredMilliseconds(const char* key, M T::*member, Range range = {}) {
        milliseconds(key, member, range);
        require(key);
    }
    template <class M>
    void millisecondsUnless(const char* key, M T::*member, Range range, bool (T::*)() const,
                            std::initializer_list<const char*> others) {
        milliseconds(key, member, range);
        Json places = Json::array();
        for (const char* other : others) places.push_back(Json{{"required", Json::array({other})}});
        m_schema["oneOf"] = Json::array({Json{{"required", Json::array({key})}}, Json{{"anyOf", places}}});
    }
    template <class M>
    void seconds(const char* key, M T::*member, Range range = {}) {
        milliseconds(key, member, range);
    }
    template <class M>
    void requiredSeconds(const char* key, M T::*member, Range range = {}) {
        requiredMilliseconds(key, member, range);
    }
    template <class... A>
    void tagged(const char* key, std::variant<A...> T::*) {
        addAlternatives<A...>(key, m_schema);
        require(key);
    }
    template <class... A>
    void taggedObject(const char* key, const char* tag, std::variant<A...> T::*, UnknownFields T::*) {
        Json schema = {{"type", "object"}};
        addAlternatives<A...>(tag, schema);
        schema["required"] = Json::array({tag});
        property(key, std::move(schema));
        require(key);
    }
    template <class... A, class... Key>
    void choice(std::variant<A...> T::*, Key... keys) {
        (property(keys, schemaOf<A>({}, m_all)), ...);
        m_schema["oneOf"] = Json::array({Json{{"required", Json::array({keys})}}...});
    }
    template <class First, class Second, class None>
    void choiceOrNone(std::variant<First, Second, None> T::*, const char* first, const char* second) {
        property(first, schemaOf<First>({}, m_all));
        property(second, schemaOf<Second>({}, m_all));
        m_schema["not"] = Json{{"required", Json::array({first, second})}};
    }
    void object(const char* key, JsonObject T::*) { property(key, Json{{"type", "object"}}); }
    void unknown(UnknownFields T::*) {}

private:
    void property(const char* key, Json schema) { m_schema["properties"][key] = std::move(schema); }
    void require(const char* key) { m_schema["required"].push_back(key); }

    /// The tag is one of the words; each word brings the fields of its alternative.
    template <class... A>
    void addAlternatives(const char* key, Json& schema) {
        schema["properties"][key] = Json{{"enum", Json::array({Tag<A>::name...})}};
        (schema["allOf"].push_back(
             Json{{"if", Json{{"properties", Json{{key, Json{{"const", Tag<A>::name}}}}},
                              {"required", Json::array({key})}}},
                  {"then", alternative<A>()}}),
         ...);
    }
    template <class A>
    Json alternative() {
        Json schema = Json::object();
        SchemaBuilder<A> builder(schema, m_all);
        describe(builder, Of<A>());
        return schema;
    }

    Json& m_schema;
    Definitions& m_all;
};

template <class T>
struct SchemaOf;
template <>
struct SchemaOf<std::string> {
    static Json of(const Range&, Definitions&) { return {{"type", "string"}, {"maxLength", maxTextLength}}; }
};
template <>
struct SchemaOf<bool> {
    static Json of(const Range&, Definitions&) { return {{"type", "boolean"}}; }
};
template <>
struct SchemaOf<double> {
    static Json of(const Range& range, Definitions&) { return numeric("number", range); }
};
template <>
struct SchemaOf<std::int32_t> {
    static Json of(const Range& range, Definitions&) { return numeric("integer", range); }
};
template <>
struct SchemaOf<std::uint64_t> {
    static Json of(const Range&, Definitions&) { return numeric("integer", atLeast(0)); }
};
template <class E>
requires std::is_enum_v<E>
struct SchemaOf<E> {
    static Json of(const Range&, Definitions&) {
        Json words = Json::array();
        for (const auto& entry : Words<E>::list) words.push_back(entry.second);
        return {{"enum", std::move(words)}};
    }
};
const char* const idPattern = "^[a-z0-9]+([.-][a-z0-9]+)*$";
template <class E>
struct SchemaOf<Id<E>> {
    static Json of(const Range&, Definitions&) {
        return {{"type", "string"}, {"pattern", idPattern}, {"maxLength", maxIdLength}};
    }
};
template <class T>
struct SchemaOf<std::optional<T>> {
    static Json of(const Range& range, Definitions& all) { return schemaOf<T>(range, all); }
};
template <class T>
struct SchemaOf<std::vector<T>> {
    static Json of(const Range& range, Definitions& all) {
        return {{"type", "array"}, {"items", schemaOf<T>(range, all)}};
    }
};
template <class T>
Json objectOf(const Range& range, Definitions& all) {
    return {{"type", "object"}, {"additionalProperties", schemaOf<T>(range, all)}};
}
template <class T>
struct SchemaOf<std::map<std::string, T>> {
    static Json of(const Range& range, Definitions& all) { return objectOf<T>(range, all); }
};
template <class T>
struct SchemaOf<SharedMap<T>> {
    static Json of(const Range& range, Definitions& all) { return objectOf<T>(range, all); }
};
template <>
struct SchemaOf<KeySet> {
    static Json of(const Range& range, Definitions& all) {
        return schemaOf<std::vector<std::string>>(range, all);
    }
};
template <class E>
struct SchemaOf<Collection<E>> {
    static Json of(const Range& range, Definitions& all) {
        return {{"type", "object"},
                {"propertyNames", SchemaOf<Id<E>>::of(range, all)},
                {"additionalProperties", schemaOf<E>(range, all)}};
    }
};
template <Described T>
struct SchemaOf<T> {
    static Json of(const Range&, Definitions& all) {
        const std::string name = typeName<T>();
        if (!all.definitions.contains(name)) {
            all.definitions[name] = Json::object();  // known from here on: types may contain themselves
            Json schema = {{"type", "object"}};
            SchemaBuilder<T> builder(schema, all);
            describe(builder, Of<T>());
            all.definitions[name] = std::move(schema);
        }
        return {{"$ref", "#/$defs/" + name}};
    }
};

template <class T>
Json schemaOf(const Range& range, Definitions& all) {
    return SchemaOf<T>::of(range, all);
}

/// The schema of a file: its marker, and the fields of what it holds.
template <class T>
std::string fileSchema(const char* marker, const char* title, const char* description) {
    Definitions all;
    Json schema = {
        {"$schema", "https://json-schema.org/draft/2020-12/schema"},
        {"title", title},
        {"description", description},
        {"type", "object"},
        {"properties",
         Json{{marker, Json{{"const", formatVersion}, {"description", "The version of this format"}}}}},
        {"required", Json::array({marker})}};
    SchemaBuilder<T> builder(schema, all);
    describe(builder, Of<T>());
    schema["$defs"] = std::move(all.definitions);
    return prettyJson(schema);
}

}  // namespace

std::string projectSchema() {
    return fileSchema<Project>(
        "lintel", "Lintel model",
        "A microservice system: domain, services, deployment and scenarios. Unknown fields are kept.");
}
std::string layoutSchema() {
    return fileSchema<Layout>(
        "lintel_layout", "Lintel layout",
        "The appearance of a model's diagrams, and saved views of them. Unknown fields are kept.");
}

}  // namespace model
