#include "app/studio/inspector/row_makers.h"

namespace app {

Row sectionRow(const QString& title, const QString& hint) {
    Row row;
    row.kind = Row::Kind::Section;
    row.label = title;
    row.hint = hint;
    return row;
}

Row factRow(const QString& label, const QString& value, const QString& hint) {
    Row row;
    row.kind = Row::Kind::Fact;
    row.label = label;
    row.value = value;
    row.hint = hint;
    return row;
}

Row linkRow(const QString& label, const QString& hint, const QStringList& target) {
    Row row;
    row.kind = Row::Kind::Link;
    row.label = label;
    row.hint = hint;
    row.target = target;
    return row;
}

Row actionRow(const QString& label, RowWrite write, const QString& undo, std::vector<Choice> choices) {
    Row row;
    row.kind = Row::Kind::Action;
    row.label = label;
    row.write = std::move(write);
    row.undo = undo;
    row.choices = std::move(choices);
    return row;
}

model::Result<void> checkName(const QString& entered) {
    const auto size = static_cast<std::size_t>(entered.trimmed().toUtf8().size());
    if (size > 0 && size <= model::maxNameLength) return {};
    return model::failure(
        {}, (size == 0 ? inspectorTr("A name is expected.")
                       : inspectorTr("A name of at most %1 bytes is expected.").arg(model::maxNameLength))
                .toStdString());
}

std::vector<Choice> choicesOf(std::initializer_list<const char*> words) {
    std::vector<Choice> choices;
    for (const char* word : words) choices.push_back({QString::number(choices.size()), inspectorTr(word)});
    return choices;
}

QString protocolWord(model::Protocol protocol) {
    return choicesOf({"gRPC", "REST", "GraphQL", "Messaging"})[static_cast<std::size_t>(protocol)].text;
}

QString engineWord(model::StoreEngine engine) {
    return choicesOf({"PostgreSQL", "MySQL", "MongoDB", "Cassandra", "Redis", "Memcached", "DynamoDB",
                      "Elasticsearch", "Object storage", "Other"})[static_cast<std::size_t>(engine)]
        .text;
}

QString brokerWord(model::Broker broker) {
    return choicesOf({"Kafka", "RabbitMQ", "Cloud queue"})[static_cast<std::size_t>(broker)].text;
}

QString patternWord(model::ContextPattern pattern) {
    return choicesOf({"Partnership", "Shared Kernel", "Customer / Supplier", "Conformist",
                      "Anticorruption Layer", "Open Host Service", "Published Language", "Separate Ways",
                      "Big Ball of Mud"})[static_cast<std::size_t>(pattern)]
        .text;
}

QString kindWord(const std::string& kind) {
    if (kind == "store") return inspectorTr("data store");
    if (kind == "context") return inspectorTr("bounded context");
    if (kind == "policy") return inspectorTr("call policy");
    if (kind == "fault-plan") return inspectorTr("fault plan");
    if (kind == "node-pool") return inspectorTr("node pool");
    return inspectorTr(kind.c_str());
}

}  // namespace app
