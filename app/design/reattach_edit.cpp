#include "app/design/reattach_edit.h"

#include <QCoreApplication>

#include "model/references.h"

namespace app {

namespace {

QString reattachTr(const char* words) {
    return QCoreApplication::translate("ReattachEdit", words);
}

template <class Id>
std::optional<Id> endAs(const QString& key) {
    const auto element = model::elementFromKey(elementOfKey(key).toStdString());
    const Id* id = element ? std::get_if<Id>(&*element) : nullptr;
    return id ? std::optional<Id>(*id) : std::nullopt;
}

/// Changes each step of each operation of the service.
template <class Change>
model::Result<model::Project> changeSteps(const model::Project& project, const model::ServiceId& id,
                                          const Change& change) {
    model::Service service = *project.services.find(id);
    const model::Collection<model::Operation> operations = service.operations;
    for (model::Operation operation : operations) {
        model::forEachStep(operation.behaviour, [&](model::Step& step) { change(step); });
        service.operations = service.operations.with(std::move(operation));
    }
    return model::put(project, std::move(service));
}

/// The steps that lead from the service to the old target lead to the new one; nothing where they are of
/// different kinds.
std::optional<model::Result<model::Project>> retargeted(const model::Project& project,
                                                        const Reattachment& wish) {
    const auto from = endAs<model::ServiceId>(wish.from);
    if (!from || !project.services.contains(*from)) return std::nullopt;
    const auto service = endAs<model::ServiceId>(wish.edge.to), other = endAs<model::ServiceId>(wish.to);
    const model::Service* callee = other ? project.services.find(*other) : nullptr;
    if (service && callee && !callee->operations.empty() && *other != *from)
        return changeSteps(project, *from, [&](model::Step& step) {
            auto* call = std::get_if<model::Call>(&step.action);
            const model::Service* owner = call ? model::serviceOf(project, call->operation) : nullptr;
            if (owner && owner->id == *service) call->operation = callee->operations.begin()->id;
        });
    const auto channel = endAs<model::ChannelId>(wish.edge.to), topic = endAs<model::ChannelId>(wish.to);
    if (channel && topic)
        return changeSteps(project, *from, [&](model::Step& step) {
            auto* publish = std::get_if<model::Publish>(&step.action);
            if (publish && publish->channel == *channel) publish->channel = *topic;
        });
    const auto store = endAs<model::DataStoreId>(wish.edge.to), base = endAs<model::DataStoreId>(wish.to);
    if (store && base)
        return changeSteps(project, *from, [&](model::Step& step) {
            auto* query = std::get_if<model::StoreQuery>(&step.action);
            if (query && query->store == *store) query->store = *base;
            auto* lookup = std::get_if<model::CacheLookup>(&step.action);
            if (lookup && lookup->store == *store) lookup->store = *base;
        });
    return std::nullopt;
}

std::optional<model::Result<model::Project>> relatedAnew(const model::Project& project,
                                                         const Reattachment& wish) {
    const auto id = endAs<model::RelationshipId>(wish.edge.key);
    const auto upstream = endAs<model::ContextId>(wish.from), downstream = endAs<model::ContextId>(wish.to);
    const model::ContextRelationship* found = id ? project.relationships.find(*id) : nullptr;
    if (!found || !upstream || !downstream) return std::nullopt;
    for (const model::ContextRelationship& other : project.relationships)
        if (other.id != *id && ((other.upstream == *upstream && other.downstream == *downstream) ||
                                (other.upstream == *downstream && other.downstream == *upstream)))
            return model::failure({}, reattachTr("These contexts are related already.").toStdString());
    model::ContextRelationship relationship = *found;
    relationship.upstream = *upstream;
    relationship.downstream = *downstream;
    return model::put(project, std::move(relationship));
}

}  // namespace

DiagramEditResult reattach(const DiagramKind& kind, const Version& version, const Reattachment& wish) {
    if (wish.edge.count > 1)
        return model::failure({}, reattachTr("This line stands for several connections: expand the frame "
                                             "to change them.")
                                      .toStdString());
    const QString label = reattachTr("Lead the connection from %1 to %2")
                              .arg(namesOf(*version.project, {elementOfKey(wish.from)}),
                                   namesOf(*version.project, {elementOfKey(wish.to)}));
    auto kept = relatedAnew(*version.project, wish);
    if (!kept && wish.from == wish.edge.from) kept = retargeted(*version.project, wish);
    if (kept) {
        if (!*kept) return tl::unexpected<model::Error>(kept->error());
        return DiagramEdit{std::move(**kept), *version.layout, label, {}};
    }
    auto removed = removeElements(version, {wish.edge.key});
    if (!removed) return removed;
    const Version between{std::make_shared<const model::Project>(std::move(removed->project)),
                          version.layout};
    auto connected = kind.connect(between, elementOfKey(wish.from), elementOfKey(wish.to));
    if (!connected) return connected;
    connected->label = label;
    return connected;
}

}  // namespace app
