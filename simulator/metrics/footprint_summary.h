#pragma once

#include "simulator/metrics/recording.h"
#include "simulator/plan/plan.h"

namespace simulator {

/// What the parts of the plan's tariff did in each chunk from that one on, by replication. Nothing without a
/// tariff.
std::vector<std::vector<Observation>> observations(const Plan& plan, const std::vector<Recording>& recordings,
                                                   std::size_t firstChunk);

/// Holds the total of a footprint against an objective of costs or carbon.
ObjectiveResult judgeFootprint(const ObjectivePlan& plan, const FootprintResult& footprint);

}  // namespace simulator
