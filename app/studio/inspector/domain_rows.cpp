#include "app/studio/inspector/form.h"
#include "app/studio/quantity_text.h"

namespace app {

namespace {

using model::BoundedContext;
using model::ContextPattern;
using model::ContextRelationship;

void appendRelationshipLinks(std::vector<Row>& rows, const model::Project& project,
                             const model::ContextId& id) {
    rows.push_back(sectionRow(inspectorTr("Relationships")));
    bool any = false;
    for (const ContextRelationship& relationship : project.relationships) {
        if (relationship.upstream != id && relationship.downstream != id) continue;
        const bool upstream = relationship.upstream == id;
        const auto* other = project.contexts.find(upstream ? relationship.downstream : relationship.upstream);
        const QString pattern =
            relationship.patterns.empty() ? QString() : patternWord(relationship.patterns.front());
        rows.push_back(linkRow((upstream ? inspectorTr("upstream of %1") : inspectorTr("downstream of %1"))
                                   .arg(other ? text(other->name) : QString()),
                               pattern, {text(model::elementKey(relationship.id))}));
        any = true;
    }
    if (!any)
        rows.push_back(factRow(inspectorTr("None yet: drag from one context to another in Decompose."), {}));
}

void appendMembers(std::vector<Row>& rows, const model::Project& project, const model::ContextId& id) {
    rows.push_back(sectionRow(inspectorTr("Services")));
    for (const model::Service& service : project.services)
        if (service.context == id)
            rows.push_back(
                linkRow(text(service.name), text(service.technology), {text(model::elementKey(service.id))}));
    rows.push_back(actionRow(
        inspectorTr("Add service"),
        [id](const model::Project& before, const QString&) {
            model::Service service;
            service.name = "service-" + std::to_string(before.services.size() + 1);
            service.context = id;
            return model::put(before, std::move(service));
        },
        inspectorTr("Add service to %1").arg(text(model::displayName(project, id)))));
}

RowWrite changeRelationship(const model::RelationshipId& id,
                            std::function<model::Result<void>(ContextRelationship&, const QString&)> change) {
    return
        [id, change](const model::Project& before, const QString& entered) -> model::Result<model::Project> {
            const ContextRelationship* found = before.relationships.find(id);
            if (!found) return before;
            ContextRelationship relationship = *found;
            if (auto changed = change(relationship, entered); !changed)
                return tl::unexpected<model::Error>(changed.error());
            return model::put(before, std::move(relationship));
        };
}

std::vector<Choice> patternChoices() {
    std::vector<Choice> choices;
    for (int pattern = 0; pattern < 9; ++pattern)
        choices.push_back({QString::number(pattern), patternWord(static_cast<ContextPattern>(pattern))});
    return choices;
}

QString patternMeaning(ContextPattern pattern) {
    static const char* const meanings[] = {
        "Both teams succeed or fail together and plan together.",
        "Both share a part of the model, small and under common ownership.",
        "The downstream's needs are part of the upstream's plans.",
        "The downstream takes the upstream's model as it is.",
        "The downstream translates the upstream's model into its own.",
        "The upstream offers one protocol to all who want to integrate.",
        "A well documented language carries what is exchanged.",
        "The contexts have nothing to do with each other.",
        "A boundary around what has no clear model: keep it from spreading.",
    };
    return inspectorTr(meanings[static_cast<int>(pattern)]);
}

Row endRow(const model::Project& project, const QString& label, const ContextRelationship& relationship,
           model::ContextId ContextRelationship::*end) {
    Row row;
    row.kind = Row::Kind::Choice;
    row.label = label;
    row.value = text((relationship.*end).value());
    row.choices = entityChoices(project.contexts, {});
    row.undo = inspectorTr("Change %1").arg(label.toLower());
    row.write = changeRelationship(relationship.id, [end](ContextRelationship& changed, const QString& id) {
        changed.*end = model::ContextId(id.toStdString());
        return model::Result<void>();
    });
    return row;
}

Row patternRow(const ContextRelationship& relationship) {
    Row row;
    row.kind = Row::Kind::Choice;
    row.label = inspectorTr("Pattern");
    row.value = relationship.patterns.empty() ? QString() : choiceId(relationship.patterns.front());
    row.choices = patternChoices();
    row.undo = inspectorTr("Change pattern");
    row.write = changeRelationship(relationship.id, [](ContextRelationship& changed, const QString& id) {
        const auto pattern = chosen<ContextPattern>(id);
        // The first one is replaced, the others stay.
        if (!changed.patterns.empty()) changed.patterns.erase(changed.patterns.begin());
        std::erase(changed.patterns, pattern);
        changed.patterns.insert(changed.patterns.begin(), pattern);
        return model::Result<void>();
    });
    return row;
}

}  // namespace

void appendContextRows(std::vector<Row>& rows, const model::Project& project,
                       const std::vector<model::ContextId>& ids) {
    const auto contexts = entitySubject(project, ids, &model::Project::contexts);
    rows.push_back(sectionRow(inspectorTr("Bounded context")));
    appendNameAndDescription<decltype(contexts), BoundedContext>(rows, contexts, nullptr);
    Row team = contexts.row(
        Row::Kind::Choice, inspectorTr("Team"),
        [](const BoundedContext& context) { return optionalId(context.team); },
        [](BoundedContext& context, const QString& id) {
            context.team = chosenId<model::Team>(id);
            return model::Result<void>();
        });
    team.choices = entityChoices(project.teams, inspectorTr("None"));
    rows.push_back(std::move(team));
    Row subdomain = contexts.row(
        Row::Kind::Choice, inspectorTr("Subdomain"),
        [](const BoundedContext& context) { return choiceId(context.subdomain); },
        [](BoundedContext& context, const QString& id) {
            context.subdomain = chosen<model::SubdomainType>(id);
            return model::Result<void>();
        });
    subdomain.choices = choicesOf({"Core", "Supporting", "Generic"});
    rows.push_back(std::move(subdomain));
    rows.push_back(contexts.row(
        Row::Kind::Note, inspectorTr("Responsibility"),
        [](const BoundedContext& context) { return text(context.responsibility); },
        [](BoundedContext& context, const QString& entered) {
            context.responsibility = entered.toStdString();
            return model::Result<void>();
        }));
    if (ids.size() != 1) return;
    appendMembers(rows, project, ids.front());
    appendRelationshipLinks(rows, project, ids.front());
    FormStyle style{QStringLiteral("BoundedContext"), {}, {}, true, 0, 0};
    style.skip = {"name", "responsibility", "subdomain", "team"};
    appendFormRows(rows, contexts, style);
}

void appendRelationshipRows(std::vector<Row>& rows, const model::Project& project,
                            const model::RelationshipId& id) {
    const ContextRelationship& relationship = *project.relationships.find(id);
    rows.push_back(sectionRow(inspectorTr("Relationship")));
    rows.push_back(endRow(project, inspectorTr("Upstream"), relationship, &ContextRelationship::upstream));
    rows.push_back(
        endRow(project, inspectorTr("Downstream"), relationship, &ContextRelationship::downstream));
    rows.push_back(patternRow(relationship));
    if (!relationship.patterns.empty())
        rows.push_back(factRow(patternMeaning(relationship.patterns.front()), {}));
    Row exposed;
    exposed.kind = Row::Kind::Note;
    exposed.label = inspectorTr("Exposes");
    exposed.value = text(relationship.exposed);
    exposed.undo = inspectorTr("Change what crosses the boundary");
    exposed.write = changeRelationship(id, [](ContextRelationship& changed, const QString& entered) {
        changed.exposed = entered.toStdString();
        return model::Result<void>();
    });
    rows.push_back(std::move(exposed));
    Row swap = actionRow(inspectorTr("Swap the ends"),
                         changeRelationship(id,
                                            [](ContextRelationship& changed, const QString&) {
                                                std::swap(changed.upstream, changed.downstream);
                                                return model::Result<void>();
                                            }),
                         inspectorTr("Swap the ends of a relationship"));
    swap.hint = QStringLiteral("swap");
    rows.push_back(std::move(swap));
    const auto relationships = entitySubject(project, std::vector{id}, &model::Project::relationships);
    FormStyle style{QStringLiteral("ContextRelationship"), {}, {}, false, 0, 0};
    style.skip = {"upstream", "downstream", "exposed"};
    appendFormRows(rows, relationships, style);
}

}  // namespace app
