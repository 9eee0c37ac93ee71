#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "simulator/experiment/trials.h"

namespace simulator {

/// A service in a capacity plan.
struct PlannedService {
    std::string id;
    std::int32_t stated = 1;         ///< Replicas in the model
    std::int32_t replicas = 1;       ///< Replicas that are needed
    std::int32_t fewest = 1;         ///< That there can be: as many as a fault strikes
    Figure utilisation;              ///< With those
    Figure cost;                     ///< [currency/h]; without a value where the model has no prices
    std::vector<std::string> binds;  ///< Objectives that are not met with one replica fewer; none where there
                                     ///< are the fewest
    std::vector<std::string>
        unserved;  ///< Journeys of which too few requests end well with one replica fewer

    bool operator==(const PlannedService&) const = default;
};

/// The cheapest replicas that meet the objectives of a scenario, or why none do.
struct Capacity {
    std::string model;
    std::string scenario;
    std::string scenarioName;
    std::uint64_t seed = 0;
    int replications = 0;
    double simulatedSeconds = 0;  ///< Of one replication
    std::optional<double> load;   ///< [journeys/s]; none with closed users
    bool isPossible = false;
    std::vector<std::string> whyNot;       ///< A sentence for each objective that no number of replicas meets
    std::vector<PlannedService> services;  ///< Those that the scenario needs; what was tried last where it
                                           ///< is not possible
    std::vector<ObjectiveResult> objectives;  ///< With these replicas
    std::vector<std::string> binding;         ///< Objectives that some service needs its last replica for
    FootprintResult footprint;                ///< With these replicas
    std::optional<Figure> statedCost;         ///< With those of the model [currency/h]
    std::size_t trials = 0;                   ///< Runs in all
    std::uint64_t events = 0;
    bool cancelled = false;  ///< Then nothing else is known

    bool operator==(const Capacity&) const = default;
};

struct CapacityOptions {
    std::optional<double> load;  ///< The scenario's when absent [journeys/s]
    RunOptions run;              ///< Seed, replications, length
    ExperimentOptions experiment;
    std::function<void(const std::string&)> phase;  ///< Told what is looked for
};

/// Looks for the cheapest numbers of replicas with which all objectives are met at the load, and hardly more
/// requests fail than with plenty of them, without autoscaling: a start from the analytic estimate, confirmed
/// and trimmed by simulation. No single replica of the plan can go. Fails, naming the entity, on a scenario
/// without objectives and on what cannot be simulated. See capacity.md.
model::Result<Capacity> planCapacity(const model::Project& project, const model::ScenarioId& scenario,
                                     const CapacityOptions& options = {});

}  // namespace simulator
