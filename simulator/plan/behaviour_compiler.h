#pragma once

#include <array>
#include <map>
#include <string>

#include "model/project.h"
#include "model/result.h"
#include "simulator/plan/places.h"
#include "simulator/plan/plan.h"

namespace simulator {

/// What there is in a model, numbered: the places of entities in the plan's arrays.
struct EntityIndex {
    Places<model::Operation> operations;
    Places<model::Service> services;
    Places<model::DataStore> stores;
    Places<model::Channel> channels;
    Places<model::CallPolicy> policies;
    Index noPolicy = 0;
};

/// Turns behaviours and journeys into instructions, with the draws, call sites and edges that they need.
class BehaviourCompiler {
public:
    BehaviourCompiler(const model::Project& project, const EntityIndex& entities, Plan& plan)
        : m_project(project), m_entities(entities), m_plan(plan) {}

    /// Room for what so many steps need.
    void reserve(std::size_t steps);
    /// The instructions of an operation; its entry.
    model::Result<Index> operation(const model::Service& service, const model::Operation& operation);
    /// The instructions of a journey; its entry. Closed users pause after it and begin anew.
    model::Result<Index> journey(const model::Journey& journey, bool closed);

    /// Fails where policies that share the tokens of their retries state different ones.
    model::Result<bool> checkTokens() const;

    /// A place to draw from, with a stream of its own.
    Index draw(std::string_view entity, Purpose purpose, const model::Distribution& distribution = {});
    /// `kind` is a literal.
    Index edge(std::string_view caller, std::string_view callee, std::string_view kind);

private:
    /// Whose steps are being compiled.
    struct Owner {
        std::string_view id;
        std::string_view home;  ///< The id of its service; of a journey none
        Index service = none;
        int depth = 0;
        std::int64_t rounds = 1;     ///< Of the loops around
        bool transactional = false;  ///< Handles the messages of a channel that delivers exactly once
    };
    std::string placeOf(const Owner& owner) const;  ///< For errors
    /// Of the streams of random numbers of an entity for one purpose.
    struct Streams {
        std::uint64_t entity;  ///< Its key
        Purpose purpose;
        int count;
    };
    using Done = model::Result<bool>;

    Done steps(const model::Behaviour& behaviour, Owner owner);
    Done step(const model::Compute& compute, const Owner& owner);
    Done step(const model::Call& call, const Owner& owner);
    Done step(const model::Parallel& parallel, const Owner& owner);
    Done step(const model::Branch& branch, const Owner& owner);
    Done step(const model::Publish& publish, const Owner& owner);
    Done step(const model::StoreQuery& query, const Owner& owner);
    Done step(const model::CacheLookup& lookup, const Owner& owner);
    Done step(const model::Loop& loop, Owner owner);
    Done step(const model::Fallback& fallback, const Owner& owner);
    Done step(const model::Fail& failure, const Owner& owner);
    Done step(const model::Lock& lock, const Owner& owner);
    Done step(const model::Saga& saga, const Owner& owner);
    Done step(const model::TwoPhaseCommit& transaction, const Owner& owner);
    /// The cache of a look-up with keys; one for all look-ups of the same name and place.
    model::Result<Index> cacheOf(const model::CacheLookup& lookup, const Owner& owner);
    Done lookUpKey(const model::CacheLookup& lookup, const Owner& owner);
    model::Result<Index> lockOf(const model::Lock& lock, const Owner& owner);
    static std::string nameOf(const model::SagaStep& part, const Owner& owner);
    Done undo(const model::Saga& saga, std::vector<Index>& undoing, const Owner& owner);
    Done call(const model::OperationId& operation, const std::optional<model::CallPolicyId>& policy,
              const Owner& owner);
    /// The machines of calls by that policy; none where it needs none.
    Index guardOf(Index policy, Index service, const Owner& owner);
    Index shedderOf(Index policy, Index service);
    Index tokensOf(const model::RetryTokens& tokens, const GuardPlan& guard);
    Done query(const model::DataStore& store, const model::Distribution& time, std::uint16_t kind,
               const Owner& owner);
    void compute(const model::Distribution& time, Purpose purpose, model::Work work, const Owner& owner);
    Index chance(double probability, const Owner& owner, Purpose purpose);

    Streams& streamsOf(std::uint64_t entity, Purpose purpose);
    Index here() const { return static_cast<Index>(m_plan.code.size()); }
    Index emit(Instruction instruction);

    const model::Project& m_project;
    const EntityIndex& m_entities;
    Plan& m_plan;
    std::vector<Streams> m_streams;
    PlaceTable m_streamPlaces;
    PlaceTable m_edgePlaces;
    std::map<std::array<Index, 3>, Index> m_guards;          ///< By client, policy and service
    std::map<std::pair<Index, Index>, Index> m_shedders;     ///< By policy and service
    std::map<std::pair<Index, Index>, Index> m_tokens;       ///< Of retries, by client and service
    std::map<std::pair<Index, std::string>, Index> m_locks;  ///< By service and name
    std::map<std::string, Index> m_caches;                   ///< By place and name
    std::vector<model::CacheLookup> m_firstLookUps;          ///< Of each cache, without its steps
};

}  // namespace simulator
