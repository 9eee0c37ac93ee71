#include <algorithm>

#include "model/checking/visitor.h"
#include "model/description/words.h"

namespace model::checking {

namespace {

/// Two fields of one object of which the first may not be above the second.
template <class N>
void checkOrder(const char* low, N lowValue, const char* high, N highValue, Walk& walk) {
    if (!(lowValue > highValue)) return;
    const PointerPath::Scope scope(walk.path, low);
    walk.report(fmt::format("{}, expected at most {}, which is {}", numberText(static_cast<double>(lowValue)),
                            high, numberText(static_cast<double>(highValue))));
}

bool isPrimeNumber(std::int32_t number) {
    if (number < 2) return false;
    for (std::int64_t divisor = 2; divisor * divisor <= number; ++divisor)
        if (number % divisor == 0) return false;
    return true;
}

void checkLayers(const std::vector<PolicyLayer>& order, Walk& walk) {
    const PointerPath::Scope scope(walk.path, "order");
    for (std::size_t i = 0; i < order.size(); ++i) {
        const auto end = order.begin() + static_cast<std::ptrdiff_t>(i);
        if (std::find(order.begin(), end, order[i]) == end) continue;
        const PointerPath::Scope inner(walk.path, i);
        walk.report(fmt::format("\"{}\" is there twice, expected once", word(order[i])));
    }
}

}  // namespace

void checkMore(const RetryPolicy& retry, Walk& walk) {
    if (int{retry.tokens.has_value()} + int{retry.budget.has_value()} + int{retry.ratio.has_value()} > 1)
        walk.report("more than one of tokens, budget and ratio, expected at most one");
}

void checkMore(const CircuitBreakerPolicy& breaker, Walk& walk) {
    if (breaker.maxOpenWait)
        checkOrder("open_ms", inMilliseconds(breaker.openWait), "max_open_ms",
                   inMilliseconds(*breaker.maxOpenWait), walk);
    const bool byTime = breaker.window == BreakerWindow::TimeBased;
    if (!byTime || breaker.windowSize <= longestWindowSeconds) return;
    const PointerPath::Scope scope(walk.path, "window_size");
    walk.report(fmt::format("{} s, expected at most {} s", breaker.windowSize, longestWindowSeconds));
}

void checkMore(const ThreadPoolPolicy& pool, Walk& walk) {
    if (pool.coreThreads && pool.maxThreads)
        checkOrder("core_threads", *pool.coreThreads, "max_threads", *pool.maxThreads, walk);
}

void checkMore(const RateLimitPolicy& limit, Walk& walk) {
    if (!limit.burst || limit.kind == RateLimitKind::TokenBucket) return;
    const PointerPath::Scope scope(walk.path, "burst");
    walk.report("is there for cycles, expected with a token-bucket only");
}

void checkMore(const LoadSheddingPolicy& shedding, Walk& walk) {
    checkOrder("min_limit", shedding.minLimit, "max_limit", shedding.maxLimit, walk);
    checkOrder("initial_limit", shedding.initialLimit, "max_limit", shedding.maxLimit, walk);
    checkOrder("min_limit", shedding.minLimit, "initial_limit", shedding.initialLimit, walk);
}

void checkMore(const LoadBalancing& balancing, Walk& walk) {
    checkOrder("min_ring_size", balancing.minRingSize, "max_ring_size", balancing.maxRingSize, walk);
    if (isPrimeNumber(balancing.tableSize)) return;
    const PointerPath::Scope scope(walk.path, "table_size");
    walk.report(fmt::format("{}, expected a prime number", balancing.tableSize));
}

void checkMore(const OutlierDetection& detection, Walk& walk) {
    if (detection.maxEjectionTime)
        checkOrder("base_ejection_ms", inMilliseconds(detection.baseEjectionTime), "max_ejection_ms",
                   inMilliseconds(*detection.maxEjectionTime), walk);
}

void checkMore(const CallPolicy& policy, Walk& walk) {
    if (policy.retry && policy.hedging) walk.report("both retry and hedging, expected one of them");
    if (policy.bulkhead && policy.threadPool)
        walk.report("both bulkhead and thread_pool, expected one of them");
    checkLayers(policy.order, walk);
}

}  // namespace model::checking
