#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "model/resilience.h"
#include "simulator/kernel/clock.h"

namespace simulator {

/// When a call must have ended, and whether it is worth making.
struct CallDeadline {
    std::int64_t at = never;  ///< [ns]
    bool inherited = false;   ///< That of the call that it is part of
    bool tooLate = false;     ///< Too little time is left: it fails before it is made
};

/// The earlier of the call's own deadline, `own` [ns] after now, and what is left of the one that it is part
/// of, `outer` [ns]; the latter only when deadlines are passed on. As gRPC does.
inline CallDeadline callDeadline(std::int64_t now, std::optional<std::int64_t> own, std::int64_t outer,
                                 const std::optional<model::DeadlinePropagation>& propagation) {
    CallDeadline deadline;
    if (own) deadline.at = now + std::min(*own, never - now);
    if (!propagation || outer == never) return deadline;
    const std::int64_t left = outer - propagation->margin.count();
    if (left < deadline.at) deadline = {left, true, false};
    deadline.tooLate = deadline.at <= now || deadline.at - now < propagation->minimum.count();
    return deadline;
}

/// Which limit ends an attempt that has had no answer.
enum class AttemptLimit : std::uint8_t {
    None,
    Attempt,   ///< Its own timeout: it may be tried again
    Deadline,  ///< That of all attempts: it is not tried again
};

struct AttemptTime {
    std::int64_t end = never;  ///< [ns]
    AttemptLimit limit = AttemptLimit::None;
};

/// Of an attempt that starts now, with a timeout of its own, `timeout` [ns], within a call's deadline. A
/// deadline at the same time wins, as Envoy's route timeout does over its per-try timeout.
inline AttemptTime attemptTime(std::int64_t now, std::optional<std::int64_t> timeout, std::int64_t deadline) {
    if (timeout && *timeout < deadline - now) return {now + *timeout, AttemptLimit::Attempt};
    if (deadline == never) return {};
    return {deadline, AttemptLimit::Deadline};
}

}  // namespace simulator
