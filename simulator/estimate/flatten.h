#pragma once

#include <algorithm>
#include <map>
#include <string_view>

#include "simulator/estimate/load_profile.h"
#include "simulator/estimate/network.h"

namespace simulator::estimating {

/// Where the entities of a kind are, by their ids.
class NameIndex {
public:
    void reserve(std::size_t names) { m_names.reserve(names); }
    void add(std::string_view name, Index index) { m_names.emplace_back(name, index); }
    /// To be called before the first search. Collections are in order by id, so that there is mostly nothing
    /// to do; of several with one name the first counts.
    void sort() {
        const auto before = [](const auto& left, const auto& right) { return left.first < right.first; };
        if (!std::is_sorted(m_names.begin(), m_names.end(), before))
            std::stable_sort(m_names.begin(), m_names.end(), before);
    }
    /// `nowhere` when there is none of that name.
    Index find(std::string_view name) const {
        const auto found =
            std::lower_bound(m_names.begin(), m_names.end(), name,
                             [](const auto& entry, std::string_view sought) { return entry.first < sought; });
        return found == m_names.end() || found->first != name ? nowhere : found->second;
    }

private:
    std::vector<std::pair<std::string_view, Index>> m_names;
};

/// Makes the network of a project: numbers the entities, then flattens behaviours, then the load.
class Flattening {
public:
    Flattening(const model::Project& project, const model::Scenario& scenario, LoadLevel level,
               const EarlierVersion& earlier)
        : m_project(project),
          m_scenario(scenario),
          m_level(level),
          m_earlier(earlier),
          m_length(std::max(1e-9, model::inSeconds(scenario.length))) {}

    model::Result<Network> make();

private:
    using Done = model::Result<bool>;

    // flatten.cpp
    Done allButLoad();
    void stations();
    void channels();
    void patiences();
    void nameOperations();
    void namePatiences();
    Done operations();
    Done operation(const model::Operation& operation, Program& program);
    Done subscriptions();
    void channelRemarks(const model::Channel& channel);
    void disciplineRemarks(std::string_view id, const model::Deployment& deployment);
    void faults();
    void fault(const model::Fault& fault);
    void leaveOutFault(const std::string& target, std::string text);

    // flatten_again.cpp: what is as it was in the version before
    bool keepsAllButLoad() const;
    void takeAllButLoad();
    bool keepsNames() const;
    void copy(Program& program, const Program& old);
    bool keepsCalls() const;
    bool leadsAsBefore(const Program& program) const;
    Done order();

    // flatten_load.cpp
    Done load();
    Done workload(const model::Workload& workload);
    Done journey(const model::Journey& journey, Index workload, double share);
    void pause(const model::Distribution& think);
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
    std::string placeOf(const Owner& owner) const;
    Done missing(const Owner& owner, const std::string& verb, const std::string& id) const;
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
    Done step(const model::Lock& lock, const Owner& owner);
    Done step(const model::Saga& saga, const Owner& owner);
    Done step(const model::TwoPhaseCommit& transaction, const Owner& owner);
    template <class Other>
    Done step(const Other& other, const Owner& owner);
    Done call(const model::OperationId& operation, const std::optional<model::CallPolicyId>& policy,
              const Owner& owner);
    Index open(Node::Kind kind);
    void close(Index node) { m_network.nodes[node].end = static_cast<Index>(m_network.nodes.size()); }
    Index edge(const Owner& owner, std::string_view callee, Index target, Edge::Kind kind);
    void remark(std::string_view entity, std::string text);
    /// A remark on work that is not in the figures: without it no objective counts as met.
    void leaveOut(std::string_view entity, std::string text);
    void functionStation(Station& station, const model::Serverless& serverless);
    void storeRemarks(const model::DataStore& store);

    const model::Project& m_project;
    const model::Scenario& m_scenario;
    LoadLevel m_level;
    EarlierVersion m_earlier;
    double m_length;  ///< Of the run [s]
    Network m_network;
    NameIndex m_services;
    NameIndex m_operations;
    NameIndex m_stores;
    NameIndex m_channels;
    NameIndex m_patiences;
    std::vector<const model::DataStore*> m_storeFacts;
    void leaveOutOfSteps(LeftOut what) { m_leftOut |= static_cast<std::uint8_t>(what); }
    void stepRemarks(const Program& program);

    Index m_firstEdge = 0;       ///< Of the current owner
    std::uint8_t m_leftOut = 0;  ///< Of its steps
};

/// Finds which programs the load reaches and in which orders to go through them. Fails on a circle of
/// synchronous calls.
model::Result<bool> orderPrograms(Network& network);

}  // namespace simulator::estimating
