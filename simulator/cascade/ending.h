#pragma once

#include <string>
#include <vector>

#include "simulator/cascade/symptoms.h"

namespace simulator {

/// What it all came to: who suffered, who noticed, whether it is over, what keeps it going, and what became
/// of the hypothesis; a sentence or a few each. The events have their clauses.
std::vector<std::string> endingOf(const RunResult& result, const Cascade& cascade);

}  // namespace simulator
