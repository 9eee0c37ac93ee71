#include "app/design/sequence_edit.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "app/design/new_step.h"
#include "app/design/step_move.h"
#include "app/design/step_text.h"
#include "app/diagram/element_nodes.h"
#include "app/diagram/node_sizes.h"
#include "app/diagram/regions.h"
#include "app/diagram/step_words.h"
#include "model/references.h"

namespace app {

namespace {

QString sequenceEditTr(const char* words) {
    return QCoreApplication::translate("SequenceEdit", words);
}

tl::unexpected<model::Error> refusal(const QString& why) {
    return model::failure({}, why.toStdString());
}

/// Changes a behaviour; gives the steps to be selected afterwards.
using BehaviourChange = std::function<model::Result<std::vector<StepPath>>(model::Operation&)>;

DiagramEditResult changed(const Version& version, const model::OperationId& id, const QString& label,
                          const BehaviourChange& change) {
    const model::Operation* found = model::findOperation(*version.project, id);
    const model::Service* service = model::serviceOf(*version.project, id);
    if (!found || !service) return refusal(sequenceEditTr("There is no such operation any more."));
    model::Operation operation = *found;
    const auto selected = change(operation);
    if (!selected) return tl::unexpected<model::Error>(selected.error());
    auto project = model::putOperation(*version.project, service->id, operation);
    if (!project) return tl::unexpected<model::Error>(project.error());
    QStringList keys;
    for (const StepPath& path : *selected) keys << stepKey({id, path});
    return DiagramEdit{std::move(*project), *version.layout,
                       label.arg(nameOr(operation.name, operation.id.value())), keys};
}

/// The operation that a diagram is of: `behaviour/operation:order.place`.
std::optional<model::OperationId> operationOf(const QString& diagram) {
    const auto element = model::elementFromKey(diagram.section(u'/', 1).toStdString());
    const auto* id = element ? std::get_if<model::OperationId>(&*element) : nullptr;
    return id ? std::optional<model::OperationId>(*id) : std::nullopt;
}

DiagramEditResult insertStep(const Version& version, const model::OperationId& id, model::Step step,
                             const std::function<StepGap(const model::Operation&)>& gapIn) {
    return changed(version, id, sequenceEditTr("Add a step to %1"),
                   [&](model::Operation& operation) -> model::Result<std::vector<StepPath>> {
                       const StepGap gap = gapIn(operation);
                       model::Behaviour* list = listAt(operation.behaviour, gap.list);
                       if (!list) return refusal(sequenceEditTr("This part is gone."));
                       const int before = std::clamp(gap.before, 0, int(list->size()));
                       list->insert(list->begin() + before, std::move(step));
                       return std::vector<StepPath>{inside(gap.list, before)};
                   });
}

DiagramEditResult createStep(const Version& version, const NewPlace& place, NewStep kind,
                             const QString& name) {
    const auto id = operationOf(place.diagram);
    if (!id) return refusal(sequenceEditTr("Steps belong to an operation: open one first."));
    auto step = newStep(*version.project, *id, kind);
    if (!step) return tl::unexpected<model::Error>(step.error());
    if (!name.isEmpty())
        if (auto named = takeText(*version.project, *step, name); !named)
            return tl::unexpected<model::Error>(named.error());
    const Diagram diagram =
        sequenceDiagram(*version.project, *version.layout, place.diagram.section(u'/', 1));
    return insertStep(version, *id, std::move(*step), [&](const model::Operation& operation) {
        return gapAt(diagram, operation, place.centre);
    });
}

/// Whether a step of the kind has something to be typed at it.
bool isTyped(NewStep kind) {
    switch (kind) {
        case NewStep::Parallel:
        case NewStep::Branch:
        case NewStep::Fallback:
        case NewStep::Saga:
        case NewStep::Agree:
            return false;
        default:
            return true;
    }
}

DiagramTool stepTool(NewStep kind, const QString& id, const QString& icon, const char* menuTitle,
                     const char* explanation) {
    const QString title = sequenceEditTr(menuTitle);
    DiagramTool tool;
    tool.look = {id, QString(title).remove(u'&'), icon, sequenceEditTr(explanation), title};
    tool.size = QSizeF(120, 40);
    tool.create = [kind](const Version& version, const NewPlace& place, const QString& name) {
        return createStep(version, place, kind, name);
    };
    tool.provisionalName = [](const model::Project&) { return QString(); };
    tool.isNamed = isTyped(kind);
    return tool;
}

// Connecting

/// The step that a message is to follow; that of no step, the last one.
std::optional<StepPlace> sourceOf(const QString& key) {
    if (const auto step = stepFromKey(elementOfKey(key))) return step;
    for (const QString& part : {key.section(u'@', 0, 0), key.section(u'@', 1)}) {
        const auto element = model::elementFromKey(part.toStdString());
        const auto* operation = element ? std::get_if<model::OperationId>(&*element) : nullptr;
        if (operation) return StepPlace{*operation, {}};
    }
    return std::nullopt;
}

std::optional<model::Step> messageTo(const model::Project& project, const model::OperationId& caller,
                                     const QString& key) {
    const auto element = model::elementFromKey(elementOfKey(key).toStdString());
    if (!element) return std::nullopt;
    if (const auto* channel = std::get_if<model::ChannelId>(&*element))
        return model::Step{model::Publish{*channel}, {}};
    if (const auto* store = std::get_if<model::DataStoreId>(&*element))
        return model::Step{model::StoreQuery{*store, model::StoreAccess::Read, {}}, {}};
    const auto* id = std::get_if<model::ServiceId>(&*element);
    const model::Service* service = id ? project.services.find(*id) : nullptr;
    if (!service) return std::nullopt;
    for (const model::Operation& operation : service->operations)
        if (operation.id != caller) return model::Step{model::Call{operation.id, {}}, {}};
    return std::nullopt;
}

// Moving

std::vector<StepPath> stepsAmong(const QStringList& keys, model::OperationId& operation) {
    std::vector<StepPath> steps;
    for (const QString& key : keys) {
        const auto place = stepFromKey(elementOfKey(key));
        if (!place || place->isList()) continue;
        operation = place->operation;
        steps.push_back(place->path);
    }
    return steps;
}

/// The middle of all that a step looks like.
QPointF centreIn(const Diagram& diagram, const QString& step) {
    QRectF place;
    for (const DiagramRegion& region : diagram.regions)
        if (region.key == step) place = region.rect;
    for (const DiagramNode& node : diagram.nodes)
        if (elementOfKey(node.key) == step) place = place.united(node.rect());
    return place.center();
}

/// Columns are moved from side to side only.
DiagramEditResult moveHeads(const Version& version, const QString& root, const QStringList& keys,
                            double way) {
    const Diagram diagram = sequenceDiagram(*version.project, *version.layout, root);
    QHash<QString, QPointF> places;
    QStringList moved;
    // All of them, so that those that were not moved keep their order.
    for (const DiagramNode& node : diagram.nodes) {
        if (stepFromKey(elementOfKey(node.key)) || node.key.startsWith(root)) continue;
        const bool isMoved = keys.contains(node.key);
        places.insert(node.key, QPointF(node.centre.x() + (isMoved ? way : 0), 0));
        if (isMoved) moved << elementOfKey(node.key);
    }
    if (moved.isEmpty()) return DiagramEdit{*version.project, *version.layout, {}, {}};
    return DiagramEdit{*version.project,
                       withPlaces(*version.layout, diagram.name, places),
                       sequenceEditTr("Move %1").arg(namesOf(*version.project, moved)),
                       {}};
}

}  // namespace

std::vector<DiagramTool> stepTools() {
    using Kind = NewStep;
    return {
        stepTool(Kind::Call, "call", "arrow-right", QT_TRANSLATE_NOOP("SequenceEdit", "&Call"),
                 QT_TRANSLATE_NOOP("SequenceEdit", "Call an operation and wait for its answer")),
        stepTool(Kind::Publish, "publish", "message", QT_TRANSLATE_NOOP("SequenceEdit", "&Publish"),
                 QT_TRANSLATE_NOOP("SequenceEdit", "Publish a message, and go on")),
        stepTool(Kind::Query, "query", "store", QT_TRANSLATE_NOOP("SequenceEdit", "&Query"),
                 QT_TRANSLATE_NOOP("SequenceEdit", "Read from a data store, or write to it")),
        stepTool(Kind::Cache, "cache", "zap", QT_TRANSLATE_NOOP("SequenceEdit", "Look &up"),
                 QT_TRANSLATE_NOOP("SequenceEdit", "Look in a cache; something else on a miss")),
        stepTool(Kind::Compute, "compute", "clock", QT_TRANSLATE_NOOP("SequenceEdit", "Co&mpute"),
                 QT_TRANSLATE_NOOP("SequenceEdit", "Work of the service itself")),
        stepTool(Kind::Parallel, "parallel", "layers", QT_TRANSLATE_NOOP("SequenceEdit", "&At the same time"),
                 QT_TRANSLATE_NOOP("SequenceEdit", "Branches that run at the same time")),
        stepTool(Kind::Branch, "branch", "decompose", QT_TRANSLATE_NOOP("SequenceEdit", "&Branch"),
                 QT_TRANSLATE_NOOP("SequenceEdit", "One of several ways, by chance")),
        stepTool(Kind::Loop, "loop", "refresh", QT_TRANSLATE_NOOP("SequenceEdit", "&Loop"),
                 QT_TRANSLATE_NOOP("SequenceEdit", "Steps that are done several times")),
        stepTool(Kind::Fallback, "fallback", "reset", QT_TRANSLATE_NOOP("SequenceEdit", "&Fallback"),
                 QT_TRANSLATE_NOOP("SequenceEdit", "Steps whose failure is made good by others")),
        stepTool(Kind::Fail, "fail", "error", QT_TRANSLATE_NOOP("SequenceEdit", "Fa&il"),
                 QT_TRANSLATE_NOOP("SequenceEdit", "A mistake of the service itself, by chance")),
        stepTool(Kind::Lock, "lock", "lock", QT_TRANSLATE_NOOP("SequenceEdit", "Loc&k"),
                 QT_TRANSLATE_NOOP("SequenceEdit", "Steps that only a few do at the same time")),
        stepTool(Kind::Saga, "saga", "history", QT_TRANSLATE_NOOP("SequenceEdit", "&Saga"),
                 QT_TRANSLATE_NOOP("SequenceEdit", "Parts that are undone when a later one fails")),
        stepTool(Kind::Agree, "agree", "check", QT_TRANSLATE_NOOP("SequenceEdit", "&Two-phase commit"),
                 QT_TRANSLATE_NOOP("SequenceEdit", "Stores that commit together, or not at all"))};
}

DiagramEditResult connectSteps(const Version& version, const QString& from, const QString& to) {
    // A step that was made at the end of a connection is a message already.
    if (stepFromKey(elementOfKey(to))) return DiagramEdit{*version.project, *version.layout, {}, {to}};
    const auto source = sourceOf(from);
    if (!source)
        return refusal(
            sequenceEditTr("A message begins at a step, or at the service whose behaviour this is. "
                           "What others do is shown by diagrams of their own."));
    auto step = messageTo(*version.project, source->operation, to);
    if (!step)
        return refusal(sequenceEditTr("%1 has nothing that could be called: add an operation to it first.")
                           .arg(namesOf(*version.project, {elementOfKey(to)})));
    return insertStep(version, source->operation, std::move(*step), [&](const model::Operation& operation) {
        if (source->path.empty()) return StepGap{{}, int(operation.behaviour.size())};
        if (source->isList()) return StepGap{source->path, 0};
        return StepGap{listOf(source->path), source->path.back() + 1};
    });
}

DiagramEditResult rearrangeSteps(const Version& version, const QString& root, const QStringList& keys,
                                 const QPointF& way) {
    model::OperationId id;
    std::vector<StepPath> steps = stepsAmong(keys, id);
    if (steps.empty()) return moveHeads(version, root, keys, way.x());
    const Diagram diagram = sequenceDiagram(*version.project, *version.layout, root);
    const StepPath first = *std::min_element(steps.begin(), steps.end());
    const QPointF point = centreIn(diagram, stepKey({id, first})) + way;
    const bool nudged = way.x() == 0 && std::abs(way.y()) == gridStep;
    return changed(version, id, sequenceEditTr("Move steps of %1"),
                   [&](model::Operation& operation) -> model::Result<std::vector<StepPath>> {
                       const StepGap gap = nudged ? gapBeside(operation, first, way.y() > 0)
                                                  : gapAt(diagram, operation, point, first);
                       const auto target = moveSteps(operation.behaviour, steps, gap);
                       if (!target) return tl::unexpected<model::Error>(target.error());
                       return std::vector<StepPath>{*target};
                   });
}

DiagramEditResult removeSteps(const Version& version, const QStringList& keys) {
    model::OperationId id;
    const std::vector<StepPath> steps = stepsAmong(keys, id);
    if (steps.empty())
        return refusal(sequenceEditTr("Who takes part follows from the messages: remove those."));
    return changed(version, id, sequenceEditTr("Remove steps of %1"),
                   [&](model::Operation& operation) -> model::Result<std::vector<StepPath>> {
                       eraseSteps(operation.behaviour, steps);
                       return std::vector<StepPath>{};
                   });
}

DiagramEditResult duplicateSteps(const Version& version, const QStringList& keys) {
    model::OperationId id;
    std::vector<StepPath> steps = stepsAmong(keys, id);
    if (steps.empty()) return refusal(sequenceEditTr("Only steps can be copied here."));
    std::sort(steps.begin(), steps.end());
    return changed(version, id, sequenceEditTr("Duplicate steps of %1"),
                   [&](model::Operation& operation) -> model::Result<std::vector<StepPath>> {
                       // From the end, so that the others stay where they are.
                       for (auto path = steps.rbegin(); path != steps.rend(); ++path) {
                           const model::Step* step = stepAt(operation.behaviour, *path);
                           model::Behaviour* list = listAt(operation.behaviour, listOf(*path));
                           if (!step || !list) continue;
                           const model::Step copy = *step;
                           list->insert(list->begin() + path->back() + 1, copy);
                       }
                       StepPath next = steps.front();
                       ++next.back();
                       return std::vector<StepPath>{next};
                   });
}

DiagramEditResult renameStep(const Version& version, const QString& key, const QString& text) {
    const auto place = stepFromKey(key);
    if (!place) return renameElement(version, key, text);
    return changed(version, place->operation, sequenceEditTr("Change a step of %1"),
                   [&](model::Operation& operation) -> model::Result<std::vector<StepPath>> {
                       auto taken = takeTextAt(*version.project, operation.behaviour, place->path, text);
                       if (!taken) return tl::unexpected<model::Error>(taken.error());
                       return std::vector<StepPath>{place->path};
                   });
}

QStringList stepSuggestions(const model::Project& project, const QString& key) {
    const auto place = stepFromKey(key);
    const model::Operation* found = place ? model::findOperation(project, place->operation) : nullptr;
    if (!found) return {};
    model::Behaviour behaviour = found->behaviour;
    const model::Step* step = place->isList() ? nullptr : stepAt(behaviour, place->path);
    return step ? namesFor(project, *step) : QStringList();
}

}  // namespace app
