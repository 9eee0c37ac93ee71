#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/service.h"

/// What goes wrong in a scenario. What each fault does to a run is in `simulator/engine/faults.md`.
namespace model {

struct FaultPlan;
using FaultPlanId = Id<FaultPlan>;

/// Stops replicas of a service, or servers of a store, its primary first, at once; what they served and
/// queued fails. They come back after `length`. Of a zone or a region all that stands in it is gone, of a
/// node pool all that runs on its nodes; the broker of a channel takes no messages and hands none out.
struct KillFault {
    std::int32_t replicas = 0;  ///< Or nodes; all when 0

    bool operator==(const KillFault&) const = default;
};
/// All computing and all queries of the target take `factor` times as long, and `extra` more.
struct SlowFault {
    double factor = 1.0;
    Duration extra{};
    std::int32_t replicas = 0;  ///< Of a service: so many of them; all when 0

    bool operator==(const SlowFault&) const = default;
};
/// Requests to the target fail with the probability `rate`, without being served.
struct ErrorFault {
    double rate = 1.0;
    std::int32_t replicas = 0;  ///< Of a service: at so many of them; at all when 0
    Duration time{};            ///< That a failure of a request takes

    bool operator==(const ErrorFault&) const = default;
};
/// Replicas of a service stand still: garbage collection, a hang. Nothing is computed, begun or answered
/// there in the meantime; afterwards all goes on where it was. One pause as long as the fault; or many, each
/// of `pause` and `perRequest` for every request that is at the replica when it begins, as the time of a
/// tracing collector grows with what is alive (Huang et al.: Metastable Failures in the Wild, OSDI
/// 2022, 5.3).
struct PauseFault {
    std::int32_t replicas = 0;                  ///< All when 0
    std::optional<Duration> pause;              ///< Of one of many
    std::optional<Duration> perRequest;         ///< More of it for each request
    std::optional<Duration> every;              ///< From the beginning of one to that of the next
    std::optional<std::int32_t> everyRequests;  ///< Or: when a replica has begun so many, as it allocates

    /// Many pauses, rather than one.
    bool repeats() const { return pause || perRequest || every || everyRequests; }
    bool operator==(const PauseFault&) const = default;
};

/// Keys of caches are gone, all or each with the probability `share`: of those in the store, or in the
/// replicas of the service. It happens at its start and has no length.
struct FlushFault {
    double share = 1.0;

    bool operator==(const FlushFault&) const = default;
};
/// Requests and answers between the service and `peer`, or all others and the users, take so much longer. Of
/// a zone: between what is in it and in `peerZone`, or all that is elsewhere. The same for those below.
struct LatencyFault {
    std::optional<ServiceId> peer;
    Distribution extra;
    std::optional<ZoneId> peerZone{};

    bool operator==(const LatencyFault&) const = default;
};
/// Each request and answer between both is lost with the probability `rate`; who waits for it is not told.
struct LossFault {
    std::optional<ServiceId> peer;
    double rate = 0.01;
    std::optional<ZoneId> peerZone{};

    bool operator==(const LossFault&) const = default;
};
/// All of them are lost.
struct PartitionFault {
    std::optional<ServiceId> peer;
    std::optional<ZoneId> peerZone{};

    bool operator==(const PartitionFault&) const = default;
};

/// Something else takes the CPU and the memory of replicas: a noisy neighbour, a leak.
struct PressureFault {
    double cpuShare = 0;        ///< Of the CPU of each that is taken
    double memoryMib = 0;       ///< That is taken of each; it grows to that in the time of the ramp
    std::int32_t replicas = 0;  ///< All when 0

    bool operator==(const PressureFault&) const = default;
};
/// The name of the service cannot be resolved. Who knows its addresses goes on with them until it asks anew,
/// and then has none.
struct NamesFault {
    bool operator==(const NamesFault&) const = default;
};
/// A new version of the service is rolled out, by the strategy of its deployment. It is a bad one where it
/// is slower, fails or never becomes ready. It has no length.
struct ReleaseFault {
    double factor = 1;     ///< Of all that it computes
    double errorRate = 0;  ///< Of its requests
    bool crashes = false;  ///< It dies as it starts up, again and again

    bool operator==(const ReleaseFault&) const = default;
};
/// The clock of the service is so much ahead of all others, or behind when negative: deadlines that it is
/// told, and that it tells others, are wrong by that.
struct ClockFault {
    Duration ahead{};

    bool operator==(const ClockFault&) const = default;
};

/// That a fault comes by chance, again and again, instead of at a stated time: as chaos monkeys do (Basiri et
/// al.: Chaos Engineering, IEEE Software 33(3), 2016). The times from the beginning of the run, or from the
/// end of one, to the next one are exponential; each hits a replica that is drawn among those that run.
struct FaultChance {
    Duration meanTimeBetween{};
    std::vector<ServiceId> also;  ///< Services whose replicas may be hit, beside the target
    UnknownFields unknown;

    bool operator==(const FaultChance&) const = default;
};

using FaultTarget = std::variant<ServiceId, DataStoreId, ZoneId, ChannelId, NodePoolId, RegionId>;
using FaultEffect =
    std::variant<KillFault, SlowFault, ErrorFault, PauseFault, FlushFault, LatencyFault, LossFault,
                 PartitionFault, PressureFault, NamesFault, ReleaseFault, ClockFault>;

/// The other end of a fault of the network, where it has one.
inline std::optional<ServiceId> peerOf(const FaultEffect& effect) {
    if (const auto* latency = std::get_if<LatencyFault>(&effect)) return latency->peer;
    if (const auto* loss = std::get_if<LossFault>(&effect)) return loss->peer;
    if (const auto* partition = std::get_if<PartitionFault>(&effect)) return partition->peer;
    return std::nullopt;
}

/// The zone at its other end, where it is one between zones.
inline std::optional<ZoneId> peerZoneOf(const FaultEffect& effect) {
    if (const auto* latency = std::get_if<LatencyFault>(&effect)) return latency->peerZone;
    if (const auto* loss = std::get_if<LossFault>(&effect)) return loss->peerZone;
    if (const auto* partition = std::get_if<PartitionFault>(&effect)) return partition->peerZone;
    return std::nullopt;
}

struct Fault {
    FaultTarget target;
    Duration start{};
    std::optional<Duration> length;  ///< To the end of the run when absent
    std::optional<Duration> ramp;    ///< From no strength to all of it, linearly; at once when absent
    std::optional<FaultChance> chance;
    FaultEffect effect;
    UnknownFields unknown;

    bool operator==(const Fault&) const = default;
};

struct FaultPlan {
    FaultPlanId id;
    std::string name;
    std::vector<Fault> faults;
    UnknownFields unknown;

    bool operator==(const FaultPlan&) const = default;
};

}  // namespace model
