#include "simulator/cascade/sustained.h"

#include <algorithm>
#include <cmath>
#include <variant>

#include "model/json/json.h"

namespace simulator {

namespace {

constexpr double finest = 0.1;        ///< [s]
constexpr double finestShare = 0.02;  ///< Of the trigger's length

model::Duration durationOf(double time) {
    return model::Duration(std::llround(time * 1e9));
}

/// A model whose triggers are over earlier.
class Cutter {
public:
    Cutter(const model::Project& project, const model::ScenarioId& scenario, const Cascade& cascade)
        : m_project(project), m_scenario(*project.scenarios.find(scenario)), m_cascade(cascade) {}

    model::Project cutAt(double time) const {
        model::Project cut = m_project;
        if (m_scenario.faults)
            cut.faultPlans =
                cut.faultPlans.with(faultsUntil(durationOf(time), *cut.faultPlans.find(*m_scenario.faults)));
        for (const model::WorkloadId& id : m_scenario.workloads) {
            model::Workload workload = *cut.workloads.find(id);
            if (auto* spike = std::get_if<model::SpikeArrivals>(&workload.arrivals))
                workload.arrivals = spikeUntil(durationOf(time), *spike);
            else if (auto* step = std::get_if<model::StepArrivals>(&workload.arrivals))
                levelsUntil(time, *step);
            cut.workloads = cut.workloads.with(std::move(workload));
        }
        return cut;
    }

private:
    static model::FaultPlan faultsUntil(model::Duration time, model::FaultPlan plan) {
        std::erase_if(plan.faults, [time](const model::Fault& fault) { return isLater(fault, time); });
        for (model::Fault& fault : plan.faults)
            if (fault.length && fault.start + *fault.length > time) fault.length = time - fault.start;
        return plan;
    }
    static bool isLater(const model::Fault& fault, model::Duration time) {
        return fault.length && fault.start >= time;
    }

    static model::Arrivals spikeUntil(model::Duration time, model::SpikeArrivals spike) {
        if (spike.start >= time) return model::PoissonArrivals{spike.base};
        spike.length = std::min(spike.length, time - spike.start);
        return spike;
    }

    // The level that a rise falls back to comes earlier.
    void levelsUntil(double time, model::StepArrivals& step) const {
        for (const CascadeEvent& rise : m_cascade.events) {
            if (rise.mechanism != Mechanism::MoreLoad || !rise.to || rise.from >= time) continue;
            for (model::RateLevel& level : step.levels)
                if (level.at == durationOf(*rise.to) && *rise.to > time) level.at = durationOf(time);
        }
    }

    const model::Project& m_project;
    const model::Scenario& m_scenario;
    const Cascade& m_cascade;
};

double beginningOf(const Cascade& cascade) {
    double begin = *cascade.triggerEnd;
    for (const CascadeEvent& event : cascade.events)
        if (event.mechanism == Mechanism::Fault || event.mechanism == Mechanism::MoreLoad)
            begin = std::min(begin, event.from);
    return begin;
}

/// Whether it outlives that trigger as well; nothing when it cannot be told.
std::optional<bool> isSustained(const model::Project& project, const model::ScenarioId& scenario,
                                const RunOptions& options, const std::stop_token& stop) {
    const auto plan = compile(project, scenario, options);
    if (!plan) return std::nullopt;
    const RunResult result = run(**plan, options, stop);
    if (result.cancelled) return std::nullopt;
    return explainCascade(project, scenario, result).outlivesTrigger;
}

}  // namespace

std::optional<double> sustainedSince(const model::Project& model, const model::ScenarioId& scenario,
                                     const RunOptions& options, const Cascade& cascade,
                                     std::stop_token stop) {
    if (!cascade.outlivesTrigger) return std::nullopt;
    const model::Project project = model::withChanges(model, scenario).value_or(model);
    const Cutter cutter(project, scenario, cascade);
    double recovers = beginningOf(cascade);
    double fails = *cascade.triggerEnd;
    const double close = std::max(finest, finestShare * (fails - recovers));
    while (fails - recovers > close) {
        const double middle = (recovers + fails) / 2;
        const auto sustained = isSustained(cutter.cutAt(middle), scenario, options, stop);
        if (!sustained) return std::nullopt;
        (*sustained ? fails : recovers) = middle;
    }
    return fails;
}

}  // namespace simulator
