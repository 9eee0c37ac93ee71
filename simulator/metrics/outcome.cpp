#include "simulator/metrics/outcome.h"

#include <algorithm>
#include <cstdio>

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

constexpr const char* noMoreMemory = "the system has no more memory for requests in flight";

const char* reasonOf(Limit limit) {
    switch (limit) {
        case Limit::None:
            break;
        case Limit::InFlight:
            return "more than 3.9 million requests were in flight";
        case Limit::Memory:
            return noMoreMemory;
        case Limit::Standstill:
            return "more than 100 million steps took no time";
        case Limit::Aborted:
            return "an objective was missed for too long";
    }
    return "";
}

/// The first that reached a limit, or rather lacked memory: that is no property of the model.
const Recording* firstAtLimit(const std::vector<Recording>& recordings) {
    const Recording* first = nullptr;
    for (const Recording& recording : recordings) {
        if (recording.limit == Limit::Memory) return &recording;
        if (!first && recording.limit != Limit::None) first = &recording;
    }
    return first;
}

std::string abortReason(const Plan& plan, const MissedWindowRecord& window) {
    const WindowsPlan& windows = plan.abort.windows;
    char text[96];
    std::snprintf(text, sizeof text, "` was missed in %u windows of %.6g s in a row", plan.abort.inARow,
                  static_cast<double>(windows.window) / 1e9);
    return "the objective `" + windows.objectives[window.objective].id + text;
}

void noteLimit(const Plan& plan, RunResult& result, const std::vector<Recording>& recordings) {
    const Recording* recording = firstAtLimit(recordings);
    if (!recording) return;
    result.cancelled = true;
    char time[32];
    std::snprintf(time, sizeof time, "%.6g", static_cast<double>(recording->end) / 1e9);
    result.limitReached = std::string("ended after ") + time + " s because ";
    if (recording->limit == Limit::Aborted) {
        result.limitReached += abortReason(plan, *recording->windows.abort);
        return;
    }
    result.limitReached += reasonOf(recording->limit) +
                           (recording->atLimit.empty() ? "" : ", most of them in the " + recording->atLimit);
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
    noteLimit(plan, result, recordings);
    result.engineVersion = engineVersion;
    return result;
}

bool lackedMemory(const RunResult& result) {
    return result.limitReached.find(noMoreMemory) != std::string::npos;
}

}  // namespace simulator
