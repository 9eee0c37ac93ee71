#pragma once

#include <QTest>
#include <cmath>

#include "simulator/simulate.h"
#include "simulator/statistics/histogram.h"
#include "tests/simulator/queueing.h"

/// When a run agrees with theory, and runs that are long enough to tell.
namespace queueing {

inline constexpr double widestMean = 0.01;
inline constexpr double widestQuantile = 0.02;

/// Within three half-widths of the figure's own 95 % interval, and that half-width within `widest` of what is
/// expected; `slack` for what a histogram rounds, or a reference does not know.
inline bool agrees(const char* what, const simulator::Figure& figure, double expected, double widest,
                   double slack = 0) {
    if (!figure.value) {
        qWarning("%s: %s", what, figure.why.c_str());
        return false;
    }
    const double half = std::max(figure.high - *figure.value, *figure.value - figure.low);
    const bool good = std::abs(*figure.value - expected) <= 3 * half + slack * std::abs(expected) + 1e-9 &&
                      half <= widest * std::abs(expected);
    if (!good)
        qWarning("%s: %g in [%g, %g], expected %g", what, *figure.value, figure.low, figure.high, expected);
    return good;
}

inline bool meanAgrees(const char* what, const simulator::Figure& figure, double expected) {
    return agrees(what, figure, expected, widestMean);
}
inline bool quantileAgrees(const char* what, const simulator::Figure& figure, double expected) {
    return agrees(what, figure, expected, widestQuantile, simulator::Histogram::bucketError());
}

inline std::shared_ptr<const simulator::Plan> planOf(const Project& project) {
    const auto plan = simulator::compile(project, ScenarioId("test"));
    if (!plan) qFatal("%s", plan.error().text().c_str());
    return *plan;
}

/// Runs the scenario `test` until the means of all journeys, their goodput and all objectives are known to
/// `precision`; nothing is lost.
inline simulator::RunResult precise(const Project& project, double precision = 0.0085) {
    simulator::RunOptions options;
    options.precision = precision;
    options.mostReplications = 200;
    simulator::RunResult result = simulator::run(*planOf(project), options);
    if (!result.conservation.holds || result.conservation.worstLittleResidual > 1e-6)
        qFatal("conservation is broken");
    return result;
}

/// An objective that nobody means: its figure is the share of requests that end well, with its interval.
inline void watchAvailability(Builder& model, const std::string& id, const ObjectiveTarget& target) {
    Objective objective;
    objective.id = ObjectiveId(id);
    objective.name = "Availability";
    objective.target = target;
    objective.goal = AvailabilityObjective{0.5};
    model.objectives.push_back(objective);
}

/// The share that is lost, as the figure of what is not.
inline simulator::Figure lostShare(const simulator::RunResult& result, std::size_t objective = 0) {
    const simulator::Figure& kept = result.objectives.at(objective).observed;
    if (!kept.value) return kept;
    return {1 - *kept.value, 1 - kept.high, 1 - kept.low, {}};
}

}  // namespace queueing
