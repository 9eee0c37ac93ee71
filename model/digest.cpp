#include "model/digest.h"

#include <bit>
#include <concepts>
#include <cstring>
#include <string_view>

#include "model/description/fields.h"

namespace model {

namespace {

/// Folds 64-bit words one after the other (the multiply-and-fold step of Wang Yi's wyhash).
class WordHash {
public:
    void add(std::uint64_t word) {
        __extension__ using Wide = unsigned __int128;
        const Wide product = static_cast<Wide>(m_value ^ word ^ 0xa0761d6478bd642full) *
                             (std::rotl(m_value, 32) ^ 0xe7037ed1a0b428dbull);
        m_value = static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
    }
    void add(std::string_view text) {
        add(static_cast<std::uint64_t>(text.size()));
        for (; text.size() >= 8; text.remove_prefix(8)) add(wordOf(text.substr(0, 8)));
        if (!text.empty()) add(wordOf(text));
    }
    std::uint64_t value() const { return m_value; }

private:
    static std::uint64_t wordOf(std::string_view bytes) {
        std::uint64_t word = 0;
        for (std::size_t at = 0; at < bytes.size(); ++at)
            word |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[at])) << (8 * at);
        return word;
    }
    std::uint64_t m_value = 0x2d358dccaa6c78a5ull;
};

template <class T>
void addFact(const T& fact, WordHash& hash);

/// Visits the fields of one object.
template <class T>
class Digester {
public:
    Digester(const T& object, WordHash& hash) : m_object(object), m_hash(hash) {}

    template <class M>
    void field(const char*, M T::*member, Range = {}) {
        addFact(m_object.*member, m_hash);
    }
    template <class M>
    void required(const char*, M T::*member, Range = {}) {
        addFact(m_object.*member, m_hash);
    }
    template <class M>
    void milliseconds(const char*, M T::*member, Range = {}) {
        addFact(m_object.*member, m_hash);
    }
    template <class M>
    void requiredMilliseconds(const char*, M T::*member, Range = {}) {
        addFact(m_object.*member, m_hash);
    }
    template <class M>
    void millisecondsUnless(const char*, M T::*member, Range, bool (T::*)() const,
                            std::initializer_list<const char*>) {
        addFact(m_object.*member, m_hash);
    }
    template <class M>
    void seconds(const char*, M T::*member, Range = {}) {
        addFact(m_object.*member, m_hash);
    }
    template <class M>
    void requiredSeconds(const char*, M T::*member, Range = {}) {
        addFact(m_object.*member, m_hash);
    }
    template <class... A>
    void tagged(const char*, std::variant<A...> T::*member) {
        addFact(m_object.*member, m_hash);
    }
    template <class... A>
    void taggedObject(const char*, const char*, std::variant<A...> T::*member, UnknownFields T::*unknown) {
        addFact(m_object.*member, m_hash);
        addFact(m_object.*unknown, m_hash);
    }
    template <class... A>
    void choice(std::variant<A...> T::*member, std::same_as<const char*> auto...) {
        addFact(m_object.*member, m_hash);
    }
    template <class First, class Second, class None>
    void choiceOrNone(std::variant<First, Second, None> T::*member, const char*, const char*) {
        const auto& value = m_object.*member;
        addFact(value.index(), m_hash);
        if (const auto* one = std::get_if<0>(&value)) addFact(*one, m_hash);
        if (const auto* other = std::get_if<1>(&value)) addFact(*other, m_hash);
    }
    void object(const char*, JsonObject T::*member) {
        const std::string& text = (m_object.*member).json;
        if (!text.empty()) addFact(text, m_hash);
    }
    void unknown(UnknownFields T::*member) { addFact(m_object.*member, m_hash); }

private:
    const T& m_object;
    WordHash& m_hash;
};

template <class N>
requires(std::is_arithmetic_v<N> || std::is_enum_v<N>) void addOne(N value, WordHash& hash) {
    if constexpr (std::is_floating_point_v<N>)
        hash.add(std::bit_cast<std::uint64_t>(static_cast<double>(value == 0 ? 0 : value)));
    else
        hash.add(static_cast<std::uint64_t>(value));
}
void addOne(Duration value, WordHash& hash) {
    hash.add(static_cast<std::uint64_t>(value.count()));
}
void addOne(const std::string& text, WordHash& hash) {
    hash.add(std::string_view(text));
}
void addOne(const UnknownFields& fields, WordHash& hash) {
    hash.add(std::string_view(fields.json));
}
template <class E>
void addOne(const Id<E>& id, WordHash& hash) {
    hash.add(std::string_view(id.value()));
}
template <class T>
void addOne(const std::optional<T>& value, WordHash& hash) {
    hash.add(static_cast<std::uint64_t>(value.has_value()));
    if (value) addFact(*value, hash);
}
template <class T>
void addOne(const std::vector<T>& list, WordHash& hash) {
    hash.add(static_cast<std::uint64_t>(list.size()));
    for (const T& item : list) addFact(item, hash);
}
template <class E>
void addOne(const Collection<E>& entities, WordHash& hash) {
    hash.add(static_cast<std::uint64_t>(entities.size()));
    for (const E& entity : entities) {
        addFact(entity.id, hash);
        addFact(entity, hash);
    }
}
template <class... A>
void addOne(const std::variant<A...>& value, WordHash& hash) {
    hash.add(static_cast<std::uint64_t>(value.index()));
    std::visit([&](const auto& chosen) { addFact(chosen, hash); }, value);
}
template <Described T>
void addOne(const T& object, WordHash& hash) {
    Digester<T> digester(object, hash);
    describe(digester, Of<T>());
}

template <class T>
void addFact(const T& fact, WordHash& hash) {
    addOne(fact, hash);
}

}  // namespace

std::uint64_t digest(const Project& project) {
    WordHash hash;
    addFact(project, hash);
    return hash.value();
}

}  // namespace model
