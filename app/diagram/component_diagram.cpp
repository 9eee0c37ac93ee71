#include <QCoreApplication>
#include <map>

#include "app/diagram/column_placement.h"
#include "app/diagram/diagram.h"
#include "app/diagram/element_nodes.h"
#include "app/diagram/node_sizes.h"
#include "model/references.h"

namespace app {
namespace {

QString componentTr(const char* words) {
    return QCoreApplication::translate("ComponentDiagram", words);
}

/// From the users on the left to what is called on the right.
enum class Column { Users, Callers, Operations, Inside, Callees };
constexpr std::size_t columnCount = 5;

/// All that goes on between two nodes.
struct Traffic {
    EdgeStyle style = EdgeStyle::Call;
    QStringList verbs;
    QString technology;
};

/// The C4 component diagram of one service: its operations and what it keeps, with all around it that calls
/// it or is used by it.
class ComponentDiagram {
public:
    ComponentDiagram(const model::Project& project, const model::Service& service)
        : m_project(project), m_service(service), m_root(elementKey(service.id)), m_columns(columnCount) {}

    Diagram make(const model::Layout& layout) {
        m_diagram.name = QStringLiteral("components/") + m_root;
        addBoundary();
        for (const model::Operation& operation : m_service.operations) addOperation(operation);
        for (const model::DataStore& store : m_project.stores)
            if (store.owner == m_service.id) addStore(store.id);
        for (const model::Operation& operation : m_service.operations) addWork(operation);
        addCallers();
        addUsers();
        for (const auto& [ends, traffic] : m_traffic) addEdge(ends, traffic);
        placeInColumns(m_diagram, layout, m_columns, std::size_t(Column::Operations));
        return std::move(m_diagram);
    }

private:
    using Ends = std::pair<QString, QString>;

    void addBoundary() {
        DiagramRegion region;
        region.key = m_root;
        region.title = nameOr(m_service.name, m_service.id.value());
        region.subtitle = bracketed(serviceKindName(m_service.kind), m_service.technology);
        region.look = RegionLook::Boundary;
        region.connects = false;
        m_diagram.regions.push_back(region);
    }

    /// `[service: Go]`, as the C4 model writes it.
    static QString bracketed(const QString& type, const std::string& technology) {
        if (technology.empty()) return QStringLiteral("[%1]").arg(type);
        return QStringLiteral("[%1: %2]").arg(type, QString::fromStdString(technology));
    }

    bool knows(const QString& key) const { return m_known.contains(key); }

    void add(DiagramNode node, Column column) {
        if (knows(node.key)) return;
        m_known.insert(node.key);
        m_columns[std::size_t(column)].push_back(int(m_diagram.nodes.size()));
        m_diagram.nodes.push_back(std::move(node));
    }

    DiagramNode inside(const QString& key, NodeShape shape, const QString& title, const QString& subtitle) {
        DiagramNode node;
        node.key = key;
        node.shape = shape;
        node.title = title;
        node.subtitle = subtitle;
        node.region = m_root;
        node.size = shape == NodeShape::Card ? cardSize : storeSize;
        node.placed = false;
        node.connects = shape == NodeShape::Card;
        node.paint = NodePaint::Component;
        return node;
    }

    void addOperation(const model::Operation& operation) {
        const QString type = operation.subscription
                                 ? componentTr("[consumer]")
                                 : QStringLiteral("[%1]").arg(protocolName(operation.protocol));
        add(inside(elementKey(operation.id), NodeShape::Card, nameOr(operation.name, operation.id.value()),
                   type),
            Column::Operations);
    }

    /// A store that the service owns stands within its boundary.
    void addStore(const model::DataStoreId& id) {
        const model::DataStore* store = m_project.stores.find(id);
        if (!store) return;
        DiagramNode node = storeNode(*store, nullptr, ContextColours(model::Project()));
        node.subtitle = QStringLiteral("[%1]").arg(node.subtitle);
        node.paint = NodePaint::Container;
        const bool owned = store->owner == m_service.id;
        if (owned) node.region = m_root;
        add(std::move(node), owned ? Column::Inside : Column::Callees);
    }

    void addChannel(const model::ChannelId& id, Column column) {
        const model::Channel* channel = m_project.channels.find(id);
        if (!channel) return;
        DiagramNode node = channelNode(*channel);
        node.subtitle = QStringLiteral("[%1]").arg(node.subtitle);
        node.paint = NodePaint::Container;
        add(std::move(node), column);
    }

    void addService(const model::Service& service, Column column) {
        DiagramNode node = serviceNode(m_project, service, ContextColours(model::Project()));
        node.subtitle = bracketed(serviceKindName(service.kind), service.technology);
        node.corner.clear();
        node.region.clear();
        node.paint =
            service.kind == model::ServiceKind::External ? NodePaint::ExternalSystem : NodePaint::Container;
        add(std::move(node), column);
    }

    void note(const QString& from, const QString& to, EdgeStyle style, const QString& verb,
              const QString& technology = {}) {
        if (from == to || !knows(from) || !knows(to)) return;
        Traffic& traffic = m_traffic[{from, to}];
        traffic.style = style;
        traffic.technology = technology;
        if (!traffic.verbs.contains(verb)) traffic.verbs << verb;
    }

    /// What the steps of an operation use.
    void addWork(const model::Operation& operation) {
        const QString from = elementKey(operation.id);
        if (operation.subscription) {
            const model::ChannelId& channel = operation.subscription->channel;
            addChannel(channel, Column::Callers);
            note(elementKey(channel), from, EdgeStyle::Event, componentTr("delivers"));
        }
        model::forEachStep(operation.behaviour, [&](const model::Step& step) {
            if (const auto* call = std::get_if<model::Call>(&step.action)) addCall(from, *call);
            if (const auto* publish = std::get_if<model::Publish>(&step.action)) addPublish(from, *publish);
            if (const auto* query = std::get_if<model::StoreQuery>(&step.action))
                addQuery(
                    from, query->store,
                    query->access == model::StoreAccess::Read ? componentTr("reads") : componentTr("writes"));
            if (const auto* cache = std::get_if<model::CacheLookup>(&step.action)) addCache(from, *cache);
            if (const auto* lock = std::get_if<model::Lock>(&step.action)) addLock(from, *lock);
            if (const auto* commit = std::get_if<model::TwoPhaseCommit>(&step.action))
                for (const model::Participant& participant : commit->participants)
                    addQuery(from, participant.store, componentTr("commits"));
        });
    }

    void addCall(const QString& from, const model::Call& call) {
        const model::Service* callee = model::serviceOf(m_project, call.operation);
        if (!callee) return;
        const model::Operation& operation = *callee->operations.find(call.operation);
        if (callee->id == m_service.id)
            return note(from, elementKey(operation.id), EdgeStyle::Call, componentTr("calls"));
        addService(*callee, Column::Callees);
        note(from, elementKey(callee->id), EdgeStyle::Call, nameOr(operation.name, operation.id.value()),
             protocolName(operation.protocol));
    }

    void addPublish(const QString& from, const model::Publish& publish) {
        addChannel(publish.channel, Column::Callees);
        note(from, elementKey(publish.channel), EdgeStyle::Event, componentTr("publishes"));
    }

    void addQuery(const QString& from, const model::DataStoreId& store, const QString& verb) {
        addStore(store);
        note(from, elementKey(store), EdgeStyle::Query, verb);
    }

    void addCache(const QString& from, const model::CacheLookup& cache) {
        if (cache.store) return addQuery(from, *cache.store, componentTr("looks up"));
        const QString name = QString::fromStdString(cache.name);
        const QString key = QStringLiteral("cache:%1:%2").arg(m_root, name);
        add(inside(key, NodeShape::Cylinder, name.isEmpty() ? componentTr("cache") : name,
                   componentTr("[cache in the process]")),
            Column::Inside);
        note(from, key, EdgeStyle::Query, componentTr("looks up"));
    }

    void addLock(const QString& from, const model::Lock& lock) {
        const QString name = QString::fromStdString(lock.name);
        const QString key = QStringLiteral("lock:%1:%2").arg(m_root, name);
        add(inside(key, NodeShape::Hexagon, name.isEmpty() ? componentTr("lock") : name,
                   lock.scope == model::LockScope::Service ? componentTr("[lock of all]")
                                                           : componentTr("[lock]")),
            Column::Inside);
        note(from, key, EdgeStyle::Query, componentTr("holds"));
    }

    void addCallers() {
        for (const model::Interaction& interaction : model::interactionsOf(m_project)) {
            if (interaction.kind != model::Interaction::Kind::Call || interaction.service == m_service.id)
                continue;
            const model::Operation* called = m_service.operations.find(interaction.callee);
            if (!called) continue;
            addService(*m_project.services.find(interaction.service), Column::Callers);
            note(elementKey(interaction.service), elementKey(called->id), EdgeStyle::Call,
                 componentTr("calls"), protocolName(called->protocol));
        }
    }

    void addUsers() {
        for (const model::Workload& workload : m_project.workloads)
            for (const model::Journey& journey : workload.journeys)
                for (const model::JourneyStep& step : journey.steps) {
                    if (!m_service.operations.contains(step.operation)) continue;
                    add(workloadNode(workload), Column::Users);
                    note(elementKey(workload.id), elementKey(step.operation), EdgeStyle::Call,
                         nameOr(journey.name, journey.id.value()));
                }
    }

    void addEdge(const Ends& ends, const Traffic& traffic) {
        DiagramEdge edge;
        edge.key = ends.first + u'>' + ends.second;
        edge.from = ends.first;
        edge.to = ends.second;
        edge.style = traffic.style;
        edge.label = traffic.verbs.size() > 2 ? componentTr("%1 calls").arg(traffic.verbs.size())
                                              : traffic.verbs.join(QStringLiteral(", "));
        if (!traffic.technology.isEmpty()) edge.label += QStringLiteral(" [%1]").arg(traffic.technology);
        m_diagram.edges.push_back(std::move(edge));
    }

    const model::Project& m_project;
    const model::Service& m_service;
    QString m_root;
    Diagram m_diagram;
    QSet<QString> m_known;
    NodeColumns m_columns;
    std::map<Ends, Traffic> m_traffic;
};

}  // namespace

Diagram componentDiagram(const model::Project& project, const model::Layout& layout, const QString& root) {
    const model::ServiceId id(root.section(u':', 1).toStdString());
    if (const model::Service* service = project.services.find(id))
        return ComponentDiagram(project, *service).make(layout);
    Diagram empty;
    empty.name = QStringLiteral("components/") + root;
    return empty;
}

}  // namespace app
