#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "simulator/kernel/clock.h"
#include "simulator/plan/zone_plan.h"
#include "simulator/random/zipf.h"

namespace simulator {

struct StorePlan {
    std::string id;
    std::uint32_t connections = 1;
    std::uint32_t queueLimit = unlimited;
    Index faultDraw = none;
    Index projection = none;  ///< Where it is a read model
    const char* engine = "";  ///< As OpenTelemetry calls it: `postgresql`
    std::uint32_t servers = 1;
    Index cluster = none;      ///< Where it has replicas or rows
    std::vector<Index> zones;  ///< Of the network

    double allConnections() const { return static_cast<double>(connections) * servers; }
    bool standsIn(Index zone) const { return standIn(zones, servers, zone); }
    bool standsBeside(Index zone) const { return standBeside(zones, servers, zone); }
};

/// Who answers reads, as in model::ReadsFrom.
enum class ReadTarget : std::uint8_t { Primary, RoundRobin, LeastBusy, Any };

/// The servers of a store that has replicas, or rows that are locked; the first is the primary at first.
struct ClusterPlan {
    Index store;
    std::uint32_t servers = 1;
    Index firstServer = 0;  ///< Among those of all clusters
    ReadTarget reads = ReadTarget::Primary;
    Index lag = none;  ///< Draw
    std::uint32_t acknowledgements = 0;
    std::int64_t failover = 0;  ///< [ns]
    bool hasRows = false;
    ZipfSampler rows;
    Index row = none;  ///< Draw: which of the rows
    Index firstRow = 0;

    std::uint32_t rowCount() const { return hasRows ? rows.keys() : 0; }
};

/// A cache that is simulated key by key.
struct CachePlan {
    std::string id;        ///< `store` or `service`, with `/name` where it has one
    Index store = none;    ///< Whose content is for all
    Index service = none;  ///< Each of whose replicas has a content
    ZipfSampler keys;
    std::uint32_t capacity = 1;  ///< Keys
    bool evicts = true;
    bool singleFlight = false;
    bool warm = false;  ///< Begins with the keys of the lowest numbers
    std::int64_t ttl = never;
    Index key = none;  ///< Draw
    Index firstContent = 0;
    std::uint32_t contents = 1;
};

/// A read model: a store whose content a group of consumers makes.
struct ProjectionPlan {
    Index store;
    Index group;
};

/// A store in a two-phase commit.
struct ParticipantPlan {
    Index commit = none;  ///< Draw
    double refusal = 0;
    Index vote = none;          ///< Draw
    std::int64_t recovery = 0;  ///< Of the coordinator [ns]
};

}  // namespace simulator
