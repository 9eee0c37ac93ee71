#pragma once

#include <cstdint>

namespace simulator {

/// CoDel for requests instead of packets (RFC 8289, section 5): whether the request whose turn has come is to
/// be refused. The first time after the wait has been above the target for an interval, then ever more often,
/// by the inverse square root of their number, until a wait is below the target or nobody waits.
class ControlledDelay {
public:
    ControlledDelay(std::int64_t target, std::int64_t interval) : m_target(target), m_interval(interval) {}

    /// `waited` [ns] by the request, with so many behind it.
    bool refuses(std::int64_t now, std::int64_t waited, std::uint32_t behind);

private:
    bool isAboveTarget(std::int64_t now, std::int64_t waited, std::uint32_t behind);
    std::int64_t nextAfter(std::int64_t time) const;

    std::int64_t m_target;
    std::int64_t m_interval;
    std::int64_t m_firstAbove = 0;  ///< An interval after the wait went above; 0 while it is below
    std::int64_t m_next = 0;        ///< The next refusal
    std::uint32_t m_count = 0;      ///< Refusals since it refuses
    std::uint32_t m_lastCount = 0;
    bool m_refusing = false;
};

}  // namespace simulator
