#pragma once

#include "model/project.h"
#include "model/result.h"

/// How much users ask for in a scenario, and more or less of it.
namespace simulator {

/// The model as the scenario has it, with its changes; what is edited in it is edited last.
model::Result<model::Project> modelOf(const model::Project& project, const model::ScenarioId& scenario);

/// Journeys that start, on average over the scenario's length [1/s]. Of the model with the scenario's
/// changes. Fails, naming the workload, where users are a fixed number that begin anew when they are done:
/// their rate is an answer of the system.
model::Result<double> loadOf(const model::Project& project, const model::ScenarioId& scenario);

/// The model with the scenario's changes merged in, and all workloads of the scenario scaled by one factor:
/// rates are multiplied, at the same moments; a recording has as many more journeys, evenly between those
/// that were recorded, or fewer; fixed numbers of users are multiplied, at least 1. Counts are rounded so
/// that their sum is right. Fails, naming the workload, on more than a model may hold. The factor is above 0.
model::Result<model::Project> withLoadTimes(const model::Project& project, const model::ScenarioId& scenario,
                                            double factor);

/// The same, scaled to that mean rate of all journeys together [1/s].
model::Result<model::Project> withLoadOf(const model::Project& project, const model::ScenarioId& scenario,
                                         double rate);

}  // namespace simulator
