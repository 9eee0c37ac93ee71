#include "app/simulate/scenario_variant.h"

namespace app {

model::Result<ScenarioVariant> withVariant(const model::Project& project, const model::ScenarioId& scenario,
                                           const std::string& title,
                                           const std::vector<model::ModelChange>& changes) {
    const model::Scenario* const base = project.scenarios.find(scenario);
    if (!base) return model::failure("scenarios", "found no scenario `" + scenario.value() + "`");
    model::Scenario variant = *base;
    variant.id = model::freeId(project.scenarios, scenario.value() + "-variant");
    variant.name = (base->name.empty() ? scenario.value() : base->name) + ": " + title;
    variant.description =
        "As " + (base->name.empty() ? scenario.value() : base->name) + ", but " + title + ".";
    std::vector<model::ModelChange> all = model::changesOf(*base);
    all.insert(all.end(), changes.begin(), changes.end());
    variant.changes = model::patchOf(all);
    auto changed = model::put(project, variant);
    if (!changed) return tl::unexpected(changed.error());
    return ScenarioVariant{std::move(*changed), variant.id};
}

}  // namespace app
