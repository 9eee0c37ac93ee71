#pragma once

#include "model/project.h"
#include "model/result.h"

namespace app {

/// The project with a scenario to begin with: a steady load that calls the first operation that is called
/// directly (not by messages). Fails when there is no such operation.
model::Result<model::Project> withFirstScenario(const model::Project& project);

}  // namespace app
