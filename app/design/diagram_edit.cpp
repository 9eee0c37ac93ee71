#include "app/design/diagram_edit.h"

#include <QCoreApplication>

#include "app/design/connection_edit.h"
#include "app/diagram/appearance.h"
#include "app/diagram/regions.h"
#include "model/references.h"

namespace app {

namespace {

QString editTr(const char* words) {
    return QCoreApplication::translate("DiagramEdit", words);
}

std::optional<model::ElementId> elementOf(const QString& key) {
    return model::elementFromKey(key.toStdString());
}

template <class Id>
std::optional<Id> idOf(const QString& key) {
    const auto element = elementOf(key);
    const Id* id = element ? std::get_if<Id>(&*element) : nullptr;
    return id ? std::optional<Id>(*id) : std::nullopt;
}

/// The id that the first collection does not have.
template <class Entity>
model::Id<Entity> added(const model::Collection<Entity>& before, const model::Collection<Entity>& after) {
    for (const Entity& entity : after)
        if (!before.contains(entity.id)) return entity.id;
    return {};
}

struct Created {
    model::Project project;
    model::ElementId element;
};

template <class Entity>
model::Result<Created> putNew(const model::Project& before, Entity entity,
                              model::Collection<Entity> model::Project::*collection) {
    auto after = model::put(before, std::move(entity));
    if (!after) return tl::unexpected<model::Error>(after.error());
    const auto id = added(before.*collection, (*after).*collection);
    return Created{std::move(*after), id};
}

model::Result<Created> putKind(const model::Project& before, NewElement kind, const QString& context,
                               const std::string& name) {
    switch (kind) {
        case NewElement::Store: {
            model::DataStore store;
            store.name = name;
            return putNew(before, std::move(store), &model::Project::stores);
        }
        case NewElement::Channel: {
            model::Channel channel;
            channel.name = name;
            channel.context = idOf<model::ContextId>(context);
            return putNew(before, std::move(channel), &model::Project::channels);
        }
        case NewElement::Context: {
            model::BoundedContext made;
            made.name = name;
            return putNew(before, std::move(made), &model::Project::contexts);
        }
        default: {
            model::Service service;
            service.name = name;
            service.context = idOf<model::ContextId>(context);
            return putNew(before, std::move(service), &model::Project::services);
        }
    }
}

QString addLabel(NewElement kind, const QString& name) {
    switch (kind) {
        case NewElement::Store:
            return editTr("Add store %1").arg(name);
        case NewElement::Channel:
            return editTr("Add channel %1").arg(name);
        case NewElement::Context:
            return editTr("Add context %1").arg(name);
        default:
            return editTr("Add service %1").arg(name);
    }
}

}  // namespace

QString namesOf(const model::Project& project, const QStringList& keys) {
    if (keys.size() != 1) return editTr("%1 elements").arg(keys.size());
    if (keys.front().contains('>')) return editTr("connection");
    if (isNote(keys.front())) return editTr("a note");
    const auto element = elementOf(keys.front());
    return element ? QString::fromStdString(model::displayName(project, *element)) : keys.front();
}

QString provisionalName(const model::Project& project, NewElement kind) {
    const auto free = [](const auto& collection, const std::string& base) {
        return QString::fromStdString(model::freeId(collection, base).value());
    };
    switch (kind) {
        case NewElement::Store:
            return free(project.stores, "new-store");
        case NewElement::Channel:
            return free(project.channels, "new-channel");
        case NewElement::Context:
            return free(project.contexts, "new-context");
        default:
            return free(project.services, "new-service");
    }
}

DiagramEditResult createElement(const Version& version, NewElement kind, const NewPlace& place,
                                const QString& name) {
    auto created = putKind(*version.project, kind, place.context, name.trimmed().toStdString());
    if (!created) return tl::unexpected<model::Error>(created.error());
    const QString key = QString::fromStdString(model::elementKey(created->element));
    return DiagramEdit{std::move(created->project),
                       withPlaces(*version.layout, place.diagram, {{key, place.centre}}),
                       addLabel(kind, name),
                       {key}};
}

DiagramEditResult connectElements(const Version& version, const QString& from, const QString& to) {
    auto connected = connectKinds(*version.project, from, to);
    if (!connected) return tl::unexpected<model::Error>(connected.error());
    const QString label =
        editTr("Connect %1 to %2").arg(namesOf(*version.project, {from}), namesOf(*version.project, {to}));
    return DiagramEdit{std::move(*connected), *version.layout, label, {}};
}

DiagramEditResult removeElements(const Version& version, const QStringList& keys) {
    model::Project project = *version.project;
    for (const QString& key : keys) {
        model::Result<model::Project> after = project;
        if (key.contains('>')) {
            after = disconnect(project, key.section('>', 0, 0), key.section('>', 1));
        } else if (const auto element = elementOf(key); element && model::contains(project, *element)) {
            after = model::remove(project, *element);
        }
        if (!after) return tl::unexpected<model::Error>(after.error());
        project = std::move(*after);
    }
    return DiagramEdit{
        std::move(project), *version.layout, editTr("Remove %1").arg(namesOf(*version.project, keys)), {}};
}

DiagramEditResult renameElement(const Version& version, const QString& key, const QString& name) {
    const auto element = elementOf(key);
    if (!element) return model::failure(key.toStdString(), "this has no name to change");
    auto renamed = model::rename(*version.project, *element, name.trimmed().toStdString());
    if (!renamed) return tl::unexpected<model::Error>(renamed.error());
    return DiagramEdit{std::move(*renamed),
                       *version.layout,
                       editTr("Rename %1 to %2").arg(namesOf(*version.project, {key}), name.trimmed()),
                       {key}};
}

DiagramEditResult assignToContext(const Version& version, const QStringList& keys, const QString& context) {
    const auto target = idOf<model::ContextId>(context);
    model::Project project = *version.project;
    for (const QString& key : keys) {
        model::Result<model::Project> after = project;
        if (const auto service = idOf<model::ServiceId>(key)) {
            after = model::assignContext(project, *service, target);
        } else if (const auto channel = idOf<model::ChannelId>(key)) {
            model::Channel changed = *project.channels.find(*channel);
            changed.context = target;
            after = model::put(project, std::move(changed));
        }
        if (!after) return tl::unexpected<model::Error>(after.error());
        project = std::move(*after);
    }
    const QString names = namesOf(project, keys);
    const QString label = target ? editTr("Move %1 into %2").arg(names, namesOf(project, {context}))
                                 : editTr("Move %1 out of its context").arg(names);
    return DiagramEdit{std::move(project), *version.layout, label, {}};
}

}  // namespace app
