#include <QCoreApplication>

#include "app/design/element_tools.h"
#include "app/diagram/diagram_kind.h"

namespace app {

DiagramKind services() {
    DiagramKind kind;
    kind.id = QStringLiteral("services");
    kind.title = QCoreApplication::translate("DiagramKind", "Services");
    kind.icon = QStringLiteral("service");
    kind.room = QStringLiteral("design");
    kind.place = 0;
    kind.make = [](const model::Project& project, const model::Layout& layout, const QString&) {
        return serviceDiagram(project, layout);
    };
    kind.tools = elementTools();
    kind.connect = connectElements;
    kind.continuation = continuingTool;
    kind.moveInto = assignToContext;
    kind.drillInto = openedDiagram;
    return kind;
}

}  // namespace app
