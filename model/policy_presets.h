#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/call_policy.h"

namespace model {

/// Call policies with the defaults of a library or a proxy, under its name; the id is the name.
///
/// | name | what it has |
/// |---|---|
/// | resilience4j | 3 attempts with 500 ms between them, circuit breaker, rate limiter, timeout of 1 s,
/// bulkhead of 25 | | grpc | 4 attempts from 100 ms to 1 s (the example of proposal A6, as gRPC has no
/// defaults), tokens, deadlines passed on, round robin | | envoy | one retry from 25 ms, route timeout of 15
/// s, limits of 1024, outlier detection, round robin | | istio | two retries from 25 ms, no timeout, no
/// limits, least request |
std::optional<CallPolicy> policyPreset(std::string_view name);
/// The names of all presets, in alphabetical order.
std::vector<std::string> policyPresetNames();

/// The layers of a policy from the outermost to the innermost: its own order, then those that it does not
/// name, in the default order, inside of them.
std::vector<PolicyLayer> layersOf(const CallPolicy& policy);

}  // namespace model
