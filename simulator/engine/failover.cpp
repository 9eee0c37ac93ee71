// Servers of a store that die and come back, and replicas that become primaries.
#include <algorithm>

#include "simulator/engine/simulation.h"

namespace simulator {

// The primary first, then the replicas in order.
void Simulation::killServers(Index fault) {
    const FaultPlanEntry& plan = m_plan.faults[fault];
    const Index at = m_stores[plan.target].cluster;
    const ClusterPlan& servers = m_plan.clusters[at];
    const std::uint32_t wanted = plan.replicas == 0 ? servers.servers : plan.replicas;
    const Index primary = m_clusters[at].primary;
    const auto kill = [&](Index server) {
        if (!m_servers[server].alive || m_faults[fault].killed.size() == wanted) return;
        if (plan.zone != none &&
            zoneOf(m_plan.stores[plan.target].zones, server - servers.firstServer) != plan.zone)
            return;
        m_servers[server].alive = false;
        m_faults[fault].killed.push_back(server);
    };
    if (primary != none) kill(primary);
    for (Index server = servers.firstServer; server < servers.firstServer + servers.servers; ++server)
        kill(server);
    if (primary != none && !m_servers[primary].alive) losePrimary(at);
    const auto first = m_servers.begin() + servers.firstServer;
    if (std::none_of(first, first + servers.servers, [](const Server& of) { return of.alive; }))
        flushCachesOf(plan.target);
    endQueriesAt(at);
}

void Simulation::losePrimary(Index at) {
    Cluster& cluster = m_clusters[at];
    cluster.former = cluster.primary;
    cluster.primary = none;
    cluster.diedAt = m_now;
    m_recorder.cluster(at).lostPrimary(m_now);
    cluster.failover = newFrame(Role::Failover, at);
    schedule(cluster.failover, State::FailoverEnds, m_now + m_plan.clusters[at].failover, Priority::Fault);
}

void Simulation::setPrimary(Index at, Index server) {
    Cluster& cluster = m_clusters[at];
    cluster.primary = server;
    m_recorder.cluster(at).hasPrimary(m_now);
    for (; cluster.decided > 0; --cluster.decided) writeToLogs(at, none);
    if (cluster.failover == none) return;
    release(cluster.failover);
    cluster.failover = none;
}

void Simulation::failoverEnds(Index index) {
    const Index cluster = m_frames[index].operation;
    m_clusters[cluster].failover = none;
    m_frames.release(index);
    promote(cluster);
}

// The replica that has the most; what it has not is lost, and the others follow it.
void Simulation::promote(Index at) {
    const Cluster& cluster = m_clusters[at];
    const ClusterPlan& plan = m_plan.clusters[at];
    Index best = none;
    std::uint64_t lost = 0;
    for (Index server = plan.firstServer; server < plan.firstServer + plan.servers; ++server) {
        if (!m_servers[server].alive) continue;
        m_logs[server].applyUntil(cluster.diedAt);
        const std::uint64_t missing = m_logs[server].missing(cluster.diedAt);
        if (best != none && missing >= lost) continue;
        best = server;
        lost = missing;
    }
    if (best == none) return;
    ClusterCounts& counts = m_recorder.cluster(at).counts();
    ++counts.failovers;
    counts.lostWrites += lost;
    for (Index server = plan.firstServer; server < plan.firstServer + plan.servers; ++server)
        m_logs[server].clear();
    setPrimary(at, best);
}

// The former primary goes on when no other has taken its place; whoever else is back follows the primary.
void Simulation::reviveServers(Index fault) {
    const Index store = m_plan.faults[fault].target;
    const Index at = m_stores[store].cluster;
    Cluster& cluster = m_clusters[at];
    leaveToZones(fault, m_plan.clusters[at].firstServer);
    for (const Index server : m_faults[fault].killed) m_servers[server].alive = true;
    if (cluster.primary == none && m_servers[cluster.former].alive) setPrimary(at, cluster.former);
    if (cluster.primary == none && cluster.failover == none) promote(at);
    if (cluster.primary != none)
        for (const Index server : m_faults[fault].killed) m_logs[server].clear();
    m_faults[fault].killed.clear();
    for (Index index = 0; index < m_frames.used(); ++index) {
        if (m_frames[index].state != State::AwaitingReplicas || m_code[m_frames[index].pc].a != store)
            continue;
        if (replicate(index)) continue;
        if (const Index next = queryEnds(index); next != none) makeReady(next, State::Ready);
    }
}

// Only the primary has queries that lock rows: all of them end with it.
void Simulation::endQueriesAt(Index at) {
    const ClusterPlan& plan = m_plan.clusters[at];
    StationMeter& meter = m_recorder.store(plan.store);
    ClusterMeter& servers = m_recorder.cluster(at);
    std::vector<Index> lost;
    for (Index index = 0; index < m_frames.used(); ++index) {
        const Frame& frame = m_frames[index];
        if (!isInStore(frame.state) || m_code[frame.pc].a != plan.store || m_servers[frame.seat.server].alive)
            continue;
        lost.push_back(index);
        if (frame.state == State::QueuedAtStore) {
            meter.unqueued(m_now);
            continue;
        }
        meter.stopped(m_now);
        servers.disconnected(m_now, frame.seat.server - plan.firstServer);
        if (frame.state == State::AwaitingRow) servers.gotRow(m_now);
        if (frame.seat.row != none) m_rows[frame.seat.row] = {};
    }
    for (Index server = plan.firstServer; server < plan.firstServer + plan.servers; ++server) {
        if (m_servers[server].alive) continue;
        m_servers[server].queue = {};
        m_servers[server].busy = 0;
    }
    failQueries(plan.store, lost);
}

}  // namespace simulator
