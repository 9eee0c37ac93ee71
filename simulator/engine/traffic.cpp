// Traffic of a running simulation between two versions of a service, and what it says of the new one.
#include <algorithm>

#include "simulator/engine/simulation.h"

namespace simulator {

const Pod& Simulation::podOf(Index replica) const {
    const ServicePlan& service = m_plan.services[m_replicas[replica].serviceIndex];
    return m_pods[m_plan.podSets[service.podSet].firstPod + replica - service.firstReplica];
}

bool Simulation::isWeighted(Index service) const {
    const Index set = m_plan.services[service].podSet;
    return set != none && m_podSets[set].rollout.isUnderWay() &&
           m_plan.podSets[set].rollout->kind >= RolloutKind::BlueGreen;
}

// Whether the next request goes to the new one.
bool Simulation::chooseVersion(Index service) {
    Rollout& rollout = m_podSets[m_plan.services[service].podSet].rollout;
    return rollout.split.isForNew(rollout.weight);
}

// It is the turn of the next replica of the version that is chosen. Where both have traffic and one has
// nobody to serve it, the other takes it; false where nobody does.
bool Simulation::aim(Service& service) {
    const auto at = static_cast<Index>(&service - m_services.data());
    Rollout& rollout = m_podSets[m_plan.services[at].podSet].rollout;
    bool toNew = chooseVersion(at);
    for (int attempt = 0; attempt < 2; ++attempt, toNew = !toNew) {
        const bool hasTraffic = attempt == 0 || (rollout.weight > 0 && rollout.weight < 100);
        if (!hasTraffic) return false;
        std::uint32_t& turn = rollout.turns[toNew ? 1 : 0];
        for (std::uint32_t next = 0; next < service.replicas; ++next) {
            const std::uint32_t place = (turn + next) % service.replicas;
            const Index replica = service.firstReplica + place;
            if (!m_replicas[replica].alive || (podOf(replica).version == rollout.to) != toNew) continue;
            turn = place + 1;
            service.cursor = place;
            return true;
        }
    }
    return false;
}

// What comes to a judged version is followed to its end.
void Simulation::follow(Index request, Service& service) {
    const Index replica = service.firstReplica + service.cursor;
    if (!isJudged(replica)) return;
    m_frames[request].watched = true;
    m_frames[request].since = replica;
    if (isFull(m_replicas[replica], service)) judge(replica, true, 0);
}

// It would refuse who comes now.
bool Simulation::isFull(const Replica& replica, const Service& service) {
    return replica.busy >= service.workers && replica.queue.length >= service.queueLimit;
}

bool Simulation::isJudged(Index replica) const {
    const Index service = m_replicas[replica].serviceIndex;
    if (!m_services[service].trouble.weighted) return false;
    const Rollout& rollout = m_podSets[m_plan.services[service].podSet].rollout;
    return rollout.look != none && podOf(replica).version == rollout.to;
}

void Simulation::judge(Index replica, bool failed, std::int64_t latency) {
    const Index set = m_plan.services[m_replicas[replica].serviceIndex].podSet;
    m_podSets[set].rollout.judge.note(*m_plan.podSets[set].rollout->analysis, failed, latency);
}

// Clients that spread their calls themselves choose the version, and then among its replicas as they do else.
std::uint32_t Simulation::hostOfVersion(Guard& guard, std::uint32_t attempt) {
    const Index at = m_plan.guards[guard.plan].service;
    const Service& service = m_services[at];
    if (!service.trouble.weighted) return pickHost(guard, attempt);
    const Rollout& rollout = m_podSets[m_plan.services[at].podSet].rollout;
    const bool toNew = chooseVersion(at);
    const auto fits = [&](std::uint32_t host) {
        return (podOf(service.firstReplica + host).version == rollout.to) == toNew;
    };
    for (std::uint32_t tries = 0; tries < 2 * service.replicas; ++tries)
        if (const std::uint32_t host = pickHost(guard, attempt + tries); host == noHost || fits(host))
            return host;
    for (const std::uint32_t host : guard.balancer->healthy())
        if (fits(host)) return host;
    return rollout.weight > 0 && rollout.weight < 100 ? pickHost(guard, attempt) : noHost;
}

}  // namespace simulator
