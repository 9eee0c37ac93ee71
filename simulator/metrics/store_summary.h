#pragma once

#include "simulator/metrics/recording.h"
#include "simulator/plan/plan.h"
#include "simulator/run_result.h"

namespace simulator {

/// What the counts say of a cache: all but figures and series.
CacheResult cacheResult(const CachePlan& plan, const CacheCounts& counts);
/// The same of a store; `seconds` were measured. The time without a primary is that of all replications.
StoreResult storeResult(const Plan& plan, const ClusterPlan& cluster, const ClusterCounts& counts,
                        double seconds);

/// Whether every fill has ended once, or is under way.
bool cachesConserve(const Recording& recording);

}  // namespace simulator
