#pragma once

#include <optional>
#include <string>

#include "simulator/estimate/estimate.h"

namespace app {

/// The estimate as the JSON document of `lintel estimate --json`: that of a run, and `estimate` with what
/// only it has. `atPeak` where the load changes.
std::string estimateDocument(const simulator::Estimate& estimate,
                             const std::optional<simulator::Estimate>& atPeak);

/// The estimate as text for people.
std::string estimateReport(const simulator::Estimate& estimate,
                           const std::optional<simulator::Estimate>& atPeak);

}  // namespace app
