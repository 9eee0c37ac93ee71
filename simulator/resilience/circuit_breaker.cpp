#include "simulator/resilience/circuit_breaker.h"

#include <algorithm>
#include <cmath>

namespace simulator {

namespace {

constexpr std::int64_t oneSecond = 1000000000;
constexpr std::int64_t oneMillisecond = 1000000;
constexpr double longestWait = 0x1p60;

std::uint32_t positiveCount(std::int32_t value) {
    return static_cast<std::uint32_t>(std::max(value, 1));
}

float percentOf(std::uint32_t part, std::uint32_t all) {
    return all == 0 ? 0.0f : static_cast<float>(part) * 100.0f / static_cast<float>(all);
}

std::size_t largestRing(const model::CircuitBreakerPolicy& policy) {
    const std::uint32_t halfOpen = positiveCount(policy.halfOpenCalls);
    if (policy.window == model::BreakerWindow::TimeBased) return halfOpen;
    return std::max(halfOpen, positiveCount(policy.windowSize));
}

std::size_t seconds(const model::CircuitBreakerPolicy& policy) {
    return policy.window == model::BreakerWindow::TimeBased ? positiveCount(policy.windowSize) : 1;
}

}  // namespace

CircuitBreaker::CircuitBreaker(const model::CircuitBreakerPolicy& policy, std::int64_t now)
    : m_slowDuration(policy.slowCallDuration.count()),
      m_lastCalls(largestRing(policy)),
      m_failureThreshold(static_cast<float>(policy.failureRateThreshold)),
      m_slowThreshold(static_cast<float>(policy.slowCallRateThreshold)),
      m_openWait(policy.openWait.count()),
      m_openWaitFactor(policy.openWaitFactor),
      m_maxOpenWait(policy.maxOpenWait ? policy.maxOpenWait->count() : never),
      m_maxHalfOpenWait(policy.maxHalfOpenWait.count()),
      m_windowSize(positiveCount(policy.windowSize)),
      m_minimumCalls(positiveCount(policy.minimumCalls)),
      m_halfOpenCalls(positiveCount(policy.halfOpenCalls)),
      m_timeBased(policy.window == model::BreakerWindow::TimeBased),
      m_automatic(policy.automaticHalfOpen),
      m_lastSeconds(seconds(policy), oneSecond, now) {
    enter(BreakerState::Closed, now);
    if (policy.start != BreakerState::Closed) enter(policy.start, now);
}

bool CircuitBreaker::refuse() {
    ++m_refused;
    return false;
}

BreakerAdmission CircuitBreaker::acquireUnlessClosed(std::int64_t now) {
    BreakerAdmission admission;
    if (m_state == BreakerState::Open) {
        if (now <= m_openUntil) return {refuse(), {}};
        admission.transition = to(BreakerState::HalfOpen, Cause::WaitOver, now, {});
    }
    if (m_state == BreakerState::HalfOpen) {
        if (m_permits == 0) return {refuse(), admission.transition};
        --m_permits;
    }
    if (m_state == BreakerState::ForcedOpen) admission.permitted = refuse();
    return admission;
}

CircuitBreaker::Verdict CircuitBreaker::verdictOf(std::int64_t now, std::int64_t duration, bool failed) {
    if (m_state == BreakerState::Disabled || m_state == BreakerState::ForcedOpen) return Verdict::Nothing;
    record(now, {failed, duration > m_slowDuration});
    if (m_state != BreakerState::Closed && m_state != BreakerState::HalfOpen) return Verdict::Nothing;
    // One by one: they were just written one by one.
    const OutcomeCounts& last = m_lastCalls.counts();
    const Verdict verdict = m_bySeconds ? judge(static_cast<std::uint32_t>(m_lastSeconds.total(Calls)),
                                                static_cast<std::uint32_t>(m_lastSeconds.total(Failed)),
                                                static_cast<std::uint32_t>(m_lastSeconds.total(Slow)))
                                        : judge(last.calls, last.failed, last.slow);
    const bool isClosed = m_state == BreakerState::Closed;
    return isClosed && verdict == Verdict::Recovered ? Verdict::Nothing : verdict;
}

BreakerTransition CircuitBreaker::act(Verdict verdict, std::int64_t now) {
    const OutcomeCounts decisive = counts(now);
    switch (verdict) {
        case Verdict::Nothing:
            return {};
        case Verdict::Recovered:
            return to(BreakerState::Closed, Cause::Recovered, now, decisive);
        case Verdict::FailureRate:
            return to(BreakerState::Open, Cause::FailureRate, now, decisive);
        case Verdict::SlowCallRate:
            return to(BreakerState::Open, Cause::SlowCallRate, now, decisive);
        case Verdict::BothRates:
            return to(BreakerState::Open, Cause::BothRates, now, decisive);
    }
    return {};
}

void CircuitBreaker::release() {
    if (m_state == BreakerState::HalfOpen) ++m_permits;
}

BreakerTransition CircuitBreaker::onTimer(std::int64_t now) {
    if (now < m_timer) return {};
    if (m_state == BreakerState::Open) return to(BreakerState::HalfOpen, Cause::WaitOver, now, {});
    return to(BreakerState::Open, Cause::HalfOpenOverdue, now, {});
}

OutcomeCounts CircuitBreaker::counts(std::int64_t now) {
    if (!m_bySeconds) return m_lastCalls.counts();
    m_lastSeconds.moveTo(now);
    return {static_cast<std::uint32_t>(m_lastSeconds.total(Calls)),
            static_cast<std::uint32_t>(m_lastSeconds.total(Failed)),
            static_cast<std::uint32_t>(m_lastSeconds.total(Slow))};
}

void CircuitBreaker::record(std::int64_t now, CallOutcome outcome) {
    if (!m_bySeconds) {
        m_lastCalls.add(outcome);
        return;
    }
    m_lastSeconds.add(now, Calls);
    if (outcome.failed) m_lastSeconds.add(now, Failed);
    if (outcome.slow) m_lastSeconds.add(now, Slow);
}

CircuitBreaker::Verdict CircuitBreaker::judge(std::uint32_t calls, std::uint32_t failed,
                                              std::uint32_t slow) const {
    if (calls < m_minimum) return Verdict::Nothing;
    const bool isFailing = percentOf(failed, calls) >= m_failureThreshold;
    const bool isSlow = percentOf(slow, calls) >= m_slowThreshold;
    if (isFailing && isSlow) return Verdict::BothRates;
    if (isFailing) return Verdict::FailureRate;
    return isSlow ? Verdict::SlowCallRate : Verdict::Recovered;
}

BreakerTransition CircuitBreaker::to(BreakerState state, Cause cause, std::int64_t now,
                                     const OutcomeCounts& counts) {
    BreakerTransition transition{cause,
                                 m_state,
                                 state,
                                 counts,
                                 percentOf(counts.failed, counts.calls),
                                 percentOf(counts.slow, counts.calls),
                                 0};
    enter(state, now);
    transition.openings = m_openings;
    return transition;
}

void CircuitBreaker::enter(BreakerState state, std::int64_t now) {
    m_state = state;
    m_isCounting = state == BreakerState::Closed && !m_timeBased;
    m_timer = never;
    if (state == BreakerState::Open) {
        // The window stays, for the results of calls that are still under way.
        ++m_openings;
        m_openUntil = now + openWait();
        if (m_automatic) m_timer = m_openUntil;
    } else if (state == BreakerState::HalfOpen) {
        m_permits = m_halfOpenCalls;
        m_minimum = std::min(m_minimumCalls, m_halfOpenCalls);
        m_bySeconds = false;
        m_lastCalls.reset(m_halfOpenCalls);
        if (m_maxHalfOpenWait >= oneMillisecond) m_timer = now + m_maxHalfOpenWait;
    } else {
        m_openings = 0;
        m_bySeconds = m_timeBased;
        m_minimum = m_timeBased ? m_minimumCalls : std::min(m_minimumCalls, m_windowSize);
        if (m_timeBased)
            m_lastSeconds.reset(now);
        else
            m_lastCalls.reset(m_windowSize);
    }
}

// The wait of this opening: that of the first times a power of the factor, as far as that is allowed.
std::int64_t CircuitBreaker::openWait() const {
    if (m_openWaitFactor == 1 || m_openings <= 1) return std::min(m_openWait, m_maxOpenWait);
    const double wait = static_cast<double>(m_openWait) * std::pow(m_openWaitFactor, m_openings - 1);
    return std::min(static_cast<std::int64_t>(std::min(wait, longestWait)), m_maxOpenWait);
}

}  // namespace simulator
