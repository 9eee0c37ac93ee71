#include "simulator/metrics/store_meter.h"

#include <algorithm>
#include <utility>

namespace simulator {

CacheCounts& CacheCounts::operator+=(const CacheCounts& other) {
    hits += other.hits;
    misses += other.misses;
    coalesced += other.coalesced;
    expired += other.expired;
    begun += other.begun;
    filled += other.filled;
    failed += other.failed;
    evictions += other.evictions;
    stampede = std::max(stampede, other.stampede);
    return *this;
}

ClusterCounts& ClusterCounts::operator+=(const ClusterCounts& other) {
    writes += other.writes;
    replicaReads += other.replicaReads;
    staleReads += other.staleReads;
    lostWrites += other.lostWrites;
    failovers += other.failovers;
    outage += other.outage;
    rowLocks += other.rowLocks;
    rowWaits += other.rowWaits;
    rowWaited += other.rowWaited;
    servers.resize(std::max(servers.size(), other.servers.size()));
    for (std::size_t at = 0; at < other.servers.size(); ++at) {
        servers[at].queries += other.servers[at].queries;
        servers[at].busyArea += other.servers[at].busyArea;
    }
    return *this;
}

ClusterCounts ClusterMeter::close(std::int64_t now) {
    for (std::size_t server = 0; server < m_busy.size(); ++server)
        m_open.servers[server].busyArea = m_busy[server].close(now);
    m_open.rowWaited = m_waiting.close(now);
    m_open.outage = m_without.close(now);
    ClusterCounts fresh;
    fresh.servers.resize(m_busy.size());
    return std::exchange(m_open, std::move(fresh));
}

}  // namespace simulator
