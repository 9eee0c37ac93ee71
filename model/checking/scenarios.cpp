#include "model/checking/visitor.h"

namespace model::checking {

namespace {

/// Costs and carbon are those of a whole run.
void checkWindowed(const std::vector<ObjectiveId>& objectives, Walk& walk) {
    const PointerPath::Scope list(walk.path, "objectives");
    for (std::size_t at = 0; at < objectives.size() && !walk.full(); ++at) {
        const Objective* found = walk.project().objectives.find(objectives[at]);
        if (!found || !std::holds_alternative<WholeSystem>(found->target)) continue;
        const PointerPath::Scope scope(walk.path, at);
        walk.report(
            fmt::format("\"{}\" is of the whole system and the whole run, expected one of latency or "
                        "availability",
                        clipped(objectives[at].value())));
    }
}

}  // namespace

void checkMore(const Scenario& scenario, Walk& walk) {
    if (scenario.warmUp && *scenario.warmUp >= scenario.length)
        walk.report("warm_up_s is not below length_s: nothing would be left to measure");
    const auto judged = [&](const char* key, const std::vector<ObjectiveId>& own, Duration window) {
        const PointerPath::Scope scope(walk.path, key);
        if (own.empty() && scenario.objectives.empty())
            walk.report("without objectives, and the scenario has none: nothing would be judged");
        if (window > scenario.length) walk.report("window_s is longer than length_s of the scenario");
    };
    if (scenario.steadyState)
        judged("steady_state", scenario.steadyState->objectives, scenario.steadyState->window);
    if (scenario.abort) judged("abort", scenario.abort->objectives, scenario.abort->window);
}

void checkMore(const SteadyState& steady, Walk& walk) {
    checkWindowed(steady.objectives, walk);
}

void checkMore(const AbortCondition& abort, Walk& walk) {
    checkWindowed(abort.objectives, walk);
}

}  // namespace model::checking
