#pragma once

#include <set>
#include <string>
#include <vector>

#include "model/project.h"
#include "simulator/run_result.h"

namespace simulator {

/// A run with more replicas of all that can be scaled than it needs.
struct PlentyRun {
    const std::vector<StationResult>& stations;
    const std::vector<FlowResult>& flows;
    const std::string& limitReached;
    std::set<std::string> scaled;  ///< Services that have plenty of replicas
};

/// Why an objective is not met though there is plenty of replicas: the first that applies of a run that was
/// ended, an undecided figure, what cannot be scaled and is full on the way of the objective's requests, and
/// the work itself.
std::string whyNeverMet(const model::Project& project, const ObjectiveResult& objective,
                        const PlentyRun& run);

}  // namespace simulator
