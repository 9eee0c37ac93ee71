#pragma once

#include "tests/simulator/queueing.h"

namespace queueing {

/// The same, with replicas that follow their autoscaling.
inline Project follow(Project project) {
    Scenario scenario = *project.scenarios.find(ScenarioId("test"));
    scenario.autoscaling = true;
    project.scenarios = project.scenarios.with(scenario);
    return project;
}

}  // namespace queueing
