// What is judged in windows of time: the hypothesis of a scenario, and when it is given up.
#include <algorithm>

#include "simulator/plan/scenario_compiler.h"

namespace simulator {

ScenarioCompiler::Done ScenarioCompiler::steadyState() {
    const std::string place = "/scenarios/" + m_scenario.id.value();
    if (const auto& steady = m_scenario.steadyState) {
        auto compiled = windows(steady->objectives, steady->window, place + "/steady_state");
        if (!compiled) return tl::unexpected(compiled.error());
        m_plan.steadyState.windows = std::move(*compiled);
        m_plan.steadyState.throughout = steady->throughout;
        judgedAgain(steady->recovery);
    }
    if (const auto& abort = m_scenario.abort) {
        auto compiled = windows(abort->objectives, abort->window, place + "/abort");
        if (!compiled) return tl::unexpected(compiled.error());
        m_plan.abort.windows = std::move(*compiled);
        m_plan.abort.inARow = static_cast<std::uint32_t>(std::max(1, abort->windows));
    }
    return true;
}

// Those of costs and carbon are of the whole run, and those of what the scenario does not run stay open.
model::Result<WindowsPlan> ScenarioCompiler::windows(const std::vector<model::ObjectiveId>& named,
                                                     model::Duration window, const std::string& place) const {
    WindowsPlan plan;
    plan.window = std::max<std::int64_t>(1, window.count());
    for (const model::ObjectiveId& id : named.empty() ? m_scenario.objectives : named) {
        const model::Objective* found = m_project.objectives.find(id);
        if (!found)
            return model::failure(place + "/objectives",
                                  "the objective `" + id.value() + "` is not in the model");
        ObjectivePlan compiled = objective(*found);
        if (compiled.footprint || compiled.flow == none) continue;
        plan.objectives.push_back(std::move(compiled));
    }
    if (plan.objectives.empty())
        return model::failure(place + "/objectives",
                              "none is of latency or availability of what the scenario runs: nothing would "
                              "be judged");
    if (plan.window > m_plan.length)
        return model::failure(place + "/window_s",
                              "is longer than the run: expected a window that ends before it");
    return plan;
}

// A fault without an end, or one that comes again and again, is followed by nothing.
void ScenarioCompiler::judgedAgain(model::Duration recovery) {
    SteadyStatePlan& plan = m_plan.steadyState;
    std::int64_t last = 0;
    for (const FaultPlanEntry& fault : m_plan.faults) {
        const bool happensAtOnce =
            fault.kind == FaultPlanEntry::Kind::Flush || fault.kind == FaultPlanEntry::Kind::Release;
        if (fault.meanGap > 0)
            plan.note =
                "a fault comes by chance, again and again: only windows before the first one are judged, and "
                "with `throughout` all";
        else if (!happensAtOnce && fault.end == never)
            plan.note =
                "a fault lasts to the end of the run: only windows before the first one are judged, and with "
                "`throughout` all";
        else
            last = std::max(last, happensAtOnce ? fault.start : fault.end);
    }
    if (plan.note.empty()) plan.again = last + recovery.count();
}

}  // namespace simulator
