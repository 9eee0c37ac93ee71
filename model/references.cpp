#include "model/references.h"

namespace model {
namespace {

/// The service whose id is the part before the dot, where operations usually live.
const Service* likelyService(const Project& project, const OperationId& operation) {
    const std::string& text = operation.value();
    for (auto dot = text.find('.'); dot != std::string::npos; dot = text.find('.', dot + 1)) {
        const Service* service = project.services.find(ServiceId(text.substr(0, dot)));
        if (service && service->operations.contains(operation)) return service;
    }
    return nullptr;
}

}  // namespace

const Service* serviceOf(const Project& project, const OperationId& operation) {
    if (const Service* service = likelyService(project, operation)) return service;
    for (const Service& service : project.services)
        if (service.operations.contains(operation)) return &service;
    return nullptr;
}

const Operation* findOperation(const Project& project, const OperationId& operation) {
    const Service* service = serviceOf(project, operation);
    return service ? service->operations.find(operation) : nullptr;
}

const Workload* workloadOf(const Project& project, const JourneyId& journey) {
    for (const Workload& workload : project.workloads)
        if (workload.journeys.contains(journey)) return &workload;
    return nullptr;
}

std::string pointerTo(const Project& project, const OperationId& operation) {
    const Service* service = serviceOf(project, operation);
    return service ? "/services/" + service->id.value() + "/operations/" + operation.value() : "/services";
}

std::string pointerTo(const Project& project, const JourneyId& journey) {
    const Workload* workload = workloadOf(project, journey);
    return workload ? "/workloads/" + workload->id.value() + "/journeys/" + journey.value() : "/workloads";
}

std::string groupOf(const Service& service, const Subscription& subscription) {
    return subscription.group.empty() ? service.id.value() : subscription.group;
}

const Operation* projectorOf(const Project& project, const DataStore& store) {
    const Service* owner = store.owner ? project.services.find(*store.owner) : nullptr;
    if (!owner || !store.projection) return nullptr;
    for (const Operation& operation : owner->operations) {
        if (!operation.subscription || operation.subscription->channel != *store.projection) continue;
        bool writes = false;
        forEachStep(operation.behaviour, [&](const Step& step) {
            const auto* query = std::get_if<StoreQuery>(&step.action);
            writes |= query && query->store == store.id && query->access == StoreAccess::Write;
        });
        if (writes) return &operation;
    }
    return nullptr;
}

const Deployment* deploymentOf(const Project& project, const ServiceId& service) {
    // Most deployments are called as their service.
    const Deployment* likely = project.deployments.find(DeploymentId(service.value()));
    if (likely && likely->service == service) return likely;
    for (const Deployment& deployment : project.deployments)
        if (deployment.service == service) return &deployment;
    return nullptr;
}

std::optional<TeamId> ownerOf(const Project& project, const Service& service) {
    if (service.team) return service.team;
    const BoundedContext* context = service.context ? project.contexts.find(*service.context) : nullptr;
    return context ? context->team : std::nullopt;
}

std::vector<Interaction> interactionsOf(const Project& project) {
    std::vector<Interaction> list;
    for (const Service& service : project.services)
        for (const Operation& operation : service.operations) {
            const auto add = [&](Interaction::Kind kind) -> Interaction& {
                list.push_back({kind, service.id, operation.id, {}, {}, {}, {}});
                return list.back();
            };
            if (operation.subscription)
                add(Interaction::Kind::Consume).channel = operation.subscription->channel;
            forEachStep(operation.behaviour, [&](const Step& step) {
                if (const auto* call = std::get_if<Call>(&step.action)) {
                    Interaction& added = add(Interaction::Kind::Call);
                    added.callee = call->operation;
                    added.policy = call->policy;
                } else if (const auto* publish = std::get_if<Publish>(&step.action)) {
                    add(Interaction::Kind::Publish).channel = publish->channel;
                } else if (const auto* query = std::get_if<StoreQuery>(&step.action)) {
                    add(Interaction::Kind::Query).store = query->store;
                } else if (const auto* cache = std::get_if<CacheLookup>(&step.action);
                           cache && cache->store) {
                    add(Interaction::Kind::Query).store = *cache->store;
                }
            });
        }
    return list;
}

}  // namespace model
