// Stores with several servers, or with rows that writes lock, in a running simulation. What queries wait for,
// in this order: a connection of their server, their row, and, after the query, acknowledgements.
#include <algorithm>

#include "simulator/engine/simulation.h"

namespace simulator {

void Simulation::buildClusters() {
    m_servers.resize(m_plan.servers);
    m_rows.resize(m_plan.rows);
    for (const ClusterPlan& plan : m_plan.clusters) {
        m_stores[plan.store].cluster = static_cast<Index>(m_clusters.size());
        Cluster cluster;
        cluster.primary = plan.firstServer;
        m_clusters.push_back(cluster);
        m_logs.insert(m_logs.end(), plan.servers, ReplicaLog(plan.servers > 1 ? plan.rowCount() : 0));
    }
}

Index Simulation::queryCluster(Index index, const Instruction& instruction) {
    const StorePlan& store = m_plan.stores[instruction.a];
    Cluster& cluster = m_clusters[store.cluster];
    const bool writes = instruction.code == Code::Prepare || (instruction.count & changesStore) != 0;
    const Index at = writes ? cluster.primary : readServer(index, cluster, m_plan.clusters[store.cluster]);
    if (at == none) return queryFailed(index, Cause::Crashed);
    if (m_stores[instruction.a].trouble.keepsOut) [[unlikely]]
        if (const auto cause = keptFromServer(index, instruction.a, at)) return queryFailed(index, *cause);
    Server& server = m_servers[at];
    StationMeter& meter = m_recorder.store(instruction.a);
    meter.arrived();
    if (server.busy >= store.connections && server.queue.length >= store.queueLimit) {
        meter.rejected();
        return queryFailed(index, Cause::Rejected);
    }
    m_frames[index].since = m_now;
    m_frames[index].seat = {at, none};
    if (server.busy < store.connections) {
        connect(index);
        return none;
    }
    meter.queued(m_now);
    waitWithoutTimer(index, State::QueuedAtStore);
    server.queue.pushBack(m_frames, index);
    return none;
}

// Where no replica is left the primary reads. Of those that are equally busy it is one in turn.
Index Simulation::readServer(Index reader, Cluster& cluster, const ClusterPlan& plan) {
    if (plan.reads == ReadTarget::Primary) return cluster.primary;
    Index best = none;
    for (std::uint32_t passed = 0; passed < plan.servers; ++passed) {
        const Index at = plan.firstServer + cluster.cursor;
        if (++cluster.cursor == plan.servers) cluster.cursor = 0;
        const Server& server = m_servers[at];
        if (!server.alive || (at == cluster.primary && plan.reads != ReadTarget::Any)) continue;
        if (m_stores[plan.store].trouble.divided && isCutOff(reader, plan.store, at - plan.firstServer))
            continue;
        if (plan.reads != ReadTarget::LeastBusy) return at;
        const auto load = [](const Server& of) { return of.busy + of.queue.length; };
        if (best == none || load(server) < load(m_servers[best])) best = at;
    }
    if (best == none) return cluster.primary;
    cluster.cursor = best - plan.firstServer + 1 == plan.servers ? 0 : best - plan.firstServer + 1;
    return best;
}

void Simulation::connect(Index index) {
    Frame& frame = m_frames[index];
    const Instruction& instruction = m_code[frame.pc];
    const Index at = m_stores[instruction.a].cluster;
    const ClusterPlan& plan = m_plan.clusters[at];
    ClusterMeter& meter = m_recorder.cluster(at);
    ++m_servers[frame.seat.server].busy;
    if (frame.traced) m_tracer.queryStarts(index, m_now);
    meter.connected(m_now, frame.seat.server - plan.firstServer);
    m_recorder.store(instruction.a).started(m_now, m_now - frame.since);
    if (plan.hasRows && instruction.code == Code::Query && (instruction.count & changesStore) != 0) {
        frame.seat.row = plan.firstRow + plan.rows(m_draws[plan.row].stream());
        Row& row = m_rows[frame.seat.row];
        ++meter.counts().rowLocks;
        if (row.locked) {
            meter.waitsForRow(m_now);
            waitWithoutTimer(index, State::AwaitingRow);
            return row.queue.pushBack(m_frames, index);
        }
        row.locked = true;
    }
    startAtServer(index);
}

void Simulation::startAtServer(Index index) {
    const Frame& frame = m_frames[index];
    const Instruction& instruction = m_code[frame.pc];
    const Index cluster = m_stores[instruction.a].cluster;
    const bool reads = instruction.code == Code::Query && (instruction.count & changesStore) == 0;
    if (reads && frame.seat.server != m_clusters[cluster].primary) noteStaleness(frame.seat.server, cluster);
    beginQuery(index, instruction.a, instruction.b);
}

// Without a primary the replicas stay as they were when it died.
void Simulation::noteStaleness(Index server, Index at) {
    const Cluster& cluster = m_clusters[at];
    const ClusterPlan& plan = m_plan.clusters[at];
    ReplicaLog& log = m_logs[server];
    log.applyUntil(cluster.primary == none ? cluster.diedAt : m_now);
    const Index row = plan.hasRows ? plan.rows(m_draws[plan.row].stream()) : none;
    const std::int64_t oldest = log.oldest(row);
    ClusterCounts& counts = m_recorder.cluster(at).counts();
    ++counts.replicaReads;
    if (oldest <= m_now) ++counts.staleReads;
    m_recorder.replicaReads(at).completed(oldest <= m_now ? m_now - oldest : 0);
}

void Simulation::disconnect(Index index) {
    const Frame& frame = m_frames[index];
    const Index store = m_code[frame.pc].a;
    const Seat seat = frame.seat;
    const Index at = m_stores[store].cluster;
    Server& server = m_servers[seat.server];
    --server.busy;
    m_recorder.cluster(at).disconnected(m_now, seat.server - m_plan.clusters[at].firstServer);
    if (seat.row != none) unlockRow(store, seat.row);
    serveNextAt(seat.server, store);
}

void Simulation::serveNextAt(Index at, Index store) {
    Server& server = m_servers[at];
    while (!server.queue.empty()) {
        const Index next = server.queue.popFront(m_frames);
        m_recorder.store(store).unqueued(m_now);
        if (m_frames[next].role != Role::Ghost) return connect(next);
        m_recorder.store(store).departed(m_now - m_frames[next].since);
        endGhost(next, failedBy(Cause::Crashed));
    }
}

void Simulation::useNewConnections(Index at) {
    const ClusterPlan& plan = m_plan.clusters[at];
    for (Index server = plan.firstServer; server < plan.firstServer + plan.servers; ++server)
        while (!m_servers[server].queue.empty() &&
               m_servers[server].busy < m_plan.stores[plan.store].connections)
            serveNextAt(server, plan.store);
}

// A ghost that has waited gives its connection back.
void Simulation::unlockRow(Index store, Index at) {
    Row& row = m_rows[at];
    ClusterMeter& meter = m_recorder.cluster(m_stores[store].cluster);
    while (!row.queue.empty()) {
        const Index next = row.queue.popFront(m_frames);
        meter.gotRow(m_now);
        if (m_frames[next].role != Role::Ghost) return startAtServer(next);
        m_frames[next].seat.row = none;
        leaveStore(next);
        endGhost(next, failedBy(Cause::Crashed));
    }
    row.locked = false;
}

// Whether the query has to wait until replicas have what it wrote.
bool Simulation::replicate(Index index) {
    const Frame& frame = m_frames[index];
    const Instruction& instruction = m_code[frame.pc];
    if (instruction.code != Code::Query || (instruction.count & changesStore) == 0) return false;
    const std::int64_t acknowledged = writeToLogs(m_stores[instruction.a].cluster, frame.seat.row);
    if (acknowledged <= m_now) return false;
    if (acknowledged == never)
        waitWithoutTimer(index, State::AwaitingReplicas);
    else
        schedule(index, State::Replicating, acknowledged);
    return true;
}

// The moment when as many replicas as are wanted show the write; never when there are too few, and then
// nothing is written.
std::int64_t Simulation::writeToLogs(Index at, Index row) {
    const Cluster& cluster = m_clusters[at];
    const ClusterPlan& plan = m_plan.clusters[at];
    const auto first = m_servers.begin() + plan.firstServer;
    const auto alive = std::count_if(first, first + plan.servers, [](const Server& of) { return of.alive; });
    if (static_cast<std::uint32_t>(alive) < plan.acknowledgements + 1) return never;
    ++m_recorder.cluster(at).counts().writes;
    m_visible.clear();
    const Index ofCluster = row == none ? none : row - plan.firstRow;
    for (Index server = plan.firstServer; server < plan.firstServer + plan.servers; ++server) {
        if (server == cluster.primary || !m_servers[server].alive) continue;
        ReplicaLog& log = m_logs[server];
        const std::int64_t visible = log.visibleAt(plan.lag == none ? m_now : m_now + draw(plan.lag));
        log.applyUntil(m_now);
        log.add(m_now, visible, ofCluster);
        m_visible.push_back(visible);
    }
    if (plan.acknowledgements == 0) return m_now;
    const auto last = m_visible.begin() + (plan.acknowledgements - 1);
    std::nth_element(m_visible.begin(), last, m_visible.end());
    for (Index server = plan.firstServer; server < plan.firstServer + plan.servers; ++server)
        if (server != cluster.primary && m_servers[server].alive) m_logs[server].acknowledgeLast(*last);
    return *last;
}

}  // namespace simulator
