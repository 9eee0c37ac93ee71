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
/// queued fails. They come back after `length`.
struct KillFault {
    std::int32_t replicas = 0;  ///< All when 0

    bool operator==(const KillFault&) const = default;
};
/// All computing and all queries of the target take `factor` times as long, and `extra` more.
struct SlowFault {
    double factor = 1.0;
    Duration extra{};

    bool operator==(const SlowFault&) const = default;
};
/// Requests to the target fail at once with the probability `rate`.
struct ErrorFault {
    double rate = 1.0;

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

using FaultTarget = std::variant<ServiceId, DataStoreId>;
using FaultEffect = std::variant<KillFault, SlowFault, ErrorFault, PauseFault>;

struct Fault {
    FaultTarget target;
    Duration start{};
    std::optional<Duration> length;  ///< To the end of the run when absent
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
