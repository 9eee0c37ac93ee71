#include <fmt/format.h>

#include "model/checking/visitor.h"
#include "model/edit/kinds.h"

namespace model {
namespace {

/// The id that a new entity gets, made from its name or, where it has none, from `base`.
template <class Entity>
void ensureId(const Project& project, Entity& entity, const std::string& base) {
    if (entity.id.empty()) entity.id = freeId(Kind<Entity>::of(project), base);
}

/// Adds or replaces the entity, when it is whole within the project that results.
template <class Entity>
Result<Project> putWhole(const Project& project, Entity entity) {
    Project next = project;
    Kind<Entity>::of(next) = Kind<Entity>::of(project).with(entity);
    if (auto problem = checking::firstProblem(next, entity, Kind<Entity>::pointer))
        return tl::unexpected(std::move(*problem));
    return next;
}

template <class Entity>
Result<Project> putNamed(const Project& project, Entity entity) {
    ensureId(project, entity, slug(entity.name, Kind<Entity>::name));
    return putWhole(project, std::move(entity));
}

/// Nested ids must stay unique in the whole model, and what others refer to may not vanish.
Result<Project> checkedWhole(Result<Project> next) {
    if (!next) return next;
    const auto problems = check(*next, 1);
    if (!problems.empty()) return tl::unexpected(problems.front());
    return next;
}

template <class Child>
bool sameIds(const Collection<Child>& left, const Collection<Child>& right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](const Child& a, const Child& b) { return a.id == b.id; });
}

OperationId freeOperationId(const Project& project, const ServiceId& service, const std::string& name) {
    const std::string base = service.value() + "." + slug(name, "operation");
    OperationId id(base);
    for (int n = 2; findOperation(project, id); ++n) id = OperationId(fmt::format("{}-{}", base, n));
    return id;
}

}  // namespace

Result<Project> put(const Project& project, Team team) {
    return putNamed(project, std::move(team));
}
Result<Project> put(const Project& project, BoundedContext context) {
    return putNamed(project, std::move(context));
}
Result<Project> put(const Project& project, Message message) {
    return putNamed(project, std::move(message));
}
Result<Project> put(const Project& project, Channel channel) {
    return putNamed(project, std::move(channel));
}
Result<Project> put(const Project& project, DataStore store) {
    return putNamed(project, std::move(store));
}
Result<Project> put(const Project& project, CallPolicy policy) {
    return putNamed(project, std::move(policy));
}
Result<Project> put(const Project& project, FaultPlan plan) {
    return putNamed(project, std::move(plan));
}
Result<Project> put(const Project& project, Objective objective) {
    return putNamed(project, std::move(objective));
}
Result<Project> put(const Project& project, Scenario scenario) {
    return putNamed(project, std::move(scenario));
}

Result<Project> put(const Project& project, ContextRelationship relationship) {
    ensureId(project, relationship, relationship.upstream.value() + "-" + relationship.downstream.value());
    return putWhole(project, std::move(relationship));
}

Result<Project> put(const Project& project, Deployment deployment) {
    ensureId(project, deployment, deployment.service.value());
    const Deployment* other = deploymentOf(project, deployment.service);
    if (other && other->id != deployment.id)
        return failure(fmt::format("/deployments/{}", deployment.id.value()),
                       fmt::format("service \"{}\" is deployed by \"{}\" already", deployment.service.value(),
                                   other->id.value()));
    return putWhole(project, std::move(deployment));
}

Result<Project> put(const Project& project, Service service) {
    ensureId(project, service, slug(service.name, "service"));
    const Service* before = project.services.find(service.id);
    const bool sameOperations =
        sameIds(before ? before->operations : Collection<Operation>(), service.operations);
    Result<Project> next = putWhole(project, std::move(service));
    return sameOperations ? next : checkedWhole(std::move(next));
}

Result<Project> put(const Project& project, Workload workload) {
    ensureId(project, workload, slug(workload.name, "workload"));
    return checkedWhole(putWhole(project, std::move(workload)));
}

Result<Project> putNetwork(const Project& project, Network network) {
    Project next = project;
    next.network = std::move(network);
    return checkedWhole(std::move(next));
}

namespace {

/// A part of the network, which is whole only as one.
template <class Entity>
Result<Project> putInNetwork(const Project& project, Entity entity) {
    ensureId(project, entity, slug(entity.name, Kind<Entity>::name));
    Project next = project;
    Kind<Entity>::of(next) = Kind<Entity>::of(project).with(std::move(entity));
    return putNetwork(project, std::move(next.network));
}

}  // namespace

Result<Project> put(const Project& project, Region region) {
    return putInNetwork(project, std::move(region));
}
Result<Project> put(const Project& project, Zone zone) {
    return putInNetwork(project, std::move(zone));
}
Result<Project> put(const Project& project, NodePool pool) {
    return putInNetwork(project, std::move(pool));
}

Result<Project> putJourney(const Project& project, const WorkloadId& id, Journey journey) {
    const Workload* workload = project.workloads.find(id);
    if (!workload) return failure("/workloads", fmt::format("there is no workload \"{}\"", id.value()));
    if (journey.id.empty()) {
        const std::string base = id.value() + "." + slug(journey.name, "journey");
        journey.id = JourneyId(base);
        for (int n = 2; workloadOf(project, journey.id); ++n)
            journey.id = JourneyId(fmt::format("{}-{}", base, n));
    }
    Workload next = *workload;
    next.journeys = workload->journeys.with(std::move(journey));
    return put(project, std::move(next));
}

Result<Project> putRates(const Project& project, std::optional<Rates> rates) {
    Project next = project;
    next.rates = std::move(rates);
    return checkedWhole(std::move(next));
}

Result<Project> putOperation(const Project& project, const ServiceId& id, Operation operation) {
    const Service* service = project.services.find(id);
    if (!service) return failure("/services", fmt::format("there is no service \"{}\"", id.value()));
    if (operation.id.empty()) operation.id = freeOperationId(project, id, operation.name);
    const Service* home = serviceOf(project, operation.id);
    if (home && home->id != id)
        return failure(
            fmt::format("/services/{}/operations/{}", id.value(), operation.id.value()),
            fmt::format("the id \"{}\" is used in \"{}\" too", operation.id.value(), home->id.value()));
    Service next = *service;
    next.operations = service->operations.with(std::move(operation));
    return putWhole(project, std::move(next));
}

}  // namespace model
