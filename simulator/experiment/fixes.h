#pragma once

#include <string>
#include <vector>

#include "model/json/changes.h"
#include "model/project.h"
#include "simulator/run_result.h"

namespace simulator {

/// What a change asks for, the smallest first.
enum class Effort {
    Setting,    ///< Another value of what is there
    Mechanism,  ///< Something that was not there
    Capacity,   ///< More machines
};
/// `setting`, `mechanism`, `capacity`.
const char* effortName(Effort effort);

/// A single change of the model that may keep a failure from outliving its trigger.
struct Fix {
    std::string title;   ///< `at most 150 requests wait at each replica of orders`
    std::string family;  ///< Those of one family are the same change, more and more of it
    Effort effort = Effort::Setting;
    std::vector<model::ModelChange> changes;

    bool operator==(const Fix&) const = default;
};

/// The catalogue of single changes for a model in which a failure lasts: to the policies of calls that are
/// made, and to the services and stores that are full. What they are sized by comes from a run with little to
/// do (`usual`: how long requests stay) and one with the failure (`failed`: what is full). None that the
/// model would not accept.
std::vector<Fix> fixesFor(const model::Project& project, const model::ScenarioId& scenario,
                          const RunResult& usual, const RunResult& failed);

/// The model with a scenario that has these changes, and no others.
model::Project withFix(model::Project project, const model::ScenarioId& scenario,
                       const std::vector<model::ModelChange>& changes);

}  // namespace simulator
