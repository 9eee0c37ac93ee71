#pragma once

#include <optional>

#include "model/project.h"
#include "model/result.h"

namespace exporters {

/// The first thing that keeps a model from having contracts: a message that is named and does not exist, a
/// field number that is out of range, used twice or reserved.
std::optional<model::Error> contractProblem(const model::Project& project);

}  // namespace exporters
