#pragma once

#include <vector>

#include "model/project.h"
#include "model/result.h"
#include "simulator/plan/behaviour_compiler.h"

namespace simulator {

/// Fails where one request is expected to take more steps than can be simulated: loops around calls of
/// operations that loop. Names the first operation from below that does. Calls must not go in circles.
model::Result<bool> checkExpectedSteps(const model::Project& project, const EntityIndex& entities,
                                       const std::vector<bool>& reachable);

}  // namespace simulator
