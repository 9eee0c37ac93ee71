#pragma once

#include <cstdint>
#include <type_traits>

#include "model/call_policy.h"

namespace simulator {

/// The waits between the attempts of a call. A flat value.
///
/// | vendor | kind | jitter | wait before the n-th retry |
/// |---|---|---|---|
/// | Resilience4j, fixed | WholeMilliseconds, factor 1 | None | delay |
/// | Resilience4j, exponential | WholeMilliseconds, 1.5 | None | delay x factor^(n-1), cut to 1 ms at each
/// step | | Resilience4j, randomised | WholeMilliseconds | Proportional, 0.5 | that x U(0.5, 1.5), cut, then
/// the cap | | gRPC (proposal A6) | Exponential | Proportional, 0.2 | min(initial x multiplier^(n-1), max) x
/// U(0.8, 1.2) | | Envoy | Doubling | Full | U(0, min((2^n - 1) x base, max)) |
class Backoff {
public:
    Backoff() = default;  ///< No wait
    explicit Backoff(const model::RetryPolicy& policy);

    /// Before retry `number` (the first is 1) [ns]; `uniform` is on [0, 1).
    std::int64_t before(std::uint32_t number, double uniform) const;
    bool needsRandom() const { return m_jitter != model::Jitter::None; }

private:
    double growing(std::uint32_t number) const;
    double spread(double delay, double uniform) const;
    std::int64_t wholeMilliseconds(std::uint32_t number, double uniform) const;

    model::BackoffKind m_kind = model::BackoffKind::Constant;
    model::Jitter m_jitter = model::Jitter::None;
    std::int64_t m_delay = 0;
    std::int64_t m_maxDelay = 0;
    double m_factor = 1;
    double m_share = 0;
};
static_assert(std::is_trivially_copyable_v<Backoff>);

}  // namespace simulator
