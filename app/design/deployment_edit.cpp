#include "app/design/deployment_edit.h"

#include <QCoreApplication>
#include <algorithm>

#include "app/diagram/deployment_diagram.h"
#include "app/diagram/node_sizes.h"
#include "app/diagram/regions.h"
#include "model/references.h"

namespace app {

namespace {

QString deploymentEditTr(const char* words) {
    return QCoreApplication::translate("DeploymentEdit", words);
}

/// What a key says of a place: `node-pool:spot@zone:a`, `zone:a`, or neither.
struct Target {
    std::optional<model::NodePoolId> pool;
    std::optional<model::ZoneId> zone;
};

template <class Id>
std::optional<Id> idAfter(const QString& key, const QString& word) {
    if (!key.startsWith(word + u':')) return std::nullopt;
    return Id(key.section(u':', 1).toStdString());
}

std::optional<model::ZoneId> zoneIn(const QString& key) {
    for (const QString& part : key.split(u'@'))
        if (const auto zone = idAfter<model::ZoneId>(part, QStringLiteral("zone"))) return zone;
    return std::nullopt;
}

Target targetOf(const QString& frame) {
    return {idAfter<model::NodePoolId>(frame.section(u'@', 0, 0), QStringLiteral("node-pool")),
            zoneIn(frame)};
}

/// The zones with the one in place of the other; each once.
std::vector<model::ZoneId> movedZones(std::vector<model::ZoneId> zones,
                                      const std::optional<model::ZoneId>& from,
                                      const std::optional<model::ZoneId>& to) {
    if (!from) zones.clear();
    auto at = from ? std::find(zones.begin(), zones.end(), *from) : zones.end();
    const bool there = to && std::find(zones.begin(), zones.end(), *to) != zones.end();
    if (at != zones.end() && to && !there)
        *at = *to;
    else if (at != zones.end())
        zones.erase(at);
    else if (to && !there)
        zones.push_back(*to);
    return zones;
}

model::Result<model::Project> moveService(const model::Project& project, const model::ServiceId& id,
                                          const std::optional<model::ZoneId>& from, const Target& target) {
    model::Deployment deployment;
    if (const model::Deployment* found = model::deploymentOf(project, id)) {
        deployment = *found;
    } else {
        deployment.id = model::freeId(project.deployments, id.value());
        deployment.service = id;
    }
    const bool leavesPool = deployment.nodePool.has_value() && !target.pool;
    deployment.nodePool = target.pool;
    if (leavesPool) deployment.zones.clear();
    if (!target.pool) deployment.zones = movedZones(deployment.zones, from, target.zone);
    return model::put(project, std::move(deployment));
}

model::Result<model::Project> moveStore(const model::Project& project, const model::DataStoreId& id,
                                        const std::optional<model::ZoneId>& from, const Target& target) {
    model::DataStore store = *project.stores.find(id);
    store.zones = movedZones(store.zones, from, target.zone);
    return model::put(project, std::move(store));
}

model::Result<model::Project> moveOne(const model::Project& project, const QString& key,
                                      const Target& target) {
    const auto element = model::elementFromKey(elementOfKey(key).toStdString());
    if (!element || !model::contains(project, *element)) return project;
    if (const auto* service = std::get_if<model::ServiceId>(&*element))
        return moveService(project, *service, zoneIn(key), target);
    if (const auto* store = std::get_if<model::DataStoreId>(&*element))
        return moveStore(project, *store, zoneIn(key), target);
    return project;
}

/// Where it was dropped it stays, under the key that it has there.
model::Layout carried(model::Layout layout, const QStringList& keys, const QString& frame) {
    QHash<QString, QPointF> places;
    const QString place = frame.contains(u'@') ? frame.section(u'@', 1) : frame;
    const bool anywhere =
        place.startsWith(QLatin1String("zone:")) || place.startsWith(QLatin1String("node-pool:"));
    for (const QString& key : keys) {
        const QString element = elementOfKey(key);
        const model::NodePlace* at = layout.diagrams[std::string("deployment")].nodes.find(key.toStdString());
        if (at) places.insert(anywhere ? element + u'@' + place : element, {at->x, at->y});
    }
    return withPlaces(std::move(layout), QStringLiteral("deployment"), places);
}

QString freeName(const auto& collection, const char* base) {
    return QString::fromStdString(model::freeId(collection, base).value());
}

/// The layout with the place of what was just added.
DiagramEdit added(model::Project project, const Version& version, const NewPlace& place, const QString& key,
                  const QString& label) {
    return {
        std::move(project), withPlaces(*version.layout, place.diagram, {{key, place.centre}}), label, {key}};
}

DiagramEditResult createSite(const Version& version, const NewPlace& place, const QString& name) {
    model::Project project = *version.project;
    model::Region region;
    region.name = name.trimmed().toStdString();
    region.id = model::freeId(project.network.regions, model::slug(region.name, "region"));
    project.network.regions = project.network.regions.with(region);
    return added(std::move(project), version, place, siteKey(region.id),
                 deploymentEditTr("Add region %1").arg(name));
}

DiagramEditResult createZone(const Version& version, const NewPlace& place, const QString& name) {
    model::Project project = *version.project;
    model::Zone zone;
    zone.name = name.trimmed().toStdString();
    zone.id = model::freeId(project.network.zones, model::slug(zone.name, "zone"));
    zone.region = idAfter<model::RegionId>(place.context, QStringLiteral("region"));
    project.network.zones = project.network.zones.with(zone);
    return added(std::move(project), version, place, zoneKey(zone.id),
                 deploymentEditTr("Add zone %1").arg(name));
}

}  // namespace

std::vector<DiagramTool> networkTools() {
    return {{{"zone", deploymentEditTr("Zone"), "layers",
              deploymentEditTr("Add a zone: click where it shall stand"), deploymentEditTr("&Zone")},
             emptyFrameSize,
             true,
             createZone,
             [](const model::Project& project) { return freeName(project.network.zones, "new-zone"); }},
            {{"region", deploymentEditTr("Region"), "map",
              deploymentEditTr("Add a region of the cloud: click where it shall stand"),
              deploymentEditTr("&Region")},
             emptyFrameSize,
             true,
             createSite,
             [](const model::Project& project) { return freeName(project.network.regions, "new-region"); }}};
}

DiagramEditResult moveIntoZone(const Version& version, const QStringList& keys, const QString& frame) {
    const Target target = targetOf(frame);
    const bool nowhere = frame.isEmpty() || frame == unplacedKey;
    if (!nowhere && !target.zone && !target.pool)
        return model::failure(
            frame.toStdString(),
            deploymentEditTr("Replicas stand in a zone of the region: drop them there.").toStdString());
    model::Project project = *version.project;
    for (const QString& key : keys) {
        auto after = moveOne(project, key, target);
        if (!after) return tl::unexpected<model::Error>(after.error());
        project = std::move(*after);
    }
    QStringList elements;
    for (const QString& key : keys) elements << elementOfKey(key);
    const QString names = namesOf(project, elements);
    const QString label = nowhere ? deploymentEditTr("Take %1 from its zone").arg(names)
                                  : deploymentEditTr("Move %1 to %2").arg(names, frame.section(u':', -1));
    return DiagramEdit{std::move(project), carried(*version.layout, keys, frame), label, {}};
}

}  // namespace app
