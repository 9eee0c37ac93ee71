#pragma once

#include "simulator/experiment/sweep.h"

namespace simulator {

/// The columns of all journeys and objectives that the scenario has in any of the models.
std::vector<SweepColumn> columnsOfProjects(const std::vector<model::Project>& projects,
                                           const model::ScenarioId& scenario);

/// What a run found, in the columns of those names.
SweepRow rowOf(const std::vector<std::string>& columns, const RunResult& result);

}  // namespace simulator
