#pragma once

#include <cstdint>
#include <type_traits>

#include "simulator/resilience/backoff.h"

namespace simulator {

class RetryThrottle;
class RetryConcurrency;
class RetryRatio;

/// How an attempt ended, as far as retries care.
enum class AttemptEnd : std::uint8_t {
    Success,
    Retryable,     ///< Failed in a way that the policy repeats
    Fatal,         ///< Failed in a way that it does not
    NeverSent,     ///< It never left the client
    NotProcessed,  ///< It reached the server, but not the application
};

/// What the server said about a retry (gRPC's `grpc-retry-pushback-ms`).
struct Pushback {
    enum class Kind : std::uint8_t { None, After, Never };
    Kind kind = Kind::None;
    std::int64_t delay = 0;  ///< [ns]

    /// Of a header in milliseconds: a negative number means never; so does one that cannot be read, which is
    /// handed in as a negative one.
    static Pushback ofMilliseconds(std::int64_t value) {
        if (value < 0) return {Kind::Never, 0};
        return {Kind::After, value * 1000000};
    }
};

/// Whether a call is tried again, when, or why not.
struct RetryDecision {
    enum class Reason : std::uint8_t {
        Retried,
        Succeeded,
        NotRetryable,
        NoAttemptLeft,
        Throttled,   ///< Too few tokens of the server
        OverBudget,  ///< Too many retries under way, or too large a share
        PushedBack,  ///< The server asked not to
        PastDeadline,
    };

    Reason reason = Reason::Retried;
    std::int64_t delay = 0;    ///< Before the next attempt [ns]
    bool transparent = false;  ///< The attempt did not count

    bool again() const { return reason == Reason::Retried; }
};

/// The rules of retries that calls of one policy share. A flat value.
struct RetryRules {
    Backoff backoff;
    std::uint32_t maxAttempts = 1;  ///< The first included
    bool grpc = false;              ///< At most 5 attempts; transparent retries

    RetryRules() = default;
    explicit RetryRules(const model::RetryPolicy& policy, bool isGrpc = false);
};
static_assert(std::is_trivially_copyable_v<RetryRules>);

/// What limits retries beyond one call; any may be absent.
struct RetryLimits {
    RetryThrottle* throttle = nullptr;
    RetryConcurrency* concurrency = nullptr;
    RetryRatio* ratio = nullptr;
    std::uint32_t active = 0;  ///< Requests of the client, for the budget
    std::uint32_t pending = 0;
};

/// The retries of one call: how many attempts it made and how far its waits have grown. Eight bytes, a part
/// of the call's own state.
///
/// The order of the checks is that of gRPC's retry filter: a failure first takes its token, whatever else
/// forbids a retry; then attempts, then the server's word, then the limits of the client. A success gives its
/// part of a token. A pushback fixes the next wait exactly, after which the back-off starts again.
/// Transparent retries: never sent, always; not processed, once; neither counts as an attempt, nor waits, nor
/// takes a token.
class RetrySchedule {
public:
    /// After an attempt that ended at `now`; `deadline` [ns] is that of all attempts together. An allowed
    /// retry is counted in the limits; the caller ends `concurrency` when the next attempt ends.
    RetryDecision next(const RetryRules& rules, const RetryLimits& limits, AttemptEnd end, Pushback pushback,
                       std::int64_t now, std::int64_t deadline, double uniform);
    std::uint32_t attempts() const { return m_attempts; }

private:
    RetryDecision repeat(const RetryRules& rules, const RetryLimits& limits, Pushback pushback,
                         std::int64_t now, std::int64_t deadline, double uniform);

    std::uint32_t m_attempts = 1;
    std::uint16_t m_step = 0;  ///< Retries since the back-off started
    bool m_seenUnprocessed = false;
};
static_assert(std::is_trivially_copyable_v<RetrySchedule> && sizeof(RetrySchedule) == 8);

}  // namespace simulator
