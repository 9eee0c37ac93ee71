#pragma once

#include <vector>

#include "exporters/kubernetes/system.h"
#include "exporters/yaml/yaml.h"

namespace exporters::kube {

/// Nothing may talk to anything, but for look-ups of names; then, for each service, exactly what is modelled:
/// requests from its callers (from everywhere when users call it), requests to its callees, stores and
/// brokers.
std::vector<Yaml> networkPolicies(const System& system);

}  // namespace exporters::kube
