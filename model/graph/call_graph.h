#pragma once

#include <vector>

#include "model/project.h"

namespace model {

/// Operations that call each other in a circle, in the order of the calls: such a request never ends. One
/// shortest circle of each group of operations that can all reach each other. Calls behind a branch count.
std::vector<std::vector<OperationId>> operationCycles(const Project& project);

/// Services that call each other in a circle, through whichever operations.
std::vector<std::vector<ServiceId>> serviceCycles(const Project& project);

}  // namespace model
