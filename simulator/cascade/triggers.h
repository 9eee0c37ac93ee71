#pragma once

#include "simulator/cascade/symptoms.h"

namespace simulator {

/// The faults that the scenario has planned, as events and as conditions, and from when to when they last.
void findFaults(const model::Project& project, const model::Scenario& scenario, const RunResult& result,
                Symptoms& found);

/// Takes it for one of the triggers.
void addTrigger(const CascadeEvent& event, Symptoms& found);

}  // namespace simulator
