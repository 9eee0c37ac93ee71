#pragma once

#include <optional>
#include <stop_token>

#include "simulator/cascade/cascade.h"
#include "simulator/simulate.h"

namespace simulator {

/// From when on a failure that outlives its trigger needs it no more [s]: the earliest end of the trigger
/// that users still do not recover from. Found by halving, with runs of the same seed whose faults end, and
/// whose load by schedule falls back, earlier: to a fiftieth of the trigger's length, or a tenth of a second.
/// Nothing for other failures, and when it was stopped. A trigger without a length was over when it began.
std::optional<double> sustainedSince(const model::Project& project, const model::ScenarioId& scenario,
                                     const RunOptions& options, const Cascade& cascade,
                                     std::stop_token stop = {});

}  // namespace simulator
