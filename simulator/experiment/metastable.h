#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "simulator/experiment/fixes.h"
#include "simulator/experiment/trials.h"

namespace simulator {

/// The smallest trigger, at one load, after which the system does not recover: it stands between what was
/// tried with the one and with the other outcome.
struct MinimalTrigger {
    double load = 0;        ///< [journeys/s]
    Figure length;          ///< As deep as stated [s]
    Figure depth;           ///< As long as stated; share of the stated depth
    std::string depthText;  ///< What the depth means: `2 of 3 replicas of orders`

    bool operator==(const MinimalTrigger&) const = default;
};

/// What a fix does at one load, with the trigger as it is stated.
struct TriedFix {
    Fix fix;
    model::JsonObject patch;  ///< A scenario's `changes`
    int recovered = 0;        ///< Of the runs
    bool heals = false;       ///< More than half of them
    std::optional<double>
        recovery;       ///< After the end of the trigger, median of those that recover in time [s]
    double served = 0;  ///< Share of the journeys that end well in the end, median

    bool operator==(const TriedFix&) const = default;
};

/// Where a system is stable, where it is vulnerable, and what makes it less so. See metastable.md.
struct Metastability {
    std::string model;
    std::string scenario;
    std::string scenarioName;
    std::uint64_t seed = 0;
    int runs = 0;              ///< For each thing that is tried
    double watched = 0;        ///< After the end of the trigger, in each run [s]
    double statedLoad = 0;     ///< Of the scenario, without spikes [journeys/s]
    double load = 0;           ///< At which triggers and fixes are tried [journeys/s]
    double statedLength = 0;   ///< Of the trigger [s]
    Figure safeLoad;           ///< Up to which it recovers from the trigger by itself [journeys/s]
    Figure collapseLoad;       ///< From which on it fails without a trigger [journeys/s]
    bool outlives = false;     ///< At `load` the failure outlives the trigger
    bool failsAnyway = false;  ///< At `load` it fails without one
    MinimalTrigger trigger;
    std::vector<TriedFix> fixes;  ///< Those that heal first, the smallest change first, the quickest first
    std::size_t trials = 0;       ///< Runs in all
    std::uint64_t events = 0;
    bool cancelled = false;  ///< Then nothing else is known

    bool operator==(const Metastability&) const = default;
};

struct MetastableOptions {
    std::optional<double> load;         ///< At which triggers and fixes are tried; the scenario's when
                                        ///< absent [journeys/s]
    std::optional<std::uint64_t> seed;  ///< The scenario's when absent
    int runs = 5;                       ///< For each thing that is tried, with seeds that follow each other
    std::optional<model::Duration> watched;  ///< After the end of the trigger
    double precision = 0.01;                 ///< Of the loads, relative
    ExperimentOptions experiment;
    std::function<void(const std::string&)> phase;  ///< Told what is looked for
};

/// Looks for the load up to which the system recovers from the scenario's trigger, the load at which it fails
/// without one, the smallest trigger that it does not recover from, and the changes that heal it, by
/// simulating each many times. Fails, naming the entity, on a scenario without a trigger that ends, on closed
/// users, and on what cannot be simulated.
model::Result<Metastability> findMetastability(const model::Project& project,
                                               const model::ScenarioId& scenario,
                                               const MetastableOptions& options = {});

}  // namespace simulator
