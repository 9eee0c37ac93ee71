#include "app/finding/index_maker.h"

#include <algorithm>

#include "app/diagram/element_nodes.h"
#include "app/finding/folded_text.h"
#include "app/studio/inspector/row_makers.h"
#include "model/references.h"

namespace app {

template <class Entity>
IndexedElement IndexMaker::elementOf(const Entity& entity, const std::string& description) const {
    const model::ElementId id = entity.id;
    IndexedElement element;
    element.key = text(model::elementKey(id));
    element.kind = text(std::string(model::kindName(id)));
    element.name = nameOr(entity.name, entity.id.value());
    element.host = element.key;
    element.description = text(description);
    element.foldedId = text(entity.id.value());
    return element;
}

/// Values are shared: ten thousand services have a few teams.
void IndexMaker::setValue(IndexedElement& element, FindField field, const QString& value) {
    if (value.isEmpty()) return;
    const auto at = std::size_t(field);
    const QString plain = folded(value);
    const auto known = m_index.m_known[at].constFind(plain);
    element.values[at] << (known == m_index.m_known[at].constEnd() ? *m_index.m_known[at].insert(plain)
                                                                   : *known);
}

void IndexMaker::keep(FindField field, const QString& value, const QString& key) {
    auto& kept = m_index.m_kept[std::size_t(field)];
    const auto known = kept.constFind(folded(value));
    const bool free = known == kept.constEnd() || *known == key;
    kept.insert(folded(value), free ? key : QString());
}

void IndexMaker::setHome(IndexedElement& element, const Home& home) {
    if (!home.host.isEmpty()) element.host = home.host;
    if (home.context) {
        const model::BoundedContext* context = m_project.contexts.find(*home.context);
        element.context = context ? nameOr(context->name, home.context->value()) : QString();
        setValue(element, FindField::Context, elementKey(*home.context));
        setValue(element, FindField::Context, text(home.context->value()));
        setValue(element, FindField::Context, element.context);
    }
    if (home.team) {
        const model::Team* team = m_project.teams.find(*home.team);
        element.team = team ? nameOr(team->name, home.team->value()) : QString();
        setValue(element, FindField::Team, elementKey(*home.team));
        setValue(element, FindField::Team, text(home.team->value()));
        setValue(element, FindField::Team, element.team);
    }
}

void IndexMaker::add(IndexedElement element, const Home& home, const QStringList& kinds) {
    setHome(element, home);
    setValue(element, FindField::Kind, element.kind);
    setValue(element, FindField::Kind, kindWord(element.kind.toStdString()));
    for (const QString& kind : kinds) setValue(element, FindField::Kind, kind);
    setValue(element, FindField::Technology, element.technology);
    element.foldedName = folded(element.name);
    element.words = foldedWords(element.name);
    element.foldedDescription = folded(element.description);
    QStringList beside{element.foldedId};
    for (const FindField field : {FindField::Technology, FindField::Tag, FindField::Context, FindField::Team})
        beside << element.values[std::size_t(field)];
    element.beside = beside.join(u'\n');
    m_index.m_numbers.insert(element.key, int(m_index.m_elements.size()));
    m_index.m_elements.push_back(std::move(element));
}

IndexMaker::Home IndexMaker::homeOf(const model::Service& service) const {
    return {elementKey(service.id), service.context, model::ownerOf(m_project, service)};
}

void IndexMaker::addService(const model::Service& service) {
    const Home home = homeOf(service);
    IndexedElement element = elementOf(service, service.description);
    element.technology = text(service.technology);
    for (const std::string& tag : service.tags) setValue(element, FindField::Tag, text(tag));
    const QStringList tags = element.values[std::size_t(FindField::Tag)];
    const QString technology = element.technology;
    add(std::move(element), home, {serviceKindName(service.kind)});
    for (const model::Operation& operation : service.operations) {
        IndexedElement part = elementOf(operation, operation.description);
        part.technology = technology;
        part.values[std::size_t(FindField::Tag)] = tags;
        add(std::move(part), home, {protocolName(operation.protocol)});
    }
}

void IndexMaker::addStore(const model::DataStore& store) {
    IndexedElement element = elementOf(store, store.description);
    element.technology = engineName(store.engine);
    const model::Service* owner = store.owner ? m_project.services.find(*store.owner) : nullptr;
    Home home = owner ? homeOf(*owner) : Home{};
    home.host.clear();
    add(std::move(element), home);
}

void IndexMaker::addChannel(const model::Channel& channel) {
    IndexedElement element = elementOf(channel, channel.description);
    element.technology = brokerName(channel.broker);
    const model::BoundedContext* context =
        channel.context ? m_project.contexts.find(*channel.context) : nullptr;
    add(std::move(element), {{}, channel.context, context ? context->team : std::nullopt},
        {channel.kind == model::ChannelKind::Topic ? QStringLiteral("topic") : QStringLiteral("queue")});
}

void IndexMaker::addDomain() {
    for (const model::BoundedContext& context : m_project.contexts)
        add(elementOf(context, context.responsibility), {{}, context.id, context.team});
    for (const model::Team& team : m_project.teams)
        add(elementOf(team, team.description), {{}, std::nullopt, team.id});
    for (const model::Message& message : m_project.messages) {
        const model::BoundedContext* context =
            message.context ? m_project.contexts.find(*message.context) : nullptr;
        add(elementOf(message, message.description),
            {{}, message.context, context ? context->team : std::nullopt});
    }
    for (const model::CallPolicy& policy : m_project.policies) add(elementOf(policy, {}), {});
}

void IndexMaker::addLoad() {
    for (const model::Workload& workload : m_project.workloads) {
        add(elementOf(workload, workload.description), {});
        for (const model::Journey& journey : workload.journeys)
            add(elementOf(journey, {}), {elementKey(workload.id), {}, {}});
    }
    for (const model::Scenario& scenario : m_project.scenarios)
        add(elementOf(scenario, scenario.description), {});
    for (const model::Objective& objective : m_project.objectives) add(elementOf(objective, {}), {});
    for (const model::FaultPlan& plan : m_project.faultPlans) add(elementOf(plan, {}), {});
}

void IndexMaker::addSites() {
    for (const model::Region& region : m_project.network.regions) add(elementOf(region, {}), {});
    for (const model::Zone& zone : m_project.network.zones) add(elementOf(zone, {}), {});
    for (const model::NodePool& pool : m_project.network.nodePools) add(elementOf(pool, {}), {});
}

/// Of what has an identity besides its name.
void IndexMaker::keepAll() {
    for (const model::Team& team : m_project.teams)
        for (const QString& value : {elementKey(team.id), text(team.id.value()), text(team.name)})
            keep(FindField::Team, value, elementKey(team.id));
    for (const model::BoundedContext& context : m_project.contexts)
        for (const QString& value : {elementKey(context.id), text(context.id.value()), text(context.name)})
            keep(FindField::Context, value, elementKey(context.id));
}

/// What a field can be asked for, to be read: names rather than ids.
void IndexMaker::finish() {
    std::array<QSet<QString>, 5> shown;
    for (const IndexedElement& element : m_index.m_elements) {
        shown[std::size_t(FindField::Kind)] << element.kind;
        shown[std::size_t(FindField::Team)] << element.team;
        shown[std::size_t(FindField::Technology)] << element.technology;
        shown[std::size_t(FindField::Context)] << element.context;
    }
    for (const model::Service& service : m_project.services)
        for (const std::string& tag : service.tags) shown[std::size_t(FindField::Tag)] << text(tag);
    for (std::size_t field = 0; field < shown.size(); ++field) {
        shown[field].remove(QString());
        m_index.m_shown[field] = QStringList(shown[field].begin(), shown[field].end());
        m_index.m_shown[field].sort(Qt::CaseInsensitive);
    }
}

void IndexMaker::makeAll() {
    m_index.m_elements.reserve(m_project.services.size() * 2 + 64);
    for (const model::Service& service : m_project.services) addService(service);
    for (const model::DataStore& store : m_project.stores) addStore(store);
    for (const model::Channel& channel : m_project.channels) addChannel(channel);
    addDomain();
    addLoad();
    addSites();
    keepAll();
    finish();
}

}  // namespace app
