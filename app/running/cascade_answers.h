#pragma once

#include <QString>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "model/project.h"
#include "simulator/cascade/cascade.h"
#include "simulator/experiment/metastable.h"

namespace app {

/// What brought what about in one replication of a scenario: means over several hide what happened in each.
/// Null when it was stopped, or cannot be simulated.
std::shared_ptr<const simulator::Cascade> cascadeOf(const model::Project& project,
                                                    const model::ScenarioId& scenario,
                                                    const std::stop_token& stop);

/// What single changes make of a failure.
struct Remedies {
    std::vector<simulator::TriedFix> fixes;  ///< Those that heal first
    int runs = 0;                            ///< Of each
    QString problem;                         ///< Why there are none
};
/// Tries all of the catalogue; nothing when it was stopped.
std::optional<Remedies> remediesOf(const model::Project& project, const model::ScenarioId& scenario,
                                   const std::stop_token& stop, const std::function<void(double)>& progress);

}  // namespace app
