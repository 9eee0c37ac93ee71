// The machines that calls share, and the replicas that they choose from.
#include <fmt/format.h>

#include "simulator/plan/behaviour_compiler.h"

namespace simulator {

HostList::HostList(const std::string& service, std::uint32_t replicas) {
    names.reserve(replicas);
    hosts.reserve(replicas);
    for (std::uint32_t replica = 0; replica < replicas; ++replica) {
        names.push_back(service + "-" + std::to_string(replica));
        hosts.push_back({names.back(), 1});
    }
}

Index BehaviourCompiler::guardOf(Index policy, Index service, const Owner& owner) {
    const GuardRules* const rules = m_plan.policies[policy].guard.get();
    if (!rules) return none;
    const auto [known, isNew] =
        m_guards.try_emplace({owner.service, policy, service}, static_cast<Index>(m_plan.guards.size()));
    if (!isNew) return known->second;
    ServicePlan& callee = m_plan.services[service];
    if (rules->balances() && !callee.hosts)
        callee.hosts = std::make_shared<const HostList>(callee.id, callee.replicas);
    GuardPlan guard{policy, service, owner.service};
    const std::string client = owner.service == none ? std::string() : m_plan.services[owner.service].id;
    guard.chance =
        draw(client + "/" + m_project.policies.at(policy).id.value() + "/" + callee.id, Purpose::Guard);
    guard.firstState = m_plan.guardStates;
    if (owner.service != none) guard.states = m_plan.services[owner.service].replicas;
    m_plan.guardStates += guard.states;
    if (rules->policy.loadShedding) guard.shedder = shedderOf(policy, service);
    if (rules->tokens()) guard.tokens = tokensOf(*rules->tokens(), guard);
    m_plan.guards.push_back(guard);
    return known->second;
}

// One bucket for each server that a client calls, whichever of its policies it calls it by (gRPC, proposal
// A6).
Index BehaviourCompiler::tokensOf(const model::RetryTokens& tokens, const GuardPlan& guard) {
    const auto [known, isNew] =
        m_tokens.try_emplace({guard.client, guard.service}, static_cast<Index>(m_plan.retryTokens.size()));
    if (!isNew) return known->second;
    m_plan.retryTokens.push_back({tokens, m_plan.tokenStates});
    m_plan.tokenStates += guard.states;
    return known->second;
}

// Of one bucket there is one size, and one gain.
model::Result<bool> BehaviourCompiler::checkTokens() const {
    for (const GuardPlan& guard : m_plan.guards) {
        if (guard.tokens == none) continue;
        const GuardRules& rules = *m_plan.policies[guard.policy].guard;
        const model::RetryTokens& stated = *rules.tokens();
        const model::RetryTokens& used = m_plan.retryTokens[guard.tokens].tokens;
        if (stated.maxTokens == used.maxTokens && stated.tokenRatio == used.tokenRatio) continue;
        return model::failure(
            fmt::format("/policies/{}/{}/tokens", rules.policy.id.value(),
                        rules.policy.hedging ? "hedging" : "retry"),
            fmt::format("{} tokens with ratio {}, but another policy of the same client for `{}` has {} with "
                        "ratio {}: expected the same, as there is one bucket for each server",
                        stated.maxTokens, stated.tokenRatio, m_plan.services[guard.service].id,
                        used.maxTokens, used.tokenRatio));
    }
    return true;
}

Index BehaviourCompiler::shedderOf(Index policy, Index service) {
    const auto [known, isNew] =
        m_shedders.try_emplace({policy, service}, static_cast<Index>(m_plan.shedders.size()));
    if (!isNew) return known->second;
    m_plan.shedders.push_back({policy, service, m_plan.shedderStates});
    m_plan.shedderStates += m_plan.services[service].replicas;
    return known->second;
}

}  // namespace simulator
