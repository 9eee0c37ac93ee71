// Locks, sagas and two-phase commits in instructions.
#include "simulator/plan/behaviour_compiler.h"

namespace simulator {

namespace {

constexpr std::uint64_t mostLockStates = 10'000'000;
constexpr std::size_t mostParticipants = 1000;

}  // namespace

model::Result<Index> BehaviourCompiler::lockOf(const model::Lock& lock, const Owner& owner) {
    const ServicePlan& service = m_plan.services[owner.service];
    LockPlan plan{service.id + "/" + lock.name, owner.service};
    plan.perReplica = lock.scope == model::LockScope::Replica;
    plan.permits = static_cast<std::uint32_t>(std::max(1, lock.permits));
    plan.keys = static_cast<std::uint32_t>(std::max(1, lock.keys));
    const auto [known, isNew] =
        m_locks.try_emplace({owner.service, lock.name}, static_cast<Index>(m_plan.locks.size()));
    if (!isNew) {
        const LockPlan& other = m_plan.locks[known->second];
        if (other.perReplica != plan.perReplica || other.permits != plan.permits || other.keys != plan.keys)
            return model::failure(placeOf(owner), "takes the lock `" + lock.name +
                                                      "` with another scope, or other numbers of permits or "
                                                      "keys, than elsewhere in its service");
        return known->second;
    }
    const std::uint64_t states = std::uint64_t{plan.keys} * (plan.perReplica ? service.replicas : 1);
    if (m_plan.lockStates + states > mostLockStates)
        return model::failure(placeOf(owner),
                              "the lock `" + lock.name + "` makes " + std::to_string(states) +
                                  " locks of keys and replicas, at most 10 million in all can be "
                                  "simulated");
    plan.firstState = m_plan.lockStates;
    plan.states = static_cast<std::uint32_t>(states);
    if (plan.keys > 1) plan.choice = draw(plan.id, Purpose::Lock);
    m_plan.lockStates += plan.states;
    m_plan.locks.push_back(std::move(plan));
    return known->second;
}

BehaviourCompiler::Done BehaviourCompiler::step(const model::Lock& lock, const Owner& owner) {
    const model::Result<Index> plan = lockOf(lock, owner);
    if (!plan) return tl::unexpected(plan.error());
    const Index taking = emit({Code::Lock, 0, *plan});
    if (Done done = steps(lock.steps, owner); !done) return done;
    emit({Code::EndBranch});
    m_plan.code[taking].c = here();
    return true;
}

std::string BehaviourCompiler::nameOf(const model::SagaStep& part, const Owner& owner) {
    return std::string(owner.id) + "/" + part.name;
}

// The parts in order, each with a way out to the undoing of those before it.
BehaviourCompiler::Done BehaviourCompiler::step(const model::Saga& saga, const Owner& owner) {
    std::vector<Index> attempts;
    for (const model::SagaStep& part : saga.parts) {
        const Index counted = edge(owner.id, nameOf(part, owner), "saga step");
        emit({Code::Count, 0, counted});
        attempts.push_back(emit({Code::Try, 0, here() + 1}));
        if (Done done = steps(part.steps, owner); !done) return done;
        emit({Code::EndBranch});
        m_plan.code[attempts.back()].c = here();
    }
    const Index over = emit({Code::Jump});
    std::vector<Index> undoing(saga.parts.size() + 1);  // of the parts before each one
    if (Done done = undo(saga, undoing, owner); !done) return done;
    for (std::size_t at = 0; at < attempts.size(); ++at) {
        m_plan.code[attempts[at]].b = here();
        emit({Code::Count, 1, edge(owner.id, nameOf(saga.parts[at], owner), "saga step")});
        emit({Code::Jump, 0, undoing[at]});
    }
    m_plan.code[over].a = here();
    return true;
}

// From the last part down; a compensation that fails does not keep the others from being done.
BehaviourCompiler::Done BehaviourCompiler::undo(const model::Saga& saga, std::vector<Index>& undoing,
                                                const Owner& owner) {
    for (std::size_t at = saga.parts.size(); at-- > 0;) {
        const model::SagaStep& part = saga.parts[at];
        undoing[at + 1] = here();
        if (part.compensation.empty()) continue;
        const Index counted = edge(owner.id, nameOf(part, owner), "compensation");
        emit({Code::Count, 0, counted});
        const Index attempt = emit({Code::Try, 0, here() + 1});
        if (Done done = steps(part.compensation, owner); !done) return done;
        emit({Code::EndBranch});
        const Index done = emit({Code::Jump});
        m_plan.code[attempt].b = here();
        emit({Code::Count, 1, counted});
        m_plan.code[attempt].c = done;
        m_plan.code[done].a = here();
    }
    undoing[0] = here();
    emit({Code::Fail, 0, static_cast<Index>(Cause::Dependency)});
    return true;
}

BehaviourCompiler::Done BehaviourCompiler::step(const model::TwoPhaseCommit& transaction,
                                                const Owner& owner) {
    const std::size_t count = transaction.participants.size();
    if (count == 0) return true;
    if (count > mostParticipants)
        return model::failure(placeOf(owner), std::to_string(count) +
                                                  " participants in a transaction, at most " +
                                                  std::to_string(mostParticipants) + " can be simulated");
    const auto first = static_cast<Index>(m_plan.participants.size());
    const Index agree = emit({Code::Agree, static_cast<std::uint16_t>(count), first});
    for (const model::Participant& participant : transaction.participants) {
        const model::DataStore* store = m_project.stores.find(participant.store);
        if (!store)
            return model::failure(
                placeOf(owner), "commits in `" + participant.store.value() + "`, which is not in the model");
        ParticipantPlan plan;
        if (participant.commit) plan.commit = draw(owner.id, Purpose::Query, *participant.commit);
        plan.refusal = participant.refusal;
        if (plan.refusal > 0) plan.vote = draw(owner.id, Purpose::Vote);
        plan.recovery = std::max<std::int64_t>(0, transaction.recovery.count());
        m_plan.participants.push_back(plan);
        emit({Code::Prepare, 0, m_entities.stores.at(participant.store),
              draw(owner.id, Purpose::Query, participant.prepare.value_or(store->writeTime)),
              edge(owner.id, participant.store.value(), "query")});
    }
    m_plan.code[agree].c = here();
    return true;
}

}  // namespace simulator
