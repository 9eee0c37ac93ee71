#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "simulator/footprint/footprint.h"
#include "simulator/kernel/clock.h"
#include "simulator/plan/index.h"

namespace simulator {

struct ObjectivePlan {
    std::string id;
    std::string name;
    std::string target;
    bool journey = false;
    Index flow = 0;  ///< Journey or operation
    bool latency = false;
    double quantile = 0.99;
    double limit = 0;                          ///< [ms], share, or that of the footprint
    std::optional<FootprintGoal> footprint{};  ///< Of the whole system, then

    bool operator==(const ObjectivePlan&) const = default;
};

/// Objectives that are judged in each of some windows of time.
struct WindowsPlan {
    std::int64_t window = 0;  ///< [ns]; nothing is judged when 0
    std::vector<ObjectivePlan> objectives{};

    bool operator==(const WindowsPlan&) const = default;
};

/// What holds before the faults of a scenario and after them.
struct SteadyStatePlan {
    WindowsPlan windows;
    std::int64_t again = never;  ///< From then on it holds again; never where no fault is the last [ns]
    bool throughout = false;
    std::string note{};  ///< Why there is nothing after the faults

    bool operator==(const SteadyStatePlan&) const = default;
};

/// What ends a run early.
struct AbortPlan {
    WindowsPlan windows;
    std::uint32_t inARow = 1;

    bool operator==(const AbortPlan&) const = default;
};

}  // namespace simulator
