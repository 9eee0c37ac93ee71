#include <algorithm>
#include <set>

#include "app/studio/inspector/row_makers.h"
#include "model/references.h"

namespace app {

namespace {

/// Whether the interaction leads from one element to the other.
bool leads(const model::Project& project, const model::Interaction& interaction, const std::string& from,
           const std::string& to) {
    using Kind = model::Interaction::Kind;
    const std::string service = model::elementKey(interaction.service);
    switch (interaction.kind) {
        case Kind::Call: {
            const model::Service* callee = model::serviceOf(project, interaction.callee);
            return callee && service == from && model::elementKey(callee->id) == to;
        }
        case Kind::Publish:
            return service == from && model::elementKey(interaction.channel) == to;
        case Kind::Consume:
            return model::elementKey(interaction.channel) == from && service == to;
        case Kind::Query:
            return service == from && model::elementKey(interaction.store) == to;
    }
    return false;
}

QString wayOf(const model::Interaction& interaction) {
    switch (interaction.kind) {
        case model::Interaction::Kind::Call:
            return inspectorTr("calls");
        case model::Interaction::Kind::Publish:
            return inspectorTr("publishes");
        case model::Interaction::Kind::Consume:
            return inspectorTr("handles");
        case model::Interaction::Kind::Query:
            return inspectorTr("queries");
    }
    return {};
}

}  // namespace

void appendEdgeRows(std::vector<Row>& rows, const model::Project& project, const QString& from,
                    const QString& to) {
    std::set<model::OperationId> called;
    model::ServiceId caller;
    rows.push_back(sectionRow(inspectorTr("Interactions")));
    std::set<model::OperationId> shown;
    for (const model::Interaction& interaction : model::interactionsOf(project)) {
        if (!leads(project, interaction, from.toStdString(), to.toStdString())) continue;
        caller = interaction.service;
        if (!interaction.callee.empty()) called.insert(interaction.callee);
        if (!shown.insert(interaction.operation).second) continue;
        rows.push_back(linkRow(text(model::displayName(project, interaction.operation)), wayOf(interaction),
                               {text(model::elementKey(interaction.operation))}));
    }
    for (const model::OperationId& callee : called) appendCallRows(rows, project, caller, callee);
}

}  // namespace app
