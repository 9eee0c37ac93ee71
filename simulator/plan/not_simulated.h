#pragma once

#include <optional>
#include <string>

#include "model/project.h"

namespace simulator {

/// What a run would leave out of it, as a pointer within it; where it is used, the run is refused. `scales`:
/// whether the scenario scales.
std::optional<std::string> partNotSimulated(const model::Deployment& deployment, bool scales);

}  // namespace simulator
