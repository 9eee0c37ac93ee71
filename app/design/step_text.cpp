#include "app/design/step_text.h"

#include <QCoreApplication>

#include "app/diagram/element_nodes.h"
#include "app/diagram/step_words.h"
#include "app/studio/quantity_text.h"
#include "model/edit.h"
#include "model/overloaded.h"

namespace app {

namespace {

QString stepTextTr(const char* words) {
    return QCoreApplication::translate("StepText", words);
}

model::Result<void> expected(const QString& found, const QString& what) {
    return model::failure({}, stepTextTr("Found \"%1\", expected %2.").arg(found, what).toStdString());
}

template <class Target, class Value>
model::Result<void> taken(Target& target, model::Result<Value> value) {
    if (!value) return tl::unexpected<model::Error>(value.error());
    target = static_cast<Target>(*value);
    return {};
}

/// The id of the only element of that name; nothing when there is none, or when there are several.
template <class Id>
std::optional<Id> named(const std::vector<std::pair<QString, Id>>& names, const QString& text) {
    std::optional<Id> found;
    for (const auto& [name, id] : names) {
        if (name.compare(text, Qt::CaseInsensitive) != 0) continue;
        if (found) return std::nullopt;
        found = id;
    }
    return found;
}

template <class Entity>
std::vector<std::pair<QString, model::Id<Entity>>> namesIn(const model::Collection<Entity>& entities) {
    std::vector<std::pair<QString, model::Id<Entity>>> names;
    for (const Entity& entity : entities)
        names.emplace_back(nameOr(entity.name, entity.id.value()), entity.id);
    return names;
}

/// By service and name, or (where it is the only one) by the name alone.
std::optional<model::OperationId> operationNamed(const model::Project& project, const QString& text) {
    std::vector<std::pair<QString, model::OperationId>> whole, alone;
    for (const model::Service& service : project.services)
        for (const model::Operation& operation : service.operations) {
            whole.emplace_back(operationTitle(project, operation.id), operation.id);
            alone.emplace_back(nameOr(operation.name, operation.id.value()), operation.id);
        }
    const auto found = named(whole, text);
    return found ? found : named(alone, text);
}

model::Result<void> takeTime(model::Distribution& time, const QString& text) {
    const auto duration = readDuration(text);
    if (!duration) return tl::unexpected<model::Error>(duration.error());
    if (!time.isByMean()) time = model::Distribution::exponential(*duration);
    time.mean = *duration;
    return {};
}

model::Result<void> takeAccess(model::StoreQuery& query, const QString& text) {
    if (text.compare(stepTextTr("read"), Qt::CaseInsensitive) == 0)
        query.access = model::StoreAccess::Read;
    else if (text.compare(stepTextTr("write"), Qt::CaseInsensitive) == 0)
        query.access = model::StoreAccess::Write;
    else
        return expected(text, stepTextTr("read or write"));
    return {};
}

}  // namespace

model::Result<void> takeText(const model::Project& project, model::Step& step, const QString& text) {
    return std::visit(
        model::Overloaded{
            [&](model::Compute& compute) { return takeTime(compute.time, text); },
            [&](model::Call& call) -> model::Result<void> {
                const auto id = operationNamed(project, text);
                if (!id) return expected(text, stepTextTr("an operation, such as \"order: Place\""));
                call.operation = *id;
                return {};
            },
            [&](model::Publish& publish) -> model::Result<void> {
                const auto id = named(namesIn(project.channels), text);
                if (!id) return expected(text, stepTextTr("the name of a channel"));
                publish.channel = *id;
                return {};
            },
            [&](model::StoreQuery& query) -> model::Result<void> {
                if (const auto id = named(namesIn(project.stores), text)) {
                    query.store = *id;
                    return {};
                }
                return takeAccess(query, text);
            },
            [&](model::CacheLookup& lookup) -> model::Result<void> {
                lookup.name = text.toStdString();
                return {};
            },
            [&](model::Loop& loop) {
                const QString number = text.section(u' ', 0, 0);
                return taken(loop.times, readCount(number, 1, 1'000'000));
            },
            [&](model::Fail& failure) {
                return taken(failure.probability, readShare(text.section(u':', -1).trimmed()));
            },
            [&](model::Lock& lock) -> model::Result<void> {
                lock.name = text.toStdString();
                return {};
            },
            [&](auto&) { return expected(text, stepTextTr("nothing: the inspector edits this step")); }},
        step.action);
}

model::Result<void> takeTextAt(const model::Project& project, model::Behaviour& behaviour,
                               const StepPath& path, const QString& text) {
    const bool isList = path.size() % 2 == 0;
    model::Step* step = isList && !path.empty() ? stepAt(behaviour, listOf(path)) : stepAt(behaviour, path);
    if (!step) return model::failure({}, stepTextTr("This step is gone.").toStdString());
    if (!isList) return takeText(project, *step, text);
    const auto index = static_cast<std::size_t>(path.back());
    if (auto* branch = std::get_if<model::Branch>(&step->action);
        branch && index < branch->alternatives.size())
        return taken(branch->alternatives[index].probability,
                     readShare(QString(text).remove(u'[').remove(u']').trimmed()));
    if (auto* saga = std::get_if<model::Saga>(&step->action);
        saga && index % 2 == 0 && index / 2 < saga->parts.size()) {
        saga->parts[index / 2].name = text.toStdString();
        return {};
    }
    return expected(text, stepTextTr("nothing: this part has no name of its own"));
}

QStringList namesFor(const model::Project& project, const model::Step& step) {
    QStringList names;
    if (std::holds_alternative<model::Call>(step.action))
        for (const model::Service& service : project.services)
            for (const model::Operation& operation : service.operations)
                names << operationTitle(project, operation.id);
    if (std::holds_alternative<model::Publish>(step.action))
        for (const auto& [name, id] : namesIn(project.channels)) names << name;
    if (std::holds_alternative<model::StoreQuery>(step.action)) {
        names << stepTextTr("read") << stepTextTr("write");
        for (const auto& [name, id] : namesIn(project.stores)) names << name;
    }
    return names;
}

}  // namespace app
