#pragma once

#include <string>
#include <vector>

#include "model/edit.h"
#include "model/json/changes.h"

namespace app {

/// The model with one more scenario: like that one, and with these changes beside its own.
struct ScenarioVariant {
    model::Project project;
    model::ScenarioId scenario;
};
/// Fails where the model would not be whole with them.
model::Result<ScenarioVariant> withVariant(const model::Project& project, const model::ScenarioId& scenario,
                                           const std::string& title,
                                           const std::vector<model::ModelChange>& changes);

}  // namespace app
