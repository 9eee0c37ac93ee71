#include "app/design/connection_edit.h"

#include <QCoreApplication>
#include <functional>

#include "model/references.h"

namespace app {

namespace {

using model::Behaviour;
using model::Step;

QString connectionTr(const char* words) {
    return QCoreApplication::translate("ConnectionEdit", words);
}

/// The elements at both ends of a connection, by kind.
struct ConnectionEnds {
    std::optional<model::ElementId> from;
    std::optional<model::ElementId> to;

    template <class First, class Second>
    bool are() const {
        return from && to && std::holds_alternative<First>(*from) && std::holds_alternative<Second>(*to);
    }
    template <class Id>
    const Id& first() const {
        return std::get<Id>(*from);
    }
    template <class Id>
    const Id& second() const {
        return std::get<Id>(*to);
    }
};

ConnectionEnds endsFrom(const QString& from, const QString& to) {
    return {model::elementFromKey(from.toStdString()), model::elementFromKey(to.toStdString())};
}

model::Result<model::Project> relate(const model::Project& project, const model::ContextId& upstream,
                                     const model::ContextId& downstream) {
    for (const model::ContextRelationship& other : project.relationships)
        if ((other.upstream == upstream && other.downstream == downstream) ||
            (other.upstream == downstream && other.downstream == upstream))
            return model::failure(
                {}, connectionTr("These contexts are related already: select their line to change how.")
                        .toStdString());
    model::ContextRelationship relationship;
    relationship.id = model::freeId(project.relationships, upstream.value() + "-" + downstream.value());
    relationship.upstream = upstream;
    relationship.downstream = downstream;
    relationship.patterns = {model::ContextPattern::CustomerSupplier};
    return model::put(project, std::move(relationship));
}

using StepFilter = std::function<bool(const Step&)>;

/// What held nothing but such steps has nothing left to do.
bool isEmptied(const Step& step) {
    const auto* loop = std::get_if<model::Loop>(&step.action);
    const auto* lock = std::get_if<model::Lock>(&step.action);
    const auto* fallback = std::get_if<model::Fallback>(&step.action);
    return (loop && loop->steps.empty()) || (lock && lock->steps.empty()) ||
           (fallback && fallback->steps.empty());
}

/// Removes the steps, also from the lists inside of other steps.
void eraseSteps(Behaviour& behaviour, const StepFilter& unwanted) {
    std::erase_if(behaviour, unwanted);
    for (Step& step : behaviour) {
        if (auto* parallel = std::get_if<model::Parallel>(&step.action))
            for (Behaviour& branch : parallel->branches) eraseSteps(branch, unwanted);
        if (auto* branch = std::get_if<model::Branch>(&step.action))
            for (model::Alternative& alternative : branch->alternatives)
                eraseSteps(alternative.steps, unwanted);
        if (auto* lookup = std::get_if<model::CacheLookup>(&step.action))
            eraseSteps(lookup->onMiss, unwanted);
        if (auto* loop = std::get_if<model::Loop>(&step.action)) eraseSteps(loop->steps, unwanted);
        if (auto* lock = std::get_if<model::Lock>(&step.action)) eraseSteps(lock->steps, unwanted);
        if (auto* fallback = std::get_if<model::Fallback>(&step.action)) {
            eraseSteps(fallback->steps, unwanted);
            eraseSteps(fallback->onFailure, unwanted);
        }
        if (auto* saga = std::get_if<model::Saga>(&step.action))
            for (model::SagaStep& part : saga->parts) {
                eraseSteps(part.steps, unwanted);
                eraseSteps(part.compensation, unwanted);
            }
    }
    std::erase_if(behaviour, isEmptied);
}

model::Result<model::Project> changeOperations(const model::Project& project, const model::ServiceId& id,
                                               const std::function<void(model::Operation&)>& change) {
    const model::Service* found = project.services.find(id);
    if (!found) return project;
    model::Service service = *found;
    for (const model::Operation& before : found->operations) {
        model::Operation operation = before;
        change(operation);
        if (!(operation == before)) service.operations = service.operations.with(std::move(operation));
    }
    return model::put(project, std::move(service));
}

bool callsService(const model::Project& project, const Step& step, const model::ServiceId& callee) {
    const auto* call = std::get_if<model::Call>(&step.action);
    const model::Service* service = call ? model::serviceOf(project, call->operation) : nullptr;
    return service && service->id == callee;
}

void forgetStore(Behaviour& behaviour, const model::DataStoreId& store);

/// Whether the step leads to that element.
bool leadsTo(const model::Project& project, const Step& step, const model::ElementId& target) {
    if (const auto* call = std::get_if<model::Call>(&step.action)) {
        const auto* service = std::get_if<model::ServiceId>(&target);
        return model::ElementId(call->operation) == target ||
               (service && callsService(project, step, *service));
    }
    if (const auto* publish = std::get_if<model::Publish>(&step.action))
        return model::ElementId(publish->channel) == target;
    if (const auto* query = std::get_if<model::StoreQuery>(&step.action))
        return model::ElementId(query->store) == target;
    return false;
}

/// The same for edges of components: from an operation, or to one.
model::Result<model::Project> disconnectOperations(const model::Project& project, const QString& from,
                                                   const QString& to) {
    const ConnectionEnds ends = endsFrom(from, to);
    if (!ends.from || !ends.to) return project;
    const auto* operationFrom = std::get_if<model::OperationId>(&*ends.from);
    const auto* operationTo = std::get_if<model::OperationId>(&*ends.to);
    const auto* serviceFrom = std::get_if<model::ServiceId>(&*ends.from);
    if (const auto* channel = std::get_if<model::ChannelId>(&*ends.from); channel && operationTo) {
        const model::Service* owner = model::serviceOf(project, *operationTo);
        if (!owner) return project;
        return changeOperations(project, owner->id, [&](model::Operation& operation) {
            if (operation.id == *operationTo && operation.subscription &&
                operation.subscription->channel == *channel)
                operation.subscription.reset();
        });
    }
    const model::Service* owner = operationFrom ? model::serviceOf(project, *operationFrom)
                                  : serviceFrom ? project.services.find(*serviceFrom)
                                                : nullptr;
    if (!owner || (!operationFrom && !operationTo)) return project;
    return changeOperations(project, owner->id, [&](model::Operation& operation) {
        if (operationFrom && operation.id != *operationFrom) return;
        eraseSteps(operation.behaviour, [&](const Step& step) { return leadsTo(project, step, *ends.to); });
        if (const auto* store = std::get_if<model::DataStoreId>(&*ends.to))
            forgetStore(operation.behaviour, *store);
    });
}

/// A cache look-up in a store that is taken away goes on in the process.
void forgetStore(Behaviour& behaviour, const model::DataStoreId& store) {
    model::forEachStep(behaviour, [&](Step& step) {
        auto* lookup = std::get_if<model::CacheLookup>(&step.action);
        if (lookup && lookup->store == store) lookup->store.reset();
    });
}

}  // namespace

model::Result<model::Project> connectKinds(const model::Project& project, const QString& from,
                                           const QString& to) {
    using namespace model;
    const ConnectionEnds ends = endsFrom(from, to);
    if (from == to)
        return failure({}, connectionTr("An element cannot be connected to itself.").toStdString());
    if (ends.are<ServiceId, ServiceId>())
        return connectCall(project, ends.first<ServiceId>(), ends.second<ServiceId>());
    if (ends.are<ServiceId, ChannelId>())
        return connectPublish(project, ends.first<ServiceId>(), ends.second<ChannelId>());
    if (ends.are<ChannelId, ServiceId>())
        return connectConsume(project, ends.first<ChannelId>(), ends.second<ServiceId>());
    if (ends.are<ServiceId, DataStoreId>())
        return connectQuery(project, ends.first<ServiceId>(), ends.second<DataStoreId>());
    if (ends.are<DataStoreId, ServiceId>())
        return connectQuery(project, ends.second<ServiceId>(), ends.first<DataStoreId>());
    if (ends.are<ContextId, ContextId>())
        return relate(project, ends.first<ContextId>(), ends.second<ContextId>());
    return failure(
        {},
        connectionTr("These two cannot be connected. A service connects to services, channels and stores; "
                     "a channel to services; a context to contexts.")
            .toStdString());
}

model::Result<model::Project> disconnect(const model::Project& project, const QString& from,
                                         const QString& to) {
    using namespace model;
    const ConnectionEnds ends = endsFrom(from, to);
    if (ends.are<ServiceId, ServiceId>())
        return changeOperations(project, ends.first<ServiceId>(), [&](Operation& operation) {
            eraseSteps(operation.behaviour, [&](const Step& step) {
                return callsService(project, step, ends.second<ServiceId>());
            });
        });
    if (ends.are<ServiceId, ChannelId>())
        return changeOperations(project, ends.first<ServiceId>(), [&](Operation& operation) {
            eraseSteps(operation.behaviour, [&](const Step& step) {
                const auto* publish = std::get_if<Publish>(&step.action);
                return publish && publish->channel == ends.second<ChannelId>();
            });
        });
    if (ends.are<ChannelId, ServiceId>())
        return changeOperations(project, ends.second<ServiceId>(), [&](Operation& operation) {
            if (operation.subscription && operation.subscription->channel == ends.first<ChannelId>())
                operation.subscription.reset();
        });
    if (ends.are<ServiceId, DataStoreId>())
        return changeOperations(project, ends.first<ServiceId>(), [&](Operation& operation) {
            eraseSteps(operation.behaviour, [&](const Step& step) {
                const auto* query = std::get_if<StoreQuery>(&step.action);
                return query && query->store == ends.second<DataStoreId>();
            });
            forgetStore(operation.behaviour, ends.second<DataStoreId>());
        });
    return disconnectOperations(project, from, to);
}

}  // namespace app
