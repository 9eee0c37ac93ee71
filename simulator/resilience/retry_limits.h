#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <type_traits>

#include "model/call_policy.h"
#include "model/resilience.h"
#include "simulator/resilience/epoch_window.h"

namespace simulator {

/// How many retries may be under way at once: Envoy's max_retries or, when there is one, its retry_budget
/// (ResourceManagerImpl::RetryBudgetImpl). A retry counts from the decision, through its wait, until the next
/// answer.
class RetryConcurrency {
public:
    explicit RetryConcurrency(std::int32_t maxRetries, const std::optional<model::RetryBudget>& budget = {})
        : m_most(static_cast<std::uint32_t>(std::max(maxRetries, 0))) {
        if (!budget) return;
        m_share = budget->percent / 100.0;
        m_most = static_cast<std::uint32_t>(std::max(budget->minConcurrency, 0));
    }

    /// Of a client with so many requests active and pending.
    bool allows(std::uint32_t active, std::uint32_t pending) const { return m_count < most(active, pending); }
    std::uint32_t most(std::uint32_t active, std::uint32_t pending) const {
        const double share = m_share * (static_cast<double>(active) + static_cast<double>(pending));
        return std::max(static_cast<std::uint32_t>(share), m_most);
    }
    void begin() { ++m_count; }
    void end() { --m_count; }
    std::uint32_t count() const { return m_count; }

private:
    double m_share = 0;
    std::uint32_t m_most;
    std::uint32_t m_count = 0;
};
static_assert(std::is_trivially_copyable_v<RetryConcurrency>);

/// A client's retry budget as Google's Site Reliability Engineering (chapter 21) describes it: a call is
/// repeated only while the retries are below a share of the first tries, over a window of whole seconds. So
/// the load grows to 1 + share at most.
class RetryRatio {
public:
    explicit RetryRatio(const model::RetryRatio& policy, std::int64_t now = 0)
        : m_share(policy.percent / 100.0),
          m_calls(static_cast<std::size_t>(std::max<std::int64_t>(policy.window.count() / second, 1)), second,
                  now) {}

    void onFirstTry(std::int64_t now) { m_calls.add(now, First); }
    /// Counts the retry if it is allowed.
    bool tryRetry(std::int64_t now) {
        m_calls.moveTo(now);
        const auto retries = static_cast<double>(m_calls.total(Again) + 1);
        if (retries > m_share * static_cast<double>(m_calls.total(First))) return false;
        m_calls.add(now, Again);
        return true;
    }

private:
    static constexpr std::int64_t second = 1000000000;
    enum Kind : std::size_t { First, Again, kinds };

    double m_share;
    EpochWindow<kinds> m_calls;
};

}  // namespace simulator
