#pragma once

#include <bit>
#include <cmath>

#include "simulator/run_result.h"

inline bool same(double left, double right) {
    return std::bit_cast<std::uint64_t>(left) == std::bit_cast<std::uint64_t>(right) ||
           (std::isnan(left) && std::isnan(right));
}

inline bool same(const simulator::Figure& left, const simulator::Figure& right) {
    return left.value.has_value() == right.value.has_value() &&
           same(left.value.value_or(0), right.value.value_or(0)) && same(left.low, right.low) &&
           same(left.high, right.high);
}

/// Whether two runs came to the same, bit by bit.
inline bool sameResult(const simulator::RunResult& left, const simulator::RunResult& right) {
    if (left.eventLogHash != right.eventLogHash || left.engine.events != right.engine.events) return false;
    for (std::size_t at = 0; at < left.journeys.size(); ++at) {
        const simulator::FlowResult& one = left.journeys[at];
        const simulator::FlowResult& other = right.journeys[at];
        if (one.arrivals != other.arrivals || one.completed != other.completed || one.failed != other.failed)
            return false;
        if (!same(one.latency.mean, other.latency.mean) || !same(one.latency.p99, other.latency.p99))
            return false;
        for (std::size_t series = 0; series < one.series.size(); ++series)
            for (std::size_t value = 0; value < one.series[series].values.size(); ++value)
                if (!same(one.series[series].values[value], other.series[series].values[value])) return false;
    }
    for (std::size_t at = 0; at < left.stations.size(); ++at)
        if (!same(left.stations[at].utilisation, right.stations[at].utilisation)) return false;
    return true;
}
