#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace model {

/// The canonical text of a tree: two spaces a level, one element a block, small values on one line (up to 100
/// columns), a line break at the end. Included by the sources of this folder only.
std::string prettyJson(const nlohmann::ordered_json& tree);

}  // namespace model
