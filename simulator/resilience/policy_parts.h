#pragma once

#include <optional>
#include <string>

#include "model/call_policy.h"

namespace simulator {

/// The first part of the policy that the estimate does not follow, as a JSON pointer below the policy
/// (`/circuit_breaker`, `/retry/tokens`): it goes on without that part and names it; nothing when it follows
/// all.
std::optional<std::string> partNotEstimated(const model::CallPolicy& policy);

}  // namespace simulator
