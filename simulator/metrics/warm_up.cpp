#include "simulator/metrics/warm_up.h"

#include <algorithm>

namespace simulator {

namespace {

struct Found {
    std::int64_t time = 0;
    std::string refusal;
};

Found longestWarmUp(const std::vector<Recording>& recordings) {
    Found found;
    for (const Recording& recording : recordings) {
        const std::vector<WarmUpSamples::Batch>& batches = recording.warmUp.batches();
        std::vector<double> values;
        for (const WarmUpSamples::Batch& batch : batches) values.push_back(batch.sum);
        const Truncation truncation = mser5(values);
        if (!truncation.from)
            found.refusal = truncation.note;
        else if (*truncation.from > 0)
            found.time = std::max(found.time, batches[std::min(*truncation.from, batches.size()) - 1].end);
    }
    return found;
}

}  // namespace

WarmUp findWarmUp(const Plan& plan, const Grid& grid, const std::vector<Recording>& recordings) {
    WarmUp warmUp;
    if (plan.warmUp >= 0) {
        warmUp.seconds = static_cast<double>(grid.startOfChunk(0)) / 1e9;
        warmUp.note = "as the scenario states";
        return warmUp;
    }
    if (plan.terminating) {
        warmUp.note = "none: load or faults follow a schedule, so the whole run counts";
        return warmUp;
    }
    const Found found = longestWarmUp(recordings);
    if (!found.refusal.empty()) {
        warmUp.note = found.refusal;
        return warmUp;
    }
    while (grid.startOfChunk(warmUp.chunk) < found.time) {
        if (warmUp.mark + 1 == static_cast<int>(grid.marks())) {
            warmUp = {};
            warmUp.note = "run too short: the journeys' latencies settle only in its second half";
            return warmUp;
        }
        ++warmUp.mark;
        warmUp.chunk += grid.perMark;
    }
    warmUp.seconds = static_cast<double>(grid.startOfChunk(warmUp.chunk)) / 1e9;
    warmUp.note = "MSER-5 on the journeys' latencies";
    return warmUp;
}

}  // namespace simulator
