#include "simulator/plan/arrivals.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace simulator {

namespace {

constexpr double highestRate = 1e8;
constexpr std::int32_t mostUsers = 1'000'000;
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
    void operator()(const model::ClosedUsers& closed) const {
        plan.kind = WorkloadPlan::Kind::Closed;
        plan.users = static_cast<std::uint32_t>(std::max(0, closed.users));
    }
};

}  // namespace

model::Result<WorkloadPlan> compileArrivals(const model::Workload& workload, std::int64_t length) {
    const std::string place = "workloads/" + workload.id.value();
    WorkloadPlan plan;
    plan.id = workload.id.value();
    std::visit(Compiler{plan}, workload.arrivals);
    if (plan.kind == WorkloadPlan::Kind::Closed) {
        const std::int32_t users = std::get<model::ClosedUsers>(workload.arrivals).users;
        if (users < 1 || users > mostUsers)
            return model::failure(
                place, std::to_string(users) + " users, expected 1 to " + std::to_string(mostUsers));
        return plan;
    }
    double highest = 0;
    double start = 0;
    for (const WorkloadPlan::Piece& piece : plan.rates) {
        for (const double rate : {piece.from, piece.to})
            if (!(rate >= 0) || rate > highestRate)
                return model::failure(place, "a rate is not a number of 0 to 100 million journeys/s");
        if (start * 1e9 < static_cast<double>(length)) highest = std::max({highest, piece.from, piece.to});
        start = piece.end;
    }
    if (highest == 0)
        return model::failure(place, "the rate is 0 through the whole run: there is no load to simulate");
    return plan;
}

}  // namespace simulator
