#pragma once

#include <string>
#include <vector>

#include "model/quantity.h"

namespace model {

/// `800 ms`, `2.4 s`.
std::string durationText(Duration duration);
/// `a`, `a and b`, `a, b and c`.
std::string listText(const std::vector<std::string>& items);

}  // namespace model
