#pragma once

#include "simulator/estimate/network.h"

namespace simulator::estimating {

/// How many requests can be at a station at the same time.
struct SourceBound {
    double most = QueueLoad::unbounded;
    bool closed = false;  ///< They are users of a fixed number, not a stream that keeps coming

    bool operator==(const SourceBound&) const = default;
};

/// Finds that for each station: a caller holds a worker while it waits, so a callee never sees more than its
/// callers have workers, or than there are users. Callers that may give up leave work behind and bound
/// nothing.
std::vector<SourceBound> boundSources(const Network& network);

}  // namespace simulator::estimating
