#pragma once

#include <vector>

#include "model/project.h"
#include "model/result.h"
#include "simulator/plan/behaviour_compiler.h"

namespace simulator {

/// What of a model a scenario can reach.
struct Reach {
    std::vector<bool> operations;
    std::size_t steps = 0;  ///< Of all operations, reached or not
};

/// From the first requests of journeys on, by calls and messages. Fails on a cycle of synchronous calls,
/// which has no bound, and names the path.
model::Result<Reach> reachOf(const model::Project& project, const EntityIndex& entities,
                             const std::vector<model::OperationId>& entries);

}  // namespace simulator
