#pragma once

#include "model/description/description.h"
#include "model/description/policy_fields.h"

/// Times and the steps of behaviours.
namespace model {

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
    v.field("warm", &CacheLookup::warm);
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
    v.field("poison", &Fail::poison);
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
    v.seconds("recovery_s", &TwoPhaseCommit::recovery, between(0, longestSeconds));
}
template <class V>
void describe(V& v, Of<Step>) {
    v.tagged("step", &Step::action);
    v.unknown(&Step::unknown);
}

}  // namespace model
