#pragma once

#include <vector>

#include "model/project.h"
#include "model/result.h"
#include "simulator/plan/behaviour_compiler.h"

namespace simulator {

/// Which operations a scenario can reach, from the first requests of its journeys on, by calls and messages.
/// Fails on a cycle of synchronous calls, which has no bound, and names the path.
model::Result<std::vector<bool>> reachableOperations(const model::Project& project,
                                                     const EntityIndex& entities,
                                                     const std::vector<model::OperationId>& entries);

}  // namespace simulator
