#pragma once

#include "simulator/cascade/cascade.h"

namespace simulator {

/// Tells each event and the whole in sentences that can be understood without the model.
void tell(const RunResult& result, Cascade& cascade);

}  // namespace simulator
