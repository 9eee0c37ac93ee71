#pragma once

#include <string>

#include "model/project.h"
#include "model/result.h"

/// What sets a failure off in a scenario, and how it is made longer, shorter, deeper or less deep.
namespace simulator {

/// All faults of a scenario, and all spikes of its workloads, together.
struct Trigger {
    double start = 0;       ///< Of the first [s]
    double length = 0;      ///< Of the longest; 0 where all are over at once [s]
    bool hasDepth = false;  ///< Something of it can be less deep
};

/// How much of the stated trigger.
struct TriggerSize {
    double length = 1;  ///< Times the stated length of each fault
    double depth = 1;   ///< 0 to 1: replicas, rates, shares, extra times and factors, in proportion

    bool operator==(const TriggerSize&) const = default;
};

/// Of the model as the scenario has it. Fails, naming the fault, on what never ends or comes by chance, and
/// on a scenario without faults and spikes: nothing can outlive them.
model::Result<Trigger> triggerOf(const model::Project& project, const model::ScenarioId& scenario);

/// When the last of it is over [s].
double triggerEnd(const model::Project& project, const model::ScenarioId& scenario);

/// The model with a trigger of that size.
model::Project withTrigger(const model::Project& project, const model::ScenarioId& scenario,
                           const TriggerSize& size);
/// The model without it: no faults, and spikes level.
model::Project withoutTrigger(const model::Project& project, const model::ScenarioId& scenario);

/// How deep it is in words, `2 of 3 replicas of orders`, `70 journeys/s`; nothing when nothing of it has a
/// depth.
std::string depthText(const model::Project& project, const model::ScenarioId& scenario, double depth);

}  // namespace simulator
