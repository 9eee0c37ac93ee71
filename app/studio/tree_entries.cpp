#include <QCoreApplication>
#include <map>
#include <utility>

#include "app/studio/inspector/row_makers.h"
#include "app/studio/model_tree_model.h"
#include "model/edit.h"

namespace app {

namespace {

QString treeTr(const char* words, int count = -1) {
    return QCoreApplication::translate("ModelTree", words, nullptr, count);
}

QString counted(int count, const char* one, const char* many) {
    return QStringLiteral("%1 %2").arg(count).arg(treeTr(count == 1 ? one : many));
}

TreeEntry entryOf(const model::ElementId& element, const std::string& name, const QString& word) {
    TreeEntry entry;
    entry.key = QString::fromStdString(model::elementKey(element));
    entry.name = QString::fromStdString(name.empty() ? model::idText(element) : name);
    entry.word = word;
    return entry;
}

TreeEntry serviceEntry(const model::Service& service) {
    return entryOf(service.id, service.name,
                   counted(static_cast<int>(service.operations.size()), "op", "ops"));
}

/// The entries of services, of which most are the same from version to version.
class ServiceEntries {
public:
    const std::vector<TreeEntry>& of(const model::Project& project) {
        std::vector<TreeEntry> before = std::exchange(m_entries, {});
        const auto old = m_services.pointers();
        m_services = project.services;
        m_entries.reserve(m_services.size());
        std::size_t at = 0;
        for (const auto& service : m_services.pointers()) {
            while (at < old.size() && old[at]->id < service->id) ++at;
            const bool same = at < old.size() && old[at] == service;
            m_entries.push_back(same ? std::move(before[at]) : serviceEntry(*service));
        }
        return m_entries;
    }

private:
    model::Collection<model::Service> m_services;
    std::vector<TreeEntry> m_entries;
};

/// `words` makes the text at the right of each.
template <class Entity, class Words>
TreeEntry groupOf(const char* id, const char* title, const model::Collection<Entity>& entities, Words words) {
    TreeEntry group;
    group.key = QStringLiteral("group:") + QLatin1String(id);
    group.name = treeTr(title);
    group.heading = true;
    group.word = QString::number(entities.size());
    for (const Entity& entity : entities)
        group.children.push_back(entryOf(entity.id, entity.name, words(entity)));
    return group;
}

void appendContexts(std::vector<TreeEntry>& entries, const model::Project& project) {
    std::map<model::ContextId, std::vector<TreeEntry>> inside;
    std::vector<TreeEntry> outside;
    thread_local ServiceEntries memory;
    auto made = memory.of(project).begin();
    for (const model::Service& service : project.services) {
        const bool known = service.context && project.contexts.contains(*service.context);
        (known ? inside[*service.context] : outside).push_back(*made++);
    }
    int colour = 0;
    for (const model::BoundedContext& context : project.contexts) {
        auto services = std::move(inside[context.id]);
        TreeEntry entry = entryOf(context.id, context.name, QString::number(services.size()));
        entry.context = colour++;
        entry.heading = true;
        entry.children = std::move(services);
        entries.push_back(std::move(entry));
    }
    if (outside.empty()) return;
    TreeEntry group;
    group.key = QStringLiteral("group:services");
    group.name = project.contexts.empty() ? treeTr("Services") : treeTr("Without a context");
    group.heading = true;
    group.word = QString::number(outside.size());
    group.children = std::move(outside);
    entries.push_back(std::move(group));
}

void appendGroup(std::vector<TreeEntry>& entries, TreeEntry group) {
    if (!group.children.empty()) entries.push_back(std::move(group));
}

QString channelWord(const model::Channel& channel) {
    return channel.broker == model::Broker::Kafka ? counted(channel.partitions, "part", "parts")
                                                  : brokerWord(channel.broker);
}

}  // namespace

std::vector<TreeEntry> treeEntries(const model::Project& project) {
    std::vector<TreeEntry> entries;
    appendContexts(entries, project);
    appendGroup(entries, groupOf("channels", "Channels", project.channels, channelWord));
    appendGroup(entries, groupOf("stores", "Stores", project.stores,
                                 [](const model::DataStore& store) { return engineWord(store.engine); }));
    appendGroup(entries, groupOf("messages", "Messages", project.messages, [](const model::Message& message) {
                    return counted(static_cast<int>(message.fields.size()), "field", "fields");
                }));
    appendGroup(entries, groupOf("policies", "Call policies", project.policies,
                                 [](const model::CallPolicy&) { return QString(); }));
    appendGroup(entries,
                groupOf("teams", "Teams", project.teams, [](const model::Team&) { return QString(); }));
    appendGroup(entries,
                groupOf("workloads", "Workloads", project.workloads, [](const model::Workload& workload) {
                    return counted(static_cast<int>(workload.journeys.size()), "journey", "journeys");
                }));
    appendGroup(entries, groupOf("scenarios", "Scenarios", project.scenarios,
                                 [](const model::Scenario&) { return QString(); }));
    appendGroup(entries, groupOf("objectives", "Objectives", project.objectives,
                                 [](const model::Objective&) { return QString(); }));
    appendGroup(entries,
                groupOf("fault-plans", "Fault plans", project.faultPlans, [](const model::FaultPlan& plan) {
                    return counted(static_cast<int>(plan.faults.size()), "fault", "faults");
                }));
    appendGroup(entries, groupOf("regions", "Regions", project.network.regions,
                                 [](const model::Region&) { return QString(); }));
    appendGroup(entries, groupOf("zones", "Zones", project.network.zones,
                                 [](const model::Zone&) { return QString(); }));
    appendGroup(entries,
                groupOf("node-pools", "Node pools", project.network.nodePools,
                        [](const model::NodePool& pool) { return counted(pool.nodes, "node", "nodes"); }));
    return entries;
}

}  // namespace app
