#pragma once

#include <string>

#include "simulator/experiment/comparison.h"

namespace app {

/// A comparison as text for people.
std::string comparisonReport(const simulator::Comparison& comparison);
/// The same as the JSON document of `lintel compare --json`.
std::string comparisonDocument(const simulator::Comparison& comparison);

}  // namespace app
