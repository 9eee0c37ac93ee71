#include <QCoreApplication>

#include "app/design/diagram_edit.h"
#include "app/diagram/regions.h"
#include "model/references.h"

namespace app {

namespace {

constexpr QPointF copyOffset(32, 32);

/// The id of a copied operation: below the id of its new service.
model::OperationId copiedOperationId(const model::Project& project, const model::ServiceId& service,
                                     const model::OperationId& original) {
    const std::string& text = original.value();
    const std::string base = service.value() + "." + text.substr(text.rfind('.') + 1);
    model::OperationId id(base);
    for (int n = 2; model::findOperation(project, id); ++n)
        id = model::OperationId(base + "-" + std::to_string(n));
    return id;
}

using CopyResult = model::Result<std::pair<model::Project, model::ElementId>>;

CopyResult copyService(const model::Project& before, const model::ServiceId& id) {
    model::Service service = *before.services.find(id);
    service.name += " copy";
    service.id = model::freeId(before.services, model::slug(service.name, "service"));
    model::Collection<model::Operation> operations;
    for (model::Operation operation : service.operations) {
        operation.id = copiedOperationId(before, service.id, operation.id);
        operations = operations.with(std::move(operation));
    }
    service.operations = operations;
    const model::ServiceId made = service.id;
    auto after = model::put(before, std::move(service));
    if (const model::Deployment* found = model::deploymentOf(before, id); after && found) {
        model::Deployment deployment = *found;
        deployment.service = made;
        deployment.id = model::freeId(after->deployments, made.value());
        after = model::put(*after, std::move(deployment));
    }
    if (!after) return tl::unexpected<model::Error>(after.error());
    return std::pair{std::move(*after), model::ElementId(made)};
}

template <class Entity>
CopyResult copyPlain(const model::Project& before, const model::Id<Entity>& id,
                     model::Collection<Entity> model::Project::*collection) {
    Entity entity = *(before.*collection).find(id);
    entity.name += " copy";
    entity.id = model::freeId(before.*collection, model::slug(entity.name));
    const model::Id<Entity> made = entity.id;
    auto after = model::put(before, std::move(entity));
    if (!after) return tl::unexpected<model::Error>(after.error());
    return std::pair{std::move(*after), model::ElementId(made)};
}

CopyResult copyElement(const model::Project& before, const model::ElementId& element) {
    if (const auto* service = std::get_if<model::ServiceId>(&element)) return copyService(before, *service);
    if (const auto* store = std::get_if<model::DataStoreId>(&element))
        return copyPlain(before, *store, &model::Project::stores);
    if (const auto* channel = std::get_if<model::ChannelId>(&element))
        return copyPlain(before, *channel, &model::Project::channels);
    if (const auto* context = std::get_if<model::ContextId>(&element))
        return copyPlain(before, *context, &model::Project::contexts);
    return model::failure(
        {}, QCoreApplication::translate("DiagramEdit", "Connections cannot be duplicated.").toStdString());
}

}  // namespace

DiagramEditResult duplicateElements(const Version& version, const QString& diagram, const QStringList& keys) {
    DiagramEdit edit{
        *version.project,
        *version.layout,
        QCoreApplication::translate("DiagramEdit", "Duplicate %1").arg(namesOf(*version.project, keys)),
        {}};
    for (const QString& key : keys) {
        const auto element = model::elementFromKey(key.toStdString());
        if (!element || !model::contains(edit.project, *element)) continue;
        auto copied = copyElement(edit.project, *element);
        if (!copied) return tl::unexpected<model::Error>(copied.error());
        const QString made = QString::fromStdString(model::elementKey(copied->second));
        const auto& places = edit.layout.diagrams[diagram.toStdString()].nodes;
        if (const model::NodePlace* place = places.find(key.toStdString()))
            edit.layout =
                withPlaces(edit.layout, diagram, {{made, QPointF(place->x, place->y) + copyOffset}});
        edit.project = std::move(copied->first);
        edit.select << made;
    }
    return edit;
}

}  // namespace app
