#pragma once

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

}  // namespace queueing
