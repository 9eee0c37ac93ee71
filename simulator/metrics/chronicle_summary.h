#pragma once

#include "simulator/metrics/chronicle.h"
#include "simulator/run_result.h"

namespace simulator {

/// A chronicle in the names of the plan.
ChronicleResult chronicleResult(const Plan& plan, const Chronicle& chronicle);

}  // namespace simulator
