#pragma once

#include <cstdint>
#include <vector>

#include "simulator/plan/plan.h"
#include "simulator/resilience/circuit_breaker.h"

namespace simulator {

/// Failures of attempts on one edge by one cause that followed each other closely.
struct FailureSpan {
    Index edge;
    Cause cause;
    std::int64_t from;  ///< The first [ns]
    std::int64_t to;    ///< The last [ns]
    std::uint64_t count;
};

/// A circuit breaker has changed its state.
struct BreakerRecord {
    std::int64_t at;  ///< [ns]
    Index guard;      ///< In the plan
    std::uint32_t client;
    BreakerTransition transition;
};

/// What the platform does to the pods of a service, or what becomes of them.
enum class PlatformEvent : std::uint8_t {
    FailedProbe,  ///< The container is started anew, as a probe of startup or liveness says
    OutOfMemory,  ///< The same, beyond its limit
    DiedStarting,
    LostReadiness,
    RegainedReadiness,
    RolloutBegins,
    TrafficShifted,  ///< To the new version
    RolloutCompleted,
    RolloutFailed,  ///< Without progress it stays as it is
    RolloutAborted,
    NoRoom,          ///< A new pod waits for a node
    EvictedForSize,  ///< By vertical autoscaling
};

struct PlatformRecord {
    std::int64_t at;  ///< [ns]
    Index service;
    std::uint32_t place;  ///< Of the replica; none of a roll-out
    PlatformEvent event;
    double weight = 0;  ///< Of the new version's traffic [%]
};

/// What happened when: the evidence for what brought what about. Bounded: of a run that has more to tell than
/// `most` of a kind the beginning is kept.
class Chronicle {
public:
    static constexpr std::int64_t quiet = 2'000'000'000;  ///< After that a failure begins another span [ns]
    static constexpr std::size_t most = 20'000;

    Chronicle() = default;
    explicit Chronicle(std::size_t edges) : m_latest(edges * causeCount, none) {}

    void failed(Index edge, Cause cause, std::int64_t now) {
        Index& latest = m_latest[edge * std::size_t{causeCount} + static_cast<std::size_t>(cause)];
        if (latest != none && now - m_failures[latest].to <= quiet) {
            m_failures[latest].to = now;
            ++m_failures[latest].count;
        } else if (m_failures.size() < most) {
            latest = static_cast<Index>(m_failures.size());
            m_failures.push_back({edge, cause, now, now, 1});
        }
    }
    void changed(const BreakerRecord& record) {
        if (m_breakers.size() < most) m_breakers.push_back(record);
    }

    void changed(const PlatformRecord& record) {
        if (m_platform.size() < most) m_platform.push_back(record);
    }

    const std::vector<FailureSpan>& failures() const { return m_failures; }
    const std::vector<BreakerRecord>& breakers() const { return m_breakers; }
    const std::vector<PlatformRecord>& platform() const { return m_platform; }

private:
    std::vector<Index> m_latest;  ///< By edge and cause
    std::vector<FailureSpan> m_failures;
    std::vector<BreakerRecord> m_breakers;
    std::vector<PlatformRecord> m_platform;
};

}  // namespace simulator
