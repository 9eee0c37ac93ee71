#pragma once

#include <cstdint>
#include <vector>

#include "simulator/plan/plan.h"
#include "simulator/resilience/circuit_breaker.h"
#include "simulator/resilience/outlier_detection.h"

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
    Unlisted,  ///< The platform has found out that the replica is dead: those who ask anew get it no more
    Evicted,   ///< So it has of a node: the pod is given up, and made anew elsewhere
};

struct PlatformRecord {
    std::int64_t at;  ///< [ns]
    Index service;
    std::uint32_t place;  ///< Of the replica; none of a roll-out
    PlatformEvent event;
    double weight = 0;  ///< Of the new version's traffic [%]
};

/// A client's outlier detection has taken a replica out, or let it in again; or its balancer has begun, or
/// ceased, to send to all replicas because too few are left.
struct OutlierRecord {
    enum class Kind : std::uint8_t { Ejected, Returned, PanicBegan, PanicEnded };

    std::int64_t at;  ///< [ns]
    Index guard;      ///< In the plan
    std::uint32_t client;
    Kind kind;
    OutlierEvent found;      ///< Why; of panic nothing
    std::uint32_t left = 0;  ///< Replicas that are not taken out, afterwards
    std::uint32_t all = 0;
};

/// An autoscaler has changed how many replicas there are to be. CPU is that of the pods whose figures it
/// believed; 0 where it looks at something else.
struct ScalerRecord {
    std::int64_t at;  ///< [ns]
    Index service;
    std::uint32_t from;
    std::uint32_t to;
    std::uint32_t counted = 0;    ///< Pods whose figures it believed
    std::uint32_t uncounted = 0;  ///< Others: too new, or without figures
    double usedMilli = 0;         ///< By those counted [thousandths of a CPU]
    double startingMilli = 0;     ///< Of that, by starting up
    double requestMilli = 0;      ///< Of one pod
    double targetPercent = 0;     ///< Of the request
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

    void changed(const OutlierRecord& record) {
        if (m_outliers.size() < most) m_outliers.push_back(record);
    }
    void changed(const ScalerRecord& record) {
        if (m_scalers.size() < most) m_scalers.push_back(record);
    }

    const std::vector<FailureSpan>& failures() const { return m_failures; }
    const std::vector<BreakerRecord>& breakers() const { return m_breakers; }
    const std::vector<PlatformRecord>& platform() const { return m_platform; }
    const std::vector<OutlierRecord>& outliers() const { return m_outliers; }
    const std::vector<ScalerRecord>& scalers() const { return m_scalers; }

private:
    std::vector<Index> m_latest;  ///< By edge and cause
    std::vector<FailureSpan> m_failures;
    std::vector<BreakerRecord> m_breakers;
    std::vector<PlatformRecord> m_platform;
    std::vector<OutlierRecord> m_outliers;
    std::vector<ScalerRecord> m_scalers;
};

}  // namespace simulator
