#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/id.h"
#include "model/quantity.h"
#include "model/unknown.h"

namespace model {

struct CallPolicy;
using CallPolicyId = Id<CallPolicy>;

enum class BackoffKind { Constant, Exponential };

/// How far a delay is spread at random.
enum class Jitter {
    None,
    Full,   ///< Uniform on [0, delay]
    Equal,  ///< Uniform on [delay / 2, delay]
};

/// Repeats a failed attempt. A retry waits `delay`, then times `factor` for each further one, up to
/// `maxDelay`.
struct RetryPolicy {
    std::int32_t maxAttempts = 3;  ///< The first try included
    BackoffKind backoff = BackoffKind::Exponential;
    Duration delay = milliseconds(50);
    double factor = 2.0;
    Duration maxDelay = seconds(1);
    Jitter jitter = Jitter::Full;
    UnknownFields unknown;

    bool operator==(const RetryPolicy&) const = default;
};

/// What happens to the work of a callee whose caller has given up.
enum class OrphanWork {
    Finish,  ///< It is executed to its end; nobody waits for the answer
    Cancel,  ///< What still waits in a queue is dropped when its turn comes; what is being served is finished
};

/// How a caller protects itself and its callee. Named and shared between calls.
struct CallPolicy {
    CallPolicyId id;
    std::string name;
    std::string description;
    std::optional<Duration> timeout;   ///< Of one attempt
    std::optional<Duration> deadline;  ///< Of all attempts together
    std::optional<RetryPolicy> retry;
    OrphanWork orphanWork = OrphanWork::Finish;
    UnknownFields unknown;

    bool operator==(const CallPolicy&) const = default;
};

}  // namespace model
