#pragma once

#include "model/description/description.h"

/// Faults.
namespace model {

template <>
struct Tag<KillFault> {
    static constexpr const char* name = "kill";
};
template <>
struct Tag<SlowFault> {
    static constexpr const char* name = "slow";
};
template <>
struct Tag<ErrorFault> {
    static constexpr const char* name = "error";
};
template <>
struct Tag<PauseFault> {
    static constexpr const char* name = "pause";
};

template <>
struct Tag<FlushFault> {
    static constexpr const char* name = "flush";
};
template <>
struct Tag<LatencyFault> {
    static constexpr const char* name = "latency";
};
template <>
struct Tag<LossFault> {
    static constexpr const char* name = "loss";
};
template <>
struct Tag<PartitionFault> {
    static constexpr const char* name = "partition";
};

template <>
struct Tag<PressureFault> {
    static constexpr const char* name = "pressure";
};

template <>
struct Tag<NamesFault> {
    static constexpr const char* name = "names";
};

template <>
struct Tag<ReleaseFault> {
    static constexpr const char* name = "release";
};

template <>
struct Tag<ClockFault> {
    static constexpr const char* name = "clock";
};

template <class V>
void describe(V& v, Of<KillFault>) {
    v.field("replicas", &KillFault::replicas, between(0, 100000));
}
template <class V>
void describe(V& v, Of<SlowFault>) {
    v.field("factor", &SlowFault::factor, between(0, 1e6));
    v.milliseconds("extra_ms", &SlowFault::extra, between(0, longestMilliseconds));
    v.field("replicas", &SlowFault::replicas, between(0, 100000));
}
template <class V>
void describe(V& v, Of<ErrorFault>) {
    v.field("rate", &ErrorFault::rate, probability());
    v.field("replicas", &ErrorFault::replicas, between(0, 100000));
    v.milliseconds("time_ms", &ErrorFault::time, between(0, longestMilliseconds));
}
template <class V>
void describe(V& v, Of<PauseFault>) {
    v.field("replicas", &PauseFault::replicas, between(0, 100000));
    v.milliseconds("pause_ms", &PauseFault::pause, between(0, longestMilliseconds));
    v.milliseconds("per_request_ms", &PauseFault::perRequest, between(0, longestMilliseconds));
    v.milliseconds("every_ms", &PauseFault::every, between(1, longestMilliseconds));
    v.field("every_requests", &PauseFault::everyRequests, between(1, 1e9));
}
template <class V>
void describe(V& v, Of<FlushFault>) {
    v.field("share", &FlushFault::share, aboveZeroUpTo(1));
}
template <class V>
void describe(V& v, Of<LatencyFault>) {
    v.field("peer", &LatencyFault::peer);
    v.required("extra", &LatencyFault::extra);
    v.field("peer_zone", &LatencyFault::peerZone);
}
template <class V>
void describe(V& v, Of<LossFault>) {
    v.field("peer", &LossFault::peer);
    v.field("rate", &LossFault::rate, probability());
    v.field("peer_zone", &LossFault::peerZone);
}
template <class V>
void describe(V& v, Of<PartitionFault>) {
    v.field("peer", &PartitionFault::peer);
    v.field("peer_zone", &PartitionFault::peerZone);
}
template <class V>
void describe(V& v, Of<PressureFault>) {
    v.field("cpu_share", &PressureFault::cpuShare, between(0, 0.99));
    v.field("memory_mib", &PressureFault::memoryMib, between(0, 1e8));
    v.field("replicas", &PressureFault::replicas, between(0, 100000));
}
template <class V>
void describe(V&, Of<NamesFault>) {}
template <class V>
void describe(V& v, Of<ReleaseFault>) {
    v.field("factor", &ReleaseFault::factor, between(0, 1e6));
    v.field("error_rate", &ReleaseFault::errorRate, probability());
    v.field("crashes", &ReleaseFault::crashes);
}
template <class V>
void describe(V& v, Of<ClockFault>) {
    v.milliseconds("ahead_ms", &ClockFault::ahead, between(-longestMilliseconds, longestMilliseconds));
}
template <class V>
void describe(V& v, Of<FaultChance>) {
    v.requiredSeconds("mean_time_between_s", &FaultChance::meanTimeBetween, aboveZeroUpTo(longestSeconds));
    v.field("also", &FaultChance::also);
    v.unknown(&FaultChance::unknown);
}
template <class V>
void describe(V& v, Of<Fault>) {
    v.choice(&Fault::target, "service", "store", "zone", "channel", "node_pool", "region");
    v.tagged("fault", &Fault::effect);
    v.seconds("start_s", &Fault::start, between(0, longestSeconds));
    v.seconds("length_s", &Fault::length, aboveZeroUpTo(longestSeconds));
    v.seconds("ramp_s", &Fault::ramp, aboveZeroUpTo(longestSeconds));
    v.field("chance", &Fault::chance);
    v.unknown(&Fault::unknown);
}
template <class V>
void describe(V& v, Of<FaultPlan>) {
    v.required("name", &FaultPlan::name);
    v.field("faults", &FaultPlan::faults);
    v.unknown(&FaultPlan::unknown);
}

}  // namespace model
