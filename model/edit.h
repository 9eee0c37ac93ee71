#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "model/project.h"
#include "model/result.h"

/// Edits are pure functions: a project in, a new project (or why not) out.
namespace model {

/// Names one entity of any kind.
using ElementId = std::variant<TeamId, ContextId, RelationshipId, MessageId, ServiceId, OperationId,
                               ChannelId, DataStoreId, CallPolicyId, DeploymentId, WorkloadId, JourneyId,
                               FaultPlanId, ObjectiveId, ScenarioId, RegionId, ZoneId, NodePoolId>;

/// `service`, `operation`, `channel`, ... : the word for the kind, as in layouts and on the command line.
std::string_view kindName(const ElementId& element);
/// The id without its kind.
const std::string& idText(const ElementId& element);
/// `service:orders`: unique over all kinds; the key in layouts.
std::string elementKey(const ElementId& element);
/// The element named by such a key, when the kind is known.
std::optional<ElementId> elementFromKey(std::string_view key);
/// Whether the project has it.
bool contains(const Project& project, const ElementId& element);
/// Its name as people see it (the id where it has none).
std::string displayName(const Project& project, const ElementId& element);

/// An id of the entity's kind that is free: `base`, else `base-2`, `base-3`, ...
template <class Entity>
Id<Entity> freeId(const Collection<Entity>& collection, const std::string& base) {
    Id<Entity> id(base);
    for (int n = 2; collection.contains(id); ++n) id = Id<Entity>(base + "-" + std::to_string(n));
    return id;
}

/// Adds an entity with a fresh id made from its name, or replaces the one that has its id.
/// The project that results is whole: every reference finds its target, every value is in its range.
Result<Project> put(const Project& project, Team team);
Result<Project> put(const Project& project, BoundedContext context);
Result<Project> put(const Project& project, ContextRelationship relationship);
Result<Project> put(const Project& project, Message message);
Result<Project> put(const Project& project, Service service);
Result<Project> put(const Project& project, Channel channel);
Result<Project> put(const Project& project, DataStore store);
Result<Project> put(const Project& project, CallPolicy policy);
Result<Project> put(const Project& project, Deployment deployment);
Result<Project> put(const Project& project, Workload workload);
Result<Project> put(const Project& project, FaultPlan plan);
Result<Project> put(const Project& project, Objective objective);
Result<Project> put(const Project& project, Scenario scenario);
Result<Project> put(const Project& project, Region region);
Result<Project> put(const Project& project, Zone zone);
Result<Project> put(const Project& project, NodePool pool);
/// Adds or replaces an operation of a service.
Result<Project> putOperation(const Project& project, const ServiceId& service, Operation operation);
/// Adds or replaces a journey of a workload.
Result<Project> putJourney(const Project& project, const WorkloadId& workload, Journey journey);

/// Gives the element a new name; ids and references stay. The name may not be empty or longer than 500 bytes.
Result<Project> rename(const Project& project, const ElementId& element, std::string name);

/// Gives the project itself a new name, within the same limits.
Result<Project> renameProject(const Project& project, std::string name);
/// Takes that network. The project that results is whole: what stands in a zone that is gone is refused.
Result<Project> putNetwork(const Project& project, Network network);
/// Takes those rates, or none. The project that results is whole: objectives of cost need rates.
Result<Project> putRates(const Project& project, std::optional<Rates> rates);
/// A model to start from: whole, and without any entity.
Project emptyProject();

/// Removes the element and all that cannot be without it: calls of a removed operation, queries of a removed
/// store, deployments, faults, objectives; references that may be absent are cleared.
Result<Project> remove(const Project& project, const ElementId& element);

/// Makes `caller` call `callee`: appends a call to the first operation of `caller` (one named `handle` is
/// made when it has none) of the first operation of `callee` (likewise).
Result<Project> connectCall(const Project& project, const ServiceId& caller, const ServiceId& callee);
/// Makes the first operation of the service publish to the channel.
Result<Project> connectPublish(const Project& project, const ServiceId& publisher, const ChannelId& channel);
/// Adds an operation to the service that handles the channel's messages.
Result<Project> connectConsume(const Project& project, const ChannelId& channel, const ServiceId& consumer);
/// Makes the first operation of the service query the store.
Result<Project> connectQuery(const Project& project, const ServiceId& service, const DataStoreId& store);

/// Moves a service into a context, or out of any.
Result<Project> assignContext(const Project& project, const ServiceId& service,
                              std::optional<ContextId> context);

/// The longest name that is accepted [bytes].
inline constexpr std::size_t maxNameLength = 4000;

}  // namespace model
