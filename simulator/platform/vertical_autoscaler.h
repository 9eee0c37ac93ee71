#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "simulator/platform/usage_histogram.h"

namespace simulator {

/// How the CPU of a pod is found; times in [ns], CPU in thousandths of a core.
struct VerticalRules {
    std::int32_t minMilli = 25;
    std::int32_t maxMilli = 8000;
    double percentile = 0.9;  ///< Of what was used, as a share
    double margin = 0.15;     ///< More than that, as a share
    std::int64_t halfLife = 86'400'000'000'000;
    std::int64_t interval = 60'000'000'000;  ///< Between two looks

    bool operator==(const VerticalRules&) const = default;
};

/// What a pod should ask for, and within what it may stay as it is [1/1000 core].
struct CpuRecommendation {
    std::int64_t target = 0;
    std::int64_t lower = 0;
    std::int64_t upper = 0;

    bool operator==(const CpuRecommendation&) const = default;
};

/// The recommender of Kubernetes' Vertical Pod Autoscaler, for CPU. The target is a percentile of what the
/// containers used and a margin; the bounds are its median, times (1 + 0.001 / days)^-2, and its 95th
/// percentile, times 1 + 1 / days, each with the margin: the shorter the history, the further apart. `days`
/// are those between the first and the last sample, or of as many samples at one a minute, whichever are
/// fewer. All three stay within the bounds of the rules, and are cut to whole thousandths
/// (`recommender/logic`, `recommender/model`).
class CpuRecommender {
public:
    explicit CpuRecommender(const VerticalRules& rules) : m_rules(rules), m_usage(rules.halfLife) {}

    /// What a container used on average from that moment on. It counts by the CPU that it has asked for, at
    /// least a tenth of a core: where that grows, what small ones used is soon outweighed.
    void add(std::int64_t start, double usedMilli, std::int32_t requestMilli);
    /// None before the first sample.
    std::optional<CpuRecommendation> recommend() const;

private:
    double days() const;
    double withMargin(double percentile) const;
    std::int64_t bounded(double milli) const;

    VerticalRules m_rules;
    UsageHistogram m_usage;
    std::int64_t m_first = 0;  ///< Sample [ns]
    std::int64_t m_last = 0;
    std::uint64_t m_samples = 0;
};

/// A pod as the updater sees it.
struct SizedPod {
    enum class State : std::uint8_t { Pending, Running, Ready };

    State state = State::Ready;
    std::int32_t requestMilli = 250;
    std::int64_t age = 0;  ///< [ns]
};

/// How far pods may be disrupted.
struct DisruptionLimits {
    std::uint32_t wanted = 0;                                       ///< Pods that there are to be
    std::int64_t ready = std::numeric_limits<std::int64_t>::max();  ///< That the disruption budget lets go
};

/// The updater of Kubernetes' Vertical Pod Autoscaler: which pods of a ReplicaSet are evicted at one look, in
/// that order. Those are wrong that ask for less than the lower bound, for more than the upper one, or after
/// 12 h for something else than the target by a tenth or more. Those that should be larger go first, and
/// among both kinds those that are furthest from the target. Of fewer than two pods none goes; else as many
/// as leave half of those running that are to be there, rounded up, or one where that would be none. Pods
/// that do not run yet are free to go. Ready pods go only as far as the budget lets them, others always
/// (`updater/priority`, `updater/restriction`; policy/v1, `AlwaysAllow`).
std::vector<std::size_t> podsToEvict(const CpuRecommendation& recommended, const std::vector<SizedPod>& pods,
                                     DisruptionLimits limits);

}  // namespace simulator
