#pragma once

#include <limits>
#include <string>
#include <vector>

#include "simulator/run_result.h"

namespace simulator {

/// One figure of one replication.
struct Measurement {
    std::string subject;
    std::string kind;
    std::string measure;
    std::string unit;
    bool lowerIsBetter = true;
    double value = std::numeric_limits<double>::quiet_NaN();
    double resolution = 0;  ///< Relative to the value
    std::string why{};      ///< Without a value

    bool isSame(const Measurement& other) const {
        return subject == other.subject && kind == other.kind && measure == other.measure &&
               unit == other.unit;
    }
};

/// What variants are compared in, of the result of one replication: objectives, the whole system, journeys.
std::vector<Measurement> measurementsOf(const RunResult& result);

}  // namespace simulator
