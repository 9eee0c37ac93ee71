#include "model/json/changes.h"

#include <nlohmann/json.hpp>

#include "model/json/json.h"

namespace model {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* untouchable[] = {"lintel", "scenarios"};

void collect(const Json& value, std::vector<std::string>& place, std::vector<ModelChange>& changes) {
    if (!value.is_object() || value.empty()) {
        changes.push_back({place, value.is_null() ? std::string() : value.dump()});
        return;
    }
    for (auto field = value.begin(); field != value.end(); ++field) {
        place.push_back(field.key());
        collect(field.value(), place, changes);
        place.pop_back();
    }
}

}  // namespace

std::vector<ModelChange> changesOf(const Scenario& scenario) {
    std::vector<ModelChange> changes;
    const Json all = Json::parse(scenario.changes.json, nullptr, false);
    std::vector<std::string> place;
    if (all.is_object() && !all.empty()) collect(all, place, changes);
    return changes;
}

JsonObject patchOf(const std::vector<ModelChange>& changes) {
    Json patch = Json::object();
    for (const ModelChange& change : changes) {
        Json value = change.value.empty() ? Json() : Json::parse(change.value, nullptr, false);
        if (value.is_discarded() || change.place.empty()) continue;
        Json* at = &patch;
        for (const std::string& part : change.place) {
            if (!at->is_object()) *at = Json::object();
            at = &(*at)[part];
        }
        *at = std::move(value);
    }
    return patch.empty() ? JsonObject{} : JsonObject{patch.dump()};
}

Result<Project> withChanges(const Project& project, const ScenarioId& scenario) {
    const Scenario* found = project.scenarios.find(scenario);
    if (!found || found->changes.empty()) return project;
    const std::string place = "/scenarios/" + scenario.value() + "/changes";
    const Json changes = Json::parse(found->changes.json, nullptr, false);
    if (!changes.is_object()) return failure(place, "expected an object");
    for (const char* part : untouchable)
        if (changes.contains(part))
            return failure(place + "/" + part, "a scenario changes the model, not this part of the file");
    Json file = Json::parse(writeProject(project), nullptr, false);
    for (auto& entry : file["scenarios"]) entry.erase("changes");
    file.merge_patch(changes);
    auto changed = parseProject(file.dump());
    if (!changed) return failure(place + changed.error().place, changed.error().message);
    if (!changed->problems.empty())
        return failure(place + changed->problems[0].place, changed->problems[0].message);
    return std::move(changed->project);
}

}  // namespace model
