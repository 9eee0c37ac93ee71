#pragma once

#include <optional>
#include <string>

#include "model/call_policy.h"

namespace simulator {

/// The first part of the policy that a run does not follow, as a JSON pointer below the policy
/// (`/circuit_breaker`, `/retry/tokens`); nothing when it follows all. To run a model without what protects
/// it would answer another question than the one that was asked, so it is refused.
std::optional<std::string> partNotSimulated(const model::CallPolicy& policy);

/// The same of the estimate, which goes on without that part and names it.
std::optional<std::string> partNotEstimated(const model::CallPolicy& policy);

}  // namespace simulator
