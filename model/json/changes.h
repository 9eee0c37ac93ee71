#pragma once

#include <string>
#include <vector>

#include "model/scenario.h"

namespace model {

/// One thing that is different in a scenario.
struct ModelChange {
    std::vector<std::string> place;  ///< `deployments`, `orders`, `queue_limit`
    std::string value;               ///< As in the file; empty when it is taken away

    bool operator==(const ModelChange&) const = default;
};

/// What a scenario changes, field by field, in the order of its file.
std::vector<ModelChange> changesOf(const Scenario& scenario);

/// The merge patch that makes these changes, of those of one place the last; what a scenario's `changes`
/// hold. A value is JSON, or empty. Values that are no JSON are left out.
JsonObject patchOf(const std::vector<ModelChange>& changes);

}  // namespace model
