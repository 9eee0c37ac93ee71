#include "simulator/experiment/trigger.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <fmt/format.h>

namespace simulator {

namespace {

model::Duration timesLonger(model::Duration time, double factor) {
    return model::Duration(
        static_cast<std::int64_t>(std::llround(static_cast<double>(time.count()) * factor)));
}

std::string nameOfTarget(const model::FaultTarget& target) {
    return std::visit([](const auto& id) { return id.value(); }, target);
}

/// Replicas, or servers, that a fault of all of them has; a zone is lost as a whole.
std::int32_t unitsOf(const model::Project& project, const model::FaultTarget& target) {
    if (const auto* service = std::get_if<model::ServiceId>(&target)) {
        for (const model::Deployment& deployment : project.deployments)
            if (deployment.service == *service) return deployment.replicas;
        return 1;
    }
    if (const auto* pool = std::get_if<model::NodePoolId>(&target)) {
        const model::NodePool* found = project.network.nodePools.find(*pool);
        return found ? found->nodes : 1;
    }
    const auto* id = std::get_if<model::DataStoreId>(&target);
    const model::DataStore* store = id ? project.stores.find(*id) : nullptr;
    return store && store->replication ? 1 + store->replication->replicas : 1;
}

std::int32_t someOf(std::int32_t stated, std::int32_t all, double depth) {
    const std::int32_t full = stated == 0 ? all : std::min(stated, all);
    return std::max<std::int32_t>(1, static_cast<std::int32_t>(std::lround(full * depth)));
}

/// Makes one fault as deep as that share of what is stated; tells in words how deep, nothing where it has no
/// depth.
class Deepening {
public:
    Deepening(const model::Project& project, const model::FaultTarget& target, double depth)
        : m_project(project), m_target(target), m_depth(depth) {}

    std::string operator()(model::KillFault& kill) const { return replicas(kill.replicas); }
    std::string operator()(model::PauseFault& pause) const { return replicas(pause.replicas); }
    std::string operator()(model::SlowFault& slow) const {
        slow.factor = 1 + (slow.factor - 1) * m_depth;
        slow.extra = timesLonger(slow.extra, m_depth);
        return fmt::format("{} slower {:.3g} times and by {:.4g} ms", nameOfTarget(m_target), slow.factor,
                           model::inMilliseconds(slow.extra));
    }
    std::string operator()(model::ErrorFault& error) const {
        error.rate *= m_depth;
        return fmt::format("{:.3g} % of the requests to {}", 100 * error.rate, nameOfTarget(m_target));
    }
    std::string operator()(model::FlushFault& flush) const {
        flush.share *= m_depth;
        return fmt::format("{:.3g} % of the keys in {}", 100 * flush.share, nameOfTarget(m_target));
    }
    std::string operator()(model::LossFault& loss) const {
        loss.rate *= m_depth;
        return fmt::format("{:.3g} % of what is sent to and from {}", 100 * loss.rate,
                           nameOfTarget(m_target));
    }
    std::string operator()(model::LatencyFault&) const { return {}; }
    std::string operator()(model::PartitionFault&) const { return {}; }
    std::string operator()(model::PressureFault& pressure) const {
        pressure.cpuShare *= m_depth;
        pressure.memoryMib *= m_depth;
        return fmt::format("{:.3g} % of the CPU and {:.4g} MiB of {}", 100 * pressure.cpuShare,
                           pressure.memoryMib, nameOfTarget(m_target));
    }
    std::string operator()(model::NamesFault&) const { return {}; }
    std::string operator()(model::ReleaseFault&) const { return {}; }
    std::string operator()(model::ClockFault& clock) const {
        clock.ahead = timesLonger(clock.ahead, m_depth);
        return fmt::format("the clock of {} off by {:.4g} ms", nameOfTarget(m_target),
                           model::inMilliseconds(clock.ahead));
    }

private:
    std::string replicas(std::int32_t& count) const {
        const std::int32_t all = unitsOf(m_project, m_target);
        if ((count == 0 ? all : std::min(count, all)) <= 1) return {};
        count = someOf(count, all, m_depth);
        return fmt::format("{} of {} replicas of {}", count, all, nameOfTarget(m_target));
    }

    const model::Project& m_project;
    const model::FaultTarget& m_target;
    double m_depth;
};

std::string deepen(const model::Project& project, model::Fault& fault, double depth) {
    const Deepening deepening(project, fault.target, depth);
    return std::visit([&](auto& effect) { return deepening(effect); }, fault.effect);
}

const model::FaultPlan* planOfFaults(const model::Project& project, const model::Scenario& scenario) {
    return scenario.faults ? project.faultPlans.find(*scenario.faults) : nullptr;
}

/// Calls `visit(spike)` for each workload of the scenario that has one.
template <class Visit>
void forEachSpike(const model::Project& project, const model::Scenario& scenario, const Visit& visit) {
    for (const model::WorkloadId& id : scenario.workloads)
        if (const model::Workload* workload = project.workloads.find(id))
            if (const auto* spike = std::get_if<model::SpikeArrivals>(&workload->arrivals))
                visit(*workload, *spike);
}

/// The model with its spikes replaced.
template <class Replace>
model::Project withSpikes(const model::Project& project, const model::Scenario& scenario,
                          const Replace& replace) {
    model::Project changed = project;
    forEachSpike(project, scenario, [&](const model::Workload& workload, const model::SpikeArrivals& spike) {
        model::Workload other = workload;
        other.arrivals = replace(spike);
        changed.workloads = changed.workloads.with(std::move(other));
    });
    return changed;
}

/// Where the first of them begins [s].
double triggerStart(const model::Project& project, const model::Scenario& scenario) {
    double start = std::numeric_limits<double>::infinity();
    if (const model::FaultPlan* plan = planOfFaults(project, scenario))
        for (const model::Fault& fault : plan->faults) start = std::min(start, model::inSeconds(fault.start));
    forEachSpike(project, scenario, [&](const model::Workload&, const model::SpikeArrivals& spike) {
        start = std::min(start, model::inSeconds(spike.start));
    });
    return start;
}

std::string whyNoTrigger(const model::Fault& fault) {
    if (fault.chance) return "comes by chance, again and again, expected a fault at a stated time";
    if (std::holds_alternative<model::ReleaseFault>(fault.effect))
        return "is a release, which stays: expected a fault that ends";
    if (!fault.length && !std::holds_alternative<model::FlushFault>(fault.effect))
        return "lasts to the end of the run, expected a fault with a length: nothing can outlive it";
    return {};
}

}  // namespace

model::Result<Trigger> triggerOf(const model::Project& project, const model::ScenarioId& id) {
    const model::Scenario& scenario = *project.scenarios.find(id);
    Trigger trigger;
    trigger.start = triggerStart(project, scenario);
    if (std::isinf(trigger.start))
        return model::failure("/scenarios/" + id.value(),
                              "has no trigger, expected faults that end, or a workload with a spike: a "
                              "metastable failure is one that outlives what set it off");
    const auto add = [&](model::Duration length) {
        trigger.length = std::max(trigger.length, model::inSeconds(length));
    };
    if (const model::FaultPlan* plan = planOfFaults(project, scenario))
        for (std::size_t at = 0; at < plan->faults.size(); ++at) {
            const model::Fault& fault = plan->faults[at];
            if (const std::string why = whyNoTrigger(fault); !why.empty())
                return model::failure("/fault_plans/" + plan->id.value() + "/faults/" + std::to_string(at),
                                      why);
            add(fault.length.value_or(model::Duration(0)));
        }
    forEachSpike(project, scenario,
                 [&](const model::Workload&, const model::SpikeArrivals& spike) { add(spike.length); });
    trigger.hasDepth = !depthText(project, id, 1).empty();
    return trigger;
}

double triggerEnd(const model::Project& project, const model::ScenarioId& id) {
    const model::Scenario& scenario = *project.scenarios.find(id);
    double end = 0;
    if (const model::FaultPlan* plan = planOfFaults(project, scenario))
        for (const model::Fault& fault : plan->faults)
            end = std::max(end, model::inSeconds(fault.start + fault.length.value_or(model::Duration(0))));
    forEachSpike(project, scenario, [&](const model::Workload&, const model::SpikeArrivals& spike) {
        end = std::max(end, model::inSeconds(spike.start + spike.length));
    });
    return end;
}

// What follows moves away as far as what is before it grows, so that none meets another that it did not.
model::Project withTrigger(const model::Project& project, const model::ScenarioId& id,
                           const TriggerSize& size) {
    const model::Scenario& scenario = *project.scenarios.find(id);
    const model::Duration first = model::seconds(triggerStart(project, scenario));
    const double apart = std::max(1.0, size.length);
    const auto moved = [&](model::Duration start) { return first + timesLonger(start - first, apart); };
    model::Project changed =
        withSpikes(project, scenario, [&](const model::SpikeArrivals& spike) -> model::Arrivals {
            return model::SpikeArrivals{spike.base, spike.base + (spike.peak - spike.base) * size.depth,
                                        moved(spike.start), timesLonger(spike.length, size.length)};
        });
    if (const model::FaultPlan* stated = planOfFaults(project, scenario)) {
        model::FaultPlan plan = *stated;
        for (model::Fault& fault : plan.faults) {
            fault.start = moved(fault.start);
            if (fault.length) fault.length = timesLonger(*fault.length, size.length);
            if (fault.ramp) fault.ramp = timesLonger(*fault.ramp, std::min(1.0, size.length));
            if (size.depth < 1) deepen(project, fault, size.depth);
        }
        changed.faultPlans = changed.faultPlans.with(std::move(plan));
    }
    return changed;
}

model::Project withoutTrigger(const model::Project& project, const model::ScenarioId& id) {
    model::Scenario scenario = *project.scenarios.find(id);
    model::Project changed =
        withSpikes(project, scenario, [](const model::SpikeArrivals& spike) -> model::Arrivals {
            return model::PoissonArrivals{spike.base};
        });
    scenario.faults.reset();
    changed.scenarios = changed.scenarios.with(std::move(scenario));
    return changed;
}

std::string depthText(const model::Project& project, const model::ScenarioId& id, double depth) {
    const model::Scenario& scenario = *project.scenarios.find(id);
    std::string text;
    const auto add = [&](const std::string& part) {
        if (!part.empty()) text += (text.empty() ? "" : ", ") + part;
    };
    if (const model::FaultPlan* plan = planOfFaults(project, scenario))
        for (model::Fault fault : plan->faults) add(deepen(project, fault, depth));
    forEachSpike(project, scenario, [&](const model::Workload&, const model::SpikeArrivals& spike) {
        add(fmt::format("{:.4g} journeys/s", spike.base + (spike.peak - spike.base) * depth));
    });
    return text;
}

}  // namespace simulator
