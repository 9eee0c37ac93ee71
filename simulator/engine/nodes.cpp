// Nodes of a running simulation: where pods find room, how pools grow and shrink, and the loss of nodes.
#include <algorithm>

#include "simulator/engine/simulation.h"

namespace simulator {

void Simulation::buildNodes() {
    for (const NodePoolPlan& plan : m_plan.nodePools) m_nodePools.emplace_back(plan.rules);
    for (const PodSetPlan& plan : m_plan.podSets)
        for (std::uint32_t place = 0; plan.nodePool != none && place < plan.initial; ++place) {
            NodePool& pool = m_nodePools[plan.nodePool];
            m_pods[plan.firstPod + place].node = pool.choose(plan.request(), {});
            pool.add(m_pods[plan.firstPod + place].node, plan.request(), m_now);
        }
}

// Those that are lost at the moment.
std::vector<bool> Simulation::zonesAway() const {
    std::vector<bool> away(m_plan.zones);
    for (Index fault = 0; fault < m_faults.size(); ++fault)
        if (m_faults[fault].active && m_plan.faults[fault].zone != none)
            away[m_plan.faults[fault].zone] = true;
    return away;
}

// In which zone a replica is at the moment.
Index Simulation::zoneAt(Index service, std::uint32_t place) const {
    const ServicePlan& plan = m_plan.services[service];
    if (plan.podSet == none || m_plan.podSets[plan.podSet].nodePool == none) return zoneOf(plan.zones, place);
    const PodSetPlan& set = m_plan.podSets[plan.podSet];
    const Index node = m_pods[set.firstPod + place].node;
    return node == noNode ? none : m_nodePools[set.nodePool].zone(node);
}

PodRequest Simulation::requestOf(const PodSetPlan& plan, Index pod) const {
    return {plan.service, m_pods[pod].requestMilli, plan.memoryRequestMib};
}

// Whether there is a node for it.
bool Simulation::findRoom(const PodSetPlan& plan, Index at) {
    if (plan.nodePool == none) return true;
    NodePool& pool = m_nodePools[plan.nodePool];
    m_pods[at].node = pool.choose(requestOf(plan, at), zonesAway());
    if (m_pods[at].node == noNode) return false;
    pool.add(m_pods[at].node, requestOf(plan, at), m_now);
    return true;
}

// Whoever waits may take its place.
void Simulation::leaveNode(const PodSetPlan& plan, Index at) {
    const Index node = std::exchange(m_pods[at].node, noNode);
    if (node == noNode) return;
    NodePool& pool = m_nodePools[plan.nodePool];
    const bool isEmpty = pool.remove(node, requestOf(plan, at), m_now);
    schedule(newFrame(Role::Node, plan.nodePool), State::NodeRoom, m_now, Priority::Fault);
    if (isEmpty && pool.state(node) == NodePool::State::Ready) awaitIdleness(plan.nodePool, node);
}

void Simulation::awaitIdleness(Index pool, std::uint32_t node) {
    const Index event = newFrame(Role::Node, pool);
    m_frames[event].pc = node;
    schedule(event, State::NodeIdle, m_now + m_plan.nodePools[pool].rules.idle, Priority::Fault);
}

void Simulation::nodeEvent(Index event) {
    const Index pool = m_frames[event].operation;
    const Index node = m_frames[event].pc;
    const State state = m_frames[event].state;
    m_frames.release(event);
    NodePool& nodes = m_nodePools[pool];
    switch (state) {
        case State::NodeRoom:
            return placeWaiting(pool);
        case State::NodeComes:
            nodes.set(node, NodePool::State::Ready, m_now);
            placeWaiting(pool);
            if (nodes.isEmpty(node)) awaitIdleness(pool, node);
            return;
        case State::NodeIdle:
            if (nodes.isIdle(node, m_now) && nodes.hasSpare())
                nodes.set(node, NodePool::State::Absent, m_now);
            return;
        default:
            return evict(node);
    }
}

// In the order of their coming.
void Simulation::placeWaiting(Index pool) {
    std::vector<Index> waiting;
    for (const PodSetPlan& plan : m_plan.podSets)
        for (Index at = plan.firstPod; plan.nodePool == pool && at < plan.firstPod + plan.pods; ++at)
            if (m_pods[at].phase == PodPhase::Pending) waiting.push_back(at);
    std::ranges::stable_sort(waiting, {}, [this](Index at) { return m_pods[at].created; });
    std::vector<PodRequest> left;
    for (const Index at : waiting) {
        const PodSetPlan& plan = podSetOf(at);
        if (findRoom(plan, at))
            pullImage(plan, at);
        else
            left.push_back(requestOf(plan, at));
        if (plan.vertical) countSizes(plan);
    }
    for (std::uint32_t missing = m_nodePools[pool].missingNodes(left); missing > 0; --missing) {
        const std::uint32_t node = m_nodePools[pool].order();
        if (node == noNode) return;
        const Index event = newFrame(Role::Node, pool);
        m_frames[event].pc = node;
        schedule(event, State::NodeComes, m_now + m_plan.nodePools[pool].rules.provision, Priority::Fault);
    }
}

// The first ones; nobody is told.
void Simulation::loseNodes(Index fault) {
    const FaultPlanEntry& plan = m_plan.faults[fault];
    NodePool& pool = m_nodePools[plan.pool];
    std::uint32_t left = plan.replicas == 0 ? pool.size() : plan.replicas;
    std::vector<Index>& lost = m_faults[fault].killed;
    for (std::uint32_t node = 0; node < pool.size() && left > 0; ++node) {
        if (pool.state(node) != NodePool::State::Ready) continue;
        pool.set(node, NodePool::State::Lost, m_now);
        lost.push_back(node);
        --left;
    }
    for (const PodSetPlan& set : m_plan.podSets)
        if (set.nodePool == plan.pool) losePods(set, lost);
    const NodePoolRules& rules = m_plan.nodePools[plan.pool].rules;
    const Index event = newFrame(Role::Node, plan.pool);
    m_frames[event].pc = fault;
    schedule(event, State::NodesEvicted, m_now + rules.detection + rules.eviction, Priority::Fault);
}

bool Simulation::isOn(Index pod, const std::vector<Index>& nodes) const {
    return m_pods[pod].node != noNode && std::ranges::find(nodes, m_pods[pod].node) != nodes.end();
}

// Until they are evicted they count as pods that are there.
void Simulation::losePods(const PodSetPlan& plan, const std::vector<Index>& nodes) {
    std::vector<bool> dies(plan.pods);
    std::uint32_t served = 0;
    double lost = 0;
    for (Index at = plan.firstPod; at < plan.firstPod + plan.pods; ++at) {
        Pod& pod = m_pods[at];
        if (!isOn(at, nodes)) continue;
        stopProbing(at);
        const bool wasKilled = isKilled(plan, at);
        if (wasKilled) forgetFaultOf(m_services[plan.service].firstReplica + at - plan.firstPod);
        if (pod.event != none) release(std::exchange(pod.event, none));
        const Index place = at - plan.firstPod;
        Replica& replica = replicaOf(plan, at);
        served += pod.phase == PodPhase::Ready && !wasKilled;
        if (pod.phase == PodPhase::Draining) --m_podSets[m_plan.services[plan.service].podSet].draining;
        stopReplica(plan.service, place);
        replica.draining = false;
        replica.gone = true;
        dies[place] = true;
        lost += wasKilled ? 0 : 1;
        if (pod.phase == PodPhase::Draining)
            vacate(plan, at);
        else
            pod.phase = PodPhase::Ready;
    }
    if (std::ranges::find(dies, true) == dies.end()) return;
    m_services[plan.service].live -= served;
    m_services[plan.service].replicas = std::max(m_services[plan.service].replicas, plan.pods);
    m_recorder.replicas(plan.service).changed(m_now, -lost);
    countPods(plan.service);
    countConsumers();
    if (served > 0) loseMembers(plan.service);
    m_isSilent = true;
    endWorkAt(plan.service, dies);
    m_isSilent = false;
    endpointsChange(plan.service);
    if (!m_podSets[m_plan.services[plan.service].podSet].rollout.isUnderWay())
        reconcile(m_plan.services[plan.service].podSet);
}

// Its pods are made anew elsewhere, where there is room.
void Simulation::evict(Index fault) {
    if (fault == none || !m_faults[fault].active) return;
    for (const PodSetPlan& plan : m_plan.podSets) {
        if (plan.nodePool != m_plan.faults[fault].pool) continue;
        bool any = false;
        for (Index at = plan.firstPod; at < plan.firstPod + plan.pods; ++at) {
            if (!isOn(at, m_faults[fault].killed)) continue;
            forgetKilled(plan, at);
            m_recorder.platformChanged({m_now, plan.service, at - plan.firstPod, PlatformEvent::Evicted});
            any = true;
        }
        if (!any) continue;
        endpointsChange(plan.service);
        reconcile(m_plan.services[plan.service].podSet);
    }
}

// Containers that are still there start again.
void Simulation::regainNodes(Index fault) {
    const std::vector<Index> nodes = std::exchange(m_faults[fault].killed, {});
    const Index pool = m_plan.faults[fault].pool;
    for (const Index node : nodes) m_nodePools[pool].set(node, NodePool::State::Ready, m_now);
    for (const PodSetPlan& plan : m_plan.podSets) {
        if (plan.nodePool != pool) continue;
        for (Index at = plan.firstPod; at < plan.firstPod + plan.pods; ++at) {
            if (!isOn(at, nodes)) continue;
            m_pods[at].event = newFrame(Role::Pod, at);
            m_recorder.replicas(plan.service).changed(m_now, 1);
            startContainer(at);
        }
        countPods(plan.service);
        endpointsChange(plan.service);
    }
    for (const Index node : nodes)
        if (m_nodePools[pool].isEmpty(node)) awaitIdleness(pool, node);
    placeWaiting(pool);
}

}  // namespace simulator
