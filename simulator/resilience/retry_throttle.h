#pragma once

#include <algorithm>
#include <cstdint>
#include <type_traits>

#include "model/call_policy.h"

namespace simulator {

/// gRPC's retry throttle (proposal A6), one for each name of a server: a bucket of tokens that starts full,
/// counted in thousandths. A failure that may be repeated, or that asks not to be, takes a token; a success
/// gives `tokenRatio` (its first three decimals); retries and hedges need strictly more than half of the
/// most.
class RetryThrottle {
public:
    explicit RetryThrottle(const model::RetryTokens& policy)
        : m_most(std::max(policy.maxTokens, 0) * thousandths),
          m_gain(static_cast<std::int32_t>(policy.tokenRatio * thousandths + decimalsTolerance)),
          m_tokens(m_most) {}

    /// Whether a retry is allowed after this failure.
    bool onFailure() {
        m_tokens = std::max(m_tokens - thousandths, 0);
        return allows();
    }
    void onSuccess() { m_tokens = std::min(m_tokens + m_gain, m_most); }
    bool allows() const { return m_tokens > m_most / 2; }
    std::int32_t thousandthsOfTokens() const { return m_tokens; }

private:
    static constexpr std::int32_t thousandths = 1000;
    /// 0.029 x 1000 is a little less than 29.
    static constexpr double decimalsTolerance = 1e-6;

    std::int32_t m_most;
    std::int32_t m_gain;
    std::int32_t m_tokens;
};
static_assert(std::is_trivially_copyable_v<RetryThrottle>);

}  // namespace simulator
