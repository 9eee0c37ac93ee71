#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace simulator {

/// How a call ended, for the windows of a circuit breaker: a call may be both.
struct CallOutcome {
    bool failed = false;
    bool slow = false;
};

/// What a window holds.
struct OutcomeCounts {
    std::uint32_t calls = 0;
    std::uint32_t failed = 0;
    std::uint32_t slow = 0;

    bool operator==(const OutcomeCounts&) const = default;
};

/// The outcomes of the last calls. The count-based window of Resilience4j (FixedSizeSlidingWindowMetrics).
/// Memory is fixed at construction; O(1).
class OutcomeRing {
public:
    /// Room for windows of up to `largest` calls.
    explicit OutcomeRing(std::size_t largest = 1) : m_outcomes(std::max<std::size_t>(largest, 1)) {}

    /// Forgets all; from now on the last `size` calls count.
    void reset(std::size_t size) {
        m_size = static_cast<std::uint32_t>(std::clamp<std::size_t>(size, 1, m_outcomes.size()));
        m_next = 0;
        m_counts = {};
    }
    void add(CallOutcome outcome) {
        if (m_counts.calls == m_size) {
            m_counts.failed -= m_outcomes[m_next] & 1u;
            m_counts.slow -= m_outcomes[m_next] >> 1;
        } else {
            ++m_counts.calls;
        }
        m_outcomes[m_next] = static_cast<std::uint8_t>((outcome.failed ? 1 : 0) | (outcome.slow ? 2 : 0));
        m_counts.failed += outcome.failed;
        m_counts.slow += outcome.slow;
        m_next = m_next + 1 == m_size ? 0 : m_next + 1;
    }
    /// The same of a call that went well and was not slow, while the ring is full.
    void addGoodToFull() {
        std::uint8_t& oldest = m_outcomes[m_next];
        if (oldest != 0) {
            m_counts.failed -= oldest & 1u;
            m_counts.slow -= oldest >> 1;
            oldest = 0;
        }
        m_next = m_next + 1 == m_size ? 0 : m_next + 1;
    }
    const OutcomeCounts& counts() const { return m_counts; }
    bool isFull() const { return m_counts.calls == m_size; }

private:
    OutcomeCounts m_counts;
    std::uint32_t m_size = 1;
    std::uint32_t m_next = 0;
    std::vector<std::uint8_t> m_outcomes;  ///< Bit 0: failed, bit 1: slow
};

}  // namespace simulator
