#include "model/json/flatten.h"
#include "model/json/json.h"
#include "model/json/pointer.h"
#include "model/json/pretty.h"
#include "model/json/writer.h"

namespace model {
namespace {

using writing::Json;

/// The tree with the field in front that marks the format.
template <class T>
std::string writeFile(const char* key, const T& content) {
    Json tree = Json::object();
    writing::append(tree, key, formatVersion);
    writing::ObjectWriter<T> writer(content, tree);
    describe(writer, Of<T>());
    return prettyJson(tree);
}

using Leaves = std::map<std::string, std::string>;

void collectLeaves(const Json& value, const std::string& pointer, Leaves& leaves) {
    if (!value.is_structured()) {
        leaves[pointer] = value.is_string() ? value.get<std::string>() : value.dump();
        return;
    }
    if (value.is_array()) {
        for (std::size_t i = 0; i < value.size(); ++i)
            collectLeaves(value[i], pointer + "/" + std::to_string(i), leaves);
        return;
    }
    for (auto entry = value.begin(); entry != value.end(); ++entry)
        collectLeaves(entry.value(), pointer + "/" + escapedForPointer(entry.key()), leaves);
}

template <class T>
Leaves leavesOf(const T& entity) {
    Leaves leaves;
    collectLeaves(writing::toJson(entity), "", leaves);
    return leaves;
}

}  // namespace

std::string writeProject(const Project& project) {
    return writeFile("lintel", project);
}
std::string writeLayout(const Layout& layout) {
    return writeFile("lintel_layout", layout);
}

Leaves flatten(const Team& entity) {
    return leavesOf(entity);
}
Leaves flatten(const BoundedContext& entity) {
    return leavesOf(entity);
}
Leaves flatten(const ContextRelationship& entity) {
    return leavesOf(entity);
}
Leaves flatten(const Message& entity) {
    return leavesOf(entity);
}
Leaves flatten(const Operation& entity) {
    return leavesOf(entity);
}
Leaves flatten(const Channel& entity) {
    return leavesOf(entity);
}
Leaves flatten(const DataStore& entity) {
    return leavesOf(entity);
}
Leaves flatten(const CallPolicy& entity) {
    return leavesOf(entity);
}
Leaves flatten(const Deployment& entity) {
    return leavesOf(entity);
}
Leaves flatten(const Journey& entity) {
    return leavesOf(entity);
}
Leaves flatten(const FaultPlan& entity) {
    return leavesOf(entity);
}
Leaves flatten(const Objective& entity) {
    return leavesOf(entity);
}
Leaves flatten(const Scenario& entity) {
    return leavesOf(entity);
}
Leaves flatten(const Region& entity) {
    return leavesOf(entity);
}
Leaves flatten(const Zone& entity) {
    return leavesOf(entity);
}
Leaves flatten(const NodePool& entity) {
    return leavesOf(entity);
}

Leaves flatten(const Service& entity) {
    Service own = entity;
    own.operations = {};
    return leavesOf(own);
}
Leaves flatten(const Workload& entity) {
    Workload own = entity;
    own.journeys = {};
    return leavesOf(own);
}
Leaves flatten(const Project& project) {
    Project own;
    own.name = project.name;
    own.description = project.description;
    own.organisation = project.organisation;
    own.network = project.network;
    own.network.regions = {};
    own.network.zones = {};
    own.network.nodePools = {};
    own.rates = project.rates;
    own.unknown = project.unknown;
    return leavesOf(own);
}

}  // namespace model
