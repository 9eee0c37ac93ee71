#pragma once

#include <string>
#include <vector>

#include "simulator/trace/trace.h"

namespace simulator {

/// A cause of latency: `queue at payment`, `service at orders`, `network`, `timeout of payment.charge`.
struct LatencyShare {
    std::string cause;
    std::int64_t time = 0;  ///< [ns]

    bool operator==(const LatencyShare&) const = default;
};

/// What the latency of a journey consists of, the largest share first. The shares add up to the latency: what
/// runs in parallel counts by the branch that the join waited for last.
std::vector<LatencyShare> explained(const Trace& trace);

/// The slowest trace of a journey that ended well; nothing when none was kept.
const Trace* slowestTrace(const std::vector<Trace>& traces, const std::string& journey);

}  // namespace simulator
