#pragma once

#include <QCoreApplication>
#include <functional>
#include <string>

#include "app/studio/inspector/row.h"
#include "model/edit.h"

namespace app {

inline QString text(const std::string& value) {
    return QString::fromStdString(value);
}
inline QString inspectorTr(const char* words, int count = -1) {
    return QCoreApplication::translate("Inspector", words, nullptr, count);
}

/// `1 step`, `3 steps`
inline QString stepCountText(std::size_t count) {
    return count == 1 ? inspectorTr("1 step") : inspectorTr("%n steps", static_cast<int>(count));
}

Row sectionRow(const QString& title, const QString& hint = {});
Row factRow(const QString& label, const QString& value, const QString& hint = {});
Row linkRow(const QString& label, const QString& hint, const QStringList& target);
Row actionRow(const QString& label, RowWrite write, const QString& undo, std::vector<Choice> choices = {});

/// The words of an enumeration, in its order; the ids are its numbers.
std::vector<Choice> choicesOf(std::initializer_list<const char*> words);
template <class Enumeration>
QString choiceId(Enumeration value) {
    return QString::number(static_cast<int>(value));
}
template <class Enumeration>
Enumeration chosen(const QString& id) {
    return static_cast<Enumeration>(id.toInt());
}

/// `None`, then the entities by name.
template <class Entity>
std::vector<Choice> entityChoices(const model::Collection<Entity>& entities, const QString& none) {
    std::vector<Choice> choices;
    if (!none.isNull()) choices.push_back({QString(), none});
    for (const Entity& entity : entities) choices.push_back({text(entity.id.value()), text(entity.name)});
    return choices;
}
template <class Entity>
QString optionalId(const std::optional<model::Id<Entity>>& id) {
    return id ? text(id->value()) : QString();
}
template <class Entity>
std::optional<model::Id<Entity>> chosenId(const QString& id) {
    if (id.isEmpty()) return std::nullopt;
    return model::Id<Entity>(id.toStdString());
}

/// Whether an element can have that name.
model::Result<void> checkName(const QString& entered);

/// Takes a value that may be refused into a field.
template <class Target, class Value>
model::Result<void> take(Target& field, model::Result<Value> value) {
    if (!value) return tl::unexpected<model::Error>(value.error());
    field = static_cast<Target>(*value);
    return {};
}

/// The values that rows read and write: entities of one kind, one or several.
template <class Value, class Key>
struct Subject {
    using Get = std::function<std::optional<Value>(const model::Project&, const Key&)>;
    using Put = std::function<model::Result<model::Project>(const model::Project&, Value, const Key&)>;

    const model::Project& project;
    std::vector<Key> keys;
    QString name;
    Get get;
    Put put;

    /// A row that shows `read(value)` where all values agree, and applies `set(value, text)` to each.
    template <class Read, class Set>
    Row row(Row::Kind kind, const QString& label, Read read, Set set) const {
        Row made;
        made.kind = kind;
        made.label = label;
        made.undo = inspectorTr("Change %1 of %2").arg(lowered(label), name);
        bool first = true;
        for (const Key& key : keys) {
            const std::optional<Value> value = get(project, key);
            if (!value) continue;
            if (first)
                made.check = [set, value](const QString& entered) {
                    Value copy = *value;
                    return set(copy, entered);
                };
            const QString shown = read(*value);
            if (first) made.value = shown;
            if (!first && made.value != shown) made.value.reset();
            first = false;
        }
        made.write = [keys = keys, get = get, put = put, set](const model::Project& before,
                                                              const QString& entered) {
            model::Result<model::Project> after = before;
            for (const Key& key : keys) {
                std::optional<Value> value = get(*after, key);
                if (!value) continue;
                if (model::Result<void> taken = set(*value, entered); !taken)
                    return model::Result<model::Project>(tl::unexpected<model::Error>(taken.error()));
                after = put(*after, std::move(*value), key);
                if (!after) break;
            }
            return after;
        };
        return made;
    }

    static QString lowered(const QString& label) {
        return label == label.toUpper() ? label : label.left(1).toLower() + label.mid(1);
    }
};

/// What is changed, for the undo step.
template <class Id>
QString nameOfAll(const model::Project& project, const std::vector<Id>& ids) {
    return ids.size() == 1 ? text(model::displayName(project, ids.front()))
                           : inspectorTr("%n elements", static_cast<int>(ids.size()));
}

/// The entities of a collection.
template <class Entity>
Subject<Entity, model::Id<Entity>> entitySubject(const model::Project& project,
                                                 std::vector<model::Id<Entity>> ids,
                                                 model::Collection<Entity> model::Project::*collection) {
    QString name = nameOfAll(project, ids);
    return {project, std::move(ids), name,
            [collection](const model::Project& from, const model::Id<Entity>& id) {
                const Entity* found = (from.*collection).find(id);
                return found ? std::optional<Entity>(*found) : std::nullopt;
            },
            [](const model::Project& before, Entity entity, const model::Id<Entity>&) {
                return model::put(before, std::move(entity));
            }};
}

/// Name (of a single one) and description, as all entities that have both show them.
template <class Made, class Entity>
void appendNameAndDescription(std::vector<Row>& rows, const Made& subject, std::string Entity::*description) {
    if (subject.keys.size() == 1) {
        Row name = subject.row(
            Row::Kind::Text, inspectorTr("Name"), [](const Entity& entity) { return text(entity.name); },
            [](Entity&, const QString&) { return model::Result<void>(); });
        const model::ElementId element = subject.keys.front();
        name.write = [element](const model::Project& before, const QString& entered) {
            return model::rename(before, element, entered.trimmed().toStdString());
        };
        name.check = [](const QString& entered) { return checkName(entered); };
        name.undo = inspectorTr("Rename %1").arg(subject.name);
        rows.push_back(std::move(name));
    }
    if (!description) return;
    rows.push_back(subject.row(
        Row::Kind::Note, inspectorTr("Description"),
        [description](const Entity& entity) { return text(entity.*description); },
        [description](Entity& entity, const QString& entered) {
            entity.*description = entered.toStdString();
            return model::Result<void>();
        }));
}

// The rows of each kind of element.
void appendServiceRows(std::vector<Row>& rows, const model::Project& project,
                       const std::vector<model::ServiceId>& ids);
void appendDeploymentRows(std::vector<Row>& rows, const model::Project& project,
                          const std::vector<model::ServiceId>& ids);
/// Policy, timeout and retry of the calls from the service to one operation.
void appendCallRows(std::vector<Row>& rows, const model::Project& project, const model::ServiceId& caller,
                    const model::OperationId& callee);
/// Takes a timeout, or none from an empty field; the attempts, of which one is no retry.
model::Result<void> takeTimeout(model::CallPolicy& policy, const QString& entered);
model::Result<void> takeAttempts(model::CallPolicy& policy, const QString& entered);
/// How many calls go by the policy.
int usesOf(const model::Project& project, const model::CallPolicyId& policy);
void appendOperationRows(std::vector<Row>& rows, const model::Project& project,
                         const std::vector<model::OperationId>& ids);
void appendBehaviourRows(std::vector<Row>& rows, const model::Project& project,
                         const model::Operation& operation);
/// The rows of one step of it.
void appendStepRows(std::vector<Row>& rows, const model::Project& project, const model::Operation& operation,
                    const std::vector<int>& path);
void appendStoreRows(std::vector<Row>& rows, const model::Project& project,
                     const std::vector<model::DataStoreId>& ids);
void appendChannelRows(std::vector<Row>& rows, const model::Project& project,
                       const std::vector<model::ChannelId>& ids);
void appendMessageRows(std::vector<Row>& rows, const model::Project& project,
                       const std::vector<model::MessageId>& ids);
void appendContextRows(std::vector<Row>& rows, const model::Project& project,
                       const std::vector<model::ContextId>& ids);
void appendRelationshipRows(std::vector<Row>& rows, const model::Project& project,
                            const model::RelationshipId& id);
void appendTeamRows(std::vector<Row>& rows, const model::Project& project,
                    const std::vector<model::TeamId>& ids);
void appendPolicyRows(std::vector<Row>& rows, const model::Project& project,
                      const std::vector<model::CallPolicyId>& ids);
void appendScenarioRows(std::vector<Row>& rows, const model::Project& project, const model::ScenarioId& id);
void appendWorkloadRows(std::vector<Row>& rows, const model::Project& project,
                        const std::vector<model::WorkloadId>& ids);
void appendJourneyRows(std::vector<Row>& rows, const model::Project& project,
                       const std::vector<model::JourneyId>& ids);
void appendFaultPlanRows(std::vector<Row>& rows, const model::Project& project,
                         const std::vector<model::FaultPlanId>& ids);
void appendObjectiveRows(std::vector<Row>& rows, const model::Project& project,
                         const std::vector<model::ObjectiveId>& ids);
void appendRegionRows(std::vector<Row>& rows, const model::Project& project,
                      const std::vector<model::RegionId>& ids);
void appendZoneRows(std::vector<Row>& rows, const model::Project& project,
                    const std::vector<model::ZoneId>& ids);
void appendNodePoolRows(std::vector<Row>& rows, const model::Project& project,
                        const std::vector<model::NodePoolId>& ids);
/// The latency of the network, and links to what it consists of.
void appendNetworkRows(std::vector<Row>& rows, const model::Project& project);
/// Links to the objectives of a scenario, and an action that adds one.
void appendObjectivesOf(std::vector<Row>& rows, const model::Project& project, const model::ScenarioId& id);
/// Prices and power of the model.
void appendRatesRows(std::vector<Row>& rows, const model::Project& project);
void appendProjectRows(std::vector<Row>& rows, const model::Project& project);
void appendEdgeRows(std::vector<Row>& rows, const model::Project& project, const QString& from,
                    const QString& to);

/// A field of a look-up in a cache.
struct CacheField {
    Row::Kind kind = Row::Kind::Text;
    QString label;
    QString value;
    std::function<model::Result<void>(model::CacheLookup&, const QString&)> set;
    std::vector<Choice> choices{};
    QString hint{};
};
/// What the cache holds: by chance, or key by key.
void appendCacheRows(const model::CacheLookup& lookup, const std::function<void(const CacheField&)>& add);

/// Arrivals of a workload: their kind, and the fields that it has.
void appendArrivalRows(std::vector<Row>& rows, const Subject<model::Workload, model::WorkloadId>& workloads,
                       const model::Workload& workload);
/// `Ramp`, `10 → 200 /s`
struct ArrivalWords {
    QString kind, detail;
};
ArrivalWords arrivalWords(const model::Arrivals& arrivals);

/// Rows for a distribution of times: its kind, how it is given, and what it is given by. `edit` applies a
/// change to the right distribution of the project.
using DistributionChange = std::function<model::Result<void>(model::Distribution&)>;
using DistributionEdit =
    std::function<model::Result<model::Project>(const model::Project&, const DistributionChange&)>;
void appendDistributionRows(std::vector<Row>& rows, const model::Distribution& distribution,
                            const QString& what, const DistributionEdit& edit, int indent = 0);

/// The mean of a distribution, however it is given.
model::Duration meanOf(const model::Distribution& distribution);
/// Takes the mean of an optional distribution from a field; nothing when that is empty. What was given
/// otherwise becomes exponential.
model::Result<void> takeMean(std::optional<model::Distribution>& time, const QString& entered);

/// A number that may be left out: the field is empty then.
QString optionalNumberText(const std::optional<double>& value);
model::Result<void> takeOptionalNumber(std::optional<double>& field, const QString& entered, double most);

QString protocolWord(model::Protocol protocol);
QString engineWord(model::StoreEngine engine);
QString brokerWord(model::Broker broker);
QString patternWord(model::ContextPattern pattern);
QString kindWord(const std::string& kind);

}  // namespace app
