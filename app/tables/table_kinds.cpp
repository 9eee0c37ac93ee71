#include <QCoreApplication>

#include "app/studio/inspector/entity_fields.h"
#include "app/studio/inspector/subjects.h"
#include "app/studio/quantity_text.h"
#include "app/tables/field_columns.h"
#include "model/references.h"

namespace app {

namespace {

QString tableTr(const char* words) {
    return QCoreApplication::translate("Tables", words);
}

void markMain(std::vector<TableColumn>& columns, const QStringList& ids) {
    for (TableColumn& column : columns) column.isMain = ids.contains(column.id);
}

/// A column that tells, and is not edited here.
template <class Line, class Read>
TableColumn factColumn(const QString& id, const QString& title, Read read) {
    TableColumn column;
    column.id = id;
    column.title = title;
    column.kind = Row::Kind::Fact;
    column.read = [read](const void* line) {
        return std::optional<QString>(read(*static_cast<const Line*>(line)));
    };
    column.set = [](void*, const QString&, const model::Project&) {
        return model::Result<void>(
            model::failure({}, tableTr("This column is not edited here.").toStdString()));
    };
    column.number = [](const void*) { return std::optional<double>(); };
    return column;
}

std::function<void*(void*)> itself() {
    return [](void* line) { return line; };
}

/// The lines of what a subject gets and puts, with the keys of its elements.
template <class Value, class Key>
TableKind kindOf(const QString& id, const QString& title,
                 std::function<Subject<Value, Key>(const model::Project&, std::vector<Key>)> subject) {
    TableKind kind;
    kind.id = id;
    kind.title = title;
    const auto keyOf = [](const QString& key) { return Key(key.section(':', 1).toStdString()); };
    kind.line = [subject, keyOf](const model::Project& project, const QString& key) -> std::shared_ptr<void> {
        auto value = subject(project, {}).get(project, keyOf(key));
        return value ? std::make_shared<Value>(std::move(*value)) : nullptr;
    };
    kind.put = [subject, keyOf](const model::Project& project, const QString& key, const void* line) {
        return subject(project, {}).put(project, *static_cast<const Value*>(line), keyOf(key));
    };
    kind.element = [](const QString& key) { return key; };
    return kind;
}

template <class Entity>
TableKind entityKind(
    const QString& id, const QString& title, model::Collection<Entity> model::Project::*collection,
    std::function<Subject<Entity, model::Id<Entity>>(const model::Project&, std::vector<model::Id<Entity>>)>
        subject,
    const QStringList& main) {
    TableKind kind = kindOf<Entity, model::Id<Entity>>(id, title, std::move(subject));
    kind.keys = [collection](const model::Project& project) {
        QStringList keys;
        for (const Entity& entity : project.*collection) keys << text(model::elementKey(entity.id));
        return keys;
    };
    kind.columns = [main](const model::Project& project) {
        std::vector<TableColumn> columns;
        FieldColumns sink(columns, itself(), {}, {});
        walkFields(project, Entity(), sink);
        markMain(columns, main);
        return columns;
    };
    return kind;
}

/// A service, and how it runs.
struct ServiceLine {
    model::Service service;
    model::Deployment deployment;
};

TableKind services() {
    TableKind kind;
    kind.id = QStringLiteral("services");
    kind.title = tableTr("Services");
    kind.keys = [](const model::Project& project) {
        QStringList keys;
        for (const model::Service& service : project.services) keys << text(model::elementKey(service.id));
        return keys;
    };
    const auto idOf = [](const QString& key) { return model::ServiceId(key.section(':', 1).toStdString()); };
    kind.columns = [](const model::Project& project) {
        std::vector<TableColumn> columns;
        FieldColumns service(
            columns, [](void* line) -> void* { return &static_cast<ServiceLine*>(line)->service; }, {}, {});
        walkFields(project, model::Service(), service);
        FieldColumns deployment(
            columns, [](void* line) -> void* { return &static_cast<ServiceLine*>(line)->deployment; },
            QStringLiteral("deployment/"), {QStringLiteral("deployment/service")});
        walkFields(project, model::Deployment(), deployment);
        markMain(columns, {"name", "kind", "technology", "context", "team", "tags", "deployment/replicas",
                           "deployment/workers", "deployment/queue_limit", "deployment/cpu_request_milli",
                           "deployment/cpu_limit_milli", "deployment/memory_request_mib",
                           "deployment/memory_limit_mib", "deployment/autoscaling",
                           "deployment/autoscaling/min_replicas", "deployment/autoscaling/max_replicas"});
        return columns;
    };
    kind.line = [idOf](const model::Project& project, const QString& key) -> std::shared_ptr<void> {
        const model::Service* service = project.services.find(idOf(key));
        if (!service) return nullptr;
        const auto deployments = deploymentSubject(project, {});
        return std::make_shared<ServiceLine>(ServiceLine{*service, *deployments.get(project, service->id)});
    };
    kind.put = [idOf](const model::Project& project, const QString& key,
                      const void* line) -> model::Result<model::Project> {
        const auto& changed = *static_cast<const ServiceLine*>(line);
        const model::Service* before = project.services.find(idOf(key));
        model::Result<model::Project> after = project;
        if (before && !(*before == changed.service)) after = model::put(project, changed.service);
        if (!after) return after;
        const auto deployments = deploymentSubject(*after, {});
        const bool sameDeployment = *deployments.get(*after, idOf(key)) == changed.deployment;
        return sameDeployment ? after : deployments.put(*after, changed.deployment, idOf(key));
    };
    kind.element = [](const QString& key) { return key; };
    return kind;
}

/// An operation, and the name of its service.
struct OperationLine {
    model::Operation operation;
    QString service;
};

TableKind operations() {
    TableKind kind;
    kind.id = QStringLiteral("operations");
    kind.title = tableTr("Operations");
    kind.keys = [](const model::Project& project) {
        QStringList keys;
        for (const model::Service& service : project.services)
            for (const model::Operation& operation : service.operations)
                keys << text(model::elementKey(operation.id));
        return keys;
    };
    kind.columns = [](const model::Project& project) {
        std::vector<TableColumn> columns;
        FieldColumns sink(columns,
                          [](void* line) -> void* { return &static_cast<OperationLine*>(line)->operation; },
                          {}, {});
        walkFields(project, model::Operation(), sink);
        columns.insert(columns.begin() + 1,
                       factColumn<OperationLine>(QStringLiteral("service"), tableTr("Service"),
                                                 [](const OperationLine& line) { return line.service; }));
        columns.push_back(factColumn<OperationLine>(
            QStringLiteral("steps"), tableTr("Steps"),
            [](const OperationLine& line) { return QString::number(line.operation.behaviour.size()); }));
        columns.back().number = [](const void* line) {
            return std::optional<double>(static_cast<const OperationLine*>(line)->operation.behaviour.size());
        };
        markMain(columns, {"name", "service", "protocol", "idempotent", "priority", "request", "response",
                           "description", "steps"});
        return columns;
    };
    const auto idOf = [](const QString& key) {
        return model::OperationId(key.section(':', 1).toStdString());
    };
    kind.line = [idOf](const model::Project& project, const QString& key) -> std::shared_ptr<void> {
        const model::Service* service = model::serviceOf(project, idOf(key));
        if (!service) return nullptr;
        return std::make_shared<OperationLine>(
            OperationLine{*service->operations.find(idOf(key)), text(service->name)});
    };
    kind.put = [idOf](const model::Project& project, const QString& key, const void* line) {
        const auto subject = operationSubject(project, {});
        return subject.put(project, static_cast<const OperationLine*>(line)->operation, idOf(key));
    };
    kind.element = [](const QString& key) { return key; };
    return kind;
}

/// One call of a behaviour, with what is to be known of its ends.
struct CallLine {
    model::Call call;
    QString caller, operation;
    std::optional<model::CallPolicy> policy;
};

// `operation:orders.place#2`: the third call of that operation, in the order of its steps.
struct CallPlace {
    model::OperationId operation;
    int number = 0;
};
CallPlace callPlace(const QString& key) {
    return {model::OperationId(key.section(':', 1).section('#', 0, 0).toStdString()),
            key.section('#', 1).toInt()};
}

std::shared_ptr<void> callLine(const model::Project& project, const QString& key) {
    const CallPlace place = callPlace(key);
    const model::Service* service = model::serviceOf(project, place.operation);
    if (!service) return nullptr;
    const model::Operation& operation = *service->operations.find(place.operation);
    std::shared_ptr<CallLine> line;
    int number = 0;
    model::forEachStep(operation.behaviour, [&](const model::Step& step) {
        const auto* call = std::get_if<model::Call>(&step.action);
        if (!call || number++ != place.number) return;
        line = std::make_shared<CallLine>(CallLine{*call, text(service->name), text(operation.name), {}});
        const auto* policy = call->policy ? project.policies.find(*call->policy) : nullptr;
        if (policy) line->policy = *policy;
    });
    return line;
}

model::Result<model::Project> putCall(const model::Project& project, const QString& key, const void* line) {
    const CallPlace place = callPlace(key);
    const model::Service* service = model::serviceOf(project, place.operation);
    if (!service) return project;
    model::Operation operation = *service->operations.find(place.operation);
    int number = 0;
    model::forEachStep(operation.behaviour, [&](model::Step& step) {
        auto* call = std::get_if<model::Call>(&step.action);
        if (call && number++ == place.number) *call = static_cast<const CallLine*>(line)->call;
    });
    return model::putOperation(project, service->id, std::move(operation));
}

/// A choice of an id.
template <class Get, class Set>
TableColumn choiceColumn(const QString& id, const QString& title, std::vector<Choice> choices, Get get,
                         Set set) {
    TableColumn column = factColumn<CallLine>(id, title, get);
    column.kind = Row::Kind::Choice;
    column.choices = std::move(choices);
    column.set = [set](void* line, const QString& value, const model::Project&) {
        set(static_cast<CallLine*>(line)->call, value);
        return model::Result<void>();
    };
    return column;
}

std::vector<TableColumn> callColumns(const model::Project& project) {
    std::vector<Choice> callees;
    for (const model::Service& service : project.services)
        for (const model::Operation& operation : service.operations)
            callees.push_back({text(operation.id.value()),
                               QStringLiteral("%1.%2").arg(text(service.name), text(operation.name))});
    std::vector<TableColumn> columns;
    columns.push_back(factColumn<CallLine>(QStringLiteral("caller"), tableTr("Caller"),
                                           [](const CallLine& line) { return line.caller; }));
    columns.push_back(factColumn<CallLine>(QStringLiteral("by"), tableTr("By operation"),
                                           [](const CallLine& line) { return line.operation; }));
    columns.push_back(choiceColumn(
        QStringLiteral("operation"), tableTr("Calls"), std::move(callees),
        [](const CallLine& line) { return text(line.call.operation.value()); },
        [](model::Call& call, const QString& id) { call.operation = model::OperationId(id.toStdString()); }));
    columns.push_back(choiceColumn(
        QStringLiteral("policy"), tableTr("Policy"), entityChoices(project.policies, inspectorTr("None")),
        [](const CallLine& line) { return optionalId(line.call.policy); },
        [](model::Call& call, const QString& id) { call.policy = chosenId<model::CallPolicy>(id); }));
    columns.push_back(factColumn<CallLine>(
        QStringLiteral("timeout"), tableTr("Timeout of the policy"), [](const CallLine& line) {
            return line.policy && line.policy->timeout ? durationText(*line.policy->timeout) : QString();
        }));
    columns.push_back(factColumn<CallLine>(
        QStringLiteral("attempts"), tableTr("Attempts of the policy"), [](const CallLine& line) {
            return line.policy && line.policy->retry ? QString::number(line.policy->retry->maxAttempts)
                                                     : QStringLiteral("1");
        }));
    for (TableColumn& column : columns) column.isMain = true;
    return columns;
}

TableKind calls() {
    TableKind kind;
    kind.id = QStringLiteral("calls");
    kind.title = tableTr("Calls");
    kind.keys = [](const model::Project& project) {
        QStringList keys;
        for (const model::Service& service : project.services)
            for (const model::Operation& operation : service.operations) {
                int number = 0;
                model::forEachStep(operation.behaviour, [&](const model::Step& step) {
                    if (std::holds_alternative<model::Call>(step.action))
                        keys << QStringLiteral("%1#%2")
                                    .arg(text(model::elementKey(operation.id)))
                                    .arg(number++);
                });
            }
        return keys;
    };
    kind.columns = callColumns;
    kind.line = callLine;
    kind.put = putCall;
    kind.element = [](const QString& key) { return key.section('#', 0, 0); };
    return kind;
}

}  // namespace

std::vector<TableKind> tableKinds() {
    return {services(),
            operations(),
            calls(),
            entityKind<model::CallPolicy>(
                QStringLiteral("policies"), tableTr("Policies"), &model::Project::policies,
                [](const model::Project& project, std::vector<model::CallPolicyId> ids) {
                    return entitySubject(project, std::move(ids), &model::Project::policies);
                },
                {"name", "timeout_ms", "deadline_ms", "retry", "retry/max_attempts", "retry/backoff",
                 "retry/delay_ms", "retry/jitter", "circuit_breaker",
                 "circuit_breaker/failure_rate_threshold_percent", "bulkhead", "bulkhead/max_concurrent",
                 "rate_limit", "load_balancing/kind", "fallback"}),
            entityKind<model::Channel>(
                QStringLiteral("channels"), tableTr("Channels"), &model::Project::channels, channelSubject,
                {"name", "broker", "kind", "delivery", "partitions", "partitioning", "message", "context",
                 "retention_s", "redelivery/max_deliveries", "dead_letter"}),
            entityKind<model::DataStore>(
                QStringLiteral("stores"), tableTr("Stores"), &model::Project::stores,
                [](const model::Project& project, std::vector<model::DataStoreId> ids) {
                    return entitySubject(project, std::move(ids), &model::Project::stores);
                },
                {"name", "engine", "owner", "pool_size", "queue_limit", "read_time/mean", "write_time/mean",
                 "replication", "replication/replicas", "replication/reads", "projection"})};
}

QString cellText(const TableColumn& column, const QString& value) {
    if (column.kind == Row::Kind::Switch) return value == QLatin1String("1") ? tableTr("Yes") : tableTr("No");
    if (column.kind != Row::Kind::Choice) return value;
    for (const Choice& choice : column.choices)
        if (choice.id == value) return choice.text;
    return value;
}

namespace {

bool isSame(const QString& one, const QString& other) {
    return one.compare(other, Qt::CaseInsensitive) == 0;
}

model::Result<QString> switchValue(const QString& entered) {
    for (const QString& yes : {tableTr("Yes"), QStringLiteral("yes"), QStringLiteral("true"),
                               QStringLiteral("1"), QStringLiteral("on"), QStringLiteral("x")})
        if (isSame(entered, yes)) return QStringLiteral("1");
    for (const QString& no : {tableTr("No"), QStringLiteral("no"), QStringLiteral("false"),
                              QStringLiteral("0"), QStringLiteral("off"), QString()})
        if (isSame(entered, no)) return QStringLiteral("0");
    return model::failure({}, tableTr("Yes or No is expected.").toStdString());
}

QString examplesOf(const std::vector<Choice>& choices) {
    QStringList words;
    for (std::size_t at = 0; at < std::min<std::size_t>(choices.size(), 4); ++at) words << choices[at].text;
    return words.join(QStringLiteral(", ")) + (choices.size() > 4 ? QStringLiteral(", …") : QString());
}

}  // namespace

model::Result<QString> cellValue(const TableColumn& column, const QString& text) {
    const QString entered = text.trimmed();
    if (column.kind == Row::Kind::Switch) return switchValue(entered);
    if (column.kind != Row::Kind::Choice) return text;
    for (const Choice& choice : column.choices)
        if (choice.id == entered) return choice.id;
    std::vector<const Choice*> named;
    for (const Choice& choice : column.choices)
        if (isSame(choice.text, entered)) named.push_back(&choice);
    if (named.size() == 1) return named.front()->id;
    if (named.size() > 1)
        return model::failure({}, tableTr("Several have that name: the id is expected.").toStdString());
    if (column.choices.empty())
        return model::failure({}, tableTr("There is nothing to choose yet.").toStdString());
    return model::failure({},
                          tableTr("One of %1 is expected.").arg(examplesOf(column.choices)).toStdString());
}

}  // namespace app
