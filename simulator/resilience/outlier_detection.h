#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "model/load_balancing.h"

namespace simulator {

/// How a replica answered, as far as outlier detection cares. An attempt that timed out counts as 504 and one
/// that could not connect as 503: both are gateway errors.
enum class HostOutcome : std::uint8_t {
    Success,
    ServerError,   ///< 5xx, but not one of the next
    GatewayError,  ///< 502, 503, 504
};

/// Something was found about a replica.
struct OutlierEvent {
    enum class Kind : std::uint8_t {
        None,
        Ejected,
        NotEnforced,  ///< It would be, but the kind is not (always) enforced
        Overflow,     ///< It would be, but too many are out already
        Returned,
    };
    enum class Cause : std::uint8_t {
        None,
        Consecutive5xx,
        ConsecutiveGatewayFailure,
        SuccessRate,
        FailurePercentage,
        TimeOver,
    };

    Kind kind = Kind::None;
    Cause cause = Cause::None;
    std::uint32_t host = 0;
    double figure = 0;     ///< The rate of the replica [%], or its failures in a row
    double threshold = 0;  ///< What it was held against

    explicit operator bool() const { return kind != Kind::None; }
};

/// Envoy's outlier detection for the replicas of a service, as one client sees them (DetectorImpl):
/// - failures in a row eject at once, and the count starts again whatever comes of it;
/// - every interval, first those return whose time is over, base x (times ejected), at most the longest; then
///   the rates of the last interval are looked at: below mean - factor x standard deviation (of the
///   population), and failures of at least a percentage, each with its least number of replicas and requests;
/// - of all replicas at most a share is out, yet one when that is allowed;
/// - the times ejected fall by one for each interval in which a replica is in.
/// Random numbers decide only for a kind that is enforced in part. Memory is fixed at construction: room for
/// `capacity` replicas, of which none is there before `join`. O(1) for an answer, O(capacity) for an
/// interval.
class OutlierDetector {
public:
    using Cause = OutlierEvent::Cause;
    using EventKind = OutlierEvent::Kind;

    OutlierDetector(const model::OutlierDetection& policy, std::uint32_t capacity);

    void join(std::uint32_t host);
    void part(std::uint32_t host);
    /// A replica has answered well: the same as a `report` of that, of which nothing comes.
    void succeeded(std::uint32_t host) {
        Host& found = m_hosts[host];
        if (!found.present) return;
        ++found.current.requests;
        ++found.current.successes;
        found.errors = 0;
        found.gatewayErrors = 0;
    }
    /// A replica has answered at `now` [ns].
    OutlierEvent report(std::uint32_t host, HostOutcome outcome, std::int64_t now, std::uint64_t random);
    /// To be called every `interval`; the events stand until the next call.
    std::span<const OutlierEvent> sweep(std::int64_t now, std::uint64_t random);

    std::int64_t interval() const { return m_policy.interval; }  ///< [ns]
    bool isEjected(std::uint32_t host) const { return m_hosts[host].ejected; }
    std::uint32_t ejected() const { return m_ejected; }
    std::uint32_t hosts() const { return m_present; }
    /// How often its ejection time counts.
    std::uint32_t timesEjected(std::uint32_t host) const { return m_hosts[host].backoff; }

private:
    /// The numbers of the policy.
    struct Numbers {
        std::int64_t interval;
        std::int64_t baseEjectionTime;
        std::int64_t maxEjectionTime;
        double maxEjectionPercent;
        bool alwaysEjectOne;
        std::uint32_t consecutive5xx;
        std::uint32_t consecutiveGatewayFailure;
        std::uint32_t successRateMinimumHosts;
        std::uint32_t successRateRequestVolume;
        double successRateStdevFactor;
        std::uint32_t failurePercentageMinimumHosts;
        std::uint32_t failurePercentageRequestVolume;
        double failurePercentageThreshold;
        double enforcing[5];  ///< By cause [%]
    };
    struct Bucket {
        std::uint32_t requests = 0;
        std::uint32_t successes = 0;
    };
    struct Host {
        Bucket current;
        Bucket last;  ///< Of the interval before
        std::uint32_t errors = 0;
        std::uint32_t gatewayErrors = 0;
        std::uint32_t backoff = 0;
        bool present = false;
        bool ejected = false;
        bool returned = false;  ///< Ever
        bool wasIn = false;     ///< When the rates of the last interval were looked at
        std::int64_t ejectedAt = 0;
        std::int64_t returnedAt = 0;
    };

    static Numbers numbersOf(const model::OutlierDetection& policy);
    OutlierEvent eject(std::uint32_t host, Cause cause, double figure, double threshold, std::int64_t now,
                       std::uint64_t random);
    bool isFull() const;
    void returnHosts(std::int64_t now);
    void checkSuccessRates(std::int64_t now, std::uint64_t random);
    void checkFailurePercentages(std::int64_t now, std::uint64_t random);
    void calmDown(std::int64_t now);

    Numbers m_policy;
    std::vector<OutlierEvent> m_events;
    std::uint32_t m_present = 0;
    std::uint32_t m_ejected = 0;
    std::vector<Host> m_hosts;
};

}  // namespace simulator
