// From a model to the plan of one of its scenarios.
#include "model/check.h"
#include "model/digest.h"
#include "model/json/json.h"
#include "simulator/engine/memory_need.h"
#include "simulator/footprint/tariff_compiler.h"
#include "simulator/plan/scenario_compiler.h"
#include "simulator/simulate.h"

namespace simulator {

model::Result<std::shared_ptr<const Plan>> compile(const model::Project& project,
                                                   const model::ScenarioId& scenario,
                                                   const RunOptions& options) {
    if (!project.scenarios.find(scenario))
        return model::failure("/scenarios", "there is no scenario `" + scenario.value() + "` in the model");
    if (const std::vector<model::Error> problems = model::check(project, 1); !problems.empty())
        return tl::unexpected(problems.front());
    const model::Result<model::Project> changed = model::withChanges(project, scenario);
    if (!changed) return tl::unexpected(changed.error());
    model::Result<Plan> plan =
        ScenarioCompiler(*changed, *changed->scenarios.find(scenario)).compile(options);
    if (!plan) return tl::unexpected(plan.error());
    if (const auto fits = checkMemory(*plan, options); !fits) return tl::unexpected(fits.error());
    plan->modelHash = modelHash(project);
    plan->tariff = tariffOf(*changed);
    return std::make_shared<const Plan>(std::move(*plan));
}

std::uint64_t modelHash(const model::Project& project) {
    return model::digest(project);
}

}  // namespace simulator
