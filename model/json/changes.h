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

}  // namespace model
