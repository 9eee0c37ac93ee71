#pragma once

#include <cstdint>

#include "model/resilience.h"
#include "simulator/kernel/clock.h"
#include "simulator/resilience/epoch_window.h"
#include "simulator/resilience/outcome_ring.h"

namespace simulator {

using model::BreakerState;

/// A circuit breaker has changed its state, and why.
struct BreakerTransition {
    enum class Cause : std::uint8_t {
        None,  ///< It has not
        FailureRate,
        SlowCallRate,
        BothRates,
        WaitOver,         ///< It has been open for long enough
        Recovered,        ///< The calls that it permitted while half open went well
        HalfOpenOverdue,  ///< It has been half open for too long
    };

    Cause cause = Cause::None;
    BreakerState from = BreakerState::Closed;
    BreakerState to = BreakerState::Closed;
    OutcomeCounts counts;        ///< Of the window that decided; empty when a time did
    float failureRate = 0;       ///< [%]
    float slowCallRate = 0;      ///< [%]
    std::uint32_t openings = 0;  ///< In a row, without being closed in between

    explicit operator bool() const { return cause != Cause::None; }
};

/// Whether a call may be made.
struct BreakerAdmission {
    bool permitted = true;
    BreakerTransition transition;
};

/// Resilience4j's CircuitBreaker (CircuitBreakerStateMachine 2.x), to the letter:
/// - a rate is undefined below the minimum of recorded calls and trips at `>=` its threshold, computed in
/// single
///   precision; the minimum of a count-based window is at most its size;
/// - a call is slow when it took strictly longer than the limit;
/// - open becomes half open on the first call strictly after the wait, or by the timer when that is
/// automatic;
/// - half open permits a number of calls, in a new count-based window of that size, takes permits when calls
///   start and never gives them back, and decides as soon as the window has its minimum;
/// - a result goes to the state that it meets, whichever its call started in: recorded without a consequence
///   while open, counted among those of half open.
/// The clock is that of the caller [ns]; memory is fixed at construction. O(1) for each call.
class CircuitBreaker {
public:
    using Cause = BreakerTransition::Cause;

    explicit CircuitBreaker(const model::CircuitBreakerPolicy& policy, std::int64_t now = 0);

    /// A call that wants to start may, and nothing comes of it.
    bool isClosed() const { return m_state == BreakerState::Closed; }
    /// A call wants to start.
    BreakerAdmission acquire(std::int64_t now) {
        if (m_state == BreakerState::Closed) return {};
        return acquireUnlessClosed(now);
    }
    /// A permitted call has ended well after `duration` [ns]. False: it was not recorded, as `onResult` has
    /// to tell what comes of it. In a window that is full of calls nothing does: it has no more failures
    /// then.
    bool recordsGood(std::int64_t duration) {
        if (!m_isCounting || duration > m_slowDuration || !m_lastCalls.isFull()) return false;
        m_lastCalls.addGoodToFull();
        return true;
    }
    /// A permitted call has ended after `duration` [ns].
    BreakerTransition onResult(std::int64_t now, std::int64_t duration, bool failed) {
        // Nearly always nothing comes of it: then no transition is built in memory and copied.
        const Verdict verdict = verdictOf(now, duration, failed);
        if (verdict == Verdict::Nothing) return {};
        return act(verdict, now);
    }
    /// A permitted call has ended without a result that counts: the permit goes back.
    void release();
    /// When the state changes by itself [ns], or `never`: then `onTimer` is to be called.
    std::int64_t timer() const { return m_timer; }
    BreakerTransition onTimer(std::int64_t now);

    BreakerState state() const { return m_state; }
    /// What the window of the present state holds at `now`.
    OutcomeCounts counts(std::int64_t now);
    /// How many calls may still start while half open.
    std::uint32_t permits() const { return m_permits; }
    std::uint64_t refused() const { return m_refused; }

private:
    enum Kind : std::size_t { Calls, Failed, Slow, kinds };
    enum class Verdict : std::uint8_t { Nothing, Recovered, FailureRate, SlowCallRate, BothRates };

    BreakerAdmission acquireUnlessClosed(std::int64_t now);
    Verdict verdictOf(std::int64_t now, std::int64_t duration, bool failed);
    BreakerTransition act(Verdict verdict, std::int64_t now);
    void record(std::int64_t now, CallOutcome outcome);
    Verdict judge(std::uint32_t calls, std::uint32_t failed, std::uint32_t slow) const;
    BreakerTransition to(BreakerState state, Cause cause, std::int64_t now, const OutcomeCounts& counts);
    void enter(BreakerState state, std::int64_t now);
    std::int64_t openWait() const;
    bool refuse();

    // What each call looks at, while it is closed and counts calls.
    BreakerState m_state = BreakerState::Closed;
    bool m_isCounting = false;    ///< It is closed, and the window of the present state is count-based
    bool m_bySeconds = false;     ///< The window of the present state is time-based
    std::uint32_t m_minimum = 0;  ///< Of the window of the present state
    std::int64_t m_slowDuration;
    OutcomeRing m_lastCalls;

    float m_failureThreshold;
    float m_slowThreshold;
    std::int64_t m_openWait;
    double m_openWaitFactor;
    std::int64_t m_maxOpenWait;
    std::int64_t m_maxHalfOpenWait;
    std::uint32_t m_windowSize;
    std::uint32_t m_minimumCalls;
    std::uint32_t m_halfOpenCalls;
    bool m_timeBased;
    bool m_automatic;
    std::uint32_t m_permits = 0;   ///< Left while half open
    std::uint32_t m_openings = 0;  ///< In a row
    std::int64_t m_openUntil = 0;  ///< [ns]
    std::int64_t m_timer = never;
    std::uint64_t m_refused = 0;
    EpochWindow<kinds> m_lastSeconds;
};

}  // namespace simulator
