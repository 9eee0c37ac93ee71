#include <QCoreApplication>

#include "app/design/team_edit.h"
#include "app/diagram/diagram_kind.h"
#include "app/diagram/team_map.h"

namespace app {

namespace {

DiagramEditResult connectTeams(const Version&, const QString&, const QString&) {
    return model::failure(
        {},
        QCoreApplication::translate(
            "TeamMap", "Lines between teams are the calls of their services: connect services to make them.")
            .toStdString());
}

}  // namespace

DiagramKind teams() {
    DiagramKind kind;
    kind.id = QStringLiteral("teams");
    kind.title = QCoreApplication::translate("DiagramKind", "Team map");
    kind.icon = QStringLiteral("team");
    kind.room = QStringLiteral("decompose");
    kind.place = 2;
    kind.make = [](const model::Project& project, const model::Layout& layout, const QString&) {
        return teamMap(project, layout);
    };
    kind.tools = {teamTool()};
    kind.connect = connectTeams;
    kind.continuation = [](const QString&) { return QString(); };
    kind.moveInto = assignToTeam;
    kind.drillInto = [](const model::Project& project, const QString& key) -> std::optional<DiagramPlace> {
        if (key.startsWith(QLatin1String("context:"))) return DiagramPlace{QStringLiteral("contexts"), {}};
        return openedDiagram(project, key);
    };
    return kind;
}

}  // namespace app
