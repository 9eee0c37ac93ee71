#pragma once

#include <vector>

#include "simulator/engine/trace_sample.h"
#include "simulator/plan/plan.h"

namespace simulator {

/// Recorded traces with the names of what they went through. Ids are functions of model, scenario, seed,
/// replication and journey.
std::vector<Trace> named(const Plan& plan, const std::vector<RecordedTrace>& traces);

}  // namespace simulator
