// Zones, and how clients learn of the replicas there.
#include <algorithm>
#include <utility>

#include "simulator/plan/scenario_compiler.h"

namespace simulator {

namespace {

constexpr std::int64_t longestZoneTime = std::int64_t{1} << 60;

std::int64_t zoneTime(model::Duration time) {
    return std::clamp<std::int64_t>(time.count(), 0, longestZoneTime);
}

}  // namespace

Index ScenarioCompiler::zoneIndex(const model::ZoneId& id) const {
    Index at = 0;
    for (const model::Zone& zone : m_project.network.zones) {
        if (zone.id == id) return at;
        ++at;
    }
    return none;
}

std::vector<Index> ScenarioCompiler::zonesOf(const std::vector<model::ZoneId>& ids) const {
    std::vector<Index> zones;
    zones.reserve(ids.size());
    for (const model::ZoneId& id : ids) zones.push_back(zoneIndex(id));
    return zones;
}

void ScenarioCompiler::discovery(const model::Deployment& deployment, ServicePlan& plan) {
    if (!deployment.discovery) return;
    const model::Discovery& discovery = *deployment.discovery;
    plan.ttl = zoneTime(discovery.ttl);
    if (discovery.kind == model::DiscoveryKind::Consul) {
        plan.discovery = Discovery::Agents;
        plan.ttl = 0;
        plan.probePeriod = zoneTime(discovery.check);
        return;
    }
    if (discovery.kind == model::DiscoveryKind::Eureka) {
        plan.discovery = Discovery::Leases;
        plan.heartbeat = zoneTime(discovery.check);
        plan.lease = zoneTime(discovery.expiry);
        return;
    }
    if (!deployment.readiness) return;
    plan.probePeriod = zoneTime(deployment.readiness->period);
    plan.probeFailures = std::max(1, deployment.readiness->failureThreshold);
}

ScenarioCompiler::Done ScenarioCompiler::checkZones() const {
    const auto isUnknown = [](const std::vector<Index>& zones) {
        return std::find(zones.begin(), zones.end(), none) != zones.end();
    };
    for (const ServicePlan& service : m_plan.services) {
        if (isUnknown(service.zones))
            return model::failure(service.place + "/zones", "is in a zone that the network does not have");
    }
    for (const StorePlan& store : m_plan.stores)
        if (isUnknown(store.zones))
            return model::failure("/stores/" + store.id + "/zones",
                                  "is in a zone that the network does not have");
    return true;
}

// Zones are dealt out in turn: to replicas, or to the nodes of their pool as far as it grows.
std::vector<Index> ScenarioCompiler::placesOf(const ServicePlan& service) const {
    const Index pool = service.podSet == none ? none : m_plan.podSets[service.podSet].nodePool;
    std::vector<Index> places = service.zones;
    std::uint32_t count = service.replicas;
    if (pool != none) {
        const NodePoolRules& rules = m_plan.nodePools[pool].rules;
        places = rules.zones;
        count = std::max(rules.nodes, rules.mostNodes);
    }
    if (places.size() > count) places.resize(count);
    return places;
}

// Of a region all its zones at once.
ScenarioCompiler::Done ScenarioCompiler::zoneFault(const model::Fault& fault, const std::string& place) {
    if (!std::holds_alternative<model::KillFault>(fault.effect)) return networkOfZone(fault, place);
    bool takesAny = false;
    if (const auto* id = std::get_if<model::ZoneId>(&fault.target)) {
        const Index zone = zoneIndex(*id);
        if (zone == none)
            return model::failure(place + "/zone", "the network has no zone `" + id->value() + "`");
        if (Done done = zoneLoss(fault, zone, place, takesAny); !done) return done;
        if (takesAny) return true;
        return model::failure(place + "/zone",
                              "nothing is in the zone `" + id->value() +
                                  "`: expected a deployment or a store that is spread over it");
    }
    const model::RegionId& region = std::get<model::RegionId>(fault.target);
    Index at = 0;
    for (const model::Zone& zone : m_project.network.zones) {
        const Index number = at++;
        if (zone.region != region) continue;
        if (Done done = zoneLoss(fault, number, place, takesAny); !done) return done;
    }
    if (takesAny) return true;
    return model::failure(place + "/region", "nothing is in the region `" + region.value() +
                                                 "`: expected a deployment or a store in one of its zones");
}

// One fault for each service and each store that has something there.
ScenarioCompiler::Done ScenarioCompiler::zoneLoss(const model::Fault& fault, Index zone,
                                                  const std::string& place, bool& takesAny) {
    FaultPlanEntry plan;
    plan.zone = zone;
    plan.start = zoneTime(fault.start);
    if (Done done = checkPatience(plan, place); !done) return done;
    const std::string name = "fault zone " + m_project.network.zones.at(zone).id.value() + ' ';
    const auto take = [&](bool store, Index target, std::int64_t startUp) {
        plan.store = store;
        plan.target = target;
        plan.end = fault.length ? plan.start + zoneTime(*fault.length) + startUp : never;
        takesAny = true;
        return addFault(plan, name + targetOf(plan), {});
    };
    for (Index at = 0; at < m_plan.services.size(); ++at) {
        const ServicePlan& service = m_plan.services[at];
        if (!service.standsIn(zone)) continue;
        if (Done done = take(false, at, service.startUp); !done) return done;
    }
    for (Index at = 0; at < m_plan.stores.size(); ++at) {
        if (!m_plan.stores[at].standsIn(zone)) continue;
        if (Done done = take(true, at, 0); !done) return done;
    }
    return true;
}

// Between what stands there and what stands in the other one, or anywhere else.
ScenarioCompiler::Done ScenarioCompiler::networkOfZone(const model::Fault& fault, const std::string& place) {
    const auto* zone = std::get_if<model::ZoneId>(&fault.target);
    if (!zone) return model::failure(place + "/fault", "only a kill takes a region, expected a zone");
    FaultPlanEntry plan;
    plan.target = none;
    plan.near = zoneIndex(*zone);
    std::string name = "fault " + std::to_string(fault.effect.index()) + " zone " + zone->value();
    if (plan.near == none)
        return model::failure(place + "/zone", "the network has no zone `" + zone->value() + "`");
    if (const auto peer = model::peerZoneOf(fault.effect)) {
        plan.far = zoneIndex(*peer);
        name += ' ' + peer->value();
        if (plan.far == none)
            return model::failure(place + "/peer_zone", "the network has no zone `" + peer->value() + "`");
    }
    plan.start = zoneTime(fault.start);
    if (fault.length) plan.end = plan.start + zoneTime(*fault.length);
    plan.ramp = zoneTime(fault.ramp.value_or(model::Duration{}));
    Done done = std::visit([&](const auto& effect) { return this->effect(effect, plan); }, fault.effect);
    if (done) done = checkPatience(plan, place);
    if (!done) return done;
    const auto* latency = std::get_if<model::LatencyFault>(&fault.effect);
    return addFault(std::move(plan), name, latency ? latency->extra : model::Distribution());
}

Index ScenarioCompiler::regionIndex(const model::RegionId& id) const {
    Index at = 0;
    for (const model::Region& region : m_project.network.regions) {
        if (region.id == id) return at;
        ++at;
    }
    return none;
}

void ScenarioCompiler::link(std::vector<ZoneLink>& links, Index one, Index other, const std::string& name,
                            const model::Distribution& latency) {
    if (one == none || other == none) return;
    if (one > other) std::swap(one, other);
    links.push_back({one, other, m_behaviours.draw(name, Purpose::Network, latency)});
}

// Of calls between services that stand in zones.
void ScenarioCompiler::zoneNetwork() {
    const model::Network& network = m_project.network;
    ZoneNetwork& plan = m_plan.zoneNetwork;
    for (const model::ZoneLatency& latency : network.zoneLatencies)
        link(plan.zones, zoneIndex(latency.from), zoneIndex(latency.to),
             "network zone " + latency.from.value() + ' ' + latency.to.value(), latency.latency);
    for (const model::RegionLatency& latency : network.regionLatencies)
        link(plan.regions, regionIndex(latency.from), regionIndex(latency.to),
             "network region " + latency.from.value() + ' ' + latency.to.value(), latency.latency);
    if (plan.empty()) return;
    const auto comesBefore = [](const ZoneLink& left, const ZoneLink& right) {
        return std::pair(left.one, left.other) < std::pair(right.one, right.other);
    };
    std::stable_sort(plan.zones.begin(), plan.zones.end(), comesBefore);
    std::stable_sort(plan.regions.begin(), plan.regions.end(), comesBefore);
    for (const model::Zone& zone : network.zones)
        plan.regionOf.push_back(zone.region ? regionIndex(*zone.region) : none);
    for (CallPlan& call : m_plan.calls) {
        const Index callee = m_plan.operations[call.operation].service;
        call.zoned = call.caller != none && call.caller != callee &&
                     !m_plan.services[call.caller].places.empty() && !m_plan.services[callee].places.empty();
    }
}

Index ZoneNetwork::between(Index zone, Index other) const {
    const auto find = [](const std::vector<ZoneLink>& links, Index one, Index two) {
        if (one == none || two == none) return none;
        if (one > two) std::swap(one, two);
        const auto found = std::lower_bound(links.begin(), links.end(), std::pair(one, two),
                                            [](const ZoneLink& link, const std::pair<Index, Index>& sought) {
                                                return std::pair(link.one, link.other) < sought;
                                            });
        return found != links.end() && found->joins(one, two) ? found->draw : none;
    };
    const Index draw = find(zones, zone, other);
    return draw != none ? draw : find(regions, regionOf[zone], regionOf[other]);
}

}  // namespace simulator
