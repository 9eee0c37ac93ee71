#pragma once

#include <string>
#include <vector>

#include "app/cli/command.h"
#include "simulator/experiment/comparison.h"

namespace app {

/// What a command line says of the designs to compare.
struct VariantChoice {
    std::vector<std::string> files;  ///< `FILE` or `FILE:SCENARIO`
    std::vector<std::string> scenarios;
    std::vector<std::string> changes;  ///< JSON merge patches: each makes one more variant of the first
};

/// Each scenario of each file, then each change of the first: at least two. A file is read once.
tl::expected<std::vector<simulator::Variant>, Refusal> readVariants(const VariantChoice& choice,
                                                                    Console& console);

/// `shop.lintel:base` as file and scenario; the scenario is empty where the name is that of a file, or has no
/// colon. The colon of `sample:NAME` belongs to the name.
std::pair<std::string, std::string> fileAndScenario(const std::string& text);

}  // namespace app
