#include "app/studio/inspector/form.h"
#include "app/studio/inspector/subjects.h"
#include "app/studio/quantity_text.h"
#include "model/references.h"

namespace app {

namespace {

using model::Operation;
using Operations = Subject<Operation, model::OperationId>;

Row messageRow(const Operations& subject, const QString& label,
               std::optional<model::MessageId> Operation::*field) {
    Row row = subject.row(
        Row::Kind::Choice, label,
        [field](const Operation& operation) { return optionalId(operation.*field); },
        [field](Operation& operation, const QString& id) {
            operation.*field = chosenId<model::Message>(id);
            return model::Result<void>();
        });
    row.choices = entityChoices(subject.project.messages, inspectorTr("Empty"));
    return row;
}

void appendContract(std::vector<Row>& rows, const Operations& subject) {
    Row protocol = subject.row(
        Row::Kind::Choice, inspectorTr("Protocol"),
        [](const Operation& operation) { return choiceId(operation.protocol); },
        [](Operation& operation, const QString& id) {
            operation.protocol = chosen<model::Protocol>(id);
            return model::Result<void>();
        });
    protocol.choices = choicesOf({"gRPC", "REST", "GraphQL", "Messaging"});
    rows.push_back(std::move(protocol));
    Row idempotent = subject.row(
        Row::Kind::Switch, inspectorTr("Idempotent"),
        [](const Operation& operation) { return QString::number(operation.idempotent); },
        [](Operation& operation, const QString& value) {
            operation.idempotent = value == "1";
            return model::Result<void>();
        });
    idempotent.tip = inspectorTr("Doing it twice is the same as doing it once, so that a retry is safe");
    rows.push_back(std::move(idempotent));
    rows.push_back(messageRow(subject, inspectorTr("Request"), &Operation::request));
    rows.push_back(messageRow(subject, inspectorTr("Response"), &Operation::response));
}

void appendSubscription(std::vector<Row>& rows, const Operations& subject) {
    Row channel = subject.row(
        Row::Kind::Choice, inspectorTr("Fed by"),
        [](const Operation& operation) {
            return operation.subscription ? text(operation.subscription->channel.value()) : QString();
        },
        [](Operation& operation, const QString& id) {
            if (id.isEmpty()) operation.subscription.reset();
            if (!id.isEmpty() && !operation.subscription) operation.subscription.emplace();
            if (operation.subscription) operation.subscription->channel = model::ChannelId(id.toStdString());
            return model::Result<void>();
        });
    channel.choices = entityChoices(subject.project.channels, inspectorTr("Nothing: it is called"));
    const bool fed = channel.value && !channel.value->isEmpty();
    rows.push_back(std::move(channel));
    if (!fed) return;
    Row group = subject.row(
        Row::Kind::Text, inspectorTr("Group"),
        [](const Operation& operation) {
            return operation.subscription ? text(operation.subscription->group) : QString();
        },
        [](Operation& operation, const QString& entered) {
            if (operation.subscription) operation.subscription->group = entered.trimmed().toStdString();
            return model::Result<void>();
        });
    group.hint = inspectorTr("the service when empty");
    group.tip = inspectorTr("Operations of one group share the messages; each group gets all of them");
    rows.push_back(std::move(group));
    Row concurrency = subject.row(
        Row::Kind::Text, inspectorTr("At a time"),
        [](const Operation& operation) {
            return operation.subscription ? QString::number(operation.subscription->concurrency) : QString();
        },
        [](Operation& operation, const QString& entered) {
            if (!operation.subscription) return model::Result<void>();
            return take(operation.subscription->concurrency, readCount(entered, 1, 100'000));
        });
    concurrency.hint = inspectorTr("messages per replica");
    rows.push_back(std::move(concurrency));
}

}  // namespace

void appendOperationRows(std::vector<Row>& rows, const model::Project& project,
                         const std::vector<model::OperationId>& ids) {
    const Operations subject = operationSubject(project, ids);
    const Operation* operation = model::findOperation(project, ids.front());
    const model::Service* service = model::serviceOf(project, ids.front());
    if (!operation || !service) return;
    rows.push_back(sectionRow(inspectorTr("Operation")));
    if (ids.size() == 1)
        rows.push_back(linkRow(inspectorTr("Part of %1").arg(text(service->name)), inspectorTr("service"),
                               {text(model::elementKey(service->id))}));
    appendNameAndDescription<Operations, Operation>(rows, subject, nullptr);
    appendContract(rows, subject);
    appendSubscription(rows, subject);
    FormStyle style{QStringLiteral("Operation"), {}, inspectorTr("More of the operation"), false, 0, 0};
    style.skip = {"name", "protocol", "idempotent", "request", "response", "subscription"};
    appendFormRows(rows, subject, style);
    if (ids.size() != 1) return;
    rows.push_back(sectionRow(inspectorTr("Behaviour"), stepCountText(operation->behaviour.size())));
    appendBehaviourRows(rows, project, *operation);
}

}  // namespace app
