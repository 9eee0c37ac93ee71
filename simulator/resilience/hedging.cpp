#include "simulator/resilience/hedging.h"

#include <algorithm>

#include "simulator/kernel/clock.h"
#include "simulator/resilience/retry_throttle.h"

namespace simulator {

namespace {

/// What gRPC takes at most, whatever is configured.
constexpr std::uint32_t mostGrpcCopies = 5;
constexpr std::uint32_t mostCopies = 1000;

}  // namespace

HedgingRules::HedgingRules(const model::HedgingPolicy& policy, bool grpc)
    : maxAttempts(std::clamp(static_cast<std::uint32_t>(std::max(policy.maxAttempts, 1)), 1u,
                             grpc ? mostGrpcCopies : mostCopies)),
      delay(std::max<std::int64_t>(policy.delay.count(), 0)) {}

bool Hedging::mayFollow(const HedgingRules& rules, const RetryThrottle* throttle) const {
    return !m_frozen && m_sent < rules.maxAttempts && (!throttle || throttle->allows());
}

void Hedging::start(const HedgingRules& rules, const RetryThrottle* throttle, std::int64_t now) {
    *this = {};
    send(rules, throttle, now);
}

HedgeDecision Hedging::send(const HedgingRules& rules, const RetryThrottle* throttle, std::int64_t now) {
    ++m_sent;
    ++m_underWay;
    const bool more = mayFollow(rules, throttle);
    if (!more) m_frozen = true;
    m_timer = more ? now + rules.delay : never;
    return {HedgeDecision::Action::Send, false};
}

HedgeDecision Hedging::onTimer(const HedgingRules& rules, const RetryThrottle* throttle, std::int64_t now) {
    if (now < m_timer) return {};
    if (mayFollow(rules, throttle)) return send(rules, throttle, now);
    m_frozen = true;
    m_timer = never;
    return {HedgeDecision::Action::Wait, throttle && !throttle->allows()};
}

HedgeDecision Hedging::finish(HedgeDecision::Action action) {
    m_frozen = true;
    m_timer = never;
    return {action, false};
}

HedgeDecision Hedging::onEnd(const HedgingRules& rules, RetryThrottle* throttle, AttemptEnd end,
                             Pushback pushback, std::int64_t now) {
    using Action = HedgeDecision::Action;
    --m_underWay;
    if (end == AttemptEnd::Success) {
        if (throttle) throttle->onSuccess();
        return finish(Action::Complete);
    }
    const bool forbidden = pushback.kind == Pushback::Kind::Never;
    if (throttle && (end != AttemptEnd::Fatal || forbidden)) throttle->onFailure();
    if (end == AttemptEnd::Fatal) return finish(Action::Fail);
    if (forbidden) m_frozen = true;
    if (mayFollow(rules, throttle)) {
        if (pushback.kind == Pushback::Kind::None) return send(rules, throttle, now);
        m_timer = now + pushback.delay;
        return {};
    }
    const bool throttled = !m_frozen && m_sent < rules.maxAttempts;
    m_frozen = true;
    m_timer = never;
    return {m_underWay == 0 ? Action::Fail : Action::Wait, throttled};
}

}  // namespace simulator
