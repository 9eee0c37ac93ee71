#pragma once

#include <algorithm>
#include <map>
#include <string_view>
#include <unordered_map>

#include "simulator/estimate/load_profile.h"
#include "simulator/estimate/network.h"

namespace simulator::estimating {

/// Makes the network of a project: numbers the entities, then flattens behaviours, then the load.
class Flattening {
public:
    Flattening(const model::Project& project, const model::Scenario& scenario, LoadLevel level)
        : m_project(project),
          m_scenario(scenario),
          m_level(level),
          m_length(std::max(1e-9, model::inSeconds(scenario.length))) {}

    model::Result<Network> make();

private:
    using Done = model::Result<bool>;

    // flatten.cpp
    void stations();
    void channels();
    void patiences();
    Done operations();
    Done subscriptions();
    void channelRemarks(const model::Channel& channel);
    void faults();
    void fault(const model::Fault& fault);
    void leaveOutFault(const std::string& target, std::string text);

    // flatten_load.cpp
    Done load();
    Done workload(const model::Workload& workload);
    Done journey(const model::Journey& journey, Index workload, double share);
    void arrivals(const model::Workload& workload, WorkloadPart& part);
    void arrive(const model::PoissonArrivals& arrivals, WorkloadPart& part);
    void arrive(const model::ConstantArrivals& arrivals, WorkloadPart& part);
    void arrive(const model::RampArrivals& arrivals, WorkloadPart& part);
    void arrive(const model::SpikeArrivals& arrivals, WorkloadPart& part);
    void arrive(const model::DiurnalArrivals& arrivals, WorkloadPart& part);
    void arrive(const model::StepArrivals& arrivals, WorkloadPart& part);
    void arrive(const model::ModulatedArrivals& arrivals, WorkloadPart& part);
    void arrive(const model::TraceArrivals& arrivals, WorkloadPart& part);
    void arrive(const model::CountedArrivals& arrivals, WorkloadPart& part);
    void arrive(const model::ClosedUsers& arrivals, WorkloadPart& part);
    void varying(const LoadProfile& profile, WorkloadPart& part);

    // flatten_steps.cpp: one overload for each kind of step; what has none is named as not represented.
    struct Owner {
        std::string_view id;
        Index service = nowhere;
        int depth = 0;
    };
    Done steps(const model::Behaviour& behaviour, Owner owner);
    Done commit(const model::Operation& operation, const Owner& owner);
    Done step(const model::Compute& compute, const Owner& owner);
    Done step(const model::Call& call, const Owner& owner);
    Done step(const model::Parallel& parallel, const Owner& owner);
    Done step(const model::Branch& branch, const Owner& owner);
    Done step(const model::Publish& publish, const Owner& owner);
    Done step(const model::StoreQuery& query, const Owner& owner);
    Done step(const model::CacheLookup& lookup, const Owner& owner);
    Done step(const model::Loop& loop, const Owner& owner);
    Done step(const model::Fallback& fallback, const Owner& owner);
    Done step(const model::Fail& failure, const Owner& owner);
    Done way(const model::Behaviour& behaviour, double probability, const Owner& owner);
    template <class Other>
    Done step(const Other& other, const Owner& owner);
    Done call(const model::OperationId& operation, const std::optional<model::CallPolicyId>& policy,
              const Owner& owner);
    Index open(Node::Kind kind);
    void close(Index node) { m_network.nodes[node].end = static_cast<Index>(m_network.nodes.size()); }
    Index edge(const Owner& owner, std::string_view callee, Edge::Kind kind);
    void remark(std::string_view entity, std::string text);
    /// A remark on work that is not in the figures: without it no objective counts as met.
    void leaveOut(std::string_view entity, std::string text);

    const model::Project& m_project;
    const model::Scenario& m_scenario;
    LoadLevel m_level;
    double m_length;  ///< Of the run [s]
    Network m_network;
    std::unordered_map<std::string_view, Index> m_services;
    std::unordered_map<std::string_view, Index> m_operations;
    std::unordered_map<std::string_view, Index> m_stores;
    std::unordered_map<std::string_view, Index> m_channels;
    std::unordered_map<std::string_view, Index> m_patiences;
    std::vector<const model::DataStore*> m_storeFacts;
    Index m_firstEdge = 0;  ///< Of the current owner
};

/// Finds which programs the load reaches and in which orders to go through them. Fails on a circle of
/// synchronous calls.
model::Result<bool> orderPrograms(Network& network);

}  // namespace simulator::estimating
