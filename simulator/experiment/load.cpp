#include "simulator/experiment/load.h"

#include <cmath>
#include <utility>

#include "model/json/json.h"
#include "simulator/estimate/load_profile.h"

namespace simulator {

namespace {

/// Journeys per second over that length [s]; nothing of closed users.
struct MeanRate {
    double length;

    double operator()(const model::PoissonArrivals& arrivals) const { return arrivals.rate; }
    double operator()(const model::ConstantArrivals& arrivals) const { return arrivals.rate; }
    double operator()(const model::ModulatedArrivals& arrivals) const {
        double journeys = 0;
        double time = 0;
        for (const model::ModulatedState& state : arrivals.states) {
            journeys += state.rate * model::inSeconds(state.meanStay);
            time += model::inSeconds(state.meanStay);
        }
        return time > 0 ? journeys / time : 0;
    }
    double operator()(const model::ClosedUsers&) const { return 0; }
    double operator()(const auto& arrivals) const { return estimating::profileOf(arrivals, length).mean; }
};

/// Whole numbers that grow by a factor: each is rounded so that the sum of those so far is right.
class Rounding {
public:
    explicit Rounding(double factor) : m_factor(factor) {}

    std::int64_t next(std::int64_t count) {
        m_before += count;
        const std::int64_t wanted = std::llround(static_cast<double>(m_before) * m_factor);
        return wanted - std::exchange(m_given, wanted);
    }

private:
    double m_factor;
    std::int64_t m_before = 0;
    std::int64_t m_given = 0;
};

/// That share of a time; the product may be more than 64 bits hold.
model::Duration partOf(model::Duration time, std::int64_t part, std::int64_t parts) {
    __extension__ using Wide = __int128;
    return model::Duration(static_cast<std::int64_t>(static_cast<Wide>(time.count()) * part / parts));
}

/// Each moment as many times as the factor says, evenly until the next one; those before it when fewer.
std::vector<model::Duration> multiplied(const model::TraceArrivals& arrivals, double factor) {
    std::vector<model::Duration> times;
    Rounding rounding(factor);
    for (std::size_t at = 0; at < arrivals.times.size(); ++at) {
        const model::Duration from = arrivals.times[at];
        const bool isLast = at + 1 == arrivals.times.size();
        const model::Duration until = isLast ? arrivals.repeatAfter.value_or(from) : arrivals.times[at + 1];
        const std::int64_t copies = rounding.next(1);
        for (std::int64_t copy = 0; copy < copies; ++copy)
            times.push_back(from + partOf(until - from, copy, copies));
    }
    return times;
}

/// Scales the load of one workload; says why it cannot.
struct Scaling {
    double factor;
    std::string refused{};

    void operator()(model::PoissonArrivals& arrivals) { arrivals.rate *= factor; }
    void operator()(model::ConstantArrivals& arrivals) { arrivals.rate *= factor; }
    void operator()(model::RampArrivals& arrivals) {
        arrivals.from *= factor;
        arrivals.to *= factor;
    }
    void operator()(model::SpikeArrivals& arrivals) {
        arrivals.base *= factor;
        arrivals.peak *= factor;
    }
    void operator()(model::DiurnalArrivals& arrivals) {
        arrivals.mean *= factor;
        arrivals.amplitude *= factor;
    }
    void operator()(model::StepArrivals& arrivals) {
        for (model::RateLevel& level : arrivals.levels) level.rate *= factor;
    }
    void operator()(model::ModulatedArrivals& arrivals) {
        for (model::ModulatedState& state : arrivals.states) state.rate *= factor;
    }
    void operator()(model::TraceArrivals& arrivals) {
        if (const auto wanted = static_cast<double>(arrivals.times.size()) * factor;
            wanted > model::mostRecorded)
            refused = "would be a recording of " + std::to_string(std::llround(wanted)) +
                      " journeys, expected at most " + std::to_string(model::mostRecorded);
        else
            arrivals.times = multiplied(arrivals, factor);
    }
    void operator()(model::CountedArrivals& arrivals) {
        Rounding rounding(factor);
        for (std::int32_t& count : arrivals.counts) {
            if (count * factor > mostCounted) return refuseCount(count * factor);
            count = static_cast<std::int32_t>(rounding.next(count));
        }
    }
    void operator()(model::ClosedUsers& arrivals) {
        const double wanted = arrivals.users * factor;
        if (wanted > mostCounted) return refuseCount(wanted);
        arrivals.users = std::max<std::int32_t>(1, static_cast<std::int32_t>(std::lround(wanted)));
    }

private:
    static constexpr double mostCounted = 2e9;

    void refuseCount(double wanted) {
        refused = "would count " + std::to_string(std::llround(wanted)) + ", expected at most 2000000000";
    }
};

std::string placeOfWorkload(const model::WorkloadId& id) {
    return "/workloads/" + id.value() + "/arrivals";
}

model::Result<const model::Scenario*> scenarioOf(const model::Project& project,
                                                 const model::ScenarioId& scenario) {
    const model::Scenario* found = project.scenarios.find(scenario);
    if (!found)
        return model::failure("/scenarios", "there is no scenario `" + scenario.value() + "` in the model");
    if (found->workloads.empty())
        return model::failure("/scenarios/" + scenario.value(),
                              "has no workload: there is no load to simulate");
    return found;
}

}  // namespace

model::Result<model::Project> modelOf(const model::Project& project, const model::ScenarioId& scenario) {
    auto changed = model::withChanges(project, scenario);
    if (!changed) return changed;
    if (const auto found = scenarioOf(*changed, scenario); !found) return tl::unexpected(found.error());
    // Those of other scenarios are made for the model as it is, and need not fit what is tried.
    for (model::Scenario other : model::Collection<model::Scenario>(changed->scenarios)) {
        if (other.changes.empty()) continue;
        other.changes = {};
        changed->scenarios = changed->scenarios.with(other);
    }
    // Experiments look at whole runs.
    model::Scenario own = *changed->scenarios.find(scenario);
    own.abort.reset();
    own.steadyState.reset();
    changed->scenarios = changed->scenarios.with(std::move(own));
    return changed;
}

model::Result<double> loadOf(const model::Project& project, const model::ScenarioId& scenario) {
    const auto changed = modelOf(project, scenario);
    if (!changed) return tl::unexpected(changed.error());
    const model::Scenario& found = *changed->scenarios.find(scenario);
    double rate = 0;
    for (const model::WorkloadId& id : found.workloads) {
        const model::Workload* workload = changed->workloads.find(id);
        if (!workload) continue;
        if (std::holds_alternative<model::ClosedUsers>(workload->arrivals))
            return model::failure(placeOfWorkload(id),
                                  "a fixed number of users, whose rate depends on the answers; expected "
                                  "journeys that start at a rate");
        rate += std::visit(MeanRate{model::inSeconds(found.length)}, workload->arrivals);
    }
    return rate;
}

model::Result<model::Project> withLoadTimes(const model::Project& project, const model::ScenarioId& scenario,
                                            double factor) {
    auto changed = modelOf(project, scenario);
    if (!changed) return changed;
    if (!(factor > 0) || !std::isfinite(factor))
        return model::failure("/scenarios/" + scenario.value(),
                              "the load times " + std::to_string(factor) + ", expected a factor above 0");
    for (const model::WorkloadId& id : changed->scenarios.find(scenario)->workloads) {
        const model::Workload* found = changed->workloads.find(id);
        if (!found) continue;
        model::Workload workload = *found;
        Scaling scaling{factor};
        std::visit([&](auto& arrivals) { scaling(arrivals); }, workload.arrivals);
        if (!scaling.refused.empty()) return model::failure(placeOfWorkload(id), scaling.refused);
        changed->workloads = changed->workloads.with(std::move(workload));
    }
    return changed;
}

model::Result<model::Project> withLoadOf(const model::Project& project, const model::ScenarioId& scenario,
                                         double rate) {
    const auto load = loadOf(project, scenario);
    if (!load) return tl::unexpected(load.error());
    if (!(*load > 0))
        return model::failure("/scenarios/" + scenario.value(),
                              "has a load of 0 journeys/s, expected one that can be scaled");
    return withLoadTimes(project, scenario, rate / *load);
}

}  // namespace simulator
