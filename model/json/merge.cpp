#include "model/json/merge.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "model/check.h"
#include "model/edit.h"
#include "model/json/patch.h"
#include "model/json/pointer.h"

namespace model {
namespace {

using MergeJson = nlohmann::ordered_json;
/// A value of one side; nothing where the side has none.
using Part = const MergeJson*;

bool same(Part left, Part right) {
    return left && right ? *left == *right : left == right;
}

std::string textOf(Part value) {
    return value ? value->dump(-1, ' ', false, MergeJson::error_handler_t::replace) : std::string();
}

Part childOf(Part object, const std::string& key) {
    if (!object || !object->is_object()) return nullptr;
    const auto found = object->find(key);
    return found == object->end() ? nullptr : &*found;
}

std::set<std::string> keysOf(std::initializer_list<Part> objects) {
    std::set<std::string> keys;
    for (const Part object : objects)
        if (object && object->is_object())
            for (auto entry = object->begin(); entry != object->end(); ++entry) keys.insert(entry.key());
    return keys;
}

std::vector<std::string> tokensAt(const std::string& place) {
    std::vector<std::string> tokens;
    for (std::size_t at = 0; at < place.size(); ++at) {
        if (place[at] == '/')
            tokens.emplace_back();
        else if (place[at] == '~' && at + 1 < place.size() && !tokens.empty())
            tokens.back() += place[++at] == '0' ? '~' : '/';
        else if (!tokens.empty())
            tokens.back() += place[at];
    }
    return tokens;
}

const char* kindOfCollection(const std::string& collection) {
    static const std::map<std::string, const char*> kinds{{"teams", "team"},
                                                          {"contexts", "context"},
                                                          {"relationships", "relationship"},
                                                          {"messages", "message"},
                                                          {"services", "service"},
                                                          {"channels", "channel"},
                                                          {"stores", "store"},
                                                          {"policies", "policy"},
                                                          {"deployments", "deployment"},
                                                          {"workloads", "workload"},
                                                          {"fault_plans", "fault-plan"},
                                                          {"objectives", "objective"},
                                                          {"scenarios", "scenario"},
                                                          {"operations", "operation"},
                                                          {"journeys", "journey"},
                                                          {"regions", "region"},
                                                          {"zones", "zone"},
                                                          {"node_pools", "node-pool"}};
    const auto found = kinds.find(collection);
    return found == kinds.end() ? nullptr : found->second;
}

/// How many tokens lead to the innermost element on the way to a place; 0 when there is none.
std::size_t elementDepth(const std::vector<std::string>& tokens) {
    if (tokens.size() < 2) return 0;
    const bool network = tokens[0] == "network";
    if (network) return tokens.size() >= 3 && kindOfCollection(tokens[1]) ? 3 : 0;
    if (!kindOfCollection(tokens[0])) return 0;
    const bool nested = tokens.size() >= 4 && ((tokens[0] == "services" && tokens[2] == "operations") ||
                                               (tokens[0] == "workloads" && tokens[2] == "journeys"));
    return nested ? 4 : 2;
}

/// Whether that very place is that of an element.
bool isElement(const std::string& place) {
    const auto tokens = tokensAt(place);
    const std::size_t depth = elementDepth(tokens);
    return depth > 0 && depth == tokens.size();
}

/// The part of a place that is merged as one value when its fields do not go together: an entity, or a field
/// of the model.
std::string unitOf(const std::string& place) {
    std::size_t end = place.find('/', 1);
    const std::string first = place.substr(0, end);
    if (end == std::string::npos || !kindOfCollection(first.substr(1))) return first;
    end = place.find('/', end + 1);
    return place.substr(0, end);
}

/// What the merge of one model goes by: what was chosen, and what was found out on the way.
struct Terms {
    const MergeChoices& choices;
    std::set<std::string> units;      ///< Merged as one value
    std::set<std::string> contested;  ///< Elements that one side removed and the other refers to

    Side at(const std::string& place) const {
        const auto found = choices.find(place);
        return found == choices.end() ? Side::Ours : found->second;
    }
    bool hasContestedIn(const std::string& place) const {
        const auto found = contested.lower_bound(place);
        return found != contested.end() && found->starts_with(place);
    }
};

/// Merges values place by place, and notes what it meets.
class ValueMerge {
public:
    explicit ValueMerge(const Terms& terms) : m_terms(terms) {}

    std::vector<MergeConflict> conflicts;
    /// Elements that one side took away, by place: the place of the outermost that went with it.
    std::map<std::string, std::string> removals;

    std::optional<MergeJson> merged(const std::string& place, Part base, Part ours, Part theirs) {
        if (m_terms.contested.contains(place) && (!ours || !theirs))
            return contest(place, base, ours, theirs);
        if (!m_terms.hasContestedIn(place + "/")) {
            if (same(ours, theirs)) return copyOf(ours);
            if (same(base, theirs)) return taken(place, base, ours);
            if (same(base, ours)) return taken(place, base, theirs);
        }
        if (goesByField(place, base, ours, theirs)) return byField(place, base, ours, theirs);
        if (same(ours, theirs) || same(base, theirs)) return copyOf(ours);
        if (same(base, ours)) return copyOf(theirs);
        return chosen(place, base, ours, theirs);
    }

private:
    static std::optional<MergeJson> copyOf(Part value) {
        return value ? std::optional<MergeJson>(*value) : std::nullopt;
    }

    /// Both are objects, of the same kind where kinds decide what fields there are.
    bool goesByField(const std::string& place, Part base, Part ours, Part theirs) const {
        if (!ours || !theirs || !ours->is_object() || !theirs->is_object()) return false;
        if (m_terms.units.contains(place)) return false;
        for (const char* tag : {"kind", "goal", "step", "fault"}) {
            if (isElement(place) && std::string_view(tag) == "kind") continue;
            const Part mine = childOf(ours, tag);
            if (!same(mine, childOf(theirs, tag)) || (base && !same(mine, childOf(base, tag)))) return false;
        }
        return true;
    }

    MergeJson byField(const std::string& place, Part base, Part ours, Part theirs) {
        MergeJson object = MergeJson::object();
        for (const std::string& key : keysOf({base, ours, theirs})) {
            auto value = merged(place + "/" + escapedForPointer(key), childOf(base, key), childOf(ours, key),
                                childOf(theirs, key));
            if (value) object[key] = std::move(*value);
        }
        return object;
    }

    std::optional<MergeJson> taken(const std::string& place, Part base, Part value) {
        noteRemovals(place, base, value, {});
        return copyOf(value);
    }

    void noteRemovals(const std::string& place, Part base, Part value, std::string outermost) {
        if (!base || same(base, value)) return;
        if (!value && isElement(place)) {
            if (outermost.empty()) outermost = place;
            removals.emplace(place, outermost);
        }
        if (!base->is_object()) return;
        for (auto entry = base->begin(); entry != base->end(); ++entry)
            if (entry->is_object())
                noteRemovals(place + "/" + escapedForPointer(entry.key()), &*entry,
                             childOf(value, entry.key()), outermost);
    }

    std::optional<MergeJson> chosen(const std::string& place, Part base, Part ours, Part theirs) {
        const bool removed = base && (!ours || !theirs);
        conflicts.push_back({place, removed ? ConflictKind::RemovedAndChanged : ConflictKind::BothChanged,
                             textOf(base), textOf(ours), textOf(theirs)});
        return taken(place, base, m_terms.at(place) == Side::Ours ? ours : theirs);
    }

    /// The element stays at first, so that what goes with it can be found.
    std::optional<MergeJson> contest(const std::string& place, Part base, Part ours, Part theirs) {
        const Part kept = ours ? ours : theirs;
        if (!kept) return std::nullopt;
        conflicts.push_back(
            {place, same(base, kept) ? ConflictKind::RemovedAndUsed : ConflictKind::RemovedAndChanged,
             textOf(base), textOf(ours), textOf(theirs)});
        return copyOf(kept);
    }

    const Terms& m_terms;
};

/// What one version has in the place of another's: the elements that differ, and the fields of the model.
MergeJson patchTree(const Project& before, const Project& after) {
    const std::string patch = patchBetween(before, after);
    return patch.empty() ? MergeJson::object() : MergeJson::parse(patch, nullptr, false);
}

Part present(Part value) {
    return value && !value->is_null() ? value : nullptr;
}

/// The three versions as far as they differ.
class ThreeWays {
public:
    ThreeWays(const Project& base, const Project& ours, const Project& theirs)
        : m_ours(ours),
          m_toOurs(patchTree(base, ours)),
          m_toTheirs(patchTree(base, theirs)),
          m_fromOurs(patchTree(ours, base)),
          m_fromTheirs(patchTree(theirs, base)) {}

    /// Whether both sides changed that entity or field of the model.
    bool bothChanged(const std::string& unit) const {
        const auto tokens = tokensAt(unit);
        return reaches(m_toOurs, tokens) && reaches(m_toTheirs, tokens);
    }

    /// The patch from ours to the merged version.
    MergeJson patch(ValueMerge& values) const {
        MergeJson patch = MergeJson::object();
        for (const std::string& key : keysOf({&m_toOurs, &m_toTheirs})) {
            const std::string place = "/" + escapedForPointer(key);
            if (!kindOfCollection(key)) {
                mergeInto(patch, key, place,
                          Found{childOf(&m_toOurs, key), childOf(&m_toTheirs, key), childOf(&m_fromOurs, key),
                                childOf(&m_fromTheirs, key)},
                          values);
                continue;
            }
            MergeJson entries = MergeJson::object();
            const Part ours = childOf(&m_toOurs, key), theirs = childOf(&m_toTheirs, key);
            const Part fromOurs = childOf(&m_fromOurs, key), fromTheirs = childOf(&m_fromTheirs, key);
            for (const std::string& id : keysOf({ours, theirs}))
                mergeInto(entries, id, place + "/" + escapedForPointer(id),
                          Found{childOf(ours, id), childOf(theirs, id), childOf(fromOurs, id),
                                childOf(fromTheirs, id)},
                          values);
            if (!entries.empty()) patch[key] = std::move(entries);
        }
        return patch;
    }

    Result<Project> patchedBy(const MergeJson& patch) const {
        if (patch.empty()) return m_ours;
        return patched(m_ours, patch.dump(-1, ' ', false, MergeJson::error_handler_t::replace));
    }

private:
    /// What the patches say of one value; null where they do not name it.
    struct Found {
        Part toOurs, toTheirs, fromOurs, fromTheirs;
    };

    static bool reaches(const MergeJson& tree, const std::vector<std::string>& tokens) {
        Part at = &tree;
        for (const std::string& token : tokens) {
            at = childOf(at, token);
            if (!at) return false;
        }
        return true;
    }

    static void mergeInto(MergeJson& object, const std::string& key, const std::string& place,
                          const Found& found, ValueMerge& values) {
        const Part base = present(found.toOurs ? found.fromOurs : found.fromTheirs);
        const Part ours = found.toOurs ? present(found.toOurs) : base;
        const Part theirs = found.toTheirs ? present(found.toTheirs) : base;
        const auto merged = values.merged(place, base, ours, theirs);
        const Part value = merged ? &*merged : nullptr;
        if (!same(value, ours)) object[key] = value ? *value : MergeJson();
    }

    const Project& m_ours;
    MergeJson m_toOurs;
    MergeJson m_toTheirs;
    MergeJson m_fromOurs;
    MergeJson m_fromTheirs;
};

/// The text that a place of a model states; empty when it is none.
std::string textAt(const MergeJson& tree, const std::string& place) {
    Part at = &tree;
    for (const std::string& token : tokensAt(place)) {
        if (at && at->is_array()) {
            const bool isNumber = !token.empty() && token.size() <= 9 &&
                                  token.find_first_not_of("0123456789") == std::string::npos;
            const std::size_t index = isNumber ? std::stoul(token) : at->size();
            at = index < at->size() ? &(*at)[index] : nullptr;
        } else {
            at = childOf(at, token);
        }
    }
    return at && at->is_string() ? at->get<std::string>() : std::string();
}

class Merging {
public:
    Merging(const Project& base, const Project& ours, const Project& theirs, const MergeChoices& choices)
        : m_ours(ours), m_theirs(theirs), m_ways(base, ours, theirs), m_terms{choices, {}, {}} {
        for (const Project* side : {&ours, &theirs})
            for (const Error& problem : check(*side)) m_known.insert(problem.text());
    }

    Merge run() {
        for (;;) {
            ValueMerge values(m_terms);
            auto project = m_ways.patchedBy(m_ways.patch(values));
            if (!project) return wholeModel();
            const auto without = withoutContested(*project, values);
            if (!without) return wholeModel();
            const std::vector<Error> problems = newProblems(*without);
            if (problems.empty()) return {*without, ordered(std::move(values.conflicts))};
            if (!learn(problems, *without, values)) return wholeModel();
        }
    }

private:
    static std::vector<MergeConflict> ordered(std::vector<MergeConflict> conflicts) {
        std::sort(conflicts.begin(), conflicts.end(),
                  [](const auto& left, const auto& right) { return left.place < right.place; });
        return conflicts;
    }

    Merge wholeModel() const {
        const Side side = m_terms.at("");
        return {side == Side::Ours ? m_ours : m_theirs, {{"", ConflictKind::BothChanged, {}, {}, {}}}};
    }

    std::vector<Error> newProblems(const Project& project) const {
        std::vector<Error> problems = check(project);
        std::erase_if(problems, [&](const Error& one) { return m_known.contains(one.text()); });
        return problems;
    }

    /// Takes away what was chosen to go, with all that cannot be without it.
    Result<Project> withoutContested(const Project& project, const ValueMerge& values) const {
        Project next = project;
        for (const MergeConflict& conflict : values.conflicts) {
            if (!m_terms.contested.contains(conflict.place)) continue;
            const Side side = m_terms.at(conflict.place);
            if (!(side == Side::Ours ? conflict.ours : conflict.theirs).empty()) continue;
            const auto element = elementFromKey(elementKeyAt(conflict.place));
            if (!element || !contains(next, *element)) continue;
            auto removed = remove(next, *element);
            if (!removed) return removed;
            next = std::move(*removed);
        }
        return next;
    }

    /// What the problems teach: elements that are still needed, entities whose fields do not go together.
    bool learn(const std::vector<Error>& problems, const Project& project, const ValueMerge& values) {
        bool learnt = false;
        const MergeJson tree = patchTree(Project(), project);
        for (const Error& problem : problems) {
            const std::string id = textAt(tree, problem.place);
            bool dangling = false;
            for (const auto& [place, outermost] : values.removals)
                if (!id.empty() && tokensAt(place).back() == id)
                    dangling |= m_terms.contested.insert(outermost).second;
            learnt |= dangling;
            const std::string unit = unitOf(problem.place);
            if (!dangling && m_ways.bothChanged(unit)) learnt |= m_terms.units.insert(unit).second;
        }
        return learnt;
    }

    const Project& m_ours;
    const Project& m_theirs;
    ThreeWays m_ways;
    Terms m_terms;
    std::set<std::string> m_known;
};

/// Whether a part of a layout's patch is made of entries by key, which are taken one by one.
bool hasEntries(const std::vector<std::string>& way) {
    if (way.empty() || way[0] == "views") return way.size() <= 1;
    if (way[0] != "diagrams") return false;
    return way.size() <= 2 || (way.size() == 3 && way[2] != "edges");
}

/// What the one patch says and the other does not.
MergeJson without(const MergeJson& patch, const MergeJson& taken, std::vector<std::string>& way) {
    MergeJson rest = MergeJson::object();
    for (auto entry = patch.begin(); entry != patch.end(); ++entry) {
        const Part mine = childOf(&taken, entry.key());
        if (!mine) {
            rest[entry.key()] = *entry;
            continue;
        }
        way.push_back(entry.key());
        if (hasEntries(way) && entry->is_object() && mine->is_object())
            if (MergeJson part = without(*entry, *mine, way); !part.empty())
                rest[entry.key()] = std::move(part);
        way.pop_back();
    }
    return rest;
}

}  // namespace

Merge merge(const Project& base, const Project& ours, const Project& theirs, const MergeChoices& choices) {
    if (ours == base) return {theirs, {}};
    if (theirs == base || ours == theirs) return {ours, {}};
    return Merging(base, ours, theirs, choices).run();
}

Layout merge(const Layout& base, const Layout& ours, const Layout& theirs) {
    if (ours == base) return theirs;
    if (theirs == base || ours == theirs) return ours;
    const MergeJson mine = MergeJson::parse(patchBetween(base, ours), nullptr, false);
    const MergeJson other = MergeJson::parse(patchBetween(base, theirs), nullptr, false);
    std::vector<std::string> way;
    const MergeJson patch = without(other, mine, way);
    if (patch.empty()) return ours;
    const auto merged = patched(ours, patch.dump(-1, ' ', false, MergeJson::error_handler_t::replace));
    return merged ? *merged : ours;
}

std::string elementKeyAt(const std::string& place) {
    const auto tokens = tokensAt(place);
    const std::size_t depth = elementDepth(tokens);
    if (depth == 0) return {};
    return std::string(kindOfCollection(tokens[depth - 2])) + ":" + tokens[depth - 1];
}

}  // namespace model
