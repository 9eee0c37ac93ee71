#pragma once

#include "simulator/cascade/symptoms.h"

namespace simulator {

/// Tells each event and the whole in sentences that can be understood without the model.
void tell(const model::Project& project, const Symptoms& symptoms, const RunResult& result, Cascade& cascade);

}  // namespace simulator
