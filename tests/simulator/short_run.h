#pragma once

#include "tests/simulator/acceptance.h"

/// Runs of small models, and figures held against what theory says.
namespace queueing {

/// Few replications of the scenario `test`, in which nothing is lost.
inline simulator::RunResult simulate(const Project& project, int replications = 1) {
    simulator::RunOptions options;
    options.replications = replications;
    simulator::RunResult result = simulator::run(*planOf(project), options);
    if (!result.conservation.holds || result.conservation.worstLittleResidual > 1e-9)
        qFatal("conservation is broken: %d, Little %g at %s", int(result.conservation.holds),
               result.conservation.worstLittleResidual, result.conservation.worstLittleStation.c_str());
    return result;
}

/// As `agrees`, but of a run so short that it knows the figure within 4 %.
inline bool isNear(const simulator::Figure& figure, double expected) {
    return agrees("figure", figure, expected, 0.04);
}

}  // namespace queueing
