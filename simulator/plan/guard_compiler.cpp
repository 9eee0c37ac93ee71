// The machines that calls share, and the replicas that they choose from.
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
    m_plan.guards.push_back(guard);
    return known->second;
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
