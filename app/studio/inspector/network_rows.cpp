#include <algorithm>

#include "app/studio/inspector/form.h"

namespace app {

namespace {

/// What the project has one of: its network.
using Networks = Subject<model::Network, int>;

Networks network(const model::Project& project) {
    return {project,
            {0},
            inspectorTr("the network"),
            [](const model::Project& from, int) { return std::optional<model::Network>(from.network); },
            [](const model::Project& before, model::Network changed, int) {
                return model::putNetwork(before, std::move(changed));
            }};
}

/// A section with a link to each, and an action that adds one.
template <class Entity>
void appendPlaces(std::vector<Row>& rows, const model::Collection<Entity>& places, const QString& title,
                  const QString& add, const QString& first) {
    Row head = sectionRow(title, QString::number(places.size()));
    head.fold = QStringLiteral("Network/%1").arg(text(std::string(model::kindName(model::Id<Entity>()))));
    head.open = false;
    rows.push_back(std::move(head));
    for (const Entity& place : places) {
        rows.push_back(linkRow(text(place.name), {}, {text(model::elementKey(place.id))}));
        rows.back().depth = 1;
    }
    rows.push_back(actionRow(
        add,
        [first, count = places.size()](const model::Project& before, const QString&) {
            Entity made;
            made.name = QStringLiteral("%1 %2").arg(first).arg(count + 1).toStdString();
            return model::put(before, std::move(made));
        },
        add));
    rows.back().depth = 1;
}

/// Links to what stands in a place.
template <class Entities, class Stands>
void appendStanding(std::vector<Row>& rows, const Entities& entities, const QString& kind, Stands stands) {
    for (const auto& entity : entities)
        if (stands(entity))
            rows.push_back(linkRow(text(entity.name), kind, {text(model::elementKey(entity.id))}));
}

bool isAmong(const model::ZoneId& zone, const std::vector<model::ZoneId>& zones) {
    return std::find(zones.begin(), zones.end(), zone) != zones.end();
}

void appendDeployed(std::vector<Row>& rows, const model::Project& project,
                    const std::function<bool(const model::Deployment&)>& here) {
    for (const model::Deployment& deployment : project.deployments)
        if (here(deployment))
            rows.push_back(linkRow(text(model::displayName(project, deployment.service)),
                                   inspectorTr("service"), {text(model::elementKey(deployment.service))}));
}

template <class Entity>
void appendPlaceRows(std::vector<Row>& rows, const model::Project& project,
                     const std::vector<model::Id<Entity>>& ids, const QString& title, const QString& fold,
                     model::Collection<Entity> model::Network::*places) {
    const Subject<Entity, model::Id<Entity>> subject{
        project, ids, nameOfAll(project, ids),
        [places](const model::Project& from, const model::Id<Entity>& id) {
            const Entity* found = (from.network.*places).find(id);
            return found ? std::optional<Entity>(*found) : std::nullopt;
        },
        [](const model::Project& before, Entity changed, const model::Id<Entity>&) {
            return model::put(before, std::move(changed));
        }};
    rows.push_back(sectionRow(title));
    appendNameAndDescription<decltype(subject), Entity>(rows, subject, nullptr);
    FormStyle style{fold, {"name"}, {}, true, 0, 0};
    appendFormRows(rows, subject, style);
}

}  // namespace

void appendRegionRows(std::vector<Row>& rows, const model::Project& project,
                      const std::vector<model::RegionId>& ids) {
    appendPlaceRows(rows, project, ids, inspectorTr("Region"), QStringLiteral("Region"),
                    &model::Network::regions);
    if (ids.size() != 1) return;
    rows.push_back(sectionRow(inspectorTr("Its zones")));
    appendStanding(rows, project.network.zones, inspectorTr("zone"),
                   [&](const model::Zone& zone) { return zone.region == ids.front(); });
}

void appendZoneRows(std::vector<Row>& rows, const model::Project& project,
                    const std::vector<model::ZoneId>& ids) {
    appendPlaceRows(rows, project, ids, inspectorTr("Zone"), QStringLiteral("Zone"), &model::Network::zones);
    if (ids.size() != 1) return;
    const model::ZoneId& id = ids.front();
    rows.push_back(sectionRow(inspectorTr("Stands in it")));
    appendDeployed(rows, project,
                   [&](const model::Deployment& deployment) { return isAmong(id, deployment.zones); });
    appendStanding(rows, project.stores, inspectorTr("data store"),
                   [&](const model::DataStore& store) { return isAmong(id, store.zones); });
    appendStanding(rows, project.network.nodePools, inspectorTr("node pool"),
                   [&](const model::NodePool& pool) { return isAmong(id, pool.zones); });
}

void appendNodePoolRows(std::vector<Row>& rows, const model::Project& project,
                        const std::vector<model::NodePoolId>& ids) {
    appendPlaceRows(rows, project, ids, inspectorTr("Node pool"), QStringLiteral("NodePool"),
                    &model::Network::nodePools);
    if (ids.size() != 1) return;
    rows.push_back(sectionRow(inspectorTr("Runs on it")));
    appendDeployed(rows, project,
                   [&](const model::Deployment& deployment) { return deployment.nodePool == ids.front(); });
}

void appendNetworkRows(std::vector<Row>& rows, const model::Project& project) {
    rows.push_back(sectionRow(inspectorTr("Network")));
    FormStyle style{QStringLiteral("Network"), {}, {}, false, 0, 0};
    appendFormRows(rows, network(project), style);
    appendPlaces(rows, project.network.regions, inspectorTr("Regions"), inspectorTr("Add a region"),
                 inspectorTr("Region"));
    appendPlaces(rows, project.network.zones, inspectorTr("Zones"), inspectorTr("Add a zone"),
                 inspectorTr("Zone"));
    appendPlaces(rows, project.network.nodePools, inspectorTr("Node pools"), inspectorTr("Add a node pool"),
                 inspectorTr("Pool"));
}

}  // namespace app
