#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/arrivals.h"
#include "model/faults.h"
#include "model/service.h"

namespace model {

struct Workload;
struct Journey;
struct Objective;
struct Scenario;
using WorkloadId = Id<Workload>;
using JourneyId = Id<Journey>;
using ObjectiveId = Id<Objective>;
using ScenarioId = Id<Scenario>;

/// One request of a journey and the pause before the next.
struct JourneyStep {
    OperationId operation;
    double probability = 1.0;            ///< Of making this request at all
    std::optional<Distribution> think;   ///< After the response; none when absent
    std::optional<CallPolicyId> policy;  ///< How the user's client calls
    UnknownFields unknown;

    bool operator==(const JourneyStep&) const = default;
};

/// What one user does, in order. A failed request ends it.
struct Journey {
    JourneyId id;  ///< Unique in the whole model: `browsing.buy`
    std::string name;
    double weight = 1.0;  ///< Share among the journeys of the workload
    std::vector<JourneyStep> steps;
    UnknownFields unknown;

    bool operator==(const Journey&) const = default;
};

struct Workload {
    WorkloadId id;
    std::string name;
    std::string description;
    Arrivals arrivals;
    UnknownFields arrivalsUnknown;
    Collection<Journey> journeys;
    UnknownFields unknown;

    bool operator==(const Workload&) const = default;
};

/// The latency quantile of successful requests stays at or below a limit.
struct LatencyObjective {
    double quantile = 0.99;
    Duration limit = milliseconds(500);

    bool operator==(const LatencyObjective&) const = default;
};
/// At least this share of requests succeeds.
struct AvailabilityObjective {
    double share = 0.999;

    bool operator==(const AvailabilityObjective&) const = default;
};

/// What a limit of costs refers to.
enum class CostBasis { Month, MillionRequests };
/// The system costs at most that.
struct CostObjective {
    double limit = 1000;  ///< In the currency of the rates
    CostBasis per = CostBasis::Month;

    bool operator==(const CostObjective&) const = default;
};
/// What a limit of carbon refers to.
enum class CarbonBasis { Month, Request };
/// The system emits at most that, in use and for the making of its machines.
struct CarbonObjective {
    double limit = 100'000;  ///< [g CO2e]
    CarbonBasis per = CarbonBasis::Month;

    bool operator==(const CarbonObjective&) const = default;
};

/// All that runs: what costs and carbon are about.
struct WholeSystem {
    bool operator==(const WholeSystem&) const = default;
};
using ObjectiveTarget = std::variant<JourneyId, OperationId, WholeSystem>;
using ObjectiveGoal = std::variant<LatencyObjective, AvailabilityObjective, CostObjective, CarbonObjective>;

struct Objective {
    ObjectiveId id;
    std::string name;
    ObjectiveTarget target;
    ObjectiveGoal goal;
    UnknownFields unknown;

    bool operator==(const Objective&) const = default;
};

/// The hypothesis of an experiment (Basiri et al.: Chaos Engineering, IEEE Software 33(3), 2016): objectives
/// that hold in each window before the first fault, and again from `recovery` after the last one has ended.
/// The run passes where they do, and fails where they do not.
struct SteadyState {
    std::vector<ObjectiveId> objectives;  ///< Of latency and availability; those of the scenario when empty
    Duration window = seconds(10);
    Duration recovery = seconds(60);
    bool throughout = false;  ///< They hold during the faults, too
    UnknownFields unknown;

    bool operator==(const SteadyState&) const = default;
};

/// Ends the run, which then has failed, when one of the objectives is missed in so many windows in a row.
struct AbortCondition {
    std::vector<ObjectiveId> objectives;  ///< Of latency and availability; those of the scenario when empty
    Duration window = seconds(10);
    std::int32_t windows = 3;
    UnknownFields unknown;

    bool operator==(const AbortCondition&) const = default;
};

/// What is simulated: load, faults, and what must hold.
struct Scenario {
    ScenarioId id;
    std::string name;
    std::string description;
    std::vector<WorkloadId> workloads;
    std::optional<FaultPlanId> faults;
    std::vector<ObjectiveId> objectives;
    Duration length = seconds(120);
    std::optional<Duration> warmUp;  ///< Found by MSER-5 when absent
    std::uint64_t seed = 1;
    std::int32_t replications = 2;
    UnknownFields unknown;
    /// What is different in the model for this scenario: a JSON merge patch (RFC 7386) of the file. See
    /// `withChanges`.
    JsonObject changes{};
    bool autoscaling = false;  ///< Replicas follow the autoscaling of their deployments, or stay as deployed
    std::optional<SteadyState> steadyState{};
    std::optional<AbortCondition> abort{};

    bool operator==(const Scenario&) const = default;
};

}  // namespace model
