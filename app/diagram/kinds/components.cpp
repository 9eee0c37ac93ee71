#include <QCoreApplication>

#include "app/design/component_edit.h"
#include "app/diagram/diagram_kind.h"

namespace app {

DiagramKind components() {
    DiagramKind kind;
    kind.id = QStringLiteral("components");
    kind.title = QCoreApplication::translate("DiagramKind", "Components");
    kind.icon = QStringLiteral("operation");
    kind.room = QStringLiteral("design");
    kind.place = 10;
    kind.rootKind = QStringLiteral("service");
    kind.make = componentDiagram;
    kind.tools = {operationTool()};
    kind.connect = connectComponents;
    kind.continuation = [](const QString&) { return QStringLiteral("operation"); };
    kind.drillInto = openedDiagram;
    kind.above = [](const model::Project&, const QString&) {
        return DiagramPlace{QStringLiteral("services"), {}};
    };
    kind.arranges = true;
    return kind;
}

}  // namespace app
