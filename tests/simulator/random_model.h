#pragma once

#include <random>

#include "tests/simulator/queueing.h"

namespace queueing {

/// Small models made by chance, of everything that the engine knows; calls go to later services only.
class RandomModel {
public:
    explicit RandomModel(std::uint32_t seed) : m_random(seed), m_protection(seed + 1000) {}

    /// Its policies have parts that need machines, too.
    RandomModel& withProtection() {
        m_protects = true;
        return *this;
    }

    Project make() {
        m_services = 2 + below(5);
        m_stores = below(3);
        m_channels = below(3);
        if (chance(0.6)) m_model.project.network.latency = time(2);
        for (int at = 0; at < m_stores; ++at) {
            DataStore& store = m_model.store(name("store", at), 1 + below(4), time(4));
            if (chance(0.5)) store.queueLimit = below(5);
            if (chance(0.4)) store.rows = KeySpace{1 + below(5), 0.5 * below(4)};
            if (chance(0.5)) store.replication = replication();
        }
        for (int at = 0; at < m_channels; ++at) addChannel(at);
        for (int at = 0; at < 3; ++at) addPolicy(at);
        for (int at = 0; at < m_services; ++at) addService(at);
        addLoad();
        const int faults = below(4);
        for (int at = 0; at < faults; ++at) addFault();
        return m_model.build(5);
    }

private:
    static std::string name(const std::string& kind, int at) { return kind + std::to_string(at); }
    int below(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(m_random); }
    bool chance(double probability) { return std::bernoulli_distribution(probability)(m_random); }

    Distribution time(double mean) {
        const Duration length = milliseconds(mean * (1 + below(10)) / 5);
        switch (below(4)) {
            case 0:
                return Distribution::constant(length);
            case 1:
                return Distribution::logNormal(length, 1.5);
            default:
                return Distribution::exponential(length);
        }
    }

    Replication replication() {
        Replication made;
        made.replicas = 1 + below(3);
        made.reads = static_cast<ReadsFrom>(below(4));
        if (chance(0.7)) made.lag = time(20);
        made.acknowledgements = below(made.replicas + 1);
        made.failover = milliseconds(below(1000));
        return made;
    }

    // Of one shape for each name.
    void addContent(CacheLookup& lookup) {
        const int shape = below(4);
        lookup.name = name("cache", shape);
        lookup.keys = KeySpace{1 + 10 * shape, 0.5 * shape};
        if (shape % 2) lookup.capacity = 5 * shape;
        if (shape == 3) lookup.eviction = Eviction::None;
        if (shape != 1) lookup.ttl = milliseconds(200 * (1 + shape));
        lookup.warm = shape > 1;
        lookup.singleFlight = shape < 3;
    }

    void addChannel(int at) {
        Channel channel;
        channel.id = ChannelId(name("channel", at));
        channel.name = "Channel";
        channel.broker = chance(0.5) ? Broker::Kafka : Broker::RabbitMq;
        channel.delivery = chance(0.5) ? DeliveryGuarantee::AtLeastOnce : DeliveryGuarantee::AtMostOnce;
        channel.partitions = 1 + below(3);
        if (chance(0.5)) channel.delay = time(5);
        m_model.project.channels = m_model.project.channels.with(channel);
    }

    void addPolicy(int at) {
        CallPolicy& policy = m_model.policy(name("policy", at));
        if (chance(0.7)) policy.timeout = milliseconds(1 + below(60));
        if (chance(0.3)) policy.deadline = milliseconds(1 + below(200));
        policy.orphanWork = chance(0.5) ? OrphanWork::Cancel : OrphanWork::Finish;
        if (m_protects) protect(policy);
        if (!chance(0.7)) return;
        RetryPolicy retry;
        retry.maxAttempts = 1 + below(4);
        retry.delay = milliseconds(below(30));
        retry.maxDelay = milliseconds(40);
        retry.backoff = chance(0.5) ? BackoffKind::Constant : BackoffKind::Exponential;
        retry.jitter = static_cast<Jitter>(below(3));
        policy.retry = retry;
        if (m_protects) protect(*policy.retry);
        if (m_protects && likely(0.3)) hedge(policy);
    }

    void hedge(CallPolicy& policy) {
        policy.hedging = HedgingPolicy{1 + upTo(3), milliseconds(upTo(20) - 1), {}};
        policy.hedging->tokens = policy.retry->tokens;
        policy.retry.reset();
    }

    // By numbers of its own, so that the rest of the model is the same without.
    bool likely(double probability) { return std::bernoulli_distribution(probability)(m_protection); }
    int upTo(int most) { return std::uniform_int_distribution<int>(1, most)(m_protection); }

    void protect(CallPolicy& policy) {
        if (likely(0.4)) {
            CircuitBreakerPolicy& breaker = policy.circuitBreaker.emplace();
            breaker.windowSize = upTo(20);
            breaker.minimumCalls = upTo(10);
            breaker.window = likely(0.5) ? BreakerWindow::CountBased : BreakerWindow::TimeBased;
            breaker.openWait = milliseconds(upTo(500));
            breaker.halfOpenCalls = upTo(4);
            breaker.automaticHalfOpen = likely(0.5);
            breaker.maxHalfOpenWait = milliseconds(likely(0.5) ? upTo(300) : 0);
            breaker.slowCallDuration = milliseconds(upTo(40));
        }
        if (likely(0.3))
            policy.bulkhead = BulkheadPolicy{upTo(5), milliseconds(likely(0.6) ? upTo(40) : 0), {}};
        if (!policy.bulkhead && likely(0.2))
            policy.threadPool = ThreadPoolPolicy{upTo(2), 3, upTo(5), milliseconds(20), {}};
        if (likely(0.3))
            policy.limits = ConcurrencyLimits{upTo(4), upTo(4), upTo(6), upTo(3), likely(0.5), {}};
        if (likely(0.3)) {
            RateLimitPolicy& rate = policy.rateLimit.emplace();
            rate.kind = likely(0.5) ? RateLimitKind::Cycles : RateLimitKind::TokenBucket;
            rate.limit = upTo(50);
            rate.period = milliseconds(upTo(200));
            rate.maxWait = milliseconds(likely(0.6) ? upTo(100) : 0);
        }
        if (likely(0.2)) policy.throttling = ThrottlingPolicy{};
        if (likely(0.2))
            policy.loadShedding = LoadSheddingPolicy{upTo(5), 1, 10, 0.9, milliseconds(50), 0, {}};
        if (likely(0.3)) policy.deadlinePropagation = DeadlinePropagation{{}, milliseconds(upTo(10)), {}};
        if (likely(0.3)) {
            LoadBalancing& balancing = policy.loadBalancing.emplace();
            balancing.kind = static_cast<BalancingKind>(upTo(5) - 1);
            balancing.tableSize = 17;
            balancing.maxRingSize = 64;
            balancing.minRingSize = 8;
            balancing.zoneAware = likely(0.5);
            balancing.minZoneAwareReplicas = upTo(3);
        }
        if (likely(0.3)) policy.outlierDetection.emplace().interval = milliseconds(100 * upTo(10));
        policy.fallback = likely(0.2);
        if (likely(0.3)) policy.order = {PolicyLayer::TimeLimiter, PolicyLayer::Bulkhead, PolicyLayer::Retry};
    }

    void protect(RetryPolicy& retry) {
        retry.backoff = static_cast<BackoffKind>(upTo(4) - 1);
        const int limit = upTo(4);
        if (limit == 1) retry.tokens = RetryTokens{};
        if (limit == 2) retry.budget = RetryBudget{};
        if (limit == 3) retry.ratio = RetryRatio{};
    }

    std::optional<std::string> somePolicy() {
        return chance(0.7) ? std::optional(name("policy", below(3))) : std::nullopt;
    }

    Behaviour behaviour(int service, int depth) {
        Behaviour steps{compute(time(3))};
        const int count = 1 + below(3);
        for (int at = 0; at < count; ++at) steps.push_back(step(service, depth));
        return steps;
    }

    Step step(int service, int depth) {
        switch (below(depth < 3 ? 14 : 5)) {
            case 0:
            case 1:
                if (service + 1 < m_services)
                    return call(name("s", service + 1 + below(m_services - service - 1)) + ".do",
                                somePolicy());
                return compute(time(1));
            case 2:
                if (m_stores)
                    return query(name("store", below(m_stores)), static_cast<StoreAccess>(below(2)));
                return compute(time(1));
            case 3:
                if (m_channels && chance(0.5)) return publish(name("channel", below(m_channels)));
                return compute(Distribution{});
            case 4:
                return {Compute{time(2), static_cast<Work>(below(2))}, {}};
            case 5:
                return branch(0.5, behaviour(service, depth + 1));
            case 6: {
                Parallel parallel;
                const int count = 1 + below(4);
                for (int at = 0; at < count; ++at) parallel.branches.push_back(behaviour(service, depth + 1));
                parallel.join = static_cast<Join>(below(3));
                parallel.quorum = 1 + below(count);
                return {parallel, {}};
            }
            case 7:
                return {Loop{1 + below(3), behaviour(service, depth + 1)}, {}};
            case 8:
                return {Fail{0.2}, {}};
            case 11: {
                // Within one scope and shape for each name.
                const int shape = below(4);
                Lock lock{"lock" + std::to_string(shape), static_cast<LockScope>(shape % 2), 1 + shape / 2,
                          1 + shape, behaviour(service, depth + 1)};
                return {lock, {}};
            }
            case 12: {
                Saga saga;
                for (int part = 0; part < 2; ++part)
                    saga.parts.push_back({"part" + std::to_string(part),
                                          behaviour(service, depth + 1),
                                          behaviour(service, depth + 2),
                                          {}});
                return {saga, {}};
            }
            case 13: {
                if (!m_stores) return compute(time(1));
                TwoPhaseCommit transaction;
                const int count = 1 + below(3);
                for (int at = 0; at < count; ++at)
                    transaction.participants.push_back(
                        {DataStoreId(name("store", below(m_stores))), {}, time(1), 0.1 * below(3), {}});
                transaction.recovery = milliseconds(below(500));
                return {transaction, {}};
            }
            case 9:
                return {Fallback{behaviour(service, depth + 1), behaviour(service, depth + 1)}, {}};
            default: {
                CacheLookup lookup;
                if (m_stores && chance(0.7)) lookup.store = DataStoreId(name("store", below(m_stores)));
                lookup.hitRatio = 0.5;
                if (chance(0.6)) addContent(lookup);
                lookup.onMiss = behaviour(service, depth + 1);
                return {lookup, {}};
            }
        }
    }

    void addService(int at) {
        Deployment& deployment = m_model.service(name("s", at), 1 + below(8), behaviour(at, 0));
        deployment.replicas = 1 + below(3);
        deployment.startUp = milliseconds(below(200));
        if (chance(0.4)) deployment.queueLimit = below(6);
        deployment.discipline = chance(0.5) ? QueueDiscipline::Fifo : static_cast<QueueDiscipline>(below(6));
        if (chance(0.2)) deployment.concurrency = Concurrency::EventLoop;
        const bool hasQueue = deployment.concurrency == Concurrency::Threads &&
                              deployment.discipline < QueueDiscipline::PreemptivePriority;
        if (hasQueue && chance(0.3)) deployment.codel = CoDel{milliseconds(1), milliseconds(20), {}};
        deployment.cpuLimitMilli = 250 * (1 + below(8));
        if (!m_channels || !chance(0.4)) return;
        Operation operation = m_model.lastOperation();
        operation.subscription =
            Subscription{ChannelId(name("channel", below(m_channels))), "", 1 + below(3), {}};
        // What handles messages publishes none: their number stays bounded.
        operation.behaviour = {compute(time(3))};
        if (at + 1 < m_services) operation.behaviour.push_back(call(name("s", at + 1) + ".do", somePolicy()));
        m_model.last().operations = m_model.last().operations.with(operation);
    }

    void addLoad() {
        const double rate = 20.0 * (1 + below(10));
        const std::vector<Arrivals> kinds{
            PoissonArrivals{rate}, ConstantArrivals{rate}, RampArrivals{0, rate, seconds(3)},
            SpikeArrivals{rate / 4, rate * 2, seconds(1), seconds(1)},
            ClosedUsers{1 + below(20), chance(0.5) ? std::optional(time(20)) : std::nullopt}};
        const int count = 1 + below(2);
        for (int at = 0; at < count; ++at)
            m_model.load(name("load", at), kinds[static_cast<std::size_t>(below(5))], {"s0.do", "s1.do"},
                         somePolicy());
    }

    void addFault() {
        const bool store = m_stores && chance(0.3);
        const FaultTarget target = store ? FaultTarget(DataStoreId(name("store", below(m_stores))))
                                         : FaultTarget(ServiceId(name("s", below(m_services))));
        const std::optional<double> length =
            chance(0.8) ? std::optional(0.1 * (1 + below(20))) : std::nullopt;
        const double start = 0.1 * below(40);
        switch (below(4)) {
            case 0:
                return m_model.fault(target, start, length,
                                     SlowFault{1.0 + below(5), milliseconds(below(20))});
            case 1:
                return m_model.fault(target, start, length, ErrorFault{0.1 * (1 + below(10))});
            default:
                return m_model.kill(target, start, length, below(3));
        }
    }

    std::mt19937 m_random;
    std::mt19937 m_protection;
    bool m_protects = false;
    Builder m_model;
    int m_services = 0;
    int m_stores = 0;
    int m_channels = 0;
};

}  // namespace queueing
