#include "app/design/component_edit.h"

#include <QCoreApplication>

#include "app/diagram/node_sizes.h"
#include "app/diagram/regions.h"
#include "model/references.h"

namespace app {

namespace {

QString componentEditTr(const char* words) {
    return QCoreApplication::translate("ComponentEdit", words);
}

template <class Id>
std::optional<Id> elementAs(const QString& key) {
    const auto element = model::elementFromKey(key.toStdString());
    const Id* id = element ? std::get_if<Id>(&*element) : nullptr;
    return id ? std::optional<Id>(*id) : std::nullopt;
}

model::Result<model::Project> withStep(const model::Project& project, const model::OperationId& id,
                                       model::Step step) {
    const model::Service* service = model::serviceOf(project, id);
    if (!service) return model::failure(id.value(), "there is no such operation");
    model::Operation operation = *service->operations.find(id);
    operation.behaviour.push_back(std::move(step));
    return model::putOperation(project, service->id, std::move(operation));
}

/// The operation that a call of a service, or of just that operation, goes to.
std::optional<model::OperationId> callTarget(const model::Project& project, const QString& key) {
    if (const auto operation = elementAs<model::OperationId>(key)) return operation;
    const auto id = elementAs<model::ServiceId>(key);
    const model::Service* service = id ? project.services.find(*id) : nullptr;
    if (!service || service->operations.empty()) return std::nullopt;
    return service->operations.begin()->id;
}

/// What the operation does with that; nothing where no step fits.
std::optional<model::Step> stepTowards(const model::Project& project, const QString& key) {
    if (const auto channel = elementAs<model::ChannelId>(key))
        return model::Step{model::Publish{*channel}, {}};
    if (const auto store = elementAs<model::DataStoreId>(key))
        return model::Step{model::StoreQuery{*store, model::StoreAccess::Read, {}}, {}};
    if (const auto target = callTarget(project, key)) return model::Step{model::Call{*target, {}}, {}};
    return std::nullopt;
}

DiagramEditResult connected(const Version& version, model::Result<model::Project> project,
                            const QString& from, const QString& to) {
    if (!project) return tl::unexpected<model::Error>(project.error());
    const QString label = componentEditTr("Connect %1 to %2")
                              .arg(namesOf(*version.project, {from}), namesOf(*version.project, {to}));
    return DiagramEdit{std::move(*project), *version.layout, label, {}};
}

DiagramEditResult createOperation(const Version& version, const NewPlace& place, const QString& name) {
    const auto service = elementAs<model::ServiceId>(place.diagram.section(u'/', 1));
    const model::Service* owner = service ? version.project->services.find(*service) : nullptr;
    if (!owner)
        return model::failure(place.diagram.toStdString(),
                              componentEditTr("An operation belongs to a service.").toStdString());
    model::Operation operation;
    operation.name = name.trimmed().toStdString();
    auto project = model::putOperation(*version.project, *service, std::move(operation));
    if (!project) return tl::unexpected<model::Error>(project.error());
    for (const model::Operation& made : project->services.find(*service)->operations) {
        if (owner->operations.contains(made.id)) continue;
        const QString key = QString::fromStdString(model::elementKey(made.id));
        model::Layout layout = withPlaces(*version.layout, place.diagram, {{key, place.centre}});
        return DiagramEdit{
            std::move(*project), std::move(layout), componentEditTr("Add operation %1").arg(name), {key}};
    }
    return model::failure(place.diagram.toStdString(), "the operation was not added");
}

}  // namespace

DiagramTool operationTool() {
    return {{"operation", componentEditTr("Operation"), "operation",
             componentEditTr("Add an operation: click where it shall stand"), componentEditTr("&Operation")},
            cardSize,
            false,
            createOperation,
            [](const model::Project&) { return QStringLiteral("new-operation"); }};
}

DiagramEditResult connectComponents(const Version& version, const QString& from, const QString& to) {
    const model::Project& project = *version.project;
    const auto caller = elementAs<model::OperationId>(from);
    const auto step = stepTowards(project, to);
    if (caller && step && from != to) return connected(version, withStep(project, *caller, *step), from, to);
    const auto callee = elementAs<model::OperationId>(to);
    const model::Service* owner = callee ? model::serviceOf(project, *callee) : nullptr;
    if (const auto channel = elementAs<model::ChannelId>(from); channel && owner)
        return connected(version, model::connectConsume(project, *channel, owner->id), from, to);
    if (const auto entry = callTarget(project, from); entry && callee && from != to)
        return connected(version, withStep(project, *entry, {model::Call{*callee, {}}, {}}), from, to);
    return connectElements(version, from, to);
}

}  // namespace app
