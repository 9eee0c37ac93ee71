#pragma once

#include <cstdint>
#include <type_traits>

#include "model/resilience.h"
#include "simulator/resilience/retry_schedule.h"

namespace simulator {

/// The rules of hedging that calls of one policy share. A flat value.
struct HedgingRules {
    std::uint32_t maxAttempts = 1;  ///< The original included
    std::int64_t delay = 0;         ///< Between two copies [ns]

    HedgingRules() = default;
    explicit HedgingRules(const model::HedgingPolicy& policy, bool grpc = true);
};

/// What to do with a hedged call now.
struct HedgeDecision {
    enum class Action : std::uint8_t {
        Wait,      ///< For what is under way
        Send,      ///< One more copy
        Complete,  ///< With this answer, a success; the other copies are cancelled
        Fail,      ///< With this answer; the other copies, if there are any, are cancelled
    };

    Action action = Action::Wait;
    bool throttled = false;  ///< No copy was sent because the server has too few tokens
};

/// The copies of one call (gRPC, proposal A6): the next one every `delay`; after a failure that is not fatal
/// at once, after a fatal one none and the others are cancelled, and the first success wins. Further copies
/// need tokens of the server; once they are missing the call sends no more. A server's pushback sets the time
/// of the next copy or ends them. The caller asks at `timer`, tells each end, and carries out the decision.
class Hedging {
public:
    /// The original leaves now.
    void start(const HedgingRules& rules, const RetryThrottle* throttle, std::int64_t now);
    /// When the next copy is due [ns], or `never`.
    std::int64_t timer() const { return m_timer; }
    HedgeDecision onTimer(const HedgingRules& rules, const RetryThrottle* throttle, std::int64_t now);
    HedgeDecision onEnd(const HedgingRules& rules, RetryThrottle* throttle, AttemptEnd end, Pushback pushback,
                        std::int64_t now);
    std::uint32_t sent() const { return m_sent; }
    std::uint32_t underWay() const { return m_underWay; }

private:
    bool mayFollow(const HedgingRules& rules, const RetryThrottle* throttle) const;
    HedgeDecision send(const HedgingRules& rules, const RetryThrottle* throttle, std::int64_t now);
    HedgeDecision finish(HedgeDecision::Action action);

    std::int64_t m_timer = 0;
    std::uint16_t m_sent = 0;
    std::uint16_t m_underWay = 0;
    bool m_frozen = false;  ///< No more copies
};
static_assert(std::is_trivially_copyable_v<Hedging> && sizeof(Hedging) == 16);

}  // namespace simulator
