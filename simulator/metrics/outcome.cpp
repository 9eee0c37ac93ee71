#include "simulator/metrics/outcome.h"

#include <algorithm>

#include "simulator/kernel/event_log_hash.h"
#include "simulator/metrics/summary.h"
#include "simulator/simulate.h"

namespace simulator {

const char* const engineVersion = "3";

namespace {

std::uint64_t combined(const std::vector<Recording>& recordings) {
    EventLogHash hash;
    for (const Recording& recording : recordings) hash.add(recording.hash, recording.events, 0);
    return hash.value();
}

void addNotes(RunResult& result, const std::vector<Recording>& recordings) {
    for (const Recording& recording : recordings) {
        if (recording.lacks == Shortage::None) continue;
        result.cancelled = true;
        result.warmUpNote +=
            "; ended after " + std::to_string(recording.end / 1'000'000'000) + " s because " +
            (recording.lacks == Shortage::Memory ? "the system has no more memory for requests in flight"
                                                 : "more than 3.9 million requests were in flight");
        return;
    }
}

}  // namespace

RunResult outcome(const Plan& plan, const Grid& grid, const std::vector<Recording>& recordings) {
    RunResult result = summarise(plan, grid, recordings);
    result.seed = plan.seed;
    result.replications = static_cast<int>(recordings.size());
    for (const Recording& recording : recordings) {
        result.simulatedSeconds = std::max(result.simulatedSeconds, static_cast<double>(recording.end) / 1e9);
        result.engine.events += recording.events;
    }
    result.eventLogHash = combined(recordings);
    addNotes(result, recordings);
    result.engineVersion = engineVersion;
    return result;
}

}  // namespace simulator
