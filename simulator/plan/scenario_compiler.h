#pragma once

#include "simulator/plan/behaviour_compiler.h"
#include "simulator/simulate.h"

namespace simulator {

/// Builds the plan of one scenario, step by step; each step can fail with the entity and the reason.
class ScenarioCompiler {
public:
    ScenarioCompiler(const model::Project& project, const model::Scenario& scenario)
        : m_project(project), m_scenario(scenario), m_behaviours(project, m_entities, m_plan) {}

    model::Result<Plan> compile(const RunOptions& options);

private:
    using Done = model::Result<bool>;

    Done settings(const RunOptions& options);
    void number();
    void services();
    void discipline(const model::Service& service, const model::Deployment& deployment, ServicePlan& plan);
    ScalerPlan scaler(const model::Deployment& deployment) const;
    std::optional<VerticalScaler> verticalScaler(const model::Deployment& deployment) const;
    Done scalers();
    model::Result<Index> sourceOf(const model::EventScaling& events, Index service) const;
    Done checkWaking(const model::Deployment& deployment, const PodSetPlan& plan) const;
    bool hasPods(const model::Deployment& deployment) const;
    void nodePools();
    Done checkNodes() const;
    Done nodeFault(const model::Fault& fault, const std::string& place);
    void probeEnd();
    bool isReleased(const model::ServiceId& service) const;
    void pods(const model::Deployment& deployment, ServicePlan& service);
    std::uint32_t levels(const model::Service& service);
    void storesAndChannels();
    void cluster(const model::DataStore& store);
    Done checkClusters() const;
    void policies();
    Done checkSizes() const;
    Done operations();
    void channel(const model::Channel& channel);
    void groups();
    Index groupOf(const model::Channel& channel, const std::string& name);
    Done checkGroups() const;
    Done projections();
    Done workloads();
    Done workload(const model::Workload& workload);
    Done journeys(const model::Workload& workload, WorkloadPlan& plan);
    Index zoneIndex(const model::ZoneId& zone) const;
    std::vector<Index> placesOf(const ServicePlan& service) const;
    std::vector<Index> zonesOf(const std::vector<model::ZoneId>& zones) const;
    void discovery(const model::Deployment& deployment, ServicePlan& plan);
    Done checkZones() const;
    void zoneNetwork();
    void link(std::vector<ZoneLink>& links, Index one, Index other, const std::string& name,
              const model::Distribution& latency);
    Index regionIndex(const model::RegionId& region) const;
    void meshes();
    MeshPlan::End proxiesOf(Index service, bool isMutual);
    Done channelFault(const model::Fault& fault, const std::string& place);
    Done networkOfZone(const model::Fault& fault, const std::string& place);
    Done zoneLoss(const model::Fault& fault, Index zone, const std::string& place, bool& takesAny);
    Done faults();
    Done fault(const model::Fault& fault, const std::string& place);
    Done addFault(FaultPlanEntry plan, const std::string& name, const model::Distribution& distribution);
    Done zoneFault(const model::Fault& fault, const std::string& place);
    bool loses(const FaultPlanEntry& plan, const CallPlan& call) const;
    std::string targetOf(const FaultPlanEntry& plan) const;
    DrawPlan faultDraw(const std::string& name, Purpose purpose, const model::Distribution& distribution);
    void chance(const model::Fault& fault, FaultPlanEntry& plan);
    Done checkPatience(const FaultPlanEntry& plan, const std::string& place);
    Done checkReplicas(const FaultPlanEntry& plan, const std::string& place) const;
    Done checkMemoryUse(const FaultPlanEntry& plan, const std::string& place) const;
    Done checkClock(const FaultPlanEntry& plan, const std::string& place);
    Done checkKeys(const FaultPlanEntry& plan, const std::string& place);
    Done effect(const model::KillFault& kill, FaultPlanEntry& plan);
    Done effect(const model::SlowFault& slow, FaultPlanEntry& plan);
    Done effect(const model::ErrorFault& error, FaultPlanEntry& plan);
    Done effect(const model::PauseFault& pause, FaultPlanEntry& plan);
    Done effect(const model::FlushFault& flush, FaultPlanEntry& plan);
    Done effect(const model::LatencyFault& latency, FaultPlanEntry& plan);
    Done effect(const model::LossFault& loss, FaultPlanEntry& plan);
    Done effect(const model::PartitionFault& partition, FaultPlanEntry& plan);
    Done effect(const model::PressureFault& pressure, FaultPlanEntry& plan);
    Done effect(const model::NamesFault& names, FaultPlanEntry& plan);
    Done effect(const model::ReleaseFault& release, FaultPlanEntry& plan);
    Done effect(const model::ClockFault& clock, FaultPlanEntry& plan);
    void prologues(Index service);
    Done objectives();
    ObjectivePlan objective(const model::Objective& objective) const;
    Done steadyState();
    model::Result<WindowsPlan> windows(const std::vector<model::ObjectiveId>& named, model::Duration window,
                                       const std::string& place) const;
    void judgedAgain(model::Duration recovery);

    const model::Project& m_project;
    const model::Scenario& m_scenario;
    EntityIndex m_entities;
    Plan m_plan;
    BehaviourCompiler m_behaviours;
    std::map<std::pair<Index, std::string>, Index> m_groups;  ///< By channel and name
    std::vector<const model::Mesh*> m_meshes;                 ///< By service; none of those without
    std::map<Index, Index> m_proxyDraws;                      ///< By service
};

}  // namespace simulator
