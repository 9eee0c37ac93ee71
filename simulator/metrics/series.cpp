#include "simulator/metrics/series.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace simulator {

namespace {

// The mean over the replications that have a value there.
template <class Of>
Series average(const std::string& name, const std::vector<Recording>& recordings, const Of& of) {
    std::size_t length = 0;
    for (const Recording& recording : recordings) length = std::max(length, of.length(recording));
    Series series{name, std::vector<double>(length, std::numeric_limits<double>::quiet_NaN())};
    for (std::size_t at = 0; at < length; ++at) {
        double sum = 0;
        int count = 0;
        for (const Recording& recording : recordings) {
            if (at >= of.length(recording)) continue;
            const double value = of.value(recording, at);
            if (std::isnan(value)) continue;
            sum += value;
            ++count;
        }
        if (count) series.values[at] = sum / count;
    }
    return series;
}

// Whether it says more than one number would.
bool varies(const Series& series) {
    const auto differs = [&series](double value) {
        return std::isfinite(value) && value != series.values.front();
    };
    return std::any_of(series.values.begin(), series.values.end(), differs);
}

template <class Value>
struct OfFlow {
    const Grid& grid;
    std::size_t flow;
    Value read;
    std::size_t length(const Recording& recording) const { return recording.flowSeries[flow].size(); }
    double value(const Recording& recording, std::size_t at) const {
        const std::int64_t start = static_cast<std::int64_t>(at) * grid.interval;
        const std::int64_t end = std::min(recording.end, grid.endOf(at));
        return read(recording.flowSeries[flow][at], static_cast<double>(end - start) / 1e9);
    }
};

template <class Value>
struct OfStation {
    std::size_t station;
    Value read;
    std::size_t length(const Recording& recording) const { return recording.stationSeries[station].size(); }
    double value(const Recording& recording, std::size_t at) const {
        return read(recording.stationSeries[station][at]);
    }
};

// Of what has a list of intervals for each of its kind.
template <class Lists, class Value>
struct OfList {
    Lists lists;  ///< Member of a recording
    std::size_t index;
    Value read;
    std::size_t length(const Recording& recording) const { return (recording.*lists)[index].size(); }
    double value(const Recording& recording, std::size_t at) const {
        return read((recording.*lists)[index][at]);
    }
};

template <class Lists, class Value>
Series listed(const std::string& name, const std::vector<Recording>& recordings, Lists lists,
              std::size_t index, Value read) {
    return average(name, recordings, OfList<Lists, Value>{lists, index, read});
}

}  // namespace

std::vector<Series> flowSeries(const Grid& grid, const std::vector<Recording>& recordings, std::size_t flow) {
    std::vector<Series> all;
    const auto add = [&](const std::string& name, const auto& read) {
        all.push_back(average(name, recordings, OfFlow<decltype(read)>{grid, flow, read}));
    };
    const auto rate = [](std::uint64_t count, double seconds) {
        return static_cast<double>(count) / seconds;
    };
    add("offered_rps",
        [&](const FlowInterval& of, double seconds) { return rate(of.counts.arrivals, seconds); });
    add("throughput_rps",
        [&](const FlowInterval& of, double seconds) { return rate(of.counts.ended(), seconds); });
    add("goodput_rps",
        [&](const FlowInterval& of, double seconds) { return rate(of.counts.completed, seconds); });
    add("p50_ms", [](const FlowInterval& of, double) { return of.p50.value; });
    add("p50_low_ms", [](const FlowInterval& of, double) { return of.p50.low; });
    add("p50_high_ms", [](const FlowInterval& of, double) { return of.p50.high; });
    add("p99_ms", [](const FlowInterval& of, double) { return of.p99.value; });
    add("p99_low_ms", [](const FlowInterval& of, double) { return of.p99.low; });
    add("p99_high_ms", [](const FlowInterval& of, double) { return of.p99.high; });
    const auto isSeen = [&](int cause) {
        return std::ranges::any_of(recordings, [&](const Recording& recording) {
            return std::ranges::any_of(recording.flowSeries[flow], [cause](const FlowInterval& of) {
                return of.counts.failed[static_cast<std::size_t>(cause)] > 0;
            });
        });
    };
    // Those of protection only where there is some.
    for (int cause = 0; cause < causeCount; ++cause) {
        if (cause >= static_cast<int>(Cause::BreakerOpen) && !isSeen(cause)) continue;
        add(std::string("failed_") + causeName(static_cast<Cause>(cause)) + "_rps",
            [&, cause](const FlowInterval& of, double seconds) {
                return rate(of.counts.failed[static_cast<std::size_t>(cause)], seconds);
            });
    }
    return all;
}

std::vector<Series> stationSeries(const Grid&, const std::vector<Recording>& recordings,
                                  std::size_t station) {
    std::vector<Series> all;
    const auto add = [&](const std::string& name, const auto& read) {
        all.push_back(average(name, recordings, OfStation<decltype(read)>{station, read}));
    };
    add("utilisation", [](const StationInterval& of) { return of.utilisation; });
    add("queue", [](const StationInterval& of) { return of.queue; });
    add("in_service", [](const StationInterval& of) { return of.inService; });
    add("p99_ms", [](const StationInterval& of) { return of.p99; });
    add("offered_rps", [](const StationInterval& of) { return of.offered; });
    add("served_rps", [](const StationInterval& of) { return of.served; });
    add("running", [](const StationInterval& of) { return of.running; });
    if (!varies(all.back())) all.pop_back();
    add("cpu", [](const StationInterval& of) { return of.cpu; });
    const auto& cpu = all.back().values;
    if (std::all_of(cpu.begin(), cpu.end(), [](double value) { return std::isnan(value); })) all.pop_back();
    return all;
}

std::vector<Series> groupSeries(const std::vector<Recording>& recordings, std::size_t group) {
    const auto of = [&](const std::string& name, float GroupInterval::*value) {
        return listed(name, recordings, &Recording::groupSeries, group,
                      [value](const GroupInterval& interval) { return interval.*value; });
    };
    return {of("lag", &GroupInterval::lag), of("oldest_ms", &GroupInterval::oldest),
            of("paused", &GroupInterval::paused)};
}

std::vector<Series> scalerSeries(const std::vector<Recording>& recordings, std::size_t podSet,
                                 bool coldStarts) {
    const auto of = [&](const std::string& name, float ScalerInterval::*value) {
        return listed(name, recordings, &Recording::scalerSeries, podSet,
                      [value](const ScalerInterval& interval) { return interval.*value; });
    };
    std::vector<Series> all{of("wanted", &ScalerInterval::wanted), of("ready", &ScalerInterval::ready)};
    if (coldStarts) all.push_back(of("cold_starts", &ScalerInterval::coldStarts));
    return all;
}

std::vector<Series> sizeSeries(const std::vector<Recording>& recordings, std::size_t podSet) {
    const auto of = [&](const std::string& name, float SizeInterval::*value) {
        return listed(name, recordings, &Recording::sizeSeries, podSet,
                      [value](const SizeInterval& interval) { return interval.*value; });
    };
    return {of("cpu_request", &SizeInterval::requested), of("cpu_recommended", &SizeInterval::recommended),
            of("evictions", &SizeInterval::evictions)};
}

std::vector<Series> cacheSeries(const std::vector<Recording>& recordings, std::size_t cache) {
    const auto of = [&](const std::string& name, float CacheInterval::*value) {
        return listed(name, recordings, &Recording::cacheSeries, cache,
                      [value](const CacheInterval& interval) { return interval.*value; });
    };
    return {of("hit_ratio", &CacheInterval::hitRatio), of("fills_rps", &CacheInterval::fills)};
}

std::vector<Series> clusterSeries(const std::vector<Recording>& recordings, std::size_t cluster) {
    const auto of = [&](const std::string& name, float ClusterInterval::*value) {
        return listed(name, recordings, &Recording::clusterSeries, cluster,
                      [value](const ClusterInterval& interval) { return interval.*value; });
    };
    return {of("stale_share", &ClusterInterval::stale), of("row_wait_ms", &ClusterInterval::rowWait)};
}

}  // namespace simulator
