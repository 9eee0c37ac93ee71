#pragma once

#include <cstdint>
#include <vector>

#include "simulator/metrics/count_meter.h"

namespace simulator {

/// What happened at a cache that is simulated key by key.
struct CacheCounts {
    std::uint64_t hits = 0;
    std::uint64_t misses = 0;     ///< Look-ups that went to fill the key in
    std::uint64_t coalesced = 0;  ///< Look-ups that waited for the fill of another
    std::uint64_t expired = 0;    ///< Of those that were no hits: the key was too old
    std::uint64_t begun = 0;      ///< Fills
    std::uint64_t filled = 0;
    std::uint64_t failed = 0;  ///< Fills
    std::uint64_t evictions = 0;
    std::uint32_t stampede = 0;  ///< The most look-ups that filled, or waited for, one key at the same time

    CacheCounts& operator+=(const CacheCounts& other);
    std::uint64_t lookUps() const { return hits + misses + coalesced; }
};

/// One server of a store that has several.
struct ServerCounts {
    std::uint64_t queries = 0;
    double busyArea = 0;  ///< Of connections [ns]
};

/// What happened at a store with replicas or rows.
struct ClusterCounts {
    std::uint64_t writes = 0;
    std::uint64_t replicaReads = 0;
    std::uint64_t staleReads = 0;
    std::uint64_t lostWrites = 0;
    std::uint64_t failovers = 0;
    double outage = 0;  ///< Without a primary [ns]
    std::uint64_t rowLocks = 0;
    std::uint64_t rowWaits = 0;
    double rowWaited = 0;  ///< [ns]
    std::vector<ServerCounts> servers;

    ClusterCounts& operator+=(const ClusterCounts& other);
};

/// Counts what happens at a store with replicas or rows, until the interval is closed.
class ClusterMeter {
public:
    explicit ClusterMeter(std::size_t servers) : m_busy(servers) { m_open.servers.resize(servers); }

    ClusterCounts& counts() { return m_open; }
    void connected(std::int64_t now, std::size_t server) {
        ++m_open.servers[server].queries;
        m_busy[server].changed(now, 1);
    }
    void disconnected(std::int64_t now, std::size_t server) { m_busy[server].changed(now, -1); }
    void waitsForRow(std::int64_t now) {
        ++m_open.rowWaits;
        m_waiting.changed(now, 1);
    }
    void gotRow(std::int64_t now) { m_waiting.changed(now, -1); }
    void lostPrimary(std::int64_t now) { m_without.changed(now, 1); }
    void hasPrimary(std::int64_t now) { m_without.changed(now, -1); }

    /// The counts of the interval that ends.
    ClusterCounts close(std::int64_t now);

private:
    ClusterCounts m_open;
    std::vector<CountMeter> m_busy;  ///< By server
    CountMeter m_waiting;
    CountMeter m_without;
};

/// What the series show of one interval; NaN where nothing was seen.
struct CacheInterval {
    float hitRatio, fills;  ///< Fills begun [1/s]
};
struct ClusterInterval {
    float stale, rowWait;  ///< Share of the reads at replicas; mean of all that lock a row [ms]
};

}  // namespace simulator
