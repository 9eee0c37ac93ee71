#pragma once

#include <QTest>
#include <cmath>

#include "simulator/simulate.h"
#include "tests/simulator/queueing.h"

/// Runs of small models, and figures held against what theory says.
namespace queueing {

inline Distribution exponentially(double milliseconds) {
    return Distribution::exponential(model::milliseconds(milliseconds));
}

/// One replication of the scenario `test`, in which nothing is lost.
inline simulator::RunResult simulate(const Project& project) {
    simulator::RunOptions options;
    options.replications = 1;
    const auto plan = simulator::compile(project, ScenarioId("test"), options);
    if (!plan) qFatal("%s", plan.error().text().c_str());
    simulator::RunResult result = simulator::run(**plan, options);
    if (!result.conservation.holds || result.conservation.worstLittleResidual > 1e-6)
        qFatal("conservation is broken");
    return result;
}

/// Within three half-widths of the figure's interval, and that within 4 %.
inline bool isNear(const simulator::Figure& figure, double expected) {
    if (!figure.value) {
        qWarning("%s", figure.why.c_str());
        return false;
    }
    const double half = std::max(figure.high - *figure.value, *figure.value - figure.low);
    const bool good = std::abs(*figure.value - expected) <= 3 * half + 1e-9 && half <= 0.04 * expected;
    if (!good) qWarning("%g in [%g, %g], expected %g", *figure.value, figure.low, figure.high, expected);
    return good;
}

}  // namespace queueing
