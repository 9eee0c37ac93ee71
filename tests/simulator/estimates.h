#pragma once

#include <QTest>
#include <cmath>
#include <fstream>
#include <sstream>

#include "model/json/json.h"
#include "simulator/estimate/estimate.h"
#include "tests/simulator/queueing.h"

/// What the tests of the estimate share: to make estimates, and to find figures in them.
namespace estimates {

using namespace queueing;
using simulator::Estimate;
using simulator::LoadLevel;

inline Project readSample(const std::string& name) {
    std::ifstream file(std::string(LINTEL_SOURCE_DIR) + "/samples/" + name + ".lintel");
    std::stringstream text;
    text << file.rdbuf();
    auto parsed = parseProject(text.str());
    if (!parsed) qFatal("%s: %s", name.c_str(), parsed.error().text().c_str());
    return parsed->project;
}

inline Estimate estimated(const Project& project, const std::string& scenario = "test",
                          LoadLevel level = LoadLevel::Mean) {
    auto result = simulator::estimate(project, ScenarioId(scenario), level);
    if (!result) qFatal("%s", result.error().text().c_str());
    return *result;
}

inline const simulator::FlowResult& flow(const std::vector<simulator::FlowResult>& flows,
                                         const std::string& id) {
    for (const simulator::FlowResult& candidate : flows)
        if (candidate.id == id) return candidate;
    qFatal("no such flow");
}

inline const simulator::StationResult& station(const Estimate& estimate, const std::string& id) {
    for (const simulator::StationResult& candidate : estimate.figures.stations)
        if (candidate.id == id) return candidate;
    qFatal("no such station");
}

inline bool near(const char* what, const simulator::Figure& figure, double expected, double tolerance) {
    const bool good = figure.value && std::abs(*figure.value - expected) <= tolerance * std::abs(expected);
    if (!good)
        qWarning("%s: %g, expected %g (%s)", what, figure.value.value_or(-1), expected, figure.why.c_str());
    return good;
}

inline constexpr double exactly = 2e-5;  // The references have six digits
inline constexpr double fitted = 0.02;   // Quantiles of sums, and of order statistics

}  // namespace estimates
