#include <QCoreApplication>

#include "app/design/deployment_edit.h"
#include "app/diagram/deployment_diagram.h"
#include "app/diagram/diagram_kind.h"

namespace app {

namespace {

DiagramEditResult connectPlaces(const Version&, const QString&, const QString&) {
    return model::failure(
        {}, QCoreApplication::translate("DeploymentDiagram",
                                        "Here services are placed, not connected: drag them into a zone.")
                .toStdString());
}

}  // namespace

DiagramKind deployment() {
    DiagramKind kind;
    kind.id = QStringLiteral("deployment");
    kind.title = QCoreApplication::translate("DiagramKind", "Deployment");
    kind.icon = QStringLiteral("layers");
    kind.room = QStringLiteral("design");
    kind.place = 3;
    kind.make = [](const model::Project& project, const model::Layout& layout, const QString&) {
        return deploymentDiagram(project, layout);
    };
    kind.tools = networkTools();
    kind.connect = connectPlaces;
    kind.continuation = [](const QString&) { return QString(); };
    kind.moveInto = moveIntoZone;
    kind.drillInto = openedDiagram;
    kind.arranges = true;
    return kind;
}

}  // namespace app
