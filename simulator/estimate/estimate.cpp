#include "simulator/estimate/estimate.h"

#include "model/json/json.h"
#include "simulator/estimate/report.h"
#include "simulator/estimate/steady_state.h"

namespace simulator {

model::Result<Estimate> estimate(const model::Project& model, const model::ScenarioId& scenario,
                                 LoadLevel level) {
    const auto changed = model::withChanges(model, scenario);
    if (!changed) return tl::unexpected(changed.error());
    const model::Project& project = *changed;
    auto network = estimating::flatten(project, scenario, level);
    if (!network) return tl::unexpected(network.error());
    estimating::SteadyState state;
    state.follow(std::move(*network));
    Estimate result =
        estimating::Report(project, *project.scenarios.find(scenario), state.network(), state.solution())
            .make();
    result.level = level;
    return result;
}

// What nine of ten random networks stay within at their worst operation; see README.md.
KnownError knownError(double utilisation, bool exact) {
    if (exact) return {0, utilisation < 0.7 ? 0.15 : 0.25};
    if (utilisation <= 0.35) return {0.12, 0.3};
    if (utilisation <= 0.5) return {0.2, 0.35};
    if (utilisation <= 0.75) return {0.3, 0.4};
    if (utilisation <= 0.85) return {0.35, 0.5};
    return {2, 2};
}

}  // namespace simulator
