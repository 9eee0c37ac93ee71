#include "simulator/engine/guard.h"

#include <algorithm>

namespace simulator {

namespace {

/// Envoy's default for retries under way, where a budget does not say otherwise.
constexpr std::int32_t usualRetries = 3;

std::optional<RetryConcurrency> retryConcurrencyOf(const model::CallPolicy& policy) {
    if (!policy.retry || (!policy.limits && !policy.retry->budget)) return {};
    return RetryConcurrency(policy.limits ? policy.limits->maxRetries : usualRetries, policy.retry->budget);
}

// Of it nothing has to be told, and nobody asked, who is not in the guard's first lines.
bool isPlainLayer(GuardLayer layer) {
    return layer == GuardLayer::Retry || layer == GuardLayer::TimeLimiter ||
           layer == GuardLayer::CircuitBreaker || layer == GuardLayer::Bulkhead;
}

template <typename Machine, typename Part, typename... More>
std::optional<Machine> made(const std::optional<Part>& part, const More&... more) {
    return part ? std::optional<Machine>(std::in_place, *part, more...) : std::nullopt;
}

}  // namespace

void CallLine::push(std::vector<GuardedCall>& calls, Index call) {
    calls[call].before = last;
    calls[call].behind = none;
    (last == none ? first : calls[last].behind) = call;
    last = call;
}

void CallLine::remove(std::vector<GuardedCall>& calls, Index call) {
    const GuardedCall& removed = calls[call];
    (removed.before == none ? first : calls[removed.before].behind) = removed.behind;
    (removed.behind == none ? last : calls[removed.behind].before) = removed.before;
}

Guard::Guard(const GuardRules& rules, const ServicePlan& service, std::uint64_t seed, std::int64_t now)
    : layerCount(static_cast<std::uint8_t>(rules.layers.size())),
      hasBreaker(rules.policy.circuitBreaker.has_value()),
      hasBulkhead(rules.policy.bulkhead && !rules.policy.threadPool),
      firstHost(service.firstReplica),
      bulkhead(made<Bulkhead>(rules.policy.bulkhead)),
      breaker(made<CircuitBreaker>(rules.policy.circuitBreaker, now)),
      passesDeadline(rules.policy.deadlinePropagation.has_value()),
      throttle(made<AdaptiveThrottle>(rules.policy.throttling, now)),
      threads(made<ThreadPool>(rules.policy.threadPool)),
      limits(made<ConcurrencyLimits>(rules.policy.limits)),
      retryConcurrency(retryConcurrencyOf(rules.policy)) {
    std::copy(rules.layers.begin(), rules.layers.end(), layers.begin());
    if (const auto& rate = rules.policy.rateLimit) {
        if (rate->kind == model::RateLimitKind::Cycles)
            cycles.emplace(*rate);
        else
            tokens.emplace(*rate, now);
    }
    if (rules.policy.retry) retryRatio = made<RetryRatio>(rules.policy.retry->ratio, now);
    limitsRetries = rules.tokens() || retryConcurrency;
    countsTries = retryRatio.has_value();
    if (rules.balances()) balance(rules, service, seed);
}

void Guard::balance(const GuardRules& rules, const ServicePlan& service, std::uint64_t seed) {
    hosts = service.hosts;
    balancer.emplace(rules.policy.loadBalancing.value_or(model::LoadBalancing{}), hosts->hosts, seed);
    outliers = made<OutlierDetector>(rules.policy.outlierDetection, service.replicas);
    detects = outliers.has_value();
    choice = balancer->needsRandom() || balancer->needsHash() ? Choice::Otherwise : Choice::Turns;
    countsActive = balancer->needsActive();
    if (countsActive) active.resize(service.replicas);
}

void Guard::setPlain() {
    isPlain = !countsTries && !limitsRetries && !passesDeadline && (!breaker || breaker->isClosed()) &&
              std::all_of(layers.begin(), layers.begin() + layerCount, isPlainLayer);
}

void Guard::setHost(std::uint32_t host, HostState state, Index zone) {
    balancer->set(host, state);
    if (zones && zone != none) zones->balancers[zone].set(host, state);
}

bool Guard::hasHosts() const {
    for (std::uint32_t host = 0; host < hosts->hosts.size(); ++host)
        if (balancer->state(host) != HostState::Absent) return true;
    return false;
}

// Panic is a matter of all zones together.
void Guard::balanceByZones(const GuardRules& rules, std::uint32_t count, Index own, std::uint64_t seed) {
    model::LoadBalancing within = *rules.policy.loadBalancing;
    within.panicThreshold = 0;
    choice = Choice::Otherwise;
    zones.emplace(ZoneBalancing{ZoneRouter(*rules.policy.loadBalancing, count, own), {}, {}});
    zones->balancers.assign(count, LoadBalancer(within, hosts->hosts, seed));
    zones->hosts.resize(count);
}

}  // namespace simulator
