#pragma once

#include <optional>
#include <vector>

#include "exporters/kubernetes/system.h"
#include "exporters/yaml/yaml.h"
#include "model/result.h"

/// What no schema says and every API server demands, or what breaks only at run time.
namespace exporters::kube {

/// What of the model cannot run as it is stated: images that are none, requests above limits, ports out of
/// range, fewest replicas above most, a disruption budget that takes all replicas. Names the deployment.
std::optional<model::Error> firstImpossible(const System& system);

/// The first disagreement between the objects: selectors that miss their labels, names used twice or
/// malformed, ports and probes that no container has, references to objects that are not there. Names the
/// service.
std::optional<model::Error> firstDisagreement(const System& system, const std::vector<Yaml>& objects);

}  // namespace exporters::kube
