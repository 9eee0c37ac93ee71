#pragma once

#include "model/result.h"
#include "simulator/plan/plan.h"
#include "simulator/simulate.h"

namespace simulator {

/// Fails where the run is expected to need more memory than the options allow, with the entity that needs
/// most.
model::Result<bool> checkMemory(const Plan& plan, const RunOptions& options);

}  // namespace simulator
