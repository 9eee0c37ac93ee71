#include <QCoreApplication>

#include "app/design/diagram_edit.h"
#include "app/diagram/diagram_kind.h"
#include "app/diagram/system_context.h"

namespace app {

namespace {

/// The system opens into its services.
std::optional<DiagramPlace> openedSystem(const model::Project& project, const QString& key) {
    if (key == systemKey) return DiagramPlace{QStringLiteral("services"), {}};
    return openedDiagram(project, key);
}

}  // namespace

DiagramKind context() {
    DiagramKind kind;
    kind.id = QStringLiteral("context");
    kind.title = QCoreApplication::translate("DiagramKind", "System context");
    kind.icon = QStringLiteral("user");
    kind.room = QStringLiteral("design");
    kind.place = 4;
    kind.make = [](const model::Project& project, const model::Layout& layout, const QString&) {
        return systemContext(project, layout);
    };
    kind.connect = connectElements;
    kind.continuation = [](const QString&) { return QString(); };
    kind.drillInto = openedSystem;
    kind.arranges = true;
    return kind;
}

}  // namespace app
