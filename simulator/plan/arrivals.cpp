#include "simulator/plan/arrivals.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace simulator {

namespace {

constexpr std::int32_t mostUsers = 1'000'000;
constexpr double mostChanges = 1e8;  ///< Of the state of modulated arrivals in one run
constexpr double forEver = std::numeric_limits<double>::infinity();

struct Compiler {
    WorkloadPlan& plan;

    void operator()(const model::PoissonArrivals& poisson) const {
        plan.rates = {{forEver, poisson.rate, poisson.rate}};
    }
    void operator()(const model::ConstantArrivals& constant) const {
        plan.kind = WorkloadPlan::Kind::Regular;
        plan.rates = {{forEver, constant.rate, constant.rate}};
    }
    void operator()(const model::RampArrivals& ramp) const {
        const double over = std::max(0.0, model::inSeconds(ramp.over));
        if (over > 0) plan.rates.push_back({over, ramp.from, ramp.to});
        plan.rates.push_back({forEver, ramp.to, ramp.to});
    }
    void operator()(const model::SpikeArrivals& spike) const {
        const double start = std::max(0.0, model::inSeconds(spike.start));
        const double end = start + std::max(0.0, model::inSeconds(spike.length));
        if (start > 0) plan.rates.push_back({start, spike.base, spike.base});
        if (end > start) plan.rates.push_back({end, spike.peak, spike.peak});
        plan.rates.push_back({forEver, spike.base, spike.base});
    }
    void operator()(const model::DiurnalArrivals& diurnal) const {
        plan.kind = WorkloadPlan::Kind::Wave;
        plan.wave = {diurnal.mean, diurnal.amplitude, model::inSeconds(diurnal.period),
                     model::inSeconds(diurnal.phase)};
    }
    void operator()(const model::StepArrivals& step) const {
        double rate = 0;
        for (const model::RateLevel& level : step.levels) {
            const double at = model::inSeconds(level.at);
            if (at > 0) plan.rates.push_back({at, rate, rate});
            rate = level.rate;
        }
        plan.rates.push_back({forEver, rate, rate});
    }
    void operator()(const model::ModulatedArrivals& modulated) const {
        plan.kind = WorkloadPlan::Kind::Modulated;
        for (const model::ModulatedState& state : modulated.states)
            plan.states.push_back({state.rate, model::inSeconds(state.meanStay)});
    }
    void operator()(const model::TraceArrivals& trace) const {
        plan.kind = WorkloadPlan::Kind::Replay;
        for (const model::Duration time : trace.times) plan.times.push_back(time.count());
        plan.repeats = trace.repeatAfter.has_value();
        plan.round = trace.repeatAfter.value_or(model::Duration{}).count();
    }
    void operator()(const model::CountedArrivals& counted) const {
        plan.repeats = counted.repeat;
        if (counted.spacing == model::Spacing::Regular) {
            plan.kind = WorkloadPlan::Kind::Counted;
            plan.counts = counted.counts;
            plan.interval = counted.interval.count();
            return;
        }
        const double interval = model::inSeconds(counted.interval);
        for (const std::int32_t count : counted.counts) {
            const double end = interval * static_cast<double>(plan.rates.size() + 1);
            plan.rates.push_back({end, count / interval, count / interval});
        }
    }
    void operator()(const model::ClosedUsers& closed) const {
        plan.kind = WorkloadPlan::Kind::Closed;
        plan.users = static_cast<std::uint32_t>(std::max(0, closed.users));
    }
};

/// The highest rate until the end of the run [1/s].
double highestOf(const std::vector<WorkloadPlan::Piece>& rates, double end) {
    double highest = 0;
    double start = 0;
    for (const WorkloadPlan::Piece& piece : rates) {
        if (start < end) highest = std::max({highest, piece.from, piece.to});
        start = piece.end;
    }
    return highest;
}

/// When the first journey of a recording starts [ns].
double firstOf(const WorkloadPlan& plan) {
    if (plan.kind == WorkloadPlan::Kind::Replay)
        return plan.times.empty() ? forEver : static_cast<double>(plan.times.front());
    const auto first = std::find_if(plan.counts.begin(), plan.counts.end(), [](auto n) { return n > 0; });
    if (first == plan.counts.end()) return forEver;
    return static_cast<double>(plan.interval) *
           (static_cast<double>(first - plan.counts.begin()) + 0.5 / *first);
}

/// Why the load cannot be simulated; nothing when it can.
std::string refusal(const WorkloadPlan& plan, std::int64_t length) {
    const double end = static_cast<double>(length) / 1e9;
    double highest = 0;
    switch (plan.kind) {
        case WorkloadPlan::Kind::Closed:
            if (plan.users >= 1 && plan.users <= mostUsers) return {};
            return fmt::format("{} users, expected 1 to {}", plan.users, mostUsers);
        case WorkloadPlan::Kind::Replay:
        case WorkloadPlan::Kind::Counted:
            if (firstOf(plan) < static_cast<double>(length)) return {};
            return fmt::format("the recording has no journey before the end of the run at {} s", end);
        case WorkloadPlan::Kind::Wave:
            highest = plan.wave.mean;
            break;
        case WorkloadPlan::Kind::Modulated: {
            double cycle = 0;
            for (const WorkloadPlan::State& state : plan.states) {
                highest = std::max(highest, state.rate);
                cycle += state.meanStay;
            }
            if (const double changes = end / cycle * static_cast<double>(plan.states.size());
                changes > mostChanges)
                return fmt::format("the states change {:.3g} times in the run, expected at most {:.3g}",
                                   changes, mostChanges);
            break;
        }
        case WorkloadPlan::Kind::Poisson:
        case WorkloadPlan::Kind::Regular:
            highest = highestOf(plan.rates, end);
    }
    if (highest > 0) return {};
    return "the rate is 0 through the whole run: there is no load to simulate";
}

}  // namespace

// What files can state wrong, `model::check` has refused before.
model::Result<WorkloadPlan> compileArrivals(const model::Workload& workload, std::int64_t length) {
    WorkloadPlan plan;
    plan.id = workload.id.value();
    std::visit(Compiler{plan}, workload.arrivals);
    if (std::string reason = refusal(plan, length); !reason.empty())
        return model::failure("/workloads/" + plan.id + "/arrivals", std::move(reason));
    return plan;
}

bool isScheduled(const model::Arrivals& arrivals) {
    return !std::holds_alternative<model::PoissonArrivals>(arrivals) &&
           !std::holds_alternative<model::ConstantArrivals>(arrivals) &&
           !std::holds_alternative<model::ModulatedArrivals>(arrivals) &&
           !std::holds_alternative<model::ClosedUsers>(arrivals);
}

}  // namespace simulator
