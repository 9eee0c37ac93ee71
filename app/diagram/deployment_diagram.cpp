#include "app/diagram/deployment_diagram.h"

#include <QCoreApplication>
#include <algorithm>
#include <map>

#include "app/diagram/element_nodes.h"
#include "app/diagram/nested_placement.h"
#include "app/studio/quantity_text.h"
#include "model/probability/time_shape.h"
#include "model/references.h"

namespace app {
namespace {

/// The latencies stand on the lines between zones.
constexpr double zoneGap = 112;

QString deploymentTr(const char* words) {
    return QCoreApplication::translate("DeploymentDiagram", words);
}

QString meanText(const model::Distribution& latency) {
    const auto shape = model::shapeOf(latency);
    return shape ? durationText(model::seconds(shape->mean * 1e-9)) : QString();
}

/// How many of so many come to each of several places, when they are dealt out in turn.
std::vector<int> dealt(int count, std::size_t places) {
    std::vector<int> shares(places, count / int(places));
    for (std::size_t i = 0; i < std::size_t(count) % places; ++i) ++shares[i];
    return shares;
}

class DeploymentDiagram {
public:
    explicit DeploymentDiagram(const model::Project& project) : m_project(project), m_colours(project) {
        for (const model::Deployment& deployment : project.deployments)
            m_deployments.emplace(deployment.service, &deployment);
    }

    Diagram make(const model::Layout& layout) {
        m_diagram.name = QStringLiteral("deployment");
        for (const model::Region& region : m_project.network.regions) addSite(region);
        for (const model::Zone& zone : m_project.network.zones) addZone(zone);
        for (const model::NodePool& pool : m_project.network.nodePools) addPool(pool);
        for (const model::Service& service : m_project.services) addService(service);
        for (const model::DataStore& store : m_project.stores) addStore(store);
        addUnplaced();
        addLatencies();
        placeNested(m_diagram, takePlaces(m_diagram, layout), zoneGap);
        return std::move(m_diagram);
    }

private:
    void addFrame(const QString& key, const QString& title, RegionLook look, const QString& parent,
                  const QString& subtitle = {}) {
        DiagramRegion region;
        region.key = key;
        region.title = title;
        region.subtitle = subtitle;
        region.look = look;
        region.parent = m_frames.contains(parent) ? parent : QString();
        region.connects = false;
        m_frames.insert(key);
        m_diagram.regions.push_back(std::move(region));
    }

    void addSite(const model::Region& region) {
        addFrame(siteKey(region.id), nameOr(region.name, region.id.value()), RegionLook::Site, {},
                 deploymentTr("region"));
    }

    void addZone(const model::Zone& zone) {
        QString subtitle = deploymentTr("zone");
        for (const model::ZoneLatency& latency : m_project.network.zoneLatencies)
            if (latency.from == zone.id && latency.to == zone.id)
                subtitle = deploymentTr("zone, %1 within").arg(meanText(latency.latency));
        addFrame(zoneKey(zone.id), nameOr(zone.name, zone.id.value()), RegionLook::Zone,
                 zone.region ? siteKey(*zone.region) : QString(), subtitle);
    }

    std::vector<QString> keysOf(const std::vector<model::ZoneId>& zones) const {
        std::vector<QString> keys;
        for (const model::ZoneId& zone : zones)
            if (m_project.network.zones.contains(zone)) keys.push_back(zoneKey(zone));
        return keys;
    }

    /// The machines of a pool are dealt out to its zones in turn.
    void addPool(const model::NodePool& pool) {
        std::vector<QString> zones = keysOf(pool.zones);
        if (zones.empty()) zones.push_back({});
        const std::vector<int> machines = dealt(pool.nodes, zones.size());
        for (std::size_t i = 0; i < zones.size(); ++i) {
            const QString size = QStringLiteral("%1 × %2").arg(machines[i]).arg(coresText(pool.cpuMilli));
            addFrame(poolKey(pool.id, zones[i]), nameOr(pool.name, pool.id.value()), RegionLook::Machines,
                     zones[i], size);
        }
    }

    /// The frames that replicas are dealt out to; none when they stand in no place.
    std::vector<QString> framesOf(const model::Deployment& deployment) const {
        const model::NodePool* pool =
            deployment.nodePool ? m_project.network.nodePools.find(*deployment.nodePool) : nullptr;
        if (!pool) return keysOf(deployment.zones);
        std::vector<QString> zones = keysOf(pool->zones);
        if (zones.empty()) return {poolKey(pool->id, {})};
        for (QString& zone : zones) zone = poolKey(pool->id, zone);
        return zones;
    }

    void addService(const model::Service& service) {
        const auto found = m_deployments.find(service.id);
        const model::Deployment* deployment = found == m_deployments.end() ? nullptr : found->second;
        DiagramNode node = serviceNode(m_project, service, m_colours);
        node.connects = false;
        const bool foreign = service.kind == model::ServiceKind::External && !deployment;
        const int replicas = deployment ? deployment->replicas : foreign ? 0 : 1;
        const std::vector<QString> frames = deployment ? framesOf(*deployment) : std::vector<QString>();
        addParts(node, replicas, frames, foreign ? QString() : unplacedKey);
    }

    void addStore(const model::DataStore& store) {
        DiagramNode node = storeNode(store, nullptr, m_colours);
        node.connects = false;
        const int servers = 1 + (store.replication ? store.replication->replicas : 0);
        addParts(node, servers, keysOf(store.zones), unplacedKey);
    }

    /// A node in each frame, with as many of the replicas as are dealt out to it.
    void addParts(const DiagramNode& whole, int replicas, const std::vector<QString>& frames,
                  const QString& otherwise) {
        if (frames.empty()) {
            DiagramNode node = whole;
            node.region = otherwise;
            m_diagram.nodes.push_back(counted(std::move(node), replicas));
            return;
        }
        const std::vector<int> shares = dealt(replicas, frames.size());
        for (std::size_t i = 0; i < frames.size(); ++i) {
            DiagramNode node = whole;
            node.region = frames[i];
            const QString zone = frames[i].contains(u'@') ? frames[i].section(u'@', 1) : frames[i];
            node.key = whole.key + u'@' + zone;
            if (!m_keys.contains(node.key)) m_diagram.nodes.push_back(counted(std::move(node), shares[i]));
            m_keys.insert(whole.key + u'@' + zone);
        }
    }

    static DiagramNode counted(DiagramNode node, int replicas) {
        if (node.shape == NodeShape::Cylinder && replicas != 1)
            node.subtitle += QStringLiteral(" ×%1").arg(replicas);
        else if (node.shape != NodeShape::Cylinder)
            node.corner = replicas > 0 ? QStringLiteral("×%1").arg(replicas) : QString();
        return node;
    }

    void addUnplaced() {
        const bool needed = std::any_of(m_diagram.nodes.begin(), m_diagram.nodes.end(),
                                        [](const DiagramNode& node) { return node.region == unplacedKey; });
        if (needed) addFrame(unplacedKey, deploymentTr("In no zone"), RegionLook::Boundary, {});
    }

    void addLatency(const QString& from, const QString& to, const model::Distribution& latency) {
        if (from == to || !m_frames.contains(from) || !m_frames.contains(to)) return;
        DiagramEdge edge;
        edge.key = from + u'>' + to;
        edge.from = from;
        edge.to = to;
        edge.style = EdgeStyle::Relation;  // The same both ways
        edge.label = meanText(latency);
        m_diagram.edges.push_back(std::move(edge));
    }

    void addLatencies() {
        for (const model::ZoneLatency& latency : m_project.network.zoneLatencies)
            addLatency(zoneKey(latency.from), zoneKey(latency.to), latency.latency);
        for (const model::RegionLatency& latency : m_project.network.regionLatencies)
            addLatency(siteKey(latency.from), siteKey(latency.to), latency.latency);
    }

    const model::Project& m_project;
    ContextColours m_colours;
    std::map<model::ServiceId, const model::Deployment*> m_deployments;
    Diagram m_diagram;
    QSet<QString> m_frames, m_keys;
};

}  // namespace

QString siteKey(const model::RegionId& id) {
    return QStringLiteral("region:") + QString::fromStdString(id.value());
}

QString zoneKey(const model::ZoneId& id) {
    return QStringLiteral("zone:") + QString::fromStdString(id.value());
}

QString poolKey(const model::NodePoolId& id, const QString& zone) {
    const QString key = QStringLiteral("node-pool:") + QString::fromStdString(id.value());
    return zone.isEmpty() ? key : key + u'@' + zone;
}

Diagram deploymentDiagram(const model::Project& project, const model::Layout& layout) {
    return DeploymentDiagram(project).make(layout);
}

}  // namespace app
