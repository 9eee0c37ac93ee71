#pragma once

#include <cstdint>

#include "model/project.h"

namespace model {

/// A number for the facts of a model: equal for equal models, other for others but for a chance of 1 in 2^64.
/// The same on every machine; not the same for every version of the program.
std::uint64_t digest(const Project& project);

}  // namespace model
