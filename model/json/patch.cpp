#include "model/json/patch.h"

#include "model/json/guard.h"
#include "model/json/reader.h"
#include "model/json/writer.h"

namespace model {

namespace {

using PatchJson = nlohmann::ordered_json;

constexpr const char* unknownPart = "?";

/// What is patched field by field; everything else is replaced as a whole.
template <class T>
concept Parted = std::same_as<T, Project> || std::same_as<T, Layout> || std::same_as<T, DiagramLayout>;

template <class T>
inline constexpr bool isCollection = false;
template <class E>
inline constexpr bool isCollection<Collection<E>> = true;
template <class T>
inline constexpr bool isMap = false;
template <class V>
inline constexpr bool isMap<std::map<std::string, V>> = true;
template <class V>
inline constexpr bool isMap<SharedMap<V>> = true;
template <>
inline constexpr bool isMap<KeySet> = false;  // As a list, which is not patched

template <Parted T>
PatchJson partsBetween(const T& before, const T& after);

template <class E>
PatchJson entriesBetween(const Collection<E>& before, const Collection<E>& after) {
    PatchJson entries = PatchJson::object();
    if (before.sharesAllWith(after)) return entries;
    const auto& left = before.pointers();
    const auto& right = after.pointers();
    for (std::size_t i = 0, j = 0; i < left.size() || j < right.size();) {
        if (j == right.size() || (i < left.size() && left[i]->id < right[j]->id)) {
            writing::append(entries, left[i++]->id.value(), nullptr);
        } else if (i == left.size() || right[j]->id < left[i]->id) {
            writing::append(entries, right[j]->id.value(), writing::toJson(*right[j]));
            ++j;
        } else {
            if (left[i] != right[j] && !(*left[i] == *right[j]))
                writing::append(entries, right[j]->id.value(), writing::toJson(*right[j]));
            ++i, ++j;
        }
    }
    return entries;
}

template <class V>
const std::string& keyOf(const std::pair<const std::string, V>& item) {
    return item.first;
}
template <class V>
const V& valueOf(const std::pair<const std::string, V>& item) {
    return item.second;
}
const std::string& keyOf(const auto& item) {
    return item.key;
}
const auto& valueOf(const auto& item) {
    return item.value;
}

template <class V>
void appendValue(PatchJson& entries, const std::string& key, const V* before, const V& after) {
    if constexpr (Parted<V>) {
        PatchJson parts = partsBetween(before ? *before : V(), after);
        if (!before || !parts.empty()) writing::append(entries, key, std::move(parts));
    } else if (!before || !(*before == after)) {
        writing::append(entries, key, writing::toJson(after));
    }
}

template <class V>
bool sharesAll(const SharedMap<V>& before, const SharedMap<V>& after) {
    return before.sharesAllWith(after);
}
template <class V>
bool sharesAll(const std::map<std::string, V>&, const std::map<std::string, V>&) {
    return false;
}

/// Both kinds of maps are walked in the order of their keys, item by item.
template <class Map>
requires isMap<Map> PatchJson entriesBetween(const Map& before, const Map& after) {
    PatchJson entries = PatchJson::object();
    if (sharesAll(before, after)) return entries;
    auto left = before.begin();
    auto right = after.begin();
    while (left != before.end() || right != after.end()) {
        const bool leftEnds = left == before.end(), rightEnds = right == after.end();
        const int order = leftEnds ? 1 : rightEnds ? -1 : keyOf(*left).compare(keyOf(*right));
        if (order < 0) {
            writing::append(entries, keyOf(*left), nullptr);
        } else {
            const auto& value = valueOf(*right);
            appendValue(entries, keyOf(*right), order == 0 ? &valueOf(*left) : nullptr, value);
        }
        if (order <= 0) ++left;
        if (order >= 0) ++right;
    }
    return entries;
}

/// Visits the fields of both versions.
template <class T>
class PatchMaker {
public:
    PatchMaker(const T& before, const T& after, PatchJson& patch)
        : m_before(before), m_after(after), m_patch(patch) {}

    template <class M>
    void field(const char* key, M T::*member, Range = {}) {
        const M& before = m_before.*member;
        const M& after = m_after.*member;
        if constexpr (isCollection<M> || isMap<M>) {
            if (PatchJson entries = entriesBetween(before, after); !entries.empty())
                writing::append(m_patch, key, std::move(entries));
        } else if (!(before == after)) {
            const bool none = after == m_defaults.*member;
            writing::append(m_patch, key, none ? PatchJson() : writing::toJson(after));
        }
    }
    template <class M>
    void required(const char* key, M T::*member, Range range = {}) {
        field(key, member, range);
    }
    void unknown(UnknownFields T::*member) {
        if (!(m_before.*member == m_after.*member))
            writing::append(m_patch, unknownPart, (m_after.*member).json);
    }

private:
    const T& m_before;
    const T& m_after;
    PatchJson& m_patch;
    const T m_defaults{};
};

template <Parted T>
PatchJson partsBetween(const T& before, const T& after) {
    PatchJson patch = PatchJson::object();
    PatchMaker<T> maker(before, after, patch);
    describe(maker, Of<T>());
    return patch;
}

template <Parted T>
void applyParts(const PatchJson& patch, T& target, reading::Walk& walk);

template <class E>
void applyEntries(const PatchJson& entries, Collection<E>& target, reading::Walk& walk) {
    if (target.empty()) return reading::read(entries, target, walk);
    for (auto entry = entries.begin(); entry != entries.end() && !walk.failed(); ++entry) {
        const PointerPath::Scope scope(walk.path, entry.key());
        const Id<E> id(entry.key());
        if (entry->is_null()) {
            target = target.without(id);
            continue;
        }
        E entity;
        reading::read(*entry, entity, walk);
        entity.id = id;
        target = target.with(std::move(entity));
    }
}

template <class V>
void applyEntries(const PatchJson& entries, std::map<std::string, V>& target, reading::Walk& walk) {
    for (auto entry = entries.begin(); entry != entries.end() && !walk.failed(); ++entry) {
        const PointerPath::Scope scope(walk.path, entry.key());
        if (entry->is_null())
            target.erase(entry.key());
        else if constexpr (Parted<V>)
            applyParts(*entry, target[entry.key()], walk);
        else
            reading::read(*entry, target[entry.key()], walk);
    }
}

template <class V>
void applyEntries(const PatchJson& entries, SharedMap<V>& target, reading::Walk& walk) {
    std::vector<typename SharedMap<V>::Entry> changes;
    for (auto entry = entries.begin(); entry != entries.end() && !walk.failed(); ++entry) {
        const PointerPath::Scope scope(walk.path, entry.key());
        if (entry->is_null())
            target = target.without(entry.key());
        else
            reading::read(*entry, changes.emplace_back(entry.key(), V()).second, walk);
    }
    target = target.with(std::move(changes));
}

/// Visits the fields that a patch may name.
template <class T>
class PatchTaker {
public:
    PatchTaker(reading::Fields& fields, T& target, reading::Walk& walk)
        : m_fields(fields), m_target(target), m_walk(walk) {}

    template <class M>
    void field(const char* key, M T::*member, Range = {}) {
        const PatchJson* value = m_walk.failed() ? nullptr : m_fields.take(key);
        if (!value) return;
        const PointerPath::Scope scope(m_walk.path, key);
        if constexpr (isCollection<M> || isMap<M>) {
            if (!value->is_object()) return m_walk.expected("an object with keys", *value);
            applyEntries(*value, m_target.*member, m_walk);
        } else if (value->is_null()) {
            m_target.*member = T().*member;
        } else {
            reading::read(*value, m_target.*member, m_walk);
        }
    }
    template <class M>
    void required(const char* key, M T::*member, Range range = {}) {
        field(key, member, range);
    }
    void unknown(UnknownFields T::*member) {
        const PatchJson* value = m_walk.failed() ? nullptr : m_fields.take(unknownPart);
        if (!value) return;
        const PointerPath::Scope scope(m_walk.path, unknownPart);
        reading::read(*value, (m_target.*member).json, m_walk);
    }

private:
    reading::Fields& m_fields;
    T& m_target;
    reading::Walk& m_walk;
};

template <Parted T>
void applyParts(const PatchJson& patch, T& target, reading::Walk& walk) {
    if (!patch.is_object()) return walk.expected("an object", patch);
    reading::Fields fields(patch);
    PatchTaker<T> taker(fields, target, walk);
    describe(taker, Of<T>());
    std::size_t index = 0;
    for (auto entry = patch.begin(); entry != patch.end(); ++entry, ++index)
        if (!fields.used[index]) walk.fail("the format has no part `" + entry.key() + "`");
}

template <Parted T>
std::string patchText(const T& before, const T& after) {
    const PatchJson patch = partsBetween(before, after);
    return patch.empty() ? std::string() : patch.dump(-1, ' ', false, PatchJson::error_handler_t::replace);
}

template <Parted T>
Result<T> patchedBy(const T& before, std::string_view patch) {
    if (patch.empty()) return before;
    if (auto fault = findJsonFault(patch)) return tl::unexpected(std::move(*fault));
    T after = before;
    reading::Walk walk;
    applyParts(PatchJson::parse(patch, nullptr, false), after, walk);
    if (walk.failed()) return tl::unexpected(std::move(*walk.error));
    return after;
}

}  // namespace

std::string patchBetween(const Project& before, const Project& after) {
    return patchText(before, after);
}
std::string patchBetween(const Layout& before, const Layout& after) {
    return patchText(before, after);
}

Result<Project> patched(const Project& before, std::string_view patch) {
    return patchedBy(before, patch);
}
Result<Layout> patched(const Layout& before, std::string_view patch) {
    return patchedBy(before, patch);
}

}  // namespace model
