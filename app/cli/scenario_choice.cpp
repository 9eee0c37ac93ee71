#include "app/cli/scenario_choice.h"

namespace app {

tl::expected<model::ScenarioId, Refusal> chosenScenario(const model::Project& project,
                                                        const std::string& named, const std::string& command,
                                                        Console& console) {
    std::string known;
    for (const model::Scenario& scenario : project.scenarios) {
        if (named == scenario.id.value() || (!named.empty() && named == scenario.name)) return scenario.id;
        known += (known.empty() ? "" : ", ") + scenario.id.value();
    }
    if (known.empty())
        return tl::unexpected<Refusal>(
            Refusal{Exit::BadInput, "/scenarios: the model has none to " + command});
    if (named.empty()) {
        const model::ScenarioId& first = project.scenarios.begin()->id;
        if (project.scenarios.size() > 1)
            console.message("lintel: " + command + " takes the scenario `" + first.value() +
                            "`; the model has: " + known);
        return first;
    }
    return wrongUse(command + ": there is no scenario `" + named + "`, expected one of: " + known);
}

}  // namespace app
