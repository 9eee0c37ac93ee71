#include "simulator/cascade/triggers.h"

#include <fmt/format.h>

#include <algorithm>
#include <variant>

#include "simulator/cascade/schedule.h"
#include "simulator/cascade/words.h"

namespace simulator {

namespace {

/// What a zone takes with it.
constexpr const char* lostIts = "lost its ";

class FaultFinder {
public:
    FaultFinder(const model::Project& project, const model::Scenario& scenario, const RunResult& result,
                Symptoms& found)
        : m_project(project), m_scenario(scenario), m_result(result), m_found(found) {}

    void find() {
        if (!m_scenario.faults) return;
        for (const model::Fault& fault : m_project.faultPlans.find(*m_scenario.faults)->faults)
            if (model::inSeconds(fault.start) < m_found.end) find(fault);
    }

private:
    void find(const model::Fault& fault) {
        CascadeEvent event;
        event.fault = fault;
        event.from = model::inSeconds(fault.start);
        if (std::holds_alternative<model::FlushFault>(fault.effect)) event.to = event.from;
        if (fault.length) event.to = event.from + model::inSeconds(*fault.length);
        if (fault.chance) return byChance(fault);
        if (const auto* zone = std::get_if<model::ZoneId>(&fault.target)) return ofZone(event, *zone, fault);
        if (const auto* region = std::get_if<model::RegionId>(&fault.target)) {
            for (const model::Zone& zone : m_project.network.zones)
                if (zone.region == *region) ofZone(event, zone.id, fault);
            return addTrigger(event, m_found);
        }
        if (const auto* pool = std::get_if<model::NodePoolId>(&fault.target))
            return ofNodes(event, *pool, std::get<model::KillFault>(fault.effect).replicas);
        ofOne(event, fault);
    }

    // It comes and goes all the time.
    void byChance(const model::Fault& fault) {
        const std::string target = nameOf(fault);
        m_found.conditions.push_back({target, phraseOf(fault) + " now and then, by chance", false});
    }

    static std::string nameOf(const model::Fault& fault) {
        return std::visit([](const auto& id) { return id.value(); }, fault.target);
    }

    void ofOne(CascadeEvent event, const model::Fault& fault) {
        const std::string phrase =
            std::holds_alternative<model::ChannelId>(fault.target) ? "lost its broker" : phraseOf(fault);
        event.entity = nameOf(fault);
        event.clause = event.entity + ' ' + phrase;
        event.detail = detailOf(fault);
        if (event.from <= 0 && !event.to) {
            const auto* pause = std::get_if<model::PauseFault>(&fault.effect);
            const bool grows = pause && (pause->perRequest || pause->everyRequests);
            m_found.conditions.push_back({event.entity, phrase, grows});
            return;
        }
        if (const auto* error = std::get_if<model::ErrorFault>(&fault.effect)) ofSome(*error, event);
        if (const auto* release = std::get_if<model::ReleaseFault>(&fault.effect)) outcomeOf(*release, event);
        if (const auto* service = std::get_if<model::ServiceId>(&fault.target);
            service && std::holds_alternative<model::KillFault>(fault.effect))
            event.detail += lagOf(*service);
        add(event);
    }

    void add(const CascadeEvent& event) {
        addTrigger(event, m_found);
        m_found.events.push_back(event);
        m_found.events.back().evidence.push_back(
            {"scenario", event.entity, "fault", "", event.from, event.to.value_or(m_found.end), 1, {}});
    }

    // Who is broken beside those who are not.
    void ofSome(const model::ErrorFault& error, CascadeEvent& event) const {
        const model::Deployment* const deployment = deploymentOf(event.entity);
        if (error.replicas == 0 || !deployment) return;
        event.clause = fmt::format("{} of the {} replicas of {} answered with errors",
                                   error.replicas == 1 ? "one" : countText(error.replicas),
                                   mostReplicas(*deployment), event.entity);
        const std::string what = error.rate >= 1 ? "all" : fmt::format("{:g} %", 100 * error.rate);
        event.detail = fmt::format(
            " {} failed {} of what {} asked for{}.", error.replicas == 1 ? "It" : "They", what,
            error.replicas == 1 ? "it was" : "they were",
            error.time.count() > 0 ? ", each request after " + lengthText(model::inSeconds(error.time))
                                   : ", each request at once");
    }

    const model::Deployment* deploymentOf(const std::string& service) const {
        for (const model::Deployment& deployment : m_project.deployments)
            if (deployment.service.value() == service) return &deployment;
        return nullptr;
    }

    // Of a release. A good one is over when it is everywhere.
    void outcomeOf(const model::ReleaseFault& fault, CascadeEvent& release) const {
        const bool isGood = fault.factor <= 1 && fault.errorRate == 0 && !fault.crashes;
        for (const PlatformChange& change : m_result.chronicle.platform) {
            if (change.service != release.entity || change.at < release.from) continue;
            const std::string when = " at " + momentText(change.at) + ".";
            if (change.kind == "rollout_begins" && change.at > release.from) return;
            if (change.kind == "rollout_failed") release.detail += " Its roll-out got stuck" + when;
            if (change.kind == "rollout_completed") release.detail += " It was everywhere" + when;
            if (change.kind == "rollout_completed" && isGood) release.to = change.at;
            if (change.kind != "rollout_aborted") continue;
            release.detail += " It was taken back" + when;
            release.to = change.at;
        }
    }

    static std::string networkPhrase(const model::Fault& fault) {
        const auto peer = model::peerZoneOf(fault.effect);
        const std::string far = peer ? "zone " + peer->value() : "all other zones";
        if (std::holds_alternative<model::LatencyFault>(fault.effect))
            return "had a slower network to " + far;
        if (const auto* loss = std::get_if<model::LossFault>(&fault.effect))
            return fmt::format("lost {:g} % of what went to and came from {}", 100 * loss->rate, far);
        return "was cut off from " + far;
    }

    // They are dealt out in turn: the first ones only, where there are fewer than zones.
    static bool isThere(const std::vector<model::ZoneId>& zones, std::int64_t count,
                        const model::ZoneId& zone) {
        const auto end = zones.begin() + std::min(count, static_cast<std::int64_t>(zones.size()));
        return std::find(zones.begin(), end, zone) != end;
    }

    bool isInRun(const std::string& id) const {
        return std::ranges::any_of(m_result.stations,
                                   [&](const StationResult& station) { return station.id == id; });
    }

    // All that stood in the zone.
    void ofZone(CascadeEvent event, const model::ZoneId& zone, const model::Fault& fault) {
        addTrigger(event, m_found);
        const bool isLoss = std::holds_alternative<model::KillFault>(fault.effect);
        const std::string what = isLoss ? std::string(lostIts) : networkPhrase(fault) + " with its ";
        const auto addPart = [&](const std::string& entity, const std::string& parts,
                                 const std::string& lag) {
            event.entity = entity;
            event.clause = entity + ' ' + what + parts + " in zone " + zone.value();
            event.detail = lag;
            add(event);
        };
        for (const model::Deployment& deployment : m_project.deployments) {
            const model::NodePool* const pool =
                deployment.nodePool ? m_project.network.nodePools.find(*deployment.nodePool) : nullptr;
            const bool stands = pool ? isThere(pool->zones, pool->maxNodes.value_or(pool->nodes), zone)
                                     : isThere(deployment.zones, mostReplicas(deployment), zone);
            if (stands && isInRun(deployment.service.value()))
                addPart(deployment.service.value(), "replicas",
                        isLoss ? discoveryLag(deployment) : std::string());
        }
        for (const model::DataStore& store : m_project.stores)
            if (isThere(store.zones, 1 + (store.replication ? store.replication->replicas : 0), zone) &&
                isInRun(store.id.value()))
                addPart(store.id.value(), "servers", {});
    }

    std::string lagOf(const model::ServiceId& service) const {
        const model::Deployment* const deployment = deploymentOf(service.value());
        return deployment ? discoveryLag(*deployment) : std::string();
    }

    void ofNodes(CascadeEvent event, const model::NodePoolId& pool, std::int32_t nodes) {
        addTrigger(event, m_found);
        for (const model::Deployment& deployment : m_project.deployments) {
            if (deployment.nodePool != pool) continue;
            event.entity = deployment.service.value();
            event.clause = event.entity + " lost its replicas " +
                           (nodes == 0 ? "with all nodes of " : "on " + countText(nodes, "node") + " of ") +
                           pool.value();
            add(event);
        }
    }

    std::int64_t mostReplicas(const model::Deployment& deployment) const {
        const bool scales = m_scenario.autoscaling && deployment.autoscaling;
        return scales ? deployment.autoscaling->maxReplicas : deployment.replicas;
    }

    const model::Project& m_project;
    const model::Scenario& m_scenario;
    const RunResult& m_result;
    Symptoms& m_found;
};

}  // namespace

void addTrigger(const CascadeEvent& event, Symptoms& found) {
    found.triggerStart = std::min(found.triggerStart.value_or(event.from), event.from);
    if (!event.to || *event.to >= found.end)
        found.triggerLasts = true;
    else
        found.triggerEnd = std::max(found.triggerEnd.value_or(*event.to), *event.to);
}

void findFaults(const model::Project& project, const model::Scenario& scenario, const RunResult& result,
                Symptoms& found) {
    FaultFinder(project, scenario, result, found).find();
}

}  // namespace simulator
