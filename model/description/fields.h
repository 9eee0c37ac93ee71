#pragma once

#include <limits>

#include "model/description/words.h"
#include "model/layout.h"
#include "model/project.h"

/// The one description of what every entity consists of. Reader, writer, schema, check and the search for
/// references are visitors of it, so that a field is named once. A visitor offers, for an object of type T:
///
///   required(key, member, range)      a field that must be there
///   field(key, member, range)         a field that has a default
///   milliseconds(key, member, range)  a Duration (or optional) stated in milliseconds; `seconds` likewise
///   requiredMilliseconds(...)         the same, must be there
///   millisecondsUnless(key, member, range, asserted, others)  the same, must be there unless one of the
///                                     fields `others` is, and not beside them; written where `asserted`
///                                     holds
///   tagged(key, member)               a variant: the key names the alternative, whose fields stand beside it
///   taggedObject(key, tag, member, unknown)  a variant in an object of its own
///   choice(member, key...)            a variant: the key that is present decides
///   unknown(member)                   the fields that this version does not know; always last
namespace model {

/// Names a type to overload on.
template <class T>
struct Of {};

/// What a number may be.
struct Range {
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
    bool openLow = false;  ///< `low` itself is not allowed

    bool contains(double value) const { return (openLow ? value > low : value >= low) && value <= high; }
};
inline constexpr Range positive() {
    return {0, std::numeric_limits<double>::infinity(), true};
}
inline constexpr Range atLeast(double low) {
    return {low, std::numeric_limits<double>::infinity(), false};
}
inline constexpr Range between(double low, double high) {
    return {low, high, false};
}
inline constexpr Range probability() {
    return between(0, 1);
}
inline constexpr Range aboveZeroUpTo(double high) {
    return {0, high, true};
}

/// What the alternatives of the variants are called in files.
template <class Alternative>
struct Tag;
template <>
struct Tag<Compute> {
    static constexpr const char* name = "compute";
};
template <>
struct Tag<Call> {
    static constexpr const char* name = "call";
};
template <>
struct Tag<Parallel> {
    static constexpr const char* name = "parallel";
};
template <>
struct Tag<Branch> {
    static constexpr const char* name = "branch";
};
template <>
struct Tag<Publish> {
    static constexpr const char* name = "publish";
};
template <>
struct Tag<StoreQuery> {
    static constexpr const char* name = "query";
};
template <>
struct Tag<CacheLookup> {
    static constexpr const char* name = "cache";
};
template <>
struct Tag<Loop> {
    static constexpr const char* name = "loop";
};
template <>
struct Tag<Fallback> {
    static constexpr const char* name = "fallback";
};
template <>
struct Tag<Fail> {
    static constexpr const char* name = "fail";
};
template <>
struct Tag<Lock> {
    static constexpr const char* name = "lock";
};
template <>
struct Tag<Saga> {
    static constexpr const char* name = "saga";
};
template <>
struct Tag<TwoPhaseCommit> {
    static constexpr const char* name = "two-phase-commit";
};
template <>
struct Tag<PoissonArrivals> {
    static constexpr const char* name = "poisson";
};
template <>
struct Tag<ConstantArrivals> {
    static constexpr const char* name = "constant";
};
template <>
struct Tag<RampArrivals> {
    static constexpr const char* name = "ramp";
};
template <>
struct Tag<SpikeArrivals> {
    static constexpr const char* name = "spike";
};
template <>
struct Tag<DiurnalArrivals> {
    static constexpr const char* name = "diurnal";
};
template <>
struct Tag<StepArrivals> {
    static constexpr const char* name = "step";
};
template <>
struct Tag<ModulatedArrivals> {
    static constexpr const char* name = "mmpp";
};
template <>
struct Tag<TraceArrivals> {
    static constexpr const char* name = "trace";
};
template <>
struct Tag<CountedArrivals> {
    static constexpr const char* name = "counts";
};
template <>
struct Tag<ClosedUsers> {
    static constexpr const char* name = "closed";
};
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
struct Tag<LatencyObjective> {
    static constexpr const char* name = "latency";
};
template <>
struct Tag<AvailabilityObjective> {
    static constexpr const char* name = "availability";
};

template <class V>
void describe(V& v, Of<TimeQuantile>) {
    v.required("probability", &TimeQuantile::probability, between(1e-6, 1 - 1e-6));
    v.requiredMilliseconds("time_ms", &TimeQuantile::time, aboveZeroUpTo(longestMilliseconds));
    v.unknown(&TimeQuantile::unknown);
}
template <class V>
void describe(V& v, Of<TimeHistogram>) {
    v.requiredMilliseconds("edges_ms", &TimeHistogram::edges, between(0, longestMilliseconds));
    v.required("weights", &TimeHistogram::weights, between(0, 1e15));
    v.unknown(&TimeHistogram::unknown);
}
template <class V>
void describe(V& v, Of<Distribution>) {
    v.required("kind", &Distribution::kind);
    v.millisecondsUnless("mean_ms", &Distribution::mean, between(0, longestMilliseconds),
                         &Distribution::isByMean, {"quantiles", "samples_ms", "histogram"});
    v.field("cv", &Distribution::cv, between(0, 1000));
    v.field("quantiles", &Distribution::quantiles);
    v.milliseconds("samples_ms", &Distribution::samples, between(0, longestMilliseconds));
    v.field("histogram", &Distribution::histogram);
    v.unknown(&Distribution::unknown);
}
template <class V>
void describe(V& v, Of<Team>) {
    v.required("name", &Team::name);
    v.field("description", &Team::description);
    v.field("type", &Team::type);
    v.unknown(&Team::unknown);
}
template <class V>
void describe(V& v, Of<Term>) {
    v.required("name", &Term::name);
    v.field("meaning", &Term::meaning);
    v.unknown(&Term::unknown);
}
template <class V>
void describe(V& v, Of<BoundedContext>) {
    v.required("name", &BoundedContext::name);
    v.field("responsibility", &BoundedContext::responsibility);
    v.field("subdomain", &BoundedContext::subdomain);
    v.field("team", &BoundedContext::team);
    v.field("language", &BoundedContext::language);
    v.unknown(&BoundedContext::unknown);
}
template <class V>
void describe(V& v, Of<ContextRelationship>) {
    v.required("upstream", &ContextRelationship::upstream);
    v.required("downstream", &ContextRelationship::downstream);
    v.required("patterns", &ContextRelationship::patterns);
    v.field("exposed", &ContextRelationship::exposed);
    v.unknown(&ContextRelationship::unknown);
}
template <class V>
void describe(V& v, Of<Field>) {
    v.required("name", &Field::name);
    v.required("number", &Field::number, between(1, 536870911));
    v.choice(&Field::type, "type", "message");
    v.field("repeated", &Field::repeated);
    v.field("optional", &Field::optional);
    v.field("description", &Field::description);
    v.unknown(&Field::unknown);
}
template <class V>
void describe(V& v, Of<ReservedField>) {
    v.required("number", &ReservedField::number, between(1, 536870911));
    v.field("name", &ReservedField::name);
    v.unknown(&ReservedField::unknown);
}
template <class V>
void describe(V& v, Of<Message>) {
    v.required("name", &Message::name);
    v.field("description", &Message::description);
    v.field("context", &Message::context);
    v.field("fields", &Message::fields);
    v.field("reserved", &Message::reserved);
    v.unknown(&Message::unknown);
}
template <class V>
void describe(V& v, Of<RetryPolicy>) {
    v.field("max_attempts", &RetryPolicy::maxAttempts, between(1, 1000));
    v.field("backoff", &RetryPolicy::backoff);
    v.milliseconds("delay_ms", &RetryPolicy::delay, atLeast(0));
    v.field("factor", &RetryPolicy::factor, between(1, 100));
    v.milliseconds("max_delay_ms", &RetryPolicy::maxDelay, atLeast(0));
    v.field("jitter", &RetryPolicy::jitter);
    v.unknown(&RetryPolicy::unknown);
}
template <class V>
void describe(V& v, Of<CallPolicy>) {
    v.required("name", &CallPolicy::name);
    v.field("description", &CallPolicy::description);
    v.milliseconds("timeout_ms", &CallPolicy::timeout, positive());
    v.milliseconds("deadline_ms", &CallPolicy::deadline, positive());
    v.field("retry", &CallPolicy::retry);
    v.field("orphan_work", &CallPolicy::orphanWork);
    v.unknown(&CallPolicy::unknown);
}
template <class V>
void describe(V& v, Of<Compute>) {
    v.required("time", &Compute::time);
    v.field("work", &Compute::work);
}
template <class V>
void describe(V& v, Of<Call>) {
    v.required("operation", &Call::operation);
    v.field("policy", &Call::policy);
}
template <class V>
void describe(V& v, Of<Parallel>) {
    v.required("branches", &Parallel::branches);
    v.field("join", &Parallel::join);
    v.field("quorum", &Parallel::quorum, between(1, 100000));
}
template <class V>
void describe(V& v, Of<Alternative>) {
    v.required("probability", &Alternative::probability, probability());
    v.field("steps", &Alternative::steps);
    v.unknown(&Alternative::unknown);
}
template <class V>
void describe(V& v, Of<Branch>) {
    v.required("alternatives", &Branch::alternatives);
}
template <class V>
void describe(V& v, Of<Publish>) {
    v.required("channel", &Publish::channel);
}
template <class V>
void describe(V& v, Of<StoreQuery>) {
    v.required("store", &StoreQuery::store);
    v.field("access", &StoreQuery::access);
    v.field("time", &StoreQuery::time);
}
template <class V>
void describe(V& v, Of<KeySpace>) {
    v.required("count", &KeySpace::count, between(1, mostCacheKeys));
    v.field("skew", &KeySpace::skew, between(0, 10));
    v.unknown(&KeySpace::unknown);
}
template <class V>
void describe(V& v, Of<CacheLookup>) {
    v.field("store", &CacheLookup::store);
    v.field("hit_ratio", &CacheLookup::hitRatio, probability());
    v.field("time", &CacheLookup::time);
    v.field("name", &CacheLookup::name);
    v.field("keys", &CacheLookup::keys);
    v.field("capacity", &CacheLookup::capacity, between(1, mostCacheKeys));
    v.field("eviction", &CacheLookup::eviction);
    v.seconds("ttl_s", &CacheLookup::ttl, aboveZeroUpTo(longestSeconds));
    v.field("single_flight", &CacheLookup::singleFlight);
    v.field("on_miss", &CacheLookup::onMiss);
}
template <class V>
void describe(V& v, Of<Loop>) {
    v.required("times", &Loop::times, between(1, 1'000'000));
    v.field("steps", &Loop::steps);
}
template <class V>
void describe(V& v, Of<Fallback>) {
    v.field("steps", &Fallback::steps);
    v.field("on_failure", &Fallback::onFailure);
}
template <class V>
void describe(V& v, Of<Fail>) {
    v.field("probability", &Fail::probability, probability());
}
template <class V>
void describe(V& v, Of<Lock>) {
    v.required("name", &Lock::name);
    v.field("scope", &Lock::scope);
    v.field("permits", &Lock::permits, between(1, 1'000'000));
    v.field("keys", &Lock::keys, between(1, 1'000'000));
    v.field("steps", &Lock::steps);
}
template <class V>
void describe(V& v, Of<SagaStep>) {
    v.required("name", &SagaStep::name);
    v.field("steps", &SagaStep::steps);
    v.field("compensation", &SagaStep::compensation);
    v.unknown(&SagaStep::unknown);
}
template <class V>
void describe(V& v, Of<Saga>) {
    v.required("parts", &Saga::parts);
}
template <class V>
void describe(V& v, Of<Participant>) {
    v.required("store", &Participant::store);
    v.field("prepare", &Participant::prepare);
    v.field("commit", &Participant::commit);
    v.field("refusal", &Participant::refusal, probability());
    v.unknown(&Participant::unknown);
}
template <class V>
void describe(V& v, Of<TwoPhaseCommit>) {
    v.required("participants", &TwoPhaseCommit::participants);
    v.seconds("recovery_s", &TwoPhaseCommit::recovery, atLeast(0));
}
template <class V>
void describe(V& v, Of<Step>) {
    v.tagged("step", &Step::action);
    v.unknown(&Step::unknown);
}
template <class V>
void describe(V& v, Of<Subscription>) {
    v.required("channel", &Subscription::channel);
    v.field("group", &Subscription::group);
    v.field("concurrency", &Subscription::concurrency, between(1, 100000));
    v.unknown(&Subscription::unknown);
}
template <class V>
void describe(V& v, Of<Operation>) {
    v.required("name", &Operation::name);
    v.field("description", &Operation::description);
    v.field("protocol", &Operation::protocol);
    v.field("idempotent", &Operation::idempotent);
    v.field("priority", &Operation::priority, between(-1000, 1000));
    v.field("request", &Operation::request);
    v.field("response", &Operation::response);
    v.field("subscription", &Operation::subscription);
    v.field("behaviour", &Operation::behaviour);
    v.unknown(&Operation::unknown);
}
template <class V>
void describe(V& v, Of<Service>) {
    v.required("name", &Service::name);
    v.field("description", &Service::description);
    v.field("kind", &Service::kind);
    v.field("technology", &Service::technology);
    v.field("context", &Service::context);
    v.field("team", &Service::team);
    v.field("tags", &Service::tags);
    v.field("operations", &Service::operations);
    v.unknown(&Service::unknown);
}
template <class V>
void describe(V& v, Of<Redelivery>) {
    v.field("max_deliveries", &Redelivery::maxDeliveries, between(1, 255));
    v.milliseconds("delay_ms", &Redelivery::delay, between(0, longestMilliseconds));
    v.field("factor", &Redelivery::factor, between(1, 100));
    v.milliseconds("max_delay_ms", &Redelivery::maxDelay, between(0, longestMilliseconds));
    v.unknown(&Redelivery::unknown);
}
template <class V>
void describe(V& v, Of<Channel>) {
    v.required("name", &Channel::name);
    v.field("description", &Channel::description);
    v.field("broker", &Channel::broker);
    v.field("kind", &Channel::kind);
    v.field("delivery", &Channel::delivery);
    v.field("partitions", &Channel::partitions, between(1, 100000));
    v.field("partitioning", &Channel::partitioning);
    v.field("keys", &Channel::keys, between(1, mostKeys));
    v.field("key_skew", &Channel::keySkew, between(0, 10));
    v.field("assignment", &Channel::assignment);
    v.seconds("rebalance_s", &Channel::rebalancePause, between(0, longestSeconds));
    v.seconds("session_timeout_s", &Channel::sessionTimeout, between(0, longestSeconds));
    v.seconds("retention_s", &Channel::retention, aboveZeroUpTo(longestSeconds));
    v.field("redelivery", &Channel::redelivery);
    v.field("dead_letter", &Channel::deadLetter);
    v.milliseconds("transaction_ms", &Channel::transactionTime, between(0, longestMilliseconds));
    v.field("message", &Channel::message);
    v.field("context", &Channel::context);
    v.field("delay", &Channel::delay);
    v.unknown(&Channel::unknown);
}
template <class V>
void describe(V& v, Of<Replication>) {
    v.field("replicas", &Replication::replicas, between(1, 1000));
    v.field("reads", &Replication::reads);
    v.field("lag", &Replication::lag);
    v.field("acknowledgements", &Replication::acknowledgements, between(0, 1000));
    v.seconds("failover_s", &Replication::failover, between(0, longestSeconds));
    v.unknown(&Replication::unknown);
}
template <class V>
void describe(V& v, Of<DataStore>) {
    v.required("name", &DataStore::name);
    v.field("description", &DataStore::description);
    v.field("engine", &DataStore::engine);
    v.field("owner", &DataStore::owner);
    v.field("pool_size", &DataStore::poolSize, between(1, 1000000));
    v.field("queue_limit", &DataStore::queueLimit, between(0, 100000000));
    v.field("read_time", &DataStore::readTime);
    v.field("write_time", &DataStore::writeTime);
    v.field("projection", &DataStore::projection);
    v.field("replication", &DataStore::replication);
    v.field("rows", &DataStore::rows);
    v.unknown(&DataStore::unknown);
}
template <class V>
void describe(V& v, Of<Autoscaling>) {
    v.field("min_replicas", &Autoscaling::minReplicas, between(1, 100000));
    v.field("max_replicas", &Autoscaling::maxReplicas, between(1, 100000));
    v.field("target_cpu_percent", &Autoscaling::targetCpuPercent, between(1, 1000));
    v.unknown(&Autoscaling::unknown);
}
template <class V>
void describe(V& v, Of<CoDel>) {
    v.milliseconds("target_ms", &CoDel::target, positive());
    v.milliseconds("interval_ms", &CoDel::interval, positive());
    v.unknown(&CoDel::unknown);
}
template <class V>
void describe(V& v, Of<Deployment>) {
    v.required("service", &Deployment::service);
    v.field("replicas", &Deployment::replicas, between(1, 100000));
    v.field("concurrency", &Deployment::concurrency);
    v.field("workers", &Deployment::workers, between(1, 100000));
    v.field("queue_limit", &Deployment::queueLimit, between(0, 100000000));
    v.field("discipline", &Deployment::discipline);
    v.field("codel", &Deployment::codel);
    v.field("cpu_request_milli", &Deployment::cpuRequestMilli, between(1, 10000000));
    v.field("cpu_limit_milli", &Deployment::cpuLimitMilli, between(1, 10000000));
    v.field("memory_request_mib", &Deployment::memoryRequestMib, between(1, 100000000));
    v.field("memory_limit_mib", &Deployment::memoryLimitMib, between(1, 100000000));
    v.seconds("start_up_s", &Deployment::startUp, atLeast(0));
    v.seconds("grace_period_s", &Deployment::gracePeriod, between(1, 86400));
    v.field("port", &Deployment::port, between(1, 65535));
    v.field("image", &Deployment::image);
    v.field("autoscaling", &Deployment::autoscaling);
    v.field("max_unavailable", &Deployment::maxUnavailable, between(0, 100000));
    v.unknown(&Deployment::unknown);
}
template <class V>
void describe(V& v, Of<Network>) {
    v.field("latency", &Network::latency);
    v.unknown(&Network::unknown);
}
template <class V>
void describe(V& v, Of<JourneyStep>) {
    v.required("operation", &JourneyStep::operation);
    v.field("probability", &JourneyStep::probability, probability());
    v.field("think", &JourneyStep::think);
    v.field("policy", &JourneyStep::policy);
    v.unknown(&JourneyStep::unknown);
}
template <class V>
void describe(V& v, Of<Journey>) {
    v.required("name", &Journey::name);
    v.field("weight", &Journey::weight, between(0, 1e9));
    v.field("steps", &Journey::steps);
    v.unknown(&Journey::unknown);
}
template <class V>
void describe(V& v, Of<PoissonArrivals>) {
    v.required("rate_per_s", &PoissonArrivals::rate, between(0, highestRate));
}
template <class V>
void describe(V& v, Of<ConstantArrivals>) {
    v.required("rate_per_s", &ConstantArrivals::rate, between(0, highestRate));
}
template <class V>
void describe(V& v, Of<RampArrivals>) {
    v.required("from_per_s", &RampArrivals::from, between(0, highestRate));
    v.required("to_per_s", &RampArrivals::to, between(0, highestRate));
    v.seconds("over_s", &RampArrivals::over, aboveZeroUpTo(longestSeconds));
}
template <class V>
void describe(V& v, Of<SpikeArrivals>) {
    v.required("base_per_s", &SpikeArrivals::base, between(0, highestRate));
    v.required("peak_per_s", &SpikeArrivals::peak, between(0, highestRate));
    v.seconds("start_s", &SpikeArrivals::start, between(0, longestSeconds));
    v.seconds("length_s", &SpikeArrivals::length, aboveZeroUpTo(longestSeconds));
}
template <class V>
void describe(V& v, Of<DiurnalArrivals>) {
    v.required("mean_per_s", &DiurnalArrivals::mean, between(0, highestRate / 2));
    v.required("amplitude_per_s", &DiurnalArrivals::amplitude, between(0, highestRate / 2));
    v.seconds("period_s", &DiurnalArrivals::period, between(0.001, longestSeconds));
    v.seconds("phase_s", &DiurnalArrivals::phase, between(0, longestSeconds));
}
template <class V>
void describe(V& v, Of<RateLevel>) {
    v.seconds("at_s", &RateLevel::at, between(0, longestSeconds));
    v.required("rate_per_s", &RateLevel::rate, between(0, highestRate));
    v.unknown(&RateLevel::unknown);
}
template <class V>
void describe(V& v, Of<StepArrivals>) {
    v.required("levels", &StepArrivals::levels);
}
template <class V>
void describe(V& v, Of<ModulatedState>) {
    v.required("rate_per_s", &ModulatedState::rate, between(0, highestRate));
    v.seconds("mean_stay_s", &ModulatedState::meanStay, between(0.001, longestSeconds));
    v.unknown(&ModulatedState::unknown);
}
template <class V>
void describe(V& v, Of<ModulatedArrivals>) {
    v.required("states", &ModulatedArrivals::states);
}
template <class V>
void describe(V& v, Of<TraceArrivals>) {
    v.requiredSeconds("times_s", &TraceArrivals::times, between(0, longestSeconds));
    v.seconds("repeat_after_s", &TraceArrivals::repeatAfter, aboveZeroUpTo(longestSeconds));
}
template <class V>
void describe(V& v, Of<CountedArrivals>) {
    v.requiredSeconds("interval_s", &CountedArrivals::interval, aboveZeroUpTo(longestSeconds));
    v.required("counts", &CountedArrivals::counts, between(0, 1e9));
    v.field("spacing", &CountedArrivals::spacing);
    v.field("repeat", &CountedArrivals::repeat);
}
template <class V>
void describe(V& v, Of<ClosedUsers>) {
    v.required("users", &ClosedUsers::users, between(1, 10000000));
    v.field("think", &ClosedUsers::think);
}
template <class V>
void describe(V& v, Of<Workload>) {
    v.required("name", &Workload::name);
    v.field("description", &Workload::description);
    v.taggedObject("arrivals", "kind", &Workload::arrivals, &Workload::arrivalsUnknown);
    v.field("journeys", &Workload::journeys);
    v.unknown(&Workload::unknown);
}
template <class V>
void describe(V& v, Of<KillFault>) {
    v.field("replicas", &KillFault::replicas, between(0, 100000));
}
template <class V>
void describe(V& v, Of<SlowFault>) {
    v.field("factor", &SlowFault::factor, between(0, 1e6));
    v.milliseconds("extra_ms", &SlowFault::extra, atLeast(0));
}
template <class V>
void describe(V& v, Of<ErrorFault>) {
    v.field("rate", &ErrorFault::rate, probability());
}
template <class V>
void describe(V& v, Of<Fault>) {
    v.choice(&Fault::target, "service", "store");
    v.tagged("fault", &Fault::effect);
    v.seconds("start_s", &Fault::start, atLeast(0));
    v.seconds("length_s", &Fault::length, positive());
    v.unknown(&Fault::unknown);
}
template <class V>
void describe(V& v, Of<FaultPlan>) {
    v.required("name", &FaultPlan::name);
    v.field("faults", &FaultPlan::faults);
    v.unknown(&FaultPlan::unknown);
}
template <class V>
void describe(V& v, Of<LatencyObjective>) {
    v.field("quantile", &LatencyObjective::quantile, between(0.001, 0.99999));
    v.milliseconds("limit_ms", &LatencyObjective::limit, positive());
}
template <class V>
void describe(V& v, Of<AvailabilityObjective>) {
    v.field("share", &AvailabilityObjective::share, probability());
}
template <class V>
void describe(V& v, Of<Objective>) {
    v.required("name", &Objective::name);
    v.choice(&Objective::target, "journey", "operation");
    v.tagged("goal", &Objective::goal);
    v.unknown(&Objective::unknown);
}
template <class V>
void describe(V& v, Of<Scenario>) {
    v.required("name", &Scenario::name);
    v.field("description", &Scenario::description);
    v.field("workloads", &Scenario::workloads);
    v.field("faults", &Scenario::faults);
    v.field("objectives", &Scenario::objectives);
    v.seconds("length_s", &Scenario::length, between(0.001, 1e8));
    v.seconds("warm_up_s", &Scenario::warmUp, between(0, 1e8));
    v.field("seed", &Scenario::seed);
    v.field("replications", &Scenario::replications, between(1, 100000));
    v.unknown(&Scenario::unknown);
}
template <class V>
void describe(V& v, Of<Project>) {
    v.required("name", &Project::name);
    v.field("description", &Project::description);
    v.field("organisation", &Project::organisation);
    v.field("teams", &Project::teams);
    v.field("contexts", &Project::contexts);
    v.field("relationships", &Project::relationships);
    v.field("messages", &Project::messages);
    v.field("services", &Project::services);
    v.field("channels", &Project::channels);
    v.field("stores", &Project::stores);
    v.field("policies", &Project::policies);
    v.field("deployments", &Project::deployments);
    v.field("network", &Project::network);
    v.field("workloads", &Project::workloads);
    v.field("fault_plans", &Project::faultPlans);
    v.field("objectives", &Project::objectives);
    v.field("scenarios", &Project::scenarios);
    v.unknown(&Project::unknown);
}
template <class V>
void describe(V& v, Of<NodePlace>) {
    v.required("x", &NodePlace::x, between(-1e9, 1e9));
    v.required("y", &NodePlace::y, between(-1e9, 1e9));
}
template <class V>
void describe(V& v, Of<DiagramLayout>) {
    v.field("nodes", &DiagramLayout::nodes);
    v.unknown(&DiagramLayout::unknown);
}
template <class V>
void describe(V& v, Of<Layout>) {
    v.field("diagrams", &Layout::diagrams);
    v.unknown(&Layout::unknown);
}

/// A type that has a description above.
struct AnyVisitor;
template <class T>
concept Described = requires(AnyVisitor& visitor) {
    describe(visitor, Of<T>());
};

}  // namespace model
