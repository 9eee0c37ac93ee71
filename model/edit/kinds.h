#pragma once

#include "model/edit.h"
#include "model/references.h"

/// Where the entities of each kind live in a project.
namespace model {

template <class Entity>
struct Kind;
#define LINTEL_KIND(Entity, word, collection, key)                             \
    template <>                                                                \
    struct Kind<Entity> {                                                      \
        static constexpr const char* name = word;                              \
        static constexpr const char* pointer = key;                            \
        static auto& of(Project& project) { return project.collection; }       \
        static auto& of(const Project& project) { return project.collection; } \
    }
LINTEL_KIND(Team, "team", teams, "teams");
LINTEL_KIND(BoundedContext, "context", contexts, "contexts");
LINTEL_KIND(ContextRelationship, "relationship", relationships, "relationships");
LINTEL_KIND(Message, "message", messages, "messages");
LINTEL_KIND(Service, "service", services, "services");
LINTEL_KIND(Channel, "channel", channels, "channels");
LINTEL_KIND(DataStore, "store", stores, "stores");
LINTEL_KIND(CallPolicy, "policy", policies, "policies");
LINTEL_KIND(Deployment, "deployment", deployments, "deployments");
LINTEL_KIND(Workload, "workload", workloads, "workloads");
LINTEL_KIND(FaultPlan, "fault-plan", faultPlans, "fault_plans");
LINTEL_KIND(Objective, "objective", objectives, "objectives");
LINTEL_KIND(Scenario, "scenario", scenarios, "scenarios");
LINTEL_KIND(Region, "region", network.regions, "network");
LINTEL_KIND(Zone, "zone", network.zones, "network");
LINTEL_KIND(NodePool, "node-pool", network.nodePools, "network");
#undef LINTEL_KIND
template <>
struct Kind<Operation> {
    static constexpr const char* name = "operation";
};
template <>
struct Kind<Journey> {
    static constexpr const char* name = "journey";
};

template <class Entity>
constexpr bool isNested = std::is_same_v<Entity, Operation> || std::is_same_v<Entity, Journey>;

/// The entity that an id names, or null.
template <class Entity>
const Entity* find(const Project& project, const Id<Entity>& id) {
    return Kind<Entity>::of(project).find(id);
}
inline const Operation* find(const Project& project, const OperationId& id) {
    return findOperation(project, id);
}
inline const Journey* find(const Project& project, const JourneyId& id) {
    const Workload* workload = workloadOf(project, id);
    return workload ? workload->journeys.find(id) : nullptr;
}

}  // namespace model
