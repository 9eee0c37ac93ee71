#pragma once

#include "model/result.h"
#include "simulator/plan/plan.h"
#include "simulator/simulate.h"

namespace simulator {

/// Fails where the run is expected to need more memory than the options allow, with the entity that needs
/// most.
model::Result<bool> checkMemory(const Plan& plan, const RunOptions& options);

/// Fails where that many runs at a time, of which each needs as much, are expected to need more than three
/// quarters of the machine's memory.
model::Result<bool> checkMemoryTogether(const MemoryNeed& each, int atOnce);

}  // namespace simulator
