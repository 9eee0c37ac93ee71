#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/footprint/footprint.h"
#include "simulator/kernel/clock.h"
#include "simulator/plan/call_plan.h"
#include "simulator/plan/channel_plan.h"
#include "simulator/plan/fault_plan.h"
#include "simulator/plan/objective_plan.h"
#include "simulator/plan/pod_set_plan.h"
#include "simulator/plan/program.h"
#include "simulator/plan/service_plan.h"
#include "simulator/plan/store_plan.h"
#include "simulator/plan/workload_plan.h"
#include "simulator/plan/zone_plan.h"
#include "simulator/random/philox.h"
#include "simulator/random/sampler.h"
#include "simulator/run_result.h"

namespace simulator {

/// A place where random numbers are drawn: a distribution, and the key of the stream of its own.
struct DrawPlan {
    Sampler sampler;
    std::uint64_t entity = 0;
    Purpose purpose = Purpose::Test;
    std::shared_ptr<const EmpiricalTable> table;  ///< What an empirical sampler refers to
};

struct EdgePlan {
    std::string caller;
    std::string callee;
    std::string_view kind;  ///< A literal
};

/// Machines that pods run on.
struct NodePoolPlan {
    std::string id;
    NodePoolRules rules;
};

/// A scenario, compiled: flat arrays that know nothing of the model; only results use the names.
struct Plan {
    std::string model;
    std::uint64_t modelHash = 0;
    std::string scenario;
    std::string scenarioName;
    std::uint64_t seed = 1;
    int replications = 1;
    std::int64_t length = 0;   ///< [ns]
    std::int64_t warmUp = -1;  ///< [ns]; found by MSER-5 when negative
    bool terminating = false;  ///< Load or faults change on a schedule: there is no steady state to wait for

    std::vector<Instruction> code;
    std::size_t prologues = 0;  ///< Where they begin in the code, behind all else
    Index probeEnd = none;      ///< Where the answer of probes is in the code
    std::vector<Index> targets;
    std::vector<AlternativePlan> alternatives;
    std::vector<double> probabilities;
    std::vector<DrawPlan> draws;
    std::vector<CallPlan> calls;
    std::vector<PolicyPlan> policies;
    std::vector<GuardPlan> guards;
    std::vector<ShedderPlan> shedders;
    std::vector<RetryTokensPlan> retryTokens;
    std::vector<OperationPlan> operations;
    std::vector<ServicePlan> services;
    std::vector<PodSetPlan> podSets;
    std::vector<NodePoolPlan> nodePools;
    std::vector<StorePlan> stores;
    std::vector<LockPlan> locks;
    std::vector<ParticipantPlan> participants;
    std::vector<ProjectionPlan> projections;
    std::vector<ClusterPlan> clusters;
    std::vector<CachePlan> caches;
    std::vector<GroupPlan> groups;
    std::vector<ChannelPlan> channels;
    std::vector<EdgePlan> edges;
    std::vector<JourneyPlan> journeys;
    std::vector<WorkloadPlan> workloads;
    std::vector<FaultPlanEntry> faults;
    std::vector<DrawPlan> faultDraws;   ///< By fault: what it draws when it acts
    std::vector<DrawPlan> chanceDraws;  ///< By fault: when those by chance come, and whom they hit
    std::vector<ObjectivePlan> objectives;
    SteadyStatePlan steadyState;
    AbortPlan abort;
    Tariff tariff;  ///< Its parts: services, stores and channels, as they are here
    ZoneNetwork zoneNetwork;
    std::vector<MeshPlan> meshes;
    Index zones = 0;          ///< Of the network
    Index meshCounters = 0;   ///< Of all meshes
    Index guardStates = 0;    ///< Of all guards
    Index shedderStates = 0;  ///< Of all shedders
    Index tokenStates = 0;    ///< Of all tokens of retries
    Index replicas = 0;       ///< Of all services
    Index lockStates = 0;     ///< Of all locks
    Index servers = 0;        ///< Of all clusters
    Index rows = 0;           ///< Of all clusters
    Index contents = 0;       ///< Of all caches
    Index pods = 0;           ///< Of all services whose replicas are pods

    /// The field that says how many replicas of it there can be.
    const char* replicasField(const ServicePlan& service) const {
        if (service.podSet == none || !podSets[service.podSet].isScaled()) return "/replicas";
        return podSets[service.podSet].isFunction() ? "/serverless/max_instances"
                                                    : "/autoscaling/max_replicas";
    }
    /// Whether some are scaled vertically.
    bool sizesPods() const {
        return std::any_of(podSets.begin(), podSets.end(),
                           [](const PodSetPlan& set) { return set.vertical.has_value(); });
    }
};

}  // namespace simulator
