#pragma once

#include <cstdint>
#include <optional>

#include "model/quantity.h"
#include "model/unknown.h"

namespace model {

enum class BalancingKind {
    RoundRobin,
    Random,
    LeastRequest,
    RingHash,
    Maglev,
};

/// How a client spreads its calls over the replicas of a service. The defaults are Envoy's.
struct LoadBalancing {
    BalancingKind kind = BalancingKind::RoundRobin;
    std::int32_t choices = 2;            ///< Replicas that least request looks at, of equal weights
    double activeRequestBias = 1;        ///< Least request, unequal weights: weight / (active + 1)^bias
    std::int32_t minRingSize = 1024;     ///< [points]
    std::int32_t maxRingSize = 8388608;  ///< [points]
    std::int32_t tableSize = 65537;      ///< Of Maglev; a prime number
    double panicThreshold = 50;          ///< Below this share of healthy replicas all are used [%]
    double overProvisioning = 1.4;       ///< How much of its load a zone or priority can lose and still carry
    bool zoneAware = false;  ///< Calls stay in the caller's zone as far as that spreads them evenly
    std::int32_t minZoneAwareReplicas = 6;  ///< Fewer healthy replicas are not told apart by zones
    UnknownFields unknown;

    bool operator==(const LoadBalancing&) const = default;
};

/// Takes replicas that fail more than the others out of the balancing for a while. Envoy's outlier detection;
/// a limit of 0 hosts never happens, an enforcement of 0 % only counts.
struct OutlierDetection {
    Duration interval = seconds(10);             ///< Between two looks at the rates
    Duration baseEjectionTime = seconds(30);     ///< Times how often the replica was ejected
    std::optional<Duration> maxEjectionTime;     ///< The larger of 300 s and the base, unless said
    double maxEjectionPercent = 10;              ///< [%] of the replicas
    bool alwaysEjectOne = true;                  ///< Even if that is a larger share
    std::int32_t consecutive5xx = 5;             ///< Failures in a row
    double enforcingConsecutive5xx = 100;        ///< [%]
    std::int32_t consecutiveGatewayFailure = 5;  ///< Of the kinds 502, 503 and 504, in a row
    double enforcingConsecutiveGatewayFailure = 0;
    std::int32_t successRateMinimumHosts = 5;
    std::int32_t successRateRequestVolume = 100;  ///< Of a replica, in an interval
    double successRateStdevFactor = 1.9;          ///< Below mean - factor x standard deviation it is out
    double enforcingSuccessRate = 100;
    double failurePercentageThreshold = 85;
    std::int32_t failurePercentageMinimumHosts = 5;
    std::int32_t failurePercentageRequestVolume = 50;
    double enforcingFailurePercentage = 0;
    UnknownFields unknown;

    bool operator==(const OutlierDetection&) const = default;
};

}  // namespace model
