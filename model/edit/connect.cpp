#include <fmt/format.h>

#include "model/edit/kinds.h"

namespace model {
namespace {

/// A project under change, and one of its operations.
struct WithOperation {
    Project project;
    OperationId operation;
};

tl::unexpected<Error> missing(const ElementId& element) {
    return failure(elementKey(element),
                   fmt::format("there is no {} \"{}\"", kindName(element), idText(element)));
}

/// The first operation of the service that requests (not messages) trigger; a new one when it has none.
Result<WithOperation> entryOf(const Project& project, const ServiceId& id) {
    const Service* service = project.services.find(id);
    if (!service) return missing(id);
    for (const Operation& operation : service->operations)
        if (!operation.subscription) return WithOperation{project, operation.id};
    Operation handle;
    handle.name = "Handle";
    handle.behaviour.push_back({Compute{Distribution::exponential(milliseconds(5))}, {}});
    auto next = putOperation(project, id, handle);
    if (!next) return tl::unexpected(next.error());
    for (const Operation& operation : next->services.find(id)->operations)
        if (!operation.subscription) return WithOperation{*next, operation.id};
    return failure(elementKey(id), "no operation could be added");
}

/// Appends a step to the behaviour of an operation.
Result<Project> appendStep(const WithOperation& at, Step step) {
    const Service* service = serviceOf(at.project, at.operation);
    Operation next = *service->operations.find(at.operation);
    next.behaviour.push_back(std::move(step));
    return putOperation(at.project, service->id, std::move(next));
}

Result<Project> appendStepTo(const Project& project, const ServiceId& service, Step step) {
    const auto entry = entryOf(project, service);
    if (!entry) return tl::unexpected(entry.error());
    return appendStep(*entry, std::move(step));
}

}  // namespace

Result<Project> connectCall(const Project& project, const ServiceId& caller, const ServiceId& callee) {
    if (caller == callee)
        return failure(elementKey(caller), "a service does not call itself, expected another service");
    const auto target = entryOf(project, callee);
    if (!target) return tl::unexpected(target.error());
    return appendStepTo(target->project, caller, {Call{target->operation, std::nullopt}, {}});
}

Result<Project> connectPublish(const Project& project, const ServiceId& publisher, const ChannelId& channel) {
    if (!project.channels.contains(channel)) return missing(channel);
    return appendStepTo(project, publisher, {Publish{channel}, {}});
}

Result<Project> connectConsume(const Project& project, const ChannelId& channel, const ServiceId& consumer) {
    const Channel* source = project.channels.find(channel);
    if (!source) return missing(channel);
    if (!project.services.contains(consumer)) return missing(consumer);
    Operation operation;
    operation.name = fmt::format("On{}", source->name).substr(0, maxNameLength);
    operation.protocol = Protocol::Messaging;
    operation.request = source->message;
    operation.subscription = Subscription{channel, "", 1, {}};
    operation.behaviour.push_back({Compute{Distribution::exponential(milliseconds(5))}, {}});
    return putOperation(project, consumer, std::move(operation));
}

Result<Project> connectQuery(const Project& project, const ServiceId& service, const DataStoreId& id) {
    const DataStore* store = project.stores.find(id);
    if (!store) return missing(id);
    auto next = appendStepTo(project, service, {StoreQuery{id, StoreAccess::Read, std::nullopt}, {}});
    if (!next || store->owner) return next;
    DataStore owned = *store;
    owned.owner = service;
    return put(*next, std::move(owned));
}

Result<Project> assignContext(const Project& project, const ServiceId& id, std::optional<ContextId> context) {
    const Service* service = project.services.find(id);
    if (!service) return missing(id);
    Service next = *service;
    next.context = std::move(context);
    return put(project, std::move(next));
}

}  // namespace model
