#pragma once

#include "app/cli/console.h"
#include "model/project.h"

namespace app {

/// Says, before a run of the scenario, what protects calls there but can never act: a timeout above the
/// caller's, retries that the deadline leaves no time for.
void warnOfIdlePolicies(const model::Project& project, const model::ScenarioId& scenario, Console& console);

}  // namespace app
