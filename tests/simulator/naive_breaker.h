#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <vector>

#include "model/resilience.h"

/// The same rules over plain lists, as the documentation tells them.
class NaiveBreaker {
public:
    explicit NaiveBreaker(const model::CircuitBreakerPolicy& policy) : m_policy(policy) {}

    bool acquire(std::int64_t now) {
        if (state == model::BreakerState::Open && now > m_openedAt + m_policy.openWait.count()) {
            state = model::BreakerState::HalfOpen;
            m_permits = m_policy.halfOpenCalls;
            m_calls.clear();
        }
        if (state == model::BreakerState::Open) return false;
        if (state == model::BreakerState::Closed) return true;
        return m_permits-- > 0 || (m_permits = 0, false);
    }
    void onResult(std::int64_t now, std::int64_t duration, bool failed) {
        m_calls.push_back({now / second, failed, duration > m_policy.slowCallDuration.count()});
        const bool byTime =
            m_policy.window == model::BreakerWindow::TimeBased && state == model::BreakerState::Closed;
        const int size =
            state == model::BreakerState::HalfOpen ? m_policy.halfOpenCalls : m_policy.windowSize;
        if (state == model::BreakerState::Open) return;
        std::vector<Call> counted;
        for (const Call& call : m_calls)
            if (!byTime || call.at > now / second - size) counted.push_back(call);
        if (!byTime && counted.size() > static_cast<std::size_t>(size))
            counted.erase(counted.begin(), counted.end() - size);
        const int minimum = byTime ? m_policy.minimumCalls : std::min(m_policy.minimumCalls, size);
        if (static_cast<int>(counted.size()) < minimum) return;
        const auto rate = [&](bool Call::*member) {
            return 100.0 *
                   static_cast<double>(std::count_if(counted.begin(), counted.end(),
                                                     [&](const Call& call) { return call.*member; })) /
                   static_cast<double>(counted.size());
        };
        const bool trips = rate(&Call::failed) >= m_policy.failureRateThreshold ||
                           rate(&Call::slow) >= m_policy.slowCallRateThreshold;
        if (trips) {
            state = model::BreakerState::Open;
            m_openedAt = now;
        } else if (state == model::BreakerState::HalfOpen) {
            state = model::BreakerState::Closed;
            m_calls.clear();
        }
    }

    model::BreakerState state = model::BreakerState::Closed;

private:
    static constexpr std::int64_t second = 1000000000;
    struct Call {
        std::int64_t at;
        bool failed;
        bool slow;
    };
    model::CircuitBreakerPolicy m_policy;
    std::deque<Call> m_calls;
    std::int64_t m_openedAt = 0;
    int m_permits = 0;
};
