// Zones, and how clients learn of the replicas there.
#include <algorithm>

#include "simulator/plan/scenario_compiler.h"

namespace simulator {

namespace {

constexpr std::int64_t longestZoneTime = std::int64_t{1} << 60;

std::int64_t zoneTime(model::Duration time) {
    return std::clamp<std::int64_t>(time.count(), 0, longestZoneTime);
}

bool isSpreadOver(const std::vector<Index>& zones, std::uint32_t count, Index zone) {
    const auto used = zones.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(count, zones.size()));
    return std::find(zones.begin(), used, zone) != used;
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
    plan.ttl = zoneTime(deployment.discovery->ttl);
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
        const bool hasNodes =
            service.podSet != none && m_plan.podSets[service.podSet].nodePool != none && service.ttl == 0;
        if (service.isDiscovered() && service.podSet != none && !hasNodes)
            return model::failure(
                service.place + "/discovery",
                "cannot be simulated yet where replicas are pods: expected a deployment without discovery, "
                "or without an autoscaler that the scenario follows, startup and liveness "
                "probes, a readiness that needs a worker, a use of memory, a pool of nodes "
                "and releases");
    }
    for (const StorePlan& store : m_plan.stores)
        if (isUnknown(store.zones))
            return model::failure("/stores/" + store.id + "/zones",
                                  "is in a zone that the network does not have");
    return true;
}

// One fault for each service and each store that has something there.
ScenarioCompiler::Done ScenarioCompiler::zoneFault(const model::Fault& fault, const std::string& place) {
    const model::ZoneId& id = std::get<model::ZoneId>(fault.target);
    FaultPlanEntry plan;
    plan.zone = zoneIndex(id);
    if (plan.zone == none)
        return model::failure(place + "/zone", "the network has no zone `" + id.value() + "`");
    plan.start = zoneTime(fault.start);
    bool takesAny = false;
    const auto take = [&](bool store, Index target, std::int64_t startUp) -> Done {
        plan.store = store;
        plan.target = target;
        plan.end = fault.length ? plan.start + zoneTime(*fault.length) + startUp : never;
        takesAny = true;
        if (Done done = checkPatience(plan, place); !done) return done;
        return addFault(plan, "fault zone " + id.value() + ' ' + targetOf(plan), {});
    };
    for (Index at = 0; at < m_plan.services.size(); ++at) {
        const ServicePlan& service = m_plan.services[at];
        const Index pool = service.podSet == none ? none : m_plan.podSets[service.podSet].nodePool;
        const bool isThere = pool == none ? isSpreadOver(service.zones, service.replicas, plan.zone)
                                          : isSpreadOver(m_plan.nodePools[pool].rules.zones,
                                                         std::max(m_plan.nodePools[pool].rules.nodes,
                                                                  m_plan.nodePools[pool].rules.mostNodes),
                                                         plan.zone);
        if (!isThere) continue;
        if (Done done = take(false, at, service.startUp); !done) return done;
    }
    for (Index at = 0; at < m_plan.stores.size(); ++at) {
        const StorePlan& store = m_plan.stores[at];
        if (!isSpreadOver(store.zones, store.servers, plan.zone)) continue;
        if (Done done = take(true, at, 0); !done) return done;
    }
    if (takesAny) return true;
    return model::failure(place + "/zone", "nothing is in the zone `" + id.value() +
                                               "`: expected a deployment or a store that is spread over it");
}

}  // namespace simulator
