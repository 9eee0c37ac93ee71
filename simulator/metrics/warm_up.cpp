#include "simulator/metrics/warm_up.h"

#include <algorithm>
#include <cmath>
#include <limits>

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

namespace {

constexpr double noLatency = std::numeric_limits<double>::quiet_NaN();

/// Adds values, and knows their mean.
struct Mean {
    double sum = 0;
    double count = 0;
    void add(double value, double weight = 1) {
        sum += value;
        count += weight;
    }
    double value() const { return count > 0 ? sum / count : noLatency; }
};

std::vector<Mean> latencyOverTime(const Grid& grid, const Recording& recording) {
    std::vector<Mean> means(grid.intervals);
    for (const WarmUpSamples::Batch& batch : recording.warmUp.batches()) {
        const auto at = static_cast<std::size_t>(batch.end / grid.interval);
        if (at < means.size())
            means[at].add(batch.sum / 1e6, static_cast<double>(recording.warmUp.batchSize()));
    }
    return means;
}

}  // namespace

std::vector<double> welchCurve(const Grid& grid, const std::vector<Recording>& recordings) {
    std::vector<Mean> averages(grid.intervals);
    for (const Recording& recording : recordings) {
        const std::vector<Mean> means = latencyOverTime(grid, recording);
        for (std::size_t at = 0; at < means.size(); ++at)
            if (means[at].count > 0) averages[at].add(means[at].value());
    }
    const std::size_t most = std::max<std::size_t>(1, grid.intervals / 20);
    std::vector<double> curve;
    for (std::size_t at = 0; at + most < averages.size(); ++at) {
        const std::size_t side = std::min(at, most);
        Mean window;
        for (std::size_t near = at - side; near <= at + side; ++near)
            if (averages[near].count > 0) window.add(averages[near].value());
        curve.push_back(window.value());
    }
    return curve;
}

}  // namespace simulator
