#include <QCoreApplication>

#include "app/decompose/decompose_bar.h"
#include "app/design/element_tools.h"
#include "app/diagram/diagram_kind.h"

namespace app {

DiagramKind contexts() {
    DiagramKind kind;
    kind.id = QStringLiteral("contexts");
    kind.title = QCoreApplication::translate("DiagramKind", "Context map");
    kind.icon = QStringLiteral("context");
    kind.room = QStringLiteral("decompose");
    kind.place = 1;
    kind.make = [](const model::Project& project, const model::Layout& layout, const QString&) {
        return contextMap(project, layout);
    };
    kind.tools = elementTools();
    kind.connect = connectElements;
    kind.continuation = continuingTool;
    kind.moveInto = assignToContext;
    kind.drillInto = openedDiagram;
    kind.bar = makeDecomposeBar;
    return kind;
}

}  // namespace app
