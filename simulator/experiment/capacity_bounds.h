#pragma once

#include <cstdint>

#include "model/faults.h"
#include "simulator/run_result.h"

/// What a capacity plan must keep besides the objectives.
namespace simulator {

/// Whether of the requests that came about as large a share ends well as of those with plenty of replicas: 99
/// % of it, and three standard deviations less for what chance may make of it.
bool servesAsMany(const FlowResult& flow, const FlowResult& plenty);

/// The most replicas of a service that a fault makes slow or lets fail, at least 1: on fewer it is refused.
std::int32_t mostStruck(const model::FaultPlan& plan, const model::ServiceId& service);

}  // namespace simulator
