#include <set>

#include "app/studio/inspector/row_makers.h"
#include "model/references.h"

namespace app {

namespace {

using Services = Subject<model::Service, model::ServiceId>;
using model::Service;

Row contextRow(const model::Project& project, const Services& services) {
    Row row = services.row(
        Row::Kind::Choice, inspectorTr("Context"),
        [](const Service& service) { return optionalId(service.context); },
        [](Service& service, const QString& id) {
            service.context = chosenId<model::BoundedContext>(id);
            return model::Result<void>();
        });
    row.choices = entityChoices(project.contexts, inspectorTr("None"));
    row.tip = inspectorTr("The bounded context that the service implements");
    return row;
}

Row teamRow(const model::Project& project, const Services& services) {
    Row row = services.row(
        Row::Kind::Choice, inspectorTr("Team"),
        [](const Service& service) { return optionalId(service.team); },
        [](Service& service, const QString& id) {
            service.team = chosenId<model::Team>(id);
            return model::Result<void>();
        });
    QString inherited = inspectorTr("None");
    if (services.keys.size() == 1)
        if (const Service* service = project.services.find(services.keys.front());
            service && service->context)
            if (const auto* context = project.contexts.find(*service->context); context && context->team)
                if (const auto* team = project.teams.find(*context->team))
                    inherited = inspectorTr("%1 (context)").arg(text(team->name));
    row.choices = entityChoices(project.teams, inherited);
    row.tip = inspectorTr("Who owns the service; the team of its context when nothing is chosen");
    return row;
}

Row technologyRow(const Services& services) {
    Row row = services.row(
        Row::Kind::Editable, inspectorTr("Technology"),
        [](const Service& service) { return text(service.technology); },
        [](Service& service, const QString& entered) {
            service.technology = entered.trimmed().toStdString();
            return model::Result<void>();
        });
    for (const char* technology : {"Go", "C++", "C#", "Java", "Spring Boot", "Quarkus", "Micronaut", "Kotlin",
                                   "NestJS", "Node.js", "Python", "Rust", "Kong", "Envoy"})
        row.choices.push_back({technology, technology});
    row.tip = inspectorTr("Language and framework");
    return row;
}

Row tagsRow(const Services& services) {
    Row row = services.row(
        Row::Kind::Text, inspectorTr("Tags"),
        [](const Service& service) {
            QStringList tags;
            for (const std::string& tag : service.tags) tags << text(tag);
            return tags.join(QStringLiteral(", "));
        },
        [](Service& service, const QString& entered) {
            service.tags.clear();
            for (const QString& tag : entered.split(',', Qt::SkipEmptyParts))
                if (!tag.trimmed().isEmpty()) service.tags.push_back(tag.trimmed().toStdString());
            return model::Result<void>();
        });
    row.hint = row.value && row.value->isEmpty() ? inspectorTr("with commas") : QString();
    return row;
}

void appendIdentity(std::vector<Row>& rows, const model::Project& project, const Services& services) {
    rows.push_back(sectionRow(inspectorTr("Service")));
    if (services.keys.size() == 1) appendNameAndDescription<Services, Service>(rows, services, nullptr);
    rows.push_back(contextRow(project, services));
    rows.push_back(teamRow(project, services));
    rows.push_back(technologyRow(services));
    Row kind = services.row(
        Row::Kind::Choice, inspectorTr("Kind"), [](const Service& service) { return choiceId(service.kind); },
        [](Service& service, const QString& id) {
            service.kind = chosen<model::ServiceKind>(id);
            return model::Result<void>();
        });
    kind.choices = choicesOf(
        {"Service", "API gateway", "Backend for frontend", "Function", "External system", "Legacy system"});
    rows.push_back(std::move(kind));
    rows.push_back(tagsRow(services));
    rows.push_back(services.row(
        Row::Kind::Note, inspectorTr("Description"),
        [](const Service& service) { return text(service.description); },
        [](Service& service, const QString& entered) {
            service.description = entered.toStdString();
            return model::Result<void>();
        }));
}

void appendOperations(std::vector<Row>& rows, const Service& service) {
    rows.push_back(sectionRow(inspectorTr("Operations"), QString::number(service.operations.size())));
    for (const model::Operation& operation : service.operations) {
        rows.push_back(linkRow(text(operation.name),
                               QStringLiteral("%1 · %2").arg(protocolWord(operation.protocol),
                                                             stepCountText(operation.behaviour.size())),
                               {text(model::elementKey(operation.id))}));
    }
    rows.push_back(actionRow(
        inspectorTr("Add operation"),
        [id = service.id](const model::Project& before, const QString&) {
            model::Operation operation;
            operation.name = "Operation" + std::to_string(before.services.find(id)->operations.size() + 1);
            operation.behaviour.push_back(
                {model::Compute{model::Distribution::exponential(model::milliseconds(5))}, {}});
            return model::putOperation(before, id, std::move(operation));
        },
        inspectorTr("Add operation to %1").arg(text(service.name))));
}

void appendCalls(std::vector<Row>& rows, const model::Project& project, const Service& service) {
    std::set<model::OperationId> called;
    for (const model::Operation& operation : service.operations)
        model::forEachStep(operation.behaviour, [&](const model::Step& step) {
            if (const auto* call = std::get_if<model::Call>(&step.action)) called.insert(call->operation);
        });
    for (const model::OperationId& callee : called) appendCallRows(rows, project, service.id, callee);
}

}  // namespace

void appendServiceRows(std::vector<Row>& rows, const model::Project& project,
                       const std::vector<model::ServiceId>& ids) {
    const Services services = entitySubject(project, ids, &model::Project::services);
    appendIdentity(rows, project, services);
    appendDeploymentRows(rows, project, ids);
    if (ids.size() != 1) return;
    const Service& service = *project.services.find(ids.front());
    appendOperations(rows, service);
    appendCalls(rows, project, service);
}

}  // namespace app
