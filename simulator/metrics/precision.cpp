#include "simulator/metrics/precision.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

namespace simulator {

namespace {

double relativeHalfWidth(const Figure& figure) {
    if (!figure.value) return std::numeric_limits<double>::infinity();
    const double half = std::max(figure.high - *figure.value, *figure.value - figure.low);
    if (half <= 0) return 0;
    return *figure.value != 0 ? half / std::abs(*figure.value) : std::numeric_limits<double>::infinity();
}

std::string percent(double share) {
    char text[32];
    std::snprintf(text, sizeof text, "%.3g %%", 100 * share);
    return text;
}

}  // namespace

// What nobody asked for tells nothing, however long the run.
Precision precisionOf(const RunResult& result) {
    Precision widest;
    const auto look = [&](const Figure& figure, const std::string& name) {
        const double share = relativeHalfWidth(figure);
        if (share > widest.share || widest.figure.empty()) widest = {share, name};
    };
    for (const FlowResult& journey : result.journeys) {
        if (journey.arrivals == 0) continue;
        look(journey.goodput, "goodput of " + journey.id);
        if (journey.completed > 0) look(journey.latency.mean, "mean latency of " + journey.id);
    }
    for (const ObjectiveResult& objective : result.objectives)
        look(objective.observed, "objective " + objective.id);
    return widest;
}

int missingReplications(const Precision& reached, double wanted, int done, int most) {
    if (reached.share <= wanted || done >= most) return 0;
    const double ratio = std::isinf(reached.share) ? 2 : std::pow(reached.share / wanted, 2);
    // The estimate is rough: not too far at once, and a little more than it says.
    const double total = std::ceil(done * std::clamp(1.05 * ratio, 1.1, 4.0));
    return std::min(std::max(done + 1, static_cast<int>(total)), most) - done;
}

std::string precisionText(const Precision& reached, double wanted, int replications) {
    const std::string widest = reached.figure.empty() ? ""
                               : std::isinf(reached.share)
                                   ? " (missing: " + reached.figure + ")"
                                   : " (widest: " + percent(reached.share) + ", " + reached.figure + ")";
    const std::string after = " after " + std::to_string(replications) + " replications" + widest;
    if (reached.share <= wanted) return "within " + percent(wanted) + after;
    return "NOT within " + percent(wanted) + after;
}

}  // namespace simulator
