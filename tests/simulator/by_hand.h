#pragma once

#include <cmath>

#include "tests/simulator/short_run.h"

/// Small cases that are worked out by hand, and what a test asks of their runs.
namespace queueing {

template <class Result>
const Result& find(const std::vector<Result>& results, const std::string& id) {
    for (const Result& result : results)
        if (result.id == id) return result;
    qFatal("no result of that id");
}

inline std::uint64_t failed(const simulator::FlowResult& flow, simulator::Cause cause) {
    return flow.failed[static_cast<std::size_t>(cause)];
}

inline const simulator::FlowResult& operation(const simulator::RunResult& result, const std::string& id) {
    return find(result.operations, id);
}

inline const simulator::EdgeResult& edge(const simulator::RunResult& result, const std::string& callee) {
    for (const simulator::EdgeResult& candidate : result.edges)
        if (candidate.callee == callee) return candidate;
    qFatal("no such edge");
}

inline Step constantly(double time) {
    return compute(Distribution::constant(milliseconds(time)));
}

// One journey each second at 1 s, 2 s, ..., 10 s, and time to end.
inline constexpr double tenSeconds = 10.9;
inline ConstantArrivals everySecond() {
    return {1.0};
}

inline double meanLatency(const Project& project) {
    return simulate(project).journeys[0].latency.mean.value.value_or(-1);
}

/// One of the other.
inline double share(std::uint64_t part, std::uint64_t all) {
    return static_cast<double>(part) / static_cast<double>(all);
}

/// Of a journey's latency [ms].
inline double mean(const simulator::RunResult& result, std::size_t journey = 0) {
    return result.journeys.at(journey).latency.mean.value.value_or(-1);
}

/// Within five standard deviations of a share that so many show.
inline bool isShare(double found, double expected, double count) {
    const bool good = std::abs(found - expected) <= 5 * std::sqrt(expected * (1 - expected) / count);
    if (!good) qWarning("%g, expected %g", found, expected);
    return good;
}

}  // namespace queueing
