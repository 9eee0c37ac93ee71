#pragma once

#include "simulator/experiment/sweep.h"

namespace simulator {

/// The columns of all journeys and objectives that the scenario has in any of the models.
std::vector<SweepColumn> columnsOfProjects(const std::vector<model::Project>& projects,
                                           const model::ScenarioId& scenario);

/// What a run found, in the columns of those names.
SweepRow rowOf(const std::vector<std::string>& columns, const RunResult& result);
/// The same of a run that may not have come to its end: nothing when it was asked to stop before. Fails where
/// the system had too little memory, for then its figures depend on the machine and on what runs beside.
model::Result<std::optional<SweepRow>> rowOfEnded(const std::vector<std::string>& columns,
                                                  const RunResult& result, bool stopAsked);

}  // namespace simulator
