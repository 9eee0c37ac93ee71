#include "app/studio/inspector/row_makers.h"

namespace app {

void appendTeamRows(std::vector<Row>& rows, const model::Project& project,
                    const std::vector<model::TeamId>& ids) {
    const auto teams = entitySubject(project, ids, &model::Project::teams);
    rows.push_back(sectionRow(inspectorTr("Team")));
    appendNameAndDescription<decltype(teams), model::Team>(rows, teams, &model::Team::description);
    Row type = teams.row(
        Row::Kind::Choice, inspectorTr("Type"), [](const model::Team& team) { return choiceId(team.type); },
        [](model::Team& team, const QString& id) {
            team.type = chosen<model::TeamType>(id);
            return model::Result<void>();
        });
    type.choices = choicesOf({"Stream-aligned", "Platform", "Enabling", "Complicated subsystem"});
    rows.push_back(std::move(type));
    if (ids.size() != 1) return;
    rows.push_back(sectionRow(inspectorTr("Owns")));
    for (const model::BoundedContext& context : project.contexts)
        if (context.team == ids.front())
            rows.push_back(
                linkRow(text(context.name), inspectorTr("context"), {text(model::elementKey(context.id))}));
    for (const model::Service& service : project.services)
        if (service.team == ids.front())
            rows.push_back(
                linkRow(text(service.name), inspectorTr("service"), {text(model::elementKey(service.id))}));
}

}  // namespace app
