#pragma once

#include <cstdint>

#include "model/resilience.h"
#include "simulator/resilience/epoch_window.h"

namespace simulator {

/// Client-side throttling: refuses a call with the probability
/// `(max(0, calls - K x accepted) / (calls + 1)) ^ (1 / aggression)`, up to a most. With K = 2 and an
/// aggression of 1 that of Google's Site Reliability Engineering, chapter 21, "Handling Overload"; with K = 1
/// / success rate and a most of 80 % Envoy's admission control. Calls are those of the application, refused
/// ones included; accepted are those that the server did not turn away. The window is of 1-second buckets.
class AdaptiveThrottle {
public:
    explicit AdaptiveThrottle(const model::ThrottlingPolicy& policy, std::int64_t now = 0);

    /// Whether this call, which is counted, may go to the server; `uniform` is on [0, 1).
    bool admits(std::int64_t now, double uniform);
    /// A call that went to the server was accepted there.
    void onAccepted(std::int64_t now) { m_calls.add(now, Accepted); }
    /// Of the next call.
    double rejectionProbability(std::int64_t now);

private:
    enum Kind : std::size_t { Made, Accepted, kinds };

    double m_multiplier;
    double m_exponent;
    double m_most;
    EpochWindow<kinds> m_calls;
};

}  // namespace simulator
