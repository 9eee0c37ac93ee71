#include <algorithm>
#include <map>
#include <utility>

#include "app/diagram/step_place.h"
#include "app/studio/inspector/row_makers.h"
#include "model/edit.h"
#include "model/references.h"

namespace app {

namespace {

template <class Id>
std::vector<Id> idsOf(const std::vector<model::ElementId>& elements) {
    std::vector<Id> ids;
    for (const model::ElementId& element : elements)
        if (const Id* id = std::get_if<Id>(&element)) ids.push_back(*id);
    return ids;
}

/// Dispatches to the rows of the kind that all elements have.
struct RowsOfKind {
    std::vector<Row>& rows;
    const model::Project& project;
    const std::vector<model::ElementId>& elements;

    void operator()(const model::ServiceId&) {
        appendServiceRows(rows, project, idsOf<model::ServiceId>(elements));
    }
    void operator()(const model::DataStoreId&) {
        appendStoreRows(rows, project, idsOf<model::DataStoreId>(elements));
    }
    void operator()(const model::ChannelId&) {
        appendChannelRows(rows, project, idsOf<model::ChannelId>(elements));
    }
    void operator()(const model::ContextId&) {
        appendContextRows(rows, project, idsOf<model::ContextId>(elements));
    }
    void operator()(const model::TeamId&) { appendTeamRows(rows, project, idsOf<model::TeamId>(elements)); }
    void operator()(const model::CallPolicyId&) {
        appendPolicyRows(rows, project, idsOf<model::CallPolicyId>(elements));
    }
    void operator()(const model::RelationshipId& id) {
        if (elements.size() == 1) appendRelationshipRows(rows, project, id);
    }
    void operator()(const model::OperationId&) {
        appendOperationRows(rows, project, idsOf<model::OperationId>(elements));
    }
    void operator()(const model::MessageId&) {
        appendMessageRows(rows, project, idsOf<model::MessageId>(elements));
    }
    void operator()(const model::ScenarioId& id) {
        if (elements.size() == 1) appendScenarioRows(rows, project, id);
    }
    void operator()(const model::WorkloadId&) {
        appendWorkloadRows(rows, project, idsOf<model::WorkloadId>(elements));
    }
    void operator()(const model::JourneyId&) {
        appendJourneyRows(rows, project, idsOf<model::JourneyId>(elements));
    }
    void operator()(const model::FaultPlanId&) {
        appendFaultPlanRows(rows, project, idsOf<model::FaultPlanId>(elements));
    }
    void operator()(const model::ObjectiveId&) {
        appendObjectiveRows(rows, project, idsOf<model::ObjectiveId>(elements));
    }
    void operator()(const model::RegionId&) {
        appendRegionRows(rows, project, idsOf<model::RegionId>(elements));
    }
    void operator()(const model::ZoneId&) { appendZoneRows(rows, project, idsOf<model::ZoneId>(elements)); }
    void operator()(const model::NodePoolId&) {
        appendNodePoolRows(rows, project, idsOf<model::NodePoolId>(elements));
    }
    template <class Other>
    void operator()(const Other&) {}
};

std::vector<model::ElementId> existing(const model::Project& project, const QStringList& keys) {
    std::vector<model::ElementId> elements;
    for (const QString& key : keys)
        if (const auto element = model::elementFromKey(key.toStdString()))
            if (model::contains(project, *element)) elements.push_back(*element);
    return elements;
}

/// `3 services`: of one kind, or of several.
QString countedKind(const std::vector<model::ElementId>& elements, bool sameKind) {
    const int count = static_cast<int>(elements.size());
    if (sameKind && std::holds_alternative<model::ServiceId>(elements.front()))
        return inspectorTr("%1 services").arg(count);
    return inspectorTr("%1 elements").arg(count);
}

/// Rows of several kinds that say the same of each: one that edits all.
Row together(const Row& one, const Row& other, int count) {
    Row both = one;
    if (one.value != other.value) both.value.reset();
    both.undo =
        inspectorTr("Change %1 of %2")
            .arg(one.label.left(1).toLower() + one.label.mid(1), inspectorTr("%1 elements").arg(count));
    both.write = [first = one.write, second = other.write](const model::Project& before,
                                                           const QString& entered) {
        model::Result<model::Project> after = first(before, entered);
        return after ? second(*after, entered) : after;
    };
    return both;
}

bool saysTheSame(const Row& one, const Row& other) {
    const bool isField = one.kind == Row::Kind::Text || one.kind == Row::Kind::Note ||
                         one.kind == Row::Kind::Choice || one.kind == Row::Kind::Switch;
    return isField && one.write && other.write && one.kind == other.kind && one.label == other.label &&
           one.choices == other.choices && one.indent == 0 && other.indent == 0;
}

/// The rows that all kinds among the elements have.
std::vector<Row> commonRows(const model::Project& project, const std::vector<model::ElementId>& elements) {
    std::map<std::size_t, std::vector<model::ElementId>> kinds;
    for (const model::ElementId& element : elements) kinds[element.index()].push_back(element);
    std::vector<Row> common;
    bool first = true;
    for (const auto& [kind, ofKind] : kinds) {
        std::vector<Row> rows;
        std::visit(RowsOfKind{rows, project, ofKind}, ofKind.front());
        std::erase_if(rows, [](const Row& row) { return row.depth > 0 || row.label == inspectorTr("Name"); });
        if (std::exchange(first, false)) {
            common = std::move(rows);
            continue;
        }
        std::vector<Row> kept;
        for (const Row& row : common) {
            const auto other = std::find_if(
                rows.begin(), rows.end(), [&](const Row& candidate) { return saysTheSame(row, candidate); });
            if (other == rows.end()) continue;
            kept.push_back(together(row, *other, static_cast<int>(elements.size())));
        }
        common = std::move(kept);
    }
    return common;
}

/// Links to more of them would only take time.
constexpr std::size_t mostLinks = 60;

Inspection inspectSeveral(const model::Project& project, const std::vector<model::ElementId>& elements) {
    Inspection inspection;
    const bool sameKind = std::all_of(elements.begin(), elements.end(), [&](const model::ElementId& element) {
        return element.index() == elements.front().index();
    });
    inspection.title = countedKind(elements, sameKind);
    inspection.kind = inspectorTr("several");
    if (sameKind) {
        std::visit(RowsOfKind{inspection.rows, project, elements}, elements.front());
    } else if (std::vector<Row> common = commonRows(project, elements); !common.empty()) {
        inspection.rows.push_back(sectionRow(inspectorTr("What all have")));
        std::move(common.begin(), common.end(), std::back_inserter(inspection.rows));
    }
    inspection.rows.push_back(sectionRow(inspectorTr("Selected")));
    for (std::size_t at = 0; at < std::min(elements.size(), mostLinks); ++at)
        inspection.rows.push_back(linkRow(text(model::displayName(project, elements[at])),
                                          kindWord(std::string(model::kindName(elements[at]))),
                                          {text(model::elementKey(elements[at]))}));
    if (elements.size() > mostLinks)
        inspection.rows.push_back(factRow(inspectorTr("And %1 more").arg(elements.size() - mostLinks), {}));
    return inspection;
}

Inspection inspectEdge(const model::Project& project, const QString& key) {
    Inspection inspection;
    const QStringList ends = key.split('>');
    const auto from = existing(project, {ends.value(0)});
    const auto to = existing(project, {ends.value(1)});
    if (from.empty() || to.empty()) return inspect(project, {});
    inspection.title = QStringLiteral("%1 → %2").arg(text(model::displayName(project, from.front())),
                                                     text(model::displayName(project, to.front())));
    inspection.kind = inspectorTr("connection");
    appendEdgeRows(inspection.rows, project, ends[0], ends[1]);
    return inspection;
}

/// A step as its diagram shows it; a part of a step is shown with all of it.
Inspection inspectStep(const model::Project& project, StepPlace place) {
    const model::Operation* operation = model::findOperation(project, place.operation);
    if (!operation) return inspect(project, {});
    if (place.isList() && !place.path.empty()) place.path = listOf(place.path);
    Inspection inspection;
    inspection.title = text(model::displayName(project, place.operation));
    inspection.kind = inspectorTr("step");
    inspection.rows.push_back(
        linkRow(inspectorTr("Part of"), inspection.title, {text(model::elementKey(place.operation))}));
    appendStepRows(inspection.rows, project, *operation, place.path);
    return inspection;
}

void appendCount(std::vector<Row>& rows, const QString& label, std::size_t count) {
    rows.push_back(factRow(label, QString::number(count)));
}

}  // namespace

void appendProjectRows(std::vector<Row>& rows, const model::Project& project) {
    const auto field = [&](Row::Kind kind, const QString& label, std::string model::Project::*member) {
        Row row;
        row.kind = kind;
        row.label = label;
        row.value = text(project.*member);
        row.undo = inspectorTr("Change %1 of the model").arg(label.toLower());
        row.write = [member](const model::Project& before,
                             const QString& entered) -> model::Result<model::Project> {
            if (entered.toUtf8().size() > 100'000)
                return model::failure(
                    {}, inspectorTr("A text of at most 100,000 bytes is expected.").toStdString());
            if (member == &model::Project::name) return model::renameProject(before, entered.toStdString());
            model::Project after = before;
            after.*member = entered.toStdString();
            return after;
        };
        rows.push_back(std::move(row));
    };
    rows.push_back(sectionRow(inspectorTr("Model")));
    field(Row::Kind::Text, inspectorTr("Name"), &model::Project::name);
    field(Row::Kind::Text, inspectorTr("Organisation"), &model::Project::organisation);
    rows.back().tip = inspectorTr("The first part of the package names of what is exported");
    field(Row::Kind::Note, inspectorTr("Description"), &model::Project::description);
    appendRatesRows(rows, project);
    appendNetworkRows(rows, project);
    rows.push_back(sectionRow(inspectorTr("Contents")));
    appendCount(rows, inspectorTr("Services"), project.services.size());
    appendCount(rows, inspectorTr("Contexts"), project.contexts.size());
    appendCount(rows, inspectorTr("Teams"), project.teams.size());
    appendCount(rows, inspectorTr("Data stores"), project.stores.size());
    appendCount(rows, inspectorTr("Channels"), project.channels.size());
    appendCount(rows, inspectorTr("Messages"), project.messages.size());
    appendCount(rows, inspectorTr("Scenarios"), project.scenarios.size());
}

Inspection inspect(const model::Project& project, const QStringList& keys) {
    if (keys.size() == 1 && keys.front().contains('>')) return inspectEdge(project, keys.front());
    if (const auto step = stepFromKey(keys.size() == 1 ? keys.front() : QString()))
        return inspectStep(project, *step);
    const std::vector<model::ElementId> elements = existing(project, keys);
    if (elements.size() > 1) return inspectSeveral(project, elements);
    Inspection inspection;
    if (elements.empty()) {
        inspection.title = project.name.empty() ? inspectorTr("Model") : text(project.name);
        inspection.kind = inspectorTr("model");
        appendProjectRows(inspection.rows, project);
        return inspection;
    }
    const model::ElementId& element = elements.front();
    inspection.title = text(model::displayName(project, element));
    inspection.kind = kindWord(std::string(model::kindName(element)));
    if (const auto* id = std::get_if<model::RelationshipId>(&element)) {
        const auto& relationship = *project.relationships.find(*id);
        inspection.title =
            QStringLiteral("%1 → %2").arg(text(model::displayName(project, relationship.upstream)),
                                          text(model::displayName(project, relationship.downstream)));
    }
    std::visit(RowsOfKind{inspection.rows, project, elements}, element);
    return inspection;
}

}  // namespace app
