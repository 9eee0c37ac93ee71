#include <QCoreApplication>

#include "app/design/sequence_edit.h"
#include "app/diagram/diagram_kind.h"
#include "app/diagram/element_nodes.h"
#include "app/diagram/step_place.h"
#include "model/references.h"

namespace app {

namespace {

/// A call opens into what is called.
std::optional<DiagramPlace> calledBehaviour(const model::Project& project, const QString& key) {
    const auto place = stepFromKey(elementOfKey(key));
    const model::Operation* operation = place ? model::findOperation(project, place->operation) : nullptr;
    // The request that begins it would only open what is open.
    if (!operation)
        return key.startsWith(QLatin1String("service:")) ? openedDiagram(project, key) : std::nullopt;
    model::Behaviour behaviour = operation->behaviour;
    const model::Step* step = place->isList() ? nullptr : stepAt(behaviour, place->path);
    const auto* call = step ? std::get_if<model::Call>(&step->action) : nullptr;
    return call ? openedDiagram(project, elementKey(call->operation)) : std::nullopt;
}

DiagramPlace componentsAround(const model::Project& project, const QString& root) {
    const model::OperationId id(root.section(u':', 1).toStdString());
    const model::Service* service = model::serviceOf(project, id);
    if (!service) return {QStringLiteral("services"), {}};
    return {QStringLiteral("components"), elementKey(service->id)};
}

}  // namespace

DiagramKind sequence() {
    DiagramKind kind;
    kind.id = QStringLiteral("behaviour");
    kind.title = QCoreApplication::translate("DiagramKind", "Behaviour");
    kind.icon = QStringLiteral("list");
    kind.room = QStringLiteral("design");
    kind.place = 20;
    kind.rootKind = QStringLiteral("operation");
    kind.make = sequenceDiagram;
    kind.tools = stepTools();
    kind.connect = connectSteps;
    kind.continuation = [](const QString&) { return QStringLiteral("call"); };
    kind.drillInto = calledBehaviour;
    kind.above = componentsAround;
    kind.arranges = true;
    kind.rearrange = rearrangeSteps;
    kind.remove = removeSteps;
    kind.duplicate = duplicateSteps;
    kind.rename = renameStep;
    kind.suggestions = stepSuggestions;
    return kind;
}

}  // namespace app
