#pragma once

#include "tests/app/shop_project.h"

namespace shop {

inline void addZone(model::Project& project, const std::string& id, const std::string& region) {
    model::Zone zone;
    zone.id = model::ZoneId(id);
    zone.name = region + "-" + id;
    zone.region = model::RegionId(region);
    project.network.zones = project.network.zones.with(zone);
}

inline void addRegion(model::Project& project, const std::string& id) {
    model::Region region;
    region.id = model::RegionId(id);
    region.name = id;
    project.network.regions = project.network.regions.with(region);
}

inline void changeDeployment(model::Project& project, const std::string& service, const auto& change) {
    model::Deployment deployment = *project.deployments.find(model::DeploymentId(service));
    change(deployment);
    project.deployments = project.deployments.with(deployment);
}

/// The shop in two regions with three zones, some of it on a node pool, some of it nowhere.
inline model::Project spread() {
    using model::ZoneId;
    model::Project project = shop::project();
    addRegion(project, "north");
    addRegion(project, "south");
    addZone(project, "a", "north");
    addZone(project, "b", "north");
    addZone(project, "c", "south");
    model::NodePool spot;
    spot.id = model::NodePoolId("spot");
    spot.name = "Spot";
    spot.nodes = 4;
    spot.zones = {ZoneId("a"), ZoneId("b")};
    project.network.nodePools = project.network.nodePools.with(spot);
    project.network.zoneLatencies.push_back(
        {ZoneId("a"), ZoneId("b"), model::Distribution::constant(model::milliseconds(1.2)), {}});
    project.network.regionLatencies.push_back({model::RegionId("north"),
                                               model::RegionId("south"),
                                               model::Distribution::constant(model::milliseconds(38)),
                                               {}});
    for (const char* service : {"order", "web-gateway", "inventory"})
        changeDeployment(project, service, [](model::Deployment& deployment) {
            deployment.zones = {ZoneId("a"), ZoneId("b"), ZoneId("c")};
        });
    for (const char* service : {"payment", "shipping"})
        changeDeployment(project, service,
                         [&spot](model::Deployment& deployment) { deployment.nodePool = spot.id; });
    model::DataStore orders = *project.stores.find(model::DataStoreId("orders"));
    orders.replication = model::Replication{};
    orders.zones = {ZoneId("a"), ZoneId("c")};
    project.stores = project.stores.with(orders);
    return project;
}

}  // namespace shop
