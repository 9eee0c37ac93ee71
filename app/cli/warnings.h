#pragma once

#include <vector>

#include "app/cli/console.h"
#include "simulator/experiment/comparison.h"

namespace app {

/// Says, before a run of the scenario, what protects calls there but can never act, and what is scaled by a
/// request that is not stated, with the entity and the rule: a timeout above the caller's, retries that the
/// deadline leaves no time for. All commands that simulate say it, and say it this way.
void warnOfIdlePolicies(const model::Project& project, const model::ScenarioId& scenario, Console& console);

/// The same of several designs, each text once.
void warnOfIdlePolicies(const std::vector<simulator::Variant>& variants, Console& console);

}  // namespace app
