#pragma once

#include <string>

#include "app/cli/command.h"

namespace app {

/// The scenario by its id or its name; the first when none is named, which is told if there are others.
/// `command` is who asks.
tl::expected<model::ScenarioId, Refusal> chosenScenario(const model::Project& project,
                                                        const std::string& named, const std::string& command,
                                                        Console& console);

}  // namespace app
