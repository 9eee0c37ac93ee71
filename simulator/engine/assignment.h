#pragma once

#include <vector>

#include "simulator/plan/plan.h"

namespace simulator {

/// Shares partitions out to the members of a consumer group: for each partition the place of its member,
/// `none` when there is no member. `before` says who has them now: places, or `none`; only the sticky way
/// looks at it. Each way gives each member as many as any other, or one more. As Kafka's RangeAssignor,
/// RoundRobinAssignor and CooperativeStickyAssignor do for one topic.
std::vector<Index> assignPartitions(Assignment way, std::uint32_t members, const std::vector<Index>& before);

}  // namespace simulator
