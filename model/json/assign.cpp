// Values in the place of others: by JSON pointers, which reach into lists too.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "model/json/assign.h"
#include "model/json/guard.h"
#include "model/json/json.h"
#include "model/json/pointer.h"

namespace model {

namespace {

using AssignedJson = nlohmann::ordered_json;

/// The reference tokens of a pointer, unescaped.
Result<std::vector<std::string>> tokensOf(const std::string& place) {
    if (place.empty() || place.front() != '/')
        return failure(place, "expected a JSON pointer such as /deployments/orders/workers");
    std::vector<std::string> tokens;
    for (std::size_t at = 0; at < place.size(); ++at) {
        const char c = place[at];
        if (c == '/') {
            tokens.emplace_back();
        } else if (c != '~') {
            tokens.back() += c;
        } else {
            const char next = at + 1 < place.size() ? place[++at] : ' ';
            if (next != '0' && next != '1')
                return failure(place, "in a JSON pointer `~` is followed by 0 or 1");
            tokens.back() += next == '0' ? '~' : '/';
        }
    }
    return tokens;
}

/// What there is to choose from, for messages.
std::string contentOf(const AssignedJson& value) {
    constexpr std::size_t shown = 12;
    if (value.is_array())
        return value.empty() ? "an empty list" : fmt::format("a list, 0 to {}", value.size() - 1);
    if (!value.is_object()) return "no object and no list, but " + value.dump().substr(0, 60);
    std::string names;
    std::size_t count = 0;
    for (auto field = value.begin(); field != value.end() && count < shown; ++field, ++count)
        names += (count > 0 ? ", " : "") + field.key();
    if (value.size() > shown) names += fmt::format(", ... ({} in all)", value.size());
    return names.empty() ? "an empty object" : "the following: " + names;
}

/// An element of a list by its number, or null.
AssignedJson* elementOf(AssignedJson& list, const std::string& token) {
    const bool isNumber = !token.empty() && token.size() < 10 &&
                          token.find_first_not_of("0123456789") == std::string::npos &&
                          (token.size() == 1 || token[0] != '0');
    if (!isNumber) return nullptr;
    const std::size_t at = std::stoul(token);
    return at < list.size() ? &list[at] : nullptr;
}

AssignedJson* childOf(AssignedJson& value, const std::string& token) {
    if (value.is_array()) return elementOf(value, token);
    const auto found = value.find(token);
    return value.is_object() && found != value.end() ? &*found : nullptr;
}

Result<void> assign(AssignedJson& tree, const std::string& place, AssignedJson value) {
    const auto tokens = tokensOf(place);
    if (!tokens) return tl::unexpected(tokens.error());
    AssignedJson* parent = &tree;
    std::string way;
    for (std::size_t at = 0; at + 1 < tokens->size(); ++at) {
        AssignedJson* child = childOf(*parent, (*tokens)[at]);
        if (!child)
            return failure(place, fmt::format("there is no `{}` in {}; there is {}", (*tokens)[at],
                                              way.empty() ? "the model" : way, contentOf(*parent)));
        parent = child;
        way += "/" + escapedForPointer((*tokens)[at]);
    }
    const std::string& last = tokens->back();
    AssignedJson* old = childOf(*parent, last);
    if (!old && !parent->is_object())
        return failure(place,
                       fmt::format("there is no `{}` in {}; there is {}", last, way, contentOf(*parent)));
    if (value.is_null() && parent->is_object())
        parent->erase(last);
    else if (old)
        *old = std::move(value);
    else
        (*parent)[last] = std::move(value);
    return {};
}

AssignedJson treeOf(const Project& project) {
    return AssignedJson::parse(writeProject(project), nullptr, false);
}

/// The names in the object that the place belongs to.
std::string neighboursOf(const Project& project, const std::string& place) {
    AssignedJson tree = treeOf(project);
    AssignedJson* parent = &tree;
    const auto tokens = tokensOf(place);
    for (std::size_t at = 0; tokens && at + 1 < tokens->size() && parent; ++at)
        parent = childOf(*parent, (*tokens)[at]);
    return parent ? contentOf(*parent) : "nothing";
}

// A field that the format knows does not take both a list of lists and a text; what it does not know it keeps
// whatever it is.
Result<bool> isKnown(const Project& project, const std::string& place) {
    for (const char* probe : {"[[]]", "\"?\""}) {
        AssignedJson tree = treeOf(project);
        if (auto done = assign(tree, place, AssignedJson::parse(probe)); !done)
            return tl::unexpected(done.error());
        if (!parseProject(tree.dump())) return true;
    }
    return false;
}

}  // namespace

Result<Project> asScenarioHasIt(const Project& project, const ScenarioId& scenario) {
    auto changed = withChanges(project, scenario);
    if (!changed) return changed;
    for (const Scenario& other : project.scenarios) {
        Scenario plain = other;
        plain.changes = {};
        changed->scenarios = changed->scenarios.with(plain);
    }
    return changed;
}

Result<Project> withValues(const Project& project, const std::vector<Assignment>& values) {
    if (values.empty()) return project;
    AssignedJson tree = treeOf(project);
    for (const Assignment& assignment : values) {
        if (const auto fault = findJsonFault(assignment.value))
            return failure(assignment.place,
                           fmt::format("`{}` is no JSON value: {}", assignment.value, fault->message));
        auto done = assign(tree, assignment.place, AssignedJson::parse(assignment.value, nullptr, false));
        if (!done) return tl::unexpected(done.error());
    }
    auto changed = parseProject(tree.dump());
    if (!changed) return tl::unexpected(changed.error());
    if (!changed->problems.empty()) return tl::unexpected(changed->problems[0]);
    return std::move(changed->project);
}

Result<void> checkPlace(const Project& project, const ScenarioId& scenario, const std::string& place) {
    const auto tokens = tokensOf(place);
    if (!tokens) return tl::unexpected(tokens.error());
    const std::string own = "/scenarios/" + escapedForPointer(scenario.value());
    if (tokens->front() == "lintel") return failure(place, "this is the version of the format, no parameter");
    if (tokens->front() == "scenarios") {
        if (tokens->size() < 3 || (*tokens)[1] != scenario.value())
            return failure(place,
                           "of the scenarios only the fields of the one that runs matter: " + own + "/...");
        if ((*tokens)[2] == "changes")
            return failure(place,
                           "the changes of the scenario are made already: expected a place in the model");
    }
    const auto known = isKnown(project, place);
    if (!known) return tl::unexpected(known.error());
    if (*known) return {};
    return failure(place, fmt::format("the format knows no field `{}` here; there is {}", tokens->back(),
                                      neighboursOf(project, place)));
}

Result<Project> withMoreChanges(const Project& project, const ScenarioId& scenario,
                                const std::string& patch) {
    const Scenario* found = project.scenarios.find(scenario);
    const std::string place = "/scenarios/" + scenario.value() + "/changes";
    if (!found) return failure("/scenarios", "there is no scenario `" + scenario.value() + "`");
    if (const auto fault = findJsonFault(patch))
        return failure(place, fmt::format("`{}` is no JSON object: {}", patch, fault->message));
    const AssignedJson more = AssignedJson::parse(patch, nullptr, false);
    if (!more.is_object()) return failure(place, fmt::format("expected a JSON object, found `{}`", patch));
    // The old changes are made first: a patch may take away what they bring.
    auto base = asScenarioHasIt(project, scenario);
    if (!base) return base;
    Scenario changed = *base->scenarios.find(scenario);
    changed.changes.json = more.empty() ? std::string() : more.dump();
    base->scenarios = base->scenarios.with(changed);
    return base;
}

}  // namespace model
