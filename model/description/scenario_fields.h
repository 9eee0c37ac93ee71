#pragma once

#include "model/description/fault_fields.h"

/// Load, objectives and scenarios.
namespace model {

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
struct Tag<LatencyObjective> {
    static constexpr const char* name = "latency";
};
template <>
struct Tag<AvailabilityObjective> {
    static constexpr const char* name = "availability";
};

template <>
struct Tag<CostObjective> {
    static constexpr const char* name = "cost";
};
template <>
struct Tag<CarbonObjective> {
    static constexpr const char* name = "carbon";
};

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
void describe(V& v, Of<LatencyObjective>) {
    v.field("quantile", &LatencyObjective::quantile, between(0.001, 0.99999));
    v.milliseconds("limit_ms", &LatencyObjective::limit, aboveZeroUpTo(longestMilliseconds));
}
template <class V>
void describe(V& v, Of<AvailabilityObjective>) {
    v.field("share", &AvailabilityObjective::share, probability());
}
template <class V>
void describe(V& v, Of<CostObjective>) {
    v.required("limit", &CostObjective::limit, aboveZeroUpTo(1e15));
    v.field("per", &CostObjective::per);
}
template <class V>
void describe(V& v, Of<CarbonObjective>) {
    v.required("limit_g", &CarbonObjective::limit, aboveZeroUpTo(1e15));
    v.field("per", &CarbonObjective::per);
}
template <class V>
void describe(V& v, Of<Objective>) {
    v.required("name", &Objective::name);
    v.choiceOrNone(&Objective::target, "journey", "operation");
    v.tagged("goal", &Objective::goal);
    v.unknown(&Objective::unknown);
}
template <class V>
void describe(V& v, Of<SteadyState>) {
    v.field("objectives", &SteadyState::objectives);
    v.seconds("window_s", &SteadyState::window, between(0.1, longestSeconds));
    v.seconds("recovery_s", &SteadyState::recovery, between(0, longestSeconds));
    v.field("throughout", &SteadyState::throughout);
    v.unknown(&SteadyState::unknown);
}
template <class V>
void describe(V& v, Of<AbortCondition>) {
    v.field("objectives", &AbortCondition::objectives);
    v.seconds("window_s", &AbortCondition::window, between(0.1, longestSeconds));
    v.field("windows", &AbortCondition::windows, between(1, 1000));
    v.unknown(&AbortCondition::unknown);
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
    v.object("changes", &Scenario::changes);
    v.field("autoscaling", &Scenario::autoscaling);
    v.field("steady_state", &Scenario::steadyState);
    v.field("abort", &Scenario::abort);
    v.unknown(&Scenario::unknown);
}

}  // namespace model
