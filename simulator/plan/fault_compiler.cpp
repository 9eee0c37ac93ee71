// What goes wrong, in the plan.
#include <algorithm>

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
    for (const model::Fault& planned : found->faults)
        if (Done done = fault(planned); !done) return done;
    m_plan.terminating = m_plan.terminating || !found->faults.empty();
    return true;
}

ScenarioCompiler::Done ScenarioCompiler::fault(const model::Fault& fault) {
    FaultPlanEntry plan;
    const std::string place = "/fault_plans/" + m_scenario.faults->value();
    const auto locate = [&](const auto& entities, const auto& id) {
        plan.target = entities.find(id);
        return plan.target != none;
    };
    plan.store = std::holds_alternative<model::DataStoreId>(fault.target);
    if (plan.store ? !locate(m_entities.stores, std::get<model::DataStoreId>(fault.target))
                   : !locate(m_entities.services, std::get<model::ServiceId>(fault.target)))
        return model::failure(place, "a fault's target is not in the model");
    plan.start = faultTime(fault.start);
    if (fault.length) plan.end = plan.start + faultTime(*fault.length);
    Done done = std::visit([&](const auto& effect) { return this->effect(effect, plan); }, fault.effect);
    if (!done) return done;
    if (plan.start < m_plan.length) m_plan.faults.push_back(plan);
    return true;
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
    if (!(plan.factor >= 0) || plan.factor > 1e9 || plan.extra < 0 || plan.extra > longestFaultTime)
        return model::failure("/fault_plans/" + m_scenario.faults->value(),
                              "a slow-down is not a factor of 0 to 1e9 and a time of at least 0");
    return true;
}

ScenarioCompiler::Done ScenarioCompiler::effect(const model::ErrorFault& error, FaultPlanEntry& plan) {
    plan.kind = FaultPlanEntry::Kind::Error;
    plan.rate = error.rate;
    return true;
}

ScenarioCompiler::Done ScenarioCompiler::effect(const model::PauseFault& pause, FaultPlanEntry& plan) {
    plan.kind = FaultPlanEntry::Kind::Pause;
    plan.replicas = static_cast<std::uint32_t>(std::max(0, pause.replicas));
    plan.pause = faultTime(pause.pause.value_or(model::Duration{}));
    plan.perRequest = faultTime(pause.perRequest.value_or(model::Duration{}));
    plan.every = faultTime(pause.every.value_or(model::Duration{}));
    plan.everyRequests = static_cast<std::uint32_t>(std::max(0, pause.everyRequests.value_or(0)));
    if (plan.everyRequests > 0) prologues(plan.target);
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
