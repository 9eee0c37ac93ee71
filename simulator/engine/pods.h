#pragma once

#include <cstdint>
#include <optional>
#include <variant>

#include "simulator/engine/scaler_memory.h"
#include "simulator/plan/plan.h"
#include "simulator/platform/crash_backoff.h"
#include "simulator/platform/pod_probes.h"
#include "simulator/platform/rollout.h"

namespace simulator {

/// What a pod is about. One that a fault has killed stays where it was.
enum class PodPhase : std::uint8_t {
    Absent,    ///< A place for one
    Pulling,   ///< Its image
    Starting,  ///< Until the readiness probe has seen that it has started
    Ready,     ///< Gets requests
    Draining,  ///< Ends what it has
    Unready,   ///< Goes on with what it has, and gets nothing more until the readiness probe passes again
    Pending,   ///< Waits for room on a node
    Crashed,   ///< Its container waits for its next start
};

/// Its container runs, and is not told to go.
constexpr bool hasContainer(PodPhase phase) {
    return phase == PodPhase::Starting || phase == PodPhase::Ready || phase == PodPhase::Unready;
}

/// A replica of a service that has pods, or a place for one.
struct Pod {
    PodPhase phase = PodPhase::Absent;
    bool hasBase = false;     ///< It was looked at before
    bool hasUsage = false;    ///< There are figures of it
    bool isUsageNew = false;  ///< They are no sample of its size yet
    std::int32_t requestMilli = 0;
    Index event = none;        ///< The frame of what happens to it next
    Index node = noNode;       ///< Of its pool
    Index version = none;      ///< The release that it is of; none as it was deployed
    std::int64_t created = 0;  ///< Times in [ns]
    std::int64_t started = 0;  ///< Its container
    std::int64_t readinessChanged = 0;
    std::int64_t killedAt = 0;  ///< The end of its grace period
    std::int64_t baseAt = 0;    ///< When it was looked at
    double base = 0;            ///< What it had used by then [thousandths of a CPU x ns]
    std::int64_t window = 0;    ///< Of the figures
    double usage = 0;           ///< Mean of the window [thousandths of a CPU]
    double memory = 0;          ///< At the end of it, where it is known [MiB]
};

/// What the kubelet does for a container: it probes it, and starts it anew.
struct PodHealth {
    PodProbes probes;
    CrashBackoff backoff;
    std::int64_t tick = 0;                  ///< Of its probes: see PodProbes::ofContainer [ns]
    Index probers[3] = {none, none, none};  ///< Frames that send them, by kind
};

/// A roll-out as far as it has come.
struct Rollout {
    enum class Phase : std::uint8_t {
        None,          ///< All are of one version, or are to be
        Replacing,     ///< Pods come and go
        BeforeSwitch,  ///< All of the green side are ready
        Judged,        ///< The green side has the traffic
        Paused,        ///< A step of a canary
    };

    Phase phase = Phase::None;
    Index from = none;            ///< Version that is stable
    Index to = none;              ///< Release that is rolled out
    std::uint32_t oldWanted = 0;  ///< Pods
    std::uint32_t newWanted = 0;
    std::uint32_t newAvailable = 0;  ///< When it was looked at last
    std::size_t step = 0;            ///< Of a canary
    double weight = 0;               ///< Of the new version's traffic [%]
    std::int64_t progressed = 0;     ///< The last time [ns]
    bool hasFailed = false;          ///< To progress in time
    std::int64_t phaseEnds = never;  ///< [ns]
    Index timer = none;              ///< Frame of what comes next by time
    Index look = none;               ///< Frame of the next look of its analysis
    TrafficSplit split;
    std::uint32_t turns[2] = {0, 0};  ///< Of the round robin of old ones and of new ones
    RolloutJudge judge;

    bool isUnderWay() const { return phase != Phase::None; }
};

/// The pods of a service, and what decides how many there are to be.
struct PodSet {
    PodSet(const PodSetPlan& plan, std::int64_t length)
        : scaler(std::visit([length](const auto& kind) { return memoryOf(kind, length); }, plan.scaler)),
          wanted(plan.initial) {
        if (plan.vertical) recommender.emplace(plan.vertical->rules);
    }

    ScalerMemory scaler;
    std::optional<CpuRecommender> recommender;        ///< Where they are scaled vertically
    std::optional<CpuRecommendation> recommendation;  ///< Of the last look
    std::uint32_t wanted;                             ///< Replicas
    std::uint32_t draining = 0;                       ///< Pods
    Rollout rollout;
};

}  // namespace simulator
