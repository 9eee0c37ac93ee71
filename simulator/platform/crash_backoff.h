#pragma once

#include <algorithm>
#include <cstdint>
#include <type_traits>

namespace simulator {

/// When the container of a pod starts again after it has ended: the kubelet's CrashLoopBackOff (kuberuntime,
/// doBackOff; client-go, flowcontrol.Backoff). The first time at once, then 10 s after its end, 20 s, 40 s
/// ... and at most 300 s; one that has ended more than 600 s after its last start counts as the first again.
/// A flat value.
class CrashBackoff {
public:
    static constexpr std::int64_t first = 10'000'000'000;    ///< [ns]
    static constexpr std::int64_t most = 300'000'000'000;    ///< [ns]
    static constexpr std::int64_t healed = 600'000'000'000;  ///< [ns]

    /// It ended at that moment: when it starts again.
    std::int64_t startAfter(std::int64_t ended) {
        const bool isAnew = m_delay == 0 || ended - m_started > healed;
        m_started = isAnew ? ended : ended + m_delay;
        m_delay = isAnew ? first : std::min(2 * m_delay, most);
        return m_started;
    }

private:
    std::int64_t m_delay = 0;    ///< Before the next start
    std::int64_t m_started = 0;  ///< The last time
};
static_assert(std::is_trivially_copyable_v<CrashBackoff>);

}  // namespace simulator
