#include "app/design/team_edit.h"

#include <QCoreApplication>

#include "app/diagram/element_nodes.h"
#include "app/diagram/node_sizes.h"
#include "app/diagram/regions.h"
#include "model/references.h"

namespace app {

namespace {

QString teamEditTr(const char* words) {
    return QCoreApplication::translate("TeamEdit", words);
}

DiagramEditResult createTeam(const Version& version, const NewPlace& place, const QString& name) {
    model::Team team;
    team.name = name.trimmed().toStdString();
    auto project = model::put(*version.project, std::move(team));
    if (!project) return tl::unexpected<model::Error>(project.error());
    for (const model::Team& made : project->teams) {
        if (version.project->teams.contains(made.id)) continue;
        const QString key = elementKey(made.id);
        model::Layout layout = withPlaces(*version.layout, place.diagram, {{key, place.centre}});
        return DiagramEdit{
            std::move(*project), std::move(layout), teamEditTr("Add team %1").arg(name), {key}};
    }
    return model::failure(place.diagram.toStdString(), "the team was not added");
}

model::Result<model::Project> withOwner(const model::Project& project, const QString& key,
                                        const std::optional<model::TeamId>& team) {
    const auto element = model::elementFromKey(key.toStdString());
    if (!element) return project;
    if (const auto* id = std::get_if<model::ContextId>(&*element); id && project.contexts.contains(*id)) {
        model::BoundedContext context = *project.contexts.find(*id);
        context.team = team;
        return model::put(project, std::move(context));
    }
    if (const auto* id = std::get_if<model::ServiceId>(&*element); id && project.services.contains(*id)) {
        model::Service service = *project.services.find(*id);
        service.team = team;
        return model::put(project, std::move(service));
    }
    return project;
}

}  // namespace

DiagramTool teamTool() {
    return {{"team", teamEditTr("Team"), "team", teamEditTr("Add a team: click where it shall stand"),
             teamEditTr("&Team")},
            emptyFrameSize,
            true,
            createTeam,
            [](const model::Project& project) {
                return QString::fromStdString(model::freeId(project.teams, "new-team").value());
            }};
}

DiagramEditResult assignToTeam(const Version& version, const QStringList& keys, const QString& team) {
    const auto element = model::elementFromKey(team.toStdString());
    const auto* id = element ? std::get_if<model::TeamId>(&*element) : nullptr;
    const std::optional<model::TeamId> owner = id ? std::optional(*id) : std::nullopt;
    model::Project project = *version.project;
    for (const QString& key : keys) {
        auto after = withOwner(project, key, owner);
        if (!after) return tl::unexpected<model::Error>(after.error());
        project = std::move(*after);
    }
    const QString names = namesOf(project, keys);
    const QString label = owner ? teamEditTr("Give %1 to %2").arg(names, namesOf(project, {team}))
                                : teamEditTr("Take %1 from its team").arg(names);
    return DiagramEdit{std::move(project), *version.layout, label, {}};
}

}  // namespace app
