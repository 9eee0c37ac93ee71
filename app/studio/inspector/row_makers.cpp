#include "app/studio/inspector/row_makers.h"

#include "app/studio/quantity_text.h"

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

std::vector<Choice> choicesOf(std::initializer_list<const char*> words) {
    std::vector<Choice> choices;
    for (const char* word : words) choices.push_back({QString::number(choices.size()), inspectorTr(word)});
    return choices;
}

namespace {

bool hasSpread(model::DistributionKind kind) {
    return kind != model::DistributionKind::Constant && kind != model::DistributionKind::Exponential;
}

/// A spread that the kind accepts, near the one it had.
double acceptableSpread(model::DistributionKind kind, double spread) {
    switch (kind) {
        case model::DistributionKind::Uniform:
            return std::min(spread, 0.5);
        case model::DistributionKind::Erlang:
            return std::clamp(spread, 0.1, 1.0);
        case model::DistributionKind::HyperExponential:
            return std::max(spread, 1.5);
        case model::DistributionKind::Pareto:
            return std::max(spread, 1.5);
        default:
            return spread > 0 ? spread : 1.0;
    }
}

Row distributionRow(Row::Kind kind, const QString& label, const QString& value, const QString& what,
                    int indent) {
    Row row;
    row.kind = kind;
    row.label = label;
    row.value = value;
    row.indent = indent;
    row.undo = inspectorTr("Change %1 of %2").arg(label.left(1).toLower() + label.mid(1), what);
    return row;
}

}  // namespace

void appendDistributionRows(std::vector<Row>& rows, const model::Distribution& distribution,
                            const QString& what, const DistributionEdit& edit, int indent) {
    Row kind = distributionRow(Row::Kind::Choice, inspectorTr("Distribution"), choiceId(distribution.kind),
                               what, indent);
    kind.choices = choicesOf({"Constant", "Uniform", "Exponential", "Erlang", "Gamma", "Hyper-exponential",
                              "Log-normal", "Weibull", "Pareto"});
    kind.write = [edit](const model::Project& before, const QString& id) {
        return edit(before, [id](model::Distribution& changed) {
            changed.kind = chosen<model::DistributionKind>(id);
            changed.cv = acceptableSpread(changed.kind, changed.cv);
            return model::Result<void>();
        });
    };
    Row mean =
        distributionRow(Row::Kind::Text, inspectorTr("Mean"), durationText(distribution.mean), what, indent);
    mean.write = [edit](const model::Project& before, const QString& entered) {
        return edit(before, [entered](model::Distribution& changed) {
            return take(changed.mean, readDuration(entered));
        });
    };
    rows.push_back(std::move(kind));
    rows.push_back(std::move(mean));
    if (!hasSpread(distribution.kind)) return;
    Row spread =
        distributionRow(Row::Kind::Text, inspectorTr("Spread"), numberText(distribution.cv), what, indent);
    spread.hint = inspectorTr("deviation / mean");
    spread.write = [edit](const model::Project& before, const QString& entered) {
        return edit(before, [entered](model::Distribution& changed) {
            return take(changed.cv, readNumber(entered, 0, 1000));
        });
    };
    rows.push_back(std::move(spread));
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
    if (kind == "faults") return inspectorTr("fault plan");
    return inspectorTr(kind.c_str());
}

}  // namespace app
