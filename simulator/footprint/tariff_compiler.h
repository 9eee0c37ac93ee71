#pragma once

#include "model/project.h"
#include "simulator/footprint/tariff.h"

namespace simulator {

/// The tariff of a model. Prices and power are those of what is requested: a replica has its vCPUs and memory
/// to itself. Sources: Cloud Carbon Footprint, Methodology (watts by use, memory, PUE, embodied emissions).
Tariff tariffOf(const model::Project& project);

/// Whether requests of the service compute on its processors, however they compute: event loops, sharing, and
/// priorities that interrupt.
bool computesOnProcessors(const model::Deployment& deployment);

}  // namespace simulator
