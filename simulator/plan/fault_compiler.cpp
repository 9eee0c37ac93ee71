// What goes wrong, in the plan.
#include <algorithm>
#include <set>
#include <string>

#include "simulator/plan/scenario_compiler.h"

namespace simulator {

namespace {

constexpr std::int64_t longestFaultTime = std::int64_t{1} << 60;

std::int64_t faultTime(model::Duration time) {
    return std::clamp<std::int64_t>(time.count(), 0, longestFaultTime);
}

}  // namespace

ScenarioCompiler::Done ScenarioCompiler::faults() {
    m_plan.prologues = m_plan.code.size();
    if (!m_scenario.faults) return true;
    const model::FaultPlan* found = m_project.faultPlans.find(*m_scenario.faults);
    if (!found)
        return model::failure("/scenarios/" + m_scenario.id.value(),
                              "the fault plan `" + m_scenario.faults->value() + "` is not in the model");
    for (std::size_t at = 0; at < found->faults.size(); ++at)
        if (Done done = fault(found->faults[at],
                              "/fault_plans/" + found->id.value() + "/faults/" + std::to_string(at));
            !done)
            return done;
    m_plan.terminating = m_plan.terminating || !found->faults.empty();
    return true;
}

ScenarioCompiler::Done ScenarioCompiler::fault(const model::Fault& fault, const std::string& place) {
    if (std::holds_alternative<model::ZoneId>(fault.target) ||
        std::holds_alternative<model::RegionId>(fault.target))
        return zoneFault(fault, place);
    if (std::holds_alternative<model::NodePoolId>(fault.target)) return nodeFault(fault, place);
    if (std::holds_alternative<model::ChannelId>(fault.target)) return channelFault(fault, place);
    if (!std::holds_alternative<model::ServiceId>(fault.target) &&
        !std::holds_alternative<model::DataStoreId>(fault.target))
        return model::failure(place, "a fault of that target cannot be simulated");
    FaultPlanEntry plan;
    const auto locate = [&](const auto& entities, const auto& id) {
        plan.target = entities.find(id);
        return plan.target != none;
    };
    plan.store = std::holds_alternative<model::DataStoreId>(fault.target);
    if (plan.store ? !locate(m_entities.stores, std::get<model::DataStoreId>(fault.target))
                   : !locate(m_entities.services, std::get<model::ServiceId>(fault.target)))
        return model::failure(place, "its target is not in the model");
    plan.start = faultTime(fault.start);
    if (fault.length) plan.end = plan.start + faultTime(*fault.length);
    plan.ramp = faultTime(fault.ramp.value_or(model::Duration{}));
    if (fault.chance) chance(fault, plan);
    Done done = std::visit([&](const auto& effect) { return this->effect(effect, plan); }, fault.effect);
    if (done) done = checkPatience(plan, place);
    if (done) done = checkReplicas(plan, place);
    if (plan.store && plan.replicas > 0 && plan.replicas == m_plan.stores[plan.target].servers &&
        plan.kind != FaultPlanEntry::Kind::Kill)
        plan.replicas = 0;
    if (done) done = checkKeys(plan, place);
    if (done) done = checkClock(plan, place);
    if (done) done = checkMemoryUse(plan, place);
    if (done && fault.chance && plan.kind == FaultPlanEntry::Kind::Release)
        return model::failure(place + "/chance", "found a release, expected none that comes by chance");
    if (!done) return done;
    const auto* latency = std::get_if<model::LatencyFault>(&fault.effect);
    const std::string name = "fault " + std::to_string(fault.effect.index()) + ' ' + targetOf(plan);
    return addFault(std::move(plan), name, latency ? latency->extra : model::Distribution());
}

ScenarioCompiler::Done ScenarioCompiler::addFault(FaultPlanEntry plan, const std::string& name,
                                                  const model::Distribution& distribution) {
    if (plan.start >= m_plan.length) return true;
    m_plan.faultDraws.push_back(faultDraw(name, Purpose::Fault, distribution));
    m_plan.chanceDraws.push_back(faultDraw(name, Purpose::Chaos, {}));
    m_plan.faults.push_back(std::move(plan));
    return true;
}

// Its broker: a channel that nothing in the scenario uses has one, too.
ScenarioCompiler::Done ScenarioCompiler::channelFault(const model::Fault& fault, const std::string& place) {
    const model::ChannelId& id = std::get<model::ChannelId>(fault.target);
    FaultPlanEntry plan;
    plan.channel = m_entities.channels.find(id);
    if (plan.channel == none) return model::failure(place, "its target is not in the model");
    if (!std::holds_alternative<model::KillFault>(fault.effect))
        return model::failure(place + "/fault", "only a kill takes the broker of a channel away");
    plan.target = none;
    plan.start = faultTime(fault.start);
    if (fault.length) plan.end = plan.start + faultTime(*fault.length);
    return addFault(std::move(plan), "fault channel " + id.value(), {});
}

std::string ScenarioCompiler::targetOf(const FaultPlanEntry& plan) const {
    std::string target = plan.store ? m_plan.stores[plan.target].id : m_plan.services[plan.target].id;
    if (plan.peer != none) target += ' ' + m_plan.services[plan.peer].id;
    return target;
}

// Not among those of the steps: a run can go on by a plan with other faults.
DrawPlan ScenarioCompiler::faultDraw(const std::string& name, Purpose purpose,
                                     const model::Distribution& distribution) {
    m_behaviours.draw(name, purpose, distribution);
    DrawPlan plan = std::move(m_plan.draws.back());
    m_plan.draws.pop_back();
    return plan;
}

void ScenarioCompiler::chance(const model::Fault& fault, FaultPlanEntry& plan) {
    plan.meanGap = static_cast<double>(faultTime(fault.chance->meanTimeBetween));
    plan.length = faultTime(fault.length.value_or(model::Duration{}));
    plan.services = {plan.target};
    for (const model::ServiceId& id : fault.chance->also)
        if (const Index service = m_entities.services.find(id); service != none)
            plan.services.push_back(service);
}

// Of a service that is scaled the most that there can be.
ScenarioCompiler::Done ScenarioCompiler::checkReplicas(const FaultPlanEntry& plan,
                                                       const std::string& place) const {
    using Kind = FaultPlanEntry::Kind;
    if (plan.kind != Kind::Slow && plan.kind != Kind::Error && plan.kind != Kind::Pressure) return true;
    if (plan.store && plan.replicas > m_plan.stores[plan.target].servers)
        return model::failure(place + "/replicas", std::to_string(plan.replicas) + ", but `" +
                                                       m_plan.stores[plan.target].id + "` has " +
                                                       std::to_string(m_plan.stores[plan.target].servers) +
                                                       " servers: expected at most as many");
    std::vector<Index> hit = plan.services;
    if (hit.empty() && !plan.store) hit.push_back(plan.target);
    for (const Index service : hit) {
        const ServicePlan& found = m_plan.services[service];
        if (plan.replicas > found.replicas)
            return model::failure(place + "/replicas", std::to_string(plan.replicas) + ", but `" + found.id +
                                                           "` has " + std::to_string(found.replicas) +
                                                           ": expected at most as many");
    }
    return true;
}

// Only what the scenario can reach is there.
ScenarioCompiler::Done ScenarioCompiler::checkKeys(const FaultPlanEntry& plan, const std::string& place) {
    if (plan.kind != FaultPlanEntry::Kind::Flush) return true;
    const auto isThere = [&](const CachePlan& cache) {
        return (plan.store ? cache.store : cache.service) == plan.target;
    };
    if (std::any_of(m_plan.caches.begin(), m_plan.caches.end(), isThere)) return true;
    return model::failure(place + "/fault",
                          "flush, but nothing that runs in the scenario looks in a cache of `" +
                              targetOf(plan) + "` that knows its keys");
}

// A clock matters to who passes deadlines on, and to who is told of them.
ScenarioCompiler::Done ScenarioCompiler::checkClock(const FaultPlanEntry& plan, const std::string& place) {
    if (plan.kind != FaultPlanEntry::Kind::Clock) return true;
    std::vector<Index> wrong = plan.services;
    if (wrong.empty()) wrong.push_back(plan.target);
    const auto isWrong = [&wrong](Index service) {
        return std::find(wrong.begin(), wrong.end(), service) != wrong.end();
    };
    const auto isToldBySuch = [&](Index service) {
        return std::any_of(m_plan.calls.begin(), m_plan.calls.end(), [&](const CallPlan& call) {
            return isWrong(call.caller) && m_plan.operations[call.operation].service == service;
        });
    };
    for (const CallPlan& call : m_plan.calls) {
        const GuardRules* const rules = m_plan.policies[call.policy].guard.get();
        if (call.caller == none || !rules || !rules->policy.deadlinePropagation) continue;
        if (isWrong(call.caller) || isToldBySuch(call.caller)) return true;
    }
    return model::failure(place + "/fault",
                          "clock, but neither `" + targetOf(plan) +
                              "` nor a service that it calls passes deadlines on: expected a policy with "
                              "deadline_propagation for one of their calls");
}

// Who waits for what was lost, and has no end of its patience, waits for ever. A few of these calls are
// named.
ScenarioCompiler::Done ScenarioCompiler::checkPatience(const FaultPlanEntry& plan, const std::string& place) {
    constexpr std::size_t most = 5;
    std::set<Index> edges;
    for (const CallPlan& call : m_plan.calls) {
        const PolicyPlan& policy = m_plan.policies[call.policy];
        if (policy.timeout == never && policy.deadline == never && loses(plan, call)) edges.insert(call.edge);
    }
    if (edges.empty()) return true;
    std::string calls;
    std::size_t named = 0;
    for (const Index at : edges)
        if (++named <= most)
            calls += (calls.empty() ? "of `" : ", of `") + m_plan.edges[at].callee + "` by `" +
                     m_plan.edges[at].caller + "`";
    if (edges.size() > most) calls += " and of " + std::to_string(edges.size() - most) + " others";
    return model::failure(place, std::string("loses messages of the call") + (edges.size() > 1 ? "s " : " ") +
                                     calls +
                                     ", which would wait for ever: expected a policy with a timeout or a "
                                     "deadline there");
}

// Whether messages of the call may be lost without anybody being told.
bool ScenarioCompiler::loses(const FaultPlanEntry& plan, const CallPlan& call) const {
    const Index callee = m_plan.operations[call.operation].service;
    if (plan.zone != none) return m_plan.services[callee].standsIn(plan.zone);
    if (plan.pool != none) {
        const Index set = m_plan.services[callee].podSet;
        return set != none && m_plan.podSets[set].nodePool == plan.pool;
    }
    if (plan.kind != FaultPlanEntry::Kind::Loss || plan.rate <= 0) return false;
    if (plan.isBetweenZones())
        return call.caller != callee &&
               plan.mayDivide(call.caller == none ? nullptr : &m_plan.services[call.caller],
                              &m_plan.services[callee]);
    const auto touched = [&](Index target) { return plan.touches(target, call.caller, callee); };
    return plan.meanGap > 0 ? std::any_of(plan.services.begin(), plan.services.end(), touched)
                            : touched(plan.target);
}

ScenarioCompiler::Done ScenarioCompiler::effect(const model::KillFault& kill, FaultPlanEntry& plan) {
    plan.kind = FaultPlanEntry::Kind::Kill;
    plan.replicas = static_cast<std::uint32_t>(std::max(0, kill.replicas));
    if (!plan.store && plan.end != never) plan.end += m_plan.services[plan.target].startUp;
    return true;
}

ScenarioCompiler::Done ScenarioCompiler::effect(const model::SlowFault& slow, FaultPlanEntry& plan) {
    plan.kind = FaultPlanEntry::Kind::Slow;
    plan.factor = slow.factor;
    plan.extra = slow.extra.count();
    plan.replicas = static_cast<std::uint32_t>(std::max(0, slow.replicas));
    return true;
}

ScenarioCompiler::Done ScenarioCompiler::effect(const model::ErrorFault& error, FaultPlanEntry& plan) {
    plan.kind = FaultPlanEntry::Kind::Error;
    plan.rate = error.rate;
    plan.replicas = static_cast<std::uint32_t>(std::max(0, error.replicas));
    plan.failureTime = faultTime(error.time);
    return true;
}

ScenarioCompiler::Done ScenarioCompiler::effect(const model::PauseFault& pause, FaultPlanEntry& plan) {
    plan.kind = FaultPlanEntry::Kind::Pause;
    plan.replicas = static_cast<std::uint32_t>(std::max(0, pause.replicas));
    plan.pause = faultTime(pause.pause.value_or(model::Duration{}));
    plan.perRequest = faultTime(pause.perRequest.value_or(model::Duration{}));
    plan.every = faultTime(pause.every.value_or(model::Duration{}));
    plan.everyRequests = static_cast<std::uint32_t>(std::max(0, pause.everyRequests.value_or(0)));
    if (plan.everyRequests == 0) return true;
    prologues(plan.target);
    for (const Index service : plan.services) prologues(service);
    return true;
}

ScenarioCompiler::Done ScenarioCompiler::effect(const model::FlushFault& flush, FaultPlanEntry& plan) {
    plan.kind = FaultPlanEntry::Kind::Flush;
    plan.rate = flush.share;
    plan.end = never;
    return true;
}

ScenarioCompiler::Done ScenarioCompiler::effect(const model::LatencyFault& latency, FaultPlanEntry& plan) {
    plan.kind = FaultPlanEntry::Kind::Latency;
    if (latency.peer) plan.peer = m_entities.services.find(*latency.peer);
    return true;
}

ScenarioCompiler::Done ScenarioCompiler::effect(const model::LossFault& loss, FaultPlanEntry& plan) {
    plan.kind = FaultPlanEntry::Kind::Loss;
    if (loss.peer) plan.peer = m_entities.services.find(*loss.peer);
    plan.rate = loss.rate;
    return true;
}

ScenarioCompiler::Done ScenarioCompiler::effect(const model::PartitionFault& partition,
                                                FaultPlanEntry& plan) {
    return effect(model::LossFault{partition.peer, 1}, plan);
}

ScenarioCompiler::Done ScenarioCompiler::effect(const model::PressureFault& pressure, FaultPlanEntry& plan) {
    plan.kind = FaultPlanEntry::Kind::Pressure;
    plan.share = pressure.cpuShare;
    plan.memory = pressure.memoryMib;
    plan.replicas = static_cast<std::uint32_t>(std::max(0, pressure.replicas));
    return true;
}

// What memory is taken of must have a limit, and a use of its own.
ScenarioCompiler::Done ScenarioCompiler::checkMemoryUse(const FaultPlanEntry& plan,
                                                        const std::string& place) const {
    if (plan.memory <= 0) return true;
    std::vector<Index> hit = plan.services;
    if (hit.empty()) hit.push_back(plan.target);
    for (const Index service : hit) {
        const ServicePlan& found = m_plan.services[service];
        if (found.podSet != none && m_plan.podSets[found.podSet].memory) continue;
        return model::failure(place + "/memory_mib", "takes memory of `" + found.id +
                                                         "`, which has no use of memory: expected "
                                                         "memory_use in its deployment");
    }
    return true;
}

ScenarioCompiler::Done ScenarioCompiler::effect(const model::NamesFault&, FaultPlanEntry& plan) {
    plan.kind = FaultPlanEntry::Kind::Names;
    return true;
}

ScenarioCompiler::Done ScenarioCompiler::effect(const model::ReleaseFault& release, FaultPlanEntry& plan) {
    plan.kind = FaultPlanEntry::Kind::Release;
    plan.factor = release.factor;
    plan.rate = release.errorRate;
    plan.crashes = release.crashes;
    plan.end = never;
    return true;
}

ScenarioCompiler::Done ScenarioCompiler::effect(const model::ClockFault& clock, FaultPlanEntry& plan) {
    plan.kind = FaultPlanEntry::Kind::Clock;
    plan.extra = std::clamp<std::int64_t>(clock.ahead.count(), -longestFaultTime / 4, longestFaultTime / 4);
    return true;
}

// What counts the requests of a service, for as long as a fault wants it.
void ScenarioCompiler::prologues(Index service) {
    for (OperationPlan& operation : m_plan.operations) {
        if (operation.service != service || operation.entry == none || operation.prologue != none) continue;
        operation.prologue = static_cast<Index>(m_plan.code.size());
        m_plan.code.push_back({Code::Allocate});
        m_plan.code.push_back({Code::Jump, 0, operation.entry});
    }
}

}  // namespace simulator
