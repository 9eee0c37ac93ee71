#include "app/diagram/element_nodes.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "app/diagram/node_sizes.h"
#include "model/references.h"

namespace app {
namespace {

QString diagramWord(const char* text) {
    return QCoreApplication::translate("Diagram", text);
}
QString fromModel(const std::string& value) {
    return QString::fromStdString(value);
}

NodeShape shapeOf(model::ServiceKind kind) {
    switch (kind) {
        case model::ServiceKind::Function:
            return NodeShape::CutCard;
        case model::ServiceKind::External:
            return NodeShape::DashedCard;
        default:
            return NodeShape::Card;
    }
}

/// `Go · gRPC`: what it is made with, and how it is spoken to.
QString serviceSubtitle(const model::Service& service) {
    const QString what =
        service.technology.empty() ? serviceKindName(service.kind) : fromModel(service.technology);
    if (service.kind == model::ServiceKind::External && !service.technology.empty())
        return what + QStringLiteral(" · ") + serviceKindName(service.kind);
    for (const model::Operation& operation : service.operations)
        if (!operation.subscription) return what + QStringLiteral(" · ") + protocolName(operation.protocol);
    return service.operations.empty() ? what : what + QStringLiteral(" · ") + diagramWord("consumer");
}

QString regionOf(const std::optional<model::ContextId>& context, const ContextColours& colours) {
    return colours.of(context) < 0 ? QString() : elementKey(*context);
}

}  // namespace

QString nameOr(const std::string& name, const std::string& id) {
    return fromModel(name.empty() ? id : name);
}

QString engineName(model::StoreEngine engine) {
    switch (engine) {
        case model::StoreEngine::PostgreSql:
            return QStringLiteral("PostgreSQL");
        case model::StoreEngine::MySql:
            return QStringLiteral("MySQL");
        case model::StoreEngine::MongoDb:
            return QStringLiteral("MongoDB");
        case model::StoreEngine::Cassandra:
            return QStringLiteral("Cassandra");
        case model::StoreEngine::Redis:
            return QStringLiteral("Redis");
        case model::StoreEngine::Memcached:
            return QStringLiteral("Memcached");
        case model::StoreEngine::DynamoDb:
            return QStringLiteral("DynamoDB");
        case model::StoreEngine::ElasticSearch:
            return QStringLiteral("Elasticsearch");
        case model::StoreEngine::ObjectStorage:
            return diagramWord("Object storage");
        case model::StoreEngine::Other:
            return diagramWord("Data store");
    }
    return {};
}

QString brokerName(model::Broker broker) {
    switch (broker) {
        case model::Broker::Kafka:
            return QStringLiteral("Kafka");
        case model::Broker::RabbitMq:
            return QStringLiteral("RabbitMQ");
        case model::Broker::CloudQueue:
            return diagramWord("Cloud queue");
    }
    return {};
}

QString protocolName(model::Protocol protocol) {
    switch (protocol) {
        case model::Protocol::Grpc:
            return QStringLiteral("gRPC");
        case model::Protocol::Rest:
            return QStringLiteral("REST");
        case model::Protocol::GraphQl:
            return QStringLiteral("GraphQL");
        case model::Protocol::Messaging:
            return diagramWord("messaging");
    }
    return {};
}

QString serviceKindName(model::ServiceKind kind) {
    switch (kind) {
        case model::ServiceKind::Service:
            return diagramWord("service");
        case model::ServiceKind::ApiGateway:
            return diagramWord("API gateway");
        case model::ServiceKind::BackendForFrontend:
            return diagramWord("backend for frontend");
        case model::ServiceKind::Function:
            return diagramWord("function");
        case model::ServiceKind::External:
            return diagramWord("external");
        case model::ServiceKind::Legacy:
            return diagramWord("legacy");
    }
    return {};
}

QString elementKey(const model::ServiceId& id) {
    return QStringLiteral("service:") + fromModel(id.value());
}
QString elementKey(const model::DataStoreId& id) {
    return QStringLiteral("store:") + fromModel(id.value());
}
QString elementKey(const model::ChannelId& id) {
    return QStringLiteral("channel:") + fromModel(id.value());
}
QString elementKey(const model::TeamId& id) {
    return QStringLiteral("team:") + fromModel(id.value());
}
QString elementKey(const model::OperationId& id) {
    return QStringLiteral("operation:") + fromModel(id.value());
}
QString elementKey(const model::WorkloadId& id) {
    return QStringLiteral("workload:") + fromModel(id.value());
}
QString elementKey(const model::ContextId& id) {
    return QStringLiteral("context:") + fromModel(id.value());
}

ContextColours::ContextColours(const model::Project& project) {
    int index = 0;
    for (const model::BoundedContext& context : project.contexts)
        m_index.insert(elementKey(context.id), index++);
}

int ContextColours::of(const std::optional<model::ContextId>& context) const {
    return context ? m_index.value(elementKey(*context), -1) : -1;
}

std::vector<DiagramRegion> contextRegions(const model::Project& project) {
    std::vector<DiagramRegion> regions;
    for (const model::BoundedContext& context : project.contexts) {
        DiagramRegion region;
        region.key = elementKey(context.id);
        region.title = nameOr(context.name, context.id.value());
        region.context = int(regions.size());
        if (const model::Team* team = context.team ? project.teams.find(*context.team) : nullptr)
            region.subtitle = nameOr(team->name, team->id.value());
        regions.push_back(region);
    }
    return regions;
}

DiagramNode serviceNode(const model::Project& project, const model::Service& service,
                        const ContextColours& colours) {
    return serviceNode(service, deploymentOf(project, service.id), colours);
}

DiagramNode serviceNode(const model::Service& service, const model::Deployment* deployment,
                        const ContextColours& colours) {
    DiagramNode node;
    node.key = elementKey(service.id);
    node.shape = shapeOf(service.kind);
    node.title = nameOr(service.name, service.id.value());
    node.subtitle = serviceSubtitle(service);
    node.technology = fromModel(service.technology);
    if (deployment) showDeployment(node, *deployment);
    node.context = colours.of(service.context);
    node.region = regionOf(service.context, colours);
    node.size = cardSize;
    node.placed = false;
    return node;
}

void showDeployment(DiagramNode& node, const model::Deployment& deployment) {
    node.corner = QStringLiteral("×%1").arg(deployment.replicas);
}

DiagramNode storeNode(const model::DataStore& store, const model::Service* home,
                      const ContextColours& colours) {
    DiagramNode node;
    node.key = elementKey(store.id);
    node.shape = NodeShape::Cylinder;
    node.title = nameOr(store.name, store.id.value());
    node.subtitle = engineName(store.engine);
    node.technology = node.subtitle;
    if (home) {
        node.context = colours.of(home->context);
        node.region = regionOf(home->context, colours);
    }
    node.size = storeSize;
    node.placed = false;
    return node;
}

DiagramNode channelNode(const model::Channel& channel) {
    DiagramNode node;
    node.key = elementKey(channel.id);
    node.shape = NodeShape::Pill;
    node.title = nameOr(channel.name, channel.id.value());
    node.subtitle = brokerName(channel.broker);
    node.technology = node.subtitle;
    if (channel.kind == model::ChannelKind::Queue)
        node.subtitle += QStringLiteral(" · ") + diagramWord("queue");
    else if (channel.partitions > 1)
        node.subtitle += QStringLiteral(" · ") + diagramWord("%1 partitions").arg(channel.partitions);
    node.size = pillSize;
    node.placed = false;
    return node;
}

DiagramNode workloadNode(const model::Workload& workload) {
    DiagramNode node;
    node.key = elementKey(workload.id);
    node.shape = NodeShape::Person;
    node.title = nameOr(workload.name, workload.id.value());
    node.subtitle = diagramWord("[person]");
    node.size = personSize;
    node.placed = false;
    node.connects = false;
    node.paint = NodePaint::Person;
    return node;
}

QSet<QString> takePlaces(Diagram& diagram, const model::Layout& layout) {
    QSet<QString> placedRegions;
    const auto places = layout.diagrams.find(diagram.name.toStdString());
    if (places == layout.diagrams.end()) return placedRegions;
    const auto find = [&](const QString& key) -> std::optional<QPointF> {
        const model::NodePlace* place = places->second.nodes.find(key.toStdString());
        if (!place || !std::isfinite(place->x) || !std::isfinite(place->y)) return std::nullopt;
        constexpr double edgeOfTheWorld = 400'000;
        return QPointF(std::clamp(place->x, -edgeOfTheWorld, edgeOfTheWorld),
                       std::clamp(place->y, -edgeOfTheWorld, edgeOfTheWorld));
    };
    for (DiagramNode& node : diagram.nodes)
        if (const auto place = find(node.key)) {
            node.centre = *place;
            node.placed = true;
        }
    for (DiagramRegion& region : diagram.regions)
        if (const auto place = find(region.key)) {
            region.centre = *place;
            placedRegions.insert(region.key);
        }
    return placedRegions;
}

}  // namespace app
