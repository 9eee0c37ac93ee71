#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "simulator/kernel/clock.h"
#include "simulator/plan/call_plan.h"
#include "simulator/plan/zone_plan.h"

namespace simulator {

struct OperationPlan {
    std::string id;
    Index service;
    Index entry;                ///< Of its instructions
    std::uint32_t level = 0;    ///< Of its priority within the service; 0 is the highest
    const char* protocol = "";  ///< `grpc`, `rest`, `graphql`, `messaging`
    std::int32_t priority = 0;
    Index prologue = none;  ///< Its entry while a fault counts what it begins
};

/// The order of those who wait.
enum class Discipline : std::uint8_t { Fifo, Lifo, AdaptiveLifo, Priority };

/// Where the requests of a replica compute.
enum class ProcessorKind : std::uint8_t {
    None,        ///< Each on its own
    Shared,      ///< All at once, sharing the cores evenly
    Line,        ///< One at a time on each server; the others wait
    Preemptive,  ///< The same, and those with a lower priority are interrupted
};

/// Who finds out which replicas are there, and tells clients.
enum class Discovery : std::uint8_t {
    Platform,  ///< It probes them; clients ask it
    Agents,    ///< Beside each of them, which checks it; clients are told
    Leases,    ///< A registry, by heartbeats; clients ask it
};

struct ServicePlan {
    std::string id;
    std::string place;  ///< JSON pointer of its deployment, or of the service
    std::uint32_t replicas = 1;
    std::uint32_t workers = 16;  ///< Requests that a replica lets in at the same time
    std::uint32_t servers = 16;  ///< Of a replica: what utilisation refers to
    std::uint32_t queueLimit = unlimited;
    Discipline discipline = Discipline::Fifo;
    std::uint32_t levels = 1;  ///< Of priority
    ProcessorKind processor = ProcessorKind::None;
    bool computesThere = false;        ///< All that its operations compute is done by the processor
    double cores = 1;                  ///< Of a shared processor
    std::int32_t cpus = 1;             ///< Whole ones that a replica sees
    std::int64_t congestedAfter = 0;   ///< Of an adaptive line [ns]
    std::int64_t codelTarget = never;  ///< Of the controlled delay; none without [ns]
    std::int64_t codelInterval = 0;    ///< [ns]
    std::int64_t startUp = 0;
    Index firstReplica = 0;  ///< Among the replicas of all services
    Index faultDraw = none;
    std::shared_ptr<const HostList> hosts;  ///< Where clients balance their calls
    Index podSet = none;                    ///< Where its replicas are pods: these are then the most
    std::vector<Index> zones;               ///< That its replicas are dealt out to
    std::vector<Index> places;              ///< Zones that some stand in, or may come to stand in
    std::int64_t ttl = never;               ///< Of what clients know of it; known at once when never [ns]
    std::int64_t probePeriod = 0;           ///< That finds out who is dead; at once when 0 [ns]
    std::int32_t probeFailures = 1;         ///< In a row
    bool hasSidecar = false;                ///< Proxies that may compute beside it
    Discovery discovery = Discovery::Platform;
    std::int64_t heartbeat = 0;  ///< Of a lease [ns]
    std::int64_t lease = 0;      ///< Its duration [ns]

    bool isDiscovered() const { return ttl != never; }
    /// Whether some of its replicas stand in that zone, and whether some stand elsewhere.
    bool standsIn(Index zone) const { return standIn(places, unlimited, zone); }
    bool standsBeside(Index zone) const { return standBeside(places, unlimited, zone); }
};

/// A lock of a service, or one for each of its replicas.
struct LockPlan {
    std::string id;  ///< `service/name`
    Index service;
    bool perReplica = true;
    std::uint32_t permits = 1;
    std::uint32_t keys = 1;
    Index choice = none;       ///< Draw: of the key
    Index firstState = 0;      ///< Among those of all locks, keys and replicas
    std::uint32_t states = 1;  ///< Keys, of each replica or of all

    double holders() const { return static_cast<double>(permits) * states; }
};

}  // namespace simulator
