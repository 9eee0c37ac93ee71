#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/project.h"
#include "model/result.h"
#include "simulator/estimate/network.h"
#include "simulator/run_result.h"

namespace simulator {

using estimating::LoadLevel;
using estimating::Remark;

/// How near an operation, or a station, is to its limit.
struct Outlook {
    std::string id;
    double utilisation = 0;  ///< Of the pool by this operation, or of the station; waits for others included
    std::string bottleneck;  ///< The station that limits it first; a station limits itself
    double headroom =
        0;  ///< Load that can be added before that station is full, as a share of the load; at most
    bool stable = true;  ///< False when a queue on its way grows without end

    bool operator==(const Outlook&) const = default;
};

/// The steady state of a model under a scenario, by formulas instead of by simulation: what `estimate` finds.
struct Estimate {
    /// The same figures that a run has; counts are what is expected over the scenario's length. `low` and
    /// `high` are not a confidence interval but the known error of the estimate.
    RunResult figures;
    LoadLevel level = LoadLevel::Mean;
    bool loadVaries = false;  ///< The load changes during the run: there is another estimate at its peak
    bool stable = true;
    bool exact = false;     ///< The means are exact: the network has a product form
    bool converged = true;  ///< False when rates and times did not settle: a hint at several steady states
    int iterations = 0;
    double meanError = 0;      ///< The largest known relative error of a mean in `figures`
    double quantileError = 0;  ///< The same for quantiles
    std::string bottleneck;    ///< The station that is full first as the load grows; empty without load
    double headroom = 0;       ///< Load that can be added until then, as a share of the load; at most
    std::vector<Outlook> operations;
    std::vector<Outlook> stations;
    std::vector<Remark> notRepresented;
};

/// Estimates the steady state of the model under the scenario. Independent of the simulator: it shares
/// neither the plan nor the engine. Fails, naming the entity, on what has no estimate: an unknown scenario or
/// reference, a circle of synchronous calls, no load. The model should be whole (`model::check`).
///
/// Open networks: Jackson's and, for general times, Whitt's decomposition (QNA 1983) with the waits of Allen
/// and Cunneen. Closed networks: exact mean value analysis where there is a product form, else a fixed point.
/// Layered contention: callers hold their workers (Rolia & Sevcik 1995). Sources and known errors: README.md.
model::Result<Estimate> estimate(const model::Project& project, const model::ScenarioId& scenario,
                                 LoadLevel level = LoadLevel::Mean);

/// The relative error of means and of quantiles, at that utilisation of the busiest station, that nine of ten
/// random networks stay within at their worst operation: no bound.
struct KnownError {
    double mean = 0;
    double quantile = 0;
};
KnownError knownError(double utilisation, bool exact);

}  // namespace simulator
